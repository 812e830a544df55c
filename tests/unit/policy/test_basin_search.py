"""The search for a basin: what it says, its limits, several conflicts and choices."""

from fractions import Fraction

import numpy as np
import pytest
from questions import by_hand, lever

import tvet_games as tg
from tvet_games.errors import InputError, SolverError
from tvet_games.policy.basin import search as search_module
from tvet_games.policy.choices.splits import Split

HUNT = (np.array([[4, 0], [3, 2]], dtype=object), np.array([[4, 3], [0, 2]], dtype=object))
PAY = (lever("first", {0: [0, None]}, high=9), lever("second", {1: [None, 0]}, high=9))


@pytest.fixture(scope="module")
def free() -> tg.PolicySolution:
    """The two payments, at will, for a basin of 0.6."""
    return by_hand(HUNT, PAY).solve(tg.Basin("0.6", margin=0))


def test_the_whole_square_needs_dominance() -> None:
    found = by_hand(HUNT, PAY).solve(tg.Basin(1, margin=0))
    assert found.feasible
    assert found.lower_bound == 2
    assert 2 < found.cost < 2 + 1e-4
    assert found.outcomes[0].target_is_unique


def test_without_a_lever_there_is_nothing_to_search() -> None:
    with pytest.raises(InputError, match="at least one instrument"):
        by_hand(HUNT, ()).solve(tg.Basin("0.5"))


def test_nothing_is_paid_for_a_basin_that_is_there() -> None:
    found = by_hand(HUNT, PAY).solve(tg.Basin("0.26", margin=0))
    assert (found.status, found.cost) == ("optimal", 0)
    assert found.verify()


def test_the_bound_is_proven_by_a_leaf(free: tg.PolicySolution) -> None:
    found = free
    assert found.status == "bound"
    assert found.method == "global search"
    assert found.lower_bound == min(leaf.value for leaf in found.leaves if leaf.kind == "optimal")
    assert 0.8 * found.cost < found.lower_bound < found.cost < 2
    assert found.verify()
    assert found.certificate.value == found.cost
    assert any("seed" in note for note in found.describe())
    assert any("随机种子" in note for note in found.describe("zh"))


@pytest.mark.slow
def test_the_same_question_has_the_same_answer() -> None:
    first, second = (by_hand(HUNT, PAY[:1]).solve(tg.Basin("0.6")) for _ in range(2))
    assert first.levels == second.levels
    assert first.lower_bound == second.lower_bound


def test_a_larger_share_is_dearer(free: tg.PolicySolution) -> None:
    assert by_hand(HUNT, PAY).solve(tg.Basin("0.4", margin=0)).cost < free.cost


def test_no_policy_gives_the_basin() -> None:
    short = by_hand(HUNT, [lever("first", {0: [0, 0]}, high=1)]).solve(tg.Basin("0.9"))
    assert short.status == "infeasible"
    assert short.shortfall is not None
    assert short.shortfall.missing > 0
    assert short.verify()
    assert all(short.describe(language) for language in ("en", "zh"))


def test_other_shapes_are_refused() -> None:
    rng = np.random.default_rng(1)
    payoffs = tuple(rng.integers(0, 5, (2, 3, 2)).astype(object))
    with pytest.raises(tg.InputError, match="a basin of attraction is defined here for two players"):
        by_hand(payoffs, PAY).solve(tg.Basin("0.5"))


@pytest.mark.slow
def test_in_whole_steps_and_with_few_instruments(free: tg.PolicySolution) -> None:
    stepped = [lever("first", {0: [0, None]}, high=9, step=1), PAY[1]]
    found = by_hand(HUNT, stepped).solve(tg.Basin("0.6", margin=0))
    assert found.levels["first"].denominator == 1
    assert found.cost >= free.cost - 1e-4
    alone = by_hand(HUNT, PAY).solve(tg.Basin("0.6", margin=0), at_most=1)
    assert sum(1 for level in alone.levels.values() if level) == 1
    assert alone.verify()


@pytest.mark.slow
def test_several_conflicts_and_another_criterion() -> None:
    found = tg.cheapest_policy(
        ["school_enterprise", "enterprise_student"],
        "germany_2022",
        ["training_subsidy", "free_riding_levy", "student_stipend", "school_grant"],
        criterion=[tg.Basin("0.7"), tg.Nash(20)],
    )
    assert found.feasible
    assert found.verify()
    assert all(m.after.basin >= 0.7 for m in found.measures)


def one_conflict(name: str, at: str, instruments: list[str], share: str) -> tg.PolicySolution:
    return tg.cheapest_policy(name, at, instruments, criterion=tg.Basin(share, 1), participation=False)


def test_a_lever_that_moves_one_player_is_taken_to_the_edge_of_the_basin() -> None:
    found = one_conflict("school_enterprise", "switzerland_2016", ["enterprise_guarantee"], "0.9")
    assert found.cost == pytest.approx(96.87, abs=0.02)
    assert found.measures[0].after.basin >= 0.9
    assert found.verify()


def test_a_belief_that_no_lever_moves_leaves_one_split() -> None:
    found = one_conflict("enterprise_student", "germany_2022", ["training_subsidy"], "0.6")
    assert 0 < found.lower_bound <= found.cost <= Fraction("0.8525") * Fraction("6916.8")
    assert found.measures[0].after.basin >= 0.6
    assert found.verify()


@pytest.mark.parametrize("instrument", ["inspection", "mentor_allowance"])
def test_a_lever_of_too_little_range_is_no_policy(instrument: str) -> None:
    short = one_conflict("enterprise_student", "germany_2022", [instrument], "0.6")
    assert short.status == "infeasible"
    assert short.shortfall is not None
    assert short.shortfall.missing > 0
    assert short.verify()


def test_a_small_payment_to_one_player_is_enough() -> None:
    """Dominance costs 4; a fifth of it is enough, with the other player's belief where it is."""
    row, column = np.array([[6, 2], [-3, 4]], dtype=object), np.array([[3, 2], [-2, 2]], dtype=object)
    found = by_hand((row, column), [lever("pay", {1: [None, 0]}, high=13)]).solve(tg.Basin("0.7", 1))
    assert found.cost == pytest.approx(0.803, abs=0.001)
    assert found.verify()


@pytest.mark.slow
def test_a_search_for_the_bound_that_does_not_end(free: tg.PolicySolution, monkeypatch: pytest.MonkeyPatch) -> None:
    """Then the least cost of an equilibrium is the bound, and what is found stays nearly the same."""
    solve = search_module.search

    def without_splits(choices: list[object], *others: object) -> object:
        if any(isinstance(choice, Split) for choice in choices):
            raise SolverError("no end")
        return solve(choices, *others)  # type: ignore[arg-type]

    monkeypatch.setattr(search_module, "search", without_splits)
    found = by_hand(HUNT, PAY).solve(tg.Basin("0.6", margin=0))
    assert found.verify()
    assert 0 <= found.lower_bound <= found.cost
    assert float(found.cost) == pytest.approx(float(free.cost), rel=1e-3)
