"""Theorems about how safe cooperation is: beliefs, basins and patience, by their definitions and their symmetries."""

import math
from fractions import Fraction
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import positive

import tvet_games as tg
from tvet_games.solve.basin import basin, basin_of_incentives
from tvet_games.solve.refinement import p_dominance, payoff_table, risk_dominance, threshold_beliefs
from tvet_games.solve.repeated import critical_discount, critical_discounts
from tvet_games.testing import bimatrix_games, fractions, normal_form_games

punishments = st.sampled_from(["equilibrium", "minmax"])
incentives = st.tuples(*[st.floats(-4, 4).map(lambda v: round(v, 2))] * 4)
coordination = st.tuples(*[st.floats(-3, 3).map(lambda v: 10**v)] * 4).map(
    lambda sizes: (sizes[0], -sizes[1], sizes[2], -sizes[3])
)

EXACT_ENOUGH = 5e-6
"""Twice the error that the basin promises for extreme payoffs."""

two_by_two = bimatrix_games(least=2, largest=2)
any_game = st.one_of(two_by_two, bimatrix_games(largest=3), normal_form_games(players=3, largest=2))


def is_best_reply(losses: np.ndarray, belief: Fraction) -> bool:
    """Whether the first action is a best reply to every belief that puts ``belief`` on the others' first profile."""
    return all((belief * line[0] + (1 - belief) * line >= 0).all() for line in losses)


@given(any_game)
def test_p_dominance_by_its_definition(game) -> None:
    """A belief is worst when the rest of it stands on one profile, so single profiles decide."""
    for i, level in enumerate(threshold_beliefs(game)):
        table = payoff_table(game, i)
        losses = table[:1] - table
        if level == math.inf:
            assert not is_best_reply(losses, Fraction(1))
            continue
        assert is_best_reply(losses, level)
        assert is_best_reply(losses, Fraction(1))
        if level > 0:
            assert not is_best_reply(losses, level - Fraction(1, 10**6))
    assert p_dominance(game) == max(threshold_beliefs(game))


@given(bimatrix_games(largest=3), positive, positive, st.data())
def test_beliefs_ignore_units_and_what_a_player_cannot_influence(game, a, b, data) -> None:
    m, n = game.shape
    per_column = np.array(data.draw(st.lists(fractions, min_size=n, max_size=n)), dtype=object)
    per_row = np.array(data.draw(st.lists(fractions, min_size=m, max_size=m)), dtype=object)
    moved = tg.NormalFormGame.from_bimatrix(
        a * game.payoffs[0] + per_column[None, :], b * game.payoffs[1] + per_row[:, None]
    )
    assert (threshold_beliefs(moved) == threshold_beliefs(game)).all()
    if game.shape == (2, 2):
        assert risk_dominance(moved) == risk_dominance(game)


@given(any_game, punishments, st.data())
def test_patience_ignores_units(game, punishment, data) -> None:
    count = len(game.players)
    core = (slice(None), *(None,) * count)
    scale = np.array(data.draw(st.lists(positive, min_size=count, max_size=count)), dtype=object)[core]
    shift = np.array(data.draw(st.lists(fractions, min_size=count, max_size=count)), dtype=object)[core]
    moved = tg.NormalFormGame(game.payoffs * scale + shift)
    assert (critical_discounts(moved, punishment=punishment) == critical_discounts(game, punishment=punishment)).all()


@given(any_game, punishments, st.randoms(use_true_random=False))
def test_relabelling_the_players_relabels_the_verdicts(game, punishment, random) -> None:
    order = random.sample(range(len(game.players)), len(game.players))
    moved = tg.NormalFormGame(game.payoffs[order].transpose(0, *(j + 1 for j in order)))
    assert (threshold_beliefs(moved) == threshold_beliefs(game)[order]).all()
    assert critical_discount(moved, punishment=punishment) == critical_discount(game, punishment=punishment)
    if game.shape == (2, 2):
        assert risk_dominance(moved) == risk_dominance(game)
        assert basin(moved) == pytest.approx(basin(game), abs=1e-8)


@given(any_game)
def test_zero_means_dominant(game) -> None:
    dominant = all((t[0] >= t).all() for t in (payoff_table(game, i) for i in range(len(game.players))))
    assert (p_dominance(game) == 0) == dominant
    is_equilibrium = tg.pure_equilibria(game)[(0,) * len(game.players)]
    assert (p_dominance(game) <= 1) == is_equilibrium


@given(two_by_two)
def test_risk_dominance_in_two_by_two(game) -> None:
    """1/2 for both is enough; with strict equilibria on the diagonal it is the product of Harsanyi and Selten."""
    a1, a2, b1, b2 = (int(v) for v in incentives_of(game))
    if p_dominance(game) <= Fraction(1, 2):
        assert risk_dominance(game) <= 1
    if a1 > 0 > a2 and b1 > 0 > b2:
        assert (risk_dominance(game) < 1) == (a1 * b1 > a2 * b2)
        assert (risk_dominance(game) == 1) == (a1 * b1 == a2 * b2)


def incentives_of(game: tg.NormalFormGame) -> tuple[object, ...]:
    row, column = game.payoffs
    return row[0, 0] - row[1, 0], row[0, 1] - row[1, 1], column[0, 0] - column[0, 1], column[1, 0] - column[1, 1]


STRONGER = (
    ("dominant", "unique"),
    ("dominant", "sure"),
    ("unique", "nash"),
    ("unique", "risk"),
    ("sure", "half"),
    ("half", "risk"),
    ("half", "trusting"),
    ("risk", "trusting"),
    ("risk", "nash"),
    ("trusting", "nash"),
    ("basin", "nash"),
    ("nash", "sustainable"),
)
"""Pairs of criteria of a 2x2 game, the first of which implies the second."""


@given(two_by_two, st.integers(1, 3))
def test_which_criterion_implies_which(game, margin) -> None:
    criteria = {
        "dominant": tg.Dominant(margin),
        "unique": tg.Unique(margin),
        "nash": tg.Nash(margin),
        "risk": tg.RiskDominant(margin),
        "sure": tg.PDominant(0, margin),
        "half": tg.PDominant("1/2", margin),
        "trusting": tg.PDominant(1, margin),
        "basin": tg.Basin("1/3", margin),
        "sustainable": tg.Sustainable("1/2", margin),
    }
    holds = {name: bool(tg.verdict(game, criterion).holds) for name, criterion in criteria.items()}
    assert [pair for pair in STRONGER if holds[pair[0]] and not holds[pair[1]]] == []


def test_caring_for_the_group_may_undo_what_is_dominant() -> None:
    """Where leaving is good for the group: cooperating is dominant, and no equilibrium among who care enough."""
    game = tg.NormalFormGame.from_bimatrix([[1, 1], [0, 0]], [[1, 0], [9, 0]])
    assert tg.verdict(game, tg.Dominant(margin=1)).holds
    assert not tg.verdict(game, tg.Aligned(1)).holds


@given(any_game, punishments)
def test_fractions_and_floats_agree(game, punishment) -> None:
    for verdict in (threshold_beliefs, lambda g: critical_discounts(g, punishment=punishment)):
        exact = verdict(game)
        assert all(isinstance(v, Fraction) or v == math.inf for v in exact)
        assert verdict(game.to_float()) == pytest.approx(exact.astype(float), rel=1e-12)
    if game.shape == (2, 2):
        assert basin(game.to_float()) == pytest.approx(basin(game), abs=1e-8)


@settings(max_examples=30)
@given(st.lists(two_by_two, min_size=2, max_size=6), punishments, st.booleans())
def test_a_batch_is_its_games(games, punishment, exact) -> None:
    batch = tg.NormalFormGame(np.stack([g.payoffs for g in games]), players=["a", "b"])
    batch = batch if exact else batch.to_float()
    for verdict in (
        threshold_beliefs,
        p_dominance,
        risk_dominance,
        lambda g: critical_discounts(g, punishment=punishment),
        lambda g: critical_discount(g, punishment=punishment),
    ):
        together = verdict(batch)
        assert all(np.all(together[k] == verdict(batch[k])) for k in range(len(games)))
    assert [basin(batch[k]) for k in range(len(games))] == pytest.approx(basin(batch), abs=1e-12)


def sustains(game: tg.NormalFormGame, after: np.ndarray, delta: Fraction) -> bool:
    """Whether no single deviation pays, in sums over all periods, when payoffs ``after`` follow it for ever."""
    for i in range(len(game.players)):
        own = payoff_table(game, i)[:, 0]
        cooperating = own[0] / (1 - delta)
        if any(now + delta * after[i] / (1 - delta) > cooperating for now in own[1:]):
            return False
    return True


@given(any_game)
def test_patience_by_its_definition(game) -> None:
    """From the factor on, and not from a little before, some stage equilibrium deters every deviation."""
    origin = (0,) * len(game.players)
    stable = tg.pure_equilibria(game)
    critical = critical_discount(game)
    if stable[origin]:
        assert critical == 0
        return
    little, patient = Fraction(1, 10**6), 1 - Fraction(1, 10**9)
    threats = [game.payoffs[(slice(None), *p)] for p in product(*map(range, game.shape)) if stable[p]]

    def sustained_from(delta: Fraction) -> bool:
        return any(sustains(game, after, delta) and sustains(game, after, patient) for after in threats)

    if critical == math.inf:
        assert not any(sustains(game, after, patient) for after in threats)
    else:
        assert 0 < critical < 1
        assert sustained_from(critical)
        assert sustained_from(critical + little)
        assert not sustained_from(critical - little)


@given(any_game)
def test_minmax_patience_by_its_definition(game) -> None:
    little = Fraction(1, 10**6)
    held_to = np.array([payoff_table(game, i).max(axis=0).min() for i in range(len(game.players))], dtype=object)
    critical = critical_discount(game, punishment="minmax")
    if critical == math.inf:
        assert not sustains(game, held_to, 1 - Fraction(1, 10**9))
    else:
        assert sustains(game, held_to, critical)
        assert critical == 0 or not sustains(game, held_to, critical - little)


@given(coordination, st.floats(0.01, 100))
def test_the_basin_has_the_symmetries_of_the_game(numbers, scale) -> None:
    a1, a2, b1, b2 = numbers
    share = basin_of_incentives(a1, a2, b1, b2)
    assert basin_of_incentives(b1, b2, a1, a2) == pytest.approx(share, abs=EXACT_ENOUGH)
    assert basin_of_incentives(*(scale * v for v in numbers)) == pytest.approx(share, abs=EXACT_ENOUGH)
    assert share + basin_of_incentives(-a2, -a1, -b2, -b1) == pytest.approx(1, abs=EXACT_ENOUGH)


@given(incentives, st.integers(0, 3), st.floats(0, 3))
def test_a_larger_incentive_never_shrinks_the_basin(numbers, which, more) -> None:
    raised = [v + more * (k == which) for k, v in enumerate(numbers)]
    assert basin_of_incentives(*raised) >= basin_of_incentives(*numbers) - EXACT_ENOUGH


@given(st.floats(0.01, 100), st.floats(0.01, 100))
def test_alike_players_share_the_square_at_their_risk(gain, loss) -> None:
    """Symmetric games: the basin is above 1/2 exactly where cooperation is risk dominant."""
    share = basin_of_incentives(gain, -loss, gain, -loss)
    if abs(gain - loss) > 1e-3 * gain:
        assert (share > 0.5) == (gain > loss)
