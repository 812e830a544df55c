"""The server starts and ends as a command should, and the page says so when it is gone."""

from __future__ import annotations

import socket
import subprocess
import time
from typing import TYPE_CHECKING

import pytest
from chromium import tabs
from explorer_page import expect, visit
from explorer_process import TOOL, running

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext

pytestmark = pytest.mark.slow


def test_it_ends_while_a_search_is_running(context: BrowserContext) -> None:
    """Ctrl+C ends the processes that work for the page too, and is no error."""
    with running() as server:
        explorer = visit(context, server.address)
        explorer.part("cheapest").click()
        expect(explorer.part("answer")).not_to_be_empty()
        explorer.part("keep-report").click()
        expect(explorer.part("working")).not_to_be_empty()
        workers = children(server.process.pid)
        assert workers
        explorer.page.close()
        assert server.end() == 0
        assert all(map(has_ended, workers))


def test_what_runs_for_a_page_ends_with_it(context: BrowserContext) -> None:
    """Work that nobody waits for any more is ended, and other pages go on."""
    with running() as server:
        other = visit(context, server.address)
        explorer = visit(context, server.address, criterion="basin")
        before = children(server.process.pid)
        explorer.part("tornado").click()
        expect(explorer.part("working")).to_contain_text("At most")
        worker = worker_beside(before, server.process.pid)
        explorer.page.close()
        assert has_ended(worker)
        other.part("cheapest").click()
        expect(other.part("answer")).not_to_be_empty()
        other.page.close()
        assert server.end() == 0


def test_work_can_be_stopped_and_begun_anew(context: BrowserContext) -> None:
    with running() as server:
        explorer = visit(context, server.address, criterion="basin")
        before = children(server.process.pid)
        explorer.part("tornado").click()
        worker = worker_beside(before, server.process.pid)
        explorer.write("training_subsidy", "5000")
        expect(explorer.part("costs")).to_contain_text("5,000")
        explorer.part("stop").click()
        expect(explorer.part("working")).to_have_text("Stopped.")
        assert has_ended(worker)
        explorer.part("cheapest").click()
        expect(explorer.part("answer")).to_contain_text("training subsidy")
        explorer.page.close()
        assert server.end() == 0


@pytest.mark.parametrize(("language", "told"), [("en", "The server has ended"), ("zh", "服务器已停止")])
def test_a_page_without_its_server_says_so(chromium: Browser, language: str, told: str) -> None:
    with running("--lang", language) as server, tabs(chromium) as context:
        explorer = visit(context, server.address)
        expect(explorer.page.get_by_text(told)).to_be_hidden()
        assert server.end() == 0
        expect(explorer.page.get_by_text(told)).to_be_visible()


def test_a_port_in_use_is_told(context: BrowserContext) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        command = [str(TOOL), "explore", "--port", port, "--no-browser"]
        ended = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert ended.returncode == 2
    assert port in ended.stderr
    assert "--port" in ended.stderr
    assert "Traceback" not in ended.stderr


def test_it_starts_with_a_scenario_in_chinese(context: BrowserContext) -> None:
    with running("austria_apprenticeship", "--lang", "zh") as server:
        explorer = visit(context, server.address)
        expect(explorer.part("calibration")).to_contain_text("austria_2016")
        expect(explorer.page.locator("html")).to_have_attribute("lang", "zh-CN")
        explorer.page.close()
        assert server.end() == 0


def children(process: int) -> list[str]:
    """Process ids of what a process has started."""
    told = subprocess.run(["ps", "-o", "pid=", "--ppid", str(process)], capture_output=True, text=True)
    return told.stdout.split()


def worker_beside(before: list[str], process: int) -> str:
    """The worker that is started beside what there was."""
    for _ in range(200):
        told = subprocess.run(["ps", "-ww", "-o", "pid=,args=", "--ppid", str(process)], capture_output=True, text=True)
        for line in told.stdout.splitlines():
            pid, command = line.split(maxsplit=1)
            if pid not in before and "spawn_main" in command:
                return pid
        time.sleep(0.1)
    raise AssertionError("no worker was started")


def has_ended(process: str) -> bool:
    """Whether a process ends within seconds; what keeps watch over shared memory ends after its parent."""
    for _ in range(300):
        if subprocess.run(["ps", "-p", process], capture_output=True).returncode != 0:
            return True
        time.sleep(0.1)
    return False
