"""Theorems about contracts: what they achieve alone, what is missing, and what the public still pays."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import tvet_games as tg
from tvet_games.model.conflict_file import build_conflict
from tvet_games.model.instrument import build_instrument
from tvet_games.model.schema import ConflictFile, InstrumentFile
from tvet_games.policy.contract import payments
from tvet_games.study.contract import contract_effect
from tvet_games.testing import small_fractions

amounts = st.integers(-6, 6)
tables = st.lists(amounts, min_size=8, max_size=8)
margins = small_fractions(0, 3, max_denominator=3)
CALIBRATION = tg.load_calibration("austria_2016")
WHEN = [("give", "take"), ("join", "leave")]


def no_other(name: str) -> tg.Conflict:
    raise AssertionError(name)


def conflict(table: list[int]) -> tg.Conflict:
    """A 2x2 conflict of the players ann and bob; action 0 is the cooperative one."""
    cells = [
        {"when": {"ann": WHEN[0][k // 2], "bob": WHEN[1][k % 2]}, "ann": table[k], "bob": table[4 + k]}
        for k in range(4)
    ]
    players = [{"name": n, "actions": list(own)} for n, own in zip(("ann", "bob"), WHEN, strict=True)]
    data = {"format": 1, "conflict": {"name": "pair", "per": "trainee"}, "player": players, "payoff": cells}
    return build_conflict(ConflictFile.model_validate(data), "pair", no_other)


def subsidy(player: str, when: dict[str, str], high: int = 1_000) -> tg.Instrument:
    """Public money to a player at some cells, one for one."""
    name = "_".join(["pay", player, *when.values()])
    table = {"name": name, "dimension": "money", "bounds": [0, high], "paid_once_per": "trainee"}
    row = {"conflict": "pair", "when": when, player: "level", "public_cost": "level"}
    return build_instrument(InstrumentFile.model_validate({"format": 1, "instrument": table, "effect": [row]}), name)


def losses(table: list[int]) -> int:
    """A1 + B1: what both lose by leaving the target alone."""
    ann, bob = table[:4], table[4:]
    return ann[0] - ann[2] + bob[0] - bob[1]


TARGET = {"ann": "give", "bob": "join"}


@given(tables, margins)
def test_a_contract_alone(table, margin) -> None:
    """It is enough exactly if A1 + B1 >= 2m; otherwise 2m - A1 - B1 is missing, and outsiders would have to add it."""
    asked = tg.question(
        conflict(table), CALIBRATION, [], criterion=tg.Nash(margin=margin), participation=False, contracts=True
    )
    found = contract_effect(asked)
    gap = max(2 * margin - losses(table), 0)
    assert found.alone.feasible == (gap == 0)
    assert found.missing == gap
    assert found.alone.verify()
    if not gap:
        assert found.together.cost == 0


@pytest.mark.slow
@given(tables, margins)
def test_what_the_public_still_pays(table, margin) -> None:
    """With a subsidy to either player at the target it is what is missing; without contracts each player's own gap."""
    levers = [subsidy(player, TARGET) for player in TARGET]
    asked = tg.question(
        conflict(table), CALIBRATION, levers, criterion=tg.Nash(margin=margin), participation=False, contracts=True
    )
    found = contract_effect(asked)
    ann, bob = table[:4], table[4:]
    assert found.together.costs.at_target == max(2 * margin - losses(table), 0)
    alone = max(margin - (ann[0] - ann[2]), 0) + max(margin - (bob[0] - bob[1]), 0)
    assert found.without.costs.at_target == alone
    assert found.saved == found.public_cost_without - found.public_cost_with >= 0
    assert all(s.verify() for s in (found.without, found.together))
    paid = sum(p.amount for p in found.payments)
    if found.public_cost_with < found.public_cost_without:
        assert paid > 0


CRITERIA = [
    lambda m: tg.Nash(margin=m),
    lambda m: tg.Dominant(margin=m),
    lambda m: tg.PDominant(p=Fraction(1, 2), margin=m),
    lambda m: tg.Unique(margin=m),
    lambda m: tg.Sustainable(delta=Fraction(4, 5), margin=m),
]


@settings(max_examples=60, deadline=None)
@given(
    tables,
    margins,
    st.sampled_from(CRITERIA),
    st.booleans(),
    st.lists(
        st.tuples(st.sampled_from(["ann", "bob"]), st.integers(-1, 1), st.integers(-1, 1)), max_size=3, unique=True
    ),
)
def test_never_dearer_to_the_public(table, margin, criterion, participation, cells) -> None:
    """Whatever the levers and the criterion: more is feasible, at no higher public cost, and the proofs hold."""
    levers = [
        subsidy(player, {n: WHEN[i][a] for i, (n, a) in enumerate(zip(TARGET, at, strict=True)) if a >= 0}, 8)
        for player, *at in cells
    ]
    found = contract_effect(
        tg.question(
            conflict(table),
            CALIBRATION,
            levers,
            criterion=criterion(margin),
            participation=participation,
            contracts=True,
        )
    )
    assert found.without.verify()
    assert found.alone.verify()
    assert found.together.verify()
    if found.without.feasible:
        assert found.together.feasible
        assert found.together.cost <= found.without.cost
    if found.alone.feasible:
        assert found.together.cost == 0
        assert found.missing == 0
    for solution in (found.alone, found.together):
        if solution.feasible:
            check_payments(solution)


def check_payments(solution: tg.PolicySolution) -> None:
    """Contracts move money, at the target only, and in one direction, well below their bounds."""
    (arrays,) = solution.problem.conflicts
    public = [
        0 if lever.instrument.between else x for lever, x in zip(solution.problem.levers, solution.vector, strict=True)
    ]
    moved = arrays.payoffs(solution.vector) - arrays.payoffs(public)
    assert moved[:, 0, 0].sum() == 0
    assert (moved.reshape(2, 4)[:, 1:] == 0).all()
    assert abs(moved[0, 0, 0]) == sum((p.amount for p in payments(solution)), Fraction(0))
    for lever, level in zip(solution.problem.levers, solution.vector, strict=True):
        assert not lever.instrument.between or level < lever.high
