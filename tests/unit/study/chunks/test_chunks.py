"""Chunks: blocks that tile, executors that bound what is out, fingerprints, locks."""

import pickle
import subprocess
import sys
import threading
from concurrent.futures import Future, ThreadPoolExecutor
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import tvet_games as tg
from tvet_games.study.chunks.blocks import block_count, block_shape, blocks, chunk_shape
from tvet_games.study.chunks.executor import AHEAD, run_chunks, worker_count, workforce
from tvet_games.study.chunks.identity import fingerprint
from tvet_games.study.chunks.lock import locked

SHAPES = st.lists(st.integers(1, 7), min_size=1, max_size=4).map(tuple)


@given(SHAPES, st.integers(1, 60))
def test_blocks_tile_an_array_and_are_no_larger_than_asked(shape, most):
    chunk = chunk_shape(shape, most)
    seen = np.zeros(shape, dtype=int)
    for block in blocks(shape, chunk):
        seen[block] += 1
        assert np.prod(block_shape(block)) <= most
    assert (seen == 1).all()
    assert block_count(shape, chunk) == len(list(blocks(shape, chunk)))


def square(number):
    if number == 5:
        raise ValueError("five")
    return number * number


@pytest.mark.parametrize("workers", [1, 3])
def test_every_item_comes_back_once_with_its_result_or_its_error(workers):
    with ThreadPoolExecutor(workers) as threads:
        done = list(run_chunks(square, range(20), lambda item: item, threads, workers))
    assert sorted(one.item for one in done) == list(range(20))
    assert {one.item: one.result for one in done if one.error is None} == {n: n * n for n in range(20) if n != 5}
    assert [str(one.error) for one in done if one.error is not None] == ["five"]


def test_no_more_items_are_out_than_the_workers_can_take():
    out, most, lock = 0, 0, threading.Lock()

    class Counting(ThreadPoolExecutor):
        def submit(self, *arguments, **more) -> Future:
            nonlocal out, most
            with lock:
                out += 1
                most = max(most, out)
            return super().submit(*arguments, **more)

    with Counting(2) as threads:
        for _ in run_chunks(square, [1] * 50, lambda item: item, threads, 2):
            with lock:
                out -= 1
    assert most <= AHEAD * 2


def test_what_has_not_begun_is_cancelled_when_the_consumer_stops():
    begun = []
    with workforce(None, 1) as threads:
        for _ in run_chunks(begun.append, range(1_000), lambda item: item, threads, 1):
            break
    assert len(begun) <= 1 + AHEAD


@pytest.mark.parametrize("workers", [0, -1, 1.5, True, "2"])
def test_a_number_of_workers_is_a_whole_number_from_1_on(workers):
    with pytest.raises(tg.InputError, match=r"workers.*at least 1"):
        worker_count(workers, None)


def test_a_pool_says_itself_how_many_workers_it_has():
    with ThreadPoolExecutor(3) as threads:
        assert worker_count(None, threads) == 3


def test_fingerprints_tell_what_matters_from_what_is_for_people():
    austria = tg.load_calibration("austria_2016")
    same, other = austria.replace(), austria.replace(retention=Fraction(1, 2))
    assert fingerprint(austria) == fingerprint(same) == fingerprint(pickle.loads(pickle.dumps(austria)))
    assert fingerprint(austria) != fingerprint(other)
    first, second = tg.load_conflict("school_enterprise"), tg.load_conflict("school_student")
    assert fingerprint(first) != fingerprint(second)
    assert fingerprint(first) == fingerprint(pickle.loads(pickle.dumps(first)))


@pytest.mark.parametrize(
    ("one", "other"),
    [(["ab", "c"], ["a", "bc"]), ([[1], 2], [1, [2]]), ({"a": None}, {"a": "None"}), (1, Fraction(1)), (1, True)],
)
def test_contents_that_read_alike_have_different_fingerprints(one, other):
    assert fingerprint(one) != fingerprint(other)


def test_every_shipped_conflict_and_calibration_survives_a_pickle():
    for name in tg.conflicts():
        conflict = tg.load_conflict(name)
        assert fingerprint(pickle.loads(pickle.dumps(conflict))) == fingerprint(conflict)
    for name in tg.calibrations():
        calibration = tg.load_calibration(name)
        assert dict(pickle.loads(pickle.dumps(calibration)).numbers) == dict(calibration.numbers)
    for name in tg.instruments():
        instrument = tg.load_instrument(name)
        assert fingerprint(pickle.loads(pickle.dumps(instrument))) == fingerprint(instrument)


def test_a_lock_keeps_another_process_out_and_is_free_once_its_holder_is_gone(tmp_path):
    place = tmp_path / "out.zarr"
    script = (
        "import sys, os, pathlib\n"
        "from tvet_games.study.chunks.lock import locked\n"
        "with locked(pathlib.Path(sys.argv[1])):\n"
        "    print('held', flush=True); sys.stdin.readline()\n"
    )
    holder = subprocess.Popen(
        [sys.executable, "-c", script, str(place)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert holder.stdout.readline() == "held\n"
    with pytest.raises(tg.StoreError, match="another run is writing"), locked(place):
        pass
    holder.kill()
    holder.communicate()
    with locked(place):
        pass
