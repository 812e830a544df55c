"""The criteria: closed forms, brute force over the equilibrium engine, and exact certificates."""

import itertools
from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from questions import by_hand, lever, payments

import tvet_games as tg
from tvet_games.linear_programs.exact import minimise
from tvet_games.policy.words import describe
from tvet_games.testing import small_fractions

amounts = st.integers(0, 9)


def symmetric(reward: int, sucker: int, temptation: int, punishment: int) -> tuple[np.ndarray, np.ndarray]:
    row = np.array([[reward, sucker], [temptation, punishment]], dtype=object)
    return row, row.T.copy()


def both_paid(high: int = 60) -> list:
    """A payment x to each player who cooperates."""
    return [lever("both", {0: [0, None], 1: [None, 0]}, high=high)]


def level_for(payoffs: tuple[np.ndarray, np.ndarray], criterion: tg.Nash) -> Fraction:
    found = by_hand(payoffs, both_paid()).solve(criterion)
    assert found.verify()
    return found.levels["both"]


@given(amounts, amounts, st.integers(0, 3))
def test_the_ladder_in_closed_form(a: int, b: int, margin: int) -> None:
    """a = T - R, b = P - S: Nash from a, risk-dominant from max(a, (a+b)/2), dominant from max(a, b)."""
    game = symmetric(10, 10 - b, 10 + a, 10)
    nash = level_for(game, tg.Nash(margin))
    risk = level_for(game, tg.RiskDominant(margin))
    dominant = level_for(game, tg.Dominant(margin))
    assert nash == max(0, a + margin)
    assert dominant == max(0, a + margin, b + margin)
    assert float(risk) == pytest.approx(max(a + margin, (a + b) / 2, 0), rel=1e-5, abs=1e-5)
    assert float(nash) <= float(risk) + 1e-9
    assert float(risk) <= float(dominant) + 1e-5
    half = level_for(game, tg.PDominant("1/2", margin))
    assert half == max(a + margin, Fraction(a + b, 2), 0)


@given(amounts, amounts, small_fractions(0, 1, max_denominator=12))
def test_p_dominance_in_closed_form(a: int, b: int, p: Fraction) -> None:
    """p (x - a) + (1 - p) (x - b) >= 0."""
    level = level_for(symmetric(10, 10 - b, 10 + a, 10), tg.PDominant(p, margin=0))
    assert level == max(0, a, p * a + (1 - p) * b)


@given(st.integers(1, 9), st.integers(1, 9), st.integers(0, 9), small_fractions(0, Fraction(9, 10), max_denominator=10))
def test_sustainable_in_closed_form(a: int, c: int, b: int, delta: Fraction) -> None:
    """x >= (T - R) - delta (T - P), where mutual defection stays an equilibrium (x <= P - S) and hurts."""
    reward = 20
    temptation, punishment = reward + a, reward - c
    sucker = punishment - 40 - b
    level = level_for(symmetric(reward, sucker, temptation, punishment), tg.Sustainable(delta, margin=0))
    assert level == max(0, a - delta * (a + c))


@given(amounts, small_fractions(0, 2, max_denominator=8))
def test_aligned_in_closed_form(a: int, alpha: Fraction) -> None:
    """A payment is no created value: x + alpha (2R - (T + S)) >= T - R, with the payment taken out of the welfare."""
    reward, sucker, temptation, punishment = 10, 4, 10 + a, 5
    level = level_for(symmetric(reward, sucker, temptation, punishment), tg.Aligned(alpha, margin=0))
    lost = 2 * reward - (temptation + sucker)
    assert level == max(0, a - alpha * lost)


@pytest.mark.parametrize("seed", range(5))
def test_unique_in_2x2_against_the_engine(seed: int) -> None:
    """Integer payoffs and payments: the least cost at margin 1 is the cheapest grid point with one equilibrium."""
    rng = np.random.default_rng(seed)
    paid = np.arange(9)
    x, y = (v.ravel() for v in np.meshgrid(paid, paid, indexing="ij"))
    for _ in range(40):
        payoffs = tuple(rng.integers(-3, 4, size=(2, 2, 2)).astype(object))
        levers = [lever("first", {0: [0, None]}, high=8), lever("second", {1: [None, 0]}, high=8)]
        found = by_hand(payoffs, levers).solve(tg.Unique(margin=1))
        row = payoffs[0].astype(float) + x[:, None, None] * np.array([[1, 1], [0, 0]])
        column = payoffs[1].astype(float) + y[:, None, None] * np.array([[1, 0], [1, 0]])
        boxes = tg.equilibrium_boxes(row, column)
        alone = boxes.exists.sum(axis=-1) == 1
        at_target = (boxes.exists & (boxes.corners == 1).all(axis=-1)).any(axis=-1)
        assert found.cost == (x + y)[alone & at_target].min()
        assert found.status == "optimal"
        assert found.verify()


@pytest.mark.parametrize("seed", range(5))
def test_unique_in_supermodular_games_of_three_against_the_engine(seed: int) -> None:
    """Pure equilibria suffice there: the extreme equilibria of a supermodular game are pure."""
    rng = np.random.default_rng(100 + seed)
    paid = np.array(list(itertools.product(range(7), repeat=3)))
    for _ in range(40):
        payoffs = supermodular(rng)
        levers = [lever(f"paid {i}", {i: [0 if j == i else None for j in range(3)]}, high=6) for i in range(3)]
        found = by_hand(payoffs, levers).solve(tg.Unique(margin=1))
        games = np.stack([p.astype(float) for p in payoffs])[None].repeat(len(paid), axis=0)
        for i in range(3):
            index = [slice(None), i, *(0 if j == i else slice(None) for j in range(3))]
            games[tuple(index)] += paid[:, i, None, None]
        pure = tg.pure_equilibria(tg.NormalFormGame(games, players="abc"))
        alone = (pure.reshape(len(paid), -1).sum(axis=1) == 1) & pure[:, 0, 0, 0]
        if not alone.any():
            assert not found.feasible
            continue
        assert found.cost == paid[alone].sum(axis=1).min()
        assert found.status == "optimal"
        assert found.verify()


def supermodular(rng: np.random.Generator) -> list[np.ndarray]:
    """The gain from cooperating rises with every other who cooperates (action 0)."""
    payoffs = []
    for i in range(3):
        own, help_ = int(rng.integers(-4, 2)), rng.integers(0, 3, size=3)
        table = np.zeros((2, 2, 2), dtype=object)
        for profile in itertools.product((0, 1), repeat=3):
            if profile[i] == 0:
                table[profile] = own + sum(int(help_[j]) for j in range(3) if j != i and profile[j] == 0)
        payoffs.append(table)
    return payoffs


def test_a_game_that_is_not_supermodular_reports_a_bound() -> None:
    """Elimination is sufficient only: the Nash program stands beside it, and the text says how it was found."""
    rng = np.random.default_rng(3)
    reported = 0
    for _ in range(40):
        payoffs = [table.astype(object) for table in rng.integers(-3, 4, size=(3, 2, 2, 2))]
        levers = [lever(f"paid {i}", {i: [0 if j == i else None for j in range(3)]}, high=9) for i in range(3)]
        found = by_hand(payoffs, levers).solve(tg.Unique(margin=1))
        if found.status == "bound":
            reported += 1
            assert found.lower_bound is not None
            assert found.lower_bound < found.cost
            assert found.gap is not None
            assert found.gap > 0
            assert found.verify()
    assert reported


@pytest.mark.slow
def test_outcome_contingent_payments_on_500_games() -> None:
    """Monderer and Tennenholtz (2004): the sum of the deviation gains; nothing where the target is Nash."""
    rng = np.random.default_rng(1)
    free = 0
    for _ in range(500):
        m, n = rng.integers(2, 4, size=2)
        row, column = rng.integers(-9, 10, size=(2, m, n)).astype(object)
        levers = [lever("row pays", {0: [0, 0]}, high=1000), lever("column pays", {1: [0, 0]}, high=1000)]
        found = by_hand((row, column), levers).solve(tg.Nash(margin=0))
        gains = max(0, *(row[1:, 0] - row[0, 0])) + max(0, *(column[0, 1:] - column[0, 0]))
        assert found.cost == gains
        assert found.verify()
        free += not gains
    assert free


CRITERIA = [tg.Nash, tg.Dominant, tg.Unique, tg.PDominant, lambda margin: tg.Aligned("1/3", margin)]


@pytest.mark.slow
def test_certificates_of_500_random_problems() -> None:
    """Small integers, so that degenerate and infeasible ones are common; every proof is checked in fractions."""
    rng = np.random.default_rng(2)
    kinds = {"optimal": 0, "infeasible": 0}
    for k in range(500):
        payoffs = tuple(rng.integers(-3, 4, size=(2, 2, 2)).astype(object))
        question = by_hand(payoffs, payments(rng, int(rng.integers(1, 5))))
        found = question.solve(CRITERIA[k % len(CRITERIA)](margin=int(rng.integers(0, 3))), participation=bool(k % 2))
        assert found.verify()
        assert describe(found)
        kinds[found.certificate.kind] += 1
    assert min(kinds.values()) > 50


@settings(max_examples=40)
@given(st.integers(0, 10**6))
def test_combined_criteria_cost_at_least_each_and_satisfy_all(seed: int) -> None:
    rng = np.random.default_rng(seed)
    question = by_hand(tuple(rng.integers(-5, 6, size=(2, 2, 2)).astype(object)), payments(rng, 4))
    parts = [tg.Unique(1), tg.PDominant("1/3", 0)]
    together = question.solve(*parts)
    alone = [question.solve(part) for part in parts]
    if together.feasible:
        assert all(one.feasible and one.cost <= together.cost for one in alone)
        assert all(tg.verdict(together.outcomes[0].game, part).holds for part in parts)
        assert together.verify()


@settings(max_examples=40)
@given(st.integers(0, 10**6), st.integers(1, 3))
def test_whole_steps_and_at_most_k_against_brute_force(seed: int, at_most: int) -> None:
    rng = np.random.default_rng(seed)
    payoffs = tuple(rng.integers(-4, 5, size=(2, 2, 2)).astype(object))
    levers = [
        lever("a", {0: [0, None]}, high=9, step=Fraction(3)),
        lever("b", {1: [None, 0]}, high=8, step=Fraction(2)),
        lever("c", {0: [0, 0], 1: [0, 0]}, high=5, step=Fraction(5)),
    ]
    found = by_hand(payoffs, levers).solve(tg.Nash(margin=0), at_most=at_most)
    best = None
    for a, b, c in itertools.product(range(0, 10, 3), range(0, 9, 2), (0, 5)):
        row = payoffs[0] + np.array([[a + c, a], [0, 0]])
        column = payoffs[1] + np.array([[b + c, 0], [b, 0]])
        if row[0, 0] >= row[1, 0] and column[0, 0] >= column[0, 1] and sum(v > 0 for v in (a, b, c)) <= at_most:
            cost = a + b + 2 * c
            best = cost if best is None else min(best, cost)
    assert found.cost == best
    assert found.verify()


@settings(max_examples=40)
@given(st.integers(0, 10**6), st.sampled_from([tg.Nash, tg.Dominant]))
def test_shadow_prices_are_one_sided_finite_differences(seed: int, criterion: type) -> None:
    """Left and right derivative of the least cost in each row's right-hand side, against solving again."""
    from tvet_games.linear_programs.certificate import Constraint
    from tvet_games.linear_programs.exact import minimise

    rng = np.random.default_rng(seed)
    question = by_hand(tuple(rng.integers(-5, 6, size=(2, 2, 2)).astype(object)), payments(rng, 4))
    found = question.solve(criterion(margin=1))
    if not found.feasible:
        return
    low, high = [v.low for v in question.problem.levers], [v.high for v in question.problem.levers]
    for price in found.shadow_prices():
        r = found.rows.index(price.row)
        for sign, wanted in ((1, price.right), (-1, price.left)):
            step = Fraction(sign, 10**6)
            rows = [row.constraint for row in found.rows]
            rows[r] = Constraint(rows[r].coefficients, rows[r].bound + step)
            moved = minimise(question.problem.expected_bill, low, high, rows)
            if wanted == float("inf"):
                assert moved.kind == "infeasible"
            else:
                assert (moved.value - found.certificate.value) / step == wanted


def test_words_for_every_criterion() -> None:
    every = [
        tg.Nash(),
        tg.Dominant(),
        tg.PDominant(),
        tg.RiskDominant(),
        tg.Unique(),
        tg.Sustainable("1/2"),
        tg.Aligned(1),
    ]
    for criterion in every:
        found = tg.cheapest_policy("school_enterprise", "germany_2022", criterion=criterion)
        assert found.verify(), criterion
        for language in ("en", "zh"):
            assert all("{" not in sentence for sentence in found.describe(language))


def test_a_solution_that_was_tampered_with_does_not_verify() -> None:
    """Levels, costs, bound, status, rows, proof: whatever is changed is found."""
    found = tg.cheapest_policy("school_enterprise", "germany_2022", criterion=tg.Unique())
    assert found.verify()
    assert found.costs is not None
    trivial = minimise([Fraction(1)], [Fraction(0)], [Fraction(9)], [])
    changes = [
        {"levels": tg.Policy(**dict.fromkeys(found.levels, 0))},
        {"lower_bound": found.lower_bound * 2},
        {"lower_bound": found.lower_bound / 2},
        {"costs": replace(found.costs, expected=Fraction(1))},
        {"certificate": trivial},
        {"rows": ()},
        {"rows": found.rows[1:]},
        {"status": "bound"},
        {"requirements": replace(found.requirements, criteria=(tg.Dominant(500),))},
    ]
    for change in changes:
        assert not replace(found, **change).verify(), change
    none = tg.cheapest_policy("school_enterprise", "germany_2022", ["public_recognition"])
    assert none.verify()
    assert none.shortfall is not None
    assert not replace(none, certificate=trivial, shortfall=replace(none.shortfall, certificate=trivial)).verify()
    assert not replace(none, rows=none.rows[1:], shortfall=replace(none.shortfall, certificate=trivial)).verify()


@given(st.integers(0, 10**6), small_fractions(0, Fraction(9, 10), max_denominator=10), st.integers(0, 3))
def test_sustainable_is_judged_as_it_is_searched(seed: int, delta: Fraction, margin: int) -> None:
    """By brute force: some pure stage equilibrium punishes every deviation enough, or the target is one by a margin."""
    rng = np.random.default_rng(seed)
    row, column = rng.integers(-3, 6, size=(2, 2, 2)).astype(object)
    game = tg.NormalFormGame.from_bimatrix(row, column)
    gains = [row[1, 0] - row[0, 0], column[0, 1] - column[0, 0]]
    holds = max(gains) <= -margin
    for i, j in ((0, 1), (1, 0), (1, 1)):
        if row[i, j] >= row[1 - i, j] and column[i, j] >= column[i, 1 - j]:
            after = [row[0, 0] - row[i, j], column[0, 0] - column[i, j]]
            holds |= all(-(1 - delta) * g + delta * a >= margin for g, a in zip(gains, after, strict=True))
    judged = tg.verdict(game, tg.Sustainable(delta, margin))
    assert bool(judged.holds) == holds
    batch = tg.NormalFormGame(game.payoffs.astype(float)[None], players=game.players, actions=game.actions)
    assert float(tg.verdict(batch, tg.Sustainable(delta, margin)).slack[0]) == pytest.approx(float(judged.slack))
    found = by_hand((row, column), []).solve(tg.Sustainable(delta, margin))
    assert found.feasible == holds
    assert found.verify()


def test_uniqueness_of_more_players_is_optimal_only_where_theory_says_so() -> None:
    """A payment that a player gets only while another defects can undo supermodularity at levels within the bounds."""
    rng = np.random.default_rng(7)
    payoffs = supermodular(rng)
    paid = [lever(f"paid {i}", {i: [0 if j == i else None for j in range(3)]}, high=6) for i in range(3)]
    assert by_hand(payoffs, paid).solve(tg.Unique(1)).status == "optimal"
    odd = by_hand(payoffs, [*paid, lever("odd", {0: [0, 1, None]}, high=6)]).solve(tg.Unique(1))
    assert odd.status == ("bound" if odd.lower_bound < odd.cost else "optimal")
    from tvet_games.policy.outcome import elimination_is_exact

    assert not elimination_is_exact(odd.problem)
