"""The government's two edges against the conflict of three, and the community of all eight stakeholders."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import tvet_games as tg
from tvet_games.numerics import Array
from tvet_games.testing import small_fractions

CORE = ("school", "enterprise", "student", "teacher")
AGENCIES = ("education_administration", "human_resources_department")
SCENARIOS = {"sharing_community": "community", "sharing_community_of_eight": "community_of_eight"}

GOVERNMENT = (
    "social_benefit",
    "accountability_loss",
    "regulation_cost",
    "grant_to_school",
    "fine_on_school",
    "grant_to_enterprise",
    "fine_on_enterprise",
)

amounts = st.fractions(0, 10_000, max_denominator=9)


def payoffs(name: str, calibration: tg.Calibration) -> Array:
    return tg.load_conflict(name).game(calibration, exact=True).payoffs


@pytest.fixture
def eight() -> tg.NormalFormGame:
    return tg.load_conflict("community_of_eight").game(tg.load_calibration("germany_2022"), exact=True)


@given(st.fixed_dictionaries(dict.fromkeys(GOVERNMENT, amounts)), small_fractions(0, 1, max_denominator=9))
def test_two_edges_are_the_conflict_of_three(values: dict[str, Fraction], share: Fraction) -> None:
    """At every profile but one failing partner under laissez-faire, which no two edges can give."""
    calibration = tg.load_calibration("germany_2022").replace(**values, unregulated_share=share)
    with_school, with_firm = (payoffs(f"government_{p}", calibration) for p in ("school", "enterprise"))
    whole, dyad = (payoffs(f"{g}school_enterprise", calibration) for g in ("government_", ""))
    gap = with_school[0][:, :, None] + with_firm[0][:, None, :] - whole[0]
    half = values["accountability_loss"] / 2
    assert (gap == [[[0, 0], [0, 0]], [[0, half], [half, 0]]]).all()
    assert (with_school[1][:, :, None] + dyad[0] == whole[1]).all()
    assert (with_firm[1][:, None, :] + dyad[1] == whole[2]).all()


@given(st.integers(0, 2**32))
def test_students_and_teachers_have_what_they_have_among_four(seed: int) -> None:
    """The four important stakeholders reach them through the school and the firm only."""
    worlds = tg.load_calibration("austria_2016").sample(3, np.random.default_rng(seed))
    four, eight = (tg.load_conflict(n).game(worlds).payoffs for n in ("community", "community_of_eight"))
    wide = four[:, 2:, ..., None, None, None, None]
    assert np.allclose(eight[:, 2:4], np.broadcast_to(wide, eight[:, 2:4].shape))


def test_every_stakeholder_of_the_paper_plays(eight: tg.NormalFormGame) -> None:
    assert eight.players == tuple(s.name for s in tg.stakeholders())


def test_the_agencies_are_null_players_to_the_others(eight: tg.NormalFormGame) -> None:
    others = eight.payoffs[:6]
    assert (others == others[..., :1, :1]).all()
    agencies = eight.payoffs[6:]
    assert (agencies == agencies[:, :1, :1, :1, :1, :1, :1]).all()


def test_the_graph_has_the_edges_of_the_community_and_four_more() -> None:
    conflict, calibration = tg.load_conflict("community_of_eight"), tg.load_calibration("china_2021")
    graph = conflict.polymatrix(calibration, exact=True)
    assert (graph.to_normal_form().payoffs == conflict.game(calibration, exact=True).payoffs).all()
    community = tg.load_conflict("community")
    shared = [(e.conflict, e.weight, e.values, e.without, e.carries) for e in conflict.edges[:5]]
    assert shared == [(e.conflict, e.weight, e.values, e.without, e.carries) for e in community.edges]
    ends = {frozenset(e.conflict.player_names) for e in conflict.edges[5:]}
    assert ends == {
        frozenset({"government", "school"}),
        frozenset({"government", "enterprise"}),
        frozenset({"industry_association", "enterprise"}),
        frozenset(AGENCIES),
    }


@pytest.mark.parametrize("calibration", ["germany_2022", "china_2021"])
def test_without_policy_the_government_stands_alone(calibration: str) -> None:
    """The core and the association withhold; the agencies both share or neither does."""
    conflict = tg.load_conflict("community_of_eight")
    game = conflict.game(tg.load_calibration(calibration), exact=True)
    alone = dict.fromkeys(game.players, "withhold") | {"government": "cooperate"}
    both = alone | dict.fromkeys(AGENCIES, "cooperate")
    found = tg.equilibria(game)
    assert [e.profile for e in found] == [conflict.profile(both), conflict.profile(alone)]
    assert all(e.regret == 0 for e in found)


@pytest.mark.parametrize("name", tg.calibrations())
def test_every_calibration_covers_every_conflict(name: str) -> None:
    calibration = tg.load_calibration(name)
    assert set(calibration.covers) == set(tg.conflicts())
    assert all(tg.load_conflict(c).names <= calibration.numbers.keys() for c in calibration.covers)


@pytest.mark.parametrize("name", tg.calibrations())
def test_the_government_regulates_whom_cooperation_makes_better_off(name: str) -> None:
    """Both of its dyads have the target as their only equilibrium, in fractions."""
    for dyad in ("government_school", "government_enterprise"):
        found = tg.equilibria(tg.load_conflict(dyad).game(tg.load_calibration(name), exact=True))
        assert [e.profile for e in found] == [(0, 0)]


@pytest.mark.parametrize(("name", "conflict"), SCENARIOS.items())
def test_sharing_scenarios_find_a_package_first(name: str, conflict: str) -> None:
    scenario = tg.load_scenario(name)
    assert [c.name for c in scenario.conflicts] == [conflict]
    assert "share" in scenario.question.en
    assert "分享" in scenario.question.zh
    found = tg.search(name)
    assert found.feasible
    assert found.verify()


def test_the_government_bears_the_package() -> None:
    """What instruments cost is charged to it, whatever it decides."""
    conflict, calibration = tg.load_conflict("community_of_eight"), tg.load_calibration("germany_2022")
    policy = tg.Policy(training_subsidy=1_000)
    change = conflict.game(calibration, policy, exact=True).payoffs - payoffs("community_of_eight", calibration)
    target = (slice(None), *(0,) * 8)
    assert dict(zip(conflict.player_names, change[target], strict=True)) == {
        **dict.fromkeys(conflict.player_names, 0),
        "enterprise": 1_000,
        "government": -1_000,
    }
