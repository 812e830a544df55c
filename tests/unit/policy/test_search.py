"""The search: its result, its limits, and what it says where there is no answer."""

from fractions import Fraction

import pytest

import tvet_games as tg
from tvet_games.policy.words import describe


@pytest.mark.parametrize("name", tg.scenarios())
def test_shipped_scenarios(name: str) -> None:
    """Each has an answer with a certificate, and the engine agrees about the target."""
    found = tg.search(name)
    assert found.feasible
    assert found.verify()
    if "sustainable" not in tg.load_scenario(name).criteria:
        assert all(o.target_is_equilibrium for o in found.outcomes)
    assert found.costs is not None
    assert found.cost == found.certificate.value == found.costs.expected
    assert found.costs.liability >= found.costs.at_target >= 0
    assert abs(sum(found.provenance.values()) - 1) < 1e-12
    assert all(describe(found, lang) for lang in ("en", "zh"))
    assert all(lever.low <= found.levels[lever.name] <= lever.high for lever in found.problem.levers)
    if "unique" in tg.load_scenario(name).criteria:
        assert all(o.target_is_unique for o in found.outcomes)


def test_nothing_is_paid_where_cooperation_is_an_equilibrium() -> None:
    found = tg.cheapest_policy("school_enterprise", "switzerland_electrician")
    assert found.cost == 0
    assert not any(found.levels.values())
    assert found.describe()[0].startswith("No policy is needed")


def test_margin_is_what_a_deviation_loses() -> None:
    for margin in (0, 1, Fraction(501, 2)):
        found = tg.cheapest_policy("school_enterprise", "germany_2022", ["training_subsidy"], criterion=tg.Nash(margin))
        payoffs = found.outcomes[0].game.payoffs
        assert payoffs[1, 0, 0] - payoffs[1, 0, 1] == margin
        assert found.outcomes[0].after.target is not None
        assert found.outcomes[0].after.target.strict == (margin > 0)


def test_criteria_grow_dearer() -> None:
    costs = [
        tg.cheapest_policy("school_enterprise", "germany_2022", criterion=c).cost
        for c in (tg.Nash(), tg.Unique(), tg.Dominant())
    ]
    assert costs == sorted(costs)
    together = tg.cheapest_policy("school_enterprise", "germany_2022", criterion=[tg.Nash(100), tg.Unique(1)])
    assert together.cost >= max(
        costs[1], tg.cheapest_policy("school_enterprise", "germany_2022", criterion=tg.Nash(100)).cost
    )


def test_shadow_price_is_the_finite_difference() -> None:
    one, more = (
        tg.cheapest_policy("school_enterprise", "germany_2022", criterion=tg.Nash(margin))
        for margin in (1, Fraction(11, 10))
    )
    (binding,) = one.binding
    assert (more.cost - one.cost) / Fraction(1, 10) == binding.shadow_price


def test_budget_that_is_too_small() -> None:
    enough = tg.cheapest_policy("school_enterprise", "germany_2022")
    exactly = tg.cheapest_policy("school_enterprise", "germany_2022", budget=enough.cost)
    assert exactly.cost == enough.cost
    short = tg.cheapest_policy("school_enterprise", "germany_2022", budget=enough.cost - 100)
    assert not short.feasible
    assert short.cost is None
    assert short.shortfall is not None
    assert (short.shortfall.kind, short.shortfall.missing) == ("budget", 100)
    assert short.verify()
    assert "100 EUR larger" in short.describe()[0]
    assert "预算不足" in short.describe("zh")[0]


def test_liability_limit() -> None:
    enough = tg.cheapest_policy("school_enterprise", "germany_2022")
    assert enough.costs is not None
    short = tg.cheapest_policy("school_enterprise", "germany_2022", liability=enough.costs.liability / 2)
    assert not short.feasible or short.cost > enough.cost
    if short.shortfall is not None:
        assert short.shortfall.kind == "liability"


def test_deviation_that_cannot_be_paid_for() -> None:
    short = tg.cheapest_policy("school_enterprise", "germany_2022", ["public_recognition", "cultural_programme"])
    assert short.shortfall is not None
    assert short.shortfall.kind == "deviation"
    assert set(short.shortfall.at_bound) == {"public_recognition", "cultural_programme"}
    sentence = short.describe()[0]
    assert "enterprise would choose “free-ride”" in sentence
    wider = tg.cheapest_policy(
        "school_enterprise",
        "germany_2022",
        ["public_recognition", "cultural_programme"],
        bounds={"public_recognition": (None, 786 + short.shortfall.missing)},
    )
    assert wider.feasible
    narrow = 786 + short.shortfall.missing - Fraction(1, 100)
    still = tg.cheapest_policy(
        "school_enterprise",
        "germany_2022",
        ["public_recognition", "cultural_programme"],
        bounds={"public_recognition": (None, narrow)},
    )
    assert not still.feasible


def test_participation() -> None:
    """A levy makes the firm train at a loss that the levy also takes from those who stay away; a stipend does not."""
    found = tg.cheapest_policy("school_enterprise", "germany_2022", participation=True)
    without = tg.cheapest_policy("school_enterprise", "germany_2022", participation=False)
    assert without.cost <= found.cost
    game = found.outcomes[0].game
    levy = found.levels["free_riding_levy"]
    assert game.payoffs[0, 0, 0] >= 0
    assert game.payoffs[1, 0, 0] >= -levy


def test_three_players_who_pays_what() -> None:
    found = tg.cheapest_policy(
        "government_school_enterprise", "germany_2022", ["training_subsidy", "school_grant", "cultural_programme"]
    )
    assert found.outcomes[0].after.scope == "pure"
    assert found.feasible == (found.shortfall is None)
    assert found.verify()


def test_lexicographic_least_intrusive_of_equal_cost() -> None:
    """Subsidy and bonus cost the same for the same incentive: the one that uses less of its bounds is chosen."""
    found = tg.cheapest_policy("school_enterprise", "austria_2016", ["training_subsidy", "retention_bonus"])
    used = {name for name, level in found.levels.items() if level}
    shares = {lever.name: found.levels[lever.name] / lever.high for lever in found.problem.levers}
    assert len(used) == 1
    assert sum(shares.values()) < 1
    assert found.ties == ()


def test_ties_are_reported() -> None:
    from questions import by_hand, lever

    payoffs = [[0, 0], [5, 5]], [[0, -1], [0, -1]]
    import numpy as np

    twins = [lever("left", {0: [0, None]}, high=9), lever("right", {0: [0, None]}, high=9)]
    found = by_hand([np.array(p, dtype=object) for p in payoffs], twins).solve(tg.Nash(margin=0))
    assert found.cost == 5
    assert set(found.ties) == {"left", "right"}


def test_an_effect_that_is_not_affine_is_named(tmp_path) -> None:
    path = tmp_path / "odd.toml"
    path.write_text(
        """
format = 1
[instrument]
name = "odd"
dimension = "money"
bounds = [0, 10]
paid_once_per = "trainee"
[[effect]]
conflict = "school_enterprise"
when = { enterprise = "invest" }
enterprise = "level*level/training_cost"
public_cost = "level"
"""
    )
    found = tg.cheapest_policy(
        "school_enterprise", "germany_2022", [tg.load_instrument(path)], bounds={"odd": (0, 30_000)}
    )
    assert any("odd.effect[1]" in note and "multiplies levels" in note for note in found.describe())
    path.write_text(path.read_text().replace("level*level/training_cost", "level + training_cost"))
    with pytest.raises(tg.TvetGamesError, match="at level 0; a policy of zero must do nothing"):
        tg.cheapest_policy("school_enterprise", "germany_2022", [tg.load_instrument(path)])


def test_bad_questions() -> None:
    with pytest.raises(tg.InputError, match="stands twice"):
        tg.cheapest_policy(["school_enterprise", "school_enterprise"], "germany_2022")
    with pytest.raises(tg.InputError, match="stands twice"):
        tg.cheapest_policy("school_enterprise", "germany_2022", ["school_grant", "school_grant"])
    with pytest.raises(tg.InputError, match="does nothing in school_enterprise"):
        tg.cheapest_policy("school_enterprise", "germany_2022", ["teacher_allowance"])
    with pytest.raises(tg.InputError, match="did you mean 'school_grant'"):
        tg.cheapest_policy("school_enterprise", "germany_2022", ["school_grant"], bounds={"school_grand": (0, 1)})
    with pytest.raises(tg.InputError, match="expected 0 <= low <= high"):
        tg.cheapest_policy("school_enterprise", "germany_2022", ["school_grant"], bounds={"school_grant": (5, 1)})


def test_bound_where_theory_gives_no_more() -> None:
    """Four actions each: elimination is sufficient, not necessary, so the Nash program stands beside it as a bound."""
    china = tg.load_calibration("china_2021").replace(training_cost=32_000, trainee_output=30_000)
    question = ("training_models", china, ["training_subsidy", "school_grant"])
    found = tg.cheapest_policy(*question, criterion=tg.Unique(10), bounds={"school_grant": (0, 5_000)})
    assert found.feasible
    assert found.status == "bound"
    assert found.outcomes[0].target_is_unique
    nash = tg.cheapest_policy(*question, criterion=tg.Nash(10))
    assert found.lower_bound == nash.cost <= found.cost
    assert "Cheapest by iterated dominance" in " ".join(found.describe())


def test_many_criteria_in_five_conflicts_at_once() -> None:
    found = tg.search("germany_five_conflicts")
    assert len(found.outcomes) == 5
    assert found.status == "optimal"
    assert {b.row.kind for b in found.binding} <= {"deviation", "participation"}
