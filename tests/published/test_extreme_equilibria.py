"""1,000 small integer games, many degenerate, with their extreme equilibria from an independent exact solver."""

import json
from collections import defaultdict
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

import tvet_games as tg
from tvet_games.solve.extreme import batch_equilibria, extreme_equilibria

Pair = tuple[tuple[Fraction, ...], tuple[Fraction, ...]]


@pytest.fixture(scope="module")
def games(data: Path) -> list[dict]:
    cases = json.loads((data / "extreme_equilibria.json").read_text())
    assert len(cases) == 1_000
    return cases


def expected(case: dict) -> set[Pair]:
    return {(tuple(map(Fraction, x)), tuple(map(Fraction, y))) for x, y in case["extreme_equilibria"]}


def rounded(pairs: object) -> list[tuple[float, ...]]:
    return sorted(tuple(round(float(p), 9) + 0.0 for p in (*x, *y)) for x, y in pairs)


def found(row: object, column: object) -> list:
    return [e.strategies for e in extreme_equilibria(row, column)]


def test_exact(games: list[dict]) -> None:
    for case in games:
        got = found(case["A"], case["B"])
        assert len(got) == len(case["extreme_equilibria"])
        assert {(tuple(x), tuple(y)) for x, y in got} == expected(case)
        assert all(isinstance(p, Fraction) for x, y in got for p in (*x, *y))


def test_front_door_agrees(games: list[dict]) -> None:
    for case in games:
        got = tg.equilibria(tg.NormalFormGame.from_bimatrix(case["A"], case["B"]))
        assert got.scope == "all"
        assert {tuple(map(tuple, e.strategies)) for e in got} == expected(case)


def test_floats(games: list[dict]) -> None:
    for case in games:
        got = found(np.array(case["A"], float), np.array(case["B"], float))
        assert rounded(got) == rounded(expected(case))


@pytest.mark.slow
def test_scaling_down_changes_nothing(games: list[dict]) -> None:
    for case in games:
        got = found(1e-9 * np.array(case["A"], float), 1e-9 * np.array(case["B"], float))
        assert rounded(got) == rounded(expected(case))


@pytest.mark.slow
def test_scaling_up_changes_nothing(games: list[dict]) -> None:
    for case in games:
        got = found(1e9 * np.array(case["A"], float), 1e9 * np.array(case["B"], float))
        assert rounded(got) == rounded(expected(case))


@pytest.mark.slow
def test_shifting_changes_nothing(games: list[dict]) -> None:
    for case in games:
        got = found(1e6 + np.array(case["A"], float), 1e6 + np.array(case["B"], float))
        assert rounded(got) == rounded(expected(case))


def test_batches(games: list[dict]) -> None:
    by_shape = defaultdict(list)
    for case in games:
        by_shape[len(case["A"]), len(case["A"][0])].append(case)
    for cases in by_shape.values():
        batch = batch_equilibria([c["A"] for c in cases], [c["B"] for c in cases])
        for index, case in enumerate(cases):
            assert rounded(zip(*batch.of(index), strict=True)) == rounded(expected(case))
