"""The explorer as a visitor meets it: start, weight of the page, answers to a slider; and a report."""

from __future__ import annotations

import re
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from timing import Row

sys.path.append(str(Path(__file__).parents[1] / "tests" / "support"))  # the Chromium and the server of the tests

from chromium import chromium, tabs
from explorer_page import Explorer, visit
from explorer_process import TOOL, Server, running

if TYPE_CHECKING:
    from playwright.sync_api import Browser

KNOWN = """\
Times are by the clock. *First answer*: the command is started as a process and its page asked for; *shown*: the page is
open in Chromium and has its verdict. A slider is answered when the frame with the new costs is drawn, so up to 17 ms
are the wait for a frame; payoffs, equilibria, phase portrait and map are drawn anew each time. The weight is what comes
over the wire until the page is idle, for a browser that has nothing of it yet. Memory is that of the server without its
workers, which the first search starts."""

STARTS, MOVES, WARM = 5, 60, 10

CONFLICTS = {"2x2": "school_enterprise", "2x2x2": "school_enterprise_student", "2x2x2x2": "community"}

ANSWERED = """() => { window.answered = new Promise(done => {
    const costs = document.querySelector('[data-testid=costs]'), before = costs.textContent;
    let pressed = 0;
    addEventListener('keydown', () => { pressed = performance.now(); }, {capture: true, once: true});
    const look = () => costs.textContent !== before ? done(performance.now() - pressed) : requestAnimationFrame(look);
    requestAnimationFrame(look);
}); }"""
"""Milliseconds from the next key to the frame in which the costs are others."""


def rows() -> list[Row]:
    """Everything in one Chromium; each server is a process of its own."""
    with chromium() as browser:
        starts = [_start(browser) for _ in range(STARTS)]
        found = [
            _row("command to first answer of the page", [first for first, _ in starts], "3 s"),
            _row("command to page shown, with its verdict", [shown for _, shown in starts]),
        ]
        with running() as server:
            found.append(_weight(browser, server))
            found.append(Row("memory of the server, after one page", f"{_memory(server):.0f} MB"))
            found += [_slider(browser, server, *conflict) for conflict in CONFLICTS.items()]
            moves = (MOVES + WARM) * len(CONFLICTS)
            found.append(Row(f"memory of the server, after {moves} moves more", f"{_memory(server):.0f} MB"))
    return [*found, _report()]


def _row(what: str, seconds: list[float], goal: str = "") -> Row:
    return Row(what, f"{statistics.median(seconds):.2f} s", goal)


def _weight(browser: Browser, server: Server) -> Row:
    """What a page takes over the wire."""
    parts: list[int] = []
    frames: list[int] = []
    with tabs(browser) as context:
        page = context.new_page()
        wire = context.new_cdp_session(page)
        wire.send("Network.enable")
        wire.on("Network.loadingFinished", lambda told: parts.append(told["encodedDataLength"]))
        wire.on("Network.webSocketFrameReceived", lambda told: frames.append(len(told["response"]["payloadData"])))
        page.goto(server.address, wait_until="networkidle")
        Explorer(page).is_ready()
        page.wait_for_timeout(2_000)
    return Row("weight of the page", f"{(sum(parts) + sum(frames)) / 1e6:.2f} MB in {len(parts):.0f} requests")


def _start(browser: Browser) -> tuple[float, float]:
    """Seconds from the command to the first answer, and to the page in Chromium."""
    began = time.perf_counter()
    with running() as server, tabs(browser) as context:
        context.request.get(server.address)
        first = time.perf_counter() - began
        visit(context, server.address)
        return first, time.perf_counter() - began


def _slider(browser: Browser, server: Server, kind: str, conflict: str) -> Row:
    """Answers to a key on a slider, one after the other."""
    with tabs(browser) as context:
        explorer = visit(context, server.address, conflict=conflict)
        sliders = explorer.page.locator("[data-testid^=slider-]:visible [tabindex]")
        sliders.last.focus()
        waits = []
        for _ in range(MOVES + WARM):
            explorer.page.evaluate(ANSWERED)
            explorer.page.keyboard.press("ArrowRight")
            waits.append(explorer.page.evaluate("() => window.answered"))
            explorer.page.wait_for_timeout(50)
    waits = sorted(waits[WARM:])
    worst = waits[int(0.95 * len(waits))]
    return Row(
        f"slider to new page, {kind}", f"{statistics.median(waits):.0f} ms, 95 % within {worst:.0f} ms", "200 ms"
    )


def _memory(server: Server) -> float:
    """Megabytes that the server holds, where the system tells it."""
    told = Path(f"/proc/{server.process.pid}/status")
    found = re.search(r"VmRSS:\s+(\d+) kB", told.read_text()) if told.exists() else None
    return int(found[1]) / 1000 if found else float("nan")


def _report() -> Row:
    """The report on a scenario, as a command."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "report.html"
        began = time.perf_counter()
        subprocess.run(
            [str(TOOL), "report", "germany_apprenticeship", "-o", str(path)], check=True, capture_output=True
        )
        seconds = time.perf_counter() - began
        return Row(
            "`tvet-games report germany_apprenticeship`", f"{seconds:.1f} s, {path.stat().st_size / 1000:.0f} kB"
        )
