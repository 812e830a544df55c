"""How likely cooperation is: known probabilities, paired policies, designs, words, what is refused."""

from fractions import Fraction

import numpy as np
import pytest
from scipy import stats
from toy_worlds import PAID

import tvet_games as tg
from tvet_games.errors import InputError
from tvet_games.study.uncertainty.cooperation import VERDICTS
from tvet_games.study.uncertainty.probability import cooperation_probability

HALF = {"reform_cost": 3000}
"""With a cost of 3,000 the school gains in half of the worlds."""


@pytest.mark.parametrize("design", ["random", "latin_hypercube", "sobol"])
def test_a_known_probability(toys, design) -> None:
    conflict, calibration = toys
    found = cooperation_probability(conflict, calibration, PAID, design=design).policies[0]
    # P(Q >= R), Q uniform on 1,000 to 5,000, R on 1,000 to 3,000.
    assert found.interval.low < 0.75 < found.interval.high
    width = found.interval.high - found.interval.low
    assert width < {"random": 0.03, "latin_hypercube": 0.02, "sobol": 0.008}[design]


def test_a_threshold_in_the_middle(toys) -> None:
    conflict, calibration = toys
    found = cooperation_probability(conflict, calibration.replace(**HALF), PAID, draws=20_000)
    assert found.subject.names == ("quality_gain",)
    interval = found.policies[0].interval
    assert interval.low < 0.5 < interval.high


def test_replicates_that_agree_are_not_certain(toys) -> None:
    """Every replicate of a stratified design finds exactly a half; that does not prove a half."""
    conflict, calibration = toys
    found = cooperation_probability(conflict, calibration.replace(**HALF), PAID, design="sobol").policies[0]
    assert found.probability == 0.5
    assert found.method == "replicates agree"
    assert 0.02 < found.interval.high - found.interval.low < 0.05


def test_policies_meet_the_same_worlds(toys) -> None:
    conflict, calibration = toys
    little = tg.Policy(training_subsidy=3_000)  # the enterprise is indifferent
    found = cooperation_probability(conflict, calibration, {"none": None, "little": little, "much": PAID})
    none, first, second = found.policies
    assert none.probability == 0
    assert first.probability == second.probability
    strict = cooperation_probability(conflict, calibration, [little, PAID], verdict="strict")
    assert [p.probability for p in strict.policies] == [0, second.probability]
    back = cooperation_probability(conflict, calibration, [PAID, None]).policies[1]
    assert back.difference == -second.probability == -back.lost
    assert back.difference_interval.low < back.difference < back.difference_interval.high


def test_verdicts_by_hand() -> None:
    """The same worlds, game by game, with the engine."""
    found = cooperation_probability(
        "school_enterprise", "austria_2016", [tg.Policy(training_subsidy=12_000)], draws=200
    )
    worlds = tg.draw_worlds("austria_2016", 200, names=found.subject.names).calibration
    games = tg.load_conflict("school_enterprise").game(worlds, tg.Policy(training_subsidy=12_000))
    stands = tg.pure_equilibria(games)[:, 0, 0]
    assert found.policies[0].probability == stands.mean()
    alone = [
        len(tg.equilibria(tg.NormalFormGame(p))) == 1 and there for p, there in zip(games.payoffs, stands, strict=True)
    ]
    unique = cooperation_probability(
        "school_enterprise", "austria_2016", tg.Policy(training_subsidy=12_000), draws=200, verdict="unique"
    )
    assert unique.policies[0].probability == np.mean(alone)


@pytest.mark.parametrize("conflict", ["school_enterprise", "government_school_enterprise", "training_models"])
def test_stronger_verdicts_are_rarer(conflict) -> None:
    policy = tg.Policy(training_subsidy=15_000) if conflict == "school_enterprise" else None
    names = VERDICTS[:5] if conflict != "school_enterprise" else VERDICTS
    often = {
        name: cooperation_probability(conflict, "china_2021", policy, verdict=name, draws=300).policies[0].probability
        for name in names
    }
    assert often["equilibrium"] >= often["strict"] >= often["unique"] >= often["strictly_dominant"]
    assert often["equilibrium"] >= often["dominant"] >= often["strictly_dominant"]


def test_criteria_and_several_conflicts() -> None:
    both = ["school_enterprise", "school_student"]
    policy = tg.Policy(training_subsidy=15_000)
    asked = ("austria_2016", policy)
    together = cooperation_probability(both, *asked, draws=500).policies[0].probability
    each = [
        cooperation_probability(one, "austria_2016", p, draws=500) for one, p in zip(both, [policy, None], strict=True)
    ]
    assert together <= min(found.policies[0].probability for found in each)
    named = cooperation_probability("school_enterprise", *asked, verdict="risk_dominant", draws=500)
    by_criterion = cooperation_probability(
        "school_enterprise", *asked, verdict=["strict", tg.PDominant("0.5", margin=0)], draws=500
    )
    assert 0 < by_criterion.policies[0].probability <= named.policies[0].probability
    basin = cooperation_probability("school_enterprise", *asked, verdict=tg.Basin("0.5", margin=0), draws=500)
    assert 0 < basin.policies[0].probability < 1


def test_results_are_policies() -> None:
    found = tg.cheapest_policy("school_enterprise", "germany_2022", ["training_subsidy", "school_grant"])
    often = cooperation_probability("school_enterprise", "germany_2022", [None, found], draws=1000)
    # The cheapest policy for the central values fails in a third of the possible worlds.
    assert 0.5 < often.policies[1].probability < 0.8
    assert often.policies[1].policy == found.levels


def test_table_and_words(toys) -> None:
    conflict, calibration = toys
    found = cooperation_probability(conflict, calibration, [None, PAID], design="latin_hypercube")
    frame = found.to_frame()
    assert list(frame.index) == ["no policy", "training_subsidy=9000"]
    assert frame["low"].le(frame["probability"]).all()
    first, second, *_, agree = found.describe()
    assert first.startswith("No policy: everybody's cooperation is an equilibrium in 0 % of the possible worlds (95 %")
    assert "percentage points compared with no policy (+" in second
    assert "independent worlds" in agree
    assert "2 values are uncertain (2 assumed)" in found.describe()[-2]
    chinese = found.describe("zh")
    assert len(chinese) == len(found.describe())
    assert "均衡" in chinese[0]


@pytest.mark.parametrize(
    ("changes", "match"),
    [
        ({"verdict": "stable"}, "is not a known verdict"),
        ({"verdict": []}, "give at least one"),
        ({"verdict": 3}, "expected a name or a criterion"),
        ({"policies": tg.Policy(training_subsidie=1)}, "did you mean 'training_subsidy'"),
        ({"policies": tg.Policy(curriculum_grant=1)}, "instrument"),
        ({"policies": 5}, "expected a Policy"),
        ({"policies": []}, "there are none"),
        ({"policies": [None, tg.Policy()]}, "one stands twice"),
        ({"policies": tg.Policy(training_subsidy=np.array([1.0, 2.0]))}, "is an array"),
        ({"draws": 1000, "design": "sobol"}, r"16 replicates of a power of 2.*did you mean '1024'"),
        ({"draws": 1000, "design": "latin_hypercube"}, r"16 replicates.*did you mean '992'"),
        ({"draws": 32, "design": "latin_hypercube"}, r"4 or more of worlds.*did you mean '64'"),
        ({"draws": 32, "design": "sobol"}, r"from 4 on.*did you mean '64'"),
        ({"draws": 0}, "from 1 to"),
        ({"confidence": 1}, "strictly between 0 and 1"),
        ({"distribution": {"retention": stats.norm(0, 1)}}, "is a share, but worlds were drawn"),
    ],
)
def test_what_is_refused(changes, match) -> None:
    with pytest.raises(InputError, match=match):
        cooperation_probability("school_enterprise", "austria_2016", **changes)


def test_nothing_uncertain(toys) -> None:
    conflict, calibration = toys
    with pytest.raises(InputError, match="nothing is uncertain"):
        cooperation_probability(conflict, calibration.replace(quality_gain=1, reform_cost=Fraction(1, 2)), PAID)
    with pytest.raises(InputError, match="there are none"):
        cooperation_probability([], calibration)
    with pytest.raises(InputError, match="defined for 2x2 games"):
        cooperation_probability("training_models", "austria_2016", verdict="risk_dominant")


@pytest.mark.slow
@pytest.mark.parametrize(("design", "least"), [("random", 0.93), ("latin_hypercube", 0.88), ("sobol", 0.88)])
def test_intervals_cover(toys, design, least) -> None:
    conflict, calibration = toys
    cover = []
    for seed in range(300):
        found = cooperation_probability(conflict, calibration, PAID, design=design, draws=512, rng=seed).policies[0]
        cover.append(found.interval.low <= 0.75 <= found.interval.high)
    assert np.mean(cover) >= least
