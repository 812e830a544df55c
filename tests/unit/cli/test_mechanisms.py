"""The commands on mechanisms."""

import json

import pytest

GERMANY = ("-c", "germany_2022")

COMMANDS = [
    ("patience", "school_enterprise", *GERMANY),
    ("patience", "school_enterprise", *GERMANY, "--over", "training_subsidy=0:9000:4", "--delta", "0.5"),
    ("communication", "school_student", *GERMANY),
    ("evaluation", "school_student", *GERMANY),
    ("common-goals", "school_enterprise", *GERMANY),
    ("understanding", "school_student", *GERMANY),
    ("culture", "school_enterprise", *GERMANY),
    ("responsibilities", "enterprise_student", *GERMANY, "-p", "training_subsidy=1000"),
    ("leadership", "school_teacher", *GERMANY),
    ("graph", "internship_placement"),
    ("graph", "school_enterprise", *GERMANY),
    ("mechanisms", "school_teacher", *GERMANY, "--only", "today", "--only", "communication"),
]


@pytest.mark.parametrize("command", COMMANDS, ids=lambda c: " ".join(c[:2]))
def test_tables_json_and_chinese(run, command) -> None:
    code, out, _ = run(*command)
    assert code == 0
    assert len(out.splitlines()) > 4
    code, out, _ = run(*command, "--json")
    data = json.loads(out)
    assert code == 0
    assert data["sentences"]
    code, chinese, _ = run(*command, "--lang", "zh")
    assert code == 0
    assert any("\u4e00" <= c <= "\u9fff" for c in chinese)


def test_the_table_and_its_details(run) -> None:
    few = ("school_enterprise", "school_teacher", *GERMANY, "--only", "communication", "--only", "incentives")
    _, out, _ = run("mechanisms", *few)
    assert "fails" in out
    assert "settles it" in out
    assert "possible 3,265" in out
    _, out, _ = run("mechanisms", *few, "--details")
    assert 'tg.communication("school_teacher", "germany_2022")' in out
    assert "ends with the public money" in out


@pytest.mark.parametrize(
    ("command", "picture"),
    [
        (("mechanisms", "school_teacher", *GERMANY, "--only", "today"), "--plot"),
        (("mechanisms", "school_teacher", *GERMANY, "--only", "today"), "--plot-map"),
        (("patience", "enterprise_student", "-c", "austria_2016", "--delta", "0.6"), "--plot"),
        (("patience", "school_enterprise", *GERMANY, "--over", "training_subsidy"), "--plot"),
        (("communication", "school_student", *GERMANY), "--plot"),
        (("evaluation", "school_student", "-c", "china_2021"), "--plot"),
        (("understanding", "school_student", *GERMANY), "--plot"),
        (("culture", "school_enterprise", *GERMANY), "--plot"),
    ],
    ids=lambda c: c if isinstance(c, str) else " ".join(c[:2]),
)
def test_pictures(run, tmp_path, command, picture) -> None:
    path = tmp_path / "picture.png"
    code, _, err = run(*command, picture, str(path))
    assert (code, err) == (0, "")
    assert path.read_bytes().startswith(b"\x89PNG")


@pytest.mark.parametrize(
    ("command", "message"),
    [
        (("mechanisms", "school_entreprise", *GERMANY), "did you mean 'school_enterprise'"),
        (("mechanisms", "school_enterprise", *GERMANY, "--only", "talk"), "is no mechanism"),
        (("mechanisms", "school_enterprise", *GERMANY, "--patience", "much"), "patience"),
        (("mechanisms", "school_enterprise", "-c", "germany"), "germany_2022"),
        (("patience", "school_enterprise", *GERMANY, "--plot", "x.png"), "give --delta, or --over"),
        (("patience", "school_enterprise", *GERMANY, "--delta", "2"), "delta"),
        (("patience", "school_enterprise", *GERMANY, "--detection", "0"), "detection"),
        (("evaluation", "school_enterprise", *GERMANY, "--plot", "x.png"), "nothing to deter"),
        (("evaluation", "school_student", *GERMANY, "--warnings", "99"), "warnings"),
        (("graph", "internship_placment"), "did you mean 'internship_placement'"),
        (("graph", "internship_placement", "--start", "NNNNX"), "is no state"),
        (("graph", "internship_placement", "-p", "training_subsidy=1"), "give -c"),
        (("graph", "school_enterprise", *GERMANY, "--start", "co_train"), "player=action"),
        (("leadership", "government_school_enterprise", *GERMANY), "do not meet in pairs"),
        (("culture", "school_enterprise", "-c", "germany_2022", "--lang", "de"), "expected en or zh"),
    ],
    ids=lambda c: c if isinstance(c, str) else " ".join(c),
)
def test_bad_input(run, command, message) -> None:
    code, out, err = run(*command)
    assert (code, out) == (2, "")
    assert message in err
    assert "Traceback" not in err


def test_new_and_check_a_graph(run, tmp_path) -> None:
    path = str(tmp_path / "dispute.toml")
    assert run("new", "graph", path)[0] == 0
    assert run("check", path)[0] == 0
    code, out, _ = run("graph", path)
    assert code == 0
    assert "supervise" in out
    assert "internship_placement" in run("list")[1]
    assert "withdraw_interns" in run("show", "internship_placement")[1]


def test_a_graph_is_drawn_to_a_file(run, tmp_path) -> None:
    path = tmp_path / "graph.svg"
    assert run("graph", "school_enterprise", "-c", "germany_2022", "--plot", str(path))[0] == 0
    assert path.read_text(encoding="utf-8").startswith("<?xml")


def test_pictures_speak_the_language_of_the_command(run, tmp_path, monkeypatch) -> None:
    drawn = []
    monkeypatch.setattr("tvet_games.show.files.save", lambda area, path: drawn.append(area))
    for lang in ("zh", "en"):
        run("understanding", "school_student", *GERMANY, "--lang", lang, "--plot", str(tmp_path / "any.svg"))
    assert [area.get_ylabel() for area in drawn] == ["合作的概率", "probability of cooperating"]
