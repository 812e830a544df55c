"""Functions that take a game tell who gives a conflict, or its name, how to make a game of it."""

import inspect

import pytest

import tvet_games as tg
from tvet_games import _HOMES

GIVEN = {"leader": 0, "alpha": 1, "criterion": tg.Nash(), "path": "nowhere.csv"}


def takes_a_game(name: str) -> bool:
    function = getattr(tg, name)
    if not inspect.isfunction(function):
        return False
    first = next(iter(inspect.signature(function).parameters.values()), None)
    return first is not None and first.annotation in ("NormalFormGame", "AnyGame")


GAMES = [name for name in _HOMES if name.islower() and takes_a_game(name)]


def test_they_are_found() -> None:
    assert len(GAMES) > 30
    assert {"equilibria", "verdict", "basin", "write_payoffs"} <= {*GAMES}


@pytest.mark.parametrize("name", GAMES)
def test_a_conflict_is_no_game(name: str) -> None:
    function = getattr(tg, name)
    parameters = list(inspect.signature(function).parameters.values())[1:]
    needed = [p for p in parameters if p.default is p.empty and p.kind is not p.KEYWORD_ONLY]
    for wrong in (tg.load_conflict("school_enterprise"), "school_enterprise"):
        with pytest.raises(tg.InputError, match="expected a "):
            function(wrong, *(GIVEN.get(p.name, 1) for p in needed))


def test_the_commonest_one_says_how() -> None:
    with pytest.raises(tg.InputError, match=r"^equilibria: .* expected a game, as conflict\.game\(calibration\) gives"):
        tg.equilibria(tg.load_conflict("school_enterprise"))
