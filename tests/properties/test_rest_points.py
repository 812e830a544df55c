"""Theorems about rest points of the replicator dynamic and the motion of 2x2 games, on games full of ties."""

from fractions import Fraction

import numpy as np
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from strategies import positive

import tvet_games as tg
from tvet_games.games.best_response import is_strict, regret
from tvet_games.solve.dynamics.motion import MOTIONS, constant_of_motion, motion, motion_kinds
from tvet_games.solve.dynamics.replicator import replicator_field
from tvet_games.solve.dynamics.rest_points import RestPoints, rest_points
from tvet_games.solve.two_by_two import equilibrium_boxes
from tvet_games.testing import bimatrix_games, normal_form_games

Key = tuple[tuple[Fraction, ...], ...]


def keys(found: RestPoints) -> dict[Key, tuple[str, bool]]:
    """Points to six digits, so that irrational ones can be compared."""
    return {
        tuple(tuple(round(float(p), 6) for p in s) for s in point.strategies): (point.kind, point.is_equilibrium)
        for point in found
    }


def squares(largest: int = 3) -> st.SearchStrategy[tg.NormalFormGame]:
    return bimatrix_games(least=2, largest=2, entries=st.integers(-largest, largest))


cubes = normal_form_games(least=2, largest=2)
games = st.one_of(bimatrix_games(largest=3), cubes)


@given(games)
def test_everything_rests(game) -> None:
    span = float(game.payoffs.max() - game.payoffs.min()) or 1.0
    for version in (game, game.to_float()):
        for point in rest_points(version):
            field = replicator_field(version, point.state[None])[0]
            if point.state.dtype == object:
                assert not field.any()
                assert all(s.sum() == 1 for s in point.strategies)
            else:
                assert np.abs(field).max(initial=0) <= 1e-9 * span
            for player, strategy in zip(game.players, point.strategies, strict=True):
                assert (strategy >= 0).all()
                assert (np.count_nonzero(strategy) > 1) == (player in point.mixing)


@given(games)
def test_floats_find_what_fractions_find(game) -> None:
    exact, floats = rest_points(game), rest_points(game.to_float())
    assert keys(exact) == keys(floats)
    assert {(f.supports, f.dimension) for f in exact.continua} == {(f.supports, f.dimension) for f in floats.continua}


@given(bimatrix_games(largest=3))
def test_equilibria_are_rest_points(game) -> None:
    """Every extreme equilibrium is listed, or its face is a continuum; and what is called an equilibrium is one."""
    found = rest_points(game)
    continua = {face.supports for face in found.continua}
    listed = {tuple(tuple(s) for s in p.strategies) for p in found if p.is_equilibrium}
    for e in tg.equilibria(game):
        supports = tuple(tuple(int(a) for a in np.flatnonzero(s)) for s in e.strategies)
        assert tuple(tuple(s) for s in e.strategies) in listed or supports in continua
    for point in found:
        assert point.is_equilibrium == (regret(game, point.strategies) == 0)


@given(squares())
def test_inner_points_against_equilibrium_boxes(game) -> None:
    boxes = equilibrium_boxes(*game.payoffs)
    inner = {
        (x0, y0) for x0, x1, y0, y1 in boxes.corners[boxes.exists] if x0 == x1 not in (0, 1) and y0 == y1 not in (0, 1)
    }
    assert {tuple(p.state) for p in rest_points(game).mixed} == inner


@settings(max_examples=25)
@given(st.lists(st.integers(-2, 2), min_size=12, max_size=12))
def test_three_who_mix_against_a_groebner_basis(numbers) -> None:
    import sympy

    shares = sympy.symbols("x y z")
    payoffs = np.zeros((3, 2, 2, 2), dtype=object)
    equations = []
    for i in range(3):
        gain = np.array(numbers[4 * i : 4 * i + 4], dtype=object).reshape(2, 2)
        payoffs[i][(slice(None),) * i + (0,)] = gain
        first, second = (shares[j] for j in range(3) if j != i)
        corners = ((first, 1 - first), (second, 1 - second))
        equations.append(sympy.expand(sum(gain[a, b] * corners[0][a] * corners[1][b] for a in (0, 1) for b in (0, 1))))
    assume(not any(equation.is_number for equation in equations))
    assume(sympy.groebner(equations, *shares).is_zero_dimensional)
    wanted = set()
    for root in sympy.solve_poly_system(equations, *shares) or []:
        values = [complex(value.evalf()) for value in root]
        if all(abs(v.imag) < 1e-9 and 1e-9 < v.real < 1 - 1e-9 for v in values):
            wanted.add(tuple(round(v.real, 6) for v in values))
    found = rest_points(tg.NormalFormGame(payoffs))
    assert {tuple(round(float(v), 6) for v in p.state) for p in found if len(p.mixing) == 3} == wanted
    assert not any(len(face.mixing) == 3 for face in found.continua)


@given(cubes, st.permutations(range(3)), st.lists(st.booleans(), min_size=3, max_size=3))
def test_relabelling_relabels(game, order, turned) -> None:
    payoffs = game.payoffs[list(order)].transpose(0, *(1 + k for k in order))
    steps = tuple(slice(None, None, -1 if turn else 1) for turn in turned)
    moved = tg.NormalFormGame(payoffs[(slice(None), *steps)])
    expected = {
        tuple(key[j][::-1] if turn else key[j] for j, turn in zip(order, turned, strict=True)): value
        for key, value in keys(rest_points(game)).items()
    }
    assert keys(rest_points(moved)) == expected


@given(games, positive, st.integers(-5, 5))
def test_positive_affine_payoffs_only_scale_eigenvalues(game, scale, shift) -> None:
    before, after = rest_points(game), rest_points(tg.NormalFormGame(scale * game.payoffs + shift))
    assert [f.supports for f in before.continua] == [f.supports for f in after.continua]
    assert len(before) == len(after)
    for one, two in zip(before, after, strict=True):
        assert np.abs(one.state.astype(float) - two.state.astype(float)).max(initial=0) < 1e-7
        if one.state.dtype == object:
            spectrum = [np.sort_complex(p.eigenvalues.astype(complex)) for p in (one, two)]
            invariants = [np.poly(s) for s in (float(scale) * spectrum[0], spectrum[1])]
            assert np.allclose(*invariants, atol=1e-6 * max(1, float(scale)) ** 6)


@given(st.one_of(games, normal_form_games()))
def test_stable_points_are_the_strict_equilibria(game) -> None:
    for point in rest_points(game):
        profile = [int(np.flatnonzero(s)[0]) for s in point.strategies]
        assert point.stable == (not point.mixing and is_strict(game, profile))
        assert (point.kind == "stable") == point.stable
        assert point.kind != "undecided"
        if point.mixing:
            assert point.eigenvalues.real.max() > -1e-7


@given(squares())
def test_motion_and_rest_points_say_the_same(game) -> None:
    for version in (game, game.to_float()):
        found, points = motion(version), rest_points(version)
        assert (found.kind == "closed orbits") == any(p.kind == "centre" for p in points)
        assert len(found.stable) == {
            "one winner": 1,
            "coordination": 2,
            "anti-coordination": 2,
            "closed orbits": 0,
        }.get(found.kind, len(points.stable))
        assert {(1 - x, 1 - y) for x, y in found.stable} == {tuple(p.state) for p in points.stable}
        assert (found.kind == "degenerate") == bool(found.ties)
        edges = {f.supports for f in points.continua if len(f.mixing) == 1}
        assert len(found.ties) == len(edges)
        inner = [p for p in points if len(p.mixing) == 2]
        assert (found.inner is None) == (not inner)
        if inner:
            assert inner[0].kind == ("centre" if found.kind == "closed orbits" else "saddle")
            assert np.abs(inner[0].state - found.inner).max() < 1e-12
        if found.period is not None:
            turning = np.abs(inner[0].eigenvalues).max()
            assert abs(found.period * turning / (2 * np.pi) - 1) < 1e-6
        for language in ("en", "zh"):
            assert all(found.describe(language))


@given(st.lists(squares(), min_size=1, max_size=5))
def test_many_games_at_once_are_what_they_are_alone(many) -> None:
    batch = tg.NormalFormGame(np.stack([game.payoffs for game in many]), players=many[0].players)
    assert [MOTIONS[k] for k in motion_kinds(batch)] == [motion(game).kind for game in many]
    states = np.full((len(many), 2), 0.3)
    assert constant_of_motion(batch, states).tolist() == [float(constant_of_motion(g, [0.3, 0.3])) for g in many]


@given(squares(9), st.fractions(Fraction(1, 9), Fraction(8, 9)), st.fractions(Fraction(1, 9), Fraction(8, 9)))
def test_no_path_changes_the_constant_of_motion(game, x, y) -> None:
    """Its gradient and the field are orthogonal, exactly; and the gradient is that of the function."""
    a1, a2, b1, b2 = motion(game).incentives
    gradient = (b2 / x + b1 / (1 - x), -a2 / y - a1 / (1 - y))
    field = replicator_field(game, np.array([[x, y]], dtype=object))[0]
    assert gradient[0] * field[0] + gradient[1] * field[1] == 0
    step = 1e-5
    for k, slope in enumerate(gradient):
        ends = np.array([[float(x), float(y)]] * 2)
        ends[:, k] += (-step, step)
        low, high = constant_of_motion(game, ends)
        assert abs((high - low) / (2 * step) - float(slope)) < 1e-4
