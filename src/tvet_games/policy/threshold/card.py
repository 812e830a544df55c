"""A threshold as a card: the least level as a formula, where it holds, and what each deviation asks."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from tvet_games.games.naming import Naming, naming
from tvet_games.model.criterion_words import criteria_words
from tvet_games.policy.criteria import name_of
from tvet_games.policy.threshold.threshold import Case, Term, Threshold
from tvet_games.policy.threshold.words import limits, own_conditions, supposed, without_zero
from tvet_games.symbolic.formulas import Symbols, formula, joined, not_negative
from tvet_games.symbolic.printing import text_of
from tvet_games.tables.card import Card, Part
from tvet_games.tables.labels import Language
from tvet_games.tables.table import Cell, Math, Piece, Table
from tvet_games.tables.words import fill, money

PHRASES: dict[str, tuple[str, str]] = {
    "title": ("Least level of {instrument}", "{instrument}的最低水平"),
    "so that": ("so that cooperation is {criterion}", "使合作成为{criterion}"),
    "never": ("No level will do.", "任何水平都不够。"),
    "free": ("No deviation depends on it.", "没有背离取决于它。"),
    "level": ("Level ", "水平 "),
    "or level": ("or level ", "或水平 "),
    "at most": (", at most ", "，至多 "),
    "where": (", where ", "，条件："),
    "way": (" ({way})", "（{way}）"),
    "terms": ("What each deviation asks", "每种背离的要求"),
    "at least": ("at least", "至少"),
    "no more": ("at most", "至多"),
    "condition": ("condition", "条件"),
    "holds": ("holds", "成立"),
    "short": ("short by {amount}", "相差 {amount}"),
    "everybody": ("everybody", "各方"),
}


def threshold_card(found: Threshold, language: Language) -> Card:
    """Return the card of a threshold."""
    names = naming(found, language)
    title = fill(PHRASES, "title", language, instrument=names(found.instrument))
    criterion = criteria_words([(name_of(found.criterion), _numbers(found))], language)
    wanted = fill(PHRASES, "so that", language, criterion=criterion)
    about = " · ".join(filter(None, (names(found.conflict), names(found.calibration), wanted)))
    parts: tuple[Part, ...] = (*_said(found, names), *_terms(found, names))
    return Card(title, about, parts)


def _numbers(found: Threshold) -> dict[str, Fraction]:
    """The numbers of the criterion by their names."""
    return {name: getattr(found.criterion, name) for name in type(found.criterion).__slots__}


def _said(found: Threshold, names: Naming) -> list[Cell]:
    language = names.language
    if not found.cases:
        return [fill(PHRASES, "never", language)]
    bound = any(term.kind != "condition" for case in found.cases for term in case.terms)
    free: list[Cell] = [] if bound else [fill(PHRASES, "free", language)]
    return [*free, *(_case(found, k, case, names) for k, case in enumerate(found.cases))]


def _case(found: Threshold, place: int, case: Case, names: Naming) -> tuple[Piece, ...]:
    """One way to satisfy the criterion as a sentence of formulas."""
    language = names.language
    symbols = found.symbols
    least = _amount(without_zero(case.expression), symbols)
    said: list[Piece] = [
        fill(PHRASES, "or level" if place else "level", language),
        Math(rf"\geq {least.latex}", f">= {least.text}"),
    ]
    for limit in limits(case):
        said += [fill(PHRASES, "at most", language), _amount(limit, symbols)]
    wanted = [not_negative(c, symbols) for c in own_conditions(case)]
    for each in supposed(case):
        written = formula(each, symbols)
        wanted.append(Math(f"{written.latex} > 0", f"{written.text} > 0"))
    if wanted:
        said += [fill(PHRASES, "where", language), *joined(wanted)]
    if case.what:
        said.append(fill(PHRASES, "way", language, way=_how(case.what, names)))
    return tuple(said)


def _terms(found: Threshold, names: Naming) -> list[Table]:
    """A table for each way to satisfy the criterion; one of all deviations where there is none."""
    title = fill(PHRASES, "terms", names.language)
    if not found.cases:
        return [_table(found, found.terms, title, names)]
    ways = [f"{title} {names.in_brackets(_how(case.what, names))}" if case.what else title for case in found.cases]
    return [_table(found, case.terms, way, names) for case, way in zip(found.cases, ways, strict=True)]


def _table(found: Threshold, terms: Sequence[Term], title: str, names: Naming) -> Table:
    rows: list[tuple[Cell, ...]] = [_term(found, term, names) for term in terms]
    heads = names.words("player", "deviation", "others", "weighed by", "", "bound")
    return Table(heads, tuple(rows), title, folded=True)


def _term(found: Threshold, term: Term, names: Naming) -> tuple[Cell, ...]:
    kinds = {"at least": "at least", "at most": "no more", "condition": "condition"}
    player = names(term.player) if term.player else fill(PHRASES, "everybody", names.language)
    bound: tuple[Piece, ...] = (_bound(found, term, names),)
    if term.where is not None:
        written = formula(term.where, found.symbols)
        positive = Math(f"{written.latex} > 0", f"{written.text} > 0")
        bound = (*bound, fill(PHRASES, "where", names.language), positive)
    kind = fill(PHRASES, kinds[term.kind], names.language)
    return player, names(term.action), names.profile(term.others), _how(term.what, names), kind, bound


def _bound(found: Threshold, term: Term, names: Naming) -> Piece:
    if term.kind != "condition":
        return _amount(term.expression, found.symbols)
    if not term.expression.is_number:
        return not_negative(term.expression, found.symbols)
    if term.expression >= 0:
        return fill(PHRASES, "holds", names.language)
    return fill(PHRASES, "short", names.language, amount=text_of(-term.expression))


def _amount(expression: Any, symbols: Symbols) -> Math:
    """A bound: a formula, or an amount."""
    if not expression.is_Rational:
        return formula(expression, symbols)
    number = money(Fraction(int(expression.p), int(expression.q)))
    return Math(number.replace(",", "{,}"), number)


def _how(what: str, names: Naming) -> str:
    """How a deviation is weighed: a belief, a punishment."""
    kind, _, rest = what.partition(" ")
    if kind == "punishment":
        actions = rest.split(", ")
        profile = "" if rest.replace(" ", "").isdigit() else names.profile(actions)
        return " ".join(filter(None, (names.word(kind), profile)))
    if ", then " in what:
        return " → ".join(names.all(what.split(", then ")))
    return f"{names.word(kind)} {rest}" if kind == "belief" else names.word(what)
