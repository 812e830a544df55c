"""The graph model for conflict resolution: states, who can move where, and who prefers what; no payoffs are needed.

A decider i can move alone from state s to s' where ``moves[i, s, s']``; a move that cannot be taken back goes one way
only. ``preferences[i, s]`` is a rank: larger is better, equal ranks are equally good, and only their order counts.

References
----------
Fang, Hipel and Kilgour (1993), Interactive Decision Making: The Graph Model for Conflict Resolution, Wiley.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from tvet_games.errors import InputError, Problem, ShapeError, expected, nearest, shorten
from tvet_games.games.normal_form import NormalFormGame
from tvet_games.numerics import TIE, Array, payoff_span
from tvet_games.tables.card import Card
from tvet_games.tables.labels import Labels, Language, spoken
from tvet_games.tables.shown import Shown

MOST_STATES = 5_000
"""Most states of one graph."""


@dataclass(frozen=True, slots=True, eq=False)
class GraphModel(Shown):
    """Deciders, states, moves and preferences.

    Parameters
    ----------
    deciders : n names
    states : S names
    preferences : array, shape (n, S)
        [rank] Larger is better.
    moves : array of bool, shape (n, S, S)
    choices : array of int, shape (S, n), optional
        What each decider does in each state, where a state is one choice of each; needed for simultaneous moves.
    options : tuple of str, optional
        In the order of the letters of a state such as ``YN``, where states are made of options.
    labels : Labels, optional
        Of deciders, options and states.

    Raises
    ------
    InputError
        If names repeat, a rank is no finite number, or there are more than ``MOST_STATES`` states.
    ShapeError
        If the arrays do not fit the names.

    Examples
    --------
    >>> moves = [[[False, True], [False, False]]]          # from waiting to a contract, and not back
    >>> GraphModel(("school",), ("wait", "contract"), np.array([[0, 1]]), np.array(moves)).place("contract")
    1
    """

    deciders: tuple[str, ...]
    states: tuple[str, ...] = field(repr=False)
    preferences: Array = field(repr=False)
    moves: Array = field(repr=False)
    choices: Array | None = field(default=None, repr=False)
    options: tuple[str, ...] = ()
    labels: Labels = field(default=Labels(), repr=False)

    def __post_init__(self) -> None:
        for what, names in (("deciders", self.deciders), ("states", self.states)):
            if not isinstance(names, tuple | list) or not names or not all(isinstance(n, str) for n in names):
                raise InputError("graph model", [Problem(what, "expected a tuple of names", shorten(repr(names)))])
        count, size = len(self.deciders), len(self.states)
        problems = [
            Problem(what, "stands twice", name)
            for what, names in (("deciders", self.deciders), ("states", self.states))
            for name in sorted({n for n in names if list(names).count(n) > 1})
        ]
        if size > MOST_STATES:
            problems.append(Problem("states", f"are more than {MOST_STATES}", str(size)))
        if problems:
            raise InputError("graph model", problems)
        ranks, moves = _array(self.preferences, "preferences"), _array(self.moves, "moves")
        if not count or ranks.shape != (count, size) or moves.shape != (count, size, size):
            raise ShapeError(
                f"{count} deciders and {size} states need preferences of shape {(count, size)} and moves of shape "
                f"{(count, size, size)}, got {ranks.shape} and {moves.shape}"
            )
        if moves.dtype != bool:
            raise ShapeError(f"moves are of type {moves.dtype}, expected bool")
        if ranks.dtype.kind not in "iuf" or not np.isfinite(ranks).all():
            raise InputError("graph model", [Problem("preferences", "expected finite numbers")])
        if self.choices is not None:
            object.__setattr__(self, "choices", _checked_choices(self.choices, (size, count)))
        still = ~np.eye(size, dtype=bool)
        object.__setattr__(self, "moves", moves & still)
        object.__setattr__(self, "preferences", np.stack([_dense(row) for row in ranks]))

    def place(self, state: str | int) -> int:
        """Index of a state by its name or index.

        Raises
        ------
        InputError
            If there is no such state.
        """
        if isinstance(state, int | np.integer) and not isinstance(state, bool) and 0 <= state < len(self.states):
            return int(state)
        if isinstance(state, str) and state in self.states:
            return self.states.index(state)
        hint = nearest(str(state), self.states)
        raise InputError("state", [Problem("", f"is none of the {len(self.states)} states", str(state), hint)])

    def better(self, decider: int) -> Array:
        """Whether a decider prefers the second state to the first, shape (S, S)."""
        ranks = self.preferences[decider]
        return np.asarray(ranks[None, :] > ranks[:, None])

    def improvements(self, decider: int) -> Array:
        """Moves of a decider to a state that it prefers, shape (S, S)."""
        return np.asarray(self.moves[decider] & self.better(decider))

    def with_preferences(self, preferences: Array) -> GraphModel:
        """Return the model with other preferences."""
        return replace(self, preferences=preferences)

    def card(self, language: Language | None = None) -> Card:
        """Return what it shows in notebooks and papers."""
        from tvet_games.games.graph_card import graph_model_card

        return graph_model_card(self, spoken(language))

    def to_frame(self) -> Any:
        """Return a :class:`pandas.DataFrame`: a row a state; each decider's rank and where it can move."""
        import pandas as pd

        columns: dict[str, list[Any]] = {}
        for i, name in enumerate(self.deciders):
            columns[f"rank for {name}"] = self.preferences[i].tolist()
            columns[f"moves of {name}"] = ["; ".join(self.states[k] for k in np.flatnonzero(r)) for r in self.moves[i]]
        return pd.DataFrame(columns, index=list(self.states))


def graph_model(game: NormalFormGame) -> GraphModel:
    """Turn a game into a graph model: states are profiles, a decider moves by changing its own action.

    Parameters
    ----------
    game : NormalFormGame
        A single game of any number of players and actions. Payoffs within the tolerance of floats are tied.

    Returns
    -------
    GraphModel
        States in row-major order of the profiles, so that everybody's cooperation comes first.

    Raises
    ------
    ShapeError
        If the game is a batch.

    Examples
    --------
    >>> dilemma = NormalFormGame.from_bimatrix([[3, 0], [5, 1]], [[3, 5], [0, 1]])
    >>> model = graph_model(dilemma)
    >>> model.states[0], model.preferences.tolist()
    ('row 1, column 1', [[2, 0, 3, 1], [2, 3, 0, 1]])
    """
    expected(game, NormalFormGame, "game", "a NormalFormGame")
    if not game.is_single:
        raise ShapeError("a graph model is of one game; take one out of the batch, as in game[0]")
    profiles = np.array(list(np.ndindex(game.shape)), dtype=int)
    names = tuple(", ".join(a[k] for a, k in zip(game.actions, p, strict=True)) for p in profiles)
    if len(set(names)) < len(names):  # action names with commas in them
        names = tuple(f"{k + 1}: {name}" for k, name in enumerate(names))
    ranks, moves = np.stack(_ranks(game)), unilateral(profiles)
    return GraphModel(game.players, names, ranks, moves, profiles, labels=game.labels)


def unilateral(choices: Array, allowed: Sequence[Array] | None = None) -> Array:
    """Moves between states in which one decider's choice differs and no other's, shape (n, S, S).

    Parameters
    ----------
    choices : array of int, shape (S, n)
    allowed : n arrays of bool, shape (S, S), optional
        Further conditions on the moves of each decider.
    """
    differs = choices[:, None, :] != choices[None, :, :]
    alone = differs & (differs.sum(axis=-1, keepdims=True) == 1)
    moves = np.moveaxis(alone, -1, 0)
    return np.asarray(moves if allowed is None else moves & np.stack(allowed))


def _ranks(game: NormalFormGame) -> list[Array]:
    """Order of the profiles for each player; payoffs tied in a float game have the same rank."""
    ranks = []
    for i in range(len(game.players)):
        flat = game.player_payoffs(i).ravel()
        slack = 0 if game.is_exact else TIE * payoff_span(flat, (0,))
        order = np.argsort(flat, kind="stable")
        steps = np.concatenate([[0], np.cumsum(np.diff(flat[order]) > slack)])
        rank = np.empty(len(flat), dtype=int)
        rank[order] = steps
        ranks.append(rank)
    return ranks


def _array(given: object, what: str) -> Array:
    """Read an array; rows of different lengths are told in the package's own words."""
    try:
        return np.asarray(given)
    except ValueError:
        raise ShapeError(f"the {what} are no array: their rows have different lengths") from None


def _checked_choices(given: object, shape: tuple[int, int]) -> Array:
    """Choices of each decider in each state; no two states may be the same choices."""
    choices = _array(given, "choices")
    if choices.shape != shape or choices.dtype.kind not in "iu":
        raise ShapeError(f"choices are whole numbers of shape {shape}, got {choices.dtype} of shape {choices.shape}")
    if len(np.unique(choices, axis=0)) < len(choices):
        raise InputError("graph model", [Problem("choices", "are the same in two states")])
    return choices


def _dense(ranks: Array) -> Array:
    return np.unique(ranks, return_inverse=True)[1].reshape(ranks.shape)
