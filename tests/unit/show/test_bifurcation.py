"""The bifurcation diagram: what it shows, not how it looks."""

import matplotlib as mpl
import numpy as np
import pytest

import tvet_games as tg
from tvet_games.errors import InputError
from tvet_games.show.bifurcation import plot_bifurcation
from tvet_games.study.evolution.long_run import long_run

mpl.use("Agg")

from matplotlib import pyplot as plt

VALUES = np.linspace(0, 30000, 13)


@pytest.fixture(autouse=True)
def closed():
    yield
    plt.close("all")


@pytest.fixture(scope="module")
def found():
    return long_run("school_enterprise", "austria_2016", "training_subsidy", VALUES, starts=64)


def line(ax, label: str) -> np.ndarray:
    (found,) = [line for line in ax.lines if line.get_label() == label]
    return np.asarray(found.get_xydata())


def test_the_share_of_starts_with_its_band(found) -> None:
    ax = plot_bifurcation(found)
    shares = line(ax, "starts that end in cooperation")
    np.testing.assert_array_equal(shares, np.stack([VALUES, found.target_share], axis=1))
    (band,) = ax.collections
    assert band.get_label() == "± 2 standard errors"
    corners = band.get_paths()[0].vertices
    k = int(np.argmax(found.target_error))
    heights = corners[corners[:, 0] == VALUES[k], 1]
    assert heights.max() - heights.min() == pytest.approx(4 * found.target_error[k])
    assert corners[:, 1].min() >= 0
    assert corners[:, 1].max() <= 1


def test_the_end_of_the_path_for_each_population(found) -> None:
    ax = plot_bifurcation(found)
    for k, name in enumerate(("school: co-train", "enterprise: invest")):
        np.testing.assert_array_equal(line(ax, f"{name}, from 50%")[:, 1], found.ends[:, k])
    first, second = (line for line in ax.lines if ", from " in line.get_label())
    assert first.get_linewidth() > second.get_linewidth()
    assert first.get_linestyle() != second.get_linestyle()


def test_changes_and_the_present_value_are_marked(found) -> None:
    ax = plot_bifurcation(found)
    upright = {tuple(line.get_xdata()): line for line in ax.lines if tuple(line.get_ydata()) == (0, 1)}
    assert sorted(x for x, _ in upright) == pytest.approx([0, *found.changes])
    assert upright[(0, 0)].get_linestyle() == ":"
    words = [text.get_text() for text in ax.get_legend().get_texts()]
    assert words[:2] == ["stable outcomes change: 9,040 and 20,448", "now: 0"]


def test_a_present_value_elsewhere_is_left_out() -> None:
    away = long_run("school_enterprise", "austria_2016", "training_subsidy", [10000, 12000], starts=8)
    ax = plot_bifurcation(away)
    assert not any("now" in text.get_text() for text in ax.get_legend().get_texts())
    assert ax.get_xlim()[0] > 9000


def test_words_and_what_else_is_in_force() -> None:
    policy = tg.Policy(training_subsidy=5000, retention_bonus=700)
    ax = plot_bifurcation(
        long_run("school_enterprise", "austria_2016", "training_subsidy", [0, 9000], policy, starts=8)
    )
    assert ax.get_title() == "School and enterprise, Austria 2016\nretention bonus 700"
    assert ax.get_xlabel() == "training subsidy [EUR per apprenticeship]"
    assert ax.get_ylabel() == "share in the long run"


def test_many_actions_show_the_first_of_each() -> None:
    models = long_run("training_models", "germany_2022", "training_cost", [24000, 28000], starts=8)
    ax = plot_bifurcation(models)
    np.testing.assert_array_equal(line(ax, "enterprise: apprenticeship places, from 25%")[:, 1], models.ends[:, 3])


def test_given_axes_are_drawn_on_and_other_things_refused(found) -> None:
    _, (_, right) = plt.subplots(1, 2)
    assert plot_bifurcation(found, right) is right
    with pytest.raises(InputError, match=r"expected what long_run\(\) returns"):
        plot_bifurcation(VALUES)
