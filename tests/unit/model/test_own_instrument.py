"""An instrument of one's own for a conflict of one's own: the two files side by side, tied by the conflict's name."""

from pathlib import Path

import pytest

import tvet_games as tg

CONFLICT = """
format = 1
[conflict]
name = "workshop"
per = "trainee"
[[player]]
name = "centre"
actions = ["maintain", "run_down"]
[[player]]
name = "firm"
actions = ["send", "keep_back"]
[parameter]
upkeep = { dimension = "money", meaning = "cost of the workshop" }
worn = { dimension = "share", meaning = "part of the cost that a worn workshop takes" }
[[payoff]]
when = { centre = "maintain" }
centre = "-upkeep"
firm = 1
[[payoff]]
when = { centre = "run_down" }
centre = "-worn*upkeep"
firm = 0
"""

INSTRUMENT = """
format = 1
[instrument]
name = "grant"
dimension = "money"
bounds = [0, "upkeep"]
paid_once_per = "trainee"
[[effect]]
conflict = "CONFLICT"
when = { centre = "maintain" }
centre = "level"
public_cost = "level"
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "workshop.toml").write_text(CONFLICT, encoding="utf-8")
    return tmp_path


def written(folder: Path, conflict: str, effect: str = "level") -> Path:
    path = folder / "grant.toml"
    text = INSTRUMENT.replace("CONFLICT", conflict).replace('= "level"', f'= "{effect}"', 1)
    path.write_text(text, encoding="utf-8")
    return path


def test_a_conflict_beside_it_is_found_by_its_name(folder: Path) -> None:
    path = written(folder, "workshop")
    assert tg.check(path) == ()
    assert tg.load_conflict(folder / "workshop.toml").touched_by(tg.load_instrument(path))


def test_its_formulas_are_checked_against_that_conflict(folder: Path) -> None:
    (problem,) = tg.check(written(folder, "workshop", "level + worn"))
    assert "money" in problem.what


def test_what_check_rejects_is_not_loaded(folder: Path) -> None:
    path = written(folder, "workshop", "200*worn")
    problems = tg.check(path)
    assert "expected money" in problems[0].what
    with pytest.raises(tg.InputError) as refused:
        tg.load_instrument(path)
    assert refused.value.problems == problems


def test_its_conflict_may_lie_elsewhere(folder: Path) -> None:
    """Such an instrument loads: its formulas are checked where the conflict is found."""
    (folder / "instruments").mkdir()
    path = written(folder / "instruments", "workshop")
    assert tg.load_conflict(folder / "workshop.toml").touched_by(tg.load_instrument(path))
    assert "not a known conflict" in tg.check(path)[0].what


def test_a_file_is_no_name(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    (problem,) = tg.check(written(folder, "workshop.toml"))
    assert problem.nearest == "workshop"


def test_a_file_that_holds_another_conflict_is_told(folder: Path) -> None:
    (folder / "workshop.toml").rename(folder / "shop.toml")
    problems = tg.check(written(folder, "shop"))
    assert ("shop", "workshop") in {(p.value, p.nearest) for p in problems}


def test_a_conflict_that_is_in_no_section_names_none(folder: Path) -> None:
    assert "section" not in tg.load_conflict(folder / "workshop.toml").to_text()


def test_a_scenario_names_a_file_whose_instrument_has_another_name(tmp_path: Path) -> None:
    """Bounds and steps belong to the instrument in the file, not to the name of the file."""
    (tmp_path / "file_name.toml").write_text(SUBSIDY, encoding="utf-8")
    scenario = tmp_path / "question.toml"
    scenario.write_text(
        'format = 1\n[scenario]\nname = "q"\nconflicts = ["school_enterprise"]\ncalibration = "germany_2022"\n'
        "status_quo = { bonus = 1 }\n[criterion]\nnash = { margin = 1 }\n"
        '[instrument."file_name.toml"]\nhigh = 5_000\nstep = 100\n',
        encoding="utf-8",
    )
    asked = tg.load_scenario(scenario)
    assert asked.bounds == {"bonus": (None, 5_000)}
    assert asked.steps == {"bonus": 100}
    assert tg.search(scenario).levels["bonus"] == 4_700


SUBSIDY = """
format = 1
[instrument]
name = "bonus"
dimension = "money"
bounds = [0, "training_cost"]
paid_once_per = "trainee"
[[effect]]
conflict = "school_enterprise"
when = { enterprise = "invest" }
enterprise = "level"
public_cost = "level"
"""
