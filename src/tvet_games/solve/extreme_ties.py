"""All extreme equilibria of games with ties, in floats: by the labels that vertices lack.

A degenerate vertex has several bases, which lack the same labels (see :mod:`tvet_games.solve.extreme_integers`). Where
every minor is either large enough to have a sign or as small as rounding makes it, floats decide the labels as integers
would. Other games are left to the integers: those in doubt.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from tvet_games.numerics import ROUNDING, TIE, TOLERANCE, Array
from tvet_games.solve.reply_polytopes import Profiles, ReplyPolytopes, strategies
from tvet_games.solve.sign_bits import any_weight, in_any, passed, places, signs, signs_or_ties

MOST_LABELS = 48
"""Games of more actions, both players together, are left to the integers: their labels do not fit a word."""

_PAIRS = 2**20  # pairs of vertices compared at once
_WELL = ROUNDING / TIE  # of weights that sum to this and more, rounding is less than a tie


@dataclass(frozen=True, slots=True, eq=False)
class _Vertices:
    """Vertices of many games, each once, sorted by game; ``lacked`` holds the labels as bits."""

    game: Array
    basis: Array
    lacked: Array


def solve_ties(first: ReplyPolytopes, second: ReplyPolytopes) -> Profiles:
    """Return the extreme equilibria of games with ties; none of games in doubt.

    Parameters
    ----------
    first, second : ReplyPolytopes
        The replies of the row player and of the column player.

    Returns
    -------
    Profiles
        Sorted by game; in each, pure equilibria first, then by the actions.
    """
    m, n, games = first.payoffs.shape
    if m + n > MOST_LABELS:
        return Profiles.none(m, n)
    (replies, doubt), (mixes, doubt_too) = _vertices(first, shift=0), _vertices(second, shift=m)
    reply, mix = _pairs(replies, mixes, games)
    kept = ~(doubt | doubt_too)[replies.game[reply]]
    reply, mix = reply[kept], mix[kept]
    game = replies.game[reply]
    y, x = strategies(first, replies.basis[reply], game), strategies(second, mixes.basis[mix], game)
    mixed = np.count_nonzero(x, axis=1) + np.count_nonzero(y, axis=1) > 2
    actions = np.rint(np.hstack([x, y]) / -TOLERANCE)  # two computations of one third are one third
    return Profiles(game, x, y).at(np.lexsort([*actions.T[::-1], mixed, game]))


def _vertices(found: ReplyPolytopes, *, shift: int) -> tuple[_Vertices, Array]:
    """The vertices, and the games in doubt.

    In doubt is a minor that is neither a sign nor rounding, and a vertex whose weights are all small.
    """
    known, games, size = found.bases, found.payoffs.shape[-1], np.abs(found.minors)
    unclear = ((size > ROUNDING) & (size <= found.clear)).any(axis=0)
    some, well = (any_weight(known, np.packbits(size > least, axis=1)) for least in (found.clear, _WELL))
    are_vertices = passed(known, signs_or_ties(signs(found.minors, found.clear))) & some
    vertices = _once(found, size > found.clear, *places(are_vertices, games), shift=shift)
    return vertices, unclear | in_any(are_vertices & ~well, games)


def _once(found: ReplyPolytopes, untied: Array, basis: Array, game: Array, *, shift: int) -> _Vertices:
    """Each vertex once, by the labels that it lacks."""
    known = found.bases
    r, c, games = found.payoffs.shape
    lacked, flat = np.zeros(len(basis), dtype=np.int64), untied.reshape(-1)
    for test, label in zip(known.tests.T, known.labels.T, strict=True):
        bits = 1 << (label + shift) % (r + c)
        lacked |= flat.take(test[basis] * games + game) * bits[basis]
    _, once = np.unique(game << (r + c) | lacked, return_index=True)
    return _Vertices(game[once], basis[once], lacked[once])


def _pairs(replies: _Vertices, mixes: _Vertices, games: int) -> tuple[Array, Array]:
    """Pairs of vertices of one game which lack no label together, as indices of vertices."""
    (a, start_a), (b, start_b) = _table(replies, games), _table(mixes, games)
    step = max(1, _PAIRS // max(1, a.shape[1] * b.shape[1]))
    found = []
    for start in range(0, games, step):
        here = slice(start, start + step)
        game, i, j = np.nonzero((a[here, :, None] & b[here, None, :]) == 0)
        found.append((start_a[game + start] + i, start_b[game + start] + j))
    return tuple(np.concatenate(parts) for parts in zip(*found, strict=True))  # type: ignore[return-value]


def _table(found: _Vertices, games: int) -> tuple[Array, Array]:
    """Lacked labels by game and vertex, all labels where a game has fewer vertices; and where each game starts."""
    start = np.searchsorted(found.game, np.arange(games))
    place = np.arange(len(found.game)) - start[found.game]
    table = np.full((games, place.max(initial=-1) + 1), -1, dtype=np.int64)
    table[found.game, place] = found.lacked
    return table, start
