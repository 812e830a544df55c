"""A finite population as a card: which strategy is seen how often, and which takes over from which."""

from __future__ import annotations

from tvet_games.games.naming import Naming, naming
from tvet_games.solve.dynamics.finite import FinitePopulation
from tvet_games.tables.card import Card
from tvet_games.tables.labels import Language
from tvet_games.tables.table import Cell, Strong, Table
from tvet_games.tables.words import fill, percent

PHRASES: dict[str, tuple[str, str]] = {
    "title": ("Finite population", "有限种群"),
    "about": ("{size} individuals, intensity of selection {intensity}", "{size} 个个体，选择强度 {intensity}"),
    "most": ("Most of the time, {share} of it, everybody plays {strategy}.", "{share} 的时间里全体采用{strategy}。"),
    "takeover": ("From which strategy to which one mutant leads", "一个变异者引起的接管"),
    "from": ("everybody plays", "全体采用"),
    "marks": (
        "Probability that one individual of the column takes over; bold where it exceeds chance, 1 / {size}.",
        "一个采用该列策略的个体接管全体的概率；大于随机水平 1/{size} 者加粗。",
    ),
}


def finite_card(found: FinitePopulation, language: Language) -> Card:
    """Return the card of a finite population."""
    names = naming(found, language)
    strategies = [_strategy(name, names) for name in found.strategies]
    most = strategies[found.strategies.index(found.most_likely)]
    said = fill(PHRASES, "most", language, share=percent(float(found.stationary.max())), strategy=most)
    about = fill(PHRASES, "about", language, size=found.size, intensity=f"{found.intensity:.4g}")
    rows = tuple(
        (name, percent(float(share)), *(_chance(found, r, m) for m in range(len(strategies))))
        for r, (name, share) in enumerate(zip(strategies, found.stationary, strict=True))
    )
    heads = (fill(PHRASES, "from", language), names.word("share of time"), *strategies)
    note = fill(PHRASES, "marks", language, size=found.size)
    table = Table(heads, rows, fill(PHRASES, "takeover", language), right=tuple(range(1, len(heads))), note=note)
    return Card(fill(PHRASES, "title", language), about, (said, table))


def _strategy(name: str, names: Naming) -> str:
    """A strategy, in a role game one action in either role."""
    return names.profile(name.split(", "))


def _chance(found: FinitePopulation, resident: int, mutant: int) -> Cell:
    if resident == mutant:
        return "–"
    text = f"{found.fixation[resident, mutant]:.3g}"
    return Strong(text) if found.fixation[resident, mutant] * found.size > 1 else text
