"""The decision process of who is inspected again and again, and collects warnings before a sanction.

States k = 0, ..., w count the warnings held. In each period one exploits or complies:

- exploiting is worth ``reward[k]`` and is found out with probability ``detection[k]``, which adds a warning; in state w
  it is sanctioned, after which one ``stays`` in w, is ``cleared`` to 0, or is ``closed`` for good;
- complying is worth 0, and one warning expires with probability ``expiry``.

All values are over complying for ever; what follows a closure is worth 0 (what it takes away is part of the reward). At
discount factor delta the best behaviour is found by policy iteration (Howard 1960), which ends because every round is
better in some state and worse in none. Where both are equally good one complies.

Shapes: ``rewards (..., w+1), detection (..., w+1) -> exploits (..., w+1), values (..., w+1)``; fractions stay exact.

References
----------
Howard (1960), Dynamic Programming and Markov Processes.
Puterman (1994), Markov Decision Processes, chapter 6. doi:10.1002/9780470316887
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any, Literal

import numpy as np

from tvet_games.numerics import ROUNDING, Array, row_of_numbers

AfterSanction = Literal["stays", "cleared", "closed"]

AFTER_SANCTION: tuple[AfterSanction, ...] = ("stays", "cleared", "closed")
"""What follows a sanction: the warnings stay, all are forgiven, or the site is closed."""


@dataclass(frozen=True, slots=True, eq=False)
class Behaviour:
    """What is best in each state.

    Attributes
    ----------
    exploits : array of bool, shape (..., w+1)
    values : array, shape (..., w+1)
        [unit of the rewards] Discounted sum of all periods, beyond complying for ever.
    """

    exploits: Array
    values: Array


@dataclass(frozen=True, slots=True)
class LongRun:
    """What a behaviour comes to from no warning on.

    Attributes
    ----------
    share : Fraction
        [share of all periods] In which one exploits, in the long run.
    periods : Fraction or float
        [periods] Expected number of exploitation before one first complies, or is closed; infinite where that never
        happens.
    """

    share: Fraction
    periods: Any


@dataclass(frozen=True, slots=True)
class InspectionRule:
    """What happens to a firm that exploits.

    Attributes
    ----------
    gain : Fraction
        [money a period]
    sanction : Fraction
        [money] All that a sanction takes.
    warnings : int
        Before a sanction.
    discount : Fraction
        [factor a period]
    expiry : Fraction
        [probability] That a warning expires after a period of complying.
    detection : Fraction
        [probability] Without a warning.
    follow_up : Fraction or None
        [probability] With one or more; None: the same.
    warning_loss : Fraction
        [money] What a warning takes.
    closure_loss : Fraction
        [money] What the firm loses after a sanction that closes it, over complying for ever.
    after_sanction : str
        ``stays``, ``cleared`` or ``closed``.
    """

    gain: Fraction
    sanction: Fraction
    warnings: int
    discount: Fraction
    expiry: Fraction
    detection: Fraction
    follow_up: Fraction | None
    warning_loss: Fraction
    closure_loss: Fraction
    after_sanction: AfterSanction

    @property
    def detections(self) -> tuple[Fraction, ...]:
        """Probability of detection in each state."""
        later = self.detection if self.follow_up is None else self.follow_up
        return (self.detection, *(later for _ in range(self.warnings)))

    def at(self, detection: Fraction) -> InspectionRule:
        """The same rule with another probability of detection in every state."""
        return replace(self, detection=detection, follow_up=None)

    def behaviour(self, detection: Array) -> Behaviour:
        """What is best at detection probabilities (..., w+1): exact in fractions, in floats otherwise."""
        losses = [*(self.warning_loss for _ in range(self.warnings)), self.sanction + self.closure_loss]
        is_exact = detection.dtype == object
        gain, expiry, discount = (n if is_exact else float(n) for n in (self.gain, self.expiry, self.discount))
        rewards = gain - detection * row_of_numbers(losses, exact=is_exact)
        then = self.after_sanction
        return best_behaviour(rewards, detection, expiry=expiry, discount=discount, after_sanction=then)

    def long_run(self, exploits: Sequence[bool]) -> LongRun:
        """What a behaviour comes to from no warning on."""
        return long_run(exploits, self.detections, expiry=self.expiry, after_sanction=self.after_sanction)


def best_behaviour(
    rewards: Array, detection: Array, *, expiry: Any, discount: Any, after_sanction: AfterSanction
) -> Behaviour:
    """Find what is best in each state.

    Parameters
    ----------
    rewards : array, shape (..., w+1)
        [money] Expected, of one period of exploiting.
    detection : array, shape (..., w+1)
        [probability]
    expiry : number
        [probability] That a warning expires after a period of complying.
    discount : number
        [factor a period] At least 0, below 1.
    after_sanction : str

    Returns
    -------
    Behaviour

    Examples
    --------
    >>> gain, fine = np.array([Fraction(1), Fraction(1)]), np.array([Fraction(0), Fraction(2)])
    >>> half = np.array([Fraction(1, 2)] * 2)
    >>> found = best_behaviour(gain - half * fine, half, expiry=0, discount=Fraction(4, 5), after_sanction="stays")
    >>> found.exploits.tolist(), [str(value) for value in found.values]
    ([True, False], ['5/3', '0'])
    """
    exploiting, complying = (
        discount * _moves(detection, expiry, after_sanction, exploits=exploits) for exploits in (True, False)
    )
    exploits = np.zeros(rewards.shape, dtype=bool)
    size = rewards.shape[-1]
    # Policy iteration needs far fewer rounds; rounding cannot keep it from ending.
    for _ in range(2**size):
        moves = np.where(exploits[..., None], exploiting, complying)
        values = _solve(np.eye(size, dtype=int) - moves, np.where(exploits, rewards, 0 * rewards))
        gain = rewards + ((exploiting - complying) @ values[..., None])[..., 0]
        slack = _slack(rewards, values)
        better = np.where(exploits, gain < -slack, gain > slack).astype(bool)
        if not better.any():
            break
        exploits = exploits ^ better
    return Behaviour(np.asarray(gain > slack, dtype=bool), values)


def long_run(
    exploits: Sequence[bool], detection: Sequence[Fraction], *, expiry: Fraction, after_sanction: AfterSanction
) -> LongRun:
    """Tell how often one exploits in the long run, starting without a warning.

    Parameters
    ----------
    exploits : w+1 bools
        In each state.
    detection : w+1 fractions
    expiry : Fraction
    after_sanction : str

    Returns
    -------
    LongRun

    Notes
    -----
    Warnings are collected up to the first state j in which one complies. If they expire, one then goes back and forth
    between j and j - 1, and exploits in the latter: a share ``expiry/(expiry + detection[j-1])`` of all periods.

    Examples
    --------
    >>> half = [Fraction(1, 2)] * 2
    >>> found = long_run([True, False], half, expiry=Fraction(1, 4), after_sanction="stays")
    >>> print(found.share, found.periods)
    1/3 2
    """
    first = next((k for k, exploited in enumerate(exploits) if not exploited), None)
    passed = detection if first is None else detection[:first]
    if not all(passed) or (first is None and after_sanction != "closed"):
        return LongRun(Fraction(1), math.inf)
    periods = sum((1 / p for p in passed), Fraction(0))
    if not first or not expiry:
        return LongRun(Fraction(0), periods)
    return LongRun(expiry / (expiry + detection[first - 1]), periods)


def _moves(detection: Array, expiry: Any, after_sanction: AfterSanction, *, exploits: bool) -> Array:
    """Probabilities of the next state when one exploits, or complies, in every state, shape (..., w+1, w+1)."""
    last = detection.shape[-1] - 1
    moves = np.zeros((*detection.shape, last + 1), dtype=detection.dtype)
    then = {"stays": last, "cleared": 0, "closed": None}[after_sanction]
    for k in range(last + 1):
        chance = detection[..., k] if exploits else 0 * detection[..., k] + (expiry if k else 0)
        target = (k - 1 if k else 0) if not exploits else k + 1 if k < last else then
        moves[..., k, k] += 1 - chance
        if target is not None:
            moves[..., k, target] += chance
    return moves


def _solve(matrix: Array, right: Array) -> Array:
    """Solve linear systems (..., s, s), (..., s) -> (..., s) that need no pivoting: rows dominated by the diagonal."""
    rows = np.concatenate([matrix, right[..., None]], axis=-1)
    size = right.shape[-1]
    for k in range(size):
        rows[..., k, :] = rows[..., k, :] / rows[..., k, k, None]
        for i in range(size):
            if i != k:
                rows[..., i, :] = rows[..., i, :] - rows[..., i, k, None] * rows[..., k, :]
    return np.asarray(rows[..., size])


def _slack(rewards: Array, values: Array) -> Any:
    """What counts as no difference: nothing in fractions, rounding in floats."""
    if rewards.dtype == object:
        return 0
    return ROUNDING * np.maximum(np.abs(rewards), np.abs(values)).max(axis=-1, keepdims=True)
