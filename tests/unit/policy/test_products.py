"""Effects that are not affine in the levels: against closed forms and grids, with the bound below."""

from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from unchecked import unchecked_instrument

import tvet_games as tg
from tvet_games.model.algebra import ARRAYS
from tvet_games.model.formula import evaluate, parse
from tvet_games.policy.products.fixed_levels import FixedLevels
from tvet_games.policy.products.mccormick import Form, Lift, LiftedAlgebra
from tvet_games.policy.question import question

FILE = """
format = 1
[instrument]
name = "{name}"
dimension = "money"
bounds = [0, {high}]
paid_once_per = "trainee"
{more}
[[effect]]
conflict = "school_enterprise"
when = {{ enterprise = "invest" }}
enterprise = "{effect}"
public_cost = "{cost}"
"""


@pytest.fixture
def instrument(tmp_path: Path):
    def make(name: str, effect: str, cost: str, *, high: int = 30_000, more: str = "") -> tg.Instrument:
        path = tmp_path / f"{name}.toml"
        path.write_text(FILE.format(name=name, effect=effect, cost=cost, high=high, more=more))
        return unchecked_instrument(path)

    return make


@pytest.fixture
def needed() -> Fraction:
    """What the enterprise has to be paid for investing."""
    return tg.cheapest_policy("school_enterprise", "germany_2022", ["training_subsidy"]).levels["training_subsidy"]


def solved(*instruments: object, **options: object) -> tg.PolicySolution:
    found = tg.cheapest_policy("school_enterprise", "germany_2022", list(instruments), **options)
    assert found.verify()
    if found.feasible:
        assert found.lower_bound <= found.cost
        conflict = found.outcomes[0].arrays.conflict
        own = [lever.instrument for lever in found.problem.levers]
        exactly = conflict.payoffs(found.problem.calibration, found.levels, own, exact=True)
        assert (found.outcomes[0].game.payoffs == exactly).all()
    return found


def test_quadratic_effect(instrument, needed: Fraction) -> None:
    """``level**2/training_cost >= needed``: the square root in closed form."""
    found = solved(instrument("odd", "level*level/training_cost", "level"))
    cost = tg.load_calibration("germany_2022").numbers["training_cost"]
    assert float(found.levels["odd"]) == pytest.approx(float(needed * cost) ** 0.5, rel=1e-6)
    assert found.status == "bound"
    assert found.gap < 1e-5
    assert any("odd.effect[1]" in note and "multiplies levels" in note for note in found.describe())
    assert any("非仿射" in note for note in found.describe("zh"))
    assert found.outcomes[0].target_is_equilibrium


def test_quadratic_cost_beside_a_linear_one(instrument, needed: Fraction) -> None:
    """Marginal costs are equal: ``level/1000 = 1``, the subsidy pays the rest."""
    found = solved(instrument("cheap_at_first", "level", "level*level/2000"), "training_subsidy")
    assert float(found.levels["cheap_at_first"]) == pytest.approx(1000, rel=1e-3)
    assert found.levels["cheap_at_first"] + found.levels["training_subsidy"] == needed
    assert found.gap < 1e-3


def test_product_of_two_instruments_against_a_grid(instrument, needed: Fraction) -> None:
    mixed = instrument(
        "mixed", "level*retention_bonus", "level*level*1000", high=1, more='interacts = ["retention_bonus"]'
    )
    found = solved(mixed, "retention_bonus")
    x, y = np.meshgrid(np.linspace(0, 1, 801), np.linspace(0, float(found.problem.levers[1].high), 801))
    kept = float(tg.load_calibration("germany_2022").numbers["retention"])
    breakdown = float(found.problem.breakdown)
    paid = (x * y + kept * y) >= float(needed)
    unit = float(found.problem.expected_bill[1]) / kept
    best = (unit * (1000 * x * x + kept * y))[paid].min()
    assert breakdown > 0
    assert float(found.cost) <= best
    assert found.lower_bound <= found.cost
    assert found.gap < 0.01


@pytest.mark.parametrize(
    ("effect", "high"),
    [
        ("max(level - 1000, 0)*2", 30_000),
        ("sqrt(level*training_cost)", 30_000),
        ("5000*log(1 + level/1000)", 30_000),
        ("1000*(exp(level/1000) - 1)", 6_000),
        ("level/(1 + level/40000)", 30_000),
        ("min(level, 3000 + level/10)", 30_000),
        ("level**3/10**8", 30_000),
    ],
)
def test_functions_of_a_level(instrument, needed: Fraction, effect: str, high: int) -> None:
    """One level that must reach what is needed: the least of a fine grid is no lower, the bound no higher."""
    found = solved(instrument("bent", effect, "level", high=high))
    level = np.linspace(0, high, 300_001)
    names = {"level": level, "training_cost": float(tg.load_calibration("germany_2022").numbers["training_cost"])}
    value = evaluate(parse(effect), names, ARRAYS)
    reached = level[value >= float(needed)]
    if not len(reached):
        assert not found.feasible
        return
    assert float(found.levels["bent"]) == pytest.approx(reached.min(), abs=0.2)
    assert found.gap < 1e-4


def test_no_level_will_do(instrument) -> None:
    found = solved(instrument("odd", "level*level/training_cost", "level", high=10))
    assert found.status == "infeasible"
    assert found.shortfall is not None
    assert found.certificate.kind == "infeasible"
    assert found.shortfall.at_bound == ("odd",)


def test_limits_steps_and_status_quo_are_respected(instrument) -> None:
    odd = instrument("odd", "level*level/training_cost", "level")
    free = solved(odd, "training_subsidy")
    capped = solved(odd, budget=free.cost + 100_000)
    assert solved(odd, budget=capped.cost - 10).status == "infeasible"
    stepped = solved(odd, steps={"odd": 500})
    assert stepped.levels["odd"] % 500 == 0
    assert 0 <= stepped.levels["odd"] - capped.levels["odd"] < 500
    today = solved(odd, status_quo={"odd": 12_000})
    assert today.levels["odd"] == pytest.approx(float(capped.levels["odd"]), rel=1e-5)
    assert today.costs.today == 0
    training = {"school_enterprise": {"school": "co_train", "enterprise": "invest"}}
    assert (
        solved(odd, status_quo={"odd": 12_000}, today=training).costs.today == 10_230
    )  # as a policy is priced: 0.8525 of it


def test_with_a_choice_of_criterion(instrument) -> None:
    odd = instrument("odd", "level*level/training_cost", "level")
    found = solved(odd, "school_guarantee", criterion=tg.Unique(1))
    assert found.outcomes[0].target_is_unique
    assert found.cost >= solved(odd, "school_guarantee").cost


def test_several_conflicts_bill_once(instrument) -> None:
    odd = instrument("odd", "level*level/training_cost", "level")
    found = tg.cheapest_policy(
        ["school_enterprise", "enterprise_student"], "germany_2022", [odd, "student_stipend", "training_subsidy"]
    )
    assert found.feasible
    assert found.verify()
    assert all(o.target_is_equilibrium for o in found.outcomes)


def test_where_the_government_pays(instrument) -> None:
    text = FILE.format(name="odd", effect="level*level/training_cost", cost="level", high=30_000, more="")
    path = Path(instrument("odd", "level", "level").source)
    path.write_text(text.replace('"school_enterprise"', '"government_school_enterprise"'))
    odd = tg.load_instrument(path)
    found = tg.cheapest_policy(
        "government_school_enterprise", "germany_2022", [odd, "school_grant", "cultural_programme"]
    )
    assert found.verify()


def test_the_same_question_has_the_same_answer(instrument) -> None:
    odd = instrument("odd", "level*level/training_cost", "level")
    first, second = (solved(odd, "free_riding_levy") for _ in range(2))
    assert first.levels == second.levels
    assert first.lower_bound == second.lower_bound


def test_a_policy_of_zero_must_do_nothing(instrument) -> None:
    with pytest.raises(tg.TvetGamesError, match="at level 0; a policy of zero must do nothing"):
        solved(instrument("odd", "level*level + training_cost", "level"))


def test_a_division_by_zero_within_the_bounds_is_refused(instrument) -> None:
    with pytest.raises(tg.TvetGamesError, match="zero"):
        solved(instrument("odd", "level/(level - 100)", "level"))


def test_factors_are_what_has_to_be_fixed(instrument) -> None:
    mixed = instrument("mixed", "level*retention_bonus", "level", high=1, more='interacts = ["retention_bonus"]')
    asked = question("school_enterprise", "germany_2022", [mixed, "retention_bonus"])
    assert FixedLevels.of(asked).factors == ("retention_bonus",)
    odd = instrument("odd", "level*level/training_cost", "level")
    assert FixedLevels.of(asked.replace(instruments=(*asked.instruments, odd))).factors == ("retention_bonus", "odd")


@pytest.mark.parametrize("seed", range(5))
def test_envelopes_hold_at_every_point(seed: int) -> None:
    """Whatever the levels, the true value of each auxiliary variable satisfies its interval and its rows."""
    rng = np.random.default_rng(seed)
    algebra = LiftedAlgebra()
    lift = Lift()
    low, high = Fraction(int(rng.integers(1, 5)), 4), Fraction(int(rng.integers(6, 12)), 4)
    x, y = lift.variable(low, high), lift.variable(-high, low)
    point = [low + (high - low) * Fraction(int(rng.integers(0, 101)), 100), low - (low + high) * Fraction(1, 3)]
    forms = [
        (x * y, lambda a, b: a * b),
        (algebra.power(x, 3), lambda a, b: a**3),
        (1 / x, lambda a, b: 1 / a),
        (algebra.call("sqrt", [x]), lambda a, b: np.sqrt(float(a))),
        (algebra.call("exp", [y]), lambda a, b: np.exp(float(b))),
        (algebra.call("log", [x]), lambda a, b: np.log(float(a))),
        (algebra.call("max", [x, y, x - 1]), lambda a, b: max(a, b, a - 1)),
        (algebra.call("min", [x, 1 - y]), lambda a, b: min(a, 1 - b)),
    ]
    for form, truth in forms:
        assert isinstance(form, Form)
        value = float(truth(*point))
        assert float(form.interval[0]) - 1e-9 <= value <= float(form.interval[1]) + 1e-9
        least, largest = extremes(lift, form, point)
        assert least - 1e-9 <= value <= largest + 1e-9


def extremes(lift: Lift, form: Form, point: list[Fraction]) -> tuple[float, float]:
    """The least and the largest value that the rows allow at a point."""
    from scipy.optimize import linprog

    count = len(lift.low)
    matrix = np.zeros((len(lift.rows), count))
    for r, (terms, _) in enumerate(lift.rows):
        for k, a in terms.items():
            matrix[r, k] = -float(a)
    bounds = [(float(a), float(b)) for a, b in zip(lift.low, lift.high, strict=True)]
    for k, v in enumerate(point):
        bounds[k] = (float(v), float(v))
    goal = np.zeros(count)
    for k, a in form.terms.items():
        goal[k] = float(a)
    ends = [
        sign * linprog(sign * goal, A_ub=matrix, b_ub=[-float(b) for _, b in lift.rows], bounds=bounds).fun
        for sign in (1, -1)
    ]
    return ends[0] + float(form.constant), ends[1] + float(form.constant)
