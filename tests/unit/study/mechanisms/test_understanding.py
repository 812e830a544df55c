"""Cooperation against rationality in the shipped conflicts."""

from fractions import Fraction

import numpy as np
import pytest

import tvet_games as tg
from tvet_games.errors import InputError
from tvet_games.solve.quantal import quantal_response
from tvet_games.study.mechanisms.understanding import understanding

GERMANY = "germany_2022"
POLICY = tg.Policy(training_subsidy=5100, school_grant=2000)
CYCLE = tg.Policy(training_subsidy=4000, school_grant=2000)
FEW = [0, 1, 10, 100]


def test_where_cooperating_is_dominated_better_judgement_ends_it() -> None:
    found = understanding("school_enterprise", GERMANY)
    assert found.least is None
    assert found.target[0] == 0.25
    assert found.target[-1] == 0
    assert str(found.selected) == "nominal, free_ride"
    assert found.under is found.without
    assert not found.has_policy
    assert (np.diff(found.target[found.target > 0]) < 0).all()
    said = found.describe()
    assert said[1].startswith("The better they judge, the less they cooperate: from 25.0% where they guess to 0.0%")
    assert said[-1] == "As judgement becomes perfect, they come to: school nominal and enterprise free-ride."


def test_a_policy_turns_it_round() -> None:
    found = understanding("school_enterprise", GERMANY, POLICY)
    assert found.has_policy
    assert found.selected is not None
    assert found.selected.is_target
    assert found.target[-1] == 1
    assert found.without.least is None
    assert found.without.response.target[-1] == 0
    assert "From rationality 6.07 on" in found.describe()[1]
    assert "Without the policy everybody would cooperate" in found.describe()[-1]
    assert list(found.to_frame().columns) == [
        "school",
        "enterprise",
        "everybody",
        "without the policy: school",
        "without the policy: enterprise",
        "without the policy: everybody",
    ]


@pytest.mark.parametrize("share", [Fraction(3, 10), "1/2", 0.9])
def test_the_least_rationality_is_where_the_share_is_passed(share) -> None:
    found = understanding("school_enterprise", GERMANY, POLICY, share=share)
    game = found.setting.game
    below, above = quantal_response(game, [found.least * (1 - 1e-7), found.least]).target
    assert below <= float(found.share) < above
    assert (found.target[found.rationality >= found.least] > float(found.share)).all()


def test_whoever_guesses_may_cooperate_often_enough() -> None:
    found = understanding("government_school", GERMANY, share=0.2, rationality=FEW)
    assert found.least == 0
    assert "However well or badly they judge" in found.describe()[1]


def test_a_coordination_problem_is_not_solved_by_judging_well() -> None:
    """Both cooperating is an equilibrium of the school and the student, but not the one that the branch selects."""
    found = understanding("school_student", GERMANY)
    assert found.under.is_possible
    assert not found.selected.is_target
    assert "Everybody's cooperation is an equilibrium too" in found.describe()[-1]


def test_where_all_circle_no_known_equilibrium_is_selected() -> None:
    """Under this policy no pure equilibrium exists, and the mixed one of three players is not listed."""
    found = understanding("government_school_enterprise", GERMANY, CYCLE, rationality=FEW)
    assert found.selected is None
    assert not found.under.is_possible
    assert "not yet near any known equilibrium" in " ".join(found.describe())


def test_given_rationality_is_kept_and_described() -> None:
    found = understanding("training_models", GERMANY, rationality=FEW)
    np.testing.assert_array_equal(found.rationality, FEW)
    assert found.cooperation.shape == (4, 2)
    np.testing.assert_array_equal(found.cooperation[0], [0.25, 0.25])
    assert list(found.to_frame().index) == FEW


def test_default_grid() -> None:
    grid = understanding("school_teacher", GERMANY).rationality
    assert grid[0] == 0
    assert grid[-1] == 10_000
    np.testing.assert_allclose(grid[2:] / grid[1:-1], 10**0.05)


@pytest.mark.parametrize("conflict", [name for name in tg.conflicts() if name != "community_of_eight"])
def test_every_conflict_in_two_languages(conflict) -> None:
    found = understanding(conflict, "china_2021", rationality=FEW)
    assert found.under.response.unconverged == 0
    assert len(found.describe("zh")) == len(found.describe("en"))
    assert not any("{" in sentence for language in ("en", "zh") for sentence in found.describe(language))


@pytest.mark.parametrize("share", [1, -0.1, "half", None, float("nan"), [0.5]])
def test_bad_share(share) -> None:
    with pytest.raises(InputError, match="share"):
        understanding("school_enterprise", GERMANY, share=share)


@pytest.mark.parametrize("rationality", [[], [1, 1], [2, 1], [-1], ["x"], [float("nan")], [float("inf")], "1"])
def test_bad_rationality(rationality) -> None:
    with pytest.raises(InputError, match="rationality"):
        understanding("school_enterprise", GERMANY, rationality=rationality)


def test_bad_names() -> None:
    with pytest.raises(InputError, match="school_enterprise"):
        understanding("school_entreprise", GERMANY)
    with pytest.raises(InputError, match="language"):
        understanding("school_enterprise", GERMANY, rationality=FEW).describe("de")  # type: ignore[arg-type]
