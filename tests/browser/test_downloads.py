"""What is kept is what was on the page: the scenario loads again and costs the same, the report opens."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from explorer_page import Explorer, expect, visit

import tvet_games as tg
from tvet_games.tables.words import money

if TYPE_CHECKING:
    from explorer_process import Server
    from playwright.sync_api import BrowserContext

pytestmark = pytest.mark.slow

LIBRARY = files("tvet_games") / "library"


def kept(explorer: Explorer, name: str, folder: Path) -> Path:
    """What a button gives, in a folder."""
    with explorer.page.expect_download(timeout=120_000) as download:
        explorer.part(name).click()
    path = folder / download.value.suggested_filename
    download.value.save_as(path)
    return path


def test_the_scenario_asks_what_the_page_asks(context: BrowserContext, server: Server, tmp_path: Path) -> None:
    """With a value, a criterion and a margin of the visitor's own; the levels are told, but ask nothing."""
    query = {"criterion": "unique", "margin": "25", "value.retention": "0.75", "level.school_grant": "500"}
    explorer = visit(context, server.address, **query)
    path = kept(explorer, "keep-scenario", tmp_path)
    assert tg.check(path) == ()
    scenario = tg.load_scenario(path)
    assert float(scenario.calibration.numbers["retention"]) == 0.75
    assert "school_grant = 500" in path.read_text(encoding="utf-8")
    germany = tg.load_calibration("germany_2022").replace(retention=0.75)
    found = tg.cheapest_policy("school_enterprise", germany, criterion=tg.Unique(margin=25))
    again = tg.search(path)
    assert again.cost == found.cost
    assert again.levels == found.levels
    explorer.part("cheapest").click()
    expect(explorer.part("answer")).to_contain_text(money(found.cost))


def test_the_scenario_opens_again_as_it_was_kept(context: BrowserContext, server: Server, tmp_path: Path) -> None:
    first = visit(context, server.address, criterion="dominant", **{"value.standing": "2000"})
    path = kept(first, "keep-scenario", tmp_path)
    again = visit(context, server.address, calibration="austria_2016")
    again.open_file(path.name, path.read_bytes())
    expect(again.part("problems")).to_contain_text("Opened")
    germany = tg.load_calibration("germany_2022").replace(standing=2000)
    again.shows(tg.load_conflict("school_enterprise").game(germany, exact=True))
    expect(again.part("criterion")).to_contain_text("dominant")
    assert "value.standing=2000" in again.page.url


def test_a_file_of_ones_own_goes_with_it(context: BrowserContext, server: Server, tmp_path: Path) -> None:
    text = (LIBRARY / "calibrations" / "germany_2022.toml").read_text(encoding="utf-8")
    text = text.replace('"germany_2022"', '"ours"', 1).replace("assumed = 1_500, figure", "assumed = 1_400, figure")
    (tmp_path / "ours.toml").write_text(text, encoding="utf-8")
    explorer = visit(context, server.address)
    explorer.open_file("ours.toml", (tmp_path / "ours.toml").read_bytes())
    expect(explorer.part("calibration")).to_contain_text("ours")
    path = kept(explorer, "keep-scenario", tmp_path)
    found = tg.search(path)
    ours = tg.load_calibration(tmp_path / "ours.toml")
    assert found.cost == tg.cheapest_policy("school_enterprise", ours, criterion=tg.Nash(margin=1)).cost
    explorer.part("cheapest").click()
    expect(explorer.part("answer")).to_contain_text(money(found.cost))
    explorer.page.reload()
    expect(explorer.is_ready().part("calibration")).to_contain_text("ours")


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_report_opens(context: BrowserContext, server: Server, tmp_path: Path, language: str) -> None:
    found = tg.cheapest_policy("school_enterprise", "germany_2022", criterion=tg.Nash(margin=1))
    explorer = visit(context, server.address, lang=language)
    path = kept(explorer, "keep-report", tmp_path)
    page = context.new_page()
    page.goto(path.as_uri())
    text = page.locator("body").inner_text()
    assert money(found.cost) in text
    for level in found.levels.values():
        assert money(level) in text or not level
    assert page.locator("html").get_attribute("lang") == {"en": "en", "zh": "zh-Hans"}[language]


def test_the_page_goes_on_while_a_report_is_written(context: BrowserContext, server: Server, tmp_path: Path) -> None:
    explorer = visit(context, server.address)
    with explorer.page.expect_download(timeout=120_000):
        explorer.part("keep-report").click()
        expect(explorer.part("stop")).to_be_visible()
        for level in (1000, 2000):
            explorer.write("training_subsidy", str(level))
            expect(explorer.part("costs")).to_contain_text(money(level))
        expect(explorer.part("stop")).to_be_visible()
    expect(explorer.part("stop")).to_be_hidden()


def test_a_report_can_be_stopped(context: BrowserContext, server: Server) -> None:
    explorer = visit(context, server.address)
    explorer.part("keep-report").click()
    explorer.part("stop").click()
    expect(explorer.part("working")).to_have_text("Stopped.")
    expect(explorer.part("stop")).to_be_hidden()
    explorer.part("cheapest").click()
    expect(explorer.part("answer")).not_to_be_empty()
