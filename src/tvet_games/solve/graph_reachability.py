"""The least value that several movers can bring about together, without listing what they reach.

A legal sequence has one move or more, and nobody moves twice in succession. Write ``M_j(s)`` for the states to which
mover j can move from s, and ``F_j(s)`` for the least value among the states that a legal sequence begun by j reaches:

    F_j(s) = min over t in M_j(s) of value(t) and F_k(t) for every other mover k,

repeated from infinity until nothing changes. It takes a pass over the moves a repetition, where sets of states would
take a product of matrices.

References
----------
Fang, Hipel and Kilgour (1993), Interactive Decision Making, chapter 4.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from tvet_games.numerics import Array


@dataclass(frozen=True, slots=True, eq=False)
class Edges:
    """Moves of one mover as a list: the states from which it can move, and where to, one after another.

    Attributes
    ----------
    sources : array of int
        States with a move, in order.
    begins : array of int
        Where in ``targets`` the moves of each source begin.
    targets : array of int
    """

    sources: Array
    begins: Array
    targets: Array

    @classmethod
    def of(cls, moves: Array) -> Edges:
        """List the moves of a matrix of shape (S, S)."""
        origins, targets = np.nonzero(moves)
        sources, begins = np.unique(origins, return_index=True)
        return cls(sources, begins, targets)


def least_reached(moves: Sequence[Edges], values: Array) -> Array:
    """Least value among the states that the movers reach together from each state, shape (S,).

    Parameters
    ----------
    moves : sequence of Edges
        Of each mover.
    values : array, shape (S,)

    Returns
    -------
    array of float
        Infinite where nobody can move.

    Examples
    --------
    >>> there = np.zeros((2, 3, 3), dtype=bool)
    >>> there[0, 0, 1] = there[1, 1, 2] = True          # one moves from 0 to 1, the other on to 2
    >>> least_reached([Edges.of(own) for own in there], np.array([9, 5, 1])).tolist()
    [1.0, 1.0, inf]
    """
    first = np.full((len(moves), len(values)), np.inf)
    changed = True
    while changed:
        changed = False
        for j, own in enumerate(moves):
            if not len(own.targets):
                continue
            after = np.minimum(np.delete(first, j, axis=0).min(axis=0, initial=np.inf), values)
            found = np.minimum.reduceat(after[own.targets], own.begins)
            if (found < first[j, own.sources]).any():
                first[j, own.sources], changed = found, True
    return np.asarray(first.min(axis=0, initial=np.inf))
