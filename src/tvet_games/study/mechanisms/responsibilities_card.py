"""Responsibilities as a card: the balance of each stakeholder, every term behind it, and what each must do."""

from __future__ import annotations

from tvet_games.study.card_parts import about_line, heading
from tvet_games.study.mechanisms.responsibilities import Entry, Responsibilities
from tvet_games.study.mechanisms.responsibilities_words import holder_label, what_words
from tvet_games.study.setting import Setting
from tvet_games.tables.card import Card
from tvet_games.tables.labels import Language
from tvet_games.tables.spread import cut_note, spread
from tvet_games.tables.table import Cell, Strong, Table
from tvet_games.tables.vocabulary import word
from tvet_games.tables.words import fill, money

PHRASES: dict[str, tuple[str, str]] = {
    "title": ("Responsibilities", "责任分担"),
    "terms": ("Every benefit and cost", "各项收益与成本"),
    "note": (
        "Net: benefits less costs, plus what is received, less what is paid.",
        "净额：收益减成本，加所收、减所付。",
    ),
    "join": ("; ", "；"),
}

SUMS = ("benefits", "costs", "received", "paid", "net")


def responsibilities_card(found: Responsibilities, language: Language) -> Card:
    """Return the card of who bears, gets, pays and receives what."""
    first = found.settings[0]
    units = dict.fromkeys(around.calibration.unit_per(around.conflict.per) for around in found.settings)
    about = about_line(
        [around.conflict for around in found.settings],
        first.calibration,
        language,
        unit=next(iter(units)) if len(units) == 1 else "",
        policy=first.policy,
    )
    balance, terms = _balance(found, language), _terms(found, language)
    return Card(fill(PHRASES, "title", language), about, (balance, *found.describe(language), terms))


def _several(found: Responsibilities) -> bool:
    return len(found.settings) > 1


def _balance(found: Responsibilities, language: Language) -> Table:
    """A row a conflict and stakeholder."""
    around = {one.conflict.name: one for one in found.settings}
    rows = []
    for (conflict, name), sums in found.balance().iterrows():
        who: tuple[Cell, ...] = (holder_label(around[conflict], name, language),)
        where = (around[conflict].labels.of(conflict, language),) if _several(found) else ()
        *cells, net = (money(sums[key]) for key in SUMS)
        rows.append((*where, *who, *cells, Strong(net)))
    keys = (*(["conflict"] if _several(found) else []), "stakeholder", *SUMS)
    heads = tuple(word(key, language) for key in keys)
    right = tuple(range(len(heads) - len(SUMS), len(heads)))
    return Table(heads, tuple(rows), heading("balance", language), right, note=fill(PHRASES, "note", language))


def _terms(found: Responsibilities, language: Language) -> Table:
    """A row a term that is worth something."""
    around = {one.conflict.name: one for one in found.settings}
    entries = [entry for entry in found.entries if entry.kind != "none"]
    rows = tuple(_term(around[entry.conflict], entry, language, named=_several(found)) for entry in spread(entries))
    keys = (*(["conflict"] if _several(found) else []), "holder", "term", "amount", "kind", "other", "provenance")
    heads = tuple(word(key, language) for key in keys)
    right, note = (heads.index(word("amount", language)),), cut_note(len(entries), language)
    return Table(heads, rows, fill(PHRASES, "terms", language), right, folded=True, note=note)


def _term(around: Setting, entry: Entry, language: Language, *, named: bool) -> tuple[Cell, ...]:
    rests = [f"{_input(around, i.name, language)}: {word(i.provenance, language)}" for i in entry.inputs]
    return (
        *([around.labels.of(entry.conflict, language)] if named else []),
        holder_label(around, entry.holder, language),
        what_words(around, entry, language),
        money(entry.amount),
        word(entry.kind, language),
        holder_label(around, entry.other, language) if entry.other else "",
        fill(PHRASES, "join", language).join(rests),
    )


def _input(around: Setting, name: str, language: Language) -> str:
    """The name of what a term rests on: a value, or an instrument."""
    known = around.known.get(name)
    return (around.labels if known is None else known.labels).of(name, language)
