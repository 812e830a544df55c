"""Theorems about verdict codes: units and names do not matter, nor how a batch lies in memory or is cut into parts."""

from itertools import permutations

import numpy as np
import pytest
from game_batches import KINDS, batch
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from tvet_games.games.normal_form import NormalFormGame
from tvet_games.solve.verdict_codes import front
from tvet_games.solve.verdict_codes.cube import PROFILES, STABLE_SHIFT
from tvet_games.solve.verdict_codes.flags import PURE_01, PURE_10, class_names, flags_of, has_flag
from tvet_games.solve.verdict_codes.front import CHUNKS, cells_first, verdict_codes, write_verdicts

SHAPES = ((2, 2), (2, 2, 2), (3, 3), (2, 4), (1, 2), (2, 3, 2), (3,))
shapes = st.sampled_from(SHAPES)
GAMES = 12
whole = st.integers(-2, 2).map(float)
levels = st.one_of(whole, st.floats(-1, 1, width=32), st.sampled_from([1e-15, 1e-12, 3e-11, 1e-9, 1e12, -1e12]))


def cells(shape: tuple[int, ...], elements: st.SearchStrategy, games: int = GAMES) -> st.SearchStrategy:
    return arrays(np.float64, (len(shape), *shape, games), elements=elements)


whole_batches = shapes.flatmap(lambda shape: cells(shape, whole))
any_batches = shapes.flatmap(lambda shape: cells(shape, levels))


def written(payoffs: np.ndarray, workers: int = 1) -> dict[str, np.ndarray]:
    """Everything that can be said of a batch."""
    shape, games = payoffs.shape[1:-1], payoffs.shape[-1]
    out = {"code": np.empty(games, dtype=np.uint16), "p_level": np.empty(games)}
    if shape == (2, 2):
        out["basin"] = np.empty(games)
    if shape == (2, 2, 2):
        out["profiles"] = np.empty(games, dtype=np.uint16)
    write_verdicts(payoffs, out, workers=workers)
    return out


def same(first: dict[str, np.ndarray], second: dict[str, np.ndarray]) -> bool:
    """Whether two answers are the same to the last bit."""
    return first.keys() == second.keys() and all(first[n].tobytes() == second[n].tobytes() for n in first)


def holds(payoffs: np.ndarray, code: np.ndarray) -> dict[str, np.ndarray]:
    shape = payoffs.shape[1:-1]
    return {name: has_flag(code, name, shape) for name in flags_of(shape)}


@settings(max_examples=30)
@given(any_batches)
def test_what_implies_what(payoffs) -> None:
    check_implications(payoffs)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("shape", SHAPES, ids=str)
def test_what_implies_what_at_the_edges(shape, kind: str) -> None:
    check_implications(batch(shape, kind, 300))


def check_implications(payoffs: np.ndarray) -> None:
    found = written(payoffs)
    said, level, shape = holds(payoffs, found["code"]), found["p_level"], payoffs.shape[1:-1]
    others = ("equilibrium_01", "equilibrium_10", "equilibrium_11") if shape == (2, 2) else ("other_pure_equilibrium",)

    def implies(first: str, second: str) -> bool:
        return not (said[first] & ~said[second]).any()

    assert implies("target_strictly_dominant", "target_strict")
    assert implies("target_strictly_dominant", "target_unique")
    assert implies("target_strictly_dominant", "target_dominant")
    assert implies("target_strict", "target_equilibrium")
    assert implies("target_dominant", "target_equilibrium")
    assert implies("target_unique", "target_equilibrium")
    for other in others:
        assert not (said["target_unique"] & said[other]).any()
    if len(shape) == 2:
        assert not (said["target_unique"] & (said["continuum"] | said["mixed_equilibrium"])).any()
    # A player without a choice is dominant by having none; where all have none, the game is its target.
    assert ((level == 0) == said["target_dominant"]).all()
    assert (np.isfinite(level) == said["target_equilibrium"]).all()
    assert not said["undefined"].any()


@settings(max_examples=30)
@given(cells((2, 2), levels))
def test_risk_dominance_and_classes(payoffs) -> None:
    found = written(payoffs)
    said, level, kind = holds(payoffs, found["code"]), found["p_level"], class_names(found["code"])
    assert not (said["target_risk_dominant"] & ~said["target_strict"]).any()
    safe = (level < 0.5 * (1 - 1e-9)) & said["target_strict"]
    assert not (safe & ~said["target_risk_dominant"]).any()
    assert (said["tie"] | (kind != "degenerate")).all()
    assert (said["equilibrium_11"] & ~said["target_equilibrium"])[kind == "dilemma"].all()
    assert (said["mixed_equilibrium"] | ~np.isin(kind, ["coordination", "anti_coordination", "cyclic"])).all()
    assert not (said["continuum"] & (kind != "degenerate")).any()
    assert ((found["basin"] > 0) == said["target_strict"]).all()


@settings(max_examples=30)
@given(whole_batches, st.data())
def test_units_and_what_is_paid_anyway_do_not_matter(payoffs, data) -> None:
    """Each player of each game has a unit and is paid a sum on top; whole numbers, so that nothing is rounded."""
    players, games = len(payoffs), payoffs.shape[-1]
    each = (players, *(1,) * (payoffs.ndim - 2), games)
    scale = data.draw(arrays(np.int64, each, elements=st.integers(1, 9)))
    shift = data.draw(arrays(np.int64, each, elements=st.integers(-9, 9)))
    power = data.draw(arrays(np.int64, each, elements=st.integers(-900, 900)))
    first, second = written(payoffs), written(np.ldexp(payoffs * scale + shift, power))
    assert (first["code"] == second["code"]).all()
    if "profiles" in first:
        assert (first["profiles"] == second["profiles"]).all()
    assert second["p_level"] == pytest.approx(first["p_level"], rel=1e-12)


@settings(max_examples=30)
@given(whole_batches, st.data())
def test_names_of_players_do_not_matter(payoffs, data) -> None:
    """Taking the players in another order takes the bits of profiles along, and leaves the rest."""
    count = len(payoffs)
    order = data.draw(st.permutations(range(count)))
    moved = payoffs[list(order)].transpose(0, *(j + 1 for j in order), count + 1)
    first, second = written(payoffs), written(moved)
    code = first["code"]
    if payoffs.shape[1:-1] == (2, 2) and order != [0, 1]:
        swapped = (code & PURE_01) << 1 | (code & PURE_10) >> 1
        code = code & ~np.uint16(PURE_01 | PURE_10) | swapped
    assert (second["code"] == code).all()
    if "profiles" in first:
        for k, profile in enumerate(PROFILES):
            place = PROFILES.index(tuple(profile[j] for j in order))
            for shift in (0, STABLE_SHIFT):
                assert (first["profiles"] >> (k + shift) & 1 == second["profiles"] >> (place + shift) & 1).all()


@settings(max_examples=30)
@given(st.sampled_from([(3, 3), (2, 4), (2, 3, 2)]).flatmap(lambda shape: cells(shape, whole)), st.data())
def test_names_of_other_actions_do_not_matter(payoffs, data) -> None:
    moved = payoffs
    for i, size in enumerate(payoffs.shape[1:-1]):
        moved = moved.take([0, *data.draw(st.permutations(range(1, size)))], axis=i + 1)
    assert same(written(payoffs), written(moved))


@settings(max_examples=15)
@given(any_batches, st.data())
def test_games_do_not_know_of_each_other(payoffs, data) -> None:
    """In any order, alone or with any others, with games that are not defined between: the same bits."""
    games = payoffs.shape[-1]
    payoffs[..., data.draw(st.integers(0, games - 1))] = np.nan
    together = written(payoffs)
    order = data.draw(st.permutations(range(games)))
    shuffled = written(payoffs[..., order])
    assert same(shuffled, {name: values[order] for name, values in together.items()})
    cut = data.draw(st.integers(1, games - 1))
    parts = [written(payoffs[..., :cut]), written(payoffs[..., cut:])]
    assert same(together, {name: np.concatenate([part[name] for part in parts]) for name in together})


@settings(max_examples=15)
@given(any_batches)
def test_memory_layout_does_not_matter(payoffs) -> None:
    expected = written(payoffs)
    games_first = np.ascontiguousarray(np.moveaxis(payoffs, -1, 0))
    sparse = np.zeros((*payoffs.shape[:-1], 3 * payoffs.shape[-1]))
    sparse[..., ::3] = payoffs
    backwards = np.ascontiguousarray(payoffs[..., ::-1])[..., ::-1]
    fortran = np.asfortranarray(payoffs)
    for other in (np.moveaxis(games_first, 0, -1), sparse[..., ::3], backwards, fortran):
        assert same(written(other), expected)
    names = [str(i) for i in range(len(payoffs))]
    square = NormalFormGame(games_first.reshape(3, 4, *games_first.shape[1:]), players=names)
    assert (verdict_codes(square).code.ravel() == expected["code"]).all()
    assert (cells_first(square.payoffs, len(payoffs)) == payoffs).all()


@pytest.mark.parametrize("shape", [(2, 2), (2, 2, 2), (2, 3), (2, 1, 2)], ids=str)
@pytest.mark.parametrize("kind", KINDS)
def test_neither_chunks_nor_workers_matter(shape, kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """More games than a chunk holds, a part of them again and again: the same bits wherever it stands."""
    monkeypatch.setattr(front, "OTHER_PAYOFFS", 1_000)
    part = batch(shape, kind, 301)
    times = -(-5 * CHUNKS.get(shape, 0) // 2 // 301) or 1
    payoffs = np.tile(part, times)
    code = np.tile(written(part)["code"], times)
    for workers in (1, 2, 3, 7):
        found = np.empty_like(code)
        write_verdicts(payoffs, {"code": found}, workers=workers)
        assert (found == code).all()


@settings(max_examples=10)
@given(cells((2, 2, 2), whole, games=40))
def test_all_orders_of_three_players_agree_on_the_target(payoffs) -> None:
    code = written(payoffs)["code"]
    for order in permutations(range(3)):
        moved = payoffs[list(order)].transpose(0, *(j + 1 for j in order), 4)
        assert (written(moved)["code"] == code).all()
