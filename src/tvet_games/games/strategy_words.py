"""Mixed strategies as people read them: shares in percent; exact numbers stay in tables of data."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from tvet_games.numerics import Array
from tvet_games.tables.labels import Language
from tvet_games.tables.words import fill

SHORT = 100
"""Fractions are written as such where numerator and denominator are smaller."""

NEARLY = 0.001
"""What is left of a share that is told as almost always."""

PHRASES: dict[str, tuple[str, str]] = {
    "part": ("{share} {action}", "{share} {action}"),
    "nearly": ("almost always {action}", "几乎总是{action}"),
    "tiny": ("< 0.1 %", "< 0.1 %"),
}


def strategy_words(strategy: Array, actions: Sequence[str], language: Language, *, fractions: bool = False) -> str:
    """Tell a strategy: the action, or the actions with their shares.

    Parameters
    ----------
    strategy : array (actions,)
        Probability of each action.
    actions : sequence of str
        As people read them.
    language : {"en", "zh"}
    fractions : bool
        Whether short fractions are told as they are.

    Examples
    --------
    >>> told = ("invest", "free-ride")
    >>> strategy_words([0.3461538, 0.6538462], told, "en"), strategy_words([0.9998, 0.0002], told, "en")
    ('34.6 % invest + 65.4 % free-ride', 'almost always invest')
    >>> strategy_words([Fraction(1, 3), Fraction(2, 3)], told, "en", fractions=True)
    '1/3 invest + 2/3 free-ride'
    """
    played = [(action, p) for action, p in zip(actions, strategy, strict=True) if p]
    if len(played) == 1:
        return played[0][0]
    exact = fractions and all(isinstance(p, Fraction) and p.denominator < SHORT for _, p in played)
    if not exact:
        for action, p in played:
            if p >= 1 - NEARLY:
                return fill(PHRASES, "nearly", language, action=action)
    parts = [(action, str(p) if exact else _percent(p, language)) for action, p in played]
    return " + ".join(fill(PHRASES, "part", language, action=action, share=share) for action, share in parts)


def _percent(p: Any, language: Language) -> str:
    """A share in percent, to a tenth of one."""
    if p < NEARLY:
        return fill(PHRASES, "tiny", language)
    return f"{f'{float(p) * 100:.1f}'.removesuffix('.0')} %"
