"""Verdict codes, pure equilibria and stable vertices of 2x2x2 games in one pass over their payoffs.

Player i's incentive against a pure profile of the other two is what the first action earns more than the second: twelve
numbers, of which only the signs matter. A profile is an equilibrium where no player's sign speaks against it, and a
strict one, which is the same as an asymptotically stable vertex of the replicator dynamic, where all signs speak for
it. Profiles are numbered in row-major order: 0 is the target, 7 that nobody cooperates.

The target is called unique where iterated elimination of strictly dominated actions leaves nothing else: enough for
uniqueness, but not necessary.

Shapes: payoffs ``(3, 2, 2, 2, games) -> codes (games,), profiles (games,)``; the games run fastest in memory. A sign
counts as 0 within ``TIE`` of the player's payoff span, as in :mod:`~tvet_games.solve.verdict_codes.two_by_two`.

References
----------
Ritzberger and Weibull (1995), Evolutionary selection in normal-form games, Econometrica 63. doi:10.2307/2171774
"""

from __future__ import annotations

from functools import reduce
from itertools import product

import numpy as np

from tvet_games.numerics import TIE, Array, payoff_span
from tvet_games.solve.verdict_codes.flags import (
    DOMINANT,
    PURE_01,
    STRICT,
    STRICTLY_DOMINANT,
    TARGET,
    TIE_BIT,
    UNDEFINED,
    UNIQUE,
)
from tvet_games.solve.verdict_codes.ranges import LARGEST, doubtful, is_judged, largest_payoff, tie_bound

PROFILES = tuple(product((0, 1), repeat=3))
STABLE_SHIFT = 8
"""Bits 0 to 7 of a profile code say which profiles are equilibria, bits 8 to 15 which of them are stable."""


def write_cube_codes(payoffs: Array, codes: Array, profiles: Array, incentives: Array) -> None:
    """Write the codes and profile codes of a chunk of games, and the incentives that they rest on.

    Parameters
    ----------
    payoffs : array of float, shape (3, 2, 2, 2, games)
    codes, profiles : array of uint16, shape (games,)
    incentives : array of float, shape (3, 2, 2, games)
        Of each player against the actions of the first and the second of the others.
    """
    largest = largest_payoff(payoffs)
    with np.errstate(over="ignore", invalid="ignore"):
        for i in range(3):
            first, second = np.moveaxis(payoffs[i], i, 0)
            np.subtract(first, second, out=incentives[i])
    if not largest <= LARGEST:
        _write_some(payoffs, codes, profiles, is_judged(payoffs))
        return
    bound = tie_bound(largest)
    tied = _judge(incentives, np.full(3, bound), codes, profiles)
    if not tied.any():
        return
    games = doubtful(incentives, bound, tied)
    if games.size:
        own, own_profiles = np.empty((2, len(games)), dtype=np.uint16)
        _judge(incentives[..., games], TIE * payoff_span(payoffs[..., games], (1, 2, 3)), own, own_profiles)
        codes[games], profiles[games] = own, own_profiles


def _write_some(payoffs: Array, codes: Array, profiles: Array, judged: Array) -> None:
    """Codes where some games are undefined."""
    own, own_profiles = np.empty((2, np.count_nonzero(judged)), dtype=np.uint16)
    if own.size:
        part = np.ascontiguousarray(payoffs[..., judged])
        write_cube_codes(part, own, own_profiles, np.empty((3, 2, 2, len(own))))
    codes[...], profiles[...] = UNDEFINED, 0
    codes[judged], profiles[judged] = own, own_profiles


def _judge(incentives: Array, slack: Array, codes: Array, profiles: Array) -> Array:
    """Write both codes by what is within the slack of each player; tell where anything is."""
    gains = [own > s for own, s in zip(incentives, slack, strict=True)]
    losses = [own < -s for own, s in zip(incentives, slack, strict=True)]
    apart = [(gain | loss).all(axis=(0, 1)) for gain, loss in zip(gains, losses, strict=True)]
    tied = ~reduce(np.logical_and, apart)
    _write_profiles(gains, losses, profiles)
    _write_statements(gains, losses, tied, profiles, codes)
    return np.asarray(tied)


def _write_profiles(gains: list[Array], losses: list[Array], profiles: Array) -> None:
    """Which profiles are equilibria, and which strict ones."""
    # An action is a best reply where the other is not better, and a strict one where it is better itself.
    replies = [(~loss, ~gain) for gain, loss in zip(gains, losses, strict=True)]
    strict = list(zip(gains, losses, strict=True))
    equilibria, stable = np.zeros((2, len(profiles)), dtype=np.uint8)
    for k, profile in enumerate(PROFILES):
        for sides, packed in ((replies, equilibria), (strict, stable)):
            holds = reduce(np.logical_and, [sides[i][a][_others(profile, i)] for i, a in enumerate(profile)])
            packed |= np.multiply(holds.view(np.uint8), np.uint8(1 << k))
    np.multiply(stable, np.uint16(1 << STABLE_SHIFT), out=profiles)
    np.bitwise_or(profiles, equilibria, out=profiles)


def _others(profile: tuple[int, ...], i: int) -> tuple[int, ...]:
    return profile[:i] + profile[i + 1 :]


def _write_statements(gains: list[Array], losses: list[Array], tied: Array, profiles: Array, codes: Array) -> None:
    statements = {
        TARGET: profiles & 1 != 0,
        PURE_01: profiles & 0b1111_1110 != 0,
        STRICT: profiles & (1 << STABLE_SHIFT) != 0,
        UNIQUE: _survives_alone(gains),
        DOMINANT: ~reduce(np.logical_or, [loss.any(axis=(0, 1)) for loss in losses]),
        STRICTLY_DOMINANT: reduce(np.logical_and, [gain.all(axis=(0, 1)) for gain in gains]),
        TIE_BIT: tied,
    }
    codes[...] = 0
    for bit, holds in statements.items():
        codes |= np.multiply(holds, np.uint16(bit))


def _survives_alone(gains: list[Array]) -> Array:
    """Whether iterated elimination of strictly dominated actions leaves cooperation to everybody."""
    settled = [gain.all(axis=(0, 1)) for gain in gains]
    for _ in range(2):
        for i, gain in enumerate(gains):
            first, second = (settled[j] for j in range(3) if j != i)
            # Against who is settled, only the first action counts.
            counts = gain[0, 0] & (gain[0, 1] | second) & (gain[1, 0] | first) & (gain[1, 1] | first | second)
            settled[i] = settled[i] | counts
    return np.asarray(settled[0] & settled[1] & settled[2])
