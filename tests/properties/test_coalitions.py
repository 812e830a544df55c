"""Theorems about shares of a coalitional game: values, core, nucleolus, cost of stability."""

from fractions import Fraction
from itertools import combinations, permutations
from math import factorial

import numpy as np
import pytest
from coalitions import game_of, relabelled
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

import tvet_games as tg
from tvet_games.games.coalitional import CoalitionalGame, coalition_sums
from tvet_games.solve.coalitions.core import core, cost_of_stability, least_core
from tvet_games.solve.coalitions.nucleolus import nucleolus, prenucleolus
from tvet_games.solve.coalitions.other_values import gately_point, tau_value
from tvet_games.solve.coalitions.properties import is_convex, is_superadditive, properties
from tvet_games.solve.coalitions.values import banzhaf, equal_surplus, shapley
from tvet_games.testing import coalitional_games, convex_games, small_fractions

VALUES = [shapley, banzhaf]


def games(least: int = 1, most: int = 4) -> st.SearchStrategy[CoalitionalGame]:
    """Games of few whole values, most of them positive: ties, null players and empty cores are common."""
    return coalitional_games(least=least, most=most, entries=st.integers(-4, 8))


def arrivals(game: CoalitionalGame) -> list[list[Fraction]]:
    """What each adds, for every order of arrival."""
    n, out = len(game.players), []
    for order in permutations(range(n)):
        here, shares = 0, [Fraction(0)] * n
        for i in order:
            shares[i] = game.values[here | 1 << i] - game.values[here]
            here |= 1 << i
        out.append(shares)
    return out


def complaints(game: CoalitionalGame, shares: np.ndarray) -> list:
    """Excesses of all coalitions but nobody and everybody, largest first."""
    return sorted((game.values - coalition_sums(shares))[1:-1], reverse=True)


@given(games())
def test_shapley_is_the_mean_over_all_orders(game: CoalitionalGame) -> None:
    orders = arrivals(game)
    means = [sum(shares[i] for shares in orders) / factorial(len(game.players)) for i in range(len(game.players))]
    assert shapley(game).shares.tolist() == means


@given(games())
def test_shapley_is_efficient(game: CoalitionalGame) -> None:
    assert shapley(game).is_efficient
    assert equal_surplus(game).is_efficient


@given(games(), st.data())
def test_values_are_symmetric(game: CoalitionalGame, data: st.DataObject) -> None:
    n = len(game.players)
    order = data.draw(st.permutations(range(n)))
    for value in (*VALUES, nucleolus, prenucleolus, equal_surplus):
        before, after = value(game).shares, value(relabelled(game, order)).shares
        assert all(after[order[i]] == before[i] for i in range(n))


@given(st.integers(1, 4).flatmap(lambda n: st.tuples(*[games(n, n)] * 2)), st.fractions(0, 5))
def test_values_are_additive(games: tuple[CoalitionalGame, CoalitionalGame], factor: Fraction) -> None:
    v, w = games
    both = CoalitionalGame(v.values + factor * w.values)
    for value in VALUES:
        assert (value(both).shares == value(v).shares + factor * value(w).shares).all()


@given(games(most=3), st.integers(-3, 3))
def test_null_players_get_nothing_and_dummies_what_they_have(game: CoalitionalGame, alone: int) -> None:
    joined = CoalitionalGame(np.concatenate([game.values, game.values + Fraction(alone)]))
    for value in VALUES:
        assert value(joined).shares[-1] == alone
        assert (value(joined).shares[:-1] == value(game).shares).all()
    assert prenucleolus(joined).shares[-1] == alone


@given(games(), small_fractions(Fraction(1, 9), 9, max_denominator=9), st.data())
def test_covariance(game: CoalitionalGame, scale: Fraction, data: st.DataObject) -> None:
    n = len(game.players)
    shift = np.array(
        data.draw(st.lists(small_fractions(-5, 5, max_denominator=5), min_size=n, max_size=n)), dtype=object
    )
    moved = CoalitionalGame(scale * game.values + coalition_sums(shift))
    for value in (*VALUES, nucleolus, prenucleolus):
        assert (value(moved).shares == scale * value(game).shares + shift).all()
    assert cost_of_stability(moved) == scale * cost_of_stability(game)


@given(games(most=5))
def test_the_nucleolus_is_in_the_core_when_that_is_not_empty(game: CoalitionalGame) -> None:
    found = nucleolus(game)
    assert found.is_efficient
    if not core(game).is_empty:
        assert found.in_core
        assert found.rule == "nucleolus"
        assert (prenucleolus(game).shares == found.shares).all()


@given(games(), st.data())
def test_no_imputation_has_smaller_complaints_than_the_nucleolus(game: CoalitionalGame, data: st.DataObject) -> None:
    found, n = nucleolus(game), len(game.players)
    weights = data.draw(st.lists(st.integers(0, 5), min_size=n, max_size=n).filter(any))
    if found.rule == "nucleolus":
        assert (found.shares >= game.alone).all()
        rest = game.total - game.alone.sum()
        other = game.alone + np.array([rest * Fraction(w, sum(weights)) for w in weights], dtype=object)
    else:
        assert game.alone.sum() > game.total
        other = found.shares + np.array([Fraction(w) - Fraction(sum(weights), n) for w in weights], dtype=object)
    assert complaints(game, found.shares) <= complaints(game, other)
    between = (9 * found.shares + other) / 10
    assert complaints(game, found.shares) <= complaints(game, between)


def balanced(coalitions: list[int], n: int) -> bool:
    """Whether positive weights on all of these coalitions add up to one for every player (with everybody's help)."""
    rows = np.array([[s >> i & 1 for s in (*coalitions, 2**n - 1)] for i in range(n)], dtype=float)
    k = rows.shape[1]
    # Largest t with every weight but everybody's at least t.
    cost = np.zeros(k + 1)
    cost[-1] = -1
    upper = np.hstack([-np.eye(k), np.ones((k, 1))])
    upper[-1, -1] = 0
    found = linprog(cost, upper, np.zeros(k), np.hstack([rows, np.zeros((n, 1))]), np.ones(n), [(None, 1)] * (k + 1))
    return found.status == 0 and -found.fun > 1e-7


@settings(deadline=None)
@given(games(2, 4))
def test_kohlbergs_criterion(game: CoalitionalGame) -> None:
    """The coalitions with an excess of at least any level are balanced, exactly at the prenucleolus."""
    shares, n = prenucleolus(game).shares, len(game.players)
    excesses = game.values - coalition_sums(shares)
    for level in {excesses[s] for s in range(1, 2**n - 1)}:
        assert balanced([s for s in range(1, 2**n - 1) if excesses[s] >= level], n)


@given(games(most=5))
def test_cost_of_stability_is_0_exactly_when_the_core_is_not_empty(game: CoalitionalGame) -> None:
    found = core(game)
    assert (found.cost_of_stability == 0) is not found.is_empty
    assert found.cost_of_stability >= 0
    if found.is_empty:
        assert found.point is None
        helped = game.values.copy()
        helped[-1] += found.cost_of_stability
        assert not core(CoalitionalGame(helped)).is_empty
        helped[-1] -= Fraction(1, 1000)
        assert core(CoalitionalGame(helped)).is_empty
    else:
        assert found.contains(found.point)


@given(games(most=5))
def test_balancing_weights_prove_what_the_core_needs(game: CoalitionalGame) -> None:
    found = core(game)
    for player in game.players:
        assert sum(w.weight for w in found.balancing if player in w.coalition) == 1
    assert all(w.weight > 0 for w in found.balancing)
    needed = sum(w.weight * game.value(*w.coalition) for w in found.balancing)
    assert max(needed - game.total, 0) == found.cost_of_stability


@settings(deadline=None)
@given(games(2, 4))
def test_least_core_agrees_with_scipy(game: CoalitionalGame) -> None:
    n, found = len(game.players), least_core(game)
    rows = [[*(-(s >> i & 1) for i in range(n)), -1] for s in range(1, 2**n - 1)]
    right = [-float(v) for v in game.values[1:-1]]
    best = linprog([0] * n + [1], rows, right, [[1] * n + [0]], [float(game.total)], [(None, None)] * (n + 1))
    assert float(found.epsilon) == pytest.approx(best.fun, abs=1e-7)
    assert complaints(game, found.point)[0] == found.epsilon
    assert found.point.sum() == game.total
    assert (found.epsilon <= 0) is not core(game).is_empty


@settings(deadline=None)
@given(games(most=4), st.data())
def test_the_vertices_are_all_that_the_core_has(game: CoalitionalGame, data: st.DataObject) -> None:
    found, n = core(game), len(game.players)
    vertices = found.vertices
    assert (len(vertices) == 0) is found.is_empty
    for vertex in vertices:
        assert found.contains(vertex)
        tight = [s for s in range(1, 2**n) if vertex @ np.array([s >> i & 1 for i in range(n)]) == game.values[s]]
        assert np.linalg.matrix_rank([[s >> i & 1 for i in range(n)] for s in tight]) == n
    assert len({tuple(v) for v in vertices}) == len(vertices)
    if found.is_empty:
        return
    goal = data.draw(st.lists(st.integers(-5, 5), min_size=n, max_size=n))
    rows = [[-(s >> i & 1) for i in range(n)] for s in range(1, 2**n)]
    best = linprog(goal, rows, [-float(v) for v in game.values[1:]], [[1] * n], [float(game.total)], [(None, None)] * n)
    assert float(min(vertices @ np.array(goal))) == pytest.approx(best.fun, abs=1e-7)


@given(convex_games())
def test_convex_games(game: CoalitionalGame) -> None:
    """Shapley (1971): the vertices of the core are what the players add in each order; their mean is the value."""
    assert is_convex(game)
    assert is_superadditive(game)
    assert shapley(game).in_core
    assert {tuple(v) for v in core(game).vertices} == {tuple(v) for v in arrivals(game)}


@given(games())
def test_properties_by_their_definitions(game: CoalitionalGame) -> None:
    v, everything = game.values, range(len(game.values))
    found = properties(game)
    assert found.is_convex is all(v[s | t] + v[s & t] >= v[s] + v[t] for s in everything for t in everything)
    assert found.is_superadditive is all(v[s | t] >= v[s] + v[t] for s in everything for t in everything if not s & t)
    assert found.is_monotone is all(v[s] <= v[t] for s in everything for t in everything if s & t == s)
    assert found.is_essential is bool(game.total > sum(game.alone))


@given(games())
def test_tau_lies_between_what_is_sure_and_what_can_be_asked_for(game: CoalitionalGame) -> None:
    try:
        found = tau_value(game)
    except tg.TvetGamesError:
        assert core(game).is_empty  # balanced games are quasi-balanced (Tijs 1981)
        return
    n = len(game.players)
    most = [game.total - game.values[-1 - (1 << i)] for i in range(n)]
    assert found.is_efficient
    assert all(share <= m for share, m in zip(found.shares, most, strict=True))


@given(games(2, 4))
def test_at_the_gately_point_all_are_equally_tempted(game: CoalitionalGame) -> None:
    try:
        shares = gately_point(game).shares
    except tg.TvetGamesError:
        return
    n = len(game.players)
    gains = shares - game.alone
    assume((gains != 0).all())
    others = np.array([shares.sum() - shares[i] - game.values[-1 - (1 << i)] for i in range(n)], dtype=object)
    assert len(set(others / gains)) == 1


@given(games(most=4))
def test_floats_agree_with_fractions(game: CoalitionalGame) -> None:
    rounded = CoalitionalGame(game.values.astype(float) / 7)
    for rule in (shapley, banzhaf, nucleolus, prenucleolus):
        assert np.allclose(rule(rounded).shares, rule(game).shares.astype(float) / 7)
    exactly, found = core(game), core(rounded)
    assert found.is_empty == exactly.is_empty
    assert found.cost_of_stability == pytest.approx(float(exactly.cost_of_stability) / 7)
    assert (found.cost_of_stability == 0) is not found.is_empty
    assert len(found.vertices) == len(exactly.vertices)
    assert properties(rounded) == properties(game)


def test_every_triple_of_a_majority_game() -> None:
    """Three of five: the core is empty, all are alike, and stability costs two thirds."""
    game = game_of([int(s.bit_count() >= 3) for s in range(32)])
    assert set(shapley(game).shares) == set(nucleolus(game).shares) == {Fraction(1, 5)}
    assert cost_of_stability(game) == Fraction(2, 3)
    assert len(list(combinations(range(5), 3))) == sum(game.values[s] for s in range(32) if s.bit_count() == 3)
