"""The picture of advice says what the result says."""

import pytest

import tvet_games as tg
from tvet_games.errors import InputError
from tvet_games.show.payoff_region import plot_payoff_region
from tvet_games.study.mechanisms.communication import communication


def test_a_polygon_and_the_equilibria() -> None:
    levels = tg.Policy(training_subsidy=4000, school_grant=2000)
    found = communication("government_school_enterprise", "germany_2022", levels)
    ax = plot_payoff_region(found, players=("school", "enterprise"))
    assert ax.get_xlabel().startswith("school [EUR")
    corners = ax.patches[0].get_xy()
    region = found.regions(("school", "enterprise"))[0]
    assert corners[: len(region.vertices)].tolist() == region.vertices.astype(float).tolist()
    assert {"advice that is followed", "everybody cooperates"} <= {t.get_text() for t in ax.get_legend().get_texts()}


def test_words_in_chinese() -> None:
    ax = plot_payoff_region(communication("school_student", "germany_2022"), language="zh")
    assert ax.get_xlabel() == "学校 [欧元/学徒·年]"
    assert "会被听从的建议" in {t.get_text() for t in ax.get_legend().get_texts()}


def test_something_else() -> None:
    with pytest.raises(InputError, match="what communication"):
        plot_payoff_region(3)  # type: ignore[arg-type]
