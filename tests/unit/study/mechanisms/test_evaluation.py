"""Evaluation and feedback in the shipped conflicts."""

import math
from fractions import Fraction

import pytest

import tvet_games as tg
from tvet_games.errors import InputError
from tvet_games.numerics import to_float
from tvet_games.solve.repeated import critical_discounts
from tvet_games.study.mechanisms.evaluation import evaluation

HALF = Fraction(1, 2)
INSPECTED = ["enterprise_student", "school_student", "community", "community_of_eight"]


@pytest.mark.slow
@pytest.mark.parametrize("calibration", ["austria_2016", "china_2021", "germany_2022", "switzerland_it"])
@pytest.mark.parametrize("conflict", INSPECTED)
def test_the_least_level_is_the_threshold(conflict, calibration) -> None:
    found = evaluation(conflict, calibration)
    assert found.least_level == found.threshold().at(fine_multiple=found.fine_multiple)
    assert found.threshold().free == ("fine_multiple",)
    assert found.inspection.feasible <= found.within_bound
    for exposure in found.exposures:
        assert exposure.deterring == HALF
        assert exposure.sanction == 2 * exposure.illegal_gain
        assert (exposure.repeated is None) == (exposure.temptation <= 0)


def test_article_66_falls_just_short_in_china() -> None:
    """1/2 deters on the illegal gain; here more hangs on the deviation, and the bound is 1/2."""
    found = evaluation("school_student", "china_2021")
    (school,) = found.exposures
    assert (school.player, school.action, school.illegal_gain, school.temptation) == (
        "school",
        "convenience",
        4000,
        4300,
    )
    assert school.least_detection == found.least_level == Fraction(43, 80)
    assert found.lever.high == found.detection == HALF
    assert not found.within_bound
    assert found.inspection.status == found.recognition.status == "infeasible"
    assert dict(found.both.levels) == {"inspection": HALF, "public_recognition": 301}
    assert school.violation_rate == Fraction(459, 8000)
    assert school.inspection_rate == Fraction(43, 80)
    (firm,) = evaluation("enterprise_student", "china_2021").exposures
    assert firm.illegal_gain == tg.load_calibration("china_2021").numbers["illegal_gain_enterprise"]
    assert HALF < firm.least_detection < Fraction(51, 100)


def test_five_times_the_gain_deters_from_a_sixth() -> None:
    found = evaluation("school_student", tg.load_calibration("china_2021").replace(fine_multiple=5))
    assert found.exposures[0].deterring == Fraction(1, 6)
    assert found.within_bound
    assert found.inspection.feasible
    assert found.threshold().at(fine_multiple=5) == found.least_level == Fraction(43, 240)


def test_a_warning_first() -> None:
    found = evaluation("enterprise_student", "austria_2016", detection=0.1)
    (firm,) = found.exposures
    repeated = firm.repeated
    assert repeated.exploits == (True, False)
    assert repeated.periods_exploited == 10
    assert repeated.least_detection == (math.inf, firm.least_detection)
    assert repeated.at_once.deterred_at_start
    again = evaluation("enterprise_student", "austria_2016", detection=0.1, warnings=2, expiry=0.1, discount=0.95)
    assert again.exposures[0].repeated.share_exploited == HALF
    at_once = evaluation("enterprise_student", "austria_2016", detection=0.1, warnings=0)
    assert at_once.exposures[0].repeated.at_once is None


def test_a_community_exposes_firm_and_school() -> None:
    found = evaluation("community", "china_2021")
    assert [(e.player, e.action) for e in found.exposures] == [("school", "withhold"), ("enterprise", "withhold")]
    assert found.exposures[0].least_detection < HALF < found.exposures[1].least_detection == found.least_level


def test_ratings() -> None:
    found = evaluation("enterprise_student", "austria_2016", detection=0.1)
    game = found.conflict.game(found.calibration, exact=True)
    assert list(found.ratings.published) == list(critical_discounts(game)) == [Fraction(225, 476), 0]
    assert list(found.ratings.without) == [Fraction(2250, 2501), 0]
    blind = evaluation("enterprise_student", "austria_2016", detection=0)
    assert list(blind.ratings.without) == [math.inf, 0]
    assert "never becomes known" in blind.describe()[-1]


def test_without_inspection_there_are_ratings_and_recognition() -> None:
    found = evaluation("school_enterprise", "austria_2016")
    assert found.lever is None
    assert found.exposures == ()
    assert found.threshold() is None
    assert found.inspection is found.both is None
    assert not found.within_bound
    assert found.recognition is not None
    assert found.least_level == math.inf
    assert found.describe()[0].startswith("Inspection does nothing in “School and enterprise”")
    assert found.detection == HALF
    nothing = evaluation("school_teacher", "germany_2022")
    assert nothing.recognition is None
    assert len(nothing.describe()) == 2
    assert nothing.packages_to_frame().empty


def test_what_is_in_force_counts() -> None:
    """Recognition in force lowers the temptation; inspection in force gives the detection that is looked at."""
    bare = evaluation("school_student", "china_2021")
    policy = tg.Policy(public_recognition=300, inspection="2/5")
    found = evaluation("school_student", "china_2021", policy)
    assert found.detection == Fraction(2, 5)
    assert found.exposures[0].temptation == bare.exposures[0].temptation - 300
    assert found.least_level == HALF
    assert found.within_bound
    # The margin of the search asks for a little more than the bound.
    assert found.inspection.status == "infeasible"
    assert dict(found.both.levels) == dict(bare.both.levels)
    more = evaluation("school_student", "china_2021", tg.Policy(public_recognition=301))
    assert dict(more.inspection.levels) == {"inspection": HALF, "public_recognition": 301}


def test_nobody_tempted() -> None:
    found = evaluation("enterprise_student", "germany_2022")
    (firm,) = found.exposures
    assert firm.temptation < 0
    assert firm.repeated is None
    assert firm.least_detection == found.least_level == firm.violation_rate == 0
    assert any("nothing to deter" in text for text in found.describe())
    assert any("without inspection" in text for text in found.describe())


def test_sentences() -> None:
    said = evaluation("school_student", "china_2021").describe()
    assert said[0] == (
        "The illegal gain is confiscated, and the fine is 1 times as much (statutory): on that gain alone detection "
        "deters from probability 0.5 on."
    )
    assert said[1] == "Over the range of the fine, 1 to 5 times the gain, that is 0.5 to 0.1667."
    assert said[2].startswith("In law: Vocational Education Law 2022, Art. 66")
    assert "detection must reach 0.5375, more than the 0.5 that an inspectorate reaches" in said[3]
    assert any("exploits for ever" in text for text in said)
    assert any("inspection 0.5 and public recognition 301; in all that costs the public 371.95 CNY" in t for t in said)
    assumed = evaluation("enterprise_student", "austria_2016", detection=0.1).describe()
    assert "(assumed)" in assumed[0]
    assert not any(text.startswith("In law") for text in assumed)
    assert "from a discount factor of 0.8996 a period on; where results are published, from 0.4727 on" in assumed[-1]


@pytest.mark.parametrize("calibration", ["austria_2016", "china_2021"])
@pytest.mark.parametrize("conflict", [*INSPECTED, "school_enterprise", "enterprise_teacher"])
def test_both_languages_say_as_much(conflict, calibration) -> None:
    found = evaluation(conflict, calibration, warnings=3, expiry=0.1, after_sanction="closed")
    english, chinese = found.describe(), found.describe("zh")
    assert len(english) == len(chinese)
    assert all(text.endswith(".") and "{" not in text for text in english)
    assert all(text.endswith("。") and "{" not in text for text in chinese)
    with pytest.raises(InputError, match="language"):
        found.describe("fr")


def test_frames() -> None:
    found = evaluation("community", "china_2021")
    frame = found.to_frame()
    assert list(frame.index) == [("school", "withhold"), ("enterprise", "withhold"), ("student", ""), ("teacher", "")]
    assert frame.loc[("enterprise", "withhold"), "share exploited"] == 1
    packages = evaluation("school_student", "china_2021").packages_to_frame()
    assert list(packages.index) == ["inspection", "both", "recognition"]
    assert to_float(packages.loc["both", "expected cost"]) == pytest.approx(371.95, abs=0.01)


def test_bad_input_is_refused() -> None:
    with pytest.raises(InputError, match=r"detection.*between 0 and 1"):
        evaluation("school_student", "china_2021", detection=2)
    with pytest.raises(InputError, match=r"detection.*between 0 and 1"):
        evaluation("school_student", "china_2021", detection="often")
    with pytest.raises(InputError, match="warnings"):
        evaluation("school_teacher", "germany_2022", warnings=-1)
    with pytest.raises(InputError, match="discount"):
        evaluation("school_student", "china_2021", discount=1)
    with pytest.raises(InputError, match=r"detection.*no inspection among the instruments"):
        evaluation("school_student", "china_2021", instruments=[tg.load_instrument("public_recognition")])
    with pytest.raises(InputError, match="school_student"):
        evaluation("school_studnet", "china_2021")
