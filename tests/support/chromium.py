"""The Chromium of the machine, and what is watched while a page is open in it."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from oracles import REQUIRED, oracle

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext

NAMES = Path(__file__).with_name("chromium.sh")
"""What a Chromium may be called stands there."""

RENAMED = "elsewhere.example"
"""A host whose name is made to point to this machine, as a page elsewhere can do."""

FLAGS = (
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    f"--host-resolver-rules=MAP {RENAMED} 127.0.0.1, MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",  # no name leads outside
)

PATIENCE = 60_000
"""How long to wait for what must come, on a machine that does other things too [ms]."""

OWN = re.compile(r"(data|blob|about|file):|(http|ws)://127\.0\.0\.1[:/]")


def executable() -> str:
    """Path of the Chromium, as ``chromium.sh`` finds it; without one the test is skipped, or fails where required."""
    named = os.environ.get("CHROMIUM")
    (names,) = re.findall(r'^names="(.+)"$', NAMES.read_text(), re.MULTILINE)
    found = named or next(filter(None, map(shutil.which, names.split())), None)
    if found is None:
        refuse = pytest.fail if os.environ.get(REQUIRED) else pytest.skip
        refuse(f"no Chromium: CHROMIUM names none, and on the path is none of {names}")
    return found


@contextmanager
def chromium() -> Iterator[Browser]:
    """A Chromium without a window, until the block ends."""
    path, playwright = executable(), oracle("playwright.sync_api")
    playwright.expect.set_options(timeout=PATIENCE)
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


@contextmanager
def watched(browser: Browser, **options: Any) -> Iterator[BrowserContext]:
    """Tabs of their own; when the block ends, no page may have reported an error or asked other machines."""
    seen: list[str] = []
    with tabs(browser, **options) as context:
        note(context, seen.append)
        yield context
    assert seen == []


@contextmanager
def tabs(browser: Browser, **options: Any) -> Iterator[BrowserContext]:
    """Tabs that share nothing with others."""
    context = browser.new_context(**{"viewport": {"width": 1280, "height": 900}, "locale": "en-GB"} | options)
    context.set_default_timeout(PATIENCE)
    yield context
    context.close()


def note(context: BrowserContext, tell: Callable[[str], object]) -> None:
    """Tell of errors, dialogues, and requests that leave the machine."""
    context.on("console", lambda told: tell(f"{told.type}: {told.text}") if told.type in ("error", "warning") else None)
    context.on("weberror", lambda error: tell(f"error of the page: {error.error}"))
    context.on("dialog", lambda dialog: (tell(f"dialogue: {dialog.message}"), dialog.dismiss()))
    context.on("request", lambda asked: None if OWN.match(asked.url) else tell(f"request: {asked.url}"))
