"""Fields, paths and stable strategies that Nashpy, EvolutionaryGames and OpenSpiel state in their tests and manuals."""

import json
from collections.abc import Callable
from fractions import Fraction
from itertools import product
from pathlib import Path

import numpy as np
import pytest

import tvet_games as tg
from tvet_games.numerics import Array, exact
from tvet_games.solve.dynamics.finite import finite_population
from tvet_games.solve.dynamics.replicator import replicator_field
from tvet_games.solve.dynamics.rest_points import rest_points
from tvet_games.solve.dynamics.state import state_of, strategies_of
from tvet_games.solve.dynamics.symmetric import (
    evolutionarily_stable,
    is_evolutionarily_stable,
    is_neutrally_stable,
    symmetric_field,
)
from tvet_games.solve.dynamics.trajectory import trajectory

FILE = Path(__file__).parents[1] / "data" / "published" / "dynamics_replicator_ess.json"
CASES = {case["name"]: case for case in json.loads(FILE.read_text(encoding="utf-8"))["cases"]}

DIGITS = 1e-8
"""Numbers are printed with eight or nine digits after the point."""

INTEGRATION = 1e-7
"""Printed paths come from another integrator, which is less accurate than they are printed."""


def numbers(rows: list) -> Array:
    """An array of fractions of texts, integers and decimals."""
    return np.vectorize(exact, otypes=[object])(np.array(rows, dtype=object))


def own(case: dict) -> Array:
    return numbers(case["payoffs"]["A"])


def one_population(case: dict) -> tg.NormalFormGame:
    """Two populations that are one when they start from the same shares."""
    return tg.NormalFormGame.from_bimatrix(own(case), own(case).T)


def two_populations(case: dict) -> tg.NormalFormGame:
    return tg.NormalFormGame.from_bimatrix(own(case), numbers(case["payoffs"]["B"]))


def one_field(case: dict) -> None:
    points = numbers(case["expected"]["points"])
    field = symmetric_field(own(case), points)
    assert case["rederived"] is True
    assert field.tolist() == [[exact(v) for v in row] for row in case["expected"]["dx"]]


def two_fields(case: dict) -> None:
    points = numbers(case["expected"]["points_x_equals_y"])
    field = replicator_field(two_populations(case), state_of([points, points]))
    assert case["rederived"] is True
    for row, printed in zip(field, case["expected"]["dx_then_dy"], strict=True):
        # The last share of each population is what the others leave.
        (x1, x2), (y1, y2) = row[:2], row[2:]
        assert [x1, x2, -x1 - x2, y1, y2, -y1 - y2] == [exact(v) for v in printed]


def mutation_field(case: dict) -> None:
    points, kernel = numbers(case["expected"]["points"]), numbers(case["parameters"]["Q"])
    field = symmetric_field(own(case), points, kernel)
    assert np.abs(field.astype(float) - case["expected"]["dx"]).max() < 1e-15
    assert not field.sum(axis=-1).any()


def one_path(case: dict, times: Array) -> Array:
    """The shares of all strategies at the times; both populations stay the same."""
    start = case["parameters"]["x0"]
    game = one_population(case)
    states = trajectory(game, state_of([start, start]), times=times).states
    first, second = strategies_of(game.shape, states)
    assert np.abs(first - second).max() < DIGITS
    return first


def printed_path(case: dict) -> None:
    path = one_path(case, np.linspace(0, 10, 100))
    for index, shares in case["expected"]["state_by_index"].items():
        assert np.abs(path[int(index)] - shares).max() < INTEGRATION
    assert case["rederived"].startswith("max abs error of independent code's integration ")
    assert float(case["rederived"].split()[-1]) < INTEGRATION


def three_strategies(case: dict) -> None:
    path = one_path(case, np.linspace(0, 10, 1000))
    assert np.abs(path[1] - case["expected"]["index1"]).max() < INTEGRATION
    assert np.abs(path[-1] - case["expected"]["last"]).max() < INTEGRATION
    assert np.abs(path[-1] - json.loads(case["rederived"].removeprefix("end state "))).max() < DIGITS


def uniform_paths(case: dict, times: Array) -> tuple[Array, Array]:
    game = two_populations(case)
    start = state_of([np.full(size, 1 / size) for size in game.shape])
    x, y = strategies_of(game.shape, trajectory(game, start, times=times).states)
    return x, y


def two_by_three(case: dict) -> None:
    x, y = uniform_paths(case, np.linspace(0, 100, 100))
    expected = case["expected"]
    for path, name in ((x, "x"), (y, "y")):
        assert np.abs(path[1] - expected[f"{name}_index1"]).max() < INTEGRATION
        assert np.abs(path[-1] - expected[f"{name}_last"]).max() < 1e-6
    first, last = (json.loads(part.split(" ", 1)[1]) for part in case["rederived"].split(" ; "))
    assert np.abs(np.concatenate([x[1], y[1]]) - first).max() < INTEGRATION
    assert np.abs(np.concatenate([x[-1], y[-1]]) - last).max() < 1e-6


def two_by_three_dominance(case: dict) -> None:
    x, y = uniform_paths(case, np.linspace(0, 10, 1000))
    expected = case["expected"]
    for path, name in ((x, "x"), (y, "y")):
        assert np.abs(path[1] - expected[f"{name}_index1"]).max() < INTEGRATION
        assert np.abs(path[-1] - expected[f"{name}_last"]).max() < expected["tolerance"]
    last = json.loads(case["rederived"].removeprefix("last "))
    ends = np.concatenate([x[-1], y[-1]])
    assert np.allclose(ends, last, rtol=1e-5, atol=0)
    # Whatever the other population does, one row earns 3 more and one column 1 and 2 more.
    odds = [np.exp([-30.0, 0.0]), np.exp([-20.0, -10.0, 0.0])]
    assert np.allclose(ends, np.concatenate([o / o.sum() for o in odds]), rtol=1e-8, atol=0)


def hawk_dove(case: dict) -> None:
    (found,) = evolutionarily_stable(own(case))
    assert found.shares.tolist() == numbers(case["expected"]["ESS"]).tolist()
    assert found.best_replies == found.support == (0, 1)


def generalised_scissors(case: dict) -> None:
    assert case["expected"]["ESS"] is None
    assert evolutionarily_stable(own(case)) == ()
    assert "interior rest point is (1/3,1/3,1/3)" in case["expected"]["note"]
    third = [Fraction(1, 3)] * 3
    assert not symmetric_field(own(case), third).any()
    (inner,) = [p for p in rest_points(one_population(case)) if all((shares > 0).all() for shares in p.strategies)]
    assert [shares.tolist() for shares in inner.strategies] == [third, third]


def evolutionarily_stable_set(case: dict) -> None:
    """We disagree with the package, which reports the mixed type (0, 0, 1) as an ESS: there is none.

    The mixed type plays as hawks and doves together do. So all mixes of it with the mix of hawks and doves that plays
    like it do equally well against each other: a segment of neutrally stable strategies. It is an ES set (Thomas 1985):
    whatever is off the segment and does as well against a point of it does worse against itself than the point does.
    """
    payoffs = own(case)
    assert case["note"].startswith("(0,0,1) is only neutrally stable against the segment")
    assert evolutionarily_stable(payoffs) == ()
    package = case["expected"]["package_ESS_output"]
    assert not is_evolutionarily_stable(payoffs, package)
    assert is_neutrally_stable(payoffs, package)
    one, other = numbers(case["expected"]["ESset_segment_endpoints"])
    assert one.tolist() == package
    points = [one + (other - one) * Fraction(k, 6) for k in range(7)]
    for point, mutant in product(points, points):
        assert is_neutrally_stable(payoffs, point)
        assert not is_evolutionarily_stable(payoffs, point)
        assert point @ payoffs @ mutant == mutant @ payoffs @ mutant == point @ payoffs @ point
    grid = [
        np.array([Fraction(i, 9), Fraction(j, 9), Fraction(9 - i - j, 9)]) for i in range(10) for j in range(10 - i)
    ]
    for point, mutant in product(points, grid):
        assert mutant @ payoffs @ point == point @ payoffs @ point
        on_segment = mutant[0] * other[1] == mutant[1] * other[0]
        lead = point @ payoffs @ mutant - mutant @ payoffs @ mutant
        assert (lead == 0) == on_segment
        assert lead >= 0
    assert not any(is_neutrally_stable(payoffs, v) for v in np.eye(3, dtype=int)[:2])


def scissors(case: dict) -> None:
    """One population rests at the vertices and the centre, and nowhere else.

    So do two populations that do the same. Where they differ there are six more vertices, and six points in which each
    mixes two actions, which the source does not speak of.
    """
    assert case["expected"]["rest_points"] == "three vertices and (1/3,1/3,1/3), single- and two-population"
    found = rest_points(one_population(case))
    assert not found.continua
    pairs = [tuple(shares.tolist() for shares in point.strategies) for point in found]
    same = [x for x, y in pairs if x == y]
    assert same == [*np.eye(3, dtype=int).tolist(), [Fraction(1, 3)] * 3]
    assert not symmetric_field(own(case), np.array(same, dtype=object)).any()
    others = [sorted(x) for x, y in pairs if x != y]
    assert sorted(others) == [[0, 0, 1]] * 6 + [[0, Fraction(1, 3), Fraction(2, 3)]] * 6


def commitment(case: dict) -> None:
    """alpha-Rank is the finite population with rare mutation; r, t, p, s, delta and eps give the payoffs."""
    v = case["parameters"]
    r, t, p, s, fine, price = (v[k] for k in ("r", "t", "p", "s", "delta", "eps"))
    published = own(case).astype(float)
    assert published.tolist() == [
        [r - price / 2, r - price, p, s + fine - price, r - price],
        [r, r, s, s, s],
        [p, t, p, p, p],
        [t - fine, t, p, p, p],
        [r, t, p, p, p],
    ]
    game = tg.NormalFormGame.from_bimatrix(published, published.T)
    found = finite_population(game, size=v["m"], intensity=v["alpha"])
    assert np.abs(found.stationary - case["expected"]["pi"]).max() < DIGITS < case["expected"]["tolerance"]


CHECKS: dict[str, Callable[[dict], None]] = {
    "symmetric replicator vector field": one_field,
    "asymmetric replicator vector field": two_fields,
    "symmetric replicator with mutation Q": mutation_field,
    "replicator trajectory 2x2 hawk-dove-like from 0.9": printed_path,
    "replicator trajectory 2x2 from 0.65": printed_path,
    "replicator trajectory 2x2 coordination from uniform": printed_path,
    "replicator trajectory 3x3": three_strategies,
    "asymmetric replicator 2x3": two_by_three,
    "asymmetric replicator 2x3 dominance": two_by_three_dominance,
    "Hawk-Dove ESS (V=4,C=6)": hawk_dove,
    "Generalised RSP without ESS": generalised_scissors,
    "Hawk-Dove with mixed type: ES set": evolutionarily_stable_set,
    "RPS fixed points": scissors,
    "alpha-Rank stationary distribution (Han et al 2013)": commitment,
}


@pytest.mark.parametrize("name", CASES)
def test_published(name: str) -> None:
    CHECKS[name](CASES[name])


def test_no_check_without_a_case() -> None:
    assert set(CHECKS) == set(CASES)
