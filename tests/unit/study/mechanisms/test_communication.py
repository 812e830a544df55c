"""What a mediator can do in the shipped conflicts."""

from fractions import Fraction

import pytest

import tvet_games as tg
from tvet_games.errors import InputError
from tvet_games.study.mechanisms.communication import communication

CYCLE = tg.Policy(training_subsidy=4000, school_grant=2000)


def test_coordination_needs_no_more_than_advice() -> None:
    found = communication("school_teacher", "germany_2022")
    assert found.probability == 1
    assert found.value == 0
    assert not found.is_bound
    assert "is obeyed" in found.describe()[0]
    assert found.to_frame().loc["best Nash", "everybody cooperates"] == 1


def test_where_cooperating_is_dominated_no_advice_helps() -> None:
    found = communication("school_enterprise", "germany_2022")
    assert found.probability == 0
    assert found.describe() == (
        "No advice brings everybody's cooperation about: somebody who is told to cooperate while all do would disobey. "
        "Communication alone does not settle this conflict.",
        "In sum the best advice brings no more than the only equilibrium without it.",
    )


def test_where_all_circle_advice_brings_cooperation_now_and_then() -> None:
    """Under this policy no pure equilibrium exists and shares circle for ever."""
    found = communication("government_school_enterprise", "germany_2022", CYCLE)
    assert found.best_nash is None
    assert found.value is None
    assert Fraction(2, 5) < found.probability < Fraction(1, 2)
    assert found.welfare.verify()
    assert found.target.verify()
    assert "nothing to compare" not in " ".join(found.describe())
    assert "no pure equilibrium" in found.describe()[1]
    assert set(found.to_frame().index) == {
        "correlated, best welfare",
        "correlated, most cooperation",
        "coarse, best welfare",
        "coarse, most cooperation",
    }


@pytest.mark.parametrize("conflict", tg.conflicts())
def test_every_conflict_in_two_languages(conflict) -> None:
    found = communication(conflict, "china_2021")
    assert found.coarse_target.target_probability >= found.probability
    assert len(found.describe("zh")) == len(found.describe("en"))


def test_bad_input() -> None:
    with pytest.raises(InputError, match="school_enterprise"):
        communication("school_entreprise", "germany_2022")
    with pytest.raises(InputError, match="language"):
        communication("school_enterprise", "germany_2022").describe("de")  # type: ignore[arg-type]
