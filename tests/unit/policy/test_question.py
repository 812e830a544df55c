"""Questions: the status quo, steps, limits, and scenario files that hold all of it."""

from fractions import Fraction
from pathlib import Path

import pytest

import tvet_games as tg
from tvet_games.policy.scenario import as_question

LEVERS = ["training_subsidy", "free_riding_levy", "cultural_programme"]


def test_the_status_quo_is_where_things_start() -> None:
    enough = tg.cheapest_policy("school_enterprise", "germany_2022", ["training_subsidy"])
    level = enough.levels["training_subsidy"]
    found = tg.cheapest_policy(
        "school_enterprise", "germany_2022", ["training_subsidy"], status_quo={"training_subsidy": level}
    )
    assert dict(found.levels) == dict(enough.levels)
    assert found.outcomes[0].before.target is not None, "the subsidy in force makes cooperation an equilibrium already"
    assert found.costs.today == 0, "but where things stand nobody trains, so nothing is paid"
    here = {"school_enterprise": {"school": "co_train", "enterprise": "invest"}}
    paid = tg.cheapest_policy(
        "school_enterprise",
        "germany_2022",
        ["training_subsidy"],
        status_quo={"training_subsidy": level},
        today=here,
        budget=0,
    )
    assert paid.feasible, "a budget is what may be spent beyond today"
    assert paid.costs.today == paid.costs.expected < level, "both expected: some partnerships break off"
    assert paid.accounts.welfare == 0, "nothing changes"
    assert not tg.search(paid_question(level, here, -1)).feasible, "nothing cheaper does"


def paid_question(level: Fraction, today: dict, budget: int) -> tg.Question:
    return tg.question(
        "school_enterprise",
        "germany_2022",
        ["training_subsidy"],
        status_quo={"training_subsidy": level},
        today=today,
        budget=budget,
    )


def test_payments_received_once_are_counted_once_before_and_after() -> None:
    """A package that is in force already changes nothing, however many conflicts show its payments."""
    pair = ["school_enterprise", "enterprise_student"]
    package = tg.cheapest_policy(pair, "germany_2022")
    here = {}
    for name in pair:
        conflict = tg.load_conflict(name)
        here[name] = {player.name: player.actions[0] for player in conflict.players}
    again = tg.cheapest_policy(pair, "germany_2022", status_quo=dict(package.levels), today=here)
    assert set(again.accounts.gains.values()) == {0}
    assert again.accounts.public_cost == again.accounts.welfare == 0


def test_no_one_is_worse_off_in_several_conflicts_together() -> None:
    """A subsidy that two conflicts show compensates its firm once."""
    pair = ["school_enterprise", "enterprise_student"]
    for country in ("germany_2022", "switzerland_it"):
        found = tg.cheapest_policy(pair, country, no_one_worse_off=True)
        assert not found.feasible or min(found.accounts.gains.values()) >= 0
    free = tg.cheapest_policy(pair, "switzerland_it")
    assert min(free.accounts.gains.values()) < 0, "without the limit somebody loses"
    with pytest.raises(tg.InputError, match="the search itself does it"):
        tg.robust(tg.question(pair, "germany_2022", no_one_worse_off=True))


def test_what_is_in_force_and_no_lever_stays() -> None:
    found = tg.cheapest_policy(
        "school_enterprise", "germany_2022", ["training_subsidy"], status_quo={"free_riding_levy": 500}
    )
    assert found.levels["free_riding_levy"] == 500
    without = tg.cheapest_policy("school_enterprise", "germany_2022", ["training_subsidy"])
    assert found.levels["training_subsidy"] == without.levels["training_subsidy"] - 500


def test_steps_on_off_and_few_instruments() -> None:
    free = tg.cheapest_policy("school_enterprise", "germany_2022", LEVERS)
    stepped = tg.cheapest_policy(
        "school_enterprise", "germany_2022", LEVERS, steps={"training_subsidy": 250, "cultural_programme": 1}, at_most=2
    )
    assert stepped.levels["training_subsidy"] % 250 == 0
    assert stepped.levels["cultural_programme"] in (0, 1)
    assert sum(level > 0 for level in stepped.levels.values()) <= 2
    assert stepped.cost >= free.cost
    assert stepped.status == "optimal"
    assert stepped.verify()
    none = tg.cheapest_policy("school_enterprise", "germany_2022", LEVERS, at_most=0)
    assert none.shortfall is not None
    assert none.shortfall.kind == "level"
    assert "so few instruments" in none.describe()[0]
    assert none.verify()


def test_no_one_worse_off() -> None:
    """A levy alone makes firms train at a loss; who must not lose has to be paid."""
    here = {"school_enterprise": {"school": "nominal", "enterprise": "free_ride"}}
    free, kind = (
        tg.cheapest_policy(
            "school_enterprise", "germany_2022", LEVERS, today=here, participation=False, no_one_worse_off=wanted
        )
        for wanted in (False, True)
    )
    assert free.cost <= kind.cost
    assert all(gain >= 0 for gain in kind.outcomes[0].gains.values())


def test_marginal_cost_of_public_funds_and_the_balance() -> None:
    plain, dear = (
        tg.cheapest_policy("school_enterprise", "germany_2022", LEVERS, public_funds=share) for share in (0, "1/5")
    )
    assert dict(plain.levels) == dict(dear.levels)
    assert dear.accounts.cost_of_funds == dear.accounts.public_cost / 5
    assert dear.accounts.welfare == plain.accounts.welfare - dear.accounts.cost_of_funds
    gains = plain.outcomes[0].gains
    assert dict(plain.accounts.gains) == dict(gains), "one conflict, one head"
    assert plain.accounts.public_cost == plain.costs.at_target
    assert plain.accounts.to_frame().shape == (5, 1)


def test_a_shared_subsidy_counts_once_in_the_balance() -> None:
    found = tg.cheapest_policy(
        ["school_enterprise", "enterprise_student"], "switzerland_it", ["training_subsidy", "pay_floor"]
    )
    by_conflict = sum(o.gains["enterprise"] for o in found.outcomes)
    assert found.accounts.gains["enterprise"] == by_conflict - found.levels["training_subsidy"]


def test_withdrawal() -> None:
    """The programme persists, the subsidy does not."""
    found = tg.cheapest_policy("school_enterprise", "germany_2022", LEVERS)
    assert found.withdrawal() == {"school_enterprise": False}
    assert tg.cheapest_policy("school_teacher", "germany_2022").withdrawal() == {"school_teacher": True}
    light = tg.load_calibration("germany_2022").replace(enterprise_friction=30_000, standing=8_000)
    culture = tg.cheapest_policy("school_enterprise", light, ["cultural_programme"])
    assert culture.feasible
    assert culture.withdrawal() == {"school_enterprise": True}
    assert "remains an equilibrium" in " ".join(culture.describe())


def test_a_bound_that_would_have_to_move() -> None:
    levers = ["public_recognition", "cultural_programme"]
    short = tg.cheapest_policy("school_enterprise", "germany_2022", levers)
    assert short.shortfall is not None
    high = short.shortfall.moves["public_recognition"]
    assert high is not None
    assert short.shortfall.moves["cultural_programme"] is None, "a share goes no further than 1"
    for bound, feasible in ((high, True), (high - Fraction(1, 1000), False)):
        again = tg.cheapest_policy(
            "school_enterprise", "germany_2022", levers, bounds={"public_recognition": (None, bound)}
        )
        assert again.feasible == feasible
    assert "A bound of" in " ".join(short.describe())
    assert "上限" in " ".join(short.describe("zh"))


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"status_quo": {"training_subsidi": 1}}, "did you mean 'training_subsidy'"),
        ({"status_quo": {"training_subsidy": -1}}, "below 0"),
        ({"status_quo": {"teacher_allowance": 1}}, "does nothing in school_enterprise"),
        ({"steps": {"school_grant": 0}, "instruments": ["school_grant"]}, "more than 0"),
        ({"steps": {"school_gant": 1}, "instruments": ["school_grant"]}, "did you mean 'school_grant'"),
        (
            {"steps": {"school_grant": 700}, "bounds": {"school_grant": (100, 600)}, "instruments": ["school_grant"]},
            "no whole",
        ),
        ({"at_most": -1}, "at least 0"),
        ({"at_most": 1.5}, "at least 0"),
        ({"criterion": []}, "is empty"),
        ({"criterion": "nash"}, "did you mean 'Nash'"),
        ({"criterion": tg.Nash}, "expected one such as Nash"),
        ({"criterion": None}, "expected one or several"),
        ({"instruments": [5]}, "an instrument or its name"),
        ({"instruments": "training_subsidi"}, "did you mean 'training_subsidy'"),
        ({"bounds": {"school_grant": 4}, "instruments": "school_grant"}, "expected \\(low, high\\)"),
        ({"bounds": {"cultural_programme": (0, 5)}, "instruments": "cultural_programme"}, "expected at most 1"),
        ({"bounds": 4}, "a mapping by name"),
        ({"steps": 100}, "a mapping by name"),
        ({"heads": {"trainee": -5}}, "more than 0"),
        ({"heads": {"pupil": 5}}, "pupil"),
        ({"today": {"x": 1}}, "is not a known conflict"),
        ({"today": {"school_enterprise": ("nominal", "free_ride")}}, "a mapping by name"),
        ({"public_funds": -1}, "below 0"),
        ({"budget": "much"}, "much"),
        ({"no_one_worse_off": "no"}, "True or False"),
    ],
)
def test_bad_questions(changes: dict, said: str) -> None:
    with pytest.raises(tg.InputError, match=said):
        tg.cheapest_policy("school_enterprise", "germany_2022", **changes)
    with pytest.raises(tg.InputError, match="is a share, expected 0 to 1"):
        tg.question("school_enterprise", tg.load_calibration("germany_2022").replace(retention=7.5))
    with pytest.raises(tg.InputError, match="a calibration or its name"):
        tg.question("school_enterprise", 5)
    with pytest.raises(tg.InputError, match="one or several"):
        tg.question(5, "germany_2022")
    with pytest.raises(tg.InputError, match="below 0"):
        tg.Policy(training_subsidy=-1)
    for bad in (lambda: tg.PDominant(2), lambda: tg.Sustainable(-1), lambda: tg.Aligned(-1), lambda: tg.Nash(-1)):
        with pytest.raises(tg.InputError):
            bad()
    with pytest.raises(tg.InputError, match="did you mean 'budget'"):
        tg.question("school_enterprise", "germany_2022").replace(budgit=1)


WHOLE = """
format = 1
[scenario]
name = "whole"
conflicts = ["school_enterprise"]
calibration = "germany_2022"
status_quo = { training_subsidy = 1000 }
public_funds = 0.25
[instrument]
training_subsidy = { step = 50, high = 9000 }
cultural_programme = { on_off = true }
school_grant = {}
[criterion]
nash = { margin = 2 }
p_dominant = { p = 0.9, margin = 1 }
aligned = { alpha = 0.1, margin = 0 }
[limit]
no_one_worse_off = true
instruments = 3
[uncertainty]
risk = 0.2
"""


def test_a_scenario_file_holds_all_of_it(tmp_path: Path) -> None:
    path = tmp_path / "whole.toml"
    path.write_text(WHOLE)
    assert tg.check(path) == ()
    asked = as_question(path)
    assert asked.status_quo == {"training_subsidy": 1000}
    assert asked.steps == {"training_subsidy": 50, "cultural_programme": 1}
    assert asked.public_funds == Fraction(1, 4)
    assert asked.requirements.at_most == 3
    assert asked.requirements.no_one_worse_off
    assert asked.requirements.criteria == (tg.Nash(2), tg.PDominant("0.9", 1), tg.Aligned("0.1", 0))
    assert tg.search(path).verify()


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("step = 50", "step = 0", "more than 0"),
        ("on_off = true", "on_off = true, step = 1", "one or the other"),
        ("p = 0.9", "p = 1.9", "not between 0 and 1"),
        ("alpha = 0.1", "alpha = -1", "below 0"),
        ("alpha = 0.1", "beta = 0.1", "alpha"),
        ("training_subsidy = 1000", "training_subsidies = 1000", "did you mean 'training_subsidy'"),
        ("training_subsidy = 1000", "training_subsidy = -1", "below 0"),
        ("public_funds = 0.25", "public_funds = -1", "below 0"),
        ("risk = 0.2", "risk = 2", "not between 0 and 1"),
        ("risk = 0.2", "", "needs either robust = true or a risk"),
        ("risk = 0.2", "risk = 0.2\nrobust = true", "needs either"),
        ("risk = 0.2", "risk = 0.2\ndraws = 3", "draws"),
        ("instruments = 3", "instruments = -3", "instruments"),
        ("p_dominant", "pdominant", "did you mean 'p_dominant'"),
    ],
)
def test_mistakes_of_a_scenario_file(tmp_path: Path, old: str, new: str, said: str) -> None:
    path = tmp_path / "whole.toml"
    path.write_text(WHOLE.replace(old, new))
    problems = " ".join(map(str, tg.check(path)))
    assert said in problems


OWN = {
    "conflict": """
format = 1
[conflict]
name = "workshop"
per = "trainee"
[[player]]
name = "centre"
actions = ["maintain", "run_down"]
[parameter]
upkeep = { dimension = "money", meaning = "cost of the workshop" }
[[payoff]]
when = { centre = "maintain" }
centre = "-upkeep"
[[payoff]]
when = { centre = "run_down" }
centre = 0
""",
    "calibration": """
format = 1
[calibration]
name = "village"
country = "X"
unit = { currency = "EUR", per = "trainee", prices_of = 2024 }
[value]
upkeep = { assumed = 1300, low = 1000, high = 2000, why = "test" }
""",
    "instrument": """
format = 1
[instrument]
name = "grant"
dimension = "money"
bounds = [0, "2*upkeep"]
paid_once_per = "trainee"
[[effect]]
conflict = "workshop"
when = { centre = "maintain" }
centre = "level"
public_cost = "level"
""",
}


def test_no_instrument_that_ships_acts_in_a_conflict_of_ones_own(tmp_path: Path) -> None:
    names = {"conflict": "workshop", "calibration": "village", "instrument": "grant"}
    for kind, text in OWN.items():
        (tmp_path / f"{names[kind]}.toml").write_text(text, encoding="utf-8")
    conflict = tg.load_conflict(tmp_path / "workshop.toml")
    village = tg.load_calibration(tmp_path / "village.toml")
    none = tg.cheapest_policy(conflict, village)
    first, second = none.describe()
    assert first.startswith("No instrument that ships acts in workshop")
    assert "instruments=[load_instrument('mine.toml')]" in first
    assert "1,301 EUR per head are missing" in second
    assert none.describe("zh")[0].startswith("没有自带的工具作用于workshop")
    grant = tg.load_instrument(tmp_path / "grant.toml")
    assert tg.cheapest_policy(conflict, village, [grant]).cost > 0
    assert "ships" not in tg.cheapest_policy(conflict, village, [grant], budget=1).describe()[0]
    without = tg.cheapest_policy("school_enterprise", "germany_2022", [])
    assert not without.feasible
    assert "ships" not in " ".join(without.describe())
