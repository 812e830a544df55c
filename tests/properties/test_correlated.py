"""Theorems about correlated equilibria, on games in which ties are common; the answers in fractions are proved."""

from fractions import Fraction

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import positive

import tvet_games as tg
from tvet_games.numerics import TOLERANCE
from tvet_games.solve.correlated import OBJECTIVES, correlated_equilibrium
from tvet_games.solve.obedience import obedience
from tvet_games.solve.payoff_region import payoff_region
from tvet_games.testing import bimatrix_games, normal_form_games, small_fractions

games = bimatrix_games(largest=3) | normal_form_games(players=3, largest=2)
objectives = st.sampled_from(OBJECTIVES)


def qualifies(game: tg.NormalFormGame, z: np.ndarray, *, coarse: bool = False) -> bool:
    return bool((obedience(game, coarse=coarse).rows @ z.ravel() >= 0).all())


@given(games, st.booleans())
def test_every_nash_equilibrium_is_one(game, coarse) -> None:
    assert all(qualifies(game, e.outcome, coarse=coarse) for e in tg.equilibria(game))


@given(games)
def test_welfare_rises_from_nash_to_correlated_to_coarse(game) -> None:
    best = correlated_equilibrium(game)
    loose = correlated_equilibrium(game, coarse=True)
    assert best.verify()
    assert loose.verify()
    assert qualifies(game, best.probabilities, coarse=True)
    assert all(best.welfare >= e.payoffs.sum() for e in tg.equilibria(game))
    assert game.payoffs.sum(axis=0).max() >= loose.welfare >= best.welfare


@given(games, objectives, st.booleans())
def test_the_answer_is_a_distribution_and_its_value_is_what_it_says(game, objective, coarse) -> None:
    found = correlated_equilibrium(game, objective, coarse=coarse)
    assert found.probabilities.sum() == 1
    assert (found.probabilities >= 0).all()
    assert qualifies(game, found.probabilities, coarse=coarse)
    said = {"welfare": found.welfare, "target": found.target_probability, "egalitarian": found.payoffs.min()}
    assert found.value == said[objective]


@given(games)
def test_the_target_is_certain_exactly_where_it_is_an_equilibrium(game) -> None:
    target = bool(tg.pure_equilibria(game)[(0,) * len(game.players)])
    assert (correlated_equilibrium(game, "target").target_probability == 1) is target
    assert (correlated_equilibrium(game, "target", coarse=True).target_probability == 1) is target


@given(games, st.data())
def test_scale_and_offset_change_nothing(game, data) -> None:
    moved = np.array(
        [data.draw(positive) * own + data.draw(st.integers(-9, 9)) for own in game.payoffs], dtype=object
    ).reshape(game.payoffs.shape)
    other = tg.NormalFormGame(moved)
    before, after = (correlated_equilibrium(g, "target") for g in (game, other))
    assert before.value == after.value
    assert qualifies(other, before.probabilities)


@given(games, st.randoms(use_true_random=False))
def test_relabelling_players_and_actions(game, random) -> None:
    count = len(game.players)
    order = random.sample(range(count), count)
    moved = np.transpose(game.payoffs, (0, *(1 + i for i in order)))[order]
    for axis, size in enumerate(moved.shape[1:], start=1):
        moved = np.take(moved, random.sample(range(size), size), axis=axis)
    other = tg.NormalFormGame(moved)
    for objective in ("welfare", "egalitarian"):
        assert correlated_equilibrium(game, objective).value == correlated_equilibrium(other, objective).value


@given(games, small_fractions(0, 1, max_denominator=5))
def test_mixtures_qualify(game, share) -> None:
    one, other = (correlated_equilibrium(game, objective).probabilities for objective in ("target", "welfare"))
    assert qualifies(game, share * one + (1 - share) * other)


@given(games, objectives, st.booleans())
def test_floats_agree(game, objective, coarse) -> None:
    one = correlated_equilibrium(game, objective, coarse=coarse)
    other = correlated_equilibrium(game.to_float(), objective, coarse=coarse)
    assert other.regret <= TOLERANCE
    assert abs(float(one.value) - other.value) <= 1e-6 * (1 + abs(float(one.value)))


@settings(max_examples=40)
@given(bimatrix_games(largest=3), st.booleans())
def test_the_region_holds_every_equilibrium_and_its_corners_are_reached(game, coarse) -> None:
    region = payoff_region(game, coarse=coarse).vertices
    for e in tg.equilibria(game):
        assert inside(region, e.payoffs)
    for weights in ((1, 0), (0, 1), (-1, 0), (0, -1), (1, 2), (-3, 1)):
        best = correlated_equilibrium(game, dict(zip(game.players, weights, strict=True)), coarse=coarse).value
        assert best == max(Fraction(w0) * v[0] + w1 * v[1] for v in region for w0, w1 in [weights])


def inside(region: np.ndarray, point: np.ndarray) -> bool:
    if len(region) == 1:
        return bool((region[0] == point).all())
    edges = zip(region, np.roll(region, -1, axis=0), strict=True)
    return all((b[0] - a[0]) * (point[1] - a[1]) >= (b[1] - a[1]) * (point[0] - a[0]) for a, b in edges)
