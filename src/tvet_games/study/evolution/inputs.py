"""What the studies of evolution are given, read and checked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from tvet_games.errors import InputError, Problem, ShapeError, nearest
from tvet_games.games.normal_form import NormalFormGame
from tvet_games.numerics import Array
from tvet_games.solve.dynamics.state import check_state, state_of

Start = Mapping[str, float] | Sequence[float] | Array | None
"""Shares by player (that cooperate), a state of the game, or None for equal shares of all actions."""


def read_start(game: NormalFormGame, start: Start) -> Array:
    """Return a start as a state of the game.

    Raises
    ------
    InputError
        If a player is unknown or missing, or a share is not between 0 and 1.
    """
    if start is None:
        return state_of([np.full(size, 1 / size) for size in game.shape])
    if isinstance(start, Mapping):
        start = _by_player(game, start)
    try:
        state = check_state(game.to_float(), start)[1]
    except ShapeError as error:
        raise InputError("start", [Problem("", str(error))]) from None
    if state.ndim != 1:
        raise InputError("start", [Problem("", f"expected one state, got an array of shape {state.shape}")])
    return state.astype(np.float64)


def _by_player(game: NormalFormGame, start: Mapping[str, float]) -> list[Any]:
    problems = [
        Problem(
            str(name), "is no player; expected " + ", ".join(game.players), nearest=nearest(str(name), game.players)
        )
        for name in start
        if name not in game.players
    ]
    problems += [Problem(p, "has no share; name one for every player") for p in game.players if p not in start]
    if any(size != 2 for size in game.shape):
        problems.append(Problem("", "shares by player are for two actions each; give the state of the game"))
    if problems:
        raise InputError("start", problems)
    return [start[p] for p in game.players]
