"""Colours, numbers along axes, legends and names of the plots."""

from itertools import combinations, pairwise

import matplotlib as mpl
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tvet_games.show.beside import name_beside
from tvet_games.show.colours import COLOURS, GREY, HATCHES, LINES, MARKERS, lightness
from tvet_games.show.legends import legend_below, lines_of
from tvet_games.show.mechanisms import FILLS
from tvet_games.show.names import wrapped
from tvet_games.show.placing import Taken, layout
from tvet_games.show.style import COLUMN, paper_style
from tvet_games.show.ticks import Thousands
from tvet_games.tables.units import unit_label, with_unit
from tvet_games.tables.words import listed

mpl.use("Agg")

from matplotlib import pyplot as plt

APART = 10
"""Steps of lightness that are told from each other in print."""


@pytest.fixture(autouse=True)
def closed():
    yield
    plt.close("all")


def test_the_first_colours_differ_in_grey_and_all_in_something_else() -> None:
    for one, other in combinations(COLOURS[:4], 2):
        assert abs(lightness(one) - lightness(other)) >= APART
    for kinds in (MARKERS, LINES, HATCHES):
        assert len(set(kinds)) == len(COLOURS)
    assert 0 < lightness(GREY) < 100


def test_cells_of_mechanisms_differ_in_grey_where_the_colours_tell_most() -> None:
    order = [lightness(FILLS[standing]) for standing in ("settles", "fails", "possible", "partly")]
    assert all(later - earlier > 3 for earlier, later in pairwise(order))
    assert order[1] - order[0] >= APART
    assert order[2] - order[1] >= APART
    assert min(order) > 50  # black text is read on it


@given(st.floats(-1e9, 1e9, allow_nan=False), st.integers(0, 3))
def test_thousands_are_apart_and_the_number_stays(value: float, digits: int) -> None:
    value = round(value, digits)
    formatter = Thousands()
    formatter.create_dummy_axis()
    formatter.set_locs([value, value + 1])
    plain = mpl.ticker.ScalarFormatter(useOffset=False)
    plain.set_scientific(False)
    plain.create_dummy_axis()
    plain.set_locs([value, value + 1])
    text = formatter(value)
    assert text.replace(",", "") == plain(value)
    groups = text.lstrip("\N{MINUS SIGN}").split(".")[0].split(",")
    assert 1 <= len(groups[0]) <= 3
    assert all(len(group) == 3 for group in groups[1:])


def test_a_legend_below_stands_under_the_label_and_in_the_figure() -> None:
    with paper_style():
        figure, ax = plt.subplots(figsize=(COLUMN, 3))
        for k in range(5):
            ax.plot([0, 1], [k, k], label=f"a rather long name of line {k}")
        ax.set_xlabel("two lines\nof a label")
        legend = legend_below(ax)
        figure.canvas.draw()
    box = legend.get_window_extent()
    assert box.y1 <= ax.xaxis.label.get_window_extent().y0
    assert figure.bbox.x0 <= box.x0
    assert box.x1 <= figure.bbox.x1
    assert box.y0 >= figure.bbox.y0
    assert ax.bbox.height > figure.bbox.height / 3


def test_a_legend_has_no_more_columns_than_its_rows_need() -> None:
    with paper_style():
        _, ax = plt.subplots(figsize=(COLUMN, 3))
        for k in range(6):
            ax.plot([0, 1], [k, k], label=str(k))
        assert legend_below(ax, columns=4)._ncols == 3


names = st.lists(st.text("abcde -", min_size=1).map(str.strip).filter(bool), min_size=1, max_size=6)


@given(names, st.integers(1, 30))
def test_lists_break_between_names_only(items: list[str], width: int) -> None:
    for language in ("en", "zh"):
        text = lines_of(items, width, language)
        assert text.replace("\n", " " if language == "en" else "") == listed(items, language)
        assert len(text.split("\n")) <= len(items)


@given(st.text("ab 学徒", max_size=30), st.integers(2, 20))
def test_wrapped_texts_keep_their_letters(text: str, width: int) -> None:
    lines = wrapped(text, width).split("\n")
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    rooms = [sum(2 if letter in "学徒" else 1 for letter in line) for line in lines]
    assert all(room <= width or " " not in line for room, line in zip(rooms, lines, strict=True))


def test_units_in_chinese() -> None:
    assert unit_label("CHF per trainee-year", "zh") == "瑞士法郎/学徒·年"
    assert unit_label("USD per student", "zh") == "USD/student"
    assert with_unit("name", "", "en") == "name"


def test_a_name_moves_to_the_side_where_it_covers_nothing() -> None:
    with paper_style():
        figure, ax = plt.subplots(figsize=(COLUMN, 3))
        ax.set(xlim=(0, 1), ylim=(0, 1))
        layout(ax)
        taken = Taken(ax)
        taken.add_line((0.5, 0.5), (1, 0.5))
        written = name_beside(taken, "name", np.array([0.5, 0.5]), np.array([1.0, 0.1]))
        assert written.get_ha() == "left"  # above to the right: the line is covered on the right
        assert written.get_va() == "bottom"
        edge = name_beside(taken, "name", np.array([1.0, 1.0]), np.array([1.0, 1.0]))
        figure.canvas.draw()
    assert edge.get_window_extent().x1 <= ax.bbox.x1
    assert len(taken.boxes) > 2
