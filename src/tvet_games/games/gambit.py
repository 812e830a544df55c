"""Games of pygambit: to and from Gambit in memory, by way of the .nfg format.

Gambit's labels are ASCII; other names stay in the game's description and come back from there, see
:mod:`tvet_games.games.nfg`. Payoffs are exact on both sides.

References
----------
Savani and Turocy, Gambit: The package for computation in game theory, https://www.gambit-project.org
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

from tvet_games.errors import InputError, Problem, missing, shorten
from tvet_games.games.door import a_game
from tvet_games.games.nfg import format_nfg, parse_nfg
from tvet_games.games.normal_form import NormalFormGame

if TYPE_CHECKING:
    import pygambit


def to_gambit(game: NormalFormGame, title: str = "") -> pygambit.Game:
    """Return a game as a :class:`pygambit.Game`.

    Parameters
    ----------
    game : NormalFormGame
        A single game.
    title : str, optional
        What does not fit into ASCII is left out.

    Returns
    -------
    pygambit.Game
        A float payoff is its shortest decimal.

    Raises
    ------
    ShapeError
        If it is a batch.
    InputError
        If pygambit is not installed.
    """
    a_game(game, "to_gambit")
    text = format_nfg(game, title)
    try:
        import pygambit
    except ImportError:
        raise missing("pygambit", "a game is given to", "interchange") from None
    return pygambit.read_nfg(io.BytesIO(text.encode("ascii")))


def from_gambit(game: Any) -> NormalFormGame:
    """Return a game of pygambit; an extensive one as its reduced strategic form.

    Parameters
    ----------
    game : pygambit.Game

    Returns
    -------
    NormalFormGame
        Payoffs of shape (n, a1, ..., an), as fractions.

    Raises
    ------
    InputError
        If it is something else, or wrong as in :func:`~tvet_games.games.nfg.parse_nfg`.
    """
    text = getattr(game, "to_nfg", None)
    if not callable(text):
        raise InputError("game", [Problem("", "expected a pygambit.Game", shorten(repr(game)))])
    return parse_nfg(text(), "pygambit.Game")
