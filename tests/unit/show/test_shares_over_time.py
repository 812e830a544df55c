"""Shares over time, and the words that the plots of dynamics have in common."""

from dataclasses import replace

import matplotlib as mpl
import numpy as np
import pytest

import tvet_games as tg
from tvet_games.errors import InputError
from tvet_games.show.axis_words import quantity_label, share_label, time_label, title_of
from tvet_games.show.shares_over_time import plot_shares_over_time
from tvet_games.solve.dynamics.rules import REPLICATOR, BestResponse, Logit
from tvet_games.study.evolution.evolve import evolve
from tvet_games.study.evolution.fan import fan
from tvet_games.tables.labels import Labels

mpl.use("Agg")

from matplotlib import pyplot as plt


@pytest.fixture(autouse=True)
def closed():
    yield
    plt.close("all")


def test_a_line_a_population_with_its_first_action() -> None:
    found = evolve("school_teacher", "germany_2022", starts=8)
    ax = plot_shares_over_time(found)
    for k, line in enumerate(ax.lines):
        np.testing.assert_array_equal(line.get_xdata(), found.path.times)
        np.testing.assert_array_equal(line.get_ydata(), found.path.states[:, k])
    assert [line.get_label() for line in ax.lines] == ["school: support", "teacher: practise"]
    assert len({line.get_color() for line in ax.lines}) == len({line.get_linestyle() for line in ax.lines}) == 2
    assert ax.get_xlabel() == "time [1 / (EUR per teacher-year)]"
    assert ax.get_ylabel() == "share of the population"
    assert ax.get_ylim() == pytest.approx((0, 1), abs=0.05)


def test_a_line_an_action_where_there_are_more_than_two() -> None:
    found = evolve("training_models", "germany_2022", starts=8)
    ax = plot_shares_over_time(found)
    assert len(ax.lines) == 8
    assert [line.get_label() for line in ax.lines][:4] == [
        "school: apprenticeship",
        "school: alternation",
        "school: two plus one",
        "school: school-based",
    ]
    heights = np.array([line.get_ydata() for line in ax.lines])
    np.testing.assert_allclose(heights[:4].sum(axis=0), 1)
    np.testing.assert_allclose(heights[4:].sum(axis=0), 1)
    assert len({(line.get_color(), line.get_linestyle(), line.get_marker()) for line in ax.lines}) == 8


def test_the_title_tells_what_is_in_force() -> None:
    found = evolve("school_teacher", "germany_2022", tg.Policy(release_funding=900), dynamic=Logit(0.1), starts=8)
    ax = plot_shares_over_time(found)
    assert ax.get_title() == "School and teacher, Germany 2022\nrelease funding 900, logit dynamic"
    assert ax.get_xlabel() == "time [units in which everybody reconsiders once]"
    none = tg.Policy(release_funding=0)
    assert title_of(found.conflict, found.calibration, none) == "School and teacher, Germany 2022"
    assert title_of(found.conflict, found.calibration, rules={"inspection": "1-school"}).endswith("inspection 1-school")


def test_long_titles_are_broken_between_instruments() -> None:
    conflict, calibration = tg.load_conflict("school_teacher"), tg.load_calibration("germany_2022")
    levels = {"release_funding": 900, "practice_pay": 700, "training_subsidy": 5100, "school_grant": 2000}
    lines = title_of(conflict, calibration, tg.Policy(**levels)).split("\n")
    assert lines[1:] == ["release funding 900, practice pay 700", "training subsidy 5,100, school grant 2,000"]


def test_shares_and_time_have_names() -> None:
    conflict = tg.load_conflict("school_enterprise")
    assert share_label(conflict, 1) == "enterprise: share that chooses “invest”"
    assert time_label(REPLICATOR, "EUR") == "time [1 / (EUR)]"
    assert "reconsiders" in time_label(BestResponse(), "EUR")


def test_quantities_have_their_unit_as_far_as_it_is_known() -> None:
    money = fan("school_enterprise", "austria_2016", "training_subsidy", [0, 8000])
    assert quantity_label(money) == "training subsidy [EUR per apprenticeship]"
    share = fan("school_teacher", "germany_2022", "unsupported_share", [0.2, 0.4])
    assert quantity_label(share) == "unsupported share [share]"
    unknown = fan("school_teacher", "germany_2022", "period_years", [1, 2])
    assert quantity_label(unknown) == "period years"
    own = replace(tg.load_instrument("training_subsidy"), labels=Labels(en={"training_subsidy": "grant"}))
    grants = fan("school_enterprise", "austria_2016", "training_subsidy", [0, 8000], instruments=[own])
    assert quantity_label(grants) == "grant"


def test_words_and_units_in_chinese() -> None:
    found = evolve("school_teacher", "germany_2022", tg.Policy(release_funding=900), starts=8)
    ax = plot_shares_over_time(found, language="zh")
    assert [line.get_label() for line in ax.lines] == ["学校：支持", "教师：下企业实践"]
    assert ax.get_xlabel() == "时间 [1/(欧元/教师·年)]"
    assert ax.get_title().endswith(
        "\n" + tg.load_instrument("release_funding").labels.of("release_funding", "zh") + " 900"
    )
    money = fan("school_enterprise", "austria_2016", "training_subsidy", [0, 8000])
    assert quantity_label(money, "zh") == "培训补贴 [欧元/学徒期]"


def test_given_axes_are_drawn_on_and_other_things_refused() -> None:
    _, (_, right) = plt.subplots(1, 2)
    assert plot_shares_over_time(evolve("school_teacher", "germany_2022", starts=8), right) is right
    with pytest.raises(InputError, match=r"expected what evolve\(\) returns"):
        plot_shares_over_time(3)
