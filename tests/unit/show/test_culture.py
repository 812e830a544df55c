"""Least cost against cultural distance: what the plot shows, not how it looks."""

import matplotlib as mpl
import numpy as np
import pytest

import tvet_games as tg
from tvet_games.errors import InputError
from tvet_games.show.culture import plot_culture
from tvet_games.study.mechanisms.culture import culture

mpl.use("Agg")

from matplotlib import pyplot as plt


@pytest.fixture(autouse=True)
def closed():
    yield
    plt.close("all")


@pytest.fixture(scope="module")
def found():
    return culture("school_enterprise", "germany_2022", distances=[0, 0.5, 1])


def test_a_line_with_the_programme_and_one_without(found) -> None:
    ax = plot_culture(found)
    plain, with_, today = ax.lines
    np.testing.assert_array_equal(plain.get_xdata(), [0, 0.3, 0.5, 1])
    np.testing.assert_array_equal(plain.get_ydata(), [float(p.cost_without) for p in found.curve])
    np.testing.assert_array_equal(with_.get_ydata(), [float(p.cost) for p in found.curve])
    assert set(today.get_xdata()) == {0.3}
    assert ax.get_title() == "School and enterprise, Germany 2022"
    assert ax.get_xlabel() == "cultural distance [share]"
    assert ax.get_ylabel().split("\n") == ["least public cost", "[EUR per trainee-year]"]


def test_without_a_programme_there_is_one_line() -> None:
    ax = plot_culture(culture("school_student", "china_2021", distances=[0, 1]))
    assert len(ax.lines) == 2
    assert [text.get_text() for text in ax.get_legend().get_texts()] == ["without a cultural programme", "today"]


def test_where_no_package_will_do_the_line_has_a_gap() -> None:
    at = tg.load_calibration("switzerland_2016").replace(enterprise_friction=9000)
    ax = plot_culture(culture("school_enterprise", at, [], distances=[0, 1]))
    plain, with_, _ = ax.lines
    assert np.isnan(plain.get_ydata()[-1])
    assert np.isfinite(with_.get_ydata()).all()


def test_given_axes_are_drawn_on_and_other_things_refused(found) -> None:
    _, (_, right) = plt.subplots(1, 2)
    assert plot_culture(found, right) is right
    alone = culture("school_enterprise", "germany_2022", distances=[])
    assert plot_culture(alone).lines[0].get_xdata().tolist() == [0.3]
    with pytest.raises(InputError, match=r"expected what culture\(\) returns"):
        plot_culture([1, 2])
