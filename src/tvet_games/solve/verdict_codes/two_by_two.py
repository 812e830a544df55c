"""Verdict codes of 2x2 games in one pass over their payoffs.

With the incentives A1, A2, B1, B2 of :mod:`tvet_games.solve.two_by_two`, what a code says follows from their signs (81
patterns, judged once by the closed form) but for two things. In a coordination game the target is risk dominant where
A1 B1 > A2 B2. Where not cooperating is dominant for both, it is a dilemma if both gain by going from (1, 1) to (0, 0).

A difference of payoffs counts as 0 within ``TIE`` of the player's payoff span. To spare the spans, a chunk is judged by
a bound on all of them first, and the few games with a difference within it that is not exactly 0 once more by their
own. So no code depends on the other games of its chunk.

Shapes: payoffs ``(2, 2, 2, games) -> codes (games,)``; the games run fastest in memory.

References
----------
Harsanyi and Selten (1988), A General Theory of Equilibrium Selection in Games, chapter 3.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from itertools import product

import numpy as np

from tvet_games.numerics import TIE, Array, payoff_span
from tvet_games.solve.two_by_two import equilibrium_boxes
from tvet_games.solve.verdict_codes.flags import (
    ANTI_COORDINATION,
    CONTINUUM,
    COORDINATION,
    CYCLIC,
    DEGENERATE,
    DILEMMA,
    DOMINANCE,
    DOMINANT,
    MIXED,
    PURE_01,
    PURE_10,
    PURE_11,
    RISK_DOMINANT,
    STRICT,
    STRICTLY_DOMINANT,
    TARGET,
    TIE_BIT,
    UNDEFINED,
    UNIQUE,
)
from tvet_games.solve.verdict_codes.ranges import LARGEST, doubtful, is_judged, largest_payoff, tie_bound

COORDINATE, DEFECT = 0b1010_0101, 0b1111_0000
"""Signs (+, -, +, -) and (-, -, -, -): a positive incentive sets its bit 0 to 3, a negative one its bit 4 to 7."""

OWNER = [0, 0, 1, 1, 0, 1]
"""Whose payoffs each difference is of: A1, A2, B1, B2, and what each player gains from (1, 1) to (0, 0)."""


@dataclass(frozen=True, slots=True, eq=False)
class Workspace:
    """Arrays that are used again from chunk to chunk, for at most ``size`` games."""

    differences: Array
    products: Array
    signs: Array
    part: Array
    tests: Array
    words: Array

    @classmethod
    def of(cls, size: int) -> Workspace:
        """Make room for a number of games."""
        return cls(
            differences=np.empty((6, size)),
            products=np.empty((3, size)),
            signs=np.empty(size, dtype=np.uint8),
            part=np.empty(size, dtype=np.uint8),
            tests=np.empty((4, size), dtype=bool),
            words=np.empty(size, dtype=np.uint16),
        )

    def first(self, games: int) -> Workspace:
        """The part for fewer games."""
        parts = (self.differences, self.products, self.signs, self.part, self.tests, self.words)
        return Workspace(*(array[..., :games] for array in parts))


def write_codes(payoffs: Array, out: Array, work: Workspace) -> Array:
    """Write the codes of a chunk of games; return the six differences that they rest on, shape (6, games).

    Parameters
    ----------
    payoffs : array of float, shape (2, 2, 2, games)
        Player, row action, column action, game.
    out : array of uint16, shape (games,)
    work : Workspace
        Of as many games.
    """
    (a, b), d = payoffs, work.differences
    largest = largest_payoff(payoffs)
    with np.errstate(over="ignore", invalid="ignore"):
        np.subtract(a[0], a[1], out=d[:2])
        np.subtract(b[:, 0], b[:, 1], out=d[2:4])
        np.subtract(payoffs[:, 0, 0], payoffs[:, 1, 1], out=d[4:])
    if not largest <= LARGEST:
        _write_some(payoffs, out, is_judged(payoffs))
        return d
    bound = tie_bound(largest)
    if np.isinf(bound):
        _write_by_spans(payoffs, d, np.arange(len(out)), out)
        return d
    tied = _judge(d, np.full(2, bound), out, work)
    if tied.any():
        _write_by_spans(payoffs, d, doubtful(d, bound, tied), out)
    return d


def _write_some(payoffs: Array, out: Array, judged: Array) -> None:
    """Codes where some games are undefined."""
    codes = np.empty(np.count_nonzero(judged), dtype=np.uint16)
    if codes.size:
        write_codes(np.ascontiguousarray(payoffs[..., judged]), codes, Workspace.of(len(codes)))
    out[...] = UNDEFINED
    out[judged] = codes


def _write_by_spans(payoffs: Array, differences: Array, games: Array, out: Array) -> None:
    """Codes of some games by the payoff spans of their own, scaled to about 1 so that products stay in range."""
    if not games.size:
        return
    span = payoff_span(payoffs[..., games], (1, 2))
    exponent = -np.frexp(span)[1]
    codes = np.empty(len(games), dtype=np.uint16)
    scaled = np.ldexp(differences[:, games], exponent[OWNER])
    _judge(scaled, TIE * np.ldexp(span, exponent), codes, Workspace.of(len(games)))
    out[games] = codes


def _judge(differences: Array, slack: Array, out: Array, work: Workspace) -> Array:
    """Write codes by what is within the slack of each player; tell where anything is."""
    signs, part, test = work.signs, work.part, work.tests[0]
    signs[...] = 0
    for k, own in enumerate(OWNER[:4]):
        for compare, limit, bit in ((np.greater, slack[own], 1 << k), (np.less, -slack[own], 16 << k)):
            compare(differences[k], limit, out=test)
            np.multiply(test.view(np.uint8), np.uint8(bit), out=part)
            np.bitwise_or(signs, part, out=signs)
    np.take(sign_table(), signs, out=out, mode="clip")
    np.right_shift(signs, 4, out=part)
    np.bitwise_or(part, signs, out=part)
    np.bitwise_and(part, 15, out=part)
    tied: Array = np.not_equal(part, 15, out=work.tests[1])
    _judge_risk(differences, out, work)
    tied |= _judge_dilemmas(differences, slack, out, work)
    return tied


def _judge_risk(d: Array, out: Array, work: Workspace) -> None:
    """Take the bit of risk dominance from coordination games that do not have it: A1 B1 <= A2 B2, within the tie."""
    ours, theirs, slack = work.products
    np.subtract(d[0], d[1], out=ours)
    np.subtract(d[2], d[3], out=theirs)
    np.multiply(ours, theirs, out=slack)
    np.multiply(slack, TIE, out=slack)
    np.multiply(d[0], d[2], out=ours)
    np.multiply(d[1], d[3], out=theirs)
    np.subtract(ours, theirs, out=ours)
    lacks, is_tie = work.tests[2], work.tests[3]
    np.equal(work.signs, COORDINATE, out=is_tie)
    np.less_equal(ours, slack, out=lacks)
    np.logical_and(lacks, is_tie, out=lacks)
    np.multiply(lacks, np.uint16(RISK_DOMINANT), out=work.words)
    np.bitwise_xor(out, work.words, out=out)
    np.negative(slack, out=slack)
    np.greater_equal(ours, slack, out=is_tie)
    np.logical_and(lacks, is_tie, out=is_tie)
    np.multiply(is_tie, np.uint16(TIE_BIT), out=work.words)
    np.bitwise_or(out, work.words, out=out)


def _judge_dilemmas(d: Array, slack: Array, out: Array, work: Workspace) -> Array:
    """Make dilemmas of the games in which both defect and both gain by cooperating; tell where a gain is a tie."""
    defects, gains, near = work.tests[0], work.tests[2], work.tests[3]
    np.equal(work.signs, DEFECT, out=defects)
    np.greater(d[4], slack[0], out=gains)
    np.greater_equal(d[4], -slack[0], out=near)
    np.logical_and(defects, near, out=near)
    np.logical_and(defects, gains, out=gains)
    second = work.part.view(bool)
    np.logical_and(gains, np.greater(d[5], slack[1], out=second), out=gains)
    np.logical_and(near, np.greater_equal(d[5], -slack[1], out=second), out=near)
    np.multiply(gains, np.uint16(DILEMMA ^ DOMINANCE), out=work.words)
    np.bitwise_xor(out, work.words, out=out)
    np.logical_xor(near, gains, out=near)
    np.multiply(near, np.uint16(TIE_BIT), out=work.words)
    np.bitwise_or(out, work.words, out=out)
    return np.asarray(near)


@lru_cache(maxsize=1)
def sign_table() -> Array:
    """The code of each pattern of signs, shape (256,): coordination games as risk dominant, none as a dilemma."""
    table = np.zeros(256, dtype=np.uint16)
    for signs in product((1, 0, -1), repeat=4):
        index = sum((1 << k) * (sign > 0) + (16 << k) * (sign < 0) for k, sign in enumerate(signs))
        table[index] = _code(*signs)
    return table


def _code(a1: int, a2: int, b1: int, b2: int) -> int:
    boxes = equilibrium_boxes([[a1, a2], [0, 0]], [[b1, 0], [b2, 0]])
    sets = [tuple(box) for box in boxes.corners[boxes.exists]]
    code = 0
    for bit, (x, y) in zip((TARGET, PURE_01, PURE_10, PURE_11), product((1, 0), repeat=2), strict=True):
        code |= bit * any(low <= x <= high and left <= y <= right for low, high, left, right in sets)
    code |= MIXED * any(low == high and left == right and 0 < low < 1 for low, high, left, right in sets)
    code |= CONTINUUM * any(low < high or left < right for low, high, left, right in sets)
    least, strict = min(a1, a2, b1, b2), a1 > 0 and b1 > 0
    code |= (STRICT | RISK_DOMINANT) * strict | UNIQUE * (sets == [(1, 1, 1, 1)])
    code |= DOMINANT * (least >= 0) | STRICTLY_DOMINANT * (least > 0) | TIE_BIT * (0 in (a1, a2, b1, b2))
    return code | _class(a1, a2, b1, b2)


def _class(a1: int, a2: int, b1: int, b2: int) -> int:
    if 0 in (a1, a2, b1, b2):
        return DEGENERATE
    if a1 == a2 or b1 == b2:
        return DOMINANCE
    if a1 != b1:
        return CYCLIC
    return COORDINATION if a1 > 0 else ANTI_COORDINATION
