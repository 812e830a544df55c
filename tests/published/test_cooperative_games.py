"""Coalitional games of the literature: CoopGame, OpenSpiel, the Talmud and others, with what they are known to have."""

import json
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

import tvet_games as tg
from tvet_games.solve.coalitions.core import core, least_core
from tvet_games.solve.coalitions.other_values import gately_point, johnston_index, tau_value
from tvet_games.solve.coalitions.properties import is_convex
from tvet_games.solve.coalitions.values import banzhaf, shapley

FILE = Path(__file__).parents[1] / "data" / "published" / "cooperative_games.json"
CASES = json.loads(FILE.read_text())["cases"]


def game_of(case: dict) -> tg.CoalitionalGame:
    """The game that a case lists by size and in lexicographic order."""
    return tg.CoalitionalGame.from_listed([Fraction(str(v)) for v in case["v"]])


def gloves(players: int, left: set[int]) -> tg.CoalitionalGame:
    index = np.arange(2**players)
    lefts = sum(index >> (i - 1) & 1 for i in left)
    rights = sum(index >> (i - 1) & 1 for i in range(1, players + 1) if i not in left)
    return tg.CoalitionalGame(np.minimum(lefts, rights))


def numbers(texts: list[str]) -> list[Fraction]:
    return [Fraction(text) for text in texts]


def shares(found: tg.Allocation) -> list[Fraction]:
    return found.shares.tolist()


def is_least_core(case: dict, wanted: list[str]) -> bool:
    """Whether a division keeps every coalition within epsilon of its value."""
    game = game_of(case)
    excesses = tg.Allocation(game, "published", np.array(numbers(wanted), dtype=object)).excesses
    return max(excesses[1:-1]) == least_core(game).epsilon and excesses[-1] == 0


def bankruptcy(case: dict) -> tg.CoalitionalGame:
    estate = int(case["name"].split("E=")[1].split(",")[0])
    made = tg.CoalitionalGame.bankruptcy(estate, [100, 200, 300])
    assert made.values.tolist() == game_of(case).values.tolist()
    return made


CHECKS = {
    "shapley": lambda case, want: shares(shapley(game_of(case))) == numbers(want),
    "shapley_5": lambda case, want: shares(shapley(gloves(5, {1, 2, 4, 5}))) == numbers(want),
    "shapley_10_L={1}": lambda case, want: shares(shapley(gloves(10, {1}))) == numbers(want),
    "shapley_shubik": lambda case, want: shares(shapley(game_of(case))) == numbers(want),
    "shapley_player1": lambda case, want: shapley(game_of(case))["player 1"] == Fraction(want),
    "shapley_cost": lambda case, want: shares(shapley(game_of(case))) == numbers(want),
    "nucleolus": lambda case, want: shares(tg.nucleolus(game_of(case))) == numbers(want),
    "talmud_rule": lambda case, want: shares(tg.nucleolus(bankruptcy(case))) == numbers(want),
    "costs_input": lambda case, want: (
        tg.CoalitionalGame.from_costs(tg.CoalitionalGame.from_listed(want).values).values.tolist()
        == game_of(case).values.tolist()
    ),
    "tau": lambda case, want: shares(tau_value(game_of(case))) == numbers(want),
    "gately": lambda case, want: shares(gately_point(game_of(case))) == numbers(want),
    "banzhaf": lambda case, want: shares(banzhaf(game_of(case))) == numbers(want),
    "normalized_banzhaf": lambda case, want: shares(banzhaf(game_of(case), normalized=True)) == numbers(want),
    "johnston": lambda case, want: shares(johnston_index(game_of(case))) == numbers(want),
    "convex": lambda case, want: is_convex(game_of(case)) is want,
    "core_nonempty": lambda case, want: core(game_of(case)).is_empty is not want,
    "note_source_prints_core_point": lambda case, want: core(game_of(case)).vertices.tolist() == [want],
    "least_core": is_least_core,
    "least_core_epsilon": lambda case, want: least_core(game_of(case)).epsilon == Fraction(want),
    "least_core_epsilon_le": lambda case, want: least_core(game_of(case)).epsilon <= want,
}


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_published(case: dict) -> None:
    assert case["expected"]
    for key, wanted in case["expected"].items():
        assert CHECKS[key](case, wanted), key


def test_voting_games_are_those_of_their_weights() -> None:
    for case in CASES:
        if "w=(" in case["name"] or "voting (" in case["name"]:
            weights = [int(w) for w in case["name"].split("(")[1].split(")")[0].split(",")]
            quota = int(case["name"].split("q=")[1].split(" ")[0])
            assert tg.CoalitionalGame.weighted_voting(quota, weights).values.tolist() == game_of(case).values.tolist()
