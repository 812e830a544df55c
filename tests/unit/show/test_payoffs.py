"""The picture of a payoff table: cells, best replies, equilibria and arrows are the game's own."""

import matplotlib as mpl
import numpy as np
import pytest

import tvet_games as tg
from tvet_games.errors import InputError
from tvet_games.tables.labels import Labels

mpl.use("Agg")

from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from matplotlib import pyplot as plt

STEP = 1.32
"""From one cell to the next."""


@pytest.fixture(autouse=True)
def closed():
    yield
    plt.close("all")


def numbers(ax, player: int) -> list:
    return [text for text in ax.texts if text.get_gid() == f"player {player + 1}"]


def framed(ax) -> dict[tuple[int, int], str]:
    frames = [patch for patch in ax.patches if patch.get_gid() == "equilibrium"]
    places = [(round((p.get_y() + 0.5) / STEP), round((p.get_x() + 0.5) / STEP)) for p in frames]
    return {place: patch.get_linestyle() for place, patch in zip(places, frames, strict=True)}


def arrows(ax, player: int) -> set[tuple[tuple[int, int], tuple[int, int]]]:
    """From which cell to which."""
    found = set()
    for note in ax.texts:
        if note.get_gid() == f"deviation of player {player + 1}":
            (x0, y0), (x1, y1) = note.xyann, note.xy
            middle = [(x0 + x1) / 2 / STEP, (y0 + y1) / 2 / STEP]
            step = np.sign(np.round([y1 - y0, x1 - x0], 9)) / 2
            centre = np.array([middle[1], middle[0]]) + np.array([0.0, 0.17] if player == 0 else [0.19, 0.0])
            tail, head = (tuple(np.rint(centre + sign * step).astype(int).tolist()) for sign in (-1, 1))
            found.add((tail, head))
    return found


payoffs = arrays(np.int64, st.tuples(st.just(2), st.integers(1, 4), st.integers(1, 4)), elements=st.integers(-2, 2))


@settings(max_examples=12)
@given(payoffs)
def test_the_picture_is_the_game(table) -> None:
    game = tg.NormalFormGame(table)
    ax = tg.plot_payoffs(game)
    rows, columns = game.shape
    for player in (0, 1):
        shown = numbers(ax, player)
        assert [int(text.get_text()) for text in shown] == table[player].ravel().tolist()
        best = (table[player] == table[player].max(axis=player, keepdims=True)).ravel()
        assert [text.get_bbox_patch() is not None for text in shown] == best.tolist()
        expected = set()
        for i, j in np.ndindex(rows, columns):
            beside = (i + 1, j) if player == 0 else (i, j + 1)
            if beside[0] < rows and beside[1] < columns:
                gain = table[player][beside] - table[player][i, j]
                if gain:
                    expected.add(((i, j), beside) if gain > 0 else (beside, (i, j)))
        assert arrows(ax, player) == expected
    strict = {e.profile: e.strict for e in tg.equilibria(game) if e.profile is not None}
    assert framed(ax) == {place: "-" if known else "--" for place, known in strict.items()}
    plt.close("all")


def test_ties_of_floats_are_ties() -> None:
    game = tg.NormalFormGame([[[0.3, 1.0], [0.1 + 0.2, 0.0]], [[0.0, 0.0], [0.0, 0.0]]])
    ax = tg.plot_payoffs(game)
    assert arrows(ax, 0) == {((1, 1), (0, 1))}
    assert arrows(ax, 1) == set()
    assert framed(ax) == {(0, 0): "--", (0, 1): "--", (1, 0): "--"}


def test_a_conflict_is_told_in_both_languages() -> None:
    game = tg.load_conflict("school_enterprise").game(tg.load_calibration("germany_2022"), exact=True)
    ax = tg.plot_payoffs(tg.equilibria(game), language="en")
    assert (ax.get_ylabel(), ax.get_xlabel()) == ("school", "enterprise")
    assert [text.get_text() for text in ax.get_yticklabels()] == ["co-train", "nominal"]
    assert [text.get_text() for text in numbers(ax, 0)] == ["3,460", "-900", "2,000", "0"]
    assert "EUR per trainee-year\nunderlined: best reply; frame: equilibrium\n" in ax.texts[-1].get_text()
    ax = tg.plot_payoffs(game, language="zh")
    assert (ax.get_ylabel(), ax.get_xlabel()) == ("学校", "企业")
    assert [text.get_text() for text in ax.get_xticklabels()] == ["投入培训", "搭便车"]
    assert ax.texts[-1].get_text().startswith("欧元/学徒·年\n下划线：最优反应；粗框：均衡")


def test_a_title_of_the_caller_stands_above_the_second_player() -> None:
    ax = tg.plot_payoffs(tg.NormalFormGame.from_bimatrix([[1, 0]], [[0, 1]], players=["a", "b"]))
    assert ax.get_title() == ""
    ax.set_title("one of mine\nof two lines")
    ax.figure.draw_without_rendering()
    assert ax.get_xlabel() == "b"
    assert ax.title.get_window_extent().y0 >= ax.xaxis.label.get_window_extent().y1
    assert ax.xaxis.label.get_window_extent().y0 >= max(t.get_window_extent().y1 for t in ax.get_xticklabels())
    assert ax.texts[-1].get_window_extent().y1 <= ax.bbox.y0


def test_own_labels_and_given_axes() -> None:
    _, (_, right) = plt.subplots(1, 2)
    game = tg.NormalFormGame.from_bimatrix([[1, 0]], [[0, 1]])
    assert tg.plot_payoffs(game, right, labels=Labels({"row": "North", "row 1": "stay"})) is right
    assert (right.get_ylabel(), right.get_yticklabels()[0].get_text()) == ("North", "stay")


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (tg.NormalFormGame(np.zeros((5, 2, 2, 2)), players=["a", "b"]), r"take one game out first, as in game\[0\]"),
        (tg.NormalFormGame(np.zeros((3, 2, 2, 2))), "expected two players"),
        (tg.NormalFormGame(np.zeros((2, 7, 2))), "expected at most 6 actions a player"),
        ([[1, 2], [3, 4]], "expected a NormalFormGame"),
    ],
)
def test_what_is_no_table_is_refused(wrong, said) -> None:
    with pytest.raises(InputError, match=said):
        tg.plot_payoffs(wrong)
