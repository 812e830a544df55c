"""Two tabs do not mix; a tab is what its address says, so that it can be kept, sent and loaded again."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from explorer_page import expect, game_of, visit

import tvet_games as tg
from tvet_games.tables.words import money

if TYPE_CHECKING:
    from explorer_process import Server
    from playwright.sync_api import BrowserContext

pytestmark = pytest.mark.slow

GERMAN, AUSTRIAN = ("school_enterprise", "germany_2022"), ("school_enterprise", "austria_2016")


def test_two_tabs_at_once(context: BrowserContext, server: Server) -> None:
    """Levels, languages and answers stay in their tab, whatever the order of what is done."""
    one, other = visit(context, server.address), visit(context, server.address, calibration=AUSTRIAN[1], lang="zh")
    for level in (3000, 5000, 7000):
        one.write("training_subsidy", str(level))
        other.write("training_subsidy", str(2 * level))
        one.shows(game_of(*GERMAN, {"training_subsidy": level}))
        other.shows(game_of(*AUSTRIAN, {"training_subsidy": 2 * level}))
    one.part("cheapest").click()
    other.part("cheapest").click()
    for explorer, asked in ((one, GERMAN), (other, AUSTRIAN)):
        cost = tg.cheapest_policy(*asked, criterion=tg.Nash(margin=1)).cost
        expect(explorer.part("answer")).to_contain_text(money(cost))
    expect(other.part("answer")).to_contain_text("成本")
    expect(one.part("answer")).not_to_contain_text("成本")
    one.part("take").click()
    other.shows(game_of(*AUSTRIAN, {"training_subsidy": 14_000}))
    one.page.close()
    other.write("training_subsidy", "1000")
    other.shows(game_of(*AUSTRIAN, {"training_subsidy": 1000}))


def test_a_page_that_is_loaded_again_is_as_it_was(context: BrowserContext, server: Server) -> None:
    explorer = visit(context, server.address, conflict="enterprise_student", calibration="switzerland_2016")
    explorer.choose("conflict", "School and enterprise")
    explorer.choose("calibration", "Austria 2016 (austria_2016)")
    explorer.shows(game_of("school_enterprise", "austria_2016", {}))
    explorer.choose("criterion", "the only equilibrium")
    expect(explorer.part("asked")).to_contain_text("the only equilibrium")
    explorer.part("margin").fill("25")
    explorer.part("margin").press("Enter")
    explorer.write("training_subsidy", "5100")
    explorer.page.get_by_role("button", name="Figures behind it").click()
    explorer.write("retention", "0.75")
    calibration = tg.load_calibration("austria_2016").replace(retention=0.75)
    game = tg.load_conflict("school_enterprise").game(calibration, tg.Policy(training_subsidy=5100), exact=True)
    explorer.shows(game)
    address = explorer.page.url
    for page in (explorer.page, context.new_page()):
        page.goto(address)
        again = type(explorer)(page).is_ready()
        again.shows(game)
        expect(again.part("margin")).to_have_value("25")
        expect(again.part("criterion")).to_contain_text("the only equilibrium")
        expect(again.part("problems")).to_be_empty()
        assert page.url == address


def test_the_map_can_have_other_axes(context: BrowserContext, server: Server) -> None:
    explorer = visit(context, server.address)
    explorer.choose("map-x", "retention bonus")
    expect(explorer.part("map")).to_contain_text("retention bonus")
    explorer.page.reload()
    expect(explorer.is_ready().part("map")).to_contain_text("retention bonus")
