"""Conflicts followed over time, on every shipped calibration."""

import numpy as np
import pytest

import tvet_games as tg
from tvet_games.errors import InputError, UnknownNameError
from tvet_games.study.evolution.words import PHRASES

SMALL = ["government_school_enterprise", "school_enterprise_student", "school_enterprise_teacher", "community"]
LARGE = "community_of_eight"
LANGUAGES = ("en", "zh")
ACTING = [
    "training_subsidy",
    "school_grant",
    "student_stipend",
    "teacher_allowance",
    "hosting_subsidy",
    "retention_bonus",
]


def check(conflict: str, calibration: str, starts: int) -> tg.Evolution:
    values = tg.load_calibration(calibration)
    game = tg.load_conflict(conflict).game(values, exact=True)
    found = tg.evolve(conflict, calibration, starts=starts)
    formulas = tg.symbolic_stability(conflict, calibration).at({})
    assert [v.profile for v in found.stability] == [row.profile for row in formulas.rows]
    for vertex, row in zip(found.stability, formulas.rows, strict=True):
        assert tuple(vertex.eigenvalues) == row.eigenvalues
    stable = {v.profile for v in found.stability.stable}
    assert stable == set(formulas.stable)
    assert stable == {tuple(map(int, p)) for p in np.argwhere(tg.stable_vertices(game))}
    total = float(found.destinations.shares.sum() + found.destinations.at_rest + found.destinations.moving)
    assert total == pytest.approx(1)
    if stable:
        assert found.path.vertex in stable
        assert found.destinations.shares[tuple(np.array(sorted(stable)).T)].sum() == pytest.approx(1)
    else:
        assert found.path.outcome == "rest"
    for language in LANGUAGES:
        assert all(found.describe(language))
    return found


@pytest.mark.parametrize("calibration", tg.calibrations())
@pytest.mark.parametrize("conflict", SMALL)
def test_three_tables_agree(conflict: str, calibration: str) -> None:
    found = check(conflict, calibration, 64)
    strict = {
        tuple(e.profile)
        for e in tg.equilibria(found.game)
        if e.profile is not None and bool(tg.stable_vertices(found.game)[tuple(e.profile)])
    }
    assert {v.profile for v in found.stability.stable} == strict


@pytest.mark.slow
def test_a_community_of_eight() -> None:
    found = check(LARGE, "germany_2022", 8)
    assert len(found.stability) == 256
    assert len(found.to_frame()) == 256


@pytest.mark.slow
@pytest.mark.parametrize("calibration", tg.calibrations())
def test_every_community_of_eight(calibration: str) -> None:
    check(LARGE, calibration, 64)


@pytest.mark.parametrize("calibration", tg.calibrations())
@pytest.mark.parametrize("conflict", ["school_enterprise", "government_school_enterprise", "school_enterprise_teacher"])
def test_the_cheapest_policy_makes_the_target_stable(conflict: str, calibration: str) -> None:
    chosen, values = tg.load_conflict(conflict), tg.load_calibration(calibration)
    acting = [name for name in ACTING if chosen.touched_by(tg.load_instrument(name))]
    found = tg.cheapest_policy(chosen, values, acting, criterion=tg.Nash(margin=10), participation=False)
    if not found.feasible:
        # In China a ceiling on support stands in the way, not the dynamics.
        assert calibration == "china_2021"
        assert "The ceiling on support is too low" in found.describe()[0]
        return
    after = tg.evolve(chosen, values, found.levels, starts=64)
    assert after.stability.target.stable
    assert max(after.stability.target.eigenvalues) <= -10
    names = [(chosen.labels.of(p.name, "en"), chosen.labels.of(p.actions[0], "en")) for p in chosen.players]
    assert after.describe()[0].startswith("Stable in the long run")
    assert ", ".join(" ".join(pair) for pair in names) in after.describe()[0]


def test_every_phrase_is_reached() -> None:
    pennies = {"rules": {"training_subsidy": "20000*(1 - enterprise)"}}
    near = {"school": 0.9, "enterprise": 0.5}
    cases = [
        tg.evolve("school_enterprise", "austria_2016", starts=64),
        tg.evolve("school_enterprise", "austria_2016", tg.Policy(training_subsidy=12000), start=near, starts=64),
        tg.evolve("school_enterprise", "austria_2016", **pennies, start=near, starts=64),
        tg.evolve("school_enterprise", "austria_2016", dynamic=tg.Logit(), starts=64),
        tg.evolve("school_enterprise_student", "switzerland_it", starts=64),
        tg.evolve("school_enterprise_student", "switzerland_it", dynamic=tg.Logit(), starts=64),
        tg.evolve("government_enterprise", "germany_2022", starts=64),
        tg.evolve("training_models", "switzerland_electrician", starts=8),
        tg.evolve("school_student", "china_2021", tg.Policy(inspection=0.3, placement_grant=300), starts=64),
        cyclic(),
    ]
    for language in LANGUAGES:
        said = " ".join(sentence for found in cases for sentence in found.describe(language))
        for key, pair in PHRASES.items():
            longest = max(pair[language == "zh"].replace("}", "{").split("{")[::2], key=len)
            assert longest.strip() in said, (key, language)
        assert "{" not in said


def cyclic() -> tg.Evolution:
    """Complaints cost much and slack is worth nothing: what is best for one population drives the other away."""
    values = tg.load_calibration("germany_2022").replace(complaint_cost=1800, placement_gain=750, slack_value=0)
    return tg.evolve("school_student", values, start=[0.3, 0.4], starts=16)


def test_orbits() -> None:
    found = cyclic()
    assert found.path.outcome == "moving"
    assert not found.stability.stable
    assert float(found.destinations.moving) == 1
    assert found.motion.kind == "closed orbits"


def test_frame() -> None:
    found = tg.evolve("school_enterprise", "austria_2016", starts=64)
    frame = found.to_frame()
    assert frame.columns.tolist() == [
        *("eigenvalue 1", "eigenvalue 2", "kind", "stable"),
        *("share of starts", "standard error"),
    ]
    assert frame.index.names == ["school", "enterprise"]
    assert frame["share of starts"].sum() == pytest.approx(1)
    assert found.unit == "EUR per apprenticeship"


def test_starts() -> None:
    common = {"conflict": "school_enterprise", "calibration": "austria_2016", "starts": 16}
    equal = tg.evolve(**common)
    listed = tg.evolve(**common, start=[0.5, 0.5])
    named = tg.evolve(**common, start={"enterprise": 0.25, "school": 0.75})
    assert (equal.path.states == listed.path.states).all()
    assert named.path.states[0] == pytest.approx([0.75, 0.25])
    assert "Starting from equal shares of all actions" in " ".join(equal.describe())
    assert "Starting where 75.0% choose “co-train” (school) and 25.0% choose “invest” (enterprise)" in " ".join(
        named.describe()
    )
    models = tg.evolve("training_models", "germany_2022", start=[0.1, 0.2, 0.3, 0.2, 0.2, 0.2], starts=16)
    assert models.path.states[0] == pytest.approx([0.1, 0.2, 0.3, 0.2, 0.2, 0.2])


def test_what_only_two_by_two_games_have() -> None:
    two = tg.evolve("school_enterprise", "austria_2016", tg.Policy(training_subsidy=12000), starts=64)
    assert two.separatrix is not None
    assert two.separatrix.saddle is not None
    assert float(two.basin.share) == pytest.approx(float(two.destinations.shares[0, 0]), abs=0.05)
    three = tg.evolve("government_school_enterprise", "austria_2016", starts=16)
    assert three.separatrix is three.motion is three.basin is None
    reacting = tg.evolve("school_enterprise", "austria_2016", rules={"training_subsidy": "20000*(1-enterprise)"})
    assert reacting.separatrix is reacting.motion is reacting.basin is None


def test_a_rule_that_does_not_react_is_a_policy() -> None:
    common = {"conflict": "school_enterprise", "calibration": "austria_2016", "starts": 64}
    rule = tg.evolve(**common, rules={"training_subsidy": "12000"})
    policy = tg.evolve(**common, policy=tg.Policy(training_subsidy=12000))
    assert [v.kind for v in rule.stability] == [v.kind for v in policy.stability]
    assert rule.destinations.shares == pytest.approx(policy.destinations.shares)
    assert rule.path.vertex == policy.path.vertex
    assert rule.rules == {"training_subsidy": "12000"}
    assert policy.rules == {}


def test_a_small_rule_that_does_not_react() -> None:
    """The vertex attracts from everywhere; nothing is found inside, and nothing goes wrong in the search."""
    found = tg.evolve("school_enterprise", "austria_2016", rules={"training_subsidy": 100}, starts=16)
    assert not found.rest.mixed
    assert found.path.vertex == (1, 1)


def test_a_rule_that_is_steep_at_the_border() -> None:
    """The slope of a square root is infinite where everybody cooperates."""
    found = tg.evolve("school_enterprise", "austria_2016", rules={"training_subsidy": "10000*sqrt(1 - school)"})
    assert (1, 1) in {v.profile for v in found.stability.stable}


def test_a_level_that_stays_and_reacts() -> None:
    """A rule says what the level is; another level for the same instrument is a contradiction."""
    with pytest.raises(InputError, match="training_subsidy"):
        tg.evolve(
            *("school_enterprise", "austria_2016", tg.Policy(training_subsidy=12000)),
            rules={"training_subsidy": "1000"},
        )


MISTAKES = {
    "unknown player": ({"start": {"schol": 0.5, "enterprise": 0.5}}, "did you mean 'school'"),
    "missing player": ({"start": {"school": 0.5}}, "enterprise: has no share"),
    "no player": ({"start": {}}, "name one for every player"),
    "share above 1": ({"start": {"school": 1.5, "enterprise": 0.5}}, "school has 1.5"),
    "share below 0": ({"start": [0.5, -0.5]}, "enterprise has -0.5"),
    "share of no number": ({"start": {"school": "half", "enterprise": 0.5}}, "2 numbers"),
    "share of nan": ({"start": [float("nan"), 0.5]}, "2 numbers"),
    "too few shares": ({"start": [0.5]}, "got shape"),
    "many starts": ({"start": [[0.1, 0.2], [0.3, 0.4]]}, "expected one state"),
    "a number as start": ({"start": 0.5}, "got shape"),
    "text as start": ({"start": "half"}, "2 numbers"),
    "dynamic by name": ({"dynamic": "logit"}, "dynamic: .* expected Replicator"),
    "dynamic as class": ({"dynamic": tg.Replicator}, "dynamic: .* expected Replicator"),
    "no dynamic": ({"dynamic": None}, "dynamic: .* expected Replicator"),
    "conflict": ({"conflict": 3}, "conflict: '3' expected a conflict or its name"),
    "conflict name": ({"conflict": "school_enterprize"}, "did you mean 'school_enterprise'"),
    "calibration": ({"calibration": 3}, "calibration: '3' expected a calibration or its name"),
    "calibration name": ({"calibration": "austria"}, "did you mean 'austria_2016'"),
    "policy as mapping": ({"policy": {"training_subsidy": 1}}, "policy: .* expected a Policy"),
    "policy of an unknown": ({"policy": tg.Policy(training_subsdy=1)}, "did you mean 'training_subsidy'"),
    "policy that does nothing": ({"policy": tg.Policy(teacher_allowance=1)}, "does nothing"),
    "array of levels": ({"policy": tg.Policy(training_subsidy=np.array([1.0, 2.0]))}, "is an array"),
    "rules as text": ({"rules": "abc"}, "expected a mapping"),
    "rules as a list": ({"rules": ["abc"]}, "expected a mapping"),
    "best responses and rules": (
        {"rules": {"training_subsidy": "30000"}, "dynamic": tg.BestResponse()},
        "use Logit with little noise",
    ),
    "duration": ({"duration": 0}, "duration: '0' expected a number above 0"),
    "duration as text": ({"duration": "x"}, "duration: 'x' expected a number above 0"),
    "starts": ({"starts": 100}, "8 times a power of two"),
    "starts as text": ({"starts": "many"}, "8 times a power of two"),
    "seed as text": ({"seed": "x"}, "seed"),
    "instruments by name": ({"instruments": ["training_subsidy"]}, "instruments"),
    "instruments as a number": ({"instruments": 5}, "instruments"),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_mistakes(mistake: str) -> None:
    given, said = MISTAKES[mistake]
    with pytest.raises(InputError, match=said):
        tg.evolve(**{"conflict": "school_enterprise", "calibration": "austria_2016", "starts": 8, **given})


def test_arrays_in_a_calibration() -> None:
    values = tg.load_calibration("austria_2016").replace(retention=np.array([0.1, 0.2]))
    with pytest.raises(InputError, match="austria_2016: holds arrays"):
        tg.evolve("school_enterprise", values)


def test_all_mistakes_of_a_start_at_once() -> None:
    with pytest.raises(InputError) as caught:
        tg.evolve("training_models", "germany_2022", start={"schol": 0.5})
    assert len(caught.value.problems) == 4


def test_an_unknown_name_is_a_lookup_error() -> None:
    with pytest.raises(UnknownNameError):
        tg.evolve("school_enterprise", "austria_2016", rules={"training_subsdy": "1"})
