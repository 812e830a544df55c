"""Sweeps as pictures: what they show, not how they look."""

import matplotlib as mpl
import numpy as np
import pytest

import tvet_games as tg
from tvet_games.show.colours import lightness
from tvet_games.show.sweep import NO_AND_YES, PALETTE, plot_sweep

mpl.use("Agg")

from matplotlib import pyplot as plt
from matplotlib.collections import QuadMesh
from matplotlib.colors import to_hex

GRID = {"training_subsidy": np.linspace(0, 20_000, 9), "retention": np.linspace(0, 1, 5), "standing": [0.0, 2_000.0]}


@pytest.fixture(autouse=True)
def closed():
    yield
    plt.close("all")


@pytest.fixture(scope="module")
def found():
    return tg.sweep("school_enterprise", "austria_2016", GRID, outputs=["verdict", "p_level", "margin"])


def mesh_of(ax):
    return next(child for child in ax.get_children() if isinstance(child, QuadMesh))


def test_a_heat_map_holds_the_shares_and_a_bar_says_of_what(found) -> None:
    ax = plot_sweep(found)
    np.testing.assert_array_equal(mesh_of(ax).get_array(), tg.view_sweep(found).values)
    assert ax.get_xlabel() == "training subsidy [EUR per apprenticeship]"
    assert ax.get_title() == "School and enterprise, Austria 2016\neverybody's cooperation is an equilibrium"
    bar = ax.figure.axes[1]
    assert bar.get_ylabel() == "share of 2 points"
    assert [text.get_text() for text in bar.get_yticklabels()] == ["0 %", "25 %", "50 %", "75 %", "100 %"]


def test_one_point_a_place_is_yes_or_no(found) -> None:
    ax = plot_sweep(found.isel(standing=0), language="zh")
    assert [text.get_text() for text in ax.figure.axes[1].get_yticklabels()] == ["否", "是"]
    assert ax.get_title() == "学校与企业，奥地利 2016\n各方合作构成均衡"
    colours = [to_hex(mpl.colormaps[PALETTE](part)) for part in NO_AND_YES]
    assert abs(lightness(colours[0]) - lightness(colours[1])) > 40


def test_numbers_have_their_unit_and_gaps_a_pattern(found) -> None:
    ax = plot_sweep(found, what="margin")
    assert ax.figure.axes[1].get_ylabel() == "mean of 2 points [EUR per apprenticeship]"
    assert ax.get_legend() is None
    ax = plot_sweep(found, what="p_level")
    assert np.ma.is_masked(mesh_of(ax).get_array())
    assert [text.get_text() for text in ax.get_legend().get_texts()] == ["not finite at every point"]


def test_one_axis_makes_a_line(found) -> None:
    ax = plot_sweep(found, x="retention")
    (line,) = ax.lines
    np.testing.assert_array_equal(line.get_ydata(), tg.view_sweep(found, "retention").values)
    assert ax.get_ylabel() == "share of 18 points"
    assert len(ax.figure.axes) == 1
    summary = plot_sweep(tg.summarise_sweep(found), x="retention")
    np.testing.assert_allclose(summary.lines[0].get_ydata(), line.get_ydata())


def test_given_axes_are_used(found) -> None:
    _, ax = plt.subplots()
    assert plot_sweep(found, ax, language="en") is ax
