"""Plots in the panels of somebody's own figure stay in their part of it, in both languages."""

import matplotlib as mpl
import pytest

import tvet_games as tg
from tvet_games.show.cells import cell_of, excess
from tvet_games.show.style import COLUMN, PAGE, paper_style

mpl.use("Agg")

from matplotlib import pyplot as plt


@pytest.fixture(autouse=True)
def closed():
    yield
    plt.close("all")


def spread(area, text):
    """Ends of a text [share of the figure]."""
    figure = area.get_figure(root=True)
    figure.canvas.draw()
    box = text.get_window_extent()
    return box.x0 / figure.bbox.width, box.x1 / figure.bbox.width


def test_cells_share_the_width_of_a_figure() -> None:
    _, panels = plt.subplots(2, 3)
    assert [cell_of(one) for one in panels[0]] == [
        pytest.approx(ends) for ends in ((0, 1 / 3), (1 / 3, 2 / 3), (2 / 3, 1))
    ]
    _, (wide, narrow) = plt.subplots(1, 2, width_ratios=[3, 1], gridspec_kw={"wspace": 0})
    assert cell_of(wide) == pytest.approx((0, 0.75))
    assert cell_of(narrow) == pytest.approx((0.75, 1))
    assert cell_of(plt.figure().add_axes((0.1, 0.2, 0.3, 0.4))) == (0, 1)


def test_a_grid_within_a_grid_lies_in_its_cell() -> None:
    figure = plt.figure()
    right = figure.add_gridspec(1, 2, wspace=0)[1]
    halves = right.subgridspec(2, 2, wspace=0)
    assert cell_of(figure.add_subplot(halves[:, :])) == pytest.approx((0.5, 1))
    assert cell_of(figure.add_subplot(halves[0, 1])) == pytest.approx((0.75, 1))


def test_the_legend_of_a_divided_panel_stays_under_it() -> None:
    figure, panels = plt.subplots(1, 2, figsize=(PAGE, 3), layout="constrained")
    tg.plot_take_up(tg.take_up("germany_2022"), panels[1])
    left, right = spread(panels[1], figure.axes[-1].get_legend())
    assert 0.5 <= left < right <= 1


def test_the_legend_of_a_part_of_a_figure_stays_in_it() -> None:
    figure = plt.figure(figsize=(PAGE, 3), layout="constrained")
    area = figure.subfigures(1, 2)[1].subplots()
    tg.plot_culture(tg.culture("school_enterprise", "germany_2022"), area)
    left, right = spread(area, area.get_legend())
    assert 0.5 <= left < right <= 1


def test_a_title_is_broken_where_it_would_leave_its_cell() -> None:
    found = tg.deterrence_curves(3, discount=0.9, expiry=0.2)
    _, panels = plt.subplots(1, 3, figsize=(PAGE, 3), layout="constrained")
    for area in panels:
        tg.plot_inspection(found, area)
    for k, area in enumerate(panels):
        left, right = spread(area, area.title)
        assert k / 3 - 0.01 <= left < right <= (k + 1) / 3 + 0.01
    alone = tg.plot_inspection(found)
    assert alone.get_title().split() == panels[0].get_title().split()
    assert alone.get_title().count("\n") == 1


def test_what_marks_mean_stands_one_below_the_other_in_a_narrow_panel() -> None:
    game = tg.load_conflict("school_enterprise").game(tg.load_calibration("germany_2022"))
    _, panels = plt.subplots(1, 3, figsize=(PAGE, 2.6), layout="constrained")
    area = tg.plot_payoffs(game, panels[0])
    assert "underlined: best reply\nframe: equilibrium\narrow" in area.texts[-1].get_text()
    assert excess(area, area.texts[-1]) <= 1
    assert "underlined: best reply; frame: equilibrium\narrow" in tg.plot_payoffs(game).texts[-1].get_text()


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("plot", ["plot_inspection", "plot_culture", "plot_cube", "plot_payoffs"])
def test_chinese_is_measured_in_a_font_that_has_it(plot: str) -> None:
    results = {
        "plot_inspection": lambda: tg.deterrence_curves(3, discount=0.9, expiry=0.2),
        "plot_culture": lambda: tg.culture("school_enterprise", "germany_2022"),
        "plot_cube": lambda: tg.evolve("government_school_enterprise", "germany_2022"),
        "plot_payoffs": lambda: tg.load_conflict("school_teacher").game(tg.load_calibration("germany_2022")),
    }
    figure = plt.figure(figsize=(COLUMN, 4), layout="constrained")
    area = figure.add_subplot(projection="3d" if plot == "plot_cube" else None)
    getattr(tg, plot)(results[plot](), area, language="zh")
    figure.canvas.draw()
    with paper_style():
        assert area.title.get_fontfamily() == mpl.rcParams["font.family"]


def test_dollar_signs_are_measured_as_they_are_written() -> None:
    labels = ["$5 & $6 $", "$x^2$ costs $", "plain"]
    game = tg.NormalFormGame.from_bimatrix([[4, 0], [3, 2]], [[4, 3], [0, 2]], actions=[labels[:2], labels[1:]])
    for plot in (tg.plot_payoffs, tg.plot_best_responses):
        for area in (None, plt.subplots(1, 3, figsize=(PAGE, 2), layout="constrained")[1][0]):
            plot(game, area).figure.canvas.draw()
    assert tg.plot_payoffs(game).get_xticklabels()[0].get_text() == "$x^2$ costs $"
