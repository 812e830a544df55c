"""A verdict as a card: whether cooperation satisfies the criterion, and with what slack; of a batch, how often."""

from __future__ import annotations

from functools import partial

import numpy as np

from tvet_games.policy.verdict import Verdict
from tvet_games.policy.words import describe_criteria
from tvet_games.tables.card import Card, Part
from tvet_games.tables.frame import frame_table
from tvet_games.tables.labels import Language
from tvet_games.tables.words import fill, money, percent

PHRASES: dict[str, tuple[str, str]] = {
    "title": ("Verdict", "判定"),
    "holds": ("Cooperation is {criterion}.", "合作是{criterion}。"),
    "fails": ("Cooperation is not {criterion}.", "合作不是{criterion}。"),
    "slack": ("The slack is {slack}{unit}.", "余量为 {slack}{unit}。"),
    "lack": ("It falls short by {slack}{unit}.", "还差 {slack}{unit}。"),
    "money": (" per head and period", "（每人每期）"),
    "share": ("", ""),
    "batch": (
        "Cooperation is {criterion} in {count} of {games} games ({share}).",
        "在 {games} 个博弈中有 {count} 个（{share}）的合作是{criterion}。",
    ),
    "never": (
        "There is no slack to tell: everybody's cooperation is no equilibrium.",
        "没有余量可言：各方合作不是均衡。",
    ),
    "margin": (
        "Its Nash equilibrium does not keep the margin.",
        "其纳什均衡未达到边际。",
    ),
}


def verdict_card(found: Verdict, language: Language) -> Card:
    """Return the card of a verdict."""
    criterion = describe_criteria((found.criterion,), language)
    said = partial(fill, PHRASES, language=language)
    parts: tuple[Part, ...]
    if np.ndim(found.holds):
        count, games = int(np.sum(found.holds)), int(np.size(found.holds))
        share = percent(count / games) if games else "0 %"
        told = said("batch", criterion=criterion, count=f"{count:,}", games=f"{games:,}", share=share)
        parts = (told, frame_table(found.to_frame(), language=language))
    else:
        holds = bool(found.holds)
        parts = (said("holds" if holds else "fails", criterion=criterion), _slack(found, language))
    return Card(said("title"), parts=parts)


def _slack(found: Verdict, language: Language) -> str:
    slack = float(found.slack)
    if slack == -np.inf:
        return fill(PHRASES, "never", language)
    if slack >= 0 and not bool(found.holds):
        return fill(PHRASES, "margin", language)
    amount = "∞" if np.isinf(slack) else money(abs(slack))
    key = "slack" if slack >= 0 or bool(found.holds) else "lack"
    return fill(PHRASES, key, language, slack=amount, unit=fill(PHRASES, found.unit, language))
