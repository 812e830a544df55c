"""Policy maps: what is told, what is refused, and known borders."""

from fractions import Fraction

import pytest

import tvet_games as tg
from tvet_games.errors import InputError, UnknownNameError
from tvet_games.study.policy_map.planes import is_inside
from tvet_games.study.policy_map.policy_map import map_question

GERMANY = ("school_enterprise", "germany_2022", "training_subsidy", "school_grant")


@pytest.fixture(scope="module")
def found():
    return tg.policy_map(*GERMANY, budget=3_000, status_quo={"training_subsidy": 1_000})


def test_borders_are_the_thresholds_of_each_instrument(found) -> None:
    """The enterprise invests beside a school that co-trains from the level on that threshold() says."""
    least = tg.threshold("school_enterprise", "training_subsidy", calibration="germany_2022", criterion=tg.Nash(0)).at()
    (both,) = [region for region in found.regions if region.standings == ("among",)]
    assert min(x for x, _ in both.rings[0]) == least
    grant = tg.threshold("school_enterprise", "school_grant", calibration="germany_2022", criterion=tg.Nash(0))
    assert grant.at() == float("inf")
    assert both.equilibria == (("co_train", "invest"), ("nominal", "free_ride"))


def test_the_map_ends_a_little_beyond_what_happens(found) -> None:
    assert found.x.high == 26_200
    assert found.box[2] == (11_000, 1_100)
    assert max(x for x, _ in found.ceiling) == 8_100
    narrow = tg.policy_map(*GERMANY, bounds={"training_subsidy": (1_000, 6_000)})
    assert narrow.box[0] == (1_000, 0)
    assert narrow.box[2][0] == 6_000
    assert narrow.region_at(5_000, 100).standings == ("among",)


def test_today_and_the_budget_are_told(found) -> None:
    assert found.today == (1_000, 0)
    assert found.region_at(*found.today).standings == ("not",)
    assert found.is_affordable is False
    assert found.spent == 0  # nobody trains today, so nobody is paid
    said = " ".join(found.describe())
    assert "Today: training subsidy 1,000 and school grant 0" in said
    assert "986.57 is missing" in said
    assert tg.policy_map(*GERMANY, budget=4_000).is_affordable
    assert tg.policy_map(*GERMANY).is_affordable is None
    ends = found.budget_line(3_000)
    assert ends is not None
    assert {found.cost_at(*end) for end in ends} == {3_000}
    assert found.budget_line(10**9) is None


def test_other_instruments_of_the_status_quo_stay_as_they_are() -> None:
    held = tg.policy_map(*GERMANY, status_quo={"free_riding_levy": 500})
    alone = tg.policy_map(*GERMANY)
    assert held.optimum is not None
    assert alone.optimum is not None
    assert held.optimum[0] < alone.optimum[0]
    game = held.question.conflicts[0].game(
        held.question.calibration,
        tg.Policy(training_subsidy=held.optimum[0], free_riding_levy=500),
        held.question.instruments,
        exact=True,
    )
    assert tg.verdict(game, tg.Nash(1)).holds


def test_without_a_package_the_map_says_why() -> None:
    found = tg.policy_map("school_enterprise", "china_2021", "training_subsidy", "school_grant")
    assert found.optimum is None
    assert found.allowed == ()
    assert found.budget_line() is None
    assert found.describe()[-2] == "No pair of levels on the map meets the requirements."
    assert "ceiling on support is too low" in found.describe()[-1]
    assert found.describe("zh")[-2] == "地图上没有满足要求的水平组合。"


def test_a_choice_has_no_single_polygon_but_an_optimum() -> None:
    found = tg.policy_map(*GERMANY, criterion=tg.Unique(1))
    assert found.allowed is None
    assert found.optimum is not None
    assert found.region_at(*found.optimum).standings == ("only",)
    assert "requirements are met on" not in " ".join(found.describe())


def test_costs_are_those_of_all_heads() -> None:
    found = tg.policy_map(*GERMANY, heads={"trainee": 1_000}, budget=3_000_000)
    assert "costs the public 3,986,574.17 EUR for 1,000 trainees" in found.describe()[-2]
    assert "A budget of 3,000,000 EUR for 1,000 trainees is not enough" in found.describe()[-1]


def test_a_cost_that_may_not_be_the_least_is_told() -> None:
    found = tg.policy_map(*GERMANY, criterion=tg.RiskDominant(1))
    assert found.solution.status == "bound"
    assert "no package costs less than" in found.describe()[-1]


def test_several_conflicts_and_communities_tell_how_cooperation_stands() -> None:
    pair = tg.policy_map(["school_enterprise", "enterprise_student"], *GERMANY[1:3], "student_stipend")
    assert all(len(region.standings) == 2 and region.equilibria is None for region in pair.regions)
    assert "School and enterprise: no equilibrium; Enterprise and student: one of several" in pair.describe()[0]
    community = tg.policy_map("community", *GERMANY[1:3], "student_stipend")
    assert {region.standings for region in community.regions} == {("only",), ("among",), ("not",)}
    assert community.describe("zh")[0].endswith("合作是均衡之一。")


def test_a_scenario_can_be_mapped() -> None:
    from tvet_games.policy.scenario import as_question

    found = map_question(as_question("germany_apprenticeship"), "training_subsidy", "school_grant")
    assert found.question.calibration.name == "germany_2022"
    assert [i.name for i in found.question.instruments][:2] == ["training_subsidy", "school_grant"]


def test_it_shows_itself_and_becomes_a_table(found) -> None:
    frame = found.to_frame()
    assert frame.index[0] == "only nominal / free-ride"
    assert frame["share of the map"].sum() == pytest.approx(1)
    assert set(frame["school_enterprise"]) == {"only", "among", "not"}
    assert "School and enterprise, Germany 2022" in found.to_text()
    assert "仅名义合作" in found.to_html("zh")
    assert 0 < found.solution.provenance["assumed"] < 1


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"y": "training_subsidy"}, "is the instrument on the other axis"),
        ({"y": "placement_grant"}, "does nothing in school_enterprise"),
        ({"conflicts": "community_of_eight"}, "has 256 profiles of actions; a map is for conflicts of at most 64"),
        ({"contracts": True}, "contracts: have no axis"),
        ({"bounds": {"school_grant": (100, 100)}}, "school_grant: has no room: its level is 100"),
    ],
)
def test_what_makes_no_map_is_refused(change, message) -> None:
    asked = {"conflicts": GERMANY[0], "calibration": GERMANY[1], "x": GERMANY[2], "y": GERMANY[3]} | change
    with pytest.raises(InputError, match=message):
        tg.policy_map(**asked)


def test_unknown_names_are_told() -> None:
    with pytest.raises(UnknownNameError, match="school_grant"):
        tg.policy_map(*GERMANY[:3], "school_grand")


def test_points_off_the_map_are_refused(found) -> None:
    with pytest.raises(InputError, match="are not on the map, which goes from 0 to 11000"):
        found.region_at(12_000, 0)


def test_a_package_that_needs_nothing_is_told() -> None:
    given = {"training_subsidy": 5_000}
    found = tg.policy_map("school_enterprise", "germany_2022", "school_grant", "enterprise_guarantee", status_quo=given)
    assert found.optimum == (0, 0)
    assert is_inside(found.allowed, (Fraction(0), Fraction(0)))
    assert "No policy is needed" in " ".join(found.describe())
