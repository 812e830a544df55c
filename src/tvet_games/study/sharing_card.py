"""How a benefit is shared as a card: what there is to share, who gets what by which rule, what each group can reach."""

from __future__ import annotations

from tvet_games.study.card_parts import answer_first, heading
from tvet_games.study.negotiation_words import rule_label
from tvet_games.study.sharing import Sharing
from tvet_games.tables.card import Card
from tvet_games.tables.labels import Language
from tvet_games.tables.table import Table
from tvet_games.tables.units import unit_label
from tvet_games.tables.vocabulary import word, yes_or_no
from tvet_games.tables.words import fill, money

PHRASES: dict[str, tuple[str, str]] = {"title": ("Sharing the benefit", "利益分享")}

LEGEND = (
    "Holds: with these payments nobody gains by leaving alone; outside money: what is missing for that. In core: no "
    "group has more by going its own way."
)

MOST_COALITIONS = 32
"""Most coalitions that are listed one by one."""


def sharing_card(found: Sharing, language: Language) -> Card:
    """Return the card of a division."""
    name = found.labels.of(found.name, language) if found.name else ""
    about = " · ".join(filter(None, (name, unit_label(found.unit, language))))
    groups = [_groups(found, language)] if len(found.game.values) <= MOST_COALITIONS else []
    parts = answer_first(found.describe(language), _divisions(found, language), folded=groups)
    return Card(fill(PHRASES, "title", language), about, parts)


def _divisions(found: Sharing, language: Language) -> Table:
    """A column a rule; below the shares whether they are in the core and hold."""
    rows = [
        (name, *(money(d.allocation.shares[i]) for d in found.divisions))
        for i, name in enumerate(_players(found, language))
    ]
    rows.append((word("in core", language), *(yes_or_no(d.allocation.in_core, language) for d in found.divisions)))
    signed = [d.contract for d in found.divisions if d.contract is not None]
    if signed:
        rows.append((word("holds", language), *(yes_or_no(c.holds, language) for c in signed)))
        rows.append((word("outside money", language), *(money(c.outside_money) for c in signed)))
    heads = ("", *(rule_label(d.rule, language) for d in found.divisions))
    title, note = heading("who gets what", language), word(LEGEND, language) if signed else ""
    return Table(heads, tuple(rows), title, tuple(range(1, len(heads))), note=note)


def _groups(found: Sharing, language: Language) -> Table:
    """What each coalition can reach, small ones first."""
    names, values = _players(found, language), found.game.values
    rows = tuple(
        (" + ".join(name for i, name in enumerate(names) if index >> i & 1), money(values[index]))
        for index in sorted(range(1, len(values)), key=lambda k: (k.bit_count(), k))
    )
    heads = (word("group", language), word("value", language))
    return Table(heads, rows, heading("what each group can reach", language), (1,), folded=True)


def _players(found: Sharing, language: Language) -> list[str]:
    return [found.labels.of(player, language) for player in found.game.players]
