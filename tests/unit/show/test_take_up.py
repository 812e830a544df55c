"""Take-up: areas, curve and costs are the result's own."""

import matplotlib as mpl
import numpy as np
import pytest

import tvet_games as tg
from tvet_games.errors import InputError

mpl.use("Agg")

from matplotlib import pyplot as plt


@pytest.fixture(autouse=True)
def closed():
    yield
    plt.close("all")


@pytest.fixture(scope="module")
def found():
    return tg.take_up("germany_2022")


def heights(area) -> tuple[float, float]:
    return tuple(area.get_datalim(area.axes.transData).intervaly)


def test_windfall_below_and_additional_above_the_share_of_today(found) -> None:
    ax = tg.plot_take_up(found)
    windfall, additional = ax.collections
    today = float(found.net_gain_share)
    assert heights(windfall) == (0, pytest.approx(today))
    assert heights(additional) == (pytest.approx(today), pytest.approx(found.share.max()))
    curve = ax.lines[0]
    np.testing.assert_array_equal(curve.get_xdata(), found.levels)
    np.testing.assert_array_equal(curve.get_ydata(), found.share)
    assert [text.get_text() for text in ax.texts] == ["today: 25 %"]


def test_the_panel_below_tells_what_a_trainee_costs(found) -> None:
    ax = tg.plot_take_up(found)
    below = ax.figure.axes[-1]
    assert below is not ax
    costs = {line.get_label(): line.get_ydata() for line in below.lines}
    np.testing.assert_array_equal(costs["per additional trainee"], found.cost_per_additional[1:])
    np.testing.assert_allclose(costs["per trainee"], found.cost / found.share)
    assert below.get_xlabel() == "training subsidy [EUR per trainee-year]"
    assert below.get_xlim() == ax.get_xlim()


def test_levels_in_any_order_and_shape() -> None:
    ax = tg.plot_take_up(tg.take_up("germany_2022", levels=[[4050, 0], [8100, 2000]]))
    assert ax.lines[0].get_xdata().tolist() == [0, 2000, 4050, 8100]


def test_chinese(found) -> None:
    ax = tg.plot_take_up(found, language="zh")
    assert ax.figure.axes[-1].get_xlabel() == "培训补贴 [欧元/学徒·年]"
    assert [text.get_text() for text in ax.texts] == ["目前：25 %"]


def test_given_axes_are_divided_and_their_neighbours_stay(found) -> None:
    figure, (left, right) = plt.subplots(1, 2)
    before = left.get_position().bounds
    assert tg.plot_take_up(found, right) is right
    assert len(figure.axes) == 3
    assert left.get_position().bounds == before
    assert right.get_position().height < left.get_position().height / 2
    alone = plt.figure().add_axes((0.2, 0.2, 0.7, 0.7))
    assert tg.plot_take_up(found, alone).get_xlabel() == "training subsidy [EUR per trainee-year]"
    assert len(alone.figure.axes) == 1


def test_what_is_refused(found) -> None:
    with pytest.raises(InputError, match=r"expected what take_up\(\) returns"):
        tg.plot_take_up(found.to_frame())
    with pytest.raises(InputError, match="expected at least two"):
        tg.plot_take_up(tg.take_up("germany_2022", levels=[4050]))
