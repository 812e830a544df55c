"""Theorems about Nash equilibria: what every solver must obey, on games in which ties are common."""

from fractions import Fraction
from itertools import permutations, product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import positive

import tvet_games as tg
from tvet_games.games.best_response import deviation_losses, is_strict, pure_equilibria, regret
from tvet_games.solve.extreme import batch_equilibria, extreme_equilibria_of
from tvet_games.solve.two_by_two import corner_points, equilibrium_boxes, exact_corner_points
from tvet_games.testing import bimatrix_games, fraction_arrays, fractions, normal_form_games

Profiles = set[tuple[tuple[Fraction, ...], ...]]


def profiles(found: tg.EquilibriumSet) -> Profiles:
    return {tuple(tuple(s) for s in e.strategies) for e in found}


@given(bimatrix_games(), positive, positive, st.integers(-50, 50), st.data())
def test_positive_affine_transformations_change_nothing(game, a, b, shift, data) -> None:
    """Payoffs may be scaled, and shifted by anything that the player cannot influence."""
    m, n = game.shape
    per_column = np.array(data.draw(st.lists(fractions, min_size=n, max_size=n)), dtype=object)
    per_row = np.array(data.draw(st.lists(fractions, min_size=m, max_size=m)), dtype=object)
    moved = tg.NormalFormGame.from_bimatrix(
        a * game.payoffs[0] + shift + per_column[None, :], b * game.payoffs[1] + per_row[:, None]
    )
    assert profiles(tg.equilibria(moved)) == profiles(tg.equilibria(game))


@given(bimatrix_games(largest=3), st.randoms(use_true_random=False))
def test_relabelling_relabels(game, random) -> None:
    m, n = game.shape
    rows, columns = random.sample(range(m), m), random.sample(range(n), n)
    moved = tg.NormalFormGame.from_bimatrix(*(p[np.ix_(rows, columns)] for p in game.payoffs))
    expected = {(tuple(x[i] for i in rows), tuple(y[j] for j in columns)) for x, y in profiles(tg.equilibria(game))}
    assert profiles(tg.equilibria(moved)) == expected


@given(bimatrix_games())
def test_exchanging_the_players_exchanges_the_strategies(game) -> None:
    moved = tg.NormalFormGame.from_bimatrix(game.payoffs[1].T, game.payoffs[0].T)
    assert profiles(tg.equilibria(moved)) == {(y, x) for x, y in profiles(tg.equilibria(game))}


@given(bimatrix_games())
def test_every_equilibrium_has_no_regret_and_the_set_is_not_empty(game) -> None:
    for version in (game, game.to_float()):
        found = tg.equilibria(version)
        assert found.scope == "all"
        assert len(found) > 0
        for e in found:
            assert e.regret <= (0 if version.is_exact else 1e-9)
            assert regret(version, e.strategies) == e.regret
            assert all((s >= 0).all() and abs(float(s.sum()) - 1) < 1e-12 for s in e.strategies)


@given(bimatrix_games())
def test_floats_find_what_fractions_find(game) -> None:
    exact = sorted([float(p) for s in x for p in s] for x in profiles(tg.equilibria(game)))
    floats = sorted(np.hstack(e.strategies).tolist() for e in tg.equilibria(game.to_float()))
    assert len(exact) == len(floats)
    assert np.allclose(exact, floats, atol=1e-9)


@given(bimatrix_games(largest=3))
def test_every_pure_equilibrium_is_extreme(game) -> None:
    """A profile of pure strategies is a pair of vertices, so the complete set must hold it."""
    found = {e.profile for e in tg.equilibria(game)}
    stable = pure_equilibria(game)
    assert {p for p in np.ndindex(*game.shape) if stable[p]} == found - {None}


@given(bimatrix_games(largest=3))
def test_maximal_nash_subsets_are_equilibria_throughout(game) -> None:
    """Mixtures of the corners of a subset are equilibria; each extreme equilibrium lies in one of them."""
    found = tg.equilibria(game)
    seen = set()
    for component in found.components:
        for subset in component.subsets:
            x, y = (sum(side) / Fraction(len(side)) for side in (subset.row, subset.column))
            assert regret(game, [x, y]) == 0
            seen |= {(tuple(a), tuple(b)) for a, b in product(subset.row, subset.column)}
    assert seen == profiles(found)


@given(bimatrix_games(largest=3))
def test_subsets_are_maximal(game) -> None:
    subsets = [s for c in tg.equilibria(game).components for s in c.subsets]
    keys = [({tuple(v) for v in s.row}, {tuple(v) for v in s.column}) for s in subsets]
    for (r1, c1), (r2, c2) in permutations(keys, 2):
        assert not (r1 <= r2 and c1 <= c2)


@given(st.lists(st.tuples(fraction_arrays(3, 3), fraction_arrays(3, 3)), min_size=1, max_size=8))
def test_batch_equals_loop(games) -> None:
    row, column = (np.array([g[k] for g in games]).astype(float) for k in (0, 1))
    batch = batch_equilibria(row, column)
    assert batch.count == len(games)
    for index in range(len(games)):
        alone = extreme_equilibria_of(tg.NormalFormGame.from_bimatrix(row[index], column[index]))
        one = sorted(np.hstack(e.strategies).round(9).tolist() for e in alone)
        many = sorted(np.hstack(pair).round(9).tolist() for pair in zip(*batch.of(index), strict=True))
        assert np.allclose(one, many, atol=1e-9)


@given(st.integers(2, 4), st.integers(2, 4), st.integers(0, 2**32 - 1))
def test_batch_equals_loop_on_generic_games(m, n, seed) -> None:
    row, column = np.random.default_rng(seed).normal(size=(2, 5, m, n))
    batch = batch_equilibria(row, column)
    for index in range(5):
        alone = extreme_equilibria_of(tg.NormalFormGame.from_bimatrix(row[index], column[index]))
        one = sorted(np.hstack(e.strategies).tolist() for e in alone)
        many = sorted(np.hstack(pair).tolist() for pair in zip(*batch.of(index), strict=True))
        assert np.allclose(one, many, atol=1e-8)


@given(fraction_arrays(2, 2), fraction_arrays(2, 2))
def test_closed_form_equals_vertex_enumeration(row, column) -> None:
    game = tg.NormalFormGame.from_bimatrix(row, column)
    points = corner_points(equilibrium_boxes(row, column))
    assert {((x, 1 - x), (y, 1 - y)) for x, y in points} == profiles(extreme_equilibria_of(game))


@given(fraction_arrays(2, 2), fraction_arrays(2, 2))
def test_boxes_hold_exactly_the_equilibria(row, column) -> None:
    """On a grid of beliefs a profile is an equilibrium exactly if it lies in a box."""
    boxes = equilibrium_boxes(row, column)
    game = tg.NormalFormGame.from_bimatrix(row, column)
    grid = [Fraction(k, 6) for k in range(7)]
    for x, y in product(grid, grid):
        inside = any(b[0] <= x <= b[1] and b[2] <= y <= b[3] for b in boxes.corners[boxes.exists])
        profile = [np.array([x, 1 - x]), np.array([y, 1 - y])]
        assert inside == (regret(game, profile) == 0)


@given(st.lists(st.tuples(fraction_arrays(2, 2), fraction_arrays(2, 2)), min_size=1, max_size=6))
def test_boxes_of_a_batch_equal_the_loop(games) -> None:
    row, column = (np.array([g[k] for g in games]).astype(float) for k in (0, 1))
    batch = equilibrium_boxes(row, column)
    for index in range(len(games)):
        alone = equilibrium_boxes(row[index], column[index])
        assert (batch.exists[index] == alone.exists).all()
        assert (batch.corners[index] == alone.corners).all()


@given(normal_form_games())
def test_pure_equilibria_of_many_players_by_definition(game) -> None:
    stable = pure_equilibria(game)
    for profile in np.ndindex(*game.shape):
        by_hand = all(
            game.payoffs[(i, *profile)] >= game.payoffs[(i, *profile[:i], b, *profile[i + 1 :])]
            for i in range(len(game.shape))
            for b in range(game.shape[i])
        )
        assert stable[profile] == by_hand
    found = tg.equilibria(game)
    assert found.scope == "pure"
    assert {e.profile for e in found} == {p for p in np.ndindex(*game.shape) if stable[p]}
    assert all(e.strict == is_strict(game, e.profile) for e in found)


@given(normal_form_games(players=3), st.data())
def test_regret_by_definition(game, data) -> None:
    """Against the expected payoffs summed profile by profile."""
    weights = [data.draw(st.lists(st.integers(0, 4), min_size=k, max_size=k).filter(any)) for k in game.shape]
    strategies = [np.array([Fraction(w, sum(row)) for w in row], dtype=object) for row in weights]

    def value(i: int, own: np.ndarray) -> Fraction:
        played = [own if j == i else s for j, s in enumerate(strategies)]
        return sum(
            game.payoffs[(i, *p)] * np.prod([s[a] for s, a in zip(played, p, strict=True)])
            for p in np.ndindex(*game.shape)
        )

    worst = Fraction(0)
    for i, size in enumerate(game.shape):
        span = game.payoffs[i].max() - game.payoffs[i].min() or 1
        pure = [np.array([Fraction(int(a == b)) for a in range(size)], dtype=object) for b in range(size)]
        worst = max(worst, (max(value(i, p) for p in pure) - value(i, strategies[i])) / span)
    assert regret(game, strategies) == worst


@given(normal_form_games(players=3))
def test_deviation_losses_by_definition(game) -> None:
    for i in range(3):
        losses = deviation_losses(game.payoffs[i], i)
        moved = np.moveaxis(game.payoffs[i], i, 0).reshape(game.shape[i], -1)
        for b in range(game.shape[i]):
            assert (losses[b] == moved[0] - moved[b]).all()


@pytest.mark.slow
@given(bimatrix_games(largest=5))
def test_larger_games_too(game) -> None:
    assert all(e.regret == 0 for e in tg.equilibria(game))


@given(fraction_arrays(2, 2), fraction_arrays(2, 2))
def test_corners_of_one_game_are_those_of_the_batch(row, column) -> None:
    """Ties are common here: segments and rectangles among them."""
    assert exact_corner_points(row, column) == corner_points(equilibrium_boxes(row, column))
