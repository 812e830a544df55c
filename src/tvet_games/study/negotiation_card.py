"""What two bargain over as a card: what can be agreed, every rule with its contract, and the rules without payments."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from tvet_games.solve.bargaining.solution import BargainingSolution
from tvet_games.study.card_parts import about_line, answer_first, factor_text, heading
from tvet_games.study.negotiation import Agreement, Negotiation, rule_name
from tvet_games.study.negotiation_words import rule_label
from tvet_games.study.pay_reading import PayReading
from tvet_games.tables.card import Card
from tvet_games.tables.labels import Language, Text
from tvet_games.tables.table import Table
from tvet_games.tables.vocabulary import word, yes_or_no
from tvet_games.tables.words import fill, money

PHRASES: dict[str, tuple[str, str]] = {
    "title": ("Negotiation", "谈判"),
    "join": ("; ", "；"),
    "rules": (", ", "、"),
}

LEGEND = (
    "Holds: nobody gains by leaving alone. Outside money: what is missing for that; patience: the discount factor from "
    "which repetition does instead (- for none). In core: nobody has less than without the other."
)


def negotiation_card(talks: Negotiation, language: Language) -> Card:
    """Return the card of a negotiation."""
    section = talks.conflict.bargaining
    line = about_line([talks.conflict], talks.calibration, language, unit=talks.unit, policy=talks.policy)
    text = "" if section is None else Text(section.about.en, section.about.zh).of(language)
    about = " · ".join(filter(None, (line, text)))
    contracts = (_contracts(talks, language),) if talks.agreements else ()
    lotteries = (_lotteries(talks, language),) if talks.lotteries else ()
    published = () if talks.reading is None else _published(talks.reading, language)
    parts = answer_first(talks.describe(language), *contracts, folded=(*lotteries, *published))
    return Card(fill(PHRASES, "title", language), about, parts)


def _grouped(named: Sequence[tuple[str, Any]]) -> list[tuple[list[str], Any]]:
    """Rules that give the same payoffs stand in one row."""
    groups: dict[tuple[Any, ...], tuple[list[str], Any]] = {}
    for name, found in named:
        groups.setdefault(tuple(found.payoffs), ([], found))[0].append(name)
    return list(groups.values())


def _rules(names: list[str], language: Language) -> str:
    return fill(PHRASES, "rules", language).join(rule_label(name, language) for name in names)


def _contracts(talks: Negotiation, language: Language) -> Table:
    """A row for the rules that agree; what they lack only where one of them lacks something."""
    read, short = talks.reading, any(a.outside_money != 0 for a in talks.agreements)
    keys = ("rule", "contract", "holds", "in core", *(["outside money", "patience"] if short else []))
    rule, *others = (word(key, language) for key in keys)
    heads = [rule, *_players(talks, language), *others]
    heads += [] if read is None else [talks.conflict.labels.of(read.parameter, language)]
    rows = tuple(
        (_rules(rules, language), *map(money, a.payoffs), *_signed(talks, a, language, short=short))
        for rules, a in _grouped([(a.rule, a) for a in talks.agreements])
    )
    title = heading("with side payments when both cooperate", language)
    return Table(tuple(heads), rows, title, (1, 2, *range(6, len(heads))), note=word(LEGEND, language))


def _players(talks: Negotiation, language: Language) -> list[str]:
    return [talks.conflict.labels.of(player, language) for player in talks.game.players]


def _signed(talks: Negotiation, found: Agreement, language: Language, *, short: bool) -> tuple[str, ...]:
    """What an agreement takes: contract, whether it holds, whether in the core, what is missing, and its reading."""
    core, contract, read = yes_or_no(found.in_core, language), found.contract, talks.reading
    if contract is None:
        return ("-", "-", core, *(["-", "-"] if short else []), *([] if read is None else ["-"]))
    label = talks.conflict.labels.of
    paid = [f"{label(t.payer, language)} → {label(t.payee, language)} {money(t.amount)}" for t in contract.transfers]
    told = fill(PHRASES, "join", language).join(paid) or word("none", language)
    missing = [money(found.outside_money), factor_text(found.critical_discount)] if short else []
    meaning = [] if read is None else [_read(read, read.under(contract))]
    return (told, yes_or_no(contract.holds, language), core, *missing, *meaning)


def _read(read: PayReading, amount: Any) -> str:
    return money(amount) if read.scale is None else f"{money(amount)} ({float(read.ratio(amount)):.0%})"


def _lotteries(talks: Negotiation, language: Language) -> Table:
    """The rules without side payments: which outcomes are drawn."""
    rows = tuple(
        (_rules(rules, language), *map(money, s.payoffs), _lottery(talks, s, language))
        for rules, s in _grouped([(rule_name(s), s) for s in talks.lotteries])
    )
    heads = (word("rule", language), *_players(talks, language), word("lottery", language))
    return Table(heads, rows, heading("without side payments", language), (1, 2), folded=True)


def _lottery(talks: Negotiation, found: BargainingSolution, language: Language) -> str:
    """The outcomes that are played, with their probabilities."""
    label, lottery = talks.conflict.labels.of, np.asarray(found.lottery)
    played = []
    for profile in np.argwhere(lottery != 0):
        actions = ", ".join(label(talks.game.actions[i][a], language) for i, a in enumerate(profile))
        p = lottery[tuple(profile)]
        played.append(actions if p == 1 else f"{float(p):.1%} {actions}")
    text, left = " + ".join(played), np.asarray(found.surplus_left)
    more = [f"{name} {money(x)}" for name, x in zip(_players(talks, language), left, strict=True) if x]
    return f"{text} ({word('given up', language)}: {', '.join(more)})" if more else text


def _published(read: PayReading, language: Language) -> tuple[Table | str, ...]:
    """Published ratios; of those named ``what: of which`` a row each what, a column each of which."""
    pivot: dict[str, dict[str, str]] = {}
    alone = []
    for p in read.published:
        row, colon, column = p.quantity.partition(": ")
        where, ratio = f"({p.country} {p.year})", f"{float(p.value):.0%}"
        if colon:
            pivot.setdefault(f"{row} {where}", {})[column] = ratio
        else:
            alone.append(f"{p.quantity} {where}: {ratio}")
    columns = tuple(dict.fromkeys(column for cells in pivot.values() for column in cells))
    rows = tuple((row, *(cells.get(column, "") for column in columns)) for row, cells in pivot.items())
    title, right = heading("published ratios", language), tuple(range(1, len(columns) + 1))
    return (*([Table(("", *columns), rows, title, right, folded=True)] if rows else []), *alone)
