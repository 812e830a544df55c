"""The style: it holds inside, sticks to what is made later, and never leaks."""

import matplotlib as mpl
import pytest

import tvet_games as tg
from tvet_games.errors import InputError
from tvet_games.show.colours import axes
from tvet_games.show.style import COLUMN, PAGE, in_style, paper_style
from tvet_games.show.ticks import Thousands
from tvet_games.show.typefaces import FAMILIES

mpl.use("Agg")

from matplotlib import pyplot as plt

GAME = tg.share([0, 0, 0, 60, 0, 50, 30, 90])


@in_style
def drawn(found: str = "", ax=None):
    """A plot as others are."""
    area = axes(ax, (COLUMN, 2.5))
    area.plot([0, 20000], [0, 1])
    area.set_title(f"{found} costs $5 or $6")
    return area


@pytest.fixture(autouse=True)
def closed():
    yield
    plt.close("all")


def test_what_is_set_outside_stays() -> None:
    for style in ("default", "dark_background", "ggplot"):
        with plt.style.context(style):
            before = dict(mpl.rcParams)
            drawn()
            tg.plot_core(GAME)
            assert dict(mpl.rcParams) == before
            with pytest.raises(InputError):
                tg.plot_core([1])
            assert dict(mpl.rcParams) == before


def test_what_is_set_outside_does_not_come_in() -> None:
    with plt.style.context("dark_background"), mpl.rc_context({"font.size": 30, "axes.grid": True}):
        ax = drawn()
        ax.figure.draw_without_rendering()
    assert ax.figure.get_facecolor() == (1, 1, 1, 1)
    assert ax.title.get_fontsize() == 8
    assert ax.get_xticklabels()[0].get_fontsize() == 7.5
    assert not ax.xaxis.get_gridlines()[0].get_visible()


def test_ticks_that_are_made_later_have_the_style() -> None:
    ax = drawn()
    ax.set_xticks(range(0, 40001, 500))
    ax.figure.draw_without_rendering()
    for tick in (ax.xaxis.get_major_ticks()[-1], ax.yaxis.get_major_ticks()[-1]):
        assert tick.label1.get_fontsize() == 7.5
        assert tick.label1.get_fontfamily() == list(FAMILIES)
        assert tick.tick1line.get_markersize() == 2.5
    assert ax.get_xticklabels()[-1].get_text() == "40,000"


def test_what_a_plot_asks_of_its_ticks_is_kept() -> None:
    @in_style
    def bare(ax=None):
        area = axes(ax, (COLUMN, 2.5))
        area.tick_params(length=0, labelsize=6)
        area.xaxis.set_major_formatter("{x:.1f}!")
        return area

    ax = bare()
    ax.figure.draw_without_rendering()
    assert ax.xaxis.get_major_ticks()[0].tick1line.get_markersize() == 0
    assert ax.get_yticklabels()[0].get_fontsize() == 6
    assert ax.get_xticklabels()[0].get_text() == "0.0!"


def test_axes_that_are_given_take_it_and_their_neighbours_do_not() -> None:
    _, (left, right) = plt.subplots(1, 2)
    left.set_title("$x^2$")
    assert drawn("it", right) is right
    assert drawn("it", ax=right) is right
    assert not right.title.get_parse_math()
    assert right.title.get_fontfamily() == list(FAMILIES)
    assert right.xaxis.label.get_fontsize() == 8
    assert not right.spines["top"].get_visible()
    assert isinstance(right.xaxis.get_major_formatter(), Thousands)
    assert left.title.get_parse_math()
    assert left.title.get_fontfamily() != list(FAMILIES)
    assert left.spines["top"].get_visible()
    assert not isinstance(left.xaxis.get_major_formatter(), Thousands)


def test_texts_of_the_caller_may_hold_mathematics() -> None:
    _, ax = plt.subplots()
    ax.text(0, 0, "$x^2$")
    ax.set_xlabel("$x$")
    drawn("it", ax)
    assert ax.texts[0].get_parse_math()
    assert ax.xaxis.label.get_parse_math()
    assert not ax.title.get_parse_math()
    ax = tg.plot_core(GAME)
    ax.set_title("$x^2$")
    assert ax.title.get_parse_math()
    with mpl.rc_context({"text.parse_math": False}):
        assert not tg.plot_core(GAME).title.get_parse_math()


NAME, UNIT = "non-monetary worth to the firm of taking part", "[EUR per trainee-year]"


@in_style
def labelled(ax=None, size=(COLUMN, 2.5)):
    area = axes(ax, size)
    area.set(xlabel=f"{NAME} {UNIT}", ylabel=f"{NAME} {UNIT}")
    return area


def test_long_labels_take_as_many_lines_as_stay_in_the_figure() -> None:
    for size in ((COLUMN, 2.5), (COLUMN, 2), (2.5, 2.5)):
        area = labelled(size=size)
        figure = area.figure
        figure.draw_without_rendering()
        for axis in (area.xaxis, area.yaxis):
            box = axis.label.get_window_extent()
            assert (box.min >= figure.bbox.min - 1).all(), (size, axis.axis_name)
            assert (box.max <= figure.bbox.max + 1).all(), (size, axis.axis_name)
    assert labelled().get_xlabel() == f"{NAME}\n{UNIT}"
    assert labelled(size=(PAGE, PAGE)).get_ylabel() == f"{NAME} {UNIT}"


def test_a_label_of_a_small_panel_is_no_longer_than_the_panel() -> None:
    with paper_style():
        figure, panels = plt.subplots(2, 2, figsize=(PAGE, 4), layout="constrained")
    for panel in panels.flat:
        labelled(panel)
    figure.draw_without_rendering()
    for panel in panels.flat:
        assert panel.yaxis.label.get_window_extent().height <= 1.1 * panel.bbox.height
        assert panel.xaxis.label.get_window_extent().width <= 1.1 * panel.bbox.width
        assert panel.get_ylabel().split("\n")[-1] == UNIT


def test_own_figures_can_have_the_style() -> None:
    with tg.paper_style():
        figure, ax = plt.subplots(figsize=(PAGE, 2))
    assert ax.title.get_fontsize() == 8
    assert ax.title.get_fontfamily() == list(FAMILIES)
    assert figure.get_size_inches().tolist() == [7.2, 2]
    with pytest.raises(RuntimeError), paper_style():
        raise RuntimeError
    assert mpl.rcParams["font.size"] != 8


def test_the_file_can_be_used_by_its_name() -> None:
    with plt.style.context("tvet_games.show.paper"):
        assert mpl.rcParams["font.family"] == list(FAMILIES)
        assert mpl.rcParams["pdf.fonttype"] == 42
