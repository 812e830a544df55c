"""The stakeholders' map as a card: how each conflict stands and what settles it, and who pays whom."""

from __future__ import annotations

from tvet_games.study.card_parts import about_line
from tvet_games.study.mechanisms.compare_words import instrument_name, mechanism_name, standing_name
from tvet_games.study.mechanisms.responsibilities import THE_PUBLIC, Transfer
from tvet_games.study.mechanisms.responsibilities_words import term_words
from tvet_games.study.mechanisms.stakeholder_map import StakeholderMap, Tie
from tvet_games.tables.card import Card, Part
from tvet_games.tables.labels import Language
from tvet_games.tables.spread import cut_note, spread
from tvet_games.tables.table import Cell, Table
from tvet_games.tables.units import unit_label
from tvet_games.tables.vocabulary import word
from tvet_games.tables.words import fill, listed, money

PHRASES: dict[str, tuple[str, str]] = {
    "title": ("Stakeholders, conflicts and transfers", "利益相关者、冲突与转移"),
    "said": (
        "Stakeholders: {stakeholders}; conflicts: {conflicts}; transfers: {transfers}. Conflicts in which cooperation "
        "is no equilibrium without a mechanism: {open}.",
        "{stakeholders} 个利益相关者，{conflicts} 个冲突，{transfers} 项转移；没有机制时，{open} 个冲突中的"
        "合作不构成均衡。",
    ),
    "between": ("between", "各方"),
    "today": ("stands", "现状"),
    "settled": ("settled by", "可解决的机制"),
    "possible": ("possible with", "可行的机制"),
    "package": ("transfers shown are of", "转移所示"),
    "transfers": ("Who pays whom", "谁付给谁"),
    "payer": ("payer", "支付方"),
    "payee": ("payee", "收款方"),
    "what": ("what", "内容"),
}


def stakeholder_map_card(found: StakeholderMap, language: Language) -> Card:
    """Return the card of the map."""
    compared = found.comparison
    about = about_line(compared.conflicts, compared.calibration, language)
    said = {"stakeholders": len(found.parties), "conflicts": len(found.ties), "transfers": len(found.transfers)}
    closed = sum(tie.standing in ("settles", "possible") for tie in found.ties)
    sentence = fill(PHRASES, "said", language, **said, open=len(found.ties) - closed)
    parts: tuple[Part, ...] = (sentence, _ties(found, language), *_transfers(found, language))
    return Card(fill(PHRASES, "title", language), about, parts)


def _ties(found: StakeholderMap, language: Language) -> Table:
    rows = tuple(_tie(found, tie, language) for tie in spread(found.ties))
    others = (fill(PHRASES, key, language) for key in ("between", "today", "settled", "possible", "package"))
    return Table((word("conflict", language), *others), rows, note=cut_note(len(found.ties), language))


def _tie(found: StakeholderMap, tie: Tie, language: Language) -> tuple[Cell, ...]:
    def names(mechanisms: tuple[str, ...]) -> str:
        return listed([mechanism_name(m, language) for m in mechanisms], language)

    label = found.comparison.labels.of
    return (
        label(tie.conflict, language),
        listed([label(player, language) for player in tie.players], language),
        standing_name(tie.standing, language),
        names(tie.settled_by),
        names(tie.possible_with),
        mechanism_name(tie.package, language) if tie.package else "",
    )


def _transfers(found: StakeholderMap, language: Language) -> list[Table]:
    rows = tuple(_transfer(found, transfer, language) for transfer in spread(found.transfers))
    who = tuple(fill(PHRASES, key, language) for key in ("payer", "payee", "what"))
    heads = (word("conflict", language), *who, word("amount", language), word("unit", language))
    title, note = fill(PHRASES, "transfers", language), cut_note(len(found.transfers), language)
    return [Table(heads, rows, title, (4,), note=note)] if rows else []


def _transfer(found: StakeholderMap, paid: Transfer, language: Language) -> tuple[Cell, ...]:
    labels = found.comparison.labels

    def name(who: str) -> str:
        return word(who, language) if who == THE_PUBLIC else labels.of(who, language)

    what = instrument_name(paid.instrument, language) if paid.instrument else term_words(paid.what, labels, language)
    return (
        labels.of(paid.conflict, language),
        name(paid.payer),
        name(paid.payee),
        what,
        money(paid.amount),
        unit_label(paid.unit, language),
    )
