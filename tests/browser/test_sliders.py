"""A slider moves, and the equilibrium with it: what the page shows is what the package computes."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

import pytest
from explorer_page import expect, game_of, standing, visit

import tvet_games as tg

if TYPE_CHECKING:
    from explorer_process import Server
    from playwright.sync_api import BrowserContext

pytestmark = pytest.mark.slow

GERMAN = ("school_enterprise", "germany_2022")


def test_keys_move_a_slider_over_the_threshold(context: BrowserContext, server: Server) -> None:
    """Firms leave cooperation up to a subsidy of 4,675.33; the equilibria before, at and after it are others."""
    explorer = visit(context, server.address, **{"level.training_subsidy": "4600"})
    explorer.shows(game_of(*GERMAN, {"training_subsidy": 4600}))
    expect(explorer.part("verdict")).to_contain_class("not")
    explorer.thumb("training_subsidy").focus()
    for key, level in (("ArrowRight", 4700), ("ArrowRight", 4800), ("ArrowLeft", 4700), ("ArrowLeft", 4600)):
        explorer.page.keyboard.press(key)
        explorer.shows(game_of(*GERMAN, {"training_subsidy": level}))
        assert explorer.at("training_subsidy") == str(level)
        expect(explorer.part("verdict")).to_contain_class("not" if level < 4675 else "among")


@pytest.mark.parametrize("share", [0.1, 0.25, 0.9])
def test_the_mouse_drags_a_slider(context: BrowserContext, server: Server, share: float) -> None:
    explorer = visit(context, server.address)
    track, mouse = explorer.part("slider-training_subsidy"), explorer.page.mouse
    track.hover()  # waits until it lies still
    box = track.bounding_box()
    assert box is not None
    middle = box["y"] + box["height"] / 2
    mouse.move(box["x"] + 1, middle)
    mouse.down()
    mouse.move(box["x"] + share * box["width"], middle, steps=8)
    mouse.up()
    aim = share * float(track.get_attribute("aria-valuemax") or 0)
    near = "([track, aim]) => Math.abs(track.getAttribute('aria-valuenow') - aim) < 200"
    explorer.page.wait_for_function(near, arg=[track.element_handle(), aim])
    reached = float(track.get_attribute("aria-valuenow") or 0)
    expect(explorer.part("field-training_subsidy")).to_have_value(f"{reached:g}")
    explorer.shows(game_of(*GERMAN, {"training_subsidy": reached}))
    expect(track).to_have_attribute("aria-valuenow", f"{reached:g}")


@pytest.mark.parametrize(("level", "told"), [("4675.33", "not"), ("4675.34", "among")])
def test_a_field_takes_a_level_to_the_cent(context: BrowserContext, server: Server, level: str, told: str) -> None:
    """The least level is 4,675 and a third."""
    explorer = visit(context, server.address)
    explorer.write("training_subsidy", level)
    explorer.shows(game_of(*GERMAN, {"training_subsidy": Fraction(level)}))
    expect(explorer.part("verdict")).to_contain_class(told)


def test_a_value_moves_and_the_game_with_it(context: BrowserContext, server: Server) -> None:
    explorer = visit(context, server.address)
    explorer.page.get_by_role("button", name="Figures behind it").click()
    explorer.write("retention", "0.75")
    germany = tg.load_calibration("germany_2022").replace(retention=0.75)
    explorer.shows(tg.load_conflict("school_enterprise").game(germany, exact=True))
    explorer.thumb("standing").focus()
    explorer.page.keyboard.press("ArrowLeft")
    expect(explorer.part("field-standing")).to_have_value("1480")
    explorer.shows(tg.load_conflict("school_enterprise").game(germany.replace(standing=1480), exact=True))


def test_bounds_move_with_the_values_that_they_hang_on(context: BrowserContext, server: Server) -> None:
    """No more than training costs may be paid for it; keys go on where they were."""
    explorer = visit(context, server.address, **{"level.training_subsidy": "26200"})
    explorer.page.get_by_role("button", name="Figures behind it").click()
    explorer.write("training_cost", "25000")
    expect(explorer.part("slider-training_subsidy")).to_have_attribute("aria-valuemax", "25000")
    expect(explorer.part("field-training_subsidy")).to_have_value("25000")
    expect(explorer.part("problems")).to_contain_text("outside 0 to 25,000")
    expect(explorer.part("field-training_cost")).to_be_focused()
    germany = tg.load_calibration("germany_2022").replace(training_cost=25_000)
    policy = tg.Policy(training_subsidy=25_000)
    explorer.shows(tg.load_conflict("school_enterprise").game(germany, policy, exact=True))


@pytest.mark.parametrize("conflict", tg.conflicts())
def test_every_conflict_has_its_page(context: BrowserContext, server: Server, conflict: str) -> None:
    """Whatever its number of parties: the verdict is that of the equilibria."""
    fitting = [name for name in tg.calibrations() if is_covered(conflict, name)]
    explorer = visit(context, server.address, conflict=conflict, calibration=fitting[0])
    found = tg.equilibria(game_of(conflict, fitting[0], {}))
    expect(explorer.part("verdict")).to_contain_class(standing(found))
    expect(explorer.part("problems")).to_be_empty()
    expect(explorer.part("conflict")).to_contain_text(tg.load_conflict(conflict).labels.of(conflict, "en"))
    for part in ("portrait", "map"):
        expect(explorer.part(part)).not_to_be_empty()


def is_covered(conflict: str, calibration: str) -> bool:
    try:
        game_of(conflict, calibration, {})
    except tg.InputError:
        return False
    return True


def test_another_country_has_other_figures(context: BrowserContext, server: Server) -> None:
    explorer = visit(context, server.address)
    explorer.choose("calibration", "Austria 2016 (austria_2016)")
    explorer.shows(game_of("school_enterprise", "austria_2016", {}))
    explorer.write("training_subsidy", "5100")
    explorer.shows(game_of("school_enterprise", "austria_2016", {"training_subsidy": 5100}))


def test_the_point_on_the_map_moves_with_the_levels(context: BrowserContext, server: Server) -> None:
    explorer = visit(context, server.address)
    point = explorer.part("map").locator("circle")
    first = point.get_attribute("cx")
    assert first is not None
    explorer.write("training_subsidy", "5500")
    expect(point).not_to_have_attribute("cx", first)


def test_the_basin_is_that_of_the_package(context: BrowserContext, server: Server) -> None:
    explorer = visit(context, server.address)
    for level in (5000, 7000, 9000):
        explorer.write("training_subsidy", str(level))
        share = float(tg.basin(game_of(*GERMAN, {"training_subsidy": level})))
        expect(explorer.part("portrait")).to_contain_text(f"({100 * share:.1f} %)")
