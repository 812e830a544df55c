"""Stores of sweeps: killed, damaged, full, of another study, in use."""

import json
import os
import subprocess
import sys
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import numpy as np
import pytest

import tvet_games as tg

GRID = {"training_subsidy": np.linspace(0, 30_000, 40), "retention": np.linspace(0, 1, 25)}
CHUNK, COUNT = 100, 10

RUN = """
import os, resource, signal, sys
import numpy as np
import tvet_games as tg

def step(done, total):
    if done == int(sys.argv[2]):
        {then}

grid = {{"training_subsidy": np.linspace(0, 30_000, 40), "retention": np.linspace(0, 1, 25)}}
tg.sweep("school_enterprise", "austria_2016", grid, store=sys.argv[1], chunk=100, workers=2, progress=step, resume=True)
"""


def swept(store, **how):
    return tg.sweep("school_enterprise", "austria_2016", GRID, store=store, chunk=CHUNK, **how)


def run(then, store, after):
    return subprocess.run(
        [sys.executable, "-c", RUN.format(then=then), str(store), str(after)],
        capture_output=True,
        text=True,
        check=False,
    )


def content(store):
    """Every file of a store with what is in it."""
    return {
        str(file.relative_to(store)): file.read_bytes() for file in sorted(Path(store).rglob("*")) if file.is_file()
    }


def chunk_files(store, name="verdict"):
    return sorted((store / name / "c").rglob("0"))


def test_a_killed_run_resumes_to_the_same_bytes_and_computes_nothing_twice(tmp_path):
    whole, killed = tmp_path / "whole.zarr", tmp_path / "killed.zarr"
    swept(whole)
    ended = run("os.kill(os.getpid(), signal.SIGKILL)", killed, 4)
    assert ended.returncode == -9, ended.stderr
    with pytest.raises(tg.StoreError, match=r"\d of 10 chunks are finished; run the same study with resume"):
        tg.open_store(killed)
    assert tg.open_store(killed, partial=True).sizes == {"training_subsidy": 40, "retention": 25}
    seen = []
    found = swept(killed, resume=True, progress=lambda done, total: seen.append(done))
    there = found.attrs["chunks_found"]
    assert 3 <= there < COUNT
    assert seen == list(range(there + 1, COUNT + 1))
    assert content(killed) == content(whole)


@pytest.mark.slow
def test_finished_chunks_are_not_written_again(tmp_path):
    store = tmp_path / "out.zarr"
    run("os.kill(os.getpid(), signal.SIGKILL)", store, 5)
    finished = tg.open_store(store, partial=True)
    map_before = content(store)
    written = {name: os.stat(store / name).st_mtime_ns for name in map_before if name.startswith("verdict/c")}
    found = swept(store, resume=True)
    again = [name for name, when in written.items() if os.stat(store / name).st_mtime_ns != when]
    # Only a chunk that was written but not yet entered in the map when the run was killed.
    assert len(written) - len(again) >= found.attrs["chunks_found"]
    assert finished.sizes == found.sizes


def test_a_finished_store_resumes_to_itself(tmp_path):
    store = tmp_path / "out.zarr"
    swept(store)
    before = content(store)
    assert swept(store, resume=True).attrs["chunks_found"] == COUNT
    assert content(store) == before


@pytest.mark.parametrize("harm", ["flip", "cut", "remove"])
def test_a_damaged_chunk_is_found_and_computed_again(tmp_path, harm):
    store = tmp_path / "out.zarr"
    swept(store)
    before, file = content(store), chunk_files(store)[3]
    data = bytearray(file.read_bytes())
    data[len(data) // 2] ^= 0xFF
    if harm == "remove":
        file.unlink()
    else:
        file.write_bytes(bytes(data) if harm == "flip" else bytes(data[:-7]))
    found = swept(store, resume=True)
    assert (found.attrs["chunks_found"], found.attrs["chunks_damaged"]) == (COUNT, 1)
    assert content(store) == before


def test_reading_a_damaged_chunk_is_an_error_not_a_number(tmp_path):
    store = tmp_path / "out.zarr"
    swept(store)
    file = chunk_files(store)[3]
    data = bytearray(file.read_bytes())
    data[len(data) // 2] ^= 0xFF
    file.write_bytes(bytes(data))
    with pytest.raises(Exception, match=r"(?i)checksum|crc"):
        tg.open_store(store).verdict.values.sum()


@pytest.mark.parametrize("file", ["finished/zarr.json", "finished/c/0", "zarr.json", "verdict/zarr.json"])
def test_a_damaged_map_or_head_is_told(tmp_path, file):
    store = tmp_path / "out.zarr"
    swept(store)
    (store / file).write_bytes(b"\x00 nothing that anyone wrote")
    with pytest.raises(tg.StoreError, match=r"out\.zarr"):
        swept(store, resume=True)


def test_a_store_of_another_study_is_left_alone_and_said_in_what_it_differs(tmp_path):
    store = tmp_path / "out.zarr"
    swept(store)
    before = content(store)
    germany = ("school_enterprise", "germany_2022", GRID)
    with pytest.raises(tg.InputError, match="another study: it differs in calibration"):
        tg.sweep(*germany, store=store, chunk=CHUNK, resume=True)
    with pytest.raises(tg.InputError, match="it differs in outputs"):
        swept(store, resume=True, outputs=["verdict"])
    with pytest.raises(tg.StoreError, match="something is there already"):
        swept(store)
    assert content(store) == before


def test_a_store_goes_on_in_its_own_chunks_whatever_size_is_asked(tmp_path):
    store = tmp_path / "out.zarr"
    run("os.kill(os.getpid(), signal.SIGKILL)", store, 3)
    found = tg.sweep("school_enterprise", "austria_2016", GRID, store=store, chunk=2 * CHUNK, resume=True)
    assert found.attrs["chunks_found"] >= 2
    assert found.attrs["chunk_shape"] == [4, 25]


@pytest.mark.parametrize("what", ["a file", "a folder"])
def test_what_is_no_store_is_not_touched(tmp_path, what):
    store = tmp_path / "notes"
    if what == "a folder":
        store.mkdir()
        (store / "diary.txt").write_text("dear diary")
    else:
        store.write_text("dear diary")
    for resume in (False, True):
        with pytest.raises(tg.StoreError):
            swept(store, resume=resume)
    kept = store / "diary.txt" if what == "a folder" else store
    assert kept.read_text() == "dear diary"
    with pytest.raises(tg.StoreError, match="no store of a study"):
        tg.open_store(store)


@pytest.mark.slow
def test_two_runs_on_one_store_exclude_each_other(tmp_path):
    store = tmp_path / "out.zarr"
    second = (
        "try: tg.sweep('school_enterprise', 'austria_2016', grid, store=sys.argv[1], chunk=100, resume=True)\n"
        "        except tg.StoreError as error: print(error, flush=True)"
    )
    ended = run(second, store, 3)
    assert ended.returncode == 0, ended.stderr
    assert "another run is writing to this store" in ended.stdout
    assert tg.open_store(store).sizes == {"training_subsidy": 40, "retention": 25}


def test_a_disk_that_takes_no_more_stops_the_run_and_keeps_what_is_finished(tmp_path):
    store, whole = tmp_path / "out.zarr", tmp_path / "whole.zarr"
    ended = run("resource.setrlimit(resource.RLIMIT_FSIZE, (16, 16))", store, 4)
    assert "tvet_games.errors.StoreError" in ended.stderr
    assert "chunks are kept. Make room, then go on with resume" in ended.stderr
    found = swept(store, resume=True)
    assert found.attrs["chunks_found"] >= 4
    swept(whole)
    assert content(store) == content(whole)


def test_a_place_that_cannot_be_written_to_is_told(tmp_path):
    (tmp_path / "file").write_text("not a folder")
    with pytest.raises(tg.StoreError, match="cannot be written to"):
        swept(tmp_path / "file" / "out.zarr")


def test_chunks_that_fail_are_recorded_and_the_others_kept(tmp_path, monkeypatch):
    from tvet_games.study.sweep import sweep as module

    real = module.compute

    def compute(points, columns, shape):
        if columns["training_subsidy"].min() == GRID["training_subsidy"][8]:
            raise ArithmeticError("a fault in this chunk only")
        return real(points, columns, shape)

    monkeypatch.setattr(module, "compute", compute)
    store = tmp_path / "out.zarr"
    with pytest.raises(
        tg.StudyError, match=r"1 of 10 chunks failed.*a fault in this chunk only.*The other chunks are kept"
    ):
        swept(store)
    partial = tg.open_store(store, partial=True)
    assert json.loads(partial.attrs["failed"]) == {"2": "ArithmeticError: a fault in this chunk only"}
    assert int(tg.has_flag(partial.verdict, "undefined").sum()) == CHUNK
    with pytest.raises(tg.StudyError, match="1 of 10 chunks failed"):
        tg.sweep("school_enterprise", "austria_2016", GRID, chunk=CHUNK)
    monkeypatch.setattr(module, "compute", real)
    found = swept(store, resume=True)
    assert (found.attrs["chunks_found"], found.attrs["failed"]) == (9, "{}")


def test_an_interrupted_run_keeps_what_is_finished(tmp_path):
    store = tmp_path / "out.zarr"

    def stop(done, total):
        if done == 6:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        swept(store, progress=stop)
    assert swept(store, resume=True).attrs["chunks_found"] >= 6


@pytest.mark.parametrize("harm", ["flip", "remove", "remove the head"])
def test_labels_that_are_lost_or_damaged_return_on_resume_and_are_never_read_wrongly(tmp_path, harm):
    store = tmp_path / "out.zarr"
    swept(store)
    before, file = content(store), store / "retention" / ("zarr.json" if harm == "remove the head" else "c/0")
    data = bytearray(file.read_bytes())
    file.unlink()
    if harm == "flip":
        data[-1] ^= 0xFF
        file.write_bytes(bytes(data))
    with pytest.raises(Exception, match=r"(?i)checksum|crc|retention"):
        print(tg.open_store(store).retention.values)
    assert np.array_equal(swept(store, resume=True).retention.values, GRID["retention"])
    assert content(store) == before


def test_a_chunk_whose_file_is_lost_is_not_read_as_undefined(tmp_path):
    store = tmp_path / "out.zarr"
    swept(store)
    chunk_files(store)[3].unlink()
    with pytest.raises(tg.StoreError, match="parts of verdict are lost; run the same study with resume"):
        tg.open_store(store)


def test_a_folder_of_the_user_with_a_similar_name_is_left_alone(tmp_path):
    (tmp_path / "out.zarr.new").mkdir()
    (tmp_path / "out.zarr.new" / "diary.txt").write_text("dear diary")
    swept(tmp_path / "out.zarr")
    assert (tmp_path / "out.zarr.new" / "diary.txt").read_text() == "dear diary"
    assert sorted(file.name for file in tmp_path.iterdir()) == ["out.zarr", "out.zarr.lock", "out.zarr.new"]


def test_other_sites_with_the_same_values_are_another_study(tmp_path):
    def over(name, heads):
        sites = tg.Sites((name,), np.array([heads]), {"retention": np.array([0.5])})
        return tg.sweep("school_enterprise", "austria_2016", sites=sites, store=tmp_path / "out.zarr", resume=True)

    assert over("Ulm", 12.0).trainees.values == 12
    with pytest.raises(tg.InputError, match="differs in over"):
        over("Bonn", 12.0)
    with pytest.raises(tg.InputError, match="differs in sites"):
        over("Ulm", 24.0)


@pytest.mark.slow
def test_a_worker_that_dies_stops_the_run_and_keeps_what_is_finished(tmp_path):
    store = tmp_path / "out.zarr"
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:

        def kill(done, total):
            if done == 3:
                for process in pool._processes.values():
                    process.kill()

        with pytest.raises(tg.StudyError, match=r"nobody computes the chunks any more.*Go on with resume"):
            swept(store, executor=pool, progress=kill)
    assert swept(store, resume=True).attrs["chunks_found"] >= 3


def test_an_executor_that_is_shut_down_is_told(tmp_path):
    pool = ThreadPoolExecutor(1)
    pool.shutdown()
    with pytest.raises(tg.StudyError, match="nobody computes the chunks"):
        swept(tmp_path / "out.zarr", executor=pool)


def test_the_result_can_be_written_as_netcdf_would_want_it(tmp_path):
    swept(tmp_path / "out.zarr")
    for found in (tg.open_store(tmp_path / "out.zarr"), tg.sweep("school_enterprise", "austria_2016", GRID)):
        plain = (str, int, float, np.ndarray, list)
        values = [*found.attrs.values(), *found.verdict.attrs.values()]
        assert all(isinstance(value, plain) and np.ndim(value) <= 1 for value in values)
        assert found.verdict.attrs["flag_masks"].dtype == found.verdict.dtype
