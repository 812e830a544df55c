"""One game in integers: what rounding of float payoffs must not make."""

import numpy as np

from tvet_games.solve.extreme_integers import solve_one


def test_rounding_makes_no_vertex() -> None:
    """Two rows that are equal but for rounding tie everywhere, not only where their rounding happens to cancel."""
    row = np.array([[0.7, 1.1, 5.0], [0.7 - 2 * np.spacing(0.7), 1.1 + 2 * np.spacing(1.1), 5.0]])
    column = np.array([[2.0, 0.0, -1.0], [1.0, 2.0, -1.0]])
    equal = np.array([[0.7, 1.1, 5.0]] * 2)
    found, expected = (
        [np.hstack(pair).tolist() for pair in solve_one(payoffs, column, exact=False)] for payoffs in (row, equal)
    )
    assert found == expected


def test_ties_of_floats_are_those_of_fractions() -> None:
    row, column = np.random.default_rng(0).integers(-2, 3, size=(2, 3, 3)).astype(object)
    exact = solve_one(row, column, exact=True)
    thirds = solve_one(row.astype(float) / 3 + 0.1, column.astype(float) * 0.7, exact=False)
    assert np.allclose(
        [np.hstack(pair).astype(float) for pair in exact], [np.hstack(pair).astype(float) for pair in thirds]
    )
