"""The report: a file that opens, loads nothing, is read on a narrow screen, and prints on A4 with nothing cut off."""

from __future__ import annotations

import datetime
import re
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from explorer_process import TOOL

import tvet_games as tg
from tvet_games.tables.words import money

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, Page

pytestmark = pytest.mark.slow

INFEASIBLE = """
format = 1
[scenario]
name        = "too_much"
question.en = "What if only a small grant may be paid?"
conflicts   = ["school_enterprise"]
calibration = "germany_2022"
[criterion]
nash = { margin = 1 }
[instrument.school_grant]
high = 500
"""

PAPER = {"width": 673, "height": 986}
"""[CSS pixels] A4 within the margins of the report, 178 mm by 261 mm."""

BEYOND = """() => [...document.querySelectorAll('body *')].filter(element => {
    const box = element.getBoundingClientRect(), drawn = element.closest('svg svg, svg defs');
    const hides = getComputedStyle(element).overflowX !== 'visible' && element.scrollWidth > element.clientWidth + 1;
    return element.checkVisibility() && !drawn && (hides || box.right > document.documentElement.clientWidth + 1);
}).map(element => `${element.tagName} ${element.textContent.trim().slice(0, 60)}`)"""
"""What stands out of the page, or is hidden beyond the border of its box."""

SCENARIOS = [
    "germany_apprenticeship",
    "china_internship",
    "germany_five_conflicts",
    "community_germany",
    "sharing_community_of_eight",
    "switzerland_it",
    "too_much",
]
"""One of each kind, and that with the longest addresses; ``tests/unit/show/test_report.py`` has all."""


@pytest.fixture(scope="module", params=SCENARIOS)
def written(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The report on a scenario, in each language."""
    folder = tmp_path_factory.mktemp("reports")
    scenario = request.param
    if scenario == "too_much":
        (folder / "too_much.toml").write_text(INFEASIBLE, encoding="utf-8")
        scenario = "too_much.toml"
    found = tg.dossier(folder / scenario if scenario.endswith(".toml") else scenario, draws=256)
    paths = {language: folder / f"{language}.html" for language in ("en", "zh")}
    for language, path in paths.items():
        tg.report(found, path, language=language, date=datetime.date(2026, 12, 1))
    return paths


@pytest.fixture(params=["en", "zh"])
def page(context: BrowserContext, written: dict[str, Path], request: pytest.FixtureRequest) -> Page:
    """The report, open: without an error, and without a request for anything but itself."""
    asked: list[str] = []
    page = context.new_page()
    page.on("request", lambda request: asked.append(request.url))
    page.goto(written[request.param].as_uri())
    page.wait_for_load_state("networkidle")
    assert [address for address in asked if not address.startswith("data:")] == [written[request.param].as_uri()]
    return page


def test_it_opens_and_prints(page: Page) -> None:
    """On paper nothing is cut off, and no page is empty."""
    assert page.evaluate("() => document.scripts.length") == 0
    page.set_viewport_size(PAPER)
    page.emulate_media(media="print")
    assert page.evaluate(BEYOND) == []
    printed = page.pdf(format="A4", prefer_css_page_size=True)
    assert printed.startswith(b"%PDF")
    sizes = {tuple(float(x) for x in box.split()) for box in re.findall(rb"/MediaBox \[([^\]]+)\]", printed)}
    assert {(round(right), round(top)) for _, _, right, top in sizes} == {(595, 842)}


def test_its_links_lead_somewhere(page: Page) -> None:
    links = page.locator("a").evaluate_all("links => links.map(link => link.getAttribute('href'))")
    within = {link for link in links if link.startswith("#")}
    assert within
    assert page.evaluate("links => links.filter(link => !document.getElementById(link.slice(1)))", list(within)) == []
    assert all(link.startswith(("#", "http://", "https://")) for link in links)


def test_it_is_read_on_a_narrow_screen(page: Page) -> None:
    """The page itself does not move sideways; wide tables do within their own box."""
    page.set_viewport_size({"width": 400, "height": 800})
    assert page.evaluate("() => document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def test_the_command_writes_what_opens(context: BrowserContext, tmp_path: Path) -> None:
    path = tmp_path / "report.html"
    command = [str(TOOL), "report", "germany_apprenticeship", "-o", str(path), "--draws", "64", "--date", "2026-12-01"]
    subprocess.run(command, check=True, timeout=120, capture_output=True)
    page = context.new_page()
    page.goto(path.as_uri())
    found = tg.search("germany_apprenticeship")
    text = page.locator("body").inner_text()
    assert found.cost is not None
    assert money(found.cost) in text
    assert "2026-12-01" in text
