"""All extreme equilibria of a batch of games, in floats: by the signs of minors, many games at once.

A basis (I, J) of the polytope of player 1 and its partner (J, I) of player 2 are an equilibrium if both are vertices,
and they are if the signs of minors agree (see :mod:`tvet_games.solve.vertices`). The sign of a game is one bit, so that
all bases of a chunk of games are tested by a few operations on bits.

A minor near 0 has no sign: a tie. At each extreme equilibrium, degenerate or not, there are sets I between the support
of x and the best replies to y, and J alike, equally large; no test of that basis or its partner has the wrong sign. So
ties matter in just those games in which some basis and its partner pass all tests but for ties. These games are solved
by labels (:mod:`tvet_games.solve.extreme_ties`), and those that floats cannot decide in integers.
"""

from __future__ import annotations

import numpy as np

from tvet_games.numerics import TOLERANCE, Array
from tvet_games.solve.extreme_integers import solve_one
from tvet_games.solve.extreme_ties import solve_ties
from tvet_games.solve.reply_polytopes import Profiles, ReplyPolytopes, joined, polytopes, regrets, strategies
from tvet_games.solve.sign_bits import in_any, passed, places, signs, signs_or_ties
from tvet_games.solve.vertices import number_of_minors

_CACHE = 2**19  # numbers of one working array, such as all minors: 4 MB
_MEMORY = 2**22  # numbers of one working array at most, where games are large
_GAMES = 256, 2_560  # fewest, which keep calls rare, and most (measured 1,024 to 8,192)


def chunk_size(m: int, n: int) -> int:
    """Return how many m x n games are solved together, a multiple of 8."""
    numbers = max(number_of_minors(m, n), number_of_minors(n, m))
    fewest, most = _GAMES
    games = min(max(_CACHE // numbers, min(fewest, _MEMORY // numbers)), most)
    return max(8, games // 8 * 8)


def solve_batch(row: Array, column: Array) -> tuple[Profiles, Array]:
    """Return the extreme equilibria of float games (games, m, n), and which games signs alone did not solve."""
    _, m, n = row.shape
    step = chunk_size(m, n)
    found, degenerate = [Profiles.none(m, n)], [np.empty(0, dtype=bool)]
    for start in range(0, len(row), step):
        with np.errstate(all="ignore"):
            solved, completed = _solve_chunk(row[start : start + step], column[start : start + step])
        found.append(Profiles(solved.game + start, solved.row, solved.column))
        degenerate.append(completed)
    return joined(found), np.concatenate(degenerate)


def _solve_chunk(row: Array, column: Array) -> tuple[Profiles, Array]:
    first, second = polytopes(row, column)
    found, tied = _by_signs(first, second)
    found, solved = _gated(first, second, found, ~tied)
    if solved.all():
        return found, ~solved
    rest = np.flatnonzero(~solved)
    first, second = first.of(rest), second.of(rest)
    completed, by_now = _gated(first, second, solve_ties(first, second), np.ones(len(rest), dtype=bool))
    parts = [found, Profiles(rest[completed.game], completed.row, completed.column)]
    parts += [_in_integers(row[g], column[g], g) for g in rest[~by_now]]
    every = joined(parts)
    return every.at(np.argsort(every.game, kind="stable")), ~solved


def _in_integers(row: Array, column: Array, game: int) -> Profiles:
    x, y = (np.array(side, dtype=np.float64) for side in zip(*solve_one(row, column, exact=False), strict=True))
    return Profiles(np.full(len(x), game), x, y)


def _gated(first: ReplyPolytopes, second: ReplyPolytopes, found: Profiles, candidates: Array) -> tuple[Profiles, Array]:
    """The equilibria of those candidates that have any, all within the regret gate; and which games these are."""
    gains = np.maximum(
        regrets(first, found.game, found.row, found.column), regrets(second, found.game, found.column, found.row)
    )
    solved = np.zeros_like(candidates)
    solved[found.game] = True
    solved[found.game[~(gains <= TOLERANCE)]] = False
    solved &= candidates
    return (found if solved.all() else found.at(np.flatnonzero(solved[found.game]))), solved


def _by_signs(first: ReplyPolytopes, second: ReplyPolytopes) -> tuple[Profiles, Array]:
    """Equilibria whose bases pass all tests, sorted by game; and games in which more bases pass but for ties."""
    games, sides = first.payoffs.shape[-1], (first, second)
    known = [side.bases for side in sides]
    signed = [signs(side.minors, side.clear) for side in sides]
    both = passed(known[0], signed[0]) & passed(known[1], signed[1])
    but_for_ties = passed(known[0], signs_or_ties(signed[0])) & passed(known[1], signs_or_ties(signed[1]))
    basis, game = places(both, games)
    order = np.argsort(game.astype(np.uint16), kind="stable")
    basis, game = basis[order], game[order]
    found = Profiles(game, strategies(second, basis, game), strategies(first, basis, game))
    return found, in_any(but_for_ties & ~both, games)
