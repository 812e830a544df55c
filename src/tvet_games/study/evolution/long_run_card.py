"""Long-run cooperation against one quantity as a card: where it changes, and what is stable from which value on."""

from __future__ import annotations

import numpy as np

from tvet_games.study.card_parts import about_line, answer_first
from tvet_games.study.evolution.long_run import LongRun
from tvet_games.study.evolution.words import profile_words
from tvet_games.tables.card import Card
from tvet_games.tables.labels import Language
from tvet_games.tables.spread import spread
from tvet_games.tables.table import Table
from tvet_games.tables.vocabulary import word
from tvet_games.tables.words import fill, listed, money

MOST_ROWS = 21
"""Most values that are listed."""

PHRASES: dict[str, tuple[str, str]] = {
    "title": ("Long run", "长期结果"),
    "more": (
        "As {name} goes from {low} to {high}, the share of starting points that end in cooperation goes from {first} "
        "to {last}.",
        "{name}从 {low} 变到 {high} 时，最终合作的起点比例由 {first} 变为 {last}。",
    ),
    "now": ("Now {name} is {now}.", "目前{name}为 {now}。"),
    "changes": ("Stable outcomes change at {values}.", "稳定结局变化处：{values}。"),
    "same": ("The same outcomes are stable at all values.", "所有取值下稳定的结局都相同。"),
    "some": ("{shown} of {count} values; to_frame() has all.", "{count} 个取值中的 {shown} 个；to_frame() 含全部。"),
}


def long_run_card(found: LongRun, language: Language) -> Card:
    """Return the card of a bifurcation diagram."""
    about = about_line([found.conflict], found.calibration, language, policy=found.policy)
    return Card(fill(PHRASES, "title", language), about, answer_first(_said(found, language), _table(found, language)))


def _said(found: LongRun, language: Language) -> list[str]:
    """How cooperation runs, where the stable outcomes change, and where things are now."""
    ends = {"low": money(found.values[0]), "high": money(found.values[-1])}
    shares = {"first": f"{found.target_share[0]:.1%}", "last": f"{found.target_share[-1]:.1%}"}
    name = found.labels.of(found.over, language)
    changes = listed([f"{change:,.6g}" for change in found.changes], language)
    return [
        fill(PHRASES, "more", language, name=name, **ends, **shares),
        fill(PHRASES, "changes" if changes else "same", language, values=changes),
        fill(PHRASES, "now", language, name=name, now=money(found.now)),
    ]


def _table(found: LongRun, language: Language) -> Table:
    """Some of the values; stable outcomes where they are others than a row above."""
    count, moves = len(found.values), bool(found.moving.any())
    rows, above = [], ""
    for k in spread(range(count), MOST_ROWS):
        stable = [tuple(int(a) for a in profile) for profile in np.argwhere(found.stable[k])]
        told = "; ".join(profile_words(found.conflict, p, language) for p in stable) or word("none", language)
        never = [f"{found.moving[k]:.1%}"] if moves else []
        rows.append((money(found.values[k]), f"{found.target_share[k]:.1%}", *never, "" if told == above else told))
        above = told
    keys = ("starts that end in cooperation", *(["never at rest"] if moves else []), "stable, from here on")
    heads = (found.labels.of(found.over, language), *(word(key, language) for key in keys))
    note = fill(PHRASES, "some", language, shown=len(rows), count=count) if len(rows) < count else ""
    return Table(heads, tuple(rows), right=tuple(range(len(heads) - 1)), note=note)
