"""The command on portfolios: stores, resuming, processes."""

import json

import pytest

from tvet_games.study.chunks.opening import open_store

REGION = "site,trainees,training_cost\nNorth,40,26000\nSouth,20,27000\nWest,80,26500\n"


@pytest.fixture
def asked(tmp_path):
    sites = tmp_path / "sites.csv"
    sites.write_text(REGION)
    return ("portfolio", "germany_apprenticeship", "--sites", str(sites))


def test_a_store_is_written_and_answers_for_another_budget(run, asked, tmp_path) -> None:
    store = str(tmp_path / "out.zarr")
    code, _, errors = run(*asked, "--budget", "200000", "--store", store)
    assert (code, errors) == (0, "")
    assert open_store(store).site.values.tolist() == ["North", "South", "West"]
    code, out, errors = run(*asked, "--budget", "100000", "--store", store, "--resume", "--json")
    assert code == 0
    assert "1 chunks were there already" in errors
    assert json.loads(out)["budget"] == 100_000
    assert json.loads(out) == json.loads(run(*asked, "--budget", "100000", "--json")[1])


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (("--resume",), "--resume: needs the store to go on with: give --store"),
        (("--workers", "0"), "--workers: '0' expected a whole number of at least 1"),
        (("--levels", "common", "--store", "out.zarr"), "a common package is one program"),
    ],
)
def test_wrong_options_are_told(run, asked, options, says) -> None:
    code, _, errors = run(*asked, *options)
    assert code == 2
    assert says in errors


def test_a_store_is_not_written_over(run, asked, tmp_path) -> None:
    store = str(tmp_path / "out.zarr")
    run(*asked, "--store", store)
    code, _, errors = run(*asked, "--store", store)
    assert code == 2
    assert "something is there already" in errors


def test_an_interruption_says_how_to_go_on(run, asked, tmp_path, monkeypatch) -> None:
    from tvet_games.cli import portfolio as module

    def stopped(*_, **__):
        raise KeyboardInterrupt

    monkeypatch.setattr(module, "portfolio", stopped)
    store = tmp_path / "out.zarr"
    code, _, errors = run(*asked, "--store", str(store))
    assert (code, "--resume" in errors) == (130, False)  # nothing is kept yet
    store.mkdir()
    code, _, errors = run(*asked, "--store", str(store))
    assert code == 130
    assert "go on with --resume" in errors


@pytest.mark.slow
def test_processes_give_the_same(run, asked) -> None:
    assert run(*asked, "--workers", "2", "--json")[1] == run(*asked, "--json")[1]
    curve = ("frontier", "switzerland_it_patience", "--points", "4", "--json")
    assert run(*curve, "--workers", "2")[1] == run(*curve)[1]
