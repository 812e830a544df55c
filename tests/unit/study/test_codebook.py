"""The codebook leaves nothing without unit and meaning, and takes the user's own files."""

import csv
from pathlib import Path

import pytest

import tvet_games as tg
from tvet_games.errors import UnknownNameError
from tvet_games.study.codebook.collect import codebook

OWN = """
format = 1
[calibration]
name = "own"
country = "XX"
unit = { currency = "EUR", per = "trainee-year", prices_of = 2024 }
[parameter]
weather = { symbol = "w_t", dimension = "share", meaning = "part of days with rain" }
[value]
weather = { assumed = 0.5, low = 0, high = 1, why = "=1+1" }
riddle  = { assumed = 2, low = 1, high = 3, why = "nobody knows" }
[label.zh]
weather = "雨天比例"
"""


@pytest.fixture
def own(tmp_path: Path) -> Path:
    path = tmp_path / "own.toml"
    path.write_text(OWN, encoding="utf-8")
    return path


def test_nothing_that_ships_is_left_without_symbol_unit_or_meaning_in_either_language() -> None:
    book = codebook()
    assert book.gaps == ()
    told = book.to_frame()
    for column in ("symbol", "dimension", "meaning", "label_zh", "unit", "provenance"):
        assert not (told[column].isna() | (told[column] == "")).any(), column


def test_no_two_parameters_share_a_symbol_and_all_files_agree_on_what_one_means() -> None:
    book = codebook()
    assert len({e.symbol for e in book.entries}) == len(book)
    declared: dict[str, tuple[str, str, str]] = {}
    for thing in (*book.conflicts, *book.instruments, *book.calibrations):
        for name, p in thing.parameters.items():
            assert declared.setdefault(name, (p.symbol, p.dimension, p.meaning)) == (p.symbol, p.dimension, p.meaning)


def test_every_value_of_every_calibration_is_there_once() -> None:
    told = codebook().to_frame()
    found = set(zip(told.parameter, told.calibration, strict=True))
    every = {(value, name) for name in tg.calibrations() for value in tg.load_calibration(name).values}
    assert found == every
    assert len(told) == len(every)


def test_every_name_in_a_payoff_lists_its_conflict() -> None:
    book = codebook()
    for conflict in book.conflicts:
        for name in conflict.names:
            assert conflict.name in book[name].conflicts


def test_money_is_told_for_the_head_that_the_conflict_counts() -> None:
    book = codebook(calibrations=["germany_2022"])
    told = book.to_frame().set_index("parameter").unit
    assert told["practice_pay"] == "EUR per teacher-year"
    assert told["training_cost"] == "EUR per trainee-year"
    assert told["retention"] == "share, 0 to 1"


def test_given_conflicts_keep_it_to_what_they_use() -> None:
    conflict = tg.load_conflict("school_teacher")
    book = codebook([conflict], ["austria_2016"], instruments=["teacher_allowance"])
    assert {e.name for e in book.entries} >= conflict.names
    assert "training_cost" not in {e.name for e in book.entries}
    assert codebook([conflict], [], instruments=[]).to_frame().value.isna().all()


def test_a_conflict_alone_still_says_what_its_instruments_use() -> None:
    book = codebook(["school_student"], ["china_2021"])
    assert "training_cost" in {e.name for e in book.entries}
    assert book.gaps == ()


def test_own_files_are_taken_and_what_they_leave_unsaid_is_told(own: Path) -> None:
    book = codebook(calibrations=[own])
    assert book.gaps == ("riddle",)
    assert book["weather"].meaning == "part of days with rain"
    assert "riddle" in book.describe()[-1]
    assert "riddle" in book.describe("zh")[-1]
    with pytest.raises(UnknownNameError, match="did you mean 'weather'"):
        book["wether"]


@pytest.mark.parametrize("wide", [False, True])
def test_a_spreadsheet_gets_no_formula(own: Path, tmp_path: Path, wide: bool) -> None:
    path = tmp_path / "book.csv"
    codebook(calibrations=[own]).write_csv(path, wide=wide)
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    assert len(rows) == len(codebook(calibrations=[own])) + 1
    assert not [cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@"))]
    weather = next(row for row in rows if row[0] == "weather")
    assert "0.5" in weather
    assert ("'=1+1" in weather) != wide


def test_a_file_that_cannot_be_written_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(tg.InputError, match="cannot be written"):
        codebook(calibrations=[]).write_csv(tmp_path / "missing" / "book.csv")


def test_it_shows_itself_in_both_languages() -> None:
    book = codebook(["school_enterprise"], ["austria_2016"])
    assert "probability that the graduate is kept" in book.to_html()
    assert "留用率" in book.to_html("zh")
    assert r"$\rho$" in book.to_latex()


def test_a_text_is_no_list() -> None:
    with pytest.raises(tg.InputError, match="expected a list"):
        codebook("school_enterprise")
