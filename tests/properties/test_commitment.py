"""Theorems about moving first: never worse for the leader than an equilibrium, and the definition by enumeration."""

import itertools
from fractions import Fraction

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import positive

from tvet_games.games.best_response import pure_equilibria
from tvet_games.games.normal_form import NormalFormGame
from tvet_games.solve.commitment import TIES, commitment
from tvet_games.solve.nash import equilibria
from tvet_games.testing import bimatrix_games, fractions

leaders = st.integers(0, 1)
ties = st.sampled_from(TIES)


def tables(game: NormalFormGame, leader: int):
    lead, follow = game.payoffs[leader], game.payoffs[1 - leader]
    return (lead, follow) if leader == 0 else (lead.T, follow.T)


def replies(follow, strategy) -> list[int]:
    worth = (np.asarray(strategy)[:, None] * follow).sum(axis=0)
    return [k for k, w in enumerate(worth) if w == worth.max()]


def least(lead, follow, strategy):
    """What the leader gets at worst from the follower's best replies."""
    return min((strategy * lead[:, k]).sum() for k in replies(follow, strategy))


@given(bimatrix_games(), leaders, ties)
def test_pure_commitment_is_the_definition(game, leader, rule) -> None:
    lead, follow = tables(game, leader)
    choose = max if rule == "optimistic" else min
    worth = [choose(row[k] for k in np.flatnonzero(own == own.max())) for row, own in zip(lead, follow, strict=True)]
    found = commitment(game, leader, ties=rule)
    assert found.leader_payoff == max(worth)
    assert found.leader_action == worth.index(max(worth))
    a, b = int(found.leader_action), int(found.follower_action)
    assert found.payoffs.tolist() == [lead[a, b], follow[a, b]][:: 1 if leader == 0 else -1]
    assert follow[a, b] == follow[a].max()
    profile = (a, b) if leader == 0 else (b, a)
    assert bool(found.is_equilibrium) == bool(pure_equilibria(game)[profile])
    assert found.attained


@given(bimatrix_games(), leaders)
def test_leading_is_never_worse_than_an_equilibrium(game, leader) -> None:
    """Pure: than the best pure one. Mixed: than any, and than leading with an action (von Stengel and Zamir 2010)."""
    pure, mixed = (commitment(game, leader, mixed=m) for m in (False, True))
    stable = np.argwhere(pure_equilibria(game))
    if len(stable):
        own = [game.payoffs[(leader, *profile)] for profile in stable]
        assert (pure.best_equilibrium, pure.worst_equilibrium) == (max(own), min(own))
        assert pure.gain >= 0
    else:
        assert np.isnan(pure.gain)
    assert mixed.leader_payoff >= pure.leader_payoff
    assert all(mixed.leader_payoff >= e.payoffs[leader] for e in equilibria(game))


@given(bimatrix_games(largest=3), leaders)
def test_a_mixed_commitment_is_what_it_says(game, leader) -> None:
    """A distribution, a best reply to it, the payoffs of both, and no better one on a grid."""
    lead, follow = tables(game, leader)
    found = commitment(game, leader, mixed=True)
    assert found.strategy.sum() == 1
    assert (found.strategy >= 0).all()
    assert int(found.follower_action) in replies(follow, found.strategy)
    b = int(found.follower_action)
    worth = [(found.strategy * table[:, b]).sum() for table in (lead, follow)]
    assert found.payoffs.tolist() == worth[:: 1 if leader == 0 else -1]
    for x in grid(len(lead)):
        assert max((x * lead[:, k]).sum() for k in replies(follow, x)) <= found.leader_payoff


def grid(size: int, steps: int = 6):
    """Mixed actions in whole multiples of a step."""
    if size == 1:
        yield np.array([Fraction(1)], dtype=object)
        return
    for counts in np.ndindex(*(steps + 1,) * (size - 1)):
        if sum(counts) <= steps:
            yield np.array([*(Fraction(c, steps) for c in counts), Fraction(steps - sum(counts), steps)], dtype=object)


@given(bimatrix_games(largest=3), leaders)
def test_the_supremum_with_pessimistic_ties(game, leader) -> None:
    """No mixed action gives more; one gives as much, or there are some as near as one likes."""
    lead, follow = tables(game, leader)
    found = commitment(game, leader, mixed=True, ties="pessimistic")
    assert commitment(game, leader, ties="pessimistic").leader_payoff <= found.leader_payoff
    assert found.leader_payoff <= commitment(game, leader, mixed=True).leader_payoff
    values = [least(lead, follow, x) for x in grid(len(lead))]
    assert max(values) <= found.leader_payoff
    if found.attained:
        assert least(lead, follow, found.strategy) == found.leader_payoff
    else:
        assert max(values) < found.leader_payoff
        assert int(found.follower_action) in replies(follow, found.strategy)


@settings(max_examples=200)
@given(st.integers(1, 4), st.data())
def test_the_supremum_of_two_actions_by_enumeration(n, data) -> None:
    """Two actions of the leader: the ends of the pieces between ties, and what is approached from inside them."""
    entries = st.lists(st.integers(-2, 2), min_size=2 * n, max_size=2 * n)
    lead, follow = (np.array([Fraction(v) for v in data.draw(entries)], dtype=object).reshape(2, n) for _ in "lf")
    game = NormalFormGame.from_bimatrix(lead, follow)
    found = commitment(game, 0, mixed=True, ties="pessimistic")
    ends = {Fraction(0), Fraction(1)}
    for j in range(n):
        for k in range(j):
            d = (follow[0, j] - follow[0, k], follow[1, j] - follow[1, k])
            if d[0] * d[1] < 0:
                ends.add(d[1] / (d[1] - d[0]))
    points = sorted(ends)
    at = [least(lead, follow, np.array([x, 1 - x], dtype=object)) for x in points]
    near = []
    for low, high in itertools.pairwise(points):
        # Within a piece the best replies do not change, so the least payoff is a minimum of lines.
        middle = np.array([(low + high) / 2, 1 - (low + high) / 2], dtype=object)
        tied = replies(follow, middle)
        xs = {low, middle[0], high}
        for j in tied:
            for k in tied:
                d = (lead[0, j] - lead[0, k], lead[1, j] - lead[1, k])
                if d[0] * d[1] < 0:
                    xs.add(min(max(d[1] / (d[1] - d[0]), low), high))
        near += [(min(x * lead[0, k] + (1 - x) * lead[1, k] for k in tied), low < x < high) for x in xs]
    best = max([*at, *(value for value, _ in near)])
    assert found.leader_payoff == best
    assert found.attained == (best in at or (best, True) in near)


@given(bimatrix_games(largest=3), leaders, st.booleans(), ties, positive, fractions)
def test_scale_and_constant_change_no_choice(game, leader, mixed, rule, scale, more) -> None:
    other = NormalFormGame(game.payoffs * scale + more)
    one, two = (commitment(g, leader, mixed=mixed, ties=rule) for g in (game, other))
    assert two.leader_payoff == one.leader_payoff * scale + more
    assert one.attained == two.attained


@given(bimatrix_games(largest=3), leaders, st.booleans(), ties)
def test_the_order_of_the_players_does_not_matter(game, leader, mixed, rule) -> None:
    swapped = NormalFormGame(game.payoffs[::-1].transpose(0, 2, 1))
    one, two = commitment(game, leader, mixed=mixed, ties=rule), commitment(swapped, 1 - leader, mixed=mixed, ties=rule)
    assert one.payoffs.tolist() == two.payoffs[::-1].tolist()
    assert one.strategy.tolist() == two.strategy.tolist()


@given(st.lists(st.lists(st.integers(-3, 3), min_size=12, max_size=12), min_size=1, max_size=4), leaders, ties)
def test_a_batch_is_its_games_and_floats_agree(rows, leader, rule) -> None:
    payoffs = np.array(rows, dtype=object).reshape(len(rows), 2, 2, 3)
    batch = NormalFormGame(payoffs, players=("a", "b"))
    found = commitment(batch, leader, ties=rule)
    near = commitment(batch.to_float(), leader, ties=rule)
    for k in range(len(rows)):
        one = commitment(batch[k], leader, ties=rule)
        for name in ("leader_action", "follower_action", "is_equilibrium", "is_target"):
            assert getattr(found, name)[k] == getattr(one, name) == getattr(near, name)[k]
        assert found.payoffs[k].tolist() == one.payoffs.tolist() == near.payoffs[k].tolist()
        np.testing.assert_array_equal(float(found.gain[k]), float(one.gain))
        np.testing.assert_array_equal(float(found.gain_on_worst[k]), float(near.gain_on_worst[k]))


@settings(max_examples=60)
@given(bimatrix_games(largest=3), leaders, ties)
def test_floats_agree_on_mixed_commitment(game, leader, rule) -> None:
    exact, near = (commitment(g, leader, mixed=True, ties=rule) for g in (game, game.to_float()))
    assert abs(float(exact.leader_payoff) - near.leader_payoff) < 1e-7
    assert near.strategy.dtype == np.float64
