"""Plots of long-term cooperation: what they show, not how they look."""

import math

import matplotlib as mpl
import numpy as np
import pytest

import tvet_games as tg
from tvet_games.errors import InputError
from tvet_games.show.patience import plot_patience
from tvet_games.show.repeated_payoffs import plot_repeated_payoffs
from tvet_games.solve.repeated_payoffs import sustainable_payoffs
from tvet_games.study.mechanisms.patience import patience

mpl.use("Agg")

from matplotlib import pyplot as plt

DILEMMA = tg.NormalFormGame.from_bimatrix([[3, 0], [5, 1]], [[3, 5], [0, 1]])


@pytest.fixture(autouse=True)
def closed():
    yield
    plt.close("all")


@pytest.fixture(scope="module")
def found():
    levels = np.linspace(6000, 10000, 41)
    return patience(
        "school_enterprise", "austria_2016", over="training_subsidy", values=levels, delta=0.6, detection=0.5
    )


def labels(ax) -> list[str]:
    return [text.get_text() for text in ax.get_legend().get_texts()]


def test_a_line_a_player_where_patience_helps(found) -> None:
    ax = plot_patience(found)
    lines = {line.get_label(): line for line in ax.lines}
    own = np.asarray(lines["enterprise"].get_ydata(), dtype=float)
    factors = found.curve.factors[:, 1]
    assert np.isnan(own[np.isinf(factors)]).all()
    assert (own[np.isfinite(factors)] == factors[np.isfinite(factors)]).all()
    assert list(lines["asked for: 0.6"].get_ydata()) == [0.6, 0.6]
    (mark,) = [line for name, line in lines.items() if name.startswith("enough from")]
    assert mark.get_xydata()[0] == pytest.approx([float(found.curve.least), 0.6])
    assert ax.get_xlabel() == "training subsidy [EUR per apprenticeship]"
    assert "probability 0.5" in ax.get_title()


def test_grey_where_no_patience_is_enough(found) -> None:
    ax = plot_patience(found)
    (span,) = ax.patches
    lost = found.curve.values[np.isinf(found.curve.largest)]
    assert span.get_x() == 6000
    assert span.get_x() + span.get_width() == pytest.approx(lost[-1] + 50)
    assert labels(ax)[0] == "no patience is enough"


def test_without_a_discount_factor_and_out_of_sight(found) -> None:
    bare = plot_patience(patience("school_enterprise", "austria_2016", over="training_subsidy", values=[8000]))
    assert labels(bare) == ["school", "enterprise"]
    away = patience("school_enterprise", "austria_2016", over="training_subsidy", values=[9500, 9600], delta=0.5)
    assert not any(name.startswith("enough") for name in labels(plot_patience(away)))
    _, (_, right) = plt.subplots(1, 2)
    assert plot_patience(found, right) is right


def test_only_what_has_a_quantity_is_drawn() -> None:
    with pytest.raises(InputError, match=r"expected what patience\(\) returns"):
        plot_patience({})
    with pytest.raises(InputError, match="no quantity moves in it"):
        plot_patience(patience("school_enterprise", "austria_2016"))


def test_the_sustainable_set_inside_the_feasible_one() -> None:
    result = sustainable_payoffs(DILEMMA, 0.5)
    ax = plot_repeated_payoffs(result)
    feasible, limit, sustainable = (patch.get_xy()[:-1] for patch in ax.patches)
    assert feasible == pytest.approx(result.feasible)
    assert limit == pytest.approx(result.individually_rational)
    assert sustainable == pytest.approx(result.vertices)
    assert labels(ax)[-1] == "all cooperate: sustained"
    assert ax.get_title() == "discount factor 0.5 a period"
    assert labels(plot_repeated_payoffs(sustainable_payoffs(DILEMMA, 0.4)))[-1] == "all cooperate: not sustained"


def test_the_players_are_called_as_their_labels_say() -> None:
    conflict = tg.load_conflict("school_enterprise")
    game = conflict.game(tg.load_calibration("germany_2022"))
    ax = plot_repeated_payoffs(sustainable_payoffs(game, 0.5), labels=conflict.labels, language="zh")
    assert ax.get_xlabel() == "学校的平均收益"
    assert ax.get_title() == "每期贴现因子 0.5"


def test_sets_that_are_a_point_a_segment_or_empty() -> None:
    point = plot_repeated_payoffs(sustainable_payoffs(DILEMMA, 0.1))
    assert any(line.get_label() == "sustainable" and len(line.get_xdata()) == 1 for line in point.lines)
    hunt = tg.NormalFormGame.from_bimatrix([[4, 0], [3, 2]], [[4, 3], [0, 2]])
    segment = plot_repeated_payoffs(sustainable_payoffs(hunt, 0))
    assert any(line.get_label() == "sustainable" and len(line.get_xdata()) == 2 for line in segment.lines)
    pennies = tg.NormalFormGame.from_bimatrix([[0, 1], [1, 0]], [[1, 0], [0, 1]])
    empty = plot_repeated_payoffs(sustainable_payoffs(pennies, 0.5))
    assert labels(empty) == ["feasible", "nothing sustainable in pure actions", "all cooperate: not sustained"]
    assert math.isnan(sustainable_payoffs(pennies, 0.5).punishments[0])


def test_a_set_that_has_not_come_to_rest_is_called_so(monkeypatch) -> None:
    monkeypatch.setattr("tvet_games.solve.repeated_payoffs.MAX_ITERATIONS", 1)
    ax = plot_repeated_payoffs(sustainable_payoffs(DILEMMA, 0.4))
    assert "sustainable at most (iteration not ended)" in labels(ax)
    with pytest.raises(InputError, match=r"expected what sustainable_payoffs\(\) returns"):
        plot_repeated_payoffs(None)
