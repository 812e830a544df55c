"""tvet-games bargain and tvet-games share, run as a user runs them."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

import tvet_games as tg

Run = Callable[..., tuple[int, str, str]]

DYADS = [name for name in tg.conflicts() if tg.load_conflict(name).bargaining is not None]


@pytest.mark.parametrize("conflict", DYADS)
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_every_dyad(run: Run, conflict: str, lang: str) -> None:
    code, out, err = run("bargain", conflict, "-c", "austria_2016", "--lang", lang)
    assert code in (0, 3)
    assert not err
    assert {"en": "Austria 2016", "zh": "奥地利 2016"}[lang] in out


def test_bargain_tells_who_pays_whom(run: Run) -> None:
    code, out, _ = run("bargain", "school_enterprise", "-c", "germany_2022", "-p", "training_subsidy=4000")
    assert code == 0
    assert "if school pays" in " ".join(out.split())
    assert "675.33 and 1,460 EUR per trainee-year" in " ".join(out.split())
    assert "under training subsidy 4,000" in out
    assert "Searched anew, without the policy given:" in out


def test_pay_stands_beside_published_ratios(run: Run) -> None:
    _, out, _ = run("bargain", "enterprise_student", "-c", "germany_2022")
    for said in ("pay fair", "(29% of skilled pay)", "metal mechanic", "cook, year 3", "54%"):
        assert said in out


def test_a_weak_student_and_an_impatient_one(run: Run) -> None:
    code, out, _ = run(
        "bargain", "enterprise_student", "-c", "germany_2022", "-w", "student=1/3", "--discount", "0.9,0.8"
    )
    assert code == 0
    assert "weighted Nash" in out
    assert "Rubinstein" in out


def test_nothing_to_bargain_over_is_said(run: Run) -> None:
    code, out, _ = run("bargain", "school_enterprise", "-c", "switzerland_electrician")
    assert code == 3
    assert "They cooperate already" in out
    _, out, _ = run("bargain", "school_enterprise", "-c", "germany_2022")
    assert "Nothing to bargain over" in out
    assert run("bargain", "school_enterprise", "-c", "germany_2022", "--discount", "1,0.5")[0] == 2


def test_bargain_as_json(run: Run) -> None:
    code, out, _ = run("bargain", "enterprise_student", "-c", "germany_2022", "--json")
    data = json.loads(out)
    assert code == 0
    assert data["contract_can_hold"] is True
    assert {a["rule"] for a in data["with_side_payments"]} >= {"nash", "shapley", "nucleolus"}
    assert data["with_side_payments"][0]["payments"]["student"]["value"] < 0
    assert data["reading"]["published"][0]["figure"] == "ch_mech_fair_y1"
    assert "contract_effect" in data
    assert data["given"] == {}


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("-w", "studnt=1"), "did you mean 'student'"),
        (("-w", "student"), "expected NAME=VALUE"),
        (("--discount", "0.9"), "expected two numbers"),
        (("--discount", "1,1"), "discounts"),
        (("--disagreement", "maxmim"), "did you mean 'maxmin'"),
        (("--disagreement", "1,x"), "not a finite decimal"),
        (("--today", "student=engage"), "baseline_equilibrium only"),
        (("--plot", "picture.jpg"), "expected a file that ends in .png"),
        (("--plot", "nowhere/picture.png"), "cannot be written"),
        (("--lang", "fr"), "expected en or zh"),
    ],
)
def test_mistakes_in_options(run: Run, options: tuple[str, ...], said: str) -> None:
    code, _, err = run("bargain", "enterprise_student", "-c", "germany_2022", *options)
    assert code == 2
    assert said in err


def test_bargaining_is_between_two(run: Run) -> None:
    code, _, err = run("bargain", "community", "-c", "germany_2022")
    assert code == 2
    assert "share the benefit" in err


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("scenario", ["sharing_community", "sharing_community_of_eight"])
def test_share_a_scenario(run: Run, scenario: str, lang: str) -> None:
    code, out, err = run("share", scenario, "--lang", lang)
    assert code == 0
    assert not err
    assert ("in core" if lang == "en" else "在核内") in out


def test_share_a_conflict_under_a_policy(run: Run) -> None:
    code, out, _ = run("share", "school_enterprise", "-c", "germany_2022", "-p", "training_subsidy=8000", "--json")
    data = json.loads(out)
    assert code == 0
    assert data["players"] == ["school", "enterprise"]
    assert data["divisions"][0]["transfers"]
    assert data["core"]["is_empty"] is False
    assert data["profile"] == {"school": "co_train", "enterprise": "invest"}
    assert data["cheapest"]


def test_share_a_table(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "game.csv"
    file.write_text("coalition,value\na,0\nb,0\na+b,1\n")
    code, out, _ = run("share", str(file))
    assert code == 0
    assert "a + b" in out
    for option in (("-c", "germany_2022"), ("--set", "x=1"), ("-p", "x=1")):
        code, _, err = run("share", str(file), *option)
        assert code == 2
        assert "for conflicts" in err


def test_an_empty_core_says_what_stability_costs(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "majority.csv"
    file.write_text("coalition,value\na,0\nb,0\nc,0\na+b,1\na+c,1\nb+c,1\na+b+c,1\n")
    code, out, _ = run("share", str(file))
    assert code == 0
    assert "The core is empty" in out
    assert "0.5 from outside" in " ".join(out.split())
    assert "No tau value" in out


def test_plots_are_written(run: Run, tmp_path: Path) -> None:
    first, second, third = (str(tmp_path / f"{k}.png") for k in range(3))
    assert run("bargain", "school_teacher", "-c", "germany_2022", "--plot", first)[0] == 0
    assert (
        run("share", "school_enterprise_student", "-c", "germany_2022", "--plot", second, "--plot-core", third)[0] == 0
    )
    assert all(Path(file).read_bytes().startswith(b"\x89PNG") for file in (first, second, third))


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("community",), "calibration: is needed"),
        (("comunity", "-c", "germany_2022"), "did you mean 'community'"),
        (("community", "--set", "retention=1"), "needs a calibration"),
        (("sharing_community", "-c", "germany_2022"), "comes with the scenario"),
        (("none.csv",), "cannot be read"),
        (("community", "-c", "germany_2022", "--plot-core", "x.png"), "the triangle shows three players"),
    ],
)
def test_mistakes_in_what_is_shared(run: Run, arguments: tuple[str, ...], said: str) -> None:
    code, _, err = run("share", *arguments)
    assert code == 2
    assert said in err
