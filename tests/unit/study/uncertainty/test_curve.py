"""How likely cooperation is at each level: known curves, the least level, curves that fall again, words."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import tvet_games as tg
from tvet_games.errors import InputError
from tvet_games.study.uncertainty.curve import ProbabilityCurve, probability_curve

LEVELS = [0, 2_000, 3_000, 4_000, 9_000]


def made(shares: list[float], asked: float = 0.8) -> ProbabilityCurve:
    """A curve of given shares at levels 0, 1, 2, ... of ten thousand worlds, on the subject of a real one."""
    from dataclasses import replace

    from tvet_games.study.chance.sample_bound import clopper_pearson

    found = REAL.found
    one = found.policies[0]
    each = tuple(replace(one, probability=p, interval=clopper_pearson(round(p * 10_000), 10_000, 0.95)) for p in shares)
    return ProbabilityCurve(REAL.over, np.arange(len(shares), dtype=float), replace(found, policies=each), asked)


REAL = probability_curve("school_enterprise", "germany_2022", "training_subsidy", [0, 6000], draws=64)


def test_a_known_curve(toys) -> None:
    """The enterprise loses 3,000 by training whatever the worlds; the school gains in three quarters of them."""
    curve = probability_curve(*toys, "training_subsidy", LEVELS, at_least=0.7)
    assert (curve.probability[:2] == 0).all()
    assert np.ptp(curve.probability[2:]) == 0  # the same worlds
    assert curve.low[-1] < 0.75 < curve.high[-1]
    assert curve.least() == 3000
    assert curve.least(0.8) is None
    frame = curve.to_frame()
    assert frame.index.name == "training_subsidy"
    assert frame.index.tolist() == LEVELS


def test_a_level_is_a_policy() -> None:
    asked = ("school_enterprise", "austria_2016")
    curve = probability_curve(*asked, "training_subsidy", [0, 9000.5, 15_000], tg.Policy(school_grant=300), draws=512)
    policies = [tg.Policy(training_subsidy=x, school_grant=300) for x in (0, 9000.5, 15_000)]
    found = tg.cooperation_probability(*asked, dict(enumerate(policies)), draws=512)
    assert curve.probability.tolist() == [one.probability for one in found.policies]
    assert curve.low.tolist() == [one.interval.low for one in found.policies]


@pytest.mark.parametrize("design", ["latin_hypercube", "sobol"])
def test_designs(toys, design) -> None:
    curve = probability_curve(*toys, "training_subsidy", LEVELS, design=design, draws=1024)
    assert curve.low[-1] < 0.75 < curve.high[-1]
    assert curve.found.replicates == 16


@given(st.lists(st.integers(0, 10), min_size=1, max_size=6), st.integers(1, 10))
def test_the_least_level_is_where_it_stays(tenths, asked) -> None:
    curve = made([t / 10 for t in tenths], asked / 10)
    stays = [k for k in range(len(tenths)) if all(t >= asked for t in tenths[k:])]
    assert curve.least() == (stays[0] if stays else None)
    surely = curve.least(surely=True)
    assert surely is None or surely >= curve.least()
    for language in ("en", "zh"):
        assert all("{" not in sentence for sentence in curve.describe(language))


def test_words() -> None:
    first, before, last = made([0, 0.5, 0.9]).describe()
    assert first.startswith(
        "From training subsidy 2 on, everybody's cooperation is an equilibrium in at least 80 % of the possible worlds "
        "(90 % there, 95 % interval 89.4 % to"
    )
    assert before == "At the level before, 1, it is in 50 %."
    assert "14 values are uncertain" in last
    assert made([0, 0.802, 0.9]).describe()[2] == "The whole interval lies at or above 80 % from 2 on."
    assert "still reaches below 80 %" in made([0, 0.802]).describe()[2]
    assert made([0.9, 0.95]).describe()[0].startswith("At every level looked at, from training subsidy 0 on,")
    none = made([0.1, 0.4, 0.3]).describe()[0]
    assert none.startswith("Up to training subsidy 2 there is no level from which on")
    assert "most often it is at 1 (40 %," in none
    assert "it reaches 80 % at 1 already, and falls below it again" in made([0, 0.9, 0.5, 0.9]).describe()[2]
    assert "it reaches 80 % at 1 already" in made([0, 0.9, 0.5]).describe()[1]
    assert "自培训补贴 2 起，在至少 80 % 的可能情形中各方合作是均衡" in made([0, 0.5, 0.9]).describe("zh")[0]


@pytest.mark.parametrize(
    ("changes", "match"),
    [
        ({"over": "training_subsidie"}, "did you mean 'training_subsidy'"),
        ({"over": "retention"}, "is not a known instrument"),
        ({"over": "curriculum_grant"}, "instrument"),
        ({"values": [2, 1]}, "expected levels that increase, from 0 on"),
        ({"values": [-1, 1]}, "expected levels that increase, from 0 on"),
        ({"values": []}, "expected levels that increase"),
        ({"values": "many"}, "expected numbers"),
        ({"policy": tg.Policy(training_subsidy=1)}, "leave it out"),
        ({"policy": [None, tg.Policy(school_grant=1)]}, "expected one policy"),
        ({"at_least": 0}, "above 0 and at most 1"),
        ({"at_least": "most"}, "above 0 and at most 1"),
    ],
)
def test_what_is_refused(changes, match) -> None:
    asked = {"over": "training_subsidy", "values": [0, 1], **changes}
    with pytest.raises(InputError, match=match):
        probability_curve("school_enterprise", "germany_2022", **asked)
    with pytest.raises(InputError, match="above 0"):
        REAL.least(2)
