"""Theorems about the policy search: known costs, duality, monotonicity, uniqueness against the engine."""

import itertools
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from questions import by_hand, lever, payments, target_rows

import tvet_games as tg
from tvet_games.linear_programs.certificate import Certificate, Constraint
from tvet_games.linear_programs.exact import minimise
from tvet_games.policy.outcome import is_supermodular
from tvet_games.testing import small_fractions

amounts = st.integers(-4, 4)
ladder = st.tuples(amounts, amounts, amounts, amounts)


def symmetric(r: int, s: int, t: int, p: int) -> tuple[np.ndarray, np.ndarray]:
    row = np.array([[r, s], [t, p]], dtype=object)
    return row, row.T


def least_payment(payoffs: tuple[np.ndarray, np.ndarray], criterion: tg.Nash) -> Fraction:
    """Least common payment to each cooperator."""
    question = by_hand(payoffs, [lever("pay", {0: [0, None], 1: [None, 0]}, high=100)])
    found = question.solve(criterion)
    assert found.verify()
    return found.levels["pay"]


@given(ladder)
def test_the_symmetric_ladder(game) -> None:
    """a = T - R, b = P - S: Nash from a, dominant from max(a, b); both payments are at least 0."""
    r, s, t, p = game
    a, b = t - r, p - s
    assert least_payment(symmetric(*game), tg.Nash(margin=0)) == max(0, a)
    assert least_payment(symmetric(*game), tg.Dominant(margin=0)) == max(0, a, b)
    assert least_payment(symmetric(*game), tg.Nash(margin=2)) == max(0, a + 2)


@given(ladder, small_fractions(0, 2, max_denominator=4))
def test_divide_and_conquer(game, margin) -> None:
    """Unique with a payment to each player: one is paid to cooperate for sure, the other only against a cooperator."""
    r, s, t, p = game
    a, b = t - r, p - s
    levers = [lever("first", {0: [0, None]}, high=100), lever("second", {1: [None, 0]}, high=100)]
    found = by_hand(symmetric(*game), levers).solve(tg.Unique(margin=margin))
    assert found.cost == max(0, a + margin, b + margin) + max(0, a + margin)
    if margin:
        assert found.outcomes[0].target_is_unique


def test_stag_hunt() -> None:
    """R=4, S=0, T=3, P=2: paying one player 2 (plus the margin) is enough; paying both 1 leaves three equilibria."""
    hunt = symmetric(4, 0, 3, 2)
    levers = [lever("first", {0: [0, None]}, high=9), lever("second", {1: [None, 0]}, high=9)]
    found = by_hand(hunt, levers).solve(tg.Unique(margin=Fraction(1, 10)))
    assert found.cost == Fraction(21, 10)
    assert found.outcomes[0].target_is_unique
    both = tg.NormalFormGame.from_bimatrix(hunt[0] + np.array([[1, 1], [0, 0]]), hunt[1] + np.array([[1, 0], [1, 0]]))
    assert len(tg.equilibria(both)) == 3
    infimum = by_hand(hunt, levers).solve(tg.Unique(margin=0))
    assert infimum.cost == 2
    assert not infimum.attained


@given(st.integers(2, 3), st.integers(2, 3), st.integers(0, 10**6))
def test_outcome_contingent_payments_cost_the_deviation_gains(m, n, seed) -> None:
    """Payments free to depend on the outcome: the sum of deviation gains (Monderer and Tennenholtz 2004)."""
    row, column = np.random.default_rng(seed).integers(-9, 10, size=(2, m, n)).astype(object)
    levers = [lever("row pays", {0: [0, 0]}, high=1000), lever("column pays", {1: [0, 0]}, high=1000)]
    found = by_hand((row, column), levers).solve(tg.Nash(margin=0))
    gains = max(0, *(row[1:, 0] - row[0, 0])) + max(0, *(column[0, 1:] - column[0, 0]))
    assert found.cost == gains
    assert found.outcomes[0].target_is_equilibrium
    if not gains:
        assert not any(found.levels.values())


@settings(max_examples=40)
@given(st.integers(0, 10**6), st.sampled_from([tg.Nash, tg.Dominant, tg.Unique]), st.integers(0, 2))
def test_a_wider_set_of_instruments_never_costs_more(seed, criterion, margin) -> None:
    rng = np.random.default_rng(seed)
    payoffs = tuple(rng.integers(-6, 7, size=(2, 2, 2)).astype(object))
    levers = payments(rng, 4)
    costs = []
    for count in (2, 3, 4):
        found = by_hand(payoffs, levers[:count]).solve(criterion(margin=margin))
        assert found.verify()
        costs.append(found.cost if found.feasible else None)
    for fewer, more in itertools.pairwise(costs):
        assert fewer is None or (more is not None and more <= fewer)


@settings(max_examples=40)
@given(st.integers(0, 10**6))
def test_unique_is_what_the_engine_calls_unique_and_no_cheaper_grid_point_is(seed) -> None:
    """2x2: exact against brute force over a grid of levels with the engine as judge."""
    rng = np.random.default_rng(seed)
    payoffs = tuple(rng.integers(-3, 4, size=(2, 2, 2)).astype(object))
    levers = [lever("first", {0: [0, None]}, high=8), lever("second", {1: [None, 0]}, high=8)]
    margin = Fraction(1, 2)
    found = by_hand(payoffs, levers).solve(tg.Unique(margin=margin))
    assert found.status == "optimal"
    assert found.outcomes[0].target_is_unique
    for x in range(9):
        for y in range(9):
            row = payoffs[0] + np.array([[x, x], [0, 0]])
            column = payoffs[1] + np.array([[y, 0], [y, 0]])
            if x + y < found.cost - 1 and all(loss >= margin for loss in target_rows(row, column)):
                game = tg.NormalFormGame.from_bimatrix(row, column)
                assert len(tg.equilibria(game)) > 1


@settings(max_examples=60)
@given(st.integers(0, 10**6), st.integers(1, 5), st.integers(1, 8))
def test_linear_programs_against_scipy(seed, n, rows) -> None:
    """Status and value agree with SciPy's HiGHS; the certificate proves them, degenerate problems among them."""
    from scipy.optimize import linprog

    rng = np.random.default_rng(seed)
    cost = rng.integers(-2, 5, n)
    high = rng.integers(0, 5, n)
    matrix = rng.integers(-3, 4, (rows, n))
    bound = rng.integers(-4, 5, rows)
    exact = [
        Constraint(tuple(map(Fraction, map(int, a))), Fraction(int(b))) for a, b in zip(matrix, bound, strict=True)
    ]
    found = minimise([Fraction(int(c)) for c in cost], [Fraction(0)] * n, [Fraction(int(h)) for h in high], exact)
    assert found.verify()
    peer = linprog(cost, A_ub=-matrix, b_ub=-bound, bounds=[(0, h) for h in high])
    assert found.kind == {0: "optimal", 2: "infeasible"}[peer.status]
    if found.kind == "optimal":
        assert float(found.value) == pytest.approx(peer.fun, abs=1e-7)


def test_a_false_certificate_is_refused() -> None:
    one, zero = Fraction(1), Fraction(0)
    true = minimise([one], [zero], [9 * one], [Constraint((one,), 3 * one)])
    assert true.verify()
    for x, multipliers in [
        ((2 * one,), true.multipliers),
        (true.x, ((2, 2 * one),)),
        (true.x, ((2, -one),)),
        ((4 * one,), true.multipliers),
    ]:
        assert not Certificate("optimal", true.cost, true.constraints, x, multipliers).verify()
    assert not Certificate("infeasible", true.cost, true.constraints, (), ((2, one),)).verify()


@given(st.integers(0, 10**6))
def test_policy_zero_is_the_baseline_bit_for_bit(seed) -> None:
    """In floats too, over all shipped conflicts and calibrations."""
    rng = np.random.default_rng(seed)
    name = rng.choice(tg.conflicts())
    calibration = tg.load_calibration(str(rng.choice(tg.calibrations()))).sample(3, rng)
    conflict = tg.load_conflict(str(name))
    baseline = conflict.game(calibration).payoffs
    zero = tg.Policy(**dict.fromkeys(tg.instruments(), 0))
    assert (conflict.game(calibration, zero).payoffs == baseline).all()
    touching = [i for i in tg.instruments() if i != "tax_credit" and conflict.touched_by(tg.load_instrument(i))]
    if touching:
        mixed = tg.Policy(**{str(rng.choice(touching)): np.array([0.0, 1.0, 0.0])})
        moved = conflict.game(calibration, mixed).payoffs
        assert (moved[[0, 2]] == baseline[[0, 2]]).all()


@given(st.lists(st.integers(0, 3), min_size=8, max_size=8))
def test_supermodular_by_definition(entries) -> None:
    payoffs = np.array(entries, dtype=object).reshape(2, 2, 2)
    gain = payoffs[0] - payoffs[1]
    assert is_supermodular(payoffs, 0) == all(gain[0, k] >= gain[1, k] and gain[k, 0] >= gain[k, 1] for k in (0, 1))
