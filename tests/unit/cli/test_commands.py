"""The command line, run as a user runs it."""

import json
import platform
import subprocess
import sys
from collections.abc import Callable
from fractions import Fraction
from importlib.metadata import version
from pathlib import Path

import numpy as np
import pytest

import tvet_games as tg
from tvet_games.checker.check import Verification, verify_text
from tvet_games.cli import demo

Run = Callable[..., tuple[int, str, str]]


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_list_names_everything(run: Run, lang: str) -> None:
    code, out, _ = run("list", "--lang", lang)
    assert code == 0
    for name in (*tg.conflicts(), *tg.calibrations(), *tg.instruments(), *tg.scenarios()):
        assert name in out


def test_list_as_json(run: Run) -> None:
    code, out, _ = run("list", "--json")
    assert code == 0
    assert set(json.loads(out)) == {"conflicts", "calibrations", "instruments", "scenarios", "graphs", "stakeholders"}


@pytest.mark.parametrize("name", [*tg.conflicts(), *tg.calibrations(), *tg.instruments(), *tg.scenarios()])
def test_show_everything(run: Run, name: str) -> None:
    for extra in ([], ["--lang", "zh"], ["--json"]):
        code, out, err = run("show", name, *extra)
        assert (code, err) == (0, "")
        assert out
    json.loads(out)


def test_show_gives_formulas_and_provenance(run: Run) -> None:
    assert "solo_share*quality_gain" in run("show", "school_enterprise")[1]
    out = run("show", "austria_2016")[1]
    assert "14300" in out
    assert "assumed" in out


def test_solve(run: Run) -> None:
    pure = [
        f"--set={n}={v}" for n, v in {"retention": 1, "spillover": 0, "standing": 0, "cultural_distance": 0}.items()
    ]
    arguments = ("solve", "school_enterprise", "-c", "austria_2016", "-p", "training_subsidy=5100", *pure)
    code, out, _ = run(*arguments)
    assert code == 0
    assert "1,200" in out
    assert "Everybody's cooperation is an equilibrium." in out
    assert "strict" in out
    data = json.loads(run(*arguments, "--json")[1])
    assert data["scope"] == "all"
    (target,) = [e for e in data["equilibria"] if e["target"]]
    assert target["payoffs"]["enterprise"] == {"exact": "1200", "value": 1200.0}
    assert data["payoffs"]["enterprise"][0][0]["exact"] == "1200"


def test_solve_three_players_in_chinese(run: Run) -> None:
    code, out, _ = run("solve", "government_school_enterprise", "-c", "china_2021", "--lang", "zh")
    assert code == 0
    assert "纯策略均衡" in out


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("name", tg.scenarios())
def test_search(run: Run, name: str, lang: str) -> None:
    code, out, err = run("search", name, "--lang", lang)
    assert (code, err) == (0, "")
    assert ("verified in fractions" if lang == "en" else "已用分数验证") in out


def test_search_as_json_carries_a_certificate_that_anyone_can_check(run: Run) -> None:
    data = json.loads(run("search", "germany_five_conflicts", "--json")[1])

    def fraction(entry: dict) -> Fraction:
        return Fraction(entry["exact"])

    proof = data["certificate"]
    x = [fraction(v) for v in proof["x"]]
    rows = [([fraction(a) for a in c["coefficients"]], fraction(c["at_least"])) for c in proof["constraints"]]
    assert all(sum(a * v for a, v in zip(row, x, strict=True)) >= bound for row, bound in rows)
    combined, value = [Fraction(0)] * len(x), Fraction(0)
    for entry in proof["multipliers"]:
        y = fraction(entry["multiplier"])
        row, bound = rows[entry["constraint"]]
        assert y >= 0
        combined = [s + y * a for s, a in zip(combined, row, strict=True)]
        value += y * bound
    assert combined == [fraction(c) for c in proof["cost"]]
    assert value == fraction(data["costs"]["expected"])


INFEASIBLE = """
format = 1
[scenario]
name = "poor"
question.en = "Will honour alone do?"
conflicts = ["school_enterprise"]
calibration = "germany_2022"
[instrument]
public_recognition = {}
"""


def test_infeasible_question(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "poor.toml"
    path.write_text(INFEASIBLE)
    code, out, _ = run("search", str(path))
    assert code == 3
    assert "No policy within the bounds will do" in out
    assert "3,890" in out.replace("\n", " ")
    data = json.loads(run("search", str(path), "--json")[1])
    assert data["status"] == "infeasible"
    assert data["certificate"]["verified"] is True


@pytest.mark.parametrize("kind", ["conflict", "calibration", "instrument", "scenario"])
def test_templates_pass_their_own_check(run: Run, tmp_path: Path, kind: str) -> None:
    path = tmp_path / f"my_{kind}.toml"
    assert run("new", kind, str(path))[0] == 0
    code, out, err = run("check", str(path))
    assert (code, err) == (0, "")
    assert "no problem found" in out
    text = path.read_text()
    assert run("new", kind, str(path))[0] == 2
    assert path.read_text() == text


def test_template_scenario_can_be_searched(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    run("new", "scenario", str(path))
    assert run("search", str(path))[0] == 0


def test_check_lists_every_mistake(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "bad.toml"
    run("new", "conflict", str(path))
    path.write_text(
        path.read_text().replace("[[player]]", "[[player]]\ncolour = 1", 1).replace("format = 1", "format = 2")
    )
    code, _, err = run("check", str(path))
    assert code == 2
    assert "format" in err
    assert "colour" in err
    listed = json.loads(run("check", str(path), "--json")[1])
    assert len(listed) == len(err.splitlines()) >= 2


def test_a_table_to_start_from(run: Run, tmp_path: Path) -> None:
    table, file = tmp_path / "mine.csv", tmp_path / "mine.toml"
    assert run("new", "calibration", str(table))[0] == run("new", "calibration", str(file))[0] == 0
    assert run("check", str(table))[0] == 0
    assert run("show", str(table), "--json")[1] == run("show", str(file), "--json")[1]
    assert run("new", "conflict", str(tmp_path / "conflict.csv"))[0] == 2


def test_a_table_may_be_the_calibration(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "own.csv"
    tg.write_calibration(tg.load_calibration("austria_2016"), path)
    assert run("check", str(path))[:2] == (0, f"{path}: no problem found\n")
    ours = run("solve", "school_enterprise", "-c", str(path), "--json")
    assert ours[0] == 0
    assert ours[1] == run("solve", "school_enterprise", "-c", "austria_2016", "--json")[1]
    assert run("show", str(path))[1] == run("show", "austria_2016")[1]
    path.write_text(path.read_text(encoding="utf-8").replace(",assumed,", ",asumed,", 1), encoding="utf-8")
    code, _, err = run("solve", "school_enterprise", "-c", str(path))
    assert code == 2
    assert "column provenance: 'asumed' is no provenance" in err
    assert "(did you mean 'assumed'?)" in err


def test_demo(run: Run) -> None:
    code, out, _ = run("demo")
    assert code == 0
    for said in ("question:", "cheapest package", "Equilibria before and after", "per trainee", "assumed"):
        assert said in out
    assert "最优" in run("demo", "--lang", "zh")[1]


def test_what_comes_next_is_called_as_this_was(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "argv", [".venv/bin/tvet-games", "demo"])
    monkeypatch.setattr("shutil.which", lambda _: None)
    assert demo.command() == ".venv/bin/tvet-games"
    monkeypatch.setattr("shutil.which", lambda name: f"/usr/bin/{name}")
    assert demo.command() == "tvet-games"


def test_bad_language(run: Run) -> None:
    code, _, err = run("list", "--lang", "fr")
    assert code == 2
    assert "expected en or zh" in err


def test_version_and_help(run: Run) -> None:
    told = run("--version")[1].splitlines()
    assert told[0] == f"tvet-games {tg.__version__}"
    assert told[1].startswith(f"Python {platform.python_version()}")
    assert f"numpy {np.__version__}" in told[2]
    assert f"zarr {version('zarr')}" in told[3]
    out = run("--help")[1]
    for command in (
        "list",
        "show",
        "check",
        "new",
        "solve",
        "search",
        "frontier",
        "portfolio",
        "compare",
        "take-up",
        "demo",
    ):
        assert command in out


def test_output_that_is_cut_off_does_not_complain() -> None:
    command = f"{sys.executable} -m tvet_games.cli list | head -n 1"
    done = subprocess.run(command, shell=True, capture_output=True, text=True, check=False)
    assert "Traceback" not in done.stderr


def test_search_explains_what_the_answer_rests_on(run: Run) -> None:
    code, out, _ = run("search", "germany_apprenticeship", "--explain")
    assert code == 0
    for said in ("welfare", "p-dominance", "What each instrument is worth", "package fails"):
        assert said in out
    data = json.loads(run("search", "germany_apprenticeship", "--explain", "--json")[1])
    assert {"instruments", "direct_alone", "leeway"} == set(data["explanation"])


@pytest.mark.slow
def test_search_explains_itself(run: Run) -> None:
    code, out, _ = run("search", "germany_premium", "--explain")
    assert code == 0
    for said in ("status quo", "welfare", "p-dominance", "What each instrument is worth", "package fails"):
        assert said in out
    data = json.loads(run("search", "germany_premium", "--explain", "--json")[1])
    assert data["status_quo"]["training_subsidy"]["exact"] == "2000"
    assert data["levels"]["training_subsidy"]["value"] % 100 == 0
    assert len([v for v in data["levels"].values() if v["value"]]) <= 2
    assert {"instruments", "direct_alone", "leeway"} == set(data["explanation"])
    assert data["accounts"]["welfare"]["value"] < sum(g["value"] for g in data["accounts"]["gains"].values())


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("name", ["germany_in_every_world", "germany_in_most_worlds"])
def test_search_under_uncertainty(run: Run, name: str, lang: str) -> None:
    code, out, _ = run("search", name, "--lang", lang)
    assert code == 0
    assert ("Under uncertainty" if lang == "en" else "不确定性") in out


def test_uncertainty_as_json(run: Run) -> None:
    data = json.loads(run("search", "germany_in_every_world", "--json")[1])
    central, robust = data["costs"]["expected"]["value"], data["uncertainty"]["cost"]["value"]
    assert robust > central


def test_frontier(run: Run) -> None:
    code, out, _ = run("frontier", "germany_apprenticeship", "--from", "0", "--to", "3000")
    assert code == 0
    assert "2,486" in out
    data = json.loads(run("frontier", "switzerland_it_patience", "--points", "4", "--json")[1])
    assert (data["over"], data["is_exact"], len(data["points"])) == ("delta", False, 4)
    assert "精确值" in run("frontier", "germany_premium", "--lang", "zh")[1]
    assert run("frontier", "germany_premium", "--over", "budget")[0] == 0
    code, out, _ = run("frontier", "germany_apprenticeship", "--over", "budget", "--to", "100")
    assert code == 3
    assert "Nothing can be had for so little" in out
    code, _, err = run("frontier", "germany_apprenticeship", "--over", "delta")
    assert code == 2
    assert "needs a criterion with delta" in err
    code, _, err = run("frontier", "germany_apprenticeship", "--from", "abc")
    assert code == 2
    assert "abc" in err


REGION = """site,trainees,training_cost,trainee_output
North,40,26000,18000
South,20,27000,18000
West,80,26500,19000
"""


def test_portfolio(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "sites.csv"
    path.write_text(REGION)
    code, out, _ = run("portfolio", "germany_apprenticeship", "--sites", str(path))
    assert code == 0
    assert all(name in out for name in ("North", "South", "West"))
    table = tmp_path / "out.csv"
    arguments = ("portfolio", "germany_apprenticeship", "--sites", str(path), "--budget", "200000", "-o", str(table))
    data = json.loads(run(*arguments, "--json")[1])
    assert data["total_cost"] <= 200_000
    assert data["trainees_funded"] < 140
    assert len(table.read_text().splitlines()) == 4
    assert (
        run("portfolio", "germany_apprenticeship", "--sites", str(path), "--levels", "common", "--lang", "zh")[0] == 0
    )
    path.write_text(REGION.replace("trainee_output", "trainee_outptu").replace("South,20", "South,many"))
    code, _, err = run("portfolio", "germany_apprenticeship", "--sites", str(path))
    assert code == 2
    assert "trainee_output" in err
    code, _, err = run("portfolio", "germany_apprenticeship")
    assert code == 2
    assert "--sites" in err


def test_compare(run: Run) -> None:
    names = ("germany_apprenticeship", "austria_apprenticeship")
    code, out, _ = run("compare", *names)
    assert code == 0
    assert "EUR per apprenticeship" in out
    data = json.loads(run("compare", *names, "--json")[1])
    assert [row["country"] for row in data["rows"]] == ["DE", "AT"]
    assert run("compare", *names, "--lang", "zh")[0] == 0


def test_take_up(run: Run) -> None:
    code, out, _ = run("take-up", "germany_2022", "--level", "0", "--level", "8100")
    assert code == 0
    assert "25.0%" in out
    assert "50.0%" in out
    data = json.loads(run("take-up", "switzerland_2016", "--level", "0", "--distribution", "logistic", "--json")[1])
    assert data["share"][0] == pytest.approx(0.63)
    assert "拟合" in run("take-up", "germany_in_most_worlds", "--level", "2000", "--lang", "zh")[1]
    assert run("take-up", "germany_2022", "--level", "much")[0] == 2
    assert run("take-up", "austria_2016")[0] == 2


def test_answers_are_checked_by_code_that_did_not_find_them(run: Run, tmp_path: Path) -> None:
    proof = tmp_path / "proof.json"
    code, out, err = run("search", "germany_apprenticeship", "--verify", "--proof", str(proof))
    assert (code, err) == (0, f"wrote {proof}; check it: python -m tvet_games.checker {proof}\n")
    assert "policy: holds" in out
    assert verify_text(proof.read_text())
    code, out, _ = run("solve", "school_enterprise", "-c", "germany_2022", "--verify", "--json")
    assert json.loads(out)["verification"]["holds"]


def test_an_answer_that_does_not_hold_is_an_error_of_its_own(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tvet_games.cli.verification.verify", lambda _: Verification("policy", False, (), (), "no"))
    code, _, err = run("search", "germany_apprenticeship", "--verify")
    assert (code, err) == (1, "error: no\n")
