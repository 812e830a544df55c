"""Sharing the benefit of a conflict, a community, a scenario or a table."""

from fractions import Fraction

import pytest

import tvet_games as tg
from tvet_games.errors import InputError, ShapeError, UnknownNameError


@pytest.mark.parametrize("calibration", tg.calibrations())
@pytest.mark.parametrize("community", ["community", "school_enterprise_student", "school_enterprise_teacher"])
def test_communities(community: str, calibration: str) -> None:
    found = tg.share(community, calibration)
    for d in found.divisions:
        assert d.allocation.is_efficient
        assert d.allocation.in_core is found.core.contains(d.allocation)
        assert d.contract is not None
        assert sum(d.contract.payments) == 0
        assert (d.outside_money == 0) is d.contract.holds
    assert found.cheapest
    assert all(found.describe())
    assert all(found.describe("zh"))
    frame = found.to_frame()
    assert list(frame.index) == [d.rule for d in found.divisions]
    assert "Shapley" not in frame.columns


def test_the_german_community() -> None:
    found = tg.share("community", "germany_2022")
    assert found.properties.is_convex
    assert not found.core.is_empty
    assert next(d for d in found.divisions if d.rule == "shapley").allocation.in_core
    assert [d.rule for d in found.cheapest] == ["normalized_banzhaf"]
    assert "The game is convex" in " ".join(found.describe())


def test_scenarios_of_four_and_of_eight() -> None:
    four, eight = tg.share("sharing_community"), tg.share("sharing_community_of_eight")
    assert four.game.players == ("school", "enterprise", "student", "teacher")
    assert len(eight.game.players) == 8
    assert set(four.game.players) < set(eight.game.players)
    assert {s.name for s in tg.stakeholders()} == set(eight.game.players)
    assert eight.game.total > four.game.total
    assert not eight.core.is_empty


def test_a_policy_brings_money_from_outside() -> None:
    before = tg.share("school_enterprise", "germany_2022")
    after = tg.share("school_enterprise", "germany_2022", tg.Policy(training_subsidy=5000))
    assert after.game.total == before.game.values[-1] if before.profile == (0, 0) else after.game.total > 0
    assert after.game.value("enterprise") == before.game.value("enterprise")  # alone it does not train


def test_dyads_are_shared_as_they_are_bargained() -> None:
    talks = tg.negotiate("enterprise_student", "germany_2022")
    found = tg.share("enterprise_student", "germany_2022")
    shapley = {d.rule: d for d in found.divisions}["shapley"]
    agreed = {a.rule: a for a in talks.agreements}["shapley"]
    assert (shapley.allocation.shares == agreed.payoffs).all()
    assert shapley.contract.payments.tolist() == agreed.contract.payments.tolist()


def test_tables() -> None:
    found = tg.share([0, 0, 0, 1, 0, 1, 1, 1])
    assert found.outcomes is None
    assert found.profile is None
    assert found.cheapest == ()
    assert found.core.is_empty
    assert "0.5 from outside" in " ".join(found.describe())
    assert dict(found.undefined)["tau_value"].startswith("the game is not quasi-balanced")
    assert {d.contract for d in found.divisions} == {None}
    named = tg.share(tg.CoalitionalGame([0, 4, 2, 3], players=("school", "firm")))
    assert "no imputation" in named.describe()[0]
    assert "prenucleolus" in named.to_frame().index


def test_where_all_together_have_most_is_said() -> None:
    found = tg.share("school_enterprise", "germany_2022")
    assert found.profile is not None
    assert any(found.profile)
    assert "not where all cooperate" in " ".join(found.describe())


def test_paths(tmp_path) -> None:
    file = tmp_path / "mine.toml"
    file.write_text(
        'format = 1\n[scenario]\nname = "mine"\nconflicts = ["community"]\ncalibration = "austria_2016"\n'
        "[scenario.status_quo]\ntraining_subsidy = 5100\n"
    )
    found = tg.share(file)
    direct = tg.share("community", "austria_2016", tg.Policy(training_subsidy=5100))
    assert (found.game.values == direct.game.values).all()
    assert found.game.total > tg.share("community", "austria_2016").game.total


def test_more_than_the_nucleolus_takes() -> None:
    found = tg.share([float(s.bit_count() ** 2) for s in range(2**13)])
    assert "nucleolus" not in found.to_frame().index
    assert found.divisions[0].allocation.in_core


@pytest.mark.parametrize(
    ("arguments", "error", "said"),
    [
        (("community",), InputError, "calibration: is needed"),
        (("comunity",), UnknownNameError, "did you mean 'community'"),
        (("sharing_community", "germany_2022"), InputError, "comes with the scenario"),
        (("germany_five_conflicts",), InputError, "several conflicts"),
        (([0, 1, 2],), ShapeError, "2\\*\\*n"),
        (([0, 1], "germany_2022"), InputError, "for conflicts"),
        (("community", 5), InputError, "expected a calibration"),
        (("community", "germany_2022", {"training_subsidy": 5}), InputError, "expected a Policy"),
    ],
)
def test_mistakes(arguments: tuple, error: type, said: str) -> None:
    with pytest.raises(error, match=said):
        tg.share(*arguments)


def test_fractions_stay() -> None:
    assert tg.share("community", "germany_2022").divisions[0].allocation.shares.dtype == object
    assert isinstance(tg.share([0, 0.5]).game.total, float)
    assert tg.share([0, Fraction(1, 2)]).game.total == Fraction(1, 2)


def test_what_cooperation_of_all_would_need_is_said_beside_the_best() -> None:
    found = tg.share("community", "china_2021")
    said = " ".join(found.describe())
    assert "school withhold" in said
    assert "19,766.96 from outside would be needed" in said
    assert float(found.cooperation.least_outside_money) == pytest.approx(19766.96, abs=0.01)
