"""Names of the criteria that cooperation can be asked to satisfy, in English and Chinese."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction

from tvet_games.tables.labels import Language
from tvet_games.tables.words import fill, listed, money

PHRASES: dict[str, tuple[str, str]] = {
    "nash": ("a Nash equilibrium", "纳什均衡"),
    "dominant": ("dominant", "占优策略"),
    "p_dominant": ("{strength}-dominant", "{strength}-占优"),
    "risk_dominant": ("risk-dominant", "风险占优"),
    "unique": ("the only equilibrium", "唯一均衡"),
    "sustainable": ("sustainable at the discount factor {strength}", "在贴现因子 {strength} 下可持续"),
    "basin": ("reached from {strength} of all starting points", "由 {strength} 的初始状态可达"),
    "aligned": ("an equilibrium with weight {strength} on the group", "对集体的权重为 {strength} 时的均衡"),
    "named": ("{name} (margin {margin})", "{name}（边际 {margin}）"),
}

MARGIN = "margin"
"""The number that every criterion has; some have one more, its strength."""


def criteria_words(criteria: Iterable[tuple[str, Mapping[str, Fraction]]], language: Language = "en") -> str:
    """Name criteria with their margins.

    Parameters
    ----------
    criteria : iterable of (str, mapping of str to Fraction)
        The name of each, as files write it, with its numbers.
    language : {"en", "zh"}

    Examples
    --------
    >>> criteria_words([("p_dominant", {"p": Fraction(1, 2), "margin": Fraction(10)})])
    '0.5-dominant (margin 10)'
    """
    return listed([_named(name, numbers, language) for name, numbers in criteria], language)


def _named(name: str, numbers: Mapping[str, Fraction], language: Language) -> str:
    strength = "".join(money(number) for key, number in numbers.items() if key != MARGIN)
    named = fill(PHRASES, name, language, strength=strength)
    return fill(PHRASES, "named", language, name=named, margin=money(numbers[MARGIN]))
