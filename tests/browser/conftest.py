"""A Chromium, the explorer in a process of its own, and tabs that are watched."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import chromium as browsers
import pytest
from explorer_process import Server, running

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """One for the tests of a file: while it runs, nothing else on its worker can have an event loop."""
    with browsers.chromium() as browser:
        yield browser


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    """The explorer; it must end when it is told to, and without an error."""
    with running() as started:
        yield started
        assert started.end() == 0


@pytest.fixture
def context(chromium: Browser) -> Iterator[BrowserContext]:
    """Tabs of this test. It fails if a page reports an error, or asks another machine for anything."""
    with browsers.watched(chromium) as context:
        yield context
