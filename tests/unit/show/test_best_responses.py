"""The unit square: lines are best replies, marks are the equilibria."""

import matplotlib as mpl
import numpy as np
import pytest

import tvet_games as tg
from tvet_games.errors import InputError

mpl.use("Agg")

from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from matplotlib import pyplot as plt

KINDS = ("strict equilibrium", "equilibrium, not strict", "mixed equilibrium")


@pytest.fixture(autouse=True)
def closed():
    yield
    plt.close("all")


def marks(ax) -> dict[str, set[tuple[float, float]]]:
    lines = [line for line in ax.lines if line.get_label() in KINDS]
    return {line.get_label(): {tuple(point) for point in line.get_xydata().tolist()} for line in lines}


def pieces(ax, player: int) -> list[np.ndarray]:
    return [line.get_xydata() for line in ax.lines if line.get_gid() == f"player {player + 1}"]


def gain(table, player: int, point) -> float:
    """What a player's first action brings more than the second."""
    own, other = table[player] if player == 0 else table[player].T, point[1 - player]
    return float((own[0] - own[1]) @ [other, 1 - other])


@settings(max_examples=20)
@given(arrays(np.int64, (2, 2, 2), elements=st.integers(-2, 2)))
def test_every_point_drawn_is_a_best_reply_and_every_equilibrium_is_marked(table) -> None:
    known = tg.equilibria(tg.NormalFormGame(table))
    ax = tg.plot_best_responses(known)
    for player in (0, 1):
        for piece in pieces(ax, player):
            for part in (0.0, 0.5, 1.0):
                point = piece[0] + part * (piece[1] - piece[0])
                more = gain(table, player, point)
                assert abs(more) < 1e-9 or point[player] == (1.0 if more > 0 else 0.0)
        covered = {tuple(end) for piece in pieces(ax, player) for end in piece.round(9).tolist()}
        areas = [p for p in ax.patches if p.get_hatch() == ("//", "\\\\")[player]]
        for other in (0.0, 1.0):  # there is a best reply to everything
            assert areas or any(end[1 - player] == other for end in covered)
    shown = marks(ax)
    for e in known:
        kind = KINDS[0] if e.strict else KINDS[1] if e.profile is not None else KINDS[2]
        assert tuple(float(s[0]) for s in e.strategies) in shown[kind]
    assert sum(map(len, shown.values())) == len(known)
    words = {text.get_text() for text in ax.get_legend().get_texts()}
    assert ("continuum of equilibria" in words) == any(not c.is_point for c in known.components)
    plt.close("all")


def test_a_hunt_has_three_equilibria() -> None:
    ax = tg.plot_best_responses(tg.NormalFormGame.from_bimatrix([[4, 0], [3, 2]], [[4, 3], [0, 2]]))
    assert marks(ax) == {KINDS[0]: {(0.0, 0.0), (1.0, 1.0)}, KINDS[2]: {(2 / 3, 2 / 3)}}
    assert [text.get_text() for text in ax.texts] == ["(66.7 %, 66.7 %)"]
    assert ax.get_xlabel() == "row: probability of “row 1”"


def test_a_player_who_does_not_care_has_all_of_the_square() -> None:
    ax = tg.plot_best_responses(tg.NormalFormGame.from_bimatrix([[1, 1], [1, 1]], [[1, 0], [0, 1]]))
    (area,) = [patch for patch in ax.patches if patch.get_hatch()]
    assert area.get_bbox().bounds == (0, 0, 1, 1)
    assert pieces(ax, 0) == []
    ax = tg.plot_best_responses(tg.NormalFormGame(np.zeros((2, 2, 2))))
    assert len([patch for patch in ax.patches if patch.get_hatch()]) == 2


def test_a_conflict_in_chinese() -> None:
    game = tg.load_conflict("school_enterprise").game(tg.load_calibration("germany_2022"))
    ax = tg.plot_best_responses(game, language="zh")
    assert ax.get_xlabel() == "学校选择“共同培养”的概率"
    assert "严格均衡" in {text.get_text() for text in ax.get_legend().get_texts()}


def test_given_axes_are_drawn_on() -> None:
    _, (_, right) = plt.subplots(1, 2)
    assert tg.plot_best_responses(tg.NormalFormGame(np.eye(4).reshape(2, 2, 2, 2)[0]), right) is right


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (tg.NormalFormGame(np.zeros((5, 2, 2, 2)), players=["a", "b"]), "is a batch"),
        (tg.NormalFormGame(np.zeros((2, 2, 3))), "two actions of each player"),
        ("school_enterprise", "expected a NormalFormGame"),
    ],
)
def test_what_has_no_square_is_refused(wrong, said) -> None:
    with pytest.raises(InputError, match=said):
        tg.plot_best_responses(wrong)
