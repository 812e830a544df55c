"""Rest points inside the faces of the replicator dynamic: where every population that mixes is indifferent.

On a face some populations mix the actions of a support, all its actions with positive shares, and the others take one
action each. It rests where each population that mixes gains nothing by any action of its support over the last one:

    u_i(a, x_-i) - u_i(last, x_-i) = 0,  a in the support of i.

These are as many equations as there are free shares. Where two populations mix, or the game is polymatrix, they are
linear in the shares of the others; otherwise :mod:`~tvet_games.solve.dynamics.products` solves them for supports of
two actions. Solutions at the border belong to a smaller face.

Shapes: systems ``(faces, k, k)`` and ``(faces, k)``: all faces with the same supports at once, one for each choice of
actions of those who do not mix.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import combinations, product
from math import prod
from typing import Any

import numpy as np

from tvet_games.errors import SolverError
from tvet_games.games.normal_form import NormalFormGame
from tvet_games.numerics import TIE, Array, payoff_span, row_of_numbers
from tvet_games.solve.dynamics.affine_face import Solution, solve_affine
from tvet_games.solve.dynamics.products import roots_in_box, value_at

MAX_FACES = 100_000
"""Most faces of a game."""

MAX_DENOMINATOR = 1_000
"""Largest denominator that a root of products is tried with, to tell rational ones, which are then proved exactly."""

Supports = tuple[tuple[int, ...], ...]


@dataclass(frozen=True, slots=True)
class Face:
    """A face: the actions in use of each population.

    Attributes
    ----------
    supports : tuple of tuples of int
        One action where a population does not mix.
    players, actions : tuple
        The game's names.
    dimension : int or None
        Of the set of rest points inside; None where it is not known.
    """

    supports: Supports
    players: tuple[str, ...]
    actions: tuple[tuple[str, ...], ...]
    dimension: int | None = None

    @property
    def mixing(self) -> tuple[str, ...]:
        """Names of the populations that mix."""
        return tuple(p for p, support in zip(self.players, self.supports, strict=True) if len(support) > 1)

    def __str__(self) -> str:
        parts = []
        for player, support, names in zip(self.players, self.supports, self.actions, strict=True):
            used = [names[a] for a in support]
            parts.append(f"{player} mixes {', '.join(used)}" if len(used) > 1 else f"{player} takes {used[0]}")
        return "; ".join(parts)


@dataclass(slots=True)
class Found:
    """What the faces of a game hold.

    Attributes
    ----------
    points : list of (supports, strategies)
        Isolated solutions.
    continua : list of Face
        Faces with infinitely many.
    complete : bool
        False where faces had to be left out.
    """

    points: list[tuple[Supports, tuple[Array, ...]]] = field(default_factory=list)
    continua: list[Face] = field(default_factory=list)
    complete: bool = True


def solve_faces(game: NormalFormGame) -> Found:
    """Solve the equations of every face on which somebody mixes.

    Parameters
    ----------
    game : NormalFormGame
        One game.

    Returns
    -------
    Found
        Strategies in fractions for an exact game wherever the solution is found to be rational.

    Raises
    ------
    SolverError
        If there are more than ``MAX_FACES`` faces.

    Examples
    --------
    >>> hunt = NormalFormGame.from_bimatrix([[4, 0], [3, 2]], [[4, 3], [0, 2]])
    >>> [[[str(p) for p in s] for s in strategies] for _, strategies in solve_faces(hunt).points]
    [[['2/3', '1/3'], ['2/3', '1/3']]]
    """
    count = prod(2**size - 1 for size in game.shape)
    if count > MAX_FACES:
        raise SolverError(f"the state space has {count} faces, more than {MAX_FACES}")
    linear, found = is_polymatrix(game), Found()
    for chosen in _choices(game.shape):
        sizes = [len(support) for support in chosen if support]
        if linear or len(sizes) <= 2:
            _add_affine(game, chosen, found)
        elif max(sizes) == 2:
            for supports in _faces(game.shape, chosen):
                _add_products(game, supports, found)
        else:
            found.complete = False
    return found


def is_polymatrix(game: NormalFormGame) -> bool:
    """Tell whether what actions gain is a sum over the other players of what each of them adds.

    Examples
    --------
    >>> x, y, z = np.array(np.indices((2, 2, 2)), dtype=object)
    >>> [is_polymatrix(NormalFormGame(np.array([pay, 0 * pay, 0 * pay]))) for pay in (x * y + x * z, x * y * z)]
    [True, False]
    """
    count = len(game.players)
    for i in range(count if count > 2 else 0):
        payoffs = game.player_payoffs(i)
        gain = payoffs - payoffs.take([0], axis=i)
        others = [j for j in range(count) if j != i]
        held = [_held_at_first(gain, {i, j}) for j in others]
        total = sum(held[1:], held[0]) - (count - 2) * _held_at_first(gain, {i})
        slack = 0 if game.is_exact else TIE * payoff_span(payoffs, tuple(range(count)))
        if (np.abs(total - gain) > slack).any():
            return False
    return True


def _held_at_first(table: Array, free: set[int]) -> Array:
    """The table with all players but the free ones at their first action."""
    return np.asarray(table[tuple(slice(None) if k in free else slice(1) for k in range(table.ndim))])


def _choices(shape: tuple[int, ...]) -> list[Supports]:
    """Supports of those who mix, () for the others; few mixing first."""
    options = [[(), *(s for size in range(2, a + 1) for s in combinations(range(a), size))] for a in shape]
    chosen = [choice for choice in product(*options) if any(choice)]
    return sorted(chosen, key=lambda choice: sum(map(bool, choice)))


def _faces(shape: tuple[int, ...], chosen: Supports) -> Iterator[Supports]:
    """All faces with these supports: those who do not mix take any action."""
    return product(*([s] if s else [(a,) for a in range(size)] for s, size in zip(chosen, shape, strict=True)))


def _add_affine(game: NormalFormGame, chosen: Supports, found: Found) -> None:
    matrix, right = _systems(game, chosen)
    blocks = [len(support) - 1 for support in chosen if support]
    faces: list[Supports] | None = None
    for index, solution in solve_affine(matrix, right, blocks, exact=game.is_exact):
        faces = faces or list(_faces(game.shape, chosen))
        _add(game, faces[index], solution, found)


def _add(game: NormalFormGame, supports: Supports, solution: Solution, found: Found) -> None:
    if solution.shares is None:
        found.continua.append(Face(supports, game.players, game.actions, solution.dimension))
    else:
        found.points.append((supports, _strategies(game.shape, supports, solution.shares)))


def _systems(game: NormalFormGame, chosen: Supports) -> tuple[Array, Array]:
    """The linear equations of all faces with these supports, read off at their vertices: matrix x = right."""
    mixing = [i for i, support in enumerate(chosen) if support]
    base = {j: chosen[j][-1] for j in mixing}
    at_base = {i: _gains(game, i, chosen, base) for i in mixing}
    columns = []
    for j in mixing:
        for action in chosen[j][:-1]:
            moved = [
                0 * at_base[i] if i == j else _gains(game, i, chosen, base | {j: action}) - at_base[i] for i in mixing
            ]
            columns.append(np.concatenate(moved, axis=-1))
    matrix, right = np.stack(columns, axis=-1), -np.concatenate([at_base[i] for i in mixing], axis=-1)
    if game.is_exact:
        return matrix, right
    spans = [float(payoff_span(game.payoffs[i], tuple(range(len(game.players))))) for i in mixing]
    slack = TIE * np.repeat(spans, [len(chosen[i]) - 1 for i in mixing])
    return (
        np.where(np.abs(matrix) <= slack[:, None], 0.0, matrix),
        np.where(np.abs(right) <= slack, 0.0, right),
    )


def _gains(game: NormalFormGame, player: int, chosen: Supports, at: dict[int, int]) -> Array:
    """What the actions of a support gain over its last one, shape (faces, actions but the last).

    The others that mix stand at one action each (``at``), the rest take all their actions in turn.
    """
    index = tuple(slice(None) if j == player else at.get(j, slice(None)) for j in range(len(chosen)))
    payoffs = game.player_payoffs(player)[index]
    own = sum(not isinstance(entry, int) for entry in index[:player])
    table = np.moveaxis(payoffs, own, -1).reshape(-1, game.shape[player])[:, list(chosen[player])]
    return np.asarray(table[:, :-1] - table[:, -1:])


def _add_products(game: NormalFormGame, supports: Supports, found: Found) -> None:
    """Solve a face on which three or more mix two actions each and what they gain is no sum."""
    corners = _corners(game, supports)
    roots = roots_in_box(corners.astype(np.float64), edge=TIE / 4)
    for point in roots.points:
        shares = _rational(corners, point) if game.is_exact else point
        found.points.append((supports, _strategies(game.shape, supports, shares)))
    if not roots.resolved:
        found.continua.append(Face(supports, game.players, game.actions))


def _corners(game: NormalFormGame, supports: Supports) -> Array:
    """What the first action of each support of two gains at the vertices of the face, index 1 at its share 1."""
    mixing = [i for i, support in enumerate(supports) if len(support) > 1]
    span_of = tuple(range(len(game.players)))
    tables = []
    for place, i in enumerate(mixing):
        payoffs = game.player_payoffs(i)
        table = payoffs[np.ix_(*(support[::-1] for support in supports))].reshape((2,) * len(mixing))
        gain = np.diff(table, axis=place)
        if not game.is_exact:
            gain = np.where(np.abs(gain) <= TIE * payoff_span(payoffs, span_of), 0.0, gain)
        tables.append(np.broadcast_to(gain, table.shape))
    return np.stack(tables)


def _rational(corners: Array, point: Array) -> Array:
    """The root in fractions where it is one with small denominators, which is checked exactly; otherwise as it is."""
    tried = row_of_numbers([Fraction(float(x)).limit_denominator(MAX_DENOMINATOR) for x in point])
    inside = all(0 < x < 1 for x in tried)
    return tried if inside and not value_at(corners, tried).any() else point


def _strategies(shape: tuple[int, ...], supports: Supports, shares: Array) -> tuple[Array, ...]:
    """Full strategies from the shares of all actions of each support but the last, one support after another."""
    exact, start, out = shares.dtype == object, 0, []
    zero, one = (Fraction(0), Fraction(1)) if exact else (0.0, 1.0)
    for size, support in zip(shape, supports, strict=True):
        used: list[Any] = list(shares[start : start + len(support) - 1])
        start += len(support) - 1
        used.append(one - sum(used))
        full = [zero] * size
        for action, share in zip(support, used, strict=True):
            full[action] = share
        out.append(row_of_numbers(full, exact=exact))
    return tuple(out)
