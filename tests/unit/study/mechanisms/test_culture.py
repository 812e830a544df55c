"""What cultural distance costs and what a cultural programme is worth, against the games and the policy search."""

import math
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import tvet_games as tg
from tvet_games.errors import InputError
from tvet_games.model.algebra import FRACTIONS
from tvet_games.study.mechanisms.culture import Culture, culture
from tvet_games.study.mechanisms.culture_words import PHRASES
from tvet_games.study.mechanisms.programme import DISTANCE, LOYALTY, PRICE, PROGRAMME, programme_part
from tvet_games.testing import small_fractions

DYADS = ["school_enterprise", "enterprise_student", "school_student", "school_teacher", "enterprise_teacher"]
ENDS = [0, 1]
STEP = Fraction(1, 1000)


def cost(conflict: str, at: tg.Calibration, *, without: bool = False) -> Fraction | None:
    found = tg.cheapest_policy(conflict, at)
    return tg.cheapest_policy(conflict, at, [i for i in found.levels if i != PROGRAMME]).cost if without else found.cost


@pytest.fixture(scope="module")
def germany() -> Culture:
    return culture("school_enterprise", "germany_2022", distances=ENDS)


@pytest.mark.slow
@pytest.mark.parametrize("name", tg.calibrations())
@pytest.mark.parametrize("dyad", DYADS)
def test_every_dyad_in_every_country(dyad, name) -> None:
    """The programme never costs anything, its worth is the difference, and friction is what the game says."""
    at, conflict = tg.load_calibration(name), tg.load_conflict(dyad)
    found = culture(dyad, name, distances=[])
    close = conflict.payoffs(at.replace(cultural_distance=0), exact=True)[:, 0, 0]
    today = conflict.payoffs(at, exact=True)[:, 0, 0]
    borne = {f.player: f.cost for f in found.frictions}
    for i, player in enumerate(conflict.player_names):
        assert borne.get(player, 0) == close[i] - today[i]
    (point,) = found.curve
    assert (point.cost, point.cost_without) == (cost(dyad, at), cost(dyad, at, without=True))
    assert all(found.describe(language) for language in ("en", "zh"))
    if dyad == "school_student":
        assert found.programme is None
        return
    worth = found.programme
    assert worth.persists
    assert worth.saving >= max(worth.friction_saving, worth.loyalty_saving) >= 0
    assert worth.saving == worth.cost_without - worth.cost
    assert (worth.level > 0) is (worth.price < worth.break_even)
    full = conflict.payoffs(at, tg.Policy(cultural_programme=1), exact=True)[:, 0, 0]
    gains = {f.player: f.removed + f.loyalty for f in found.frictions}
    assert [gains.get(player, 0) for player in conflict.player_names] == list(full - today)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("dyad", "name"),
    [
        ("school_enterprise", "germany_2022"),
        ("school_enterprise", "austria_2016"),
        ("school_enterprise", "china_2021"),
        ("school_enterprise", "switzerland_it"),
        ("enterprise_student", "china_2021"),
        ("enterprise_teacher", "china_2021"),
    ],
)
def test_at_the_break_even_price_the_programme_leaves(dyad, name) -> None:
    at = tg.load_calibration(name)
    worth = culture(dyad, name, distances=[]).programme
    even = worth.break_even
    assert 0 < even < math.inf
    assert cost(dyad, at.replace(programme_cost=even)) == worth.cost_without
    below = tg.cheapest_policy(dyad, at.replace(programme_cost=even - STEP))
    above = tg.cheapest_policy(dyad, at.replace(programme_cost=even + STEP))
    assert below.cost < worth.cost_without == above.cost
    assert below.levels[PROGRAMME] > 0 == above.levels[PROGRAMME]


@pytest.mark.slow
@settings(max_examples=8)
@given(
    distance=small_fractions(0, 1, max_denominator=20),
    friction=st.integers(0, 3000),
    loyalty=small_fractions(0, Fraction(1, 5), max_denominator=50),
    price=st.integers(0, 2000),
)
def test_in_any_world_the_break_even_price_decides(distance, friction, loyalty, price) -> None:
    at = tg.load_calibration("germany_2022").replace(
        cultural_distance=distance, enterprise_friction=friction, loyalty_gain=loyalty, programme_cost=price
    )
    worth = culture("school_enterprise", at, ["training_subsidy", "school_grant"], distances=[]).programme
    assert worth.saving >= 0
    assert (worth.saving > 0) is (price < worth.break_even)
    even = at.replace(programme_cost=worth.break_even)
    assert culture("school_enterprise", even, ["training_subsidy", "school_grant"], distances=[]).programme.saving == 0


@pytest.mark.parametrize("name", ["germany_2022", "austria_2016", "china_2021"])
def test_slopes_are_derivatives(name) -> None:
    at = tg.load_calibration(name)
    found = culture("school_enterprise", name, distances=[])
    for slopes, without in ((found.slopes, False), (found.slopes_without, True)):
        here = cost("school_enterprise", at, without=without)
        for side, slope in ((-STEP, slopes.below), (STEP, slopes.above)):
            moved = cost("school_enterprise", at.replace(cultural_distance=found.distance + side), without=without)
            assert (moved - here) / side == slope


def test_distance_costs_what_the_firm_is_paid_to_bear(germany) -> None:
    """Friction 1,500 at distance 1, paid for by a subsidy that is due with probability 1 - breakdown/2."""
    due = 1 - Fraction(295, 1000) / 2
    assert germany.slopes_without == type(germany.slopes)(1500 * due, 1500 * due)
    assert germany.slopes.above == 0  # the programme at its full level removes all friction
    assert [(f.player, f.cost, f.loyalty) for f in germany.frictions] == [
        ("school", 240, 0),
        ("enterprise", 450, Fraction(5, 100) * Fraction(13700, 3)),
    ]


def test_the_curve_is_what_the_search_finds_at_each_distance() -> None:
    at, found = tg.load_calibration("china_2021"), culture("school_enterprise", "china_2021", distances=[0, 0.2, "1"])
    assert [str(point.distance) for point in found.curve] == ["0", "1/5", "1/2", "1"]
    for point in found.curve:
        there = at.replace(cultural_distance=point.distance)
        assert point.cost == cost("school_enterprise", there)
        assert point.cost_without == cost("school_enterprise", there, without=True)
        assert point.level == tg.cheapest_policy("school_enterprise", there).levels[PROGRAMME]
    assert [point.level for point in found.curve] == [0, 1, 1, 1]
    default = culture("enterprise_student", "china_2021").curve
    assert [point.distance for point in default] == [Fraction(k, 20) for k in range(21)]


def test_at_the_ends_there_is_one_side() -> None:
    at = tg.load_calibration("austria_2016")
    near = culture("school_enterprise", at.replace(cultural_distance=0), distances=[])
    assert near.slopes_without.below is None
    assert near.slopes_without.above == 2703
    assert len(near.curve) == 1
    assert not any(f.cost for f in near.frictions)
    far = culture("school_enterprise", at.replace(cultural_distance=1), distances=[])
    assert far.slopes_without.above is None
    assert far.slopes_without.below == 2703


def test_each_distance_is_told_once() -> None:
    one, two, three = (
        culture("school_enterprise", "germany_2022", distances=given).describe()[1] for given in ([], [1], [0, 1])
    )
    assert (
        one
        == "Without a cultural programme the cheapest package costs 3,264.68 at distance 0.3 (EUR per trainee-year)."
    )
    assert "costs 3,264.68 at distance 0.3 and 4,159.81 at 1 (" in two
    assert "costs 2,881.06 at distance 0, 3,264.68 at 0.3 and 4,159.81 at 1 (" in three
    zh = culture("school_enterprise", "germany_2022", distances=[1]).describe("zh")[1]
    assert "最低成本在距离为 0.3 时是 3,264.68，在 1 时是 4,159.81（" in zh


def test_a_kink_has_two_slopes() -> None:
    """Below 599/1500 the teacher, whose friction is 1,500 at distance 1, need not be paid."""
    at = tg.load_calibration("china_2021").replace(cultural_distance=Fraction(599, 1500))
    slopes = culture("enterprise_teacher", at, distances=[]).slopes_without
    assert slopes.below < slopes.above


def test_the_two_parts_of_the_programme_make_the_whole() -> None:
    programme, at = tg.load_instrument(PROGRAMME), tg.load_calibration("germany_2022")
    values = {**at.numbers, "level": Fraction(1, 3)}
    for name in ("school_enterprise", "enterprise_student", "enterprise_teacher", "school_teacher"):
        conflict = tg.load_conflict(name)
        whole, bill = conflict.effect(programme, values, FRACTIONS)
        parts = [
            conflict.effect(programme_part(programme, is_loyalty=which), values, FRACTIONS) for which in (True, False)
        ]
        np.testing.assert_array_equal(parts[0][0] + parts[1][0], whole)
        assert all((part[1] == bill).all() for part in parts)


def test_without_loyalty_only_friction_is_left() -> None:
    at = tg.load_calibration("china_2021")
    found = culture("school_enterprise", at, distances=[])
    assert found.programme.cost_friction == cost("school_enterprise", at.replace(**{LOYALTY: 0}))


def test_what_money_cannot_buy_the_programme_is_needed_for() -> None:
    at = tg.load_calibration("switzerland_2016").replace(cultural_distance=1)
    dear = at.replace(enterprise_friction=9000)
    found = culture("school_enterprise", dear, [], distances=ENDS)
    worth = found.programme
    assert worth.is_needed
    assert worth.break_even == math.inf
    assert worth.saving is None
    assert worth.cost == worth.cost_alone > 0
    assert worth.remains[0].holds  # its effect persists
    assert worth.remains[0].holds_without is None
    assert "at any price" in " ".join(found.describe())
    hopeless = culture("school_enterprise", at.replace(training_cost=90_000), [], distances=ENDS)
    assert hopeless.programme.cost is None
    assert hopeless.programme.break_even is None
    assert hopeless.slopes.below is None
    assert "No package" in " ".join(hopeless.describe())


def test_where_a_player_pays_there_is_no_break_even_price() -> None:
    found = culture("government_school_enterprise", "germany_2022", distances=[])
    assert found.programme.break_even is None


@pytest.mark.slow
def test_several_conflicts_and_communities() -> None:
    five = culture(DYADS, "germany_2022", distances=[])
    assert {r.conflict for r in five.programme.remains} == set(DYADS)
    assert {f.conflict for f in five.frictions} == set(DYADS) - {"school_student"}
    community = culture("community", "germany_2022", distances=[])
    conflict, at = tg.load_conflict("community"), tg.load_calibration("germany_2022")
    target = (slice(None), *(0,) * len(conflict.shape))
    gap = conflict.payoffs(at.replace(cultural_distance=0), exact=True) - conflict.payoffs(at, exact=True)
    borne = {f.player: f.cost for f in community.frictions}
    assert [borne.get(player, 0) for player in conflict.player_names] == list(gap[target])


def test_other_criteria() -> None:
    for criterion in (tg.Dominant(), tg.Unique(), tg.PDominant(Fraction(1, 2))):
        found = culture("enterprise_teacher", "germany_2022", criterion=criterion, distances=[])
        assert found.programme.saving >= 0


def test_frames_and_sentences(germany) -> None:
    frame = germany.to_frame()
    assert list(frame.index) == [0, Fraction(3, 10), 1]
    assert list(frame.columns) == ["cost", "cost_without", "level"]
    assert germany.burden()["player"].tolist() == ["school", "enterprise"]
    english, chinese = germany.describe(), germany.describe("zh")
    assert len(english) == len(chinese)
    assert (
        "It belongs in the package up to a price of 578.28 for the full programme, per trainee (it is 500)." in english
    )
    assert all(not any("{" in s for s in said) for said in (english, chinese))
    assert all(en and zh for en, zh in PHRASES.values())
    with pytest.raises(InputError, match="is not a known language"):
        germany.describe("fr")


@pytest.mark.parametrize(
    ("arguments", "options", "message"),
    [
        (("school_enterprize", "germany_2022"), {}, "did you mean 'school_enterprise'"),
        (("school_enterprise", 3), {}, "expected a calibration"),
        (("school_enterprise", "germany_2022", ["nothing"]), {}, "is not a known instrument"),
        (("school_enterprise", "germany_2022"), {"criterion": tg.Basin(Fraction(1, 2))}, "has no exact search"),
        (("school_enterprise", "germany_2022"), {"criterion": 3}, "criterion: '3' expected one or several"),
        (("school_enterprise", "germany_2022"), {"distances": 3}, "expected numbers between 0 and 1"),
        (("school_enterprise", "germany_2022"), {"distances": "0"}, "expected numbers between 0 and 1"),
        (("school_enterprise", "germany_2022"), {"distances": [2]}, "is a share, expected 0 to 1"),
        (("school_enterprise", "germany_2022"), {"distances": [math.nan]}, "is not a finite"),
        (("school_enterprise", "germany_2022"), {"distances": [None]}, "is not a number"),
    ],
)
def test_what_makes_no_sense_is_refused(arguments, options, message) -> None:
    with pytest.raises(InputError, match=message):
        culture(*arguments, **options)


def test_values_that_are_missing_or_out_of_bounds(data) -> None:
    at = tg.load_calibration("germany_2022")
    with pytest.raises(InputError, match="expected 0 to 1"):
        culture("school_student", at.replace(**{DISTANCE: 2}))
    with pytest.raises(InputError, match="single values"):
        culture("school_enterprise", at.replace(**{PRICE: np.array([1.0, 2.0])}))
    conflict, other = (str(data / kind / "author_reviewer.toml") for kind in ("conflicts", "calibrations"))
    with pytest.raises(InputError, match="cultural_distance"):
        culture(conflict, other)
