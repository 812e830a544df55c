"""Critical discount factors as formulas: agreement with the numbers, statements, LaTeX, bad input."""

import math
from fractions import Fraction
from functools import cache

import numpy as np
import pytest
import sympy
from hypothesis import given, settings
from hypothesis import strategies as st

import tvet_games as tg
from tvet_games.errors import InputError
from tvet_games.model.library import load_conflict
from tvet_games.solve.repeated import critical_discounts, punishment_profiles
from tvet_games.symbolic.discount import SymbolicDiscount, symbolic_discount
from tvet_games.testing import small_fractions

DYADS = [name for name in tg.conflicts() if len(tg.load_conflict(name).players) <= 3]

PROFILES = [(a, b) for a in "ab" for b in "pqr"]

ENDS = {f"{who}_{a}{b}": (0, 4) for a, b in PROFILES for who in ("row", "column")} | {
    "row_ap": (3, 5),
    "column_ap": (3, 5),
    "row_bp": (2, 8),
    "column_aq": (2, 8),
    "column_ar": (2, 8),
    "row_br": (1, 4),
    "column_br": (1, 4),
    "row_ar": (0, 2),
    "column_bp": (0, 2),
    "column_bq": (0, 2),
}
"""Payoffs of a conflict between which cooperation is often tempting to leave, and leaving it often punished."""

amounts = st.integers(0, 6).map(Fraction)
heads = st.integers(1, 3).map(Fraction)
shares = small_fractions(0, 1, max_denominator=4)


@cache
def formulas_of(name: str) -> SymbolicDiscount:
    """Worked out where a test asks for them, and once."""
    return symbolic_discount(name)


def value_of(expression: sympy.Expr, values: dict[str, Fraction]) -> sympy.Expr:
    point = {s: sympy.Rational(values[s.name]) for s in expression.free_symbols}
    return expression.xreplace(point)


@pytest.fixture(scope="module")
def generic(tmp_path_factory) -> tuple[SymbolicDiscount, dict[tuple[int, ...], SymbolicDiscount]]:
    """A conflict of 2 x 3 actions in which every payoff is a parameter; with every punishment, and with each alone."""
    lines = ["format = 1", "[conflict]", 'name = "generic"', 'per = "trainee"', 'section = "0"']
    lines += ["[[player]]", 'name = "row"', 'actions = ["a", "b"]']
    lines += ["[[player]]", 'name = "column"', 'actions = ["p", "q", "r"]', "[parameter]"]
    lines += [f'{name} = {{ dimension = "money", meaning = "m" }}' for name in ENDS]
    for a, b in PROFILES:
        lines += ["[[payoff]]", f'when = {{ row = "{a}", column = "{b}" }}']
        lines += [f'row = "row_{a}{b}"', f'column = "column_{a}{b}"']
    path = tmp_path_factory.mktemp("generic") / "generic.toml"
    path.write_text("\n".join(lines), encoding="utf-8")
    conflict = load_conflict(path)
    found = symbolic_discount(conflict)
    return found, {c.profile: symbolic_discount(conflict, punishment=c.actions) for c in found.cases}


@st.composite
def worlds(draw: st.DrawFn) -> tuple[str, dict[str, Fraction]]:
    """A conflict, and any small numbers for its parameters: ties and all kinds of equilibria occur."""
    name = draw(st.sampled_from(DYADS))
    conflict = tg.load_conflict(name)
    declared = dict(conflict.parameters)
    for edge in conflict.edges:
        declared |= edge.conflict.parameters
    kinds = {n: getattr(declared.get(n), "dimension", "share") for n in formulas_of(name).free}
    numbers = {"share": shares, "money": amounts}
    return name, {n: draw(numbers.get(kind, heads)) for n, kind in kinds.items()}


def with_numbers(values: dict[str, Fraction]) -> tg.Calibration:
    known = tg.load_calibration("germany_2022")
    return known.replace(**{n: v for n, v in values.items() if n in known.values})


@settings(max_examples=100)
@given(worlds())
def test_the_numbers_are_those_of_the_replaced_calibration(asked) -> None:
    name, values = asked
    game = tg.load_conflict(name).game(with_numbers(values), exact=True)
    found = formulas_of(name).at(**values)
    assert list(found.factors) == list(critical_discounts(game))
    profile = punishment_profiles(game)
    names = tuple(own[a] for own, a in zip(game.actions, profile, strict=True)) if min(profile) >= 0 else ()
    assert found.punishment == names


@settings(max_examples=150)
@given(st.fixed_dictionaries({name: st.integers(*ends).map(Fraction) for name, ends in ENDS.items()}))
def test_the_formulas_give_the_numbers_where_their_conditions_hold(generic, values) -> None:
    """Factors and terms of every case, against grim trigger with that punishment alone."""
    found, alone = generic
    stable = all(value_of(c, values) >= 0 for c in found.stable)
    for case in found.cases:
        numbers_alone = alone[case.profile].at(**values)
        credible = all(value_of(c, values) >= 0 for c in case.credible)
        assert (numbers_alone.punishment == case.actions) == credible
        if stable:
            assert numbers_alone.largest == 0
        if stable or not credible or any(value_of(c, values) < 0 for c in case.bears):
            continue
        if any(value_of(c, values) <= 0 for c in case.hurts):
            continue
        for player, factor, number in zip(found.players, case.factors, numbers_alone.factors, strict=True):
            assert value_of(factor, values) == number
            own = [t for t in case.terms if t.player == player and value_of(t.temptation, values) > 0]
            assert max([sympy.Integer(0), *(value_of(t.expression, values) for t in own)]) == number


def test_the_conditions_do_hold_often(generic) -> None:
    """Among random numbers cooperation is sustained by a punishment in a good part, though no equilibrium."""
    found, _ = generic
    rng = np.random.default_rng(1)
    rows = [{name: int(rng.integers(low, high + 1)) for name, (low, high) in ENDS.items()} for _ in range(200)]
    assert sum(0 < found.at(**row).largest < 1 for row in rows) > 50


@settings(max_examples=25)
@given(st.integers(0, 24000), st.sampled_from(tg.calibrations()))
def test_a_level_that_stays_a_symbol(level, calibration) -> None:
    found = symbolic_discount("school_enterprise", calibration, ["training_subsidy"])
    game = tg.load_conflict("school_enterprise").game(
        tg.load_calibration(calibration), tg.Policy(training_subsidy=level), exact=True
    )
    assert list(found.at(training_subsidy=level).factors) == list(critical_discounts(game))


def test_without_a_policy_the_shipped_conflict_is_never_sustained() -> None:
    found = symbolic_discount("school_enterprise", "austria_2016")
    assert "enterprise: no discount factor below 1 is enough, the punishment does not hurt" in str(found)
    assert "企业：惩罚无痛" in found.statement("zh")
    assert found.at().largest == math.inf
    (case,) = found.cases
    assert case.actions == ("nominal", "free_ride")
    assert case.factors == (0, sympy.oo)


def test_the_level_of_a_subsidy() -> None:
    found = symbolic_discount("school_enterprise", "austria_2016", ["training_subsidy"])
    (case,) = found.cases
    level = sympy.Symbol("training_subsidy", real=True)
    (term,) = case.terms
    assert (term.player, term.action) == ("enterprise", "free_ride")
    assert sympy.expand(term.expression - (sympy.Rational(113, 26) - level / 2080)) == 0
    assert found.at(training_subsidy=7000).to_frame()["punishment"].tolist() == ["nominal, free_ride"] * 2
    assert found.at(training_subsidy=9040).largest == 0
    assert found.at(training_subsidy=6960).largest == math.inf


def test_a_named_punishment_and_nobody() -> None:
    nobody = symbolic_discount("enterprise_student", "austria_2016", punishment="nobody")
    named = symbolic_discount("enterprise_student", "austria_2016", punishment=["exploit", "withdraw"])
    assert str(nobody) == str(named)
    assert nobody.at().factors == (Fraction(225, 476), 0)
    other = symbolic_discount("enterprise_student", "austria_2016", punishment=["exploit", "engage"])
    assert other.cases == ()
    assert str(other) == "no profile can be a credible punishment"
    assert other.statement("zh") == "没有可信的惩罚组合"
    assert other.at().punishment == ()


def test_text_and_latex() -> None:
    found = symbolic_discount("school_enterprise")
    lines = str(found).splitlines()
    assert lines[0].startswith("no patience is needed where quality_gain + resource_saving >= ")
    assert [line for line in lines if line.startswith("punishment")] == [
        "punishment (co-train, free-ride)",
        "punishment (nominal, invest)",
        "punishment (nominal, free-ride)",
    ]
    assert "zoo" not in str(found)
    latex = found.to_latex()
    assert latex.count("\\\\\n") == 2
    assert r"\delta_{\mathrm{enterprise}} \geq \frac{\kappa F_E - H \rho + H s - W - V - Y + C}{H s}" in latex
    assert latex.count("{") == latex.count("}")
    frame = found.to_frame()
    assert len(frame) == 6
    assert list(frame.columns) == ["punishment", "player", "critical discount", "loss"]


def test_labels_of_a_community() -> None:
    found = symbolic_discount("school_enterprise_student", "austria_2016")
    assert isinstance(found, SymbolicDiscount)
    assert "企业" in found.statement("zh")


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"free": ["effort"]}, "without one every parameter is free"),
        ({"calibration": "austria_2016", "free": ["retentoin"]}, "did you mean 'retention'"),
        ({"calibration": "austria_2016", "free": [3]}, "3"),
        ({"calibration": "austria_2016", "free": 3}, "expected names"),
        ({"punishment": "everybody"}, "expected an action of every player"),
        ({"punishment": 3}, "expected an action of every player"),
        ({"punishment": ["nominal"]}, "expected an action of every player"),
        ({"punishment": ["nominal", "free_rid"]}, "did you mean 'free_ride'"),
        ({"punishment": ["co_train", "invest"]}, "is everybody's cooperation"),
        ({"policy": 3}, "expected a Policy"),
    ],
)
def test_bad_input(options, message) -> None:
    with pytest.raises(InputError, match=message):
        symbolic_discount("school_enterprise", **options)


def test_bad_values() -> None:
    found = symbolic_discount("school_enterprise", "austria_2016", ["retention", "training_subsidy"])
    with pytest.raises(InputError, match="is free and needs a value"):
        found.at(retention=1)
    with pytest.raises(InputError, match="did you mean 'retention'"):
        found.at(retentoin=1, training_subsidy=1)
    with pytest.raises(tg.TvetGamesError, match=r"not a (finite )?(decimal )?number"):
        found.at(retention=float("nan"), training_subsidy=1)
    with pytest.raises(InputError, match="language"):
        found.statement("fr")
