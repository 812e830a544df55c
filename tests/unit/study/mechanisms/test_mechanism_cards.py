"""Cards of mechanisms: each number is that of the result."""

import math

import pytest
import shown_objects_mechanisms

import tvet_games as tg
from tvet_games.study.mechanisms.compare_words import mechanism_name
from tvet_games.tables.table import Strong, Table
from tvet_games.tables.text import plain_cell
from tvet_games.tables.words import money

EXAMPLES = shown_objects_mechanisms.EXAMPLES


def rows_of(table: Table) -> list[list[str]]:
    return [[plain_cell(cell) for cell in row] for row in table.rows]


def test_kinds_of_advice_that_bring_the_same_stand_together() -> None:
    found = EXAMPLES["Communication"]()
    brought, *_ = found.card("en").tables
    ((names, *_, welfare, target),) = rows_of(brought)
    assert len(names.splitlines()) == len(found.to_frame())
    assert (welfare, target) == (money(found.welfare.welfare), "100 %")


def test_purpose_and_its_cost() -> None:
    found = EXAMPLES["CommonGoals"]()
    (costs,) = found.card("en").tables
    assert [row[1] for row in rows_of(costs)] == [money(p.cost) for p in found.purposes if p.cost is not None]
    moved = tg.common_goals("school_student", "germany_2022", over="placement_grant", values=[0, 600])
    *_, levels = moved.card("en").tables
    assert [row[0] for row in rows_of(levels)] == ["0", "600"]


def test_the_distance_of_the_calibration_stands_out() -> None:
    found = EXAMPLES["Culture"]()
    frictions, curve = found.card("en").tables
    assert [row[2] for row in rows_of(frictions)] == [money(f.cost) for f in found.frictions]
    assert [row[0] for row in curve.rows if isinstance(row[0], Strong)] == [Strong(money(found.distance))]
    assert len(curve.rows) == len(found.curve)


def test_inspection_packages_and_ratings() -> None:
    found = tg.evaluation("school_student", "germany_2022")
    exposures, packages, ratings = found.card("en").tables
    assert len(exposures.rows) == len(found.exposures) > 0
    assert [row[0] for row in rows_of(packages)] == [
        "inspection alone",
        "inspection and recognition",
        "recognition alone",
    ]
    assert len(ratings.rows) == 2
    (only, _) = EXAMPLES["Evaluation"]().card("en").tables
    assert [row[0] for row in rows_of(only)] == ["recognition alone"]


def test_states_and_how_far_they_are() -> None:
    found = EXAMPLES["Foresight"]()
    (states,) = found.card("en").tables
    told = {row[0]: row[1:] for row in rows_of(states)}
    assert told["nominal, free-ride"] == ["yes"] * 5 + ["0"]
    assert told["co-train, invest"][0] == "no"
    graph = tg.analyse_graph("internship_placement").card("en").tables[0]
    assert len(graph.rows) == len(tg.load_graph("internship_placement").model.states)


def test_each_leader_and_a_mixture_where_it_is_worth_more() -> None:
    found = EXAMPLES["Leadership"]()
    (dyads,) = found.card("en").tables
    assert [row[0] for row in rows_of(dyads)] == ["school: quality placement", "student: commit"]
    pure = found.dyads[0].leads[0].pure
    assert rows_of(dyads)[0][2] == f"{money(pure.leader_payoff)} / {money(pure.payoffs[1])}"
    assert rows_of(dyads)[0][-1] == "both cooperate, equilibrium, secure"
    community = tg.leadership("community", "germany_2022")
    (several,) = community.card("en").tables
    mixing = sum(1 + bool(lead.mixing_gain) for dyad in community.dyads for lead in dyad.leads)
    assert len(several.rows) == min(mixing, len(several.rows))
    assert several.headers[0] == "conflict"


def test_patience_of_each_and_along_a_quantity() -> None:
    found = EXAMPLES["Patience"]()
    (factors,) = found.card("en").tables
    assert rows_of(factors)[-1] == ["all", f"{float(found.largest):.3g}", f"{float(max(found.minmax)):.3g}"]
    moved = tg.patience("school_enterprise", "austria_2016", over="training_subsidy", values=range(0, 12_001, 100))
    curve, each = moved.card("en").tables
    assert each.folded
    assert len(curve.rows) == 40
    assert curve.note.startswith("40 of 121 rows")
    assert moved.curve is not None
    assert math.isinf(moved.curve.factors[0].max())
    assert rows_of(curve)[0][-1] == "-"


def test_balance_is_that_of_the_frame() -> None:
    found = EXAMPLES["Responsibilities"]()
    balance, terms = found.card("en").tables
    assert [row[-1] for row in rows_of(balance)] == [money(net) for net in found.balance()["net"]]
    assert len(terms.rows) == sum(entry.kind != "none" for entry in found.entries)
    several = tg.responsibilities(["school_enterprise", "school_student"], "germany_2022")
    assert several.card("en").tables[0].headers[0] == "conflict"


def test_rows_are_mechanisms_until_there_are_many_conflicts() -> None:
    few = EXAMPLES["MechanismComparison"]()
    table, details = few.card("en").tables
    assert [row[0] for row in rows_of(table)] == [mechanism_name(m) for m in few.mechanisms]
    assert details.folded
    names = ["school_enterprise", "enterprise_student", "school_student", "school_teacher", "enterprise_teacher"]
    many = tg.compare_mechanisms([*names, "training_models"], "germany_2022", mechanisms=["today", "communication"])
    marks, *_ = many.card("zh").tables
    assert len(marks.rows) == 6
    assert {cell for row in rows_of(marks) for cell in row[1:]} <= {"●", "○", "◐", "×", ""}
    assert "1 无机制" in marks.note


def test_transfers_of_the_map() -> None:
    found = EXAMPLES["StakeholderMap"]()
    ties, transfers = found.card("en").tables
    assert len(ties.rows) == len(found.ties)
    assert rows_of(transfers)[0][1:5] == [
        "the public",
        "enterprise",
        "training subsidy",
        money(found.transfers[0].amount),
    ]


def test_understanding_without_and_with_a_policy() -> None:
    bare = EXAMPLES["Understanding"]().card("en").tables[0]
    assert len(bare.headers) == 4
    assert rows_of(bare)[0] == ["0", "50 %", "50 %", "25 %"]
    assert rows_of(bare)[-1][1:] == ["< 0.1 %"] * 2 + ["0 %"]
    policy = tg.Policy(placement_grant=600)
    both = tg.understanding("school_student", "germany_2022", policy).card("en").tables[0]
    assert len(both.headers) == 7


@pytest.mark.parametrize("name", ["Communication", "Culture", "Patience", "Understanding"])
def test_the_answer_stands_out(name: str) -> None:
    first = EXAMPLES[name]().card("en").parts[0]
    assert not isinstance(first, str | Table)
