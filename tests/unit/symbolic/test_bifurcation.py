"""Thresholds of one parameter: formulas, phases, what is not affine."""

import math
from fractions import Fraction
from pathlib import Path

import pytest
import sympy

import tvet_games as tg
from tvet_games.model.library import load_conflict
from tvet_games.symbolic.bifurcation import bifurcations
from tvet_games.symbolic.signs import Signs
from tvet_games.symbolic.zeros import thresholds, zeros_and_poles

P = sympy.Symbol("p", real=True)
A, B = (sympy.Symbol(name, real=True) for name in "ab")
SIGNS = Signs({"p": "money", "a": "money", "b": "money"})


def test_the_subsidy_in_austria() -> None:
    """Below 9,040 only nominal and free-riding, above both, from 20,448 cooperation alone: the level that Nash asks."""
    found = bifurcations("school_enterprise", "training_subsidy", "austria_2016")
    nash = tg.threshold(
        "school_enterprise", "training_subsidy", calibration="austria_2016", criterion=tg.Nash(margin=0)
    )
    assert [(p.low, p.high) for p in found.phases] == [(0, 9040), (9040, 20448), (20448, math.inf)]
    assert [p.profiles for p in found.phases] == [((1, 1),), ((0, 0), (1, 1)), ((0, 0),)]
    assert found.phases[2].stable_vertices == (("co_train", "invest"),)
    (own,) = (c for c in found.crossings if c.profile == (0, 0))
    assert (own.player, own.action, own.stable) == ("enterprise", "free_ride", "above")
    assert nash.at() == own.threshold == found.phases[0].high


def test_formulas_of_the_other_parameters() -> None:
    found = bifurcations("school_enterprise", "training_subsidy")
    nash = tg.threshold("school_enterprise", "training_subsidy", criterion=tg.Nash(margin=0))
    (own,) = (c for c in found.crossings if c.profile == (0, 0))
    assert own.threshold in nash.expression.args
    assert found.phases == ()
    text = found.stable_interval(("nominal", "invest"))
    assert text.startswith("ESS iff training_subsidy > training_cost - hiring_saving*readiness*retention - readiness")
    assert found.stable_interval((1, 0), "zh").startswith("当且仅当 training_subsidy > ")
    frame = found.to_frame()
    assert list(frame.stable) == ["above", "below", "above", "below"]
    assert len(str(found).splitlines()) == 4


def test_free_values_stay_symbols() -> None:
    found = bifurcations("school_enterprise", "training_subsidy", "austria_2016", ["retention"])
    assert found.stable_interval((0, 0)) == "ESS iff training_subsidy > 15280 - 10400*retention"
    assert found.phases == ()


def test_a_parameter_moves_what_is_derived_of_it() -> None:
    """Austria's output is cost - 14,300: the cost cancels at the target."""
    found = bifurcations("school_enterprise", "training_cost", "austria_2016")
    assert not [c for c in found.crossings if c.profile == (0, 0)]
    assert found.stable_interval((0, 0)) == "never an ESS: enterprise gains 9040 by free-ride"


def test_a_policy_moves_the_thresholds() -> None:
    """A bonus for keeping the graduate is worth its level times the share that is kept."""
    kept = tg.load_calibration("austria_2016").numbers["retention"]
    policy = tg.Policy(retention_bonus=100)
    found = bifurcations("school_enterprise", "training_subsidy", "austria_2016", policy=policy)
    assert found.phases[0].high == 9040 - 100 * kept
    with pytest.raises(tg.InputError, match="already has a level"):
        bifurcations("school_enterprise", "retention_bonus", policy=policy)


def test_an_interval_with_two_ends() -> None:
    """The grant must be large enough for the firm and small enough for the government that pays it."""
    found = bifurcations("government_school_enterprise", "grant_to_enterprise", "china_2021")
    assert found.stable_interval((0, 0, 0)) == "ESS iff 6000 < grant_to_enterprise < 12500"
    assert [len(p.profiles) for p in found.phases] == [1, 1, 0]


CONFLICT = """
format = 1
[conflict]
name = "bent"
per = "trainee"
section = "0"
[[player]]
name = "school"
actions = ["join", "stay"]
[[player]]
name = "firm"
actions = ["join", "stay"]
[parameter]
standing             = { symbol = "g", dimension = "money", meaning = "m" }
trainees_per_teacher = { symbol = "x", dimension = "ratio", meaning = "m" }
[[payoff]]
when   = { school = "join", firm = "join" }
school = "standing*(SCHOOL)"
firm   = "standing*(FIRM)"
[[payoff]]
school = 0
firm   = 0
"""


def bent(tmp_path: Path, school: str, firm: str = "1") -> tg.Conflict:
    """The gains at the target as formulas in x, times the standing."""
    path = tmp_path / "bent.toml"
    text = CONFLICT.replace("SCHOOL", school).replace("FIRM", firm)
    path.write_text(text.replace("(x)", "trainees_per_teacher"))
    return load_conflict(path)


@pytest.fixture
def at() -> tg.Calibration:
    return tg.load_calibration("germany_2022").replace(standing=1)


def test_ends_that_leave_nothing(tmp_path: Path, at: tg.Calibration) -> None:
    """Above 8 for one deviation, below 5 for another."""
    found = bifurcations(bent(tmp_path, "(x) - 8", "5 - (x)"), "trainees_per_teacher", at)
    clash = "never an ESS: trainees_per_teacher would have to be above 8 and below 5"
    assert found.stable_interval((0, 0)) == clash
    assert found.stable_interval((0, 0), "zh").startswith("不可能是 ESS：")
    assert [p.profiles for p in found.phases] == [()]


@pytest.mark.parametrize(
    ("formula", "ends"),
    [
        ("max((x) - 8, 3 - (x))", [3, 8]),
        ("min((x), 10) - max(4, (x)/3)", [4, 30]),
        ("((x) - 2)*((x) - 5)", [2, 5]),
        ("((x) - 2)**2", []),
        ("1/((x) + 1) - 1/4", [3]),
        ("max((x) - 4, min((x), 1) - 2)", [4]),
    ],
)
def test_phases_of_what_is_not_affine(tmp_path: Path, at: tg.Calibration, formula: str, ends: list[int]) -> None:
    found = bifurcations(bent(tmp_path, formula), "trainees_per_teacher", at)
    assert [p.high for p in found.phases[:-1]] == ends
    for phase in found.phases:
        point = phase.low + Fraction(1, 3)
        game = bent(tmp_path, formula).game(at.replace(trainees_per_teacher=point), exact=True)
        assert ((0, 0) in phase.profiles) == (game.payoffs[0, 0, 0] > 0)


def test_an_irrational_end_is_rounded(tmp_path: Path, at: tg.Calibration) -> None:
    found = bifurcations(bent(tmp_path, "(x)**2 - 2"), "trainees_per_teacher", at)
    assert float(found.phases[0].high) == math.sqrt(2)
    assert [(c.threshold, c.stable) for c in found.crossings if c.profile == (0, 0)] == [
        (-sympy.sqrt(2), "below"),
        (sympy.sqrt(2), "above"),
    ]


def test_no_formula_no_phases(tmp_path: Path, at: tg.Calibration) -> None:
    found = bifurcations(bent(tmp_path, "log(1 + (x)) - 3"), "trainees_per_teacher", at)
    assert found.phases == ()
    assert {c.threshold for c in found.crossings} == {None}
    assert "log" in found.stable_interval((0, 0))


def test_thresholds_by_degree() -> None:
    assert thresholds(A - 2 * P, P, SIGNS) == [(A / 2, "above")]
    assert thresholds(P * (A - B) - 1, P, SIGNS) == [(1 / (A - B), None)]
    assert thresholds((A * P - B) / P, P, SIGNS) == [(B / A, "below")]
    assert thresholds(A / P, P, SIGNS) == []
    assert len(thresholds(A * P**2 - B, P, SIGNS)) == 2
    assert thresholds(A * P**3 - B, P, SIGNS) == [(None, None)]
    assert thresholds(sympy.exp(P) - A, P, SIGNS) == [(None, None)]
    assert thresholds((P - 1) ** 2 * (P - 3), P, SIGNS) == [(1, None), (3, "below")]
    assert thresholds((P - 3) / (A - B), P, SIGNS) == [(3, None)]


def test_zeros_and_poles() -> None:
    assert zeros_and_poles((P - 1) / (P - 2), P) == {1, 2}
    assert zeros_and_poles(sympy.exp(P), P) is None
    assert zeros_and_poles(sympy.Integer(3) + P * 0, P) == set()
    many = sum(sympy.Max(P, k, evaluate=False) * k for k in range(1, 9))
    assert zeros_and_poles(many, P) is None


@pytest.mark.parametrize("calibration", [None, "austria_2016"])
def test_errors(calibration: str | None) -> None:
    with pytest.raises(tg.InputError, match="did you mean 'retention'"):
        bifurcations("school_enterprise", "retension", calibration)
    with pytest.raises(tg.InputError, match="does nothing"):
        bifurcations("school_enterprise", "placement_grant", calibration)
    with pytest.raises(tg.InputError, match="is not a vertex"):
        bifurcations("school_enterprise", "training_subsidy", calibration).stable_interval(("invest", "co_train"))


def test_the_card_says_labels_and_symbols() -> None:
    found = bifurcations("school_enterprise", "training_subsidy", "austria_2016", ["retention"])
    told, latex = found.to_text("en"), found.to_latex("zh")
    assert "ESS iff training subsidy > 15280 - 10400*retention" in told
    assert "training_subsidy" not in told
    assert r"当且仅当 培训补贴 \textgreater{} $15280 - 10400 \rho$ 时为 ESS" in latex
    both = bifurcations("government_school_enterprise", "grant_to_enterprise", "china_2021")
    for row in both.vertices:
        said = "".join(getattr(piece, "text", piece) for piece in both.stable_pieces(row))
        assert said == both.stable_interval(row.profile).replace("grant_to_enterprise", "grant to enterprise")
