"""The commands on uncertain values."""

import json

import pytest

AUSTRIA = ("school_enterprise", "-c", "austria_2016")
PAID = (*AUSTRIA, "-p", "training_subsidy=15000")

COMMANDS = [
    ("uncertainty", *PAID, "-n", "512"),
    ("uncertainty", *PAID, "-n", "512", "--design", "sobol", "--verdict", "strict", "--verdict", "p_dominant=0.7"),
    ("variance", *AUSTRIA, "-n", "64"),
    ("variance", *PAID, "-n", "64", "--output", "cost"),
    (
        "screening",
        *AUSTRIA,
        "-n",
        "4",
        "--output",
        "least_cost",
        "--levers",
        "training_subsidy",
        "--undefined",
        "20000",
    ),
    ("screening", *PAID, "-n", "8", "--output", "cooperation", "--verdict", "unique"),
    ("discover", *PAID, "-n", "1024", "--given", "retention=triangular", "--given", "spillover=0.2,0.3,0.4"),
    ("discover", *PAID, "-n", "512", "--density", "1", "--limits", "1"),
    ("uncertainty", *AUSTRIA, "--over", "training_subsidy=0:20000:9", "-n", "256", "-p", "school_grant=300"),
]


@pytest.mark.parametrize("command", COMMANDS, ids=lambda c: " ".join((c[0], *c[-2:])))
def test_tables_json_and_chinese(run, command) -> None:
    code, out, _ = run(*command)
    assert code == 0
    assert len(out.splitlines()) > 3
    code, out, _ = run(*command, "--json")
    data = json.loads(out)
    assert code == 0
    assert data["sentences"]
    code, chinese, _ = run(*command, "--lang", "zh")
    assert code == 0
    assert any("\u4e00" <= c <= "\u9fff" for c in chinese)
    assert "policy" not in chinese
    assert "training subsidy" not in chinese
    assert "training_subsidy" not in chinese


def test_policies_side_by_side(run) -> None:
    more = ("--also", "training_subsidy=9000,school_grant=100", "--cheapest", "training_subsidy,school_grant")
    _, out, _ = run("uncertainty", *PAID, "-n", "256", *more, "--json")
    rows = json.loads(out)["probability of cooperation"]
    names = ["no policy", "training_subsidy=15000", "training_subsidy=9000,school_grant=100", "cheapest package"]
    assert [row["policy"] for row in rows] == names
    assert rows[0]["probability"] < rows[2]["probability"] < rows[1]["probability"]
    assert all(row["method"] == "Clopper-Pearson" for row in rows)


def test_from_which_level_on(run, tmp_path) -> None:
    asked = ("uncertainty", *AUSTRIA, "--over", "training_subsidy=0:30000:7", "-n", "512")
    plot = tmp_path / "curve.png"
    _, out, _ = run(*asked, "--at-least", "0.7", "--plot", str(plot), "--json")
    data = json.loads(out)
    rows = data["probability by level"]
    (first, *_) = [row["training_subsidy"] for row in rows if row["probability"] >= 0.7]
    assert data["sentences"][0].startswith(f"From training subsidy {first:,.0f} on, everybody's cooperation is")
    assert [row["low"] <= row["probability"] <= row["high"] for row in rows] == [True] * 7
    assert plot.stat().st_size > 1000
    _, out, _ = run(*asked)
    assert "Probability of cooperation by level" in out
    assert f"{rows[-1]['probability'] * 100:.3g} %" in out


def test_tables_have_shares_in_percent_and_labels(run) -> None:
    _, out, _ = run("uncertainty", *PAID, "-n", "512", "--lang", "zh")
    table = "\n".join(line for line in out.splitlines() if line.count("%") > 2 and "。" not in line)
    assert "培训补贴 15,000" in table
    assert "%" in table
    assert "0.0" not in table.replace("0.00", "")
    _, out, _ = run("discover", *PAID, "-n", "2048")
    assert "< 0.001" in out
    assert "e-" not in out.split("p-value")[1].split("Coverage")[0]


def test_no_box_no_table(run) -> None:
    _, out, _ = run("discover", *AUSTRIA, "-n", "64", "--set", "standing=0")
    assert "p-value" not in out
    assert "no value tells where" in out
    _, out, _ = run("discover", *AUSTRIA, "-n", "64", "--set", "standing=0", "--json")
    assert json.loads(out)["where it fails"] == []


def test_boxes_and_shares_as_data(run) -> None:
    _, out, _ = run("discover", *PAID, "-n", "2048", "--json")
    (first, *_) = json.loads(out)["where it fails"]
    assert first["value"] == "quality_gain"
    assert first["low"] == "-infinite"
    _, out, _ = run("variance", *AUSTRIA, "-n", "256", "--json")
    data = json.loads(out)
    assert data["share of the variance"][0]["value"] == "retention"
    assert {row["group"] for row in data["by group"]} == {"assumed", "measured"}


@pytest.mark.parametrize(
    ("command", "match"),
    [
        (("uncertainty", *AUSTRIA, "--verdict", "stable"), "is not a known verdict"),
        (("uncertainty", *AUSTRIA, "--verdict", "aligned=1"), "takes a number for nash"),
        (("uncertainty", *AUSTRIA, "--verdict", "basin=x"), "--verdict"),
        (("uncertainty", *AUSTRIA, "--also", "training_subsidy"), "expected NAME=VALUE"),
        (("uncertainty", *AUSTRIA, "--cheapest", "school_grants"), "did you mean 'school_grant'"),
        (("uncertainty", *AUSTRIA, "--given", "retention=high"), "--given"),
        (("uncertainty", *AUSTRIA, "-n", "100", "--design", "sobol"), "did you mean '128'"),
        (("variance", *AUSTRIA, "--output", "p_level", "-n", "64"), "infinite or undefined in"),
        (("variance", *AUSTRIA, "--output", "p_level", "-n", "64"), "--undefined NUMBER"),
        (("variance", *AUSTRIA, "-n", "16"), "power of 2 from 64 on"),
        (("discover", *AUSTRIA, "--density", "2"), "above 0 and at most 1"),
        (("discover", *PAID, "-n", "64", "--given", "career_value=1,2"), "that nothing asked here rests on"),
        (
            ("uncertainty", *AUSTRIA, "-n", "64", "--given", "career_value=1,2"),
            "--given: 'career_value' is a value that nothing",
        ),
        (("uncertainty", *AUSTRIA, "--over", "training_subsidy"), "expected levels, as in training_subsidy=0:12000:25"),
        (("uncertainty", *AUSTRIA, "--over", "training_subsidie=0,1"), "did you mean 'training_subsidy'"),
        (("uncertainty", *PAID, "--over", "training_subsidy=0,1"), "sets the level that moves"),
        (("uncertainty", *AUSTRIA, "--at-least", "0.5"), "is an option of --over"),
        (("uncertainty", *AUSTRIA, "--over", "training_subsidy=0,1", "--also", "school_grant=1"), "leave it out with"),
    ],
)
def test_what_is_refused(run, command, match) -> None:
    code, _, errors = run(*command)
    assert code == 2
    assert match in errors


def test_variance_and_screening_draw_what_they_print(run, tmp_path) -> None:
    for command, size in (("variance", "64"), ("screening", "4")):
        path = tmp_path / f"{command}.svg"
        options = ("-n", size, "--lang", "zh", "--plot", str(path))
        assert run(command, "school_teacher", "-c", "germany_2022", *options)[0] == 0
        assert path.read_text(encoding="utf-8").startswith("<?xml")
