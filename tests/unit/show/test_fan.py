"""The fan of paths: what it shows, not how it looks."""

import matplotlib as mpl
import numpy as np
import pytest

from tvet_games.errors import InputError
from tvet_games.show.fan import plot_fan
from tvet_games.solve.dynamics.rules import Logit
from tvet_games.study.evolution.fan import fan

mpl.use("Agg")

from matplotlib import pyplot as plt
from matplotlib.colors import to_rgb

VALUES = [8000, 12000, 16000, 24000]


@pytest.fixture(autouse=True)
def closed():
    yield
    plt.close("all")


@pytest.fixture(scope="module")
def found():
    return fan("school_enterprise", "austria_2016", "training_subsidy", VALUES)


@pytest.mark.parametrize(("player", "index", "label"), [(None, 0, "school"), ("enterprise", 1, "enterprise")])
def test_a_line_a_value_of_the_share_that_is_asked_for(found, player, index, label) -> None:
    ax = plot_fan(found, player=player)
    assert len(ax.lines) == len(VALUES)
    for line, path in zip(ax.lines, found.paths, strict=True):
        np.testing.assert_array_equal(line.get_ydata(), path.states[:, index])
        np.testing.assert_array_equal(line.get_xdata(), path.times)
    assert ax.get_ylabel().startswith(f"{label}: share that chooses “")


def test_the_legend_tells_values_and_quantity(found) -> None:
    ax = plot_fan(found)
    assert [text.get_text() for text in ax.get_legend().get_texts()] == ["8,000", "12,000", "16,000", "24,000"]
    assert ax.get_legend().get_title().get_text() == "training subsidy [EUR per apprenticeship]"
    assert ax.get_title() == "School and enterprise, Austria 2016"
    assert ax.get_xlabel() == "time [1 / (EUR per apprenticeship)]"


def test_lines_get_darker_with_the_value_also_in_grey(found) -> None:
    ax = plot_fan(found)
    light = [float(np.dot(to_rgb(line.get_color()), [0.299, 0.587, 0.114])) for line in ax.lines]
    assert (np.diff(light) < -0.05).all()
    assert len({line.get_linestyle() for line in ax.lines}) == len(VALUES)


def test_many_actions_and_other_dynamics() -> None:
    models = fan("training_models", "germany_2022", "training_cost", [24000, 28000])
    ax = plot_fan(models, player="enterprise")
    np.testing.assert_array_equal(ax.lines[0].get_ydata(), models.paths[0].states[:, 3])
    assert ax.get_ylabel().split("\n") == ["enterprise: share that chooses", "“apprenticeship places”"]
    noisy = fan("school_teacher", "germany_2022", "career_value", [2000, 5000], dynamic=Logit(0.1))
    assert plot_fan(noisy).get_title().endswith("\nlogit dynamic")


def test_given_axes_are_drawn_on_and_other_things_refused(found) -> None:
    _, (_, right) = plt.subplots(1, 2)
    assert plot_fan(found, right) is right
    with pytest.raises(InputError, match=r"expected what fan\(\) returns"):
        plot_fan([1, 2])
    with pytest.raises(InputError, match="did you mean 'enterprise'"):
        plot_fan(found, player="enterprize")
