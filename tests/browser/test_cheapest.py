"""The cheapest package: what the page says and sets is what the search finds."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

import pytest
from explorer_page import Explorer, expect, game_of, visit

import tvet_games as tg
from tvet_games.tables.words import money

if TYPE_CHECKING:
    from explorer_process import Server
    from playwright.sync_api import BrowserContext

pytestmark = pytest.mark.slow

GERMAN = ("school_enterprise", "germany_2022")

CRITERIA = {"nash": tg.Nash(margin=1), "dominant": tg.Dominant(margin=1), "unique": tg.Unique(margin=1)}


@pytest.mark.parametrize("criterion", list(CRITERIA))
def test_the_package_is_found_and_taken(context: BrowserContext, server: Server, criterion: str) -> None:
    found = tg.cheapest_policy(*GERMAN, criterion=CRITERIA[criterion])
    explorer = visit(context, server.address, criterion=criterion)
    explorer.part("cheapest").click()
    answer = explorer.part("answer")
    expect(answer).to_contain_text(money(found.cost))
    for level in found.levels.values():
        expect(answer).to_contain_text(money(level))
    expect(answer).to_contain_text("It cannot be cheaper, for else")
    expect(answer).to_contain_text("verified in fractions")
    for reason in found.binding:
        expect(answer).to_contain_text(money(reason.shadow_price))
    explorer.part("take").click()
    expect(explorer.part("costs")).to_contain_text(money(found.costs.expected))
    for name, level in found.levels.items():
        assert Fraction(explorer.at(name)) == level
    explorer.shows(game_of(*GERMAN, found.levels))
    expect(explorer.part("asked")).to_contain_text("It is met.")


def test_the_package_is_the_least_that_will_do(context: BrowserContext, server: Server) -> None:
    """With a little less of any of its levels what is asked for is no longer met."""
    found = tg.cheapest_policy(*GERMAN, criterion=tg.Nash(margin=1))
    explorer = visit(context, server.address)
    explorer.part("cheapest").click()
    for name in (name for name, level in found.levels.items() if level):
        explorer.part("take").click()
        expect(explorer.part("asked")).to_contain_text("It is met.")
        explorer.write(name, f"{float(found.levels[name]) * 0.999:.4f}")
        expect(explorer.part("asked")).to_contain_text("It is not met.")


def test_what_cannot_be_paid_is_said(context: BrowserContext, server: Server) -> None:
    explorer = visit(context, server.address, margin="1000000")
    explorer.part("cheapest").click()
    expect(explorer.part("answer")).to_contain_text("No policy within the bounds will do")
    expect(explorer.part("take")).to_be_hidden()


def test_what_it_rests_on_is_drawn(context: BrowserContext, server: Server) -> None:
    rests = tg.explain(tg.question(*GERMAN, criterion=tg.Nash(margin=1)))
    explorer = visit(context, server.address)
    explorer.part("tornado").click()
    picture = explorer.part("answer").locator("img")
    expect(picture).to_be_visible()
    assert picture.evaluate("image => image.naturalWidth") > 200
    labels = tg.load_conflict("school_enterprise").labels
    for row in rests.leeway[:3]:
        expect(explorer.part("answer")).to_contain_text(labels.of(row.name, "en"))


def test_an_answer_stays_true_when_a_slider_moves(context: BrowserContext, server: Server) -> None:
    """The cheapest package does not depend on the levels on the page."""
    found = tg.cheapest_policy(*GERMAN, criterion=tg.Nash(margin=1))
    explorer = visit(context, server.address)
    explorer.part("cheapest").click()
    explorer.write("training_subsidy", "5000")
    expect(explorer.part("answer")).to_contain_text(money(found.cost))
    expect(explorer.part("answer").locator(".older")).to_have_count(0)
    explorer.shows(game_of(*GERMAN, {"training_subsidy": 5000}))


def test_an_answer_to_an_older_question_is_not_passed_off_as_one_to_a_newer(
    context: BrowserContext, server: Server
) -> None:
    """Neither one that is on the page nor one that is still being worked out."""
    explorer = visit(context, server.address)
    explorer.part("cheapest").click()
    explorer.choose("calibration", "Austria 2016 (austria_2016)")
    settled(explorer)
    austria = money(tg.cheapest_policy("school_enterprise", "austria_2016", criterion=tg.Nash(margin=1)).cost)
    assert_older_or_none(explorer)
    explorer.part("cheapest").click()
    expect(explorer.part("answer")).to_contain_text(austria)
    expect(explorer.part("answer").locator(".older")).to_have_count(0)
    explorer.choose("calibration", "Germany 2022 (germany_2022)")
    explorer.shows(game_of(*GERMAN, {}))
    assert_older_or_none(explorer)


def settled(explorer: Explorer) -> None:
    expect(explorer.part("working")).not_to_contain_text("Working")


def assert_older_or_none(explorer: Explorer) -> None:
    if explorer.part("answer").inner_text():
        expect(explorer.part("answer").locator(".older")).to_have_count(1)
    expect(explorer.part("take")).to_be_hidden()
