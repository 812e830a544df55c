"""All of the page without a mouse."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from explorer_page import Explorer, expect, game_of, visit

import tvet_games as tg

if TYPE_CHECKING:
    from explorer_process import Server
    from playwright.sync_api import BrowserContext

pytestmark = pytest.mark.slow

MOST_STOPS = 80
"""So often Tab is pressed at most."""

FOCUSED = """() => {
    const at = document.activeElement;
    const part = at.closest('[data-testid]') ?? at.closest('label')?.querySelector('[data-testid]');
    const labels = [...(at.labels ?? [])].map(label => label.innerText).join(' ');
    const name = at.ariaLabel || at.closest('[aria-label]')?.ariaLabel || labels || at.innerText;
    return {part: part?.dataset.testid ?? '', name: (name ?? '').trim(), role: at.role ?? at.tagName};
}"""


def stops(explorer: Explorer) -> list[dict[str, str]]:
    """Where Tab stops, from the head of the page to its foot."""
    found: list[dict[str, str]] = []
    for _ in range(MOST_STOPS):
        explorer.page.keyboard.press("Tab")
        at = explorer.page.evaluate(FOCUSED)
        if at["role"] == "BODY":
            break
        found.append(at)
    return found


def tab_to(explorer: Explorer, part: str) -> None:
    """Press Tab until a part has the focus."""
    for _ in range(MOST_STOPS):
        if explorer.page.evaluate(FOCUSED)["part"] == part:
            return
        explorer.page.keyboard.press("Tab")
    raise AssertionError(f"{part} is not reached")


def test_a_whole_visit(context: BrowserContext, server: Server) -> None:
    """From the head of the page: another country, a subsidy, the cheapest package, its levels."""
    explorer, keys = visit(context, server.address), None
    keys = explorer.page.keyboard
    tab_to(explorer, "calibration")
    keys.press("Enter")
    expect(explorer.page.get_by_role("option", name="Austria 2016 (austria_2016)")).to_be_visible()
    while "Austria" not in (explorer.page.locator("[role=option].q-manual-focusable--focused").text_content() or ""):
        keys.press("ArrowUp")
    keys.press("Enter")
    explorer.shows(game_of("school_enterprise", "austria_2016", {}))
    assert explorer.page.evaluate(FOCUSED)["part"] == "calibration"
    tab_to(explorer, "slider-training_subsidy")
    keys.press("ArrowRight")
    expect(explorer.part("field-training_subsidy")).not_to_have_value("0")
    level = float(explorer.at("training_subsidy"))
    explorer.shows(game_of("school_enterprise", "austria_2016", {"training_subsidy": level}))
    tab_to(explorer, "field-training_subsidy")
    keys.press("Control+A")
    keys.type("5100")
    keys.press("Tab")
    explorer.shows(game_of("school_enterprise", "austria_2016", {"training_subsidy": 5100}))
    tab_to(explorer, "cheapest")
    keys.press("Enter")
    expect(explorer.part("take")).to_be_visible()
    tab_to(explorer, "take")
    keys.press("Space")
    found = tg.cheapest_policy("school_enterprise", "austria_2016", criterion=tg.Nash(margin=1))
    explorer.shows(game_of("school_enterprise", "austria_2016", found.levels))


def test_every_stop_has_a_name_and_is_seen(context: BrowserContext, server: Server) -> None:
    explorer = visit(context, server.address)
    found = stops(explorer)
    assert [at for at in found if not at["name"]] == []
    reached = {at["part"] for at in found}
    levers = tg.question("school_enterprise", "germany_2022").problem().levers
    assert reached >= {
        "language",
        "conflict",
        "calibration",
        "criterion",
        "margin",
        "cheapest",
        "tornado",
        "map-x",
        "map-y",
    }
    assert reached >= {f"{kind}-{lever.name}" for lever in levers for kind in ("slider", "field")}
    assert reached >= {"reset", "keep-scenario", "keep-report"}
    assert "stop" not in reached


@pytest.mark.parametrize(
    "part", ["calibration", "margin", "slider-training_subsidy", "field-training_subsidy", "cheapest"]
)
def test_the_focus_is_seen(context: BrowserContext, server: Server, part: str) -> None:
    """With the focus a part looks different than without."""
    explorer = visit(context, server.address)
    explorer.page.emulate_media(reduced_motion="reduce")
    tab_to(explorer, part)
    explorer.page.wait_for_timeout(600)
    around = explorer.part(part).bounding_box()
    assert around is not None
    clip = {"x": around["x"] - 8, "y": around["y"] - 8, "width": around["width"] + 16, "height": around["height"] + 16}
    focused = explorer.page.screenshot(clip=clip, caret="hide")
    explorer.page.evaluate("() => document.activeElement.blur()")
    explorer.page.wait_for_timeout(600)
    assert explorer.page.screenshot(clip=clip, caret="hide") != focused


def test_the_first_stop_leads_to_the_result(context: BrowserContext, server: Server) -> None:
    explorer = visit(context, server.address)
    explorer.page.keyboard.press("Tab")
    link = explorer.page.get_by_role("link", name="Skip to the result")
    expect(link).to_be_focused()
    expect(link).to_be_in_viewport()
    explorer.page.keyboard.press("Enter")
    explorer.page.keyboard.press("Tab")
    assert explorer.page.evaluate("() => document.querySelector('main').contains(document.activeElement)")
