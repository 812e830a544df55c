"""tvet-games evolve, stability, long-run, sensitivity and feedback, run as a user runs them."""

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest

import tvet_games as tg

Run = Callable[..., tuple[int, str, str]]

SE = ("school_enterprise", "-c", "austria_2016")
COMMANDS = {
    "stability": ("stability", *SE, "--free", "retention"),
    "evolve": ("evolve", *SE, "-p", "training_subsidy=12000"),
    "evolve three": ("evolve", "government_school_enterprise", "-c", "germany_2022"),
    "evolve reacting": ("evolve", *SE, "-r", "training_subsidy=20000*(1-enterprise)"),
    "evolve logit": ("evolve", *SE, "--dynamic", "logit=0.05"),
    "long-run": ("long-run", "school_enterprise", "training_subsidy=0:24000:5", "-c", "austria_2016"),
    "sensitivity": ("sensitivity", "school_teacher", "-c", "germany_2022"),
    "feedback": ("feedback", "school_teacher", "-c", "germany_2022", "-r", "teacher_allowance=6000*(1-teacher)"),
}


@pytest.mark.parametrize("command", COMMANDS)
def test_tables(run: Run, command: str) -> None:
    code, out, err = run(*COMMANDS[command])
    assert code == 0
    assert not err
    assert "──" in out or "━━" in out
    assert not re.search(r"\bnan\b|Fraction\(|array\(|\{", out)


@pytest.mark.parametrize("command", COMMANDS)
def test_no_english_in_chinese(run: Run, command: str) -> None:
    """Headers and sentences; names of calibrations, instruments, symbols and units stay as they are."""
    code, out, _ = run(*COMMANDS[command], "--lang", "zh")
    assert code == 0
    english = set(re.findall(r"[A-Za-z][A-Za-z_0-9]{2,}", out))
    names = {*tg.instruments(), *tg.calibrations(), *tg.load_calibration("austria_2016").values}
    allowed = names | {"EUR", "ESS", "iff", "per", "apprenticeship", "trainee", "teacher", "year", "enterprise"}
    assert english <= allowed, english - allowed


@pytest.mark.parametrize(
    ("command", "keys"),
    [
        ("stability", {"conflict", "calibration", "vertices"}),
        (
            "evolve",
            {"vertices", "mixed_rest_points", "at_rest_elsewhere", "moving", "basin", "path", "sentences", "unit"},
        ),
        ("evolve three", {"dynamic", "rules", "policy"}),
        ("long-run", {"over", "now", "values", "target_share", "standard_error", "ends", "stable", "changes"}),
        ("sensitivity", {"target_share", "cooperation", "effects"}),
        ("feedback", {"rules", "unit", "policies", "stable", "sentences"}),
    ],
)
def test_json(run: Run, command: str, keys: set[str]) -> None:
    code, out, _ = run(*COMMANDS[command], "--json")
    assert code == 0
    assert keys <= json.loads(out).keys()


def test_evolve_json_is_the_study(run: Run) -> None:
    data = json.loads(run(*COMMANDS["evolve"], "--json")[1])
    found = tg.evolve("school_enterprise", "austria_2016", tg.Policy(training_subsidy=12000))
    assert [row["stable"] for row in data["vertices"]] == [v.stable for v in found.stability]
    assert [row["share_of_starts"] for row in data["vertices"]] == found.destinations.shares.ravel().tolist()
    assert data["vertices"][0]["actions"] == {"school": "co_train", "enterprise": "invest"}
    assert data["vertices"][0]["eigenvalues"][0]["exact"] == str(found.stability[0].eigenvalues[0])
    assert data["basin"]["share"] == float(found.basin.share)
    assert data["path"]["vertex"] == [1, 1]
    assert data["policy"] == {"training_subsidy": {"exact": "12000", "value": 12000.0}}


def test_stability_in_latex_and_html(run: Run) -> None:
    assert run("stability", "school_enterprise", "--latex")[1].startswith("\\begin{tabular}")
    assert "<table" in run("stability", "school_enterprise", "--html")[1]
    code, _, err = run("stability", "school_enterprise", "--html", "--json")
    assert code == 2
    assert "--latex" in err
    code, _, err = run("stability", "school_enterprise", "--free", "retention")
    assert code == 2
    assert "--free" in err
    assert "give -c" in err


def test_long_run_says_where_it_changes(run: Run) -> None:
    out = run(*COMMANDS["long-run"])[1]
    assert "Stable outcomes change at 9,040 and 20,448." in out
    listed = run("long-run", "school_enterprise", "training_subsidy=0,12000,24000", "-c", "austria_2016", "--json")[1]
    assert json.loads(listed)["values"] == [0, 12000, 24000]
    whole = run("long-run", "school_enterprise", "training_subsidy", "-c", "austria_2016", "--json")[1]
    assert len(json.loads(whole)["values"]) == 101


def test_a_wide_community(run: Run) -> None:
    code, out, _ = run("evolve", "community", "-c", "germany_2022", "--start", "school=0.9", "--start", "teacher=0.1")
    assert code == 2
    start = [option for p in tg.load_conflict("community").player_names for option in ("--start", f"{p}=0.9")]
    code, out, _ = run("evolve", "community", "-c", "germany_2022", *start)
    assert code == 0
    assert "Starting where 90.0% choose “cooperate” (school)" in " ".join(out.split())


@pytest.mark.parametrize(
    ("arguments", "option", "suffix"),
    [
        (COMMANDS["evolve"], "--plot", "png"),
        (COMMANDS["evolve"], "--plot-shares", "svg"),
        (COMMANDS["evolve three"], "--plot", "svg"),
        (("evolve", "community", "-c", "germany_2022"), "--plot", "png"),
        (COMMANDS["long-run"], "--plot", "png"),
        (COMMANDS["sensitivity"], "--plot", "svg"),
    ],
)
def test_plots_are_written(run: Run, tmp_path: Path, arguments: tuple[str, ...], option: str, suffix: str) -> None:
    file = tmp_path / f"picture.{suffix}"
    assert run(*arguments, option, str(file))[0] == 0
    content = file.read_bytes()
    assert content.startswith(b"\x89PNG") if suffix == "png" else b"<svg" in content


MISTAKES = [
    (("evolve", *SE, "-p", "training_subsidy"), "--policy"),
    (("evolve", *SE, "-p", "training_subsdy=1"), "did you mean 'training_subsidy'"),
    (("evolve", *SE, "-p", "training_subsidy=x"), "training_subsidy"),
    (("evolve", *SE, "--set", "retention"), "--set"),
    (("evolve", *SE, "--set", "retension=1"), "did you mean 'retention'"),
    (("evolve", *SE, "-r", "training_subsidy"), "--rule"),
    (("evolve", *SE, "-r", "training_subsidy=9*("), "rules: training_subsidy"),
    (("evolve", *SE, "--start", "school"), "--start"),
    (("evolve", *SE, "--start", "school=x"), "--start"),
    (("evolve", *SE, "--start", "school=0.5"), "start: enterprise: has no share"),
    (("evolve", *SE, "--start", "schol=0.5"), "did you mean 'school'"),
    (("evolve", *SE, "--start", "school=2", "--start", "enterprise=0"), "school has 2.0"),
    (("evolve", *SE, "--dynamic", "logti"), "--dynamic: 'logti' expected one of .*did you mean 'logit'"),
    (("evolve", *SE, "--dynamic", "logit=x"), "--dynamic"),
    (("evolve", *SE, "--dynamic", "logit=0"), "noise"),
    (("evolve", *SE, "--dynamic", "replicator=1"), "--dynamic"),
    (("evolve", *SE, "--plot", "picture.jpg"), "expected a file that ends in .png"),
    (("evolve", *SE, "--plot", "nowhere/picture.png"), "cannot be written"),
    (("evolve", *SE, "--lang", "fr"), "--lang: 'fr' expected en or zh"),
    (("evolve", "school_enterprize", "-c", "austria_2016"), "did you mean 'school_enterprise'"),
    (("evolve", "school_enterprise", "-c", "austria"), "did you mean 'austria_2016'"),
    (("evolve", "school_enterprise"), "--calibration"),
    (("long-run", "school_enterprise", "training_subsdy", "-c", "austria_2016"), "did you mean 'training_subsidy'"),
    (("long-run", "school_enterprise", "training_subsidy=5:1:3", "-c", "austria_2016"), "FROM:TO:HOW_MANY"),
    (("long-run", "school_enterprise", "training_subsidy=0:9:1", "-c", "austria_2016"), "FROM:TO:HOW_MANY"),
    (("long-run", "school_enterprise", "training_subsidy=0:9:2.5", "-c", "austria_2016"), "FROM:TO:HOW_MANY"),
    (("long-run", "school_enterprise", "training_subsidy=a,b", "-c", "austria_2016"), "FROM:TO:HOW_MANY"),
    (("long-run", "school_enterprise", "training_subsidy=3,2", "-c", "austria_2016"), "expected numbers that increase"),
    (("sensitivity", "school_teacher", "-c", "germany_2022", "--dynamic", "x"), "--dynamic"),
    (("feedback", *SE), "--rule: is missing"),
    (("feedback", *SE, "-r", "teacher_allowance=5"), "does nothing in the conflict"),
    (("feedback", *SE, "-r", "training_subsidy=5", "--lang", "de"), "--lang"),
    (("stability", "school_enterprize"), "did you mean 'school_enterprise'"),
    (("stability", *SE, "--free", "retension"), "did you mean 'retention'"),
]


@pytest.mark.parametrize(("arguments", "said"), MISTAKES)
def test_mistakes(run: Run, arguments: tuple[str, ...], said: str) -> None:
    code, out, err = run(*arguments)
    assert code == 2
    assert not out
    assert re.search(said, " ".join(err.split()))
    assert "Traceback" not in err
