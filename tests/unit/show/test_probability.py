"""The curve of probabilities: what the plot shows, not how it looks."""

import matplotlib as mpl
import numpy as np
import pytest

from tvet_games.errors import InputError
from tvet_games.show.probability import plot_probability
from tvet_games.study.uncertainty.curve import probability_curve

mpl.use("Agg")

from matplotlib import pyplot as plt

LEVELS = [0, 3000, 6000, 9000]


@pytest.fixture(autouse=True)
def closed():
    yield
    plt.close("all")


@pytest.fixture(scope="module")
def curve():
    return probability_curve("school_enterprise", "germany_2022", "training_subsidy", LEVELS, draws=512)


def test_curve_band_share_and_least_level(curve) -> None:
    ax = plot_probability(curve)
    line, asked, least = ax.lines
    np.testing.assert_array_equal(line.get_xdata(), LEVELS)
    np.testing.assert_array_equal(line.get_ydata(), curve.probability)
    assert set(asked.get_ydata()) == {0.8}
    assert set(least.get_xdata()) == {curve.least()}
    (band,) = ax.collections
    ends = band.get_paths()[0].vertices
    assert {tuple(v) for v in ends} >= set(zip(map(float, LEVELS), curve.low, strict=True))
    assert {tuple(v) for v in ends} >= set(zip(map(float, LEVELS), curve.high, strict=True))
    assert ax.get_title() == "School and enterprise, Germany 2022"
    assert ax.get_xlabel() == "training subsidy [EUR per trainee-year]"


def test_words_in_chinese(curve) -> None:
    ax = plot_probability(curve, language="zh")
    assert ax.get_xlabel() == "培训补贴 [欧元/学徒·年]"
    assert [line.get_label() for line in ax.lines] == ["合作是均衡", "要求 80 %", "自 6,000 起达到"]


def test_no_line_where_the_share_is_never_reached() -> None:
    asked = ("school_enterprise", "germany_2022", "training_subsidy", [100])
    ax = plot_probability(probability_curve(*asked, draws=64))
    assert len(ax.lines) == 2


def test_given_axes_are_drawn_on_and_other_things_refused(curve) -> None:
    _, (_, right) = plt.subplots(1, 2)
    assert plot_probability(curve, right) is right
    with pytest.raises(InputError, match=r"expected what probability_curve\(\) returns"):
        plot_probability([1, 2])
