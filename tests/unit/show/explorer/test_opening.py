"""Files that are opened, and the scenario that is kept."""

from importlib.resources import files
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import tvet_games as tg
from tvet_games.errors import InputError
from tvet_games.show.explorer.jobs import cheapest, reasons, report_of
from tvet_games.show.explorer.opening import MOST_BYTES, open_file, open_scenario
from tvet_games.show.explorer.scenario import beside, scenario_text
from tvet_games.show.explorer.shelf import Shelf
from tvet_games.show.explorer.state import State
from tvet_games.show.explorer.subject import subject_of

LIBRARY = files("tvet_games") / "library"


def shipped(kind: str, name: str) -> bytes:
    return (LIBRARY / f"{kind}s" / f"{name}.toml").read_bytes()


@pytest.mark.parametrize("name", tg.scenarios())
def test_a_shipped_question_is_kept_as_it_was_asked(name: str) -> None:
    """What is kept is found again; where the page shows the whole question, at the same cost."""
    opened = open_scenario(tg.load_scenario(name), Shelf())
    found = subject_of(opened.state, opened.shelf)
    assert found.problems == ()
    with beside(scenario_text(found, opened.shelf), {}) as path:
        again = tg.load_scenario(path)
        cost = tg.search(path).cost
    assert found.question is not None
    assert cost == tg.answer(found.question).cost
    assert again.calibration.numbers == found.calibration.numbers
    if not opened.is_partial and not tg.load_scenario(name).status_quo:
        assert cost == tg.search(name).cost


def test_own_files_stand_beside_what_ships_and_travel_with_the_scenario() -> None:
    text = shipped("calibration", "germany_2022").decode().replace('"germany_2022"', '"mine"', 1)
    text = text.replace("standing        ", "standing        ")
    opened = open_file("C:\\files\\mine.toml", text.encode(), Shelf(), State())
    assert opened.state.calibration == "mine"
    assert opened.shelf.calibrations[0] == "mine"
    found = subject_of(opened.state, opened.shelf)
    kept = scenario_text(found, opened.shelf)
    assert 'calibration = "mine.toml"' in kept
    sheets = dict(opened.shelf.files.values())
    assert "<h1>" in report_of(kept, sheets, "zh")


def test_an_own_instrument_gets_a_slider() -> None:
    text = shipped("instrument", "training_subsidy").decode().replace('"training_subsidy"', '"bonus"', 1)
    text = text.replace("training_subsidy", "bonus")
    opened = open_file("my_bonus.toml", text.encode(), Shelf(), State())
    found = subject_of(opened.state, opened.shelf)
    assert "bonus" in [lever.name for lever in found.levers]


@pytest.mark.parametrize(
    ("file", "content", "message"),
    [
        ("x.toml", b"format = 1\n[conflict]\nname = 3\n", "conflict.name"),
        ("x.toml", b"\xff\xfe", "x.toml"),
        ("x.exe", b"", "expected one that ends in .toml or .csv"),
        ("../../x.toml", b"format = 1", "x.toml"),
        ("x.toml", b" " * (MOST_BYTES + 1), "expected at most 1,000,000"),
    ],
)
def test_what_is_wrong_with_a_file_is_told(file: str, content: bytes, message: str) -> None:
    with pytest.raises(InputError) as stop:
        open_file(file, content, Shelf(), State())
    assert message in str(stop.value)
    assert "/tmp" not in str(stop.value)


@given(st.binary(max_size=300), st.sampled_from(["a.toml", "a.csv"]))
def test_any_bytes_are_opened_or_refused(content: bytes, file: str) -> None:
    try:
        opened = open_file(file, content, Shelf(), State())
    except InputError:
        return
    assert opened.shelf.files


def test_jobs_answer_as_the_package_does() -> None:
    found = subject_of(State(), Shelf())
    assert found.question is not None
    package = cheapest(found.question, "en")
    solution = tg.cheapest_policy("school_enterprise", "germany_2022", criterion=tg.Nash(margin=1))
    assert package.levels == {name: level for name, level in solution.levels.items() if level}
    rests = reasons(found.question, "en")
    assert rests.picture.startswith("<svg")
    assert "standing" in rests.html


def test_without_a_package_there_are_no_levels() -> None:
    found = subject_of(State(margin=10**6), Shelf())  # type: ignore[arg-type]
    assert found.question is not None
    refused = cheapest(found.question, "en")
    assert refused.levels is None
    assert "No policy within the bounds will do" in refused.html


def test_files_are_gone_when_no_longer_needed() -> None:
    with beside("x", {"a.toml": b"y"}) as path:
        folder = Path(path).parent
        assert (folder / "a.toml").read_bytes() == b"y"
    assert not folder.exists()
