"""The explorer's page as a visitor uses it, and what it must show."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from oracles import oracle

import tvet_games as tg
from tvet_games.tables.words import money

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, Locator, Page

Levels = Mapping[str, float | Fraction]


@dataclass(frozen=True, slots=True)
class Explorer:
    """One tab with the explorer."""

    page: Page

    def part(self, name: str) -> Locator:
        """What the page calls so: see the head of ``tvet_games.show.explorer.page``."""
        return self.page.get_by_test_id(name)

    def thumb(self, name: str) -> Locator:
        """What of a slider takes keys."""
        return self.part(f"slider-{name}").locator("[tabindex]")

    def at(self, name: str) -> str:
        """What stands in a field."""
        return self.part(f"field-{name}").input_value()

    def write(self, name: str, text: str) -> None:
        """Write into a field, as a number and its end."""
        self.part(f"field-{name}").fill(text)
        self.part(f"field-{name}").press("Enter")

    def choose(self, name: str, label: str) -> None:
        """Take one entry of a list."""
        self.part(name).click()
        self.page.get_by_role("option", name=label, exact=True).click()

    def open_file(self, name: str, content: bytes) -> None:
        """Hand over a file."""
        box = self.part("open").locator("input[type=file]")
        box.set_input_files({"name": name, "mimeType": "application/octet-stream", "buffer": content})

    def is_ready(self) -> Explorer:
        """Wait until the page listens."""
        expect(self.part("verdict")).not_to_be_empty()
        self.page.wait_for_function("() => window.socket?.connected", polling=50)
        return self

    def shows(self, game: tg.NormalFormGame) -> None:
        """The payoffs, the equilibria and the verdict are those of a game of two."""
        found = tg.equilibria(game)
        rows, columns = game.shape
        cells = [
            " / ".join(money(game.payoffs[k, i, j]) for k in range(2)) for i in range(rows) for j in range(columns)
        ]
        expect(self.part("payoffs").locator("td")).to_have_text(cells)
        expect(self.part("equilibria").locator("tbody tr")).to_have_count(len(found))
        told = [[money(payoff) for payoff in one.payoffs] for one in found]
        expect(self.part("equilibria").locator("tbody td.right")).to_have_text([text for row in told for text in row])
        expect(self.part("verdict")).to_contain_class(standing(found))


def standing(found: tg.EquilibriumSet) -> str:
    """How the page marks its verdict."""
    return "not" if found.target is None else "only" if len(found) == 1 else "among"


def visit(context: BrowserContext, address: str, **query: str) -> Explorer:
    """Open the explorer in a tab of its own."""
    page = context.new_page()
    page.goto(f"{address}?{urlencode(query)}" if query else address)
    return Explorer(page).is_ready()


def game_of(conflict: str, calibration: str, levels: Levels) -> tg.NormalFormGame:
    """The game that the page must show."""
    return tg.load_conflict(conflict).game(calibration, tg.Policy(**levels), exact=True)


def expect(found: Locator) -> Any:
    """Playwright's assertions, which wait until what they say is so."""
    return oracle("playwright.sync_api").expect(found)
