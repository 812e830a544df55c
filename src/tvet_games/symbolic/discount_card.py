"""Critical discount factors as cards: as formulas, a table a punishment, and as numbers."""

from __future__ import annotations

import math

import sympy

from tvet_games.games.naming import Naming, naming
from tvet_games.symbolic.discount import DiscountNumbers, SymbolicDiscount
from tvet_games.symbolic.discount_cases import DiscountCase
from tvet_games.symbolic.formulas import formula, joined, negative, not_negative
from tvet_games.tables.card import Card, Part
from tvet_games.tables.labels import Language
from tvet_games.tables.table import Cell, Math, Piece, Table
from tvet_games.tables.words import fill

PHRASES: dict[str, tuple[str, str]] = {
    "title": ("Critical discount factors", "临界贴现因子"),
    "about": ("{conflict}", "{conflict}"),
    "always": ("No patience is needed.", "无需耐心。"),
    "stable": ("No patience is needed where ", "无需耐心的条件："),
    "none": ("No profile can be a credible punishment.", "没有可信的惩罚组合。"),
    "case": ("After a deviation for ever: {profile}", "背离之后永远：{profile}"),
    "nothing": ("nothing tempts", "没有背离的诱惑"),
    "never": ("no discount factor below 1 is enough", "任何小于 1 的贴现因子都不够"),
    "hurts": ("It hurts where ", "惩罚有痛的条件："),
    "bears": ("It is no reward where ", "惩罚不是奖励的条件："),
    "credible": ("It is an equilibrium where ", "惩罚为均衡的条件："),
    "end": (".", "。"),
    "needed": (
        "Cooperation lasts from the discount factor {largest} on, after the punishment {profile}.",
        "以{profile}为惩罚，贴现因子达到 {largest} 时合作可持续。",
    ),
    "needed not": ("No discount factor below 1 makes cooperation last.", "任何小于 1 的贴现因子都不能使合作持续。"),
}


def discount_card(found: SymbolicDiscount, language: Language) -> Card:
    """Return the card of critical discount factors as formulas."""
    names = naming(found, language)
    about = " · ".join(filter(None, (names(found.conflict), names(found.calibration))))
    parts: list[Part] = list(_stable(found, language))
    for case in found.cases:
        parts += [_case(found, case, names), *_conditions(found, case, language)]
    if not parts:
        parts.append(fill(PHRASES, "none", language))
    return Card(fill(PHRASES, "title", language), about, tuple(parts))


def _stable(found: SymbolicDiscount, language: Language) -> list[Cell]:
    if not found.stable:
        return [fill(PHRASES, "always", language)]
    if any(c.is_number for c in found.stable):
        return []
    wanted = joined(not_negative(c, found.symbols) for c in found.stable)
    return [(fill(PHRASES, "stable", language), *wanted, fill(PHRASES, "end", language))]


def _case(found: SymbolicDiscount, case: DiscountCase, names: Naming) -> Table:
    rows: list[tuple[Cell, ...]] = []
    for player, factor in zip(found.players, case.factors, strict=True):
        never = fill(PHRASES, "never", names.language) if factor == sympy.oo else ""
        own = [term for term in case.terms if term.player == player]
        rows += [
            (
                names(player),
                names(term.action),
                never or formula(term.expression, found.symbols),
                "" if term.always else negative(-term.temptation, found.symbols),
            )
            for term in own
        ]
        if not own:
            rows.append((names(player), "", never or fill(PHRASES, "nothing", names.language), ""))
    heads: tuple[Cell, ...] = (
        *names.words("player", "deviation"),
        (names.word("discount factor at least") + " ", Math(r"\delta", "δ")),
        names.word("where"),
    )
    return Table(heads, tuple(rows), fill(PHRASES, "case", names.language, profile=names.profile(case.actions)))


def _conditions(found: SymbolicDiscount, case: DiscountCase, language: Language) -> list[tuple[Piece, ...]]:
    kinds = (("hurts", case.hurts), ("bears", case.bears), ("credible", case.credible))
    said = []
    for key, conditions in kinds:
        written = (
            negative(-c, found.symbols) if key == "hurts" else not_negative(c, found.symbols) for c in conditions
        )
        if conditions:
            said.append((fill(PHRASES, key, language), *joined(written), fill(PHRASES, "end", language)))
    return said


def discount_numbers_card(found: DiscountNumbers, language: Language) -> Card:
    """Return the card of critical discount factors at numbers."""
    names = naming(found, language)
    if math.isinf(found.largest):
        said = fill(PHRASES, "needed not", language)
    elif found.largest == 0:
        said = fill(PHRASES, "always", language)
    else:
        profile = names.in_brackets(names.profile(found.punishment))
        said = fill(PHRASES, "needed", language, largest=names.number(found.largest), profile=profile)
    rows = tuple((names(p), names.number(f)) for p, f in zip(found.players, found.factors, strict=True))
    table = Table(names.words("player", "critical discount factor"), rows, right=(1,))
    return Card(fill(PHRASES, "title", language), parts=(said, table))
