"""What takes longer than a slider may wait: functions for processes of their own, over objects that travel there.

The server imports their names only; what they need is imported over there.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from tvet_games.model.library import load_scenario
from tvet_games.policy.question import Question
from tvet_games.policy.search import answer
from tvet_games.show.explorer.scenario import beside
from tvet_games.tables.card import Card
from tvet_games.tables.html import part_html
from tvet_games.tables.labels import Language
from tvet_games.tables.table import Table


@dataclass(frozen=True, slots=True)
class Found:
    """An answer, as HTML.

    Attributes
    ----------
    title, html : str
    picture : str
        SVG; empty without one.
    levels : mapping of str to Fraction, or None
        Of the cheapest package; None where there is none.
    """

    title: str
    html: str
    levels: Mapping[str, Fraction] | None = None
    picture: str = ""


def cheapest(asked: Question, language: Language) -> Found:
    """Find the cheapest package."""
    solution = answer(asked)
    levels = {name: level for name, level in solution.levels.items() if level} if solution.feasible else None
    return Found(solution.card(language).title, _html(solution.card(language)), levels)


def reasons(asked: Question, language: Language) -> Found:
    """Say what the cheapest package rests on, with the tornado."""
    from tvet_games.show.report.pictures import Picture, svg_of
    from tvet_games.show.tornado import plot_tornado
    from tvet_games.study.explain import explain

    found = explain(asked)
    picture = ""
    if found.leeway:
        drawn = Picture(lambda: plot_tornado(found, language=language), found.card(language).title)
        picture = svg_of(drawn, "tornado-")
    return Found(found.card(language).title, _html(found.card(language)), picture=picture)


def report_of(text: str, files: Mapping[str, bytes], language: Language) -> str:
    """Write the report on a scenario, given as the text of its file and the files that it names."""
    from tvet_games.show.report.report import report_html
    from tvet_games.study.dossier.dossier import dossier

    with beside(text, files) as path:
        return report_html(dossier(load_scenario(path)), datetime.date.today(), language)


def _html(card: Card) -> str:
    """A card without its folded tables, which belong into a report."""
    return "\n".join(part_html(part) for part in card.parts if not (isinstance(part, Table) and part.folded))
