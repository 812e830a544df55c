"""Firms that differ: moments met exactly, limits, identities, and what contradicts itself."""

import itertools
import math
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import tvet_games as tg
from tvet_games.model.calibration import PROVENANCES
from tvet_games.study.take_up import DISTRIBUTIONS, take_up

SHARES = {"germany_2022": 0.25, "switzerland_2016": 0.63, "china_2021": 0.3}

ARRAYS = ("share", "additional", "cost", "cost_per_additional", "windfall_share")

shapes = st.sampled_from(DISTRIBUTIONS)
countries = st.sampled_from(sorted(SHARES))
percents = st.integers(1, 49)
amounts = st.integers(1, 40_000)


def firms(percent: int, net: int) -> tg.Calibration:
    """Places of which ``percent`` have a net gain and that lose ``net`` on average; mirrored where net is negative."""
    share = Fraction(percent if net > 0 else 100 - percent, 100)
    return tg.load_calibration("germany_2022").replace(
        net_gain_share=share, training_cost=50_000 + net, trainee_output=50_000
    )


@given(percents, amounts, st.sampled_from([-1, 1]), shapes)
def test_both_moments_are_met(percent, net, sign, shape) -> None:
    """The share at level 0 is the published one; half of the places train at the level that pays the mean net cost."""
    found = take_up(firms(percent, sign * net), levels=[0, net], distribution=shape)
    assert found.share[0] == pytest.approx(float(found.net_gain_share), abs=1e-12)
    assert found.mean == sign * net
    assert found.spread > 0
    if sign > 0:
        assert found.share[1] == pytest.approx(0.5, abs=1e-12)


@given(percents, amounts, st.sampled_from([-1, 1]), shapes)
def test_monotone_in_the_level(percent, net, sign, shape) -> None:
    """More train at a higher level, at a cost that rises, and a smaller part of the money is windfall."""
    calibration = firms(percent, sign * net)
    found = take_up(calibration, levels=np.linspace(0, 1, 30) * net, distribution=shape)
    assert (np.diff(found.share) > 0).all()
    assert (np.diff(found.cost) > 0).all()
    assert (np.diff(found.windfall_share) < 0).all()
    assert found.windfall_share[0] == 1
    assert ((found.share > 0) & (found.share < 1)).all()


@given(percents, amounts, st.sampled_from([-1, 1]), shapes)
def test_limits(percent, net, sign, shape) -> None:
    """Level to 0: nobody is added, at a finite price each. Level to infinity: everybody trains."""
    calibration = firms(percent, sign * net)
    small = take_up(calibration, levels=net / 100_000, distribution=shape)
    p = float(small.net_gain_share)
    if shape == "normal":
        z = -float(small.mean) / small.spread
        density = math.exp(-z * z / 2) / math.sqrt(2 * math.pi) / small.spread
    else:
        density = p * (1 - p) / (small.spread * math.sqrt(3) / math.pi)
    assert small.cost_per_additional == pytest.approx(p / density, rel=1e-3)
    assert small.windfall_share == pytest.approx(1, abs=1e-3)
    large = take_up(calibration, levels=1e4 * small.spread, distribution=shape)
    assert large.share == 1
    assert large.windfall_share == pytest.approx(p, abs=1e-12)


@given(countries, shapes, st.sampled_from(["training_subsidy", "retention_bonus", "cultural_programme"]))
def test_identities(country, shape, instrument) -> None:
    found = take_up(country, instrument, distribution=shape)
    assert np.array_equal(found.cost, float(found.unit_cost) * found.levels * found.share)
    assert np.allclose(found.share - found.additional, SHARES[country], rtol=0, atol=1e-12)
    windfall = found.windfall_share * found.cost
    assert np.allclose(windfall, float(found.unit_cost) * found.levels * SHARES[country])
    paid = found.additional > 0
    assert np.allclose(found.cost_per_additional[paid] * found.additional[paid], found.cost[paid])
    assert found.cost_per_additional[0] == np.inf


@given(countries, shapes, st.lists(st.floats(0, 1e6), min_size=1, max_size=6))
def test_a_batch_of_levels_is_the_single_ones(country, shape, levels) -> None:
    batch = take_up(country, levels=levels, distribution=shape)
    square = take_up(country, levels=[levels, levels], distribution=shape)
    for k, level in enumerate(levels):
        alone = take_up(country, levels=level, distribution=shape)
        for name in ARRAYS:
            assert getattr(alone, name).shape == ()
            assert getattr(alone, name) == getattr(batch, name)[k] == getattr(square, name)[1, k]


@pytest.mark.parametrize("country", SHARES)
def test_shapes_agree_at_level_zero_and_in_both_moments(country: str) -> None:
    normal, logistic = (take_up(country, distribution=shape) for shape in DISTRIBUTIONS)
    assert normal.share[0] == pytest.approx(SHARES[country], abs=1e-12)
    assert logistic.share[0] == pytest.approx(SHARES[country], abs=1e-12)
    assert normal.mean == logistic.mean
    assert np.abs(normal.share - logistic.share).max() > 1e-3


@given(st.integers(1, 30_000), percents, amounts)
def test_against_a_crowd_of_drawn_firms(level, percent, net) -> None:
    """The share is what is counted among firms drawn from the fitted distribution, here at equal steps of its ranks."""
    from scipy import stats

    found = take_up(firms(percent, net), levels=level)
    crowd = stats.norm.ppf((np.arange(2_000) + 0.5) / 2_000, loc=net, scale=found.spread)
    assert (crowd - level < 0).mean() == pytest.approx(found.share, abs=1e-3)


def test_what_a_unit_gives_and_costs_is_read_from_the_conflict() -> None:
    bonus = take_up("germany_2022", "retention_bonus", levels=1_000)
    assert (bonus.gain, bonus.unit_cost) == (Fraction(72, 100), Fraction(72, 100))
    subsidy = take_up("germany_2022", levels=720)
    assert bonus.share == pytest.approx(subsidy.share, abs=1e-14)
    credit = take_up("china_2021", "tax_credit")
    assert credit.gain == tg.load_calibration("china_2021").numbers["creditable_cost"]
    posts = take_up("germany_2022", "hosting_subsidy", conflict="enterprise_teacher", levels=100)
    assert posts.gain == posts.unit_cost == Fraction(1, 20)
    assert take_up("germany_2022", conflict="community", levels=1).gain == 1


def test_default_levels_reach_the_bound_of_the_instrument() -> None:
    found = take_up("germany_2022")
    assert found.levels.tolist() == np.linspace(0, 26_200, 21).tolist()
    assert [len(getattr(found, name)) for name in ARRAYS] == [21] * 5


def test_objects_and_names_give_the_same() -> None:
    conflict, lever = tg.load_conflict("school_enterprise"), tg.load_instrument("training_subsidy")
    by_object = take_up(tg.load_calibration("germany_2022"), lever, conflict=conflict)
    assert by_object.to_frame().equals(take_up("germany_2022").to_frame())


def test_statements_and_frame() -> None:
    found = take_up("germany_2022", levels=[8_100, 0])
    assert found.fitted == (
        "Fitted are two moments of germany_2022: a mean net cost of 8,100 EUR per trainee-year (training_cost - "
        "trainee_output), and 25 % of places with a net gain (measured, de_share_netgain). They leave a standard "
        "deviation of 12,009.1 EUR per trainee-year."
    )
    assert "nobody measured" in found.predicted
    assert "At training_subsidy = 8,100 firms train on 50 % of places" in found.predicted
    assert found.predicted.endswith("costs 16,200 EUR per trainee-year; 50 % of the money is windfall.")
    assert list(found.to_frame().columns) == list(ARRAYS)
    assert found.to_frame().index.tolist() == [8_100, 0]
    assert len(take_up("germany_2022", levels=5).to_frame()) == 1
    assert "(assumed, cn_hotel_profit, cn_ma_profit)" in take_up("china_2021").fitted
    assert "(assumed)" in take_up(firms(30, 100)).fitted
    assert "train on 25 % of places, and nobody is added" in take_up("germany_2022", levels=0).predicted


@pytest.mark.parametrize(
    ("percent", "net", "told"),
    [
        (60, 8_100, "less than 1/2"),
        (50, 8_100, "less than 1/2"),
        (40, -3_170, "more than 1/2"),
        (50, -3_170, "more than 1/2"),
        (30, 0, "exactly 1/2"),
        (50, 0, "leaves the spread of net cost open"),
        (0, 8_100, "strictly between 0 and 1"),
        (100, -8_100, "strictly between 0 and 1"),
        (-5, 8_100, "strictly between 0 and 1"),
    ],
)
def test_moments_that_contradict_each_other(percent: int, net: int, told: str) -> None:
    calibration = tg.load_calibration("germany_2022").replace(
        net_gain_share=Fraction(percent, 100), training_cost=50_000 + net, trainee_output=50_000
    )
    with pytest.raises(tg.InputError, match=told) as error:
        take_up(calibration)
    assert "value.net_gain_share" in str(error.value)


@pytest.mark.parametrize("share", [Fraction(1, 10**400), 1 - Fraction(1, 10**40), Fraction(1, 2) - Fraction(1, 10**40)])
def test_shares_that_floats_cannot_tell_from_the_forbidden(share: Fraction) -> None:
    calibration = tg.load_calibration("germany_2022")
    with pytest.raises(tg.InputError, match="net_gain_share"):
        take_up(calibration.replace(net_gain_share=share))


def test_a_calibration_without_the_share_names_those_that_have_it() -> None:
    for name in sorted(set(tg.calibrations()) - SHARES.keys()):
        with pytest.raises(tg.InputError, match="china_2021, germany_2022, switzerland_2016 have it"):
            take_up(name)


def test_instruments_that_win_no_firm() -> None:
    for instrument in ("free_riding_levy", "school_grant"):
        with pytest.raises(tg.InputError, match=f"{instrument}: gives the enterprise 0 a unit"):
            take_up("germany_2022", instrument)
    with pytest.raises(tg.InputError, match="has no enterprise"):
        take_up("germany_2022", "teacher_allowance", conflict="school_teacher")
    with pytest.raises(tg.InputError, match="creditable_cost"):
        take_up("germany_2022", "tax_credit")
    with pytest.raises(tg.InputError, match="does nothing"):
        take_up("germany_2022", "hosting_subsidy")


@pytest.mark.parametrize("levels", [-1, [0, -1e-9], math.nan, [1, math.inf], 1e31, [], "many", [[1, 2], [3]], [None]])
def test_levels_that_are_none(levels: object) -> None:
    with pytest.raises(tg.InputError, match="levels"):
        take_up("germany_2022", levels=levels)


def test_names_and_arrays() -> None:
    with pytest.raises(tg.InputError, match="did you mean 'logistic'"):
        take_up("germany_2022", distribution="logistics")
    with pytest.raises(tg.InputError, match="did you mean 'training_subsidy'"):
        take_up("germany_2022", "training_subsidi")
    with pytest.raises(tg.InputError, match="net_gain_share: is an array"):
        take_up(tg.load_calibration("germany_2022").replace(net_gain_share=np.array([0.2, 0.3])))


def test_dearer_at_the_margin_than_the_net_cost_of_those_who_join() -> None:
    """Everybody is paid alike, so an additional trainee costs more than the level, and more the fewer are added."""
    for country, shape in itertools.product(SHARES, DISTRIBUTIONS):
        found = take_up(country, distribution=shape)
        assert (found.cost_per_additional[1:] > found.levels[1:]).all()
        assert (found.cost_per_additional[1:] < np.inf).all()


def test_chinese_has_words_for_shapes_and_where_figures_come_from() -> None:
    for shape in DISTRIBUTIONS:
        told = " ".join(take_up("germany_2022", "training_subsidy", distribution=shape).describe("zh"))
        assert not [name for name in (*DISTRIBUTIONS, *PROVENANCES, "training_subsidy") if name in told]
