"""Portfolios in chunks and in stores: cut, spread, killed, damaged, full, of other sites, in use."""

import os
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from many_sites import ASKED, BUDGET, CHUNKS, SIZE, STRIP, begin, many_sites

import tvet_games as tg
from tvet_games.study.chunks.opening import open_store
from tvet_games.study.portfolio import site_chunks, site_reader
from tvet_games.study.portfolio.portfolio import portfolio
from tvet_games.study.portfolio.site_chunks import compute_sites
from tvet_games.study.portfolio.sites import Sites

BITS = ("levels", "cost", "funded", "cooperates")

SAME = many_sites()


@pytest.fixture(autouse=True)
def _short_strips(monkeypatch):
    monkeypatch.setattr(site_reader, "STRIP", STRIP)


def found(sites: Sites = SAME, budget=BUDGET, **how):
    return portfolio(ASKED, sites, budget=budget, **{"chunk": STRIP, **how})


def same(one, other) -> bool:
    assert one.shortfalls == other.shortfalls
    return all(getattr(one, name).tobytes() == getattr(other, name).tobytes() for name in BITS)


def content(store: Path) -> dict[str, bytes]:
    return {str(file.relative_to(store)): file.read_bytes() for file in sorted(store.rglob("*")) if file.is_file()}


def counted(monkeypatch) -> list[str]:
    """The first site of every chunk that is computed from now on."""
    seen, compute = [], site_chunks.compute_sites

    def counting(reader, sites, block):
        seen.append(sites.names[0])
        return compute(reader, sites, block)

    monkeypatch.setattr(site_chunks, "compute_sites", counting)
    return seen


# Cut and spread


@settings(max_examples=6)
@given(st.integers(1, 50), st.integers(1, 3))
def test_how_sites_are_cut_does_not_change_a_bit(chunk, workers) -> None:
    assert same(found(chunk=chunk, workers=workers), found(chunk=SIZE))


def test_sites_of_which_some_cannot_be_won_are_among_these() -> None:
    whole = found()
    assert 0 < len(whole.shortfalls) < SIZE
    assert 0 < whole.funded.sum() < SIZE - len(whole.shortfalls)
    assert whole.verified


def test_threads_and_a_store_give_the_same_bits(tmp_path) -> None:
    with ThreadPoolExecutor(2) as threads:
        assert same(found(executor=threads), found())
    assert same(found(store=tmp_path / "out.zarr", workers=2), found())


@pytest.mark.slow
def test_processes_give_the_same_bits(tmp_path) -> None:
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        assert same(found(executor=pool), found())
        assert same(found(executor=pool, store=tmp_path / "out.zarr"), found())


@pytest.mark.slow
def test_a_cluster_gives_the_same_bits(tmp_path) -> None:
    distributed = pytest.importorskip("distributed")
    with (
        distributed.LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster,
        distributed.Client(cluster) as client,
    ):
        assert same(found(executor=client.get_executor(), store=tmp_path / "out.zarr"), found())


def test_progress_counts_sites() -> None:
    seen: list = []
    found(progress=lambda done, of: seen.append((done, of)))
    assert seen == [(min(8 * k, SIZE), SIZE) for k in range(1, CHUNKS + 1)]


def test_where_things_stand_is_read_in_parts_too() -> None:
    question = tg.question("school_enterprise", "germany_2022", ["training_subsidy"], no_one_worse_off=True)
    some = SAME.part(slice(20))
    whole, parts = portfolio(question, some), portfolio(question, some, chunk=STRIP, workers=2)
    assert same(whole, parts)


# Bad sites


def test_a_site_that_contradicts_itself_is_named_before_a_store_is_made(tmp_path) -> None:
    question = tg.question("enterprise_student", "germany_2022", ["pay_floor", "mentor_allowance"])
    pay = np.full(SIZE, 8_000.0)
    pay[30] = 20_000
    sites = Sites(SAME.names, SAME.heads, {"pay_low": pay}, "sites.csv", tuple(range(2, SIZE + 2)))
    for store in (None, tmp_path / "out.zarr"):
        with pytest.raises(tg.InputError, match=r"row 32, site site 30: .*pay_floor: has bounds"):
            portfolio(question, sites, store=store, chunk=STRIP)
    assert not any(tmp_path.iterdir())


# Labels


def test_a_store_is_a_labelled_data_set(tmp_path) -> None:
    whole = found(store=tmp_path / "out.zarr")
    opened = open_store(tmp_path / "out.zarr")
    assert opened.site.values.tolist() == list(SAME.names)
    assert opened.trainees.values.tolist() == SAME.heads.tolist()
    assert opened.standing.values.tolist() == SAME.values["standing"].tolist()
    assert opened.instrument.values.tolist() == list(whole.instruments)
    assert opened.levels.dims == ("site", "instrument")
    assert (opened.cost.units, opened.missing.units) == ("EUR per site and period", "EUR per trainee-year")
    assert opened.cost.sel(site="site 3").item() == whole.cost[3]
    assert opened.feasible.values.sum() == SIZE - len(whole.shortfalls)
    short = whole.shortfalls[0]
    meaning = dict(zip(opened.condition.flag_values, opened.condition.flag_meanings.split(), strict=True))
    assert short.condition is not None
    assert meaning[opened.condition.values[short.site]] == "deviation_school_enterprise:enterprise:free_ride:co_train"


# Killed


def test_a_killed_portfolio_resumes_to_the_same_bits_and_computes_nothing_twice(tmp_path, monkeypatch) -> None:
    store, whole = tmp_path / "out.zarr", tmp_path / "whole.zarr"
    ended = begin(store, "kill", 3 * STRIP)
    assert ended.returncode == -9, ended.stderr
    with pytest.raises(tg.StoreError, match=r"\d of 5 chunks are finished; run the same study with resume"):
        open_store(store)
    seen = counted(monkeypatch)
    resumed = found(store=store, resume=True)
    assert 3 <= resumed.chunks_found < CHUNKS
    assert resumed.chunks_damaged == 0
    assert seen == [f"site {k}" for k in range(STRIP * resumed.chunks_found, SIZE, STRIP)]
    assert same(resumed, found(store=whole))
    assert content(store) == content(whole)


def test_an_interrupted_portfolio_keeps_what_is_finished(tmp_path) -> None:
    def stop(done, of):
        if done == 4 * STRIP:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        found(store=tmp_path / "out.zarr", progress=stop)
    assert found(store=tmp_path / "out.zarr", resume=True).chunks_found >= 4


@pytest.mark.slow
def test_a_store_goes_on_in_its_own_chunks(tmp_path) -> None:
    store = tmp_path / "out.zarr"
    begin(store, "kill", 2 * STRIP)
    resumed = found(store=store, resume=True, chunk=3 * STRIP)
    assert resumed.chunks_found >= 2
    assert len(open_store(store).attrs["chunk_shape"]) == 1
    assert same(resumed, found())


# Another study, another budget


def test_another_budget_is_no_other_study(tmp_path, monkeypatch) -> None:
    store = tmp_path / "out.zarr"
    found(store=store)
    seen = counted(monkeypatch)
    for budget in (5_000, 10**7, None):
        again = found(store=store, resume=True, budget=budget)
        assert again.chunks_found == CHUNKS
        assert not seen
        assert same(again, found(budget=budget))
        seen.clear()
    own = portfolio(ASKED.replace(budget=30_000), SAME, store=store, resume=True)
    assert (own.budget, own.chunks_found) == (30_000, CHUNKS)


def test_a_store_of_another_portfolio_is_left_alone(tmp_path) -> None:
    store = tmp_path / "out.zarr"
    found(store=store)
    before = content(store)
    other = Sites(SAME.names, SAME.heads, {**SAME.values, "standing": SAME.values["standing"] + 1})
    with pytest.raises(tg.InputError, match="another study: it differs in sites"):
        found(other, store=store, resume=True)
    more = Sites(SAME.names, SAME.heads + 1, SAME.values)
    with pytest.raises(tg.InputError, match="it differs in sites"):
        found(more, store=store, resume=True)
    with pytest.raises(tg.InputError, match="it differs in question"):
        portfolio(ASKED.replace(criteria=(tg.Nash(2),)), SAME, store=store, chunk=STRIP, resume=True)
    with pytest.raises(tg.StoreError, match="something is there already"):
        found(store=store)
    assert content(store) == before


def test_a_common_package_has_no_store(tmp_path) -> None:
    with pytest.raises(tg.InputError, match="is for local levels; a common package is one program"):
        found(SAME.part(slice(3)), levels="common", store=tmp_path / "out.zarr")
    with pytest.raises(tg.InputError, match="resume: needs the store"):
        found(SAME.part(slice(3)), resume=True)
    assert not any(tmp_path.iterdir())


# Damaged, full, in use


@pytest.mark.parametrize("harm", ["flip", "remove"])
@pytest.mark.parametrize("name", ["levels", "condition"])
def test_a_damaged_chunk_is_computed_again(tmp_path, monkeypatch, harm, name) -> None:
    store = tmp_path / "out.zarr"
    whole = found(store=store)
    before, files = content(store), sorted(file for file in (store / name / "c").rglob("*") if file.is_file())
    data = bytearray(files[0].read_bytes())
    data[len(data) // 2] ^= 0xFF
    if harm == "remove":
        files[0].unlink()
    else:
        files[0].write_bytes(bytes(data))
    seen = counted(monkeypatch)
    again = found(store=store, resume=True)
    assert (again.chunks_found, again.chunks_damaged, len(seen)) == (CHUNKS, 1, 1)
    assert same(again, whole)
    assert content(store) == before


@pytest.mark.slow
def test_a_disk_that_takes_no_more_stops_the_run_and_keeps_what_is_finished(tmp_path) -> None:
    store = tmp_path / "out.zarr"
    ended = begin(store, "full", 3 * STRIP)
    assert "of 5 chunks are kept. Make room, then go on with resume" in ended.stdout, ended.stderr
    resumed = found(store=store, resume=True)
    assert 3 <= resumed.chunks_found < CHUNKS
    assert same(resumed, found())


def test_two_runs_on_one_store_exclude_each_other(tmp_path) -> None:
    store, said = tmp_path / "out.zarr", []

    def second(done, of):
        try:
            found(store=store, resume=True)
        except tg.StoreError as error:
            said.append(str(error))

    assert same(found(store=store, progress=second), found())
    assert len(said) == CHUNKS
    assert all("another run is writing to this store" in text for text in said)


def test_a_chunk_that_fails_is_told_with_its_sites_and_the_others_are_kept(tmp_path, monkeypatch) -> None:
    store, compute = tmp_path / "out.zarr", site_chunks.compute_sites

    def failing(reader, sites, block):
        if sites.names[0] == "site 16":
            raise ArithmeticError("a fault here")
        return compute(reader, sites, block)

    monkeypatch.setattr(site_chunks, "compute_sites", failing)
    said = r"1 of 5 chunks failed. chunk 2 \(sites site 16 .. site 23\): ArithmeticError: a fault"
    with pytest.raises(tg.StudyError, match=said):
        found(store=store)
    monkeypatch.setattr(site_chunks, "compute_sites", compute)
    assert found(store=store, resume=True).chunks_found == CHUNKS - 1
    assert np.isfinite(open_store(store).missing.values).all()


def end_worker(reader, sites, block):
    """Ends the process that computes the third chunk."""
    if sites.names[0] == "site 16":
        os._exit(1)
    return compute_sites(reader, sites, block)


@pytest.mark.slow
def test_a_worker_that_ends_is_told_and_what_is_finished_is_kept(tmp_path, monkeypatch) -> None:
    store = tmp_path / "out.zarr"
    with monkeypatch.context() as patch, ProcessPoolExecutor(1, mp_context=get_context("fork")) as pool:
        patch.setattr(site_chunks, "compute_sites", end_worker)
        with pytest.raises(tg.StudyError, match=r"nobody computes the chunks any more.*2 of 5 chunks are kept. Go on"):
            found(store=store, executor=pool)
    resumed = found(store=store, resume=True)
    assert resumed.chunks_found == 2
    assert same(resumed, found())
