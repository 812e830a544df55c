"""Replicator equations, eigenvalues and thresholds as formulas agree with numbers everywhere."""

from fractions import Fraction
from functools import cache
from itertools import pairwise

import numpy as np
import pytest
import sympy
from hypothesis import given, settings
from hypothesis import strategies as st

import tvet_games as tg
from tvet_games.solve.dynamics.feedback import FeedbackGame
from tvet_games.solve.dynamics.replicator import replicator_field, replicator_jacobian
from tvet_games.symbolic.bifurcation import bifurcations
from tvet_games.symbolic.game import symbolic_game
from tvet_games.symbolic.replicator import SymbolicReplicator, symbolic_replicator
from tvet_games.symbolic.stability import SymbolicStability, symbolic_stability
from tvet_games.testing import small_fractions

SMALL = [name for name in tg.conflicts() if len(tg.load_conflict(name).players) <= 4]
THREE = "government_school_enterprise"
seeds = st.integers(0, 2**32 - 1)


def draw(table, seed: int, *, inner: bool = False) -> dict[str, Fraction]:
    """Values for the symbols of a table: amounts above 0, shares of 0 to 1 or strictly between."""
    rng = np.random.default_rng(seed)
    names = {s.name for row in table.rows for e in row.eigenvalues for s in e.free_symbols}
    dimensions = symbolic_game(table.conflict).signs.dimensions
    return {
        n: Fraction(int(rng.integers(inner, 9 - inner)), 8)
        if dimensions[n] == "share"
        else Fraction(int(rng.integers(1, 99)))
        for n in sorted(names)
    }


def rational(value) -> sympy.Rational:
    return sympy.Rational(value.numerator, value.denominator)


def fraction(value) -> Fraction:
    return Fraction(int(value.p), int(value.q))


def touching(name: str) -> list[str]:
    """Instruments that act in a conflict, apart from the tax credit, which few calibrations value."""
    conflict = tg.load_conflict(name)
    return [i for i in tg.instruments() if i != "tax_credit" and conflict.touched_by(tg.load_instrument(i))]


@cache
def table_of(name: str) -> SymbolicStability:
    """Worked out where a test asks for it, and once."""
    return symbolic_stability(name)


@cache
def equations_of(name: str) -> SymbolicReplicator:
    return symbolic_replicator(name)


@settings(max_examples=40)
@given(seeds)
def test_eigenvalues_of_the_jacobian_are_those_of_the_table(seed) -> None:
    """Three populations: the Jacobian at every vertex, by exact substitution, against the payoff differences."""
    values = draw(table_of(THREE), seed)
    at = {sympy.Symbol(n, real=True): rational(v) for n, v in values.items()}
    equations = equations_of(THREE)
    jacobian = equations.jacobian.xreplace(at)
    for row, numbers in zip(table_of(THREE).rows, table_of(THREE).at(values).rows, strict=True):
        there = jacobian.xreplace(dict(zip(equations.shares, map(sympy.Integer, row.shares), strict=True)))
        found = np.linalg.eigvals(np.array(there.tolist(), dtype=float))
        assert np.sort(found.real) == pytest.approx(np.sort([float(v) for v in numbers.eigenvalues]))
        assert not found.imag.any()


@settings(max_examples=40)
@given(st.sampled_from(SMALL), seeds)
def test_conditions_say_what_the_eigenvalues_say(name, seed) -> None:
    table = table_of(name)
    values = draw(table, seed)
    at = {sympy.Symbol(n, real=True): rational(v) for n, v in values.items()}
    for row, numbers in zip(table.rows, table.at(values).rows, strict=True):
        assert numbers.stable == all(c.xreplace(at) < 0 for c in row.conditions)
        assert row.always in (None, numbers.stable)
        assert all(numbers.eigenvalues[k] >= 0 for k in row.failing)


@settings(max_examples=30)
@given(st.sampled_from(SMALL), st.sampled_from(["austria_2016", "germany_2022", "china_2021"]), seeds)
def test_stable_vertices_are_the_strict_equilibria(name, country, seed) -> None:
    """Eigenvalues are payoff differences of the exact game, with a policy too; stable means strict."""
    rng = np.random.default_rng(seed)
    chosen = touching(name)[:: int(rng.integers(1, 4))]
    policy = tg.Policy(**{i: Fraction(int(rng.integers(0, 5)), 4) for i in chosen})
    game = tg.load_conflict(name).game(tg.load_calibration(country), policy, exact=True)
    table = symbolic_stability(name, country, policy=policy)
    for row, numbers in zip(table.rows, table.at({}).rows, strict=True):
        gains = []
        for i, size in enumerate(game.shape):
            for b in (b for b in range(size) if b != row.profile[i]):
                there = (*row.profile[:i], b, *row.profile[i + 1 :])
                gains.append(game.payoffs[(i, *there)] - game.payoffs[(i, *row.profile)])
        assert list(numbers.eigenvalues) == gains
        assert numbers.stable == (max(gains) < 0)
        assert row.always == numbers.stable


@settings(max_examples=30)
@given(st.sampled_from(SMALL), seeds)
def test_equations_are_the_numeric_ones(name, seed) -> None:
    """Field and Jacobian at fractions, exactly."""
    rng = np.random.default_rng(seed)
    found = symbolic_replicator(name, "germany_2022")
    game = tg.load_conflict(name).game(tg.load_calibration("germany_2022"), exact=True)
    state = np.array([Fraction(int(rng.integers(0, 9)), 27) for _ in found.shares], dtype=object)
    at = dict(zip(found.shares, map(rational, state), strict=True))
    assert [fraction(f.xreplace(at)) for f in found.field] == replicator_field(game, state).tolist()
    numbers = found.jacobian.xreplace(at).tolist()
    assert [[fraction(v) for v in row] for row in numbers] == replicator_jacobian(game, state).tolist()


@settings(max_examples=20)
@given(small_fractions(0, 1, max_denominator=20), small_fractions(0, 1, max_denominator=20), st.integers(0, 9000))
def test_levels_that_react_are_in_the_jacobian(x, y, most) -> None:
    """Against the numeric game with feedback, and its full Jacobian."""
    rule = f"{most}*(1 - enterprise)*school"
    found = symbolic_replicator("school_enterprise", "austria_2016", rules={"training_subsidy": rule})
    conflict, at = tg.load_conflict("school_enterprise"), tg.load_calibration("austria_2016")
    effect = symbolic_game(conflict, at, open_levels=["training_subsidy"]).effects["training_subsidy"].astype(float)
    game = FeedbackGame(
        conflict.game(at),
        effect[None],
        effect[None, 0],
        lambda s: most * (1 - s[..., 1:]) * s[..., :1],
        lambda s: most * np.stack([1 - s[..., 1], -s[..., 0]], axis=-1)[..., None, :],
        ("training_subsidy",),
    )
    there = dict(zip(found.shares, (rational(x), rational(y)), strict=True))
    state = np.array([float(x), float(y)])
    assert [float(f.xreplace(there)) for f in found.field] == pytest.approx(game.field(state))
    assert np.array(found.jacobian.xreplace(there).tolist(), dtype=float) == pytest.approx(game.jacobian(state))


@pytest.mark.slow
@settings(max_examples=25)
@given(st.sampled_from(SMALL), seeds)
def test_an_eigenvalue_changes_sign_at_its_threshold(name, seed) -> None:
    """It is 0 there, and below 0 on the side that is said."""
    rng = np.random.default_rng(seed)
    moved = str(rng.choice(sorted(draw(table_of(name), 0))))
    found = bifurcations(name, moved)
    assert {(c.profile, c.player, c.action) for c in found.crossings} <= {
        (row.profile, *d) for row in found.vertices for d in row.deviations
    }
    values = draw(table_of(name), seed, inner=True)
    others = {sympy.Symbol(n, real=True): rational(v) for n, v in values.items() if n != moved}
    p = sympy.Symbol(moved, real=True)
    is_share = symbolic_game(name).signs.dimensions[moved] == "share"
    for crossing in found.crossings:
        threshold = crossing.threshold.xreplace(others)
        if not 0 < threshold < (1 if is_share else sympy.oo):
            continue
        gain = crossing.eigenvalue.xreplace(others)
        assert gain.xreplace({p: threshold}).expand() == 0
        if crossing.stable:
            above = (threshold + 1) / 2 if is_share else threshold + 1
            assert gain.xreplace({p: above if crossing.stable == "above" else threshold / 2}) < 0


@settings(max_examples=25)
@given(st.sampled_from(SMALL), st.sampled_from(["austria_2016", "germany_2022"]), seeds)
def test_phases_are_where_the_stable_vertices_are_the_same(name, country, seed) -> None:
    rng = np.random.default_rng(seed)
    levers = [*touching(name), *sorted(tg.load_conflict(name).names)]
    moved = str(rng.choice(levers))
    found = bifurcations(name, moved, country)
    assert found.phases[0].low == 0
    assert all(one.high == two.low and one.profiles != two.profiles for one, two in pairwise(found.phases))
    for phase in found.phases:
        high = phase.high if phase.high < np.inf else phase.low + 100
        point = phase.low + (high - phase.low) * Fraction(int(rng.integers(1, 8)), 8)
        conflict, at = tg.load_conflict(name), tg.load_calibration(country)
        policy = tg.Policy(**{moved: point}) if moved in tg.instruments() else None
        game = conflict.game(at if policy else at.replace(**{moved: point}), policy, exact=True)
        strict = tuple(p for p in np.ndindex(game.shape) if is_strict(game.payoffs, p))
        # Where an eigenvalue touches 0 inside a phase, a vertex is missing at that point alone.
        assert strict == phase.profiles or any(
            c.eigenvalue.subs(sympy.Symbol(moved, real=True), rational(point)) == 0 for c in found.crossings
        )


def is_strict(payoffs, profile) -> bool:
    return all(
        payoffs[(i, *profile)] > payoffs[(i, *profile[:i], b, *profile[i + 1 :])]
        for i in range(len(profile))
        for b in range(payoffs.shape[i + 1])
        if b != profile[i]
    )


@pytest.mark.slow
@settings(max_examples=30)
@given(st.sampled_from(SMALL), st.sampled_from(["austria_2016", "germany_2022", "china_2021"]), seeds)
def test_the_thresholds_of_the_target_are_those_of_the_criterion(name, country, seed) -> None:
    """The least level that makes cooperation an equilibrium is the largest threshold of its eigenvalues, at least 0."""
    rng = np.random.default_rng(seed)
    if not touching(name):
        return
    lever = str(rng.choice(touching(name)))
    level = tg.threshold(name, lever, calibration=country, criterion=tg.Nash(margin=0)).at()
    found = bifurcations(name, lever, country)
    target = found.vertices[0]
    if found.phases and level < np.inf:
        own = [c for c in found.crossings if c.profile == target.profile and c.stable == "above"]
        assert level == max([Fraction(0), *(fraction(c.threshold) for c in own)])
