"""The door of functions that take a game: what is given is a game, and who has a conflict is told how to make one."""

from __future__ import annotations

from typing import Any

from tvet_games.errors import expected
from tvet_games.games.normal_form import NormalFormGame


def a_game(given: Any, source: str) -> NormalFormGame:
    """Return what was given if it is a game, or a batch of games.

    Raises
    ------
    InputError
        If it is something else; ``source`` is the function that says so.

    Examples
    --------
    >>> a_game("school_enterprise", "equilibria")
    Traceback (most recent call last):
        ...
    tvet_games.errors.InputError: equilibria: "'school_enterprise'" expected a game, as conflict.game(calibration) gives
    """
    return expected(given, NormalFormGame, source, "a game, as conflict.game(calibration) gives")  # type: ignore[no-any-return]
