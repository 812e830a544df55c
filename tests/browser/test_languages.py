"""Chinese reaches everything of the page; the two languages say the same numbers."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from explorer_page import Explorer, expect, game_of, visit

import tvet_games as tg

if TYPE_CHECKING:
    from explorer_process import Server
    from playwright.sync_api import BrowserContext

pytestmark = pytest.mark.slow

READ = """() => {
    document.querySelectorAll('i[aria-hidden=true]').forEach(icon => icon.remove());
    const told = ['aria-label', 'title', 'placeholder', 'alt'];
    const marked = [...document.querySelectorAll(told.map(name => `[${name}]`))];
    const visible = marked.filter(element => element.checkVisibility());
    const spoken = visible.flatMap(element => told.map(name => element.getAttribute(name) ?? ''));
    return [document.title, ...document.body.innerText.split('\\n'), ...spoken];
}"""
"""What is read on a page or read aloud."""

ENGLISH = re.compile(r"[A-Za-z][a-z]{2,}")

NAMES = {"tvet_games", "English", "EUR", "CHF", "CNY", "toml", "csv", "Nash", "nihil", "qvx"}
"""What is called so in Chinese too."""


def english(explorer: Explorer) -> set[str]:
    """English words on the page, without names of files and of conflicts and countries in them."""
    known = NAMES | set(tg.calibrations()) | set(tg.conflicts())
    found = set()
    for text in explorer.page.evaluate(READ):
        rest = re.sub(r"|".join(sorted(map(re.escape, known), key=len, reverse=True)), "", text)
        found |= {text} if ENGLISH.search(rest) else set()
    return found


@pytest.mark.parametrize("conflict", tg.conflicts())
def test_no_english_is_left(context: BrowserContext, server: Server, conflict: str) -> None:
    explorer = visit(context, server.address, conflict=conflict, lang="zh")
    expect(explorer.page.locator("html")).to_have_attribute("lang", "zh-CN")
    assert english(explorer) == set()


@pytest.mark.parametrize("asked", ["cheapest", "tornado"])
@pytest.mark.parametrize("conflict", ["school_enterprise", "school_enterprise_student"])
def test_answers_are_chinese_too(context: BrowserContext, server: Server, conflict: str, asked: str) -> None:
    explorer = visit(context, server.address, conflict=conflict, lang="zh", criterion="unique")
    explorer.part(asked).click()
    expect(explorer.part("answer")).not_to_be_empty()
    assert english(explorer) == set()


def test_messages_are_chinese_too(context: BrowserContext, server: Server) -> None:
    """What was written, and names of the address, stay as they are."""
    explorer = visit(context, server.address, lang="zh", conflict="nihil", margin="qvx", **{"level.qvx": "-1"})
    expect(explorer.part("problems").locator("li")).to_have_count(3)
    explorer.write("training_subsidy", "qvx")
    expect(explorer.part("problems").locator("li")).to_have_count(1)
    assert english(explorer) == set()
    explorer.open_file("qvx.jpg", b"")
    expect(explorer.part("problems")).to_contain_text("toml")
    assert english(explorer) == set()


def test_the_switch_keeps_everything_else(context: BrowserContext, server: Server) -> None:
    game = game_of("school_enterprise", "austria_2016", {"training_subsidy": 5100})
    query = {"calibration": "austria_2016", "level.training_subsidy": "5100", "criterion": "unique"}
    explorer = visit(context, server.address, **query)
    explorer.shows(game)
    assert len(english(explorer)) > 20
    for label, language, verdict in (("中文", "zh-CN", "合作"), ("English", "en-GB", "Cooperation")):
        explorer.choose("language", label)
        expect(explorer.page.locator("html")).to_have_attribute("lang", language)
        expect(explorer.part("verdict")).to_contain_text(verdict)
        explorer.shows(game)
        expect(explorer.part("field-training_subsidy")).to_have_value("5100")
