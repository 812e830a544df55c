"""Chance constraints: what comes out for shipped scenarios, in words, and what is refused."""

from fractions import Fraction

import numpy as np
import pytest

import tvet_games as tg
from tvet_games.policy.question import Question
from tvet_games.policy.rows import rows_of
from tvet_games.policy.scenario import as_question
from tvet_games.study.chance.chance import ChancePolicy, chance
from tvet_games.study.chance.discarding import SampledProgram, cheapest_but_for
from tvet_games.study.chance.drawn import drawn, generators, rows_and_limits

TWO = ("training_subsidy", "school_grant")


def german(*instruments: str, **limits: object) -> Question:
    return tg.question("school_enterprise", "germany_2022", instruments or TWO, **limits)


def austrian() -> Question:
    """The shipped scenario with wider bounds: in many worlds its own leave no package."""
    asked = as_question("austria_apprenticeship").replace(budget=None)
    return asked.replace(
        bounds={"school_grant": (None, Fraction(12_000)), "training_subsidy": (None, Fraction(40_000))}
    )


def few(asked: object, risk: object = "1/10", **options: object) -> ChancePolicy:
    return chance(asked, risk, **{"draws": 200, "check": 2_000, **options})


@pytest.mark.parametrize("name", ["germany", "austria"])
def test_the_stated_bound_holds_on_fresh_worlds(name: str) -> None:
    asked = "germany_apprenticeship" if name == "germany" else austrian()
    found = few(asked, check=10_000)
    assert found.status == "optimal"
    assert found.gap == 0
    assert found.failing <= found.allowed
    assert found.violation_interval.low <= found.violation_rate <= found.violation_interval.high < found.risk
    assert found.central_violation_rate > found.risk
    assert found.cost > found.central_cost


def test_the_shipped_bounds_of_austria_leave_no_package() -> None:
    found = few("austria_apprenticeship")
    assert not found.feasible
    assert found.unreachable > found.allowed
    assert found.failing == found.unreachable
    assert (found.cost, found.lower_bound, found.gap, found.violation_rate) == (None,) * 4
    assert found.telling[0].name == "reform_cost"
    assert found.telling[0].failing > found.telling[0].others
    first, second = found.describe()
    assert first.startswith("No package within the bounds will do: of 200 drawn worlds")
    assert second.startswith("In these worlds")
    assert "reform" in second
    assert found.describe("zh")[0].startswith("在给定范围内没有可行的政策")
    assert found.to_frame()["chance"].isna().all()


@pytest.mark.slow
@pytest.mark.parametrize("risk", [0.1, 0.2])
@pytest.mark.parametrize("name", ["germany_apprenticeship", "switzerland_it", "community_germany"])
def test_all_instruments_of_shipped_scenarios(name: str, risk: float) -> None:
    found = chance(name, risk)
    assert found.status == "optimal"
    assert found.failing <= found.allowed
    assert found.violation_interval.high < risk


def test_fresh_worlds_are_counted_by_the_engine_s_arrays_too() -> None:
    """The rows of single drawn worlds in fractions say the same as the batch, and as the game itself."""
    found = few(german(criterion=tg.Nash(margin=1)), check=200)
    worlds = found.question.calibration.sample(200, generators(0)[2])
    failing = 0
    levels = [found.levels[name] for name in TWO]
    for w in range(200):
        world = found.question.calibration.with_ties().replace(**{n: float(a[w]) for n, a in drawn(worlds).items()})
        central = {lever.name: (lever.low, lever.high) for lever in found.solution.problem.levers}
        problem = found.question.replace(bounds=central).problem(world)
        conditions = rows_and_limits(found.question, found.solution.problem)[0].conditions
        failing += any(row.constraint.slack(levels) < 0 for row in rows_of(problem, conditions))
    assert found.violation_rate == failing / 200


def test_the_same_seed_gives_the_same() -> None:
    one, two, other = (few(german(), rng=seed) for seed in (7, 7, 8))
    assert (one.levels, one.violation_rate, one.telling) == (two.levels, two.violation_rate, two.telling)
    assert one.levels != other.levels
    drawn_seed = few(german(), rng=np.random.default_rng(1))
    again = few(german(), rng=drawn_seed.seed)
    assert drawn_seed.levels == again.levels
    assert one.seed == 7


def test_triangular_draws_ask_for_less() -> None:
    uniform, triangular = (few(german(), distribution=d) for d in ("uniform", "triangular"))
    assert triangular.cost < uniform.cost
    assert triangular.distribution == "triangular"


def test_one_instrument_and_worlds_that_it_cannot_reach() -> None:
    found = few(german("training_subsidy"), "1/5")
    assert 0 < found.unreachable <= found.allowed
    assert found.failing == found.allowed
    assert any("no package within the bounds will do" in sentence for sentence in found.describe())
    assert not few(german("training_subsidy"), "1/20").feasible


@pytest.mark.parametrize("criterion", [tg.Dominant(), tg.PDominant("3/4"), tg.Aligned("1/10"), tg.Unique(), tg.Nash(0)])
def test_criteria_in_drawn_worlds(criterion: object) -> None:
    """The package satisfies the criterion itself, by the verdict on each world's game, where it satisfies the rows."""
    from tvet_games.games.normal_form import NormalFormGame
    from tvet_games.policy.verdict import verdict

    asked = as_question("germany_apprenticeship").replace(criteria=(criterion,))
    found = few(asked.replace(bounds={"school_grant": (None, Fraction(5_000))}), "1/4", check=100)
    assert found.status == "optimal"
    worlds = found.question.calibration.sample(100, generators(0)[2])
    central = {lever.name: (lever.low, lever.high) for lever in found.solution.problem.levers}
    problem = found.question.replace(bounds=central).problem(worlds, is_exact=False)
    arrays = problem.conflicts[0]
    levels = [float(found.levels[lever.name]) for lever in problem.levers]
    cost = sum(x * arrays.cost[..., k, :, :] for k, x in enumerate(levels))
    payoffs = np.broadcast_to(arrays.payoffs(levels), (100, 2, 2, 2))
    game = NormalFormGame(payoffs, players=arrays.conflict.player_names)
    assert np.mean(~verdict(game, criterion, public_cost=cost).holds) <= found.violation_rate


def test_nobody_worse_off_is_told_by_each_world() -> None:
    """Where things stand is the given profile, its payoffs those of the world."""
    today = {"school_enterprise": {"school": "nominal", "enterprise": "free_ride"}}
    asked = german("training_subsidy", "school_grant", no_one_worse_off=True, today=today)
    rows, limits = rows_and_limits(asked, asked.problem())
    assert [c.kind for c in rows.conditions].count("worse_off") == 2
    assert all(c.kind == "cap" for c in limits)
    worlds = asked.calibration.sample(5, np.random.default_rng(0))
    coefficients, bounds = rows.rows(worlds)
    game = asked.conflicts[0].game(worlds).payoffs
    for r, condition in enumerate(rows.conditions):
        if condition.kind == "worse_off":
            i = condition.moves[0].player
            slack = coefficients[:, r] @ np.array([100.0, 10.0]) - bounds[:, r]
            paid = 100.0 if asked.conflicts[0].player_names[i] == "enterprise" else 10.0
            assert np.allclose(slack, game[:, i, 0, 0] + paid - game[:, i, 1, 1])
    assert few(asked, "1/4").cost >= few(asked.replace(no_one_worse_off=False), "1/4").cost


def test_worlds_in_parts_are_the_worlds_in_one(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = german()
    rows, _ = rows_and_limits(asked, asked.problem())
    worlds = asked.calibration.sample(23, np.random.default_rng(3))
    whole = rows.rows(worlds)
    monkeypatch.setattr("tvet_games.study.chance.drawn.CELLS", 100)
    assert len(list(rows.parts(worlds))) > 2
    assert all(np.array_equal(a, b) for a, b in zip(whole, rows.rows(worlds), strict=True))


def test_sentences_and_frame() -> None:
    found = few(german())
    package, cost, drawn_, fresh, told = found.describe()
    assert "a Nash equilibrium (margin 1) in all but 10 % of the worlds: training subsidy" in package
    assert "EUR per trainee-year in expectation at the central values; the cheapest package for the central" in cost
    assert drawn_ == "Of 200 drawn worlds 6 fail and 6 may; so with 99 % confidence at most 10 % of all worlds fail."
    assert fresh.startswith("Of 2,000 fresh worlds")
    assert "under the package for the central values" in fresh
    assert told.startswith("Where it fails, ")
    assert len(found.describe("zh")) == 5
    assert "在抽取的 200 个情形中有 6 个不成立" in found.describe("zh")[2]
    frame = found.to_frame()
    assert frame.index.tolist() == list(TWO)
    assert frame["expected cost"].sum() == found.cost
    assert found.violation_interval.to_frame().loc[0, "confidence"] == 0.99


def test_nothing_is_needed_where_cooperation_holds_anyway() -> None:
    asked = german(criterion=tg.Nash(0), participation=False)
    generous = asked.replace(
        calibration=asked.calibration.replace(training_cost=1_000, reform_cost=0, trainee_output=9_000)
    )
    found = few(generous)
    assert not any(found.levels.values())
    assert found.cost == 0
    assert found.gap == 0
    assert found.describe()[0].startswith("No policy is needed: without any, cooperation is a Nash equilibrium")


def test_worlds_that_rule_each_other_out() -> None:
    """Half of the worlds ask for at least 2 of the sum, the other half for at most 1."""
    rows = np.concatenate([np.ones((5, 1, 2)), -np.ones((5, 1, 2))])
    bounds = np.concatenate([np.full((5, 1), 2.0), np.full((5, 1), -1.0)])
    none = np.zeros((0, 2))
    program = SampledProgram(np.ones(2), np.zeros(2), np.full(2, 9.0), none, none[:, 0], rows, bounds)
    found = cheapest_but_for(program, 4)
    assert found.status == "infeasible"
    assert not found.unreachable.any()
    assert found.blocked.sum() == 5
    assert program.cost @ cheapest_but_for(program, 5).levels == 0


def test_a_budget_that_too_many_worlds_exceed() -> None:
    asked = austrian()
    cost = few(asked).cost
    assert few(asked.replace(budget=cost + 1)).cost <= cost + 1
    found = few(asked.replace(budget=cost * Fraction(99, 100)))
    assert not found.feasible
    assert found.unreachable <= found.allowed < found.failing
    assert "cannot satisfy enough worlds at once" in found.describe()[0]


def test_without_time_the_first_package_comes_with_a_bound() -> None:
    found = few("germany_apprenticeship", time_limit=1e-9)
    best = few("germany_apprenticeship")
    assert found.status == "bound"
    assert found.failing <= found.allowed
    assert found.lower_bound <= best.cost <= found.cost
    assert 0 < found.gap <= 1
    assert any("The time ran out" in sentence for sentence in found.describe())


def test_progress_and_names() -> None:
    seen = []
    few("germany_apprenticeship", progress=lambda done, total: seen.append((done, total)))
    assert seen == [(1, 4), (2, 4), (3, 4), (4, 4)]


MISTAKES = {
    "criterion": (
        lambda: few(german(criterion=tg.RiskDominant())),
        "criterion: 'risk_dominant' is not one .* nash, dom",
    ),
    "sustainable": (
        lambda: few(german(criterion=tg.Sustainable("1/2"))),
        "there are: nash, dominant, p_dominant, unique",
    ),
    "steps": (lambda: few(german(steps={"school_grant": 100})), "steps: 'school_grant' cannot be combined"),
    "at most": (lambda: few(german(at_most=1)), "at_most: '1' cannot be combined"),
    "draws": (lambda: few(german(), draws=20), r"draws: '20' are too few for 2 levels, .* 64 are needed"),
    "no draws": (lambda: few(german(), draws=0), "draws: '0' is not a whole number from 1 on"),
    "check": (lambda: few(german(), check=1.5), "check: '1.5' is not a whole number"),
    "risk": (lambda: few(german(), 1), "risk: '1' is not strictly between 0 and 1"),
    "confidence": (lambda: few(german(), confidence=0), "confidence: '0' is not strictly between"),
    "distribution": (lambda: few(german(), distribution="uniforn"), "did you mean 'uniform'"),
    "time": (lambda: few(german(), time_limit=0), "time_limit: '0' is not more than 0"),
    "rng": (lambda: few(german(), rng="seed"), "rng: .* is neither a whole number"),
    "negative rng": (lambda: few(german(), rng=-1), "rng: '-1' is neither"),
    "instruments": (lambda: few(tg.question("school_enterprise", "germany_2022", [])), "instruments: are none"),
    "array": (
        lambda: few(german().replace(calibration=german().calibration.replace(standing=np.ones(3)))),
        "standing: is an array",
    ),
}


@pytest.mark.parametrize("case", MISTAKES)
def test_what_is_refused(case: str) -> None:
    call, told = MISTAKES[case]
    with pytest.raises(tg.InputError, match=told):
        call()
