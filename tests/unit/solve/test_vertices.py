"""Minors and bases of best-response polytopes: against determinants, and against what a basis means."""

from itertools import combinations
from math import comb

import numpy as np
import pytest

from tvet_games.solve.vertices import bases, minors, number_of_minors

SHAPES = [(1, 1), (1, 4), (4, 1), (2, 2), (2, 4), (4, 2), (3, 3), (5, 3), (4, 4)]
shapes = pytest.mark.parametrize(("r", "c"), SHAPES)


def integers(r: int, c: int) -> np.ndarray:
    return np.random.default_rng(10 * r + c).integers(-9, 10, size=(r, c)).astype(object)


@shapes
def test_minors_are_determinants_in_order(r: int, c: int) -> None:
    table = integers(r, c)
    expected = [1]
    for k in range(1, min(r - 1, c) + 1):
        for rows in combinations(range(r), k + 1):
            differences = (table[rows[0]] - table[list(rows[1:])]).astype(float)
            expected += [round(np.linalg.det(differences[:, columns])) for columns in combinations(range(c), k)]
    assert minors(table[:, :, None])[:, 0].tolist() == expected
    assert number_of_minors(r, c) == len(expected)


@shapes
def test_minors_of_many_games_are_those_of_each(r: int, c: int) -> None:
    payoffs = np.random.default_rng(0).normal(size=(r, c, 5))
    alone = [minors(payoffs[:, :, g : g + 1]) for g in range(5)]
    assert (minors(payoffs) == np.hstack(alone)).all()


@shapes
def test_tests_are_weights_that_make_rows_equal_and_what_other_rows_lose(r: int, c: int) -> None:
    table, known = integers(r, c), bases(r, c)
    values = minors(table[:, :, None])[:, 0]
    assert len(known.rows) == comb(r + c, r) - 1
    for b, (rows, columns) in enumerate(zip(known.rows, known.columns, strict=True)):
        tested = values[known.tests[b]] * known.signs[b]
        k, mixed = len(rows), np.zeros(c, dtype=object)
        mixed[list(columns)] = tested[:k]
        earned = table @ mixed
        others = [h for h in range(r) if h not in rows]
        assert len(set(earned[list(rows)])) == 1
        assert tested[k:].tolist() == (earned[rows[0]] - earned[others]).tolist()
        assert known.labels[b].tolist() == [*(r + j for j in columns), *others]
        assert known.size[b] == k
        assert known.support[b, :k].tolist() == list(columns)


@shapes
def test_partners_share_an_index(r: int, c: int) -> None:
    one, other = bases(r, c), bases(c, r, columns_first=True)
    assert one.rows == other.columns
    assert one.columns == other.rows
