"""Thresholds as formulas: what they say, where they hold, and what they refuse."""

import math
from fractions import Fraction
from pathlib import Path

import pytest
import sympy

import tvet_games as tg
from tvet_games.policy.threshold.level import least_level
from tvet_games.symbolic.payoffs import symbol

NASH = tg.Nash(margin=0)


def hand_made(tmp_path: Path, payoffs: str, effects: str) -> tg.Conflict:
    """A conflict of two players with parameters a, b (money) and s (share)."""
    path = tmp_path / "hand_made.toml"
    path.write_text(
        'format = 1\n[conflict]\nname = "hand_made"\nper = "trainee"\n'
        '[[player]]\nname = "school"\nactions = ["yes", "no"]\n'
        '[[player]]\nname = "firm"\nactions = ["yes", "no"]\n'
        "[parameter]\n"
        'a = { symbol = "\\\\alpha", dimension = "money", meaning = "a" }\n'
        'b = { dimension = "money", meaning = "b" }\n'
        's = { symbol = "\\\\sigma", dimension = "share", meaning = "s" }\n[[payoff]]\nschool = 0\nfirm = 0\n'
        + payoffs
        + effects
    )
    return tg.load_conflict(path)


def payoff(when: str, **formulas: str) -> str:
    return f"[[payoff]]\nwhen = {{ {when} }}\n" + "".join(f'{p} = "{f}"\n' for p, f in formulas.items())


def effect(when: str, **formulas: str) -> str:
    lines = "".join(f'{p} = "{f}"\n' for p, f in formulas.items())
    return f'[[effect]]\ninstrument = "school_grant"\nwhen = {{ {when} }}\n{lines}public_cost = "level"\n'


def test_one_lower_bound_and_a_condition_of_the_other_player(tmp_path: Path) -> None:
    conflict = hand_made(
        tmp_path, payoff('school = "no"', school="a", firm="b"), effect('school = "yes"', school="level")
    )
    found = tg.threshold(conflict, "school_grant", criterion=NASH)
    assert found.expression == symbol("a")
    assert str(found) == "level >= a"
    assert found.at(a=3) == 3
    assert [(t.player, t.kind) for t in found.terms] == [("school", "at least"), ("firm", "condition")]
    assert found.to_latex() == r"\mathrm{level} \geq \alpha"


def test_a_negative_slope_is_an_upper_limit(tmp_path: Path) -> None:
    """The grant makes the school cooperate and tempts the firm away."""
    payoffs = payoff('school = "no"', school="a") + payoff('firm = "yes"', firm="b")
    effects = effect('school = "yes"', school="level") + effect('firm = "no"', firm="level")
    found = tg.threshold(hand_made(tmp_path, payoffs, effects), "school_grant", criterion=NASH)
    assert str(found) == "level >= a\n  and level <= b"
    assert found.conditions == (symbol("b") - symbol("a"),)
    assert found.at(a=2, b=3) == 2
    assert found.at(a=3, b=3) == 3
    assert found.at(a=4, b=3) == math.inf
    assert r"\leq b" in found.to_latex()


def test_a_slope_of_any_sign_is_a_bound_where_it_is_positive(tmp_path: Path) -> None:
    conflict = hand_made(
        tmp_path, payoff('school = "no"', school="a"), effect('school = "yes"', school="level*(b - a)")
    )
    found = tg.threshold(conflict, "school_grant", criterion=NASH)
    a, b = symbol("a"), symbol("b")
    (term,) = (t for t in found.terms if t.player == "school")
    assert term.where == b - a
    assert sympy.cancel(term.expression - a / (b - a)) == 0
    assert str(found).endswith("where b - a > 0")
    assert found.at(a=1, b=3) == Fraction(1, 2)
    assert found.at(a=3, b=1) == math.inf
    assert found.at(a=0, b=0) == 0


def test_shares_end_at_one(tmp_path: Path) -> None:
    """1 - s is never negative, so a*s can never be more than a."""
    payoffs = payoff('school = "no", firm = "yes"', school="a*s") + payoff('school = "no", firm = "no"', school="a")
    conflict = hand_made(tmp_path, payoffs, effect('school = "yes"', school="level"))
    found = tg.threshold(conflict, "school_grant", criterion=tg.Dominant(margin=0))
    assert found.expression == symbol("a")
    assert len([t for t in found.terms if t.kind == "at least"]) == 2


def test_an_instrument_that_no_deviation_depends_on() -> None:
    found = tg.threshold("school_enterprise", "school_guarantee", criterion=NASH)
    assert str(found).startswith("no deviation depends on school_guarantee\nlevel >= 0\n  where")
    assert found.expression == 0
    assert len(found.conditions) == 2


def test_no_level_will_do() -> None:
    germany = tg.load_calibration("germany_2022")
    found = tg.threshold("school_enterprise", "training_subsidy", calibration=germany, criterion=tg.Dominant())
    assert found.expression == sympy.oo
    assert found.at() == math.inf
    assert str(found) == "no level will do\n  school would choose nominal: short by 901"
    assert found.to_latex() == r"\mathrm{level} \geq \infty"


def test_unique_takes_the_cheaper_order() -> None:
    found = tg.threshold("school_enterprise", "public_recognition", criterion=tg.Unique(margin=0))
    assert {case.what for case in found.cases} == {"school, then enterprise", "enterprise, then school"}
    assert isinstance(found.expression, sympy.Min)
    assert "\nor level >= " in str(found)


def test_sustainable_has_a_way_for_each_punishment() -> None:
    found = tg.threshold("school_enterprise", "training_subsidy", criterion=tg.Sustainable("1/2", margin=0))
    assert len(found.cases) == 4
    assert isinstance(found.expression, sympy.Min)
    assert found.expression.has(sympy.Piecewise)


@pytest.mark.parametrize("instrument", ["cultural_programme", "public_recognition", "training_subsidy"])
@pytest.mark.parametrize("calibration", ["germany_2022", "austria_2016", "switzerland_it"])
def test_risk_dominance_holds_from_the_threshold_on(instrument: str, calibration: str) -> None:
    """Linear and quadratic in the level; below it the verdict is no."""
    conflict, values, criterion = (
        tg.load_conflict("school_enterprise"),
        tg.load_calibration(calibration),
        tg.RiskDominant(),
    )
    level = tg.threshold(conflict, instrument, calibration=values, criterion=criterion).at()

    def holds(amount: Fraction) -> bool:
        return bool(tg.verdict(conflict.game(values, tg.Policy(**{instrument: amount}), exact=True), criterion).holds)

    if level == math.inf:
        assert not any(holds(Fraction(k)) for k in (0, 1, 10_000))
    else:
        assert holds(level)
        assert level == 0 or not holds(level * Fraction(999_999, 1_000_000))


def test_quadratic_risk_dominance_as_a_formula() -> None:
    """Both players' losses move with the programme, so the product is of degree two in its level."""
    china = tg.load_calibration("china_2021")
    found = tg.threshold(
        "school_enterprise", "cultural_programme", calibration=china, free=("retention",), criterion=tg.RiskDominant(0)
    )
    level = found.at(retention="1/4")
    assert level > 0
    shown = found.expression.subs(symbol("retention"), sympy.Rational(1, 4))
    assert float(shown) == pytest.approx(float(level))


def test_a_community_is_a_conflict_like_others() -> None:
    germany = tg.load_calibration("germany_2022")
    found = tg.threshold("community", "training_subsidy", calibration=germany, free=("retention",), criterion=NASH)
    assert {str(s) for s in found.expression.free_symbols} == {"retention"}
    cheapest = tg.cheapest_policy("community", germany, ["training_subsidy"], criterion=NASH, participation=False)
    assert found.at(retention=germany.numbers["retention"]) == cheapest.levels["training_subsidy"]


def test_derived_values_follow_free_ones() -> None:
    """Austria's output is the cost less 14,300 and so cancels; the trained output is derived from that in turn."""
    at = tg.load_calibration("austria_2016").replace(spillover=0, standing=0, school_service=0, cultural_distance=0)
    found = tg.threshold(
        "school_enterprise", "training_subsidy", calibration=at, free=("training_cost",), criterion=NASH
    )
    assert found.expression.is_number
    found = tg.threshold(
        "enterprise_student", "training_subsidy", calibration=at, free=("trainee_output",), criterion=NASH
    )
    assert found.expression.has(symbol("trainee_output"))


def test_latex_uses_the_symbols_of_the_files() -> None:
    found = tg.threshold("school_enterprise", "training_subsidy", criterion=NASH)
    assert r"H \rho" in found.to_latex()
    assert found.to_latex().endswith(r"\geq 0")
    assert found.to_latex().count("{") == found.to_latex().count("}")


def test_frame() -> None:
    frame = tg.threshold("school_enterprise", "training_subsidy").to_frame()
    assert list(frame["kind"]) == ["condition", "at least"]
    assert list(frame["others"]) == ["invest", "co_train"]


def test_values_are_checked() -> None:
    germany = tg.load_calibration("germany_2022")
    found = tg.threshold("school_enterprise", "training_subsidy", calibration=germany, free=("retention",))
    with pytest.raises(tg.InputError, match="did you mean 'retention'"):
        found.at(retension=1)
    with pytest.raises(tg.InputError, match="'retention' is free and needs a value"):
        found.at()
    bonus = tg.threshold("school_enterprise", "retention_bonus", calibration=germany, free=("retention",))
    assert bonus.at(retention=0) == math.inf


@pytest.mark.parametrize(
    ("asked", "match"),
    [
        ({"criterion": tg.Basin("1/2")}, "no closed form"),
        ({"criterion": "nash"}, "is not one of"),
        ({"instrument": "student_stipend"}, "does nothing in school_enterprise"),
        ({"instrument": "trainee_subsidy"}, "did you mean 'training_subsidy'"),
        ({"free": ("retention",)}, "without one every parameter is free"),
        ({"calibration": "germany_2022", "free": ("retension",)}, "did you mean 'retention'"),
        ({"conflict": "training_models", "criterion": tg.Unique()}, "4 x 4 actions"),
        ({"conflict": "training_models", "criterion": tg.RiskDominant()}, "4 x 4"),
        (
            {"conflict": "community", "instrument": "teacher_allowance", "criterion": tg.Aligned(1)},
            "give a calibration",
        ),
    ],
)
def test_what_is_refused(asked: dict[str, object], match: str) -> None:
    given = {"conflict": "school_enterprise", "instrument": "training_subsidy", **asked}
    with pytest.raises(tg.InputError, match=match):
        tg.threshold(given.pop("conflict"), given.pop("instrument"), **given)  # type: ignore[arg-type]


def test_least_levels_of_polynomials() -> None:
    def rows(*coefficients: tuple[int, ...]) -> list[tuple[Fraction, ...]]:
        return [tuple(map(Fraction, row)) for row in coefficients]

    assert least_level(rows((-1, 0))) is None
    assert least_level(rows((1, 0))) == 0
    assert least_level(rows((-4, 0, 1))) == 2
    assert least_level(rows((-3, 4, -1))) == 1
    assert least_level(rows((-3, 4, -1), (-5, 1))) is None
    assert least_level(rows((3, -4, 1), (-2, 1))) == 3
    assert least_level(rows((1, 0, 1))) == 0
    root = least_level(rows((-2, 0, 1)))
    assert root is not None
    assert 0 <= root**2 - 2 < Fraction(1, 10**17)
