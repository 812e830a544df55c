"""Rest points: examples with known answers, continua, multiple roots, and what the tables say."""

from fractions import Fraction
from itertools import product

import numpy as np
import pytest

import tvet_games as tg
from tvet_games.errors import ShapeError, SolverError
from tvet_games.solve.dynamics.faces import solve_faces
from tvet_games.solve.dynamics.products import roots_in_box
from tvet_games.solve.dynamics.replicator import replicator_field
from tvet_games.solve.dynamics.rest_points import classify, rest_points

HALF, THIRD = Fraction(1, 2), Fraction(1, 3)
x, y, z = np.array(np.indices((2, 2, 2)), dtype=object)


def by_gains(*gains: np.ndarray) -> tg.NormalFormGame:
    """Two actions each; gains of the first action as functions of the shares, index 1 at share 1."""
    payoffs = np.zeros((len(gains), *(2,) * len(gains)), dtype=object)
    for i, gain in enumerate(gains):
        index = (slice(None),) * i + (0,)
        payoffs[i][index] = (gain + 0 * x).take(0, axis=i)[(slice(None, None, -1),) * (len(gains) - 1)]
    return tg.NormalFormGame(payoffs)


def inside(game: tg.NormalFormGame) -> list[list[float]]:
    return sorted(p.state.tolist() for p in rest_points(game) if len(p.mixing) == len(game.players))


@pytest.mark.parametrize(
    ("numbers", "point"),
    [
        ((25, -25, 20, -20), (HALF, HALF)),
        ((25, -25, 10, -30), (Fraction(3, 4), HALF)),
        ((25, -25, 30, -10), (Fraction(1, 4), HALF)),
        ((75, -25, 20, -20), (HALF, Fraction(1, 4))),
        ((175, -25, 20, -20), (HALF, Fraction(1, 8))),
        ((25, -25, 0, -40), None),
        ((25, -25, 40, 0), None),
        ((0, -25, 20, -20), None),
        ((-12.5, -25, 20, -20), None),
    ],
)
def test_institution_and_graduate(numbers, point) -> None:
    """Huang, Zhou, Zeng and Zhou (2025), Scientific Reports 15:34978: a saddle drawn where it is strictly inside."""
    a1, a2, b1, b2 = map(Fraction, numbers)
    game = tg.NormalFormGame.from_bimatrix([[a1, a2], [0, 0]], [[b1, 0], [b2, 0]])
    mixed = rest_points(game).mixed
    if point is None:
        assert not mixed
    else:
        assert [(tuple(p.state), p.kind, p.is_equilibrium, p.stable) for p in mixed] == [(point, "saddle", True, False)]


def test_rock_paper_scissors() -> None:
    """OpenSpiel's replicator tests: where both populations are alike the vertices and (1/3, 1/3, 1/3) rest.

    Apart from those, both may mix two actions, not the same two: then one third and two thirds rest, as they cycle.
    """
    row = np.array([[0, -1, 1], [1, 0, -1], [-1, 1, 0]])
    for game in (tg.NormalFormGame.from_bimatrix(row, -row), tg.NormalFormGame.from_bimatrix(row * 1.0, -row * 1.0)):
        found = rest_points(game)
        assert (len(found), found.continua, found.complete) == (9 + 6 + 1, (), True)
        alike = [p for p in found if np.abs(p.strategies[0] - p.strategies[1]).max() < 1e-12]
        assert len(alike) == 4
        centre = alike[-1]
        assert np.abs(np.concatenate(centre.strategies) - float(THIRD)).max() < 1e-12
        assert (centre.kind, centre.stable, centre.is_equilibrium) == ("not stable", False, True)
        assert [point for point in found if point.is_equilibrium] == [centre]
        assert np.abs(centre.eigenvalues.real).max() < 1e-7
        for point in found[9:15]:
            assert (
                sorted(np.concatenate(point.strategies).astype(float).round(6))
                == [0, 0, 0.333333, 0.333333] + [0.666667] * 2
            )
    exact = rest_points(tg.NormalFormGame.from_bimatrix(row, -row))
    assert all(p == THIRD for s in exact[-1].strategies for p in s)


def test_matching_pennies_has_a_centre() -> None:
    pennies = tg.NormalFormGame.from_bimatrix([[1, -1], [-1, 1]], [[-1, 1], [1, -1]])
    found = rest_points(pennies)
    assert [p.kind for p in found] == ["saddle"] * 4 + ["centre"]
    assert not found.stable
    assert np.abs(np.abs(found[-1].eigenvalues) - 1).max() < 1e-12


def test_indifference_is_a_continuum() -> None:
    game = tg.NormalFormGame.from_bimatrix([[0, 1], [0, -1]], [[1, 0], [0, 1]])
    found = rest_points(game)
    assert [str(face) for face in found.continua] == ["row mixes row 1, row 2; column takes column 1"]
    assert found.continua[0].mixing == ("row",)
    assert found.continua[0].dimension == 1
    still = rest_points(tg.NormalFormGame(np.zeros((3, 2, 2, 2), dtype=object)))
    assert (len(still), len(still.continua)) == (8, 3**3 - 8)
    assert not still.stable


def test_a_line_inside_is_a_continuum_whichever_way_it_is_solved() -> None:
    """Two who are alike play with a third: their sum is what the third looks at."""
    star = by_gains(2 * z - 1, 2 * z - 1, x + y - 1)
    for game in (star, star.to_float()):
        found = rest_points(game)
        faces = {face.supports: face.dimension for face in found.continua}
        assert faces[((0, 1), (0, 1), (0, 1))] == 1
    corner = by_gains(2 * z - 1, 2 * z - 1, 10 * x + 10 * y - 1)
    for game in (corner, corner.to_float()):
        assert ((0, 1), (0, 1), (0, 1)) in {face.supports for face in rest_points(game).continua}
    nowhere = by_gains(2 * z - 1, 2 * z - 1, x + y - 3)
    for game in (nowhere, nowhere.to_float()):
        assert ((0, 1), (0, 1), (0, 1)) not in {face.supports for face in rest_points(game).continua}


def test_products() -> None:
    """Two roots, one double root, none, a curve."""
    same = (y - z, z - x)
    two = by_gains(*same, 8 * x * y - 3 * x - 3 * y + 1)
    assert inside(two) == [[Fraction(1, 4)] * 3, [HALF] * 3]
    assert inside(two.to_float()) == pytest.approx(np.array([[0.25] * 3, [0.5] * 3]))
    assert inside(by_gains(*same, 9 * x * y - 3 * x - 3 * y + 1)) == [[THIRD] * 3]
    assert inside(by_gains(*same, 9 * x * y - 3 * x - 3 * y + 2)) == []
    irrational = inside(by_gains(*same, 2 * x * y - 1))
    assert irrational == pytest.approx(np.array([[0.5**0.5] * 3]))
    assert all(isinstance(share, float) for share in irrational[0])
    curve = rest_points(by_gains(y * z - z * z + y - z, z - x, (x - y) * (x + 1)))
    assert curve.continua[-1].supports == ((0, 1), (0, 1), (0, 1))


def test_factored_products_have_no_diagonal() -> None:
    gains = ((2 * y - 1) * (4 * z - 1), (2 * x - 1) * (4 * z - 3), (5 * x - 1) * (10 * y - 1))
    found = inside(by_gains(*gains))
    assert found == [[Fraction(1, 5), HALF, Fraction(3, 4)], [HALF, Fraction(1, 10), Fraction(1, 4)]]


def test_roots_at_the_border_belong_to_the_smaller_face() -> None:
    assert inside(by_gains(y - z, x - z, x + y - 2)) == []
    assert inside(by_gains(y - z, x - z, x * y)) == []
    assert not [f for f in rest_points(by_gains(y - z, x - z, x * y)).continua if len(f.mixing) == 3]


@pytest.mark.parametrize("count", [4, 5])
def test_four_and_five_that_mix(count) -> None:
    """Everybody gains the product of the others' shares less 1/2**(n-1): the middle, and it is a saddle."""
    payoffs = np.zeros((count, *(2,) * count))
    for i in range(count):
        payoffs[i][(slice(None),) * i + (0,)] -= 0.5 ** (count - 1)
        payoffs[i][(0,) * count] += 1
    points = [p for p in rest_points(tg.NormalFormGame(payoffs)) if len(p.mixing) == count]
    assert len(points) == 1
    assert points[0].state == pytest.approx(np.full(count, 0.5), abs=1e-12)
    assert points[0].kind == "saddle"


def test_many_random_products_leave_nothing_out() -> None:
    """Against elimination to a quadratic."""
    rng = np.random.default_rng(5)
    seen = 0
    for _ in range(150):
        corners = rng.normal(size=(3, 2, 2, 2))
        corners[0], corners[1], corners[2] = corners[0][:1], corners[1][:, :1], corners[2][:, :, :1]
        (a, b, c, d), (e, f, g, h), (p, q, r, s) = (
            (t[0, 0], t[1, 0] - t[0, 0], t[0, 1] - t[0, 0], t[1, 1] - t[1, 0] - t[0, 1] + t[0, 0])
            for t in (corners[0][0], corners[1][:, 0], corners[2][:, :, 0])
        )
        polynomial = np.zeros(3)
        above_y, below_y, above_x, below_x = (-c, -a), (d, b), (-g, -e), (h, f)
        for weight, first, second in (
            (p, below_x, below_y),
            (q, above_x, below_y),
            (r, below_x, above_y),
            (s, above_x, above_y),
        ):
            polynomial += weight * np.polymul(np.array(first), np.array(second))
        third = np.roots(polynomial)
        third = third[np.abs(third.imag) < 1e-9].real
        wanted = np.stack([-(e + g * third) / (f + h * third), -(a + c * third) / (b + d * third), third], axis=-1)
        wanted = wanted[((wanted > 0) & (wanted < 1)).all(axis=1)]
        roots = roots_in_box(corners)
        assert roots.resolved
        assert sorted(roots.points.round(6).tolist()) == sorted(wanted.round(6).tolist())
        seen += len(wanted)
    assert seen > 20


def test_library_games() -> None:
    eight = tg.load_conflict("community_of_eight").game(tg.load_calibration("germany_2022"))
    found = rest_points(eight)
    assert (found.complete, found.continua) == (True, ())
    assert len(found) == 2**8 + len(found.mixed)
    assert found.mixed
    states = np.stack([point.state for point in found])
    span = eight.payoffs.max() - eight.payoffs.min()
    assert np.abs(replicator_field(eight, states)).max() <= 1e-9 * span
    assert len(np.unique(states.round(9), axis=0)) == len(states)


def test_three_populations_with_three_actions_say_that_they_are_not_complete() -> None:
    payoffs = np.random.default_rng(0).integers(-3, 4, (3, 3, 2, 2)).astype(object)
    assert not rest_points(tg.NormalFormGame(payoffs)).complete
    assert rest_points(tg.NormalFormGame(payoffs[:, :2])).complete


def test_one_population_and_one_action() -> None:
    assert [p.kind for p in rest_points(tg.NormalFormGame(np.array([[1, 2]])))] == ["source", "stable"]
    assert len(rest_points(tg.NormalFormGame(np.array([[1, 1, 0]]))).continua) == 1
    assert len(rest_points(tg.NormalFormGame.from_bimatrix([[1]], [[2]]))) == 1


def test_the_table_and_the_text() -> None:
    hunt = tg.NormalFormGame.from_bimatrix([[4, 0], [3, 2]], [[4, 3], [0, 2]])
    found = rest_points(hunt)
    frame = found.to_frame()
    assert frame["kind"].tolist() == ["stable", "source", "source", "stable", "saddle"]
    assert frame["equilibrium"].tolist() == [True, False, False, True, True]
    assert frame["plays: row"].iloc[4] == "2/3 row 1 + 1/3 row 2"
    assert frame["row"].iloc[4] == Fraction(2, 3)
    assert [p.state.tolist() for p in found.stable] == [[1, 1], [0, 0]]
    assert list(found) == list(found[:])


def test_refusals() -> None:
    with pytest.raises(ShapeError, match="one game"):
        rest_points(tg.NormalFormGame(np.zeros((3, 2, 2, 2)), players=["a", "b"]))
    with pytest.raises(SolverError, match="faces"):
        solve_faces(tg.NormalFormGame(np.zeros((2, 10, 10))))


@pytest.mark.parametrize(
    ("eigenvalues", "kind"),
    [
        ([-1, -2], "stable"),
        ([-1 + 1j, -1 - 1j], "stable"),
        ([1, 2], "source"),
        ([1, -1], "saddle"),
        ([1, 0, -1], "saddle"),
        ([1, 0], "not stable"),
        ([-1, 0], "undecided"),
        ([1j, -1j], "undecided"),
        ([1e-12 + 1j, 1e-12 - 1j, -1], "undecided"),
        ([-1e-12], "undecided"),
    ],
)
def test_kinds(eigenvalues, kind) -> None:
    assert classify(eigenvalues, 1.0) == kind
    assert classify(1000 * np.array(eigenvalues), 1000.0) == kind


def test_every_vertex_is_listed_once() -> None:
    game = tg.NormalFormGame(np.random.default_rng(2).normal(size=(3, 2, 2, 2)))
    vertices = [tuple(p.state) for p in rest_points(game) if not p.mixing]
    assert sorted(vertices) == sorted(product((0.0, 1.0), repeat=3))
