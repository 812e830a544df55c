"""Payoffs as nashpy and quantecon hold them.

Both have no names. Of quantecon's players each has payoffs on axes of its own: first the player's own actions, then
those of the next players, in a circle, so that player i's array has shape ``(ai, ..., an, a1, ..., a(i-1))``.

References
----------
QuantEcon.py, game_theory.normal_form_game, https://quanteconpy.readthedocs.io/
"""

from __future__ import annotations

from typing import Any

import numpy as np

from tvet_games.errors import InputError, Problem, missing, shorten
from tvet_games.numerics import Array, as_payoffs


def quantecon_of(payoffs: Array) -> Any:
    """Return a game of quantecon.

    Parameters
    ----------
    payoffs : array, shape (n, a1, ..., an)

    Returns
    -------
    quantecon.game_theory.NormalFormGame
        With float payoffs.

    Raises
    ------
    InputError
        If quantecon is not installed.
    """
    try:
        from quantecon import game_theory
    except ImportError:
        raise missing("quantecon", "a game is given to", "interchange") from None

    own = [np.ascontiguousarray(_turned(array, i), dtype=np.float64) for i, array in enumerate(payoffs)]
    return game_theory.NormalFormGame([game_theory.Player(array) for array in own])


def payoffs_of_quantecon(game: Any) -> Array:
    """Return the payoffs of a game of quantecon, shape (n, a1, ..., an); exact where they are integers.

    Raises
    ------
    InputError
        If it is something else.
    """
    own: list[Any] = [getattr(player, "payoff_array", None) for player in _several(getattr(game, "players", ()))]
    if not own or any(np.ndim(array) != len(own) for array in own):
        raise _other(game, "a quantecon.game_theory.NormalFormGame")
    return as_payoffs(np.stack([_turned(np.asarray(array), -i) for i, array in enumerate(own)]))


def payoffs_of_nashpy(game: Any) -> Array:
    """Return the payoffs of a game of nashpy, shape (2, m, n); exact where they are integers.

    Raises
    ------
    InputError
        If it is something else.
    """
    matrices = _several(getattr(game, "payoff_matrices", ()))
    if len(matrices) != 2 or any(np.ndim(matrix) != 2 for matrix in matrices):
        raise _other(game, "a nashpy.Game")
    return as_payoffs(np.stack(matrices))


def _turned(array: Array, places: int) -> Array:
    """The array with so many axes moved from the front to the end."""
    order = np.roll(np.arange(array.ndim), -places)
    return array.transpose(order)


def _several(given: Any) -> list[Any]:
    return list(given) if isinstance(given, list | tuple) else []


def _other(given: Any, what: str) -> InputError:
    return InputError("game", [Problem("", f"expected {what}", shorten(repr(given)))])
