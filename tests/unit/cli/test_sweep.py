"""The command on sweeps."""

import json

import pandas as pd
import pytest

import tvet_games as tg

ASKED = ("sweep", "school_enterprise", "-c", "austria_2016", "--over", "training_subsidy=0:30000:31")


def test_a_sweep_prints_shares_in_both_languages_and_as_json(run) -> None:
    code, out, errors = run(*ASKED)
    assert code == 0
    assert "Training subsidy: nowhere below 10,000; from 10,000 on at all." in out
    assert "everybody's cooperation is an equilibrium" in out
    assert "31 points, chunks: 1" in errors
    chinese = run(*ASKED, "--lang", "zh")[1]
    assert "培训补贴：低于 10,000 时处处不构成均衡；从 10,000 起，在所有的点上构成均衡。" in chinese
    assert "占点数的比例" in chinese
    data = json.loads(run(*ASKED, "--json")[1])
    table = data["points"]
    assert data["along training_subsidy"][10] == {"training_subsidy": 10_000, "share of the points": 1}
    assert table[0] == {
        "statement": "target_equilibrium",
        "share of the points": pytest.approx(21 / 31),
        "profile": "co_train, invest",
    }


def test_a_store_is_written_and_gone_on_with(run, tmp_path) -> None:
    store = str(tmp_path / "out.zarr")
    grid = (*ASKED, "--over", "retention=0.2,0.4,0.6", "-o", store, "--say", "margin", "--workers", "2")
    assert run(*grid)[0] == 0
    found = tg.open_store(store)
    assert found.sizes == {"training_subsidy": 31, "retention": 3}
    assert set(found.data_vars) == {"verdict", "margin"}
    code, _, errors = run(*grid)
    assert code == 2
    assert "something is there already" in errors
    code, _, errors = run(*grid, "--resume")
    assert code == 0
    assert "1 chunks were there already" in errors


def test_a_table_holds_every_point(run, tmp_path) -> None:
    table = tmp_path / "points.csv"
    assert run(*ASKED, "--worlds", "16", "--design", "sobol", "-o", str(table))[0] == 0
    frame = pd.read_csv(table)
    assert len(frame) == 31 * 16
    said = {"verdict", "p_level", "target_equilibrium", "target_unique", "class"}
    assert {"training_subsidy", "world", "retention"} | said <= set(frame.columns)
    assert (frame["target_equilibrium"] == (frame["verdict"] % 2 == 1)).all()
    assert "overload" not in frame.columns  # a value of teachers, which nothing here rests on


def test_sites_and_scenarios(run, tmp_path) -> None:
    sites = tmp_path / "sites.csv"
    sites.write_text("site,trainees,retention\nUlm,12,0.3\nJena,30,0.9\n", encoding="utf-8")
    scenario = ("sweep", "germany_five_conflicts", "--over", "training_subsidy=0,4000", "--sites", str(sites))
    code, _, errors = run(*scenario)
    assert code == 2
    assert "--conflict: is needed, because the scenario has several" in errors
    code, out, _ = run(*scenario, "--conflict", "school_enterprise")
    assert code == 0
    assert "everybody's cooperation is an equilibrium" in out


def test_a_dry_run_only_says_how_large_it_would_be(run) -> None:
    large = (*ASKED, "--over", "retention=0:1:100001", "--worlds", "1024", "--dry-run")
    code, out, _ = run(*large)
    assert code == 0
    assert "3,174,431,744 points, chunks:" in out
    assert json.loads(run(*large, "--json")[1])["plan"]["points"] == 31 * 100_001 * 1_024


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (("--over", "retention"), "--over: 'retention' expected values"),
        (("--over", "training_subsidy=1,2"), "is given twice"),
        (("--resume",), "--resume: needs the store"),
        (("--resume", "-o", "a.csv"), "is for a store"),
        (("--given", "retention=triangular"), "say how many with --worlds"),
        (("--worlds", "4", "--given", "overload=2,3"), "nothing here rests on"),
        (("--worlds", "4", "--given", "retention=2,3"), "is a share"),
        (("-p", "training_subsidy=9000"), "has a level in the policy and moves along an axis"),
        (("-o", "big.xlsx"), "neither .zarr (a store) nor .csv (a table)"),
        (("-o", "no_such_folder/a.csv"), "is in a folder that does not exist"),
        (("--conflict", "school_enterprise"), "is for a scenario"),
        (("--say", "p_levl"), "did you mean 'p_level'"),
        (("--processes", "--scheduler", "tcp://127.0.0.1:1"), "exclude each other"),
        (("--over", "retention=0:1:100001", "-o", "a.csv"), "takes at most 1,000,000 points"),
    ],
)
def test_wrong_options_are_told(run, options, says) -> None:
    code, _, errors = run(*ASKED, *options)
    assert code == 2
    assert says in errors
