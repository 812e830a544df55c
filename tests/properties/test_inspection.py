"""Theorems about inspection: what deters, the mixed equilibrium of the inspection game, and what warnings do."""

import itertools
import math
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tvet_games.linear_algebra import solve_exactly
from tvet_games.solve.inspection import deterring_detection, inspection_game, least_detection
from tvet_games.solve.inspection_process import AFTER_SANCTION, InspectionRule, best_behaviour
from tvet_games.solve.nash import equilibria
from tvet_games.solve.repeated import critical_discounts
from tvet_games.solve.repeated_inspection import repeated_inspection
from tvet_games.testing import small_fractions

amounts = small_fractions(Fraction(1, 4), 20, max_denominator=8)
multiples = small_fractions(0, 6, max_denominator=6)
shares = small_fractions(0, 1, max_denominator=10)
likely = small_fractions(Fraction(1, 10), 1, max_denominator=10)
patience = small_fractions(0, Fraction(19, 20), max_denominator=20)


@st.composite
def rules(draw: st.DrawFn, most: int = 3) -> dict[str, object]:
    """Options of repeated inspection, degenerate ones among them."""
    return {
        "gain": draw(amounts),
        "detection": draw(shares),
        "fine_multiple": draw(multiples),
        "warnings": draw(st.integers(0, most)),
        "discount": draw(patience),
        "expiry": draw(shares),
        "detection_after_warning": draw(st.none() | shares),
        "confiscate_on_warning": draw(st.booleans()),
        "warning_cost": draw(st.sampled_from([Fraction(0), Fraction(3), Fraction(30)])),
        "after_sanction": draw(st.sampled_from(AFTER_SANCTION)),
        "worth": draw(small_fractions(0, 9, max_denominator=2)),
    }


def losses(rule: InspectionRule) -> list[Fraction]:
    return [*[rule.warning_loss] * rule.warnings, rule.sanction + rule.closure_loss]


def next_states(rule: InspectionRule, state: int, exploits: bool) -> list[tuple[Fraction, int | None]]:
    """By hand: where one comes to with which probability; None: closed."""
    if not exploits:
        e = rule.expiry if state else Fraction(0)
        return [(e, state - 1), (1 - e, state)] if state else [(Fraction(1), 0)]
    p = rule.detections[state]
    last = {"stays": state, "cleared": 0, "closed": None}[rule.after_sanction]
    return [(p, state + 1 if state < rule.warnings else last), (1 - p, state)]


def policy_values(rule: InspectionRule, policy: tuple[bool, ...]) -> list[Fraction]:
    size = len(policy)
    matrix = [[Fraction(int(k == j)) for j in range(size)] for k in range(size)]
    for k, exploits in enumerate(policy):
        for chance, state in next_states(rule, k, exploits):
            if state is not None:
                matrix[k][state] -= rule.discount * chance
    right = [rule.gain - rule.detections[k] * losses(rule)[k] if policy[k] else Fraction(0) for k in range(size)]
    found = solve_exactly(matrix, right)
    assert found is not None
    return found


@given(multiples, small_fractions(0, Fraction(9, 10), max_denominator=10))
def test_what_deters_leaves_no_gain(multiple, errors) -> None:
    p = deterring_detection(multiple, false_positives=errors)
    assert p == 1 / ((1 + multiple) * (1 - errors))
    assert 1 - p * (1 + multiple) == -p * errors * (1 + multiple)
    assert least_detection(3, 3 * (1 + multiple), false_positives=errors) == p
    assert deterring_detection(float(multiple), false_positives=float(errors)) == pytest.approx(float(p))


@given(amounts, amounts, amounts, amounts, small_fractions(0, 5, max_denominator=4))
def test_the_mixed_equilibrium_of_the_inspection_game(gain, more, cost, recovered, harm) -> None:
    """Violations at cost/(recovered + harm), inspections at gain/penalty; the penalty alone moves the second only."""
    assume(cost < recovered + harm)
    for penalty in (gain + more, gain + 2 * more):
        (found,) = equilibria(inspection_game(gain, penalty, cost, recovered=recovered, harm=harm))
        assert found.strategies[0][1] == cost / (recovered + harm)
        assert found.strategies[1][0] == gain / penalty == least_detection(gain, penalty)


@settings(max_examples=60)
@given(rules())
def test_no_policy_is_better_in_any_state(options) -> None:
    """Against every one of the 2^(w+1) policies, each solved exactly and on its own."""
    found = repeated_inspection(**options)
    assert found.values == tuple(policy_values(found.rule, found.exploits))
    for policy in itertools.product([False, True], repeat=len(found.exploits)):
        others = policy_values(found.rule, policy)
        assert all(own >= other for own, other in zip(found.values, others, strict=True))
        if tuple(others) == found.values:
            # Of equally good policies the one that exploits least.
            assert all(own <= other for own, other in zip(found.exploits, policy, strict=True))


@settings(max_examples=40)
@given(rules())
def test_value_iteration_agrees(options) -> None:
    found = repeated_inspection(**options)
    rule, values = found.rule, np.zeros(len(found.values))
    rewards = [float(rule.gain - p * loss) for p, loss in zip(rule.detections, losses(rule), strict=True)]
    moves = {
        (k, a): [(float(c), s) for c, s in next_states(rule, k, a) if s is not None]
        for k in range(len(values))
        for a in (False, True)
    }
    for _ in range(math.ceil(25 / (1 - float(rule.discount)))):
        worth = {
            (k, a): a * rewards[k] + float(rule.discount) * sum(c * values[s] for c, s in moves[k, a]) for k, a in moves
        }
        values = np.array([max(worth[k, False], worth[k, True]) for k in range(len(values))])
    scale = max(1, *(abs(float(v)) for v in found.values))
    np.testing.assert_allclose(values / scale, [float(v) / scale for v in found.values], atol=1e-8)


@settings(max_examples=40)
@given(amounts, likely, multiples, patience, shares, st.integers(1, 3), st.sampled_from(AFTER_SANCTION))
def test_the_first_violations_are_free(gain, p, multiple, discount, expiry, warnings, then) -> None:
    options = {"discount": discount, "after_sanction": then}
    found = repeated_inspection(gain, p, multiple, warnings=warnings, expiry=expiry, **options)
    assert found.exploits[0]
    assert found.least_detection[0] == math.inf
    assert not found.deterred_at_start
    assert found.extra_value > 0
    never = repeated_inspection(gain, p, multiple, warnings=warnings, **options)
    assert all(never.exploits[:-1])


@given(amounts, likely, multiples, patience, st.integers(1, 4), st.booleans())
def test_without_expiry_the_last_state_is_as_the_static_case(gain, p, multiple, discount, warnings, taken) -> None:
    options = {"warnings": warnings, "discount": discount, "confiscate_on_warning": taken}
    found = repeated_inspection(gain, p, multiple, **options)
    static = deterring_detection(multiple)
    assert found.least_detection[-1] == found.at_once.least_detection[0] == static
    assert found.exploits[-1] == (p < static) == found.at_once.exploits[0]
    if p < static:
        assert found.share_exploited == 1
        return
    b = discount * p / (1 - discount + discount * p)
    assert found.values[0] == (1 - b**warnings) * gain * (1 - p * taken) / (1 - discount)
    assert found.share_exploited == 0
    if not taken:
        assert found.periods_exploited == warnings / p


@settings(max_examples=40)
@given(amounts, likely, likely, multiples, patience, likely)
def test_expiry_deters_more_in_the_last_state(gain, p, q, multiple, discount, expiry) -> None:
    options = {"discount": discount, "expiry": expiry}
    found = repeated_inspection(gain, p, multiple, detection_after_warning=q, **options)
    closed = (1 - discount + discount * p) / (1 - discount + discount * (p + expiry)) / (1 + multiple)
    assert found.least_detection[1] == closed <= deterring_detection(multiple)
    assert found.exploits == (True, q < closed)
    if not found.exploits[1]:
        assert found.share_exploited == expiry / (expiry + p) == found.extra_share + found.at_once.share_exploited
    same = repeated_inspection(gain, p, multiple, **options).least_detection[1]
    m, d, a = float(multiple), float(discount), 1 - float(discount) + float(discount) * float(expiry)
    half = (1 + m) * a - d
    root = (math.sqrt(half**2 + 4 * (1 + m) * d * (1 - d)) - half) / (2 * (1 + m) * d) if d else 1 / (1 + m)
    assert same == pytest.approx(root, abs=1e-9)
    for warnings in (2, 3):
        more = repeated_inspection(gain, p, multiple, warnings=warnings, **options)
        assert more.least_detection[-1] == pytest.approx(root, abs=1e-9)


@given(multiples, likely)
def test_a_patient_firm_is_deterred_less_by_what_expires(multiple, expiry) -> None:
    found = repeated_inspection(1, 1, multiple, discount=1 - Fraction(1, 10**8), expiry=expiry)
    assert found.least_detection[1] == pytest.approx(max(0, 1 / (1 + float(multiple)) - float(expiry)), abs=1e-3)


@given(multiples, st.integers(1, 4))
def test_a_clean_slate_needs_more(multiple, warnings) -> None:
    """A patient firm: each sanction has to outweigh w + 1 violations that are found out."""
    patient = {"warnings": warnings, "discount": 1 - Fraction(1, 10**8), "after_sanction": "cleared"}
    needed = (warnings + 1) / (1 + float(multiple))
    assume(abs(needed - 1) > 0.01)
    least = repeated_inspection(1, 1, multiple, **patient).least_detection[-1]
    assert least == (math.inf if needed > 1 else pytest.approx(needed, abs=1e-5))


@settings(max_examples=40)
@given(amounts, likely, multiples, patience, shares, st.sampled_from(AFTER_SANCTION))
def test_more_warnings_are_worth_no_less_to_the_firm(gain, p, multiple, discount, expiry, then) -> None:
    options = {"discount": discount, "expiry": expiry, "after_sanction": then, "worth": 2}
    values = [repeated_inspection(gain, p, multiple, warnings=w, **options).values[0] for w in range(4)]
    assert values == sorted(values)


@settings(max_examples=40)
@given(rules())
def test_the_least_detection_is_where_behaviour_changes(options) -> None:
    found = repeated_inspection(**options)
    rule = found.rule
    for state, least in enumerate(found.least_detection):
        for p in (0.0, 0.25, 0.5, 0.75, 1.0, float(least) - 1e-6, float(least) + 1e-6):
            if not 0 <= p <= 1 or abs(p - least) < 1e-7:
                continue
            table = np.array([float(d) for d in rule.detections])
            if rule.follow_up is None:
                table[:] = p
            elif state:
                table[1:] = p
            else:
                table[0] = p
            exploits = bool(rule.behaviour(table).exploits[state])
            if p > least:
                assert not exploits
            elif p == pytest.approx(least, abs=2e-6):
                assert exploits


@given(rules(most=2))
def test_floats_and_batches_agree_with_fractions(options) -> None:
    found = repeated_inspection(**options)
    rule = found.rule
    table = np.array([[float(p) for p in rule.detections]] * 3)
    batch = rule.behaviour(table)
    assert batch.values.shape == batch.exploits.shape == table.shape
    scale = max(1, *(abs(float(v)) for v in found.values))
    np.testing.assert_allclose(batch.values / scale, [[float(v) / scale for v in found.values]] * 3, atol=1e-9)


@given(st.integers(0, 10**6), likely)
def test_published_ratings_ask_for_less_patience(seed, q) -> None:
    """With d the factor where everything is known, d/(d + q(1 - d)) where a breach is known with probability q."""
    from tvet_games.games.normal_form import NormalFormGame

    payoffs = np.random.default_rng(seed).integers(-3, 4, size=(2, 2, 2)).astype(object)
    known = critical_discounts(NormalFormGame(payoffs))
    hidden = critical_discounts(NormalFormGame(payoffs), detection=q)
    for d, found in zip(known, hidden, strict=True):
        assert found == (d if d in (0, math.inf) else d / (d + q * (1 - d)))


def test_behaviour_of_nobody_tempted() -> None:
    nothing = np.array([Fraction(0), Fraction(0)])
    found = best_behaviour(nothing, nothing, expiry=0, discount=Fraction(1, 2), after_sanction="stays")
    assert not found.exploits.any()
    assert not found.values.any()
