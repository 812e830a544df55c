"""Plots: what they show, not how they look."""

from fractions import Fraction

import matplotlib as mpl
import numpy as np
import pytest

import tvet_games as tg
from tvet_games.errors import InputError, ShapeError
from tvet_games.show.files import save

mpl.use("Agg")

from matplotlib import pyplot as plt


@pytest.fixture(autouse=True)
def closed():
    yield
    plt.close("all")


def labels(ax) -> str:
    return "\n".join(text.get_text() for text in ax.get_legend().get_texts())


def test_the_feasible_set_shows_outcomes_and_rules() -> None:
    talks = tg.negotiate("school_enterprise", "germany_2022", tg.Policy(training_subsidy=4000))
    ax = tg.plot_feasible_set(talks)
    for name in ("disagreement point", "side payments\nat the target", "Kalai-Smorodinsky"):
        assert name in labels(ax)
    assert "all 6 rules\nwith side payments" in labels(ax)
    assert {text.get_text() for text in ax.texts} == {
        "co-train,\ninvest",
        "co-train,\nfree-ride",
        "nominal,\ninvest",
        "nominal,\nfree-ride",
    }
    marks = [line.get_xydata()[0].tolist() for line in ax.lines if line.get_marker() == "o"]
    assert [1849, 1849] in marks


def test_rules_that_pick_one_point_share_an_entry() -> None:
    told = labels(tg.plot_feasible_set(tg.negotiate("school_teacher", "germany_2022")))
    assert "Nash,\nKalai-Smorodinsky and\nutilitarian\negalitarian" in told
    assert "all" not in told.split("with side payments")[0].split("\n")
    told = labels(tg.plot_feasible_set(tg.negotiate("school_teacher", "germany_2022"), language="zh"))
    assert "有转移支付的\n全部 6 种规则" in told


def test_a_feasible_set_that_is_a_line_and_one_with_nothing_to_gain() -> None:
    assert tg.plot_feasible_set(tg.negotiate("school_enterprise", "switzerland_electrician")).lines
    flat = tg.load_calibration("germany_2022").replace(coordination_gain=0, coordination_cost=0)
    assert tg.plot_feasible_set(tg.negotiate("agency_coordination", flat)).lines


def test_shares_have_a_bar_for_each_player_and_rule() -> None:
    found = tg.share("community", "germany_2022")
    ax = tg.plot_shares(found)
    assert len(ax.patches) == len(found.divisions) * 4
    lengths = [float(d.allocation.shares[0]) for d in found.divisions]
    assert [bar.get_width() for bar in ax.patches[: len(lengths)]] == lengths
    assert ax.get_yticklabels()[1].get_text() == "Shapley value *"
    assert ax.get_yticklabels()[0].get_text() == "equal surplus"
    assert ax.yaxis_inverted()
    assert labels(ax).split("\n") == ["school", "enterprise", "student", "teacher", "alone"]


def test_shares_in_chinese() -> None:
    ax = tg.plot_shares(tg.share("community", "germany_2022"), language="zh")
    assert ax.get_yticklabels()[1].get_text() == "沙普利值 *"
    assert ax.get_xlabel() == "欧元/学徒·年"
    assert labels(ax).split("\n")[-1] == "单独行动"


def test_the_triangle_shows_the_core() -> None:
    ax = tg.plot_core(tg.share([0, 0, 0, 60, 0, 50, 30, 90]))
    (polygon,) = ax.patches
    assert len(polygon.get_xy()) == 5  # a closed quadrangle
    assert {text.get_text() for text in ax.texts} == {"player 1\n90", "player 2\n90", "player 3\n90"}
    corner = tg.plot_core(tg.share([0, 0, 0, 0, 0, 1, 1, 1]))  # gloves: the core is one corner
    assert not corner.patches
    assert any(np.allclose(line.get_xydata(), [[0.5, np.sqrt(3) / 2]]) for line in corner.lines)
    empty = tg.plot_core(tg.share([0, 0, 0, 1, 0, 1, 1, 1]))
    assert "the core is empty" in empty.get_title()


def test_the_triangle_is_for_three_with_something_to_share() -> None:
    with pytest.raises(ShapeError, match="three players"):
        tg.plot_core(tg.share([0, 1, 1, 3]))
    with pytest.raises(ShapeError, match="nothing to share"):
        tg.plot_core(tg.share([0, Fraction(1), 1, 2, 1, 2, 2, 3]))


def test_axes_that_are_given_are_drawn_on(tmp_path) -> None:
    _, (left, right) = plt.subplots(1, 2)
    found = tg.share([0, 0, 0, 60, 0, 50, 30, 90])
    assert tg.plot_shares(found, left) is left
    assert tg.plot_core(found, ax=right) is right
    save(left, tmp_path / "both.svg")
    assert (tmp_path / "both.svg").read_text().startswith("<?xml")
    with pytest.raises(InputError, match="no ending"):
        save(tg.plot_core(found), tmp_path / "picture")
