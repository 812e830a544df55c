"""Conflicts and graph files looked at as graph models."""

import pytest

import tvet_games as tg
from tvet_games.errors import InputError
from tvet_games.study.mechanisms.foresight import analyse_graph, foresight


@pytest.mark.parametrize("conflict", ["school_enterprise", "school_student", "training_models", "community"])
def test_the_target_is_nash_exactly_where_the_engine_says_so(conflict) -> None:
    for calibration in ("germany_2022", "switzerland_electrician"):
        found = foresight(conflict, calibration)
        game = tg.load_conflict(conflict).game(tg.load_calibration(calibration), exact=True)
        assert (found.strongest == "nash") is (tg.equilibria(game).target is not None)
        assert found.changes["nash"].holds
        assert len(found.describe("zh")) == len(found.describe())


def test_what_a_policy_changes() -> None:
    before = foresight("school_enterprise", "germany_2022")
    after = foresight("school_enterprise", "germany_2022", tg.Policy(training_subsidy=5000))
    assert before.strongest is None
    assert after.strongest == "nash"
    assert before.changes["nash"].no_longer_preferred["enterprise"] == ("co_train, free_ride",)
    assert "enterprise must no longer prefer (co-train, free-ride)" in " ".join(before.describe())
    assert after.to_frame()["nash"].tolist() == [True, False, False, True]


def test_a_start_of_ones_own() -> None:
    there = {"school": "quality_placement", "student": "commit"}
    found = foresight("school_student", "germany_2022", start=there)
    assert found.describe()[-1] == "Things stand in the wanted state already."
    other = foresight("school_student", "germany_2022", start={"school": "quality_placement", "student": "resist"})
    assert other.wanted in other.by_improvements.steps
    assert "lead to the wanted state: student moves to" in other.describe()[-1]
    with pytest.raises(InputError, match="quality"):
        foresight("school_student", "germany_2022", start={"school": "quality", "student": "commit"})


def test_a_graph_file_and_a_model() -> None:
    found = analyse_graph("internship_placement")
    assert found.strongest == "nash"
    assert found.by_improvements.steps[found.wanted] == 2
    assert len(found.describe("zh")) == len(found.describe())
    bare = analyse_graph(found.model, wanted="NNNNN")
    assert bare.start is None
    assert "NNNNN" in " ".join(bare.describe())
    assert "moves from the start" not in bare.to_frame()
    with pytest.raises(InputError, match="is no state"):
        analyse_graph("internship_placement", start="NNNNX")
    with pytest.raises(InputError, match="internship_placement"):
        analyse_graph("internship_placment")
    with pytest.raises(InputError, match="graph model"):
        analyse_graph(3)
