"""The picture of common understanding: what it shows, not how it looks."""

import matplotlib as mpl
import numpy as np
import pytest

import tvet_games as tg
from tvet_games.errors import InputError
from tvet_games.show.quantal import plot_quantal
from tvet_games.study.mechanisms.understanding import understanding

mpl.use("Agg")

from matplotlib import pyplot as plt


@pytest.fixture(autouse=True)
def closed():
    yield
    plt.close("all")


@pytest.fixture(scope="module")
def found():
    policy = tg.Policy(training_subsidy=5100, school_grant=2000)
    return understanding("school_enterprise", "germany_2022", policy)


def test_a_line_a_player_with_and_without_the_policy(found) -> None:
    ax = plot_quantal(found)
    labels = [line.get_label() for line in ax.lines]
    assert labels == [
        "school: co-train",
        "enterprise: invest",
        "school: co-train, without the policy",
        "enterprise: invest, without the policy",
        "all cooperate with more than 50 % from 6.07 on",
    ]
    assert [line.get_linestyle() for line in ax.lines] == ["-", "-", "--", "--", ":"]
    for i in range(2):
        for judged, line in ((found.under, ax.lines[i]), (found.without, ax.lines[2 + i])):
            expected = np.stack([found.rationality[1:], judged.response.cooperation[1:, i]], axis=1)
            np.testing.assert_array_equal(line.get_xydata(), expected)
    assert ax.lines[0].get_color() == ax.lines[2].get_color() != ax.lines[1].get_color()
    assert list(ax.lines[4].get_xdata()) == [found.least, found.least]


def test_without_a_policy_there_is_a_line_a_player_only() -> None:
    ax = plot_quantal(understanding("school_student", "germany_2022", rationality=[0, 1, 10]))
    assert len(ax.lines) == 2
    assert {line.get_linestyle() for line in ax.lines} == {"-"}


def test_words_and_numbers(found) -> None:
    ax = plot_quantal(found)
    assert ax.get_xscale() == "log"
    assert ax.get_xlabel().startswith("rationality (an action worse by 10 % of the payoff\nspan")
    assert ax.get_ylabel() == "probability of cooperating"
    ax.get_figure().canvas.draw()
    assert {"0.1", "1", "1,000"} <= {text.get_text() for text in ax.get_xticklabels()}


def test_words_in_chinese(found) -> None:
    ax = plot_quantal(found, language="zh")
    labels = [line.get_label() for line in ax.lines]
    assert labels[1] == "企业：投入培训"
    assert labels[3] == "企业：投入培训（无政策）"
    assert ax.get_ylabel() == "合作的概率"


def test_guessing_alone_leaves_the_axes_empty() -> None:
    ax = plot_quantal(understanding("school_student", "germany_2022", rationality=[0]))
    assert all(len(line.get_xdata()) == 0 for line in ax.lines)


def test_given_axes_are_drawn_on_and_other_things_refused(found) -> None:
    _, (_, right) = plt.subplots(1, 2)
    assert plot_quantal(found, right) is right
    with pytest.raises(InputError, match=r"expected what understanding\(\) returns"):
        plot_quantal(found.under.response)  # type: ignore[arg-type]
