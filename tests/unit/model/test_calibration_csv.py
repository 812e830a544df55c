"""Calibrations as CSV tables and written files: what is read, how each mistake is told, and that all comes back."""

from __future__ import annotations

from dataclasses import fields, replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tvet_games.errors import FormulaError, InputError
from tvet_games.model.calibration import Calibration
from tvet_games.model.calibration_csv import parse_calibration, read_calibration
from tvet_games.model.calibration_file import build_calibration
from tvet_games.model.calibration_write import format_calibration, write_calibration
from tvet_games.model.library import calibrations, check, load_calibration, load_scenario
from tvet_games.model.schema import CalibrationFile
from tvet_games.model.toml import parse_toml
from tvet_games.model.toml_text import toml_text
from tvet_games.model.validation import validated
from tvet_games.tables.labels import Labels

SETTINGS = (
    "calibration.country,AT\ncalibration.unit.currency,EUR\ncalibration.unit.per,trainee-year\n"
    "calibration.unit.prices_of,2024\n"
)

HEAD = f"name,value,low,high,provenance,source,why\n{SETTINGS}"

MINE = HEAD + "cost,1/3,,,measured,author (year),\ngain,2,0,3.5,assumed,,no figure\nnet,gain - cost,,,derived,,\n"


def read(text: str) -> Calibration:
    return parse_calibration(text, "c.csv", name="mine")


def problems(text: str) -> list[str]:
    with pytest.raises(InputError) as caught:
        read(text)
    assert caught.value.source == "c.csv"
    return [str(problem) for problem in caught.value.problems]


def content(calibration: Calibration) -> dict[str, Any]:
    """Everything that a calibration holds, comparable."""
    found = {field.name: getattr(calibration, field.name) for field in fields(calibration)}
    found["values"] = {n: [getattr(v, f.name) for f in fields(v)] for n, v in calibration.values.items()}
    return {name: dict(held) if hasattr(held, "keys") else held for name, held in found.items()}


class TestRead:
    def test_values_settings_and_the_name_of_the_file(self) -> None:
        mine = read(MINE)
        assert (mine.name, mine.country, str(mine.unit), mine.unit.prices_of) == (
            "mine",
            "AT",
            "EUR per trainee-year",
            2024,
        )
        assert dict(mine.numbers) == {"cost": Fraction(1, 3), "gain": 2, "net": Fraction(5, 3)}
        gain = mine.values["gain"]
        assert (gain.low, gain.high, gain.provenance, gain.why) == (0, Fraction(7, 2), "assumed", "no figure")
        assert mine.is_exact

    def test_same_as_the_toml_file(self) -> None:
        table = read(
            "provenance,name,value,low,high,figure,why,tied,note,label.zh,dimension,meaning,symbol\n"
            + "".join(f",{line}{',' * 9}\n" for line in SETTINGS.splitlines())
            + ",calibration.heads.trainee,1,,,,,,,,,,\n,calibration.covers,school_enterprise community,,,,,,,,,,\n"
            + ",calibration.breakdown,chance,,,,,,,,,,\n,calibration.about.zh,说明,,,,,,,,,,\n"
            + ",label.en.firm,the firm,,,,,,,,,,\n"
            + "assumed,chance,0.25,0.1,0.4,,no figure,,,机会,share,chance that it ends,c\n"
            + "measured,cost,10400,8000,12000,at_hire at_net_total,,,'=so,,,,\n"
            + "assumed,gain,10401,8001,12001,,tied,cost + 1,,,,,\n"
        )
        text = """
            format = 1
            [calibration]
            name = "mine"
            country = "AT"
            unit = { currency = "EUR", per = "trainee-year", prices_of = 2024 }
            heads = { trainee = "1" }
            breakdown = "chance"
            covers = ["school_enterprise", "community"]
            about.zh = "说明"
            [value]
            chance = { assumed = 0.25, low = 0.1, high = 0.4, why = "no figure" }
            cost = { measured = 10_400, low = 8_000, high = 12_000, figure = ["at_hire", "at_net_total"], note = "=so" }
            gain = { assumed = 10_401, low = 8_001, high = 12_001, tied = "cost + 1", why = "tied" }
            [parameter]
            chance = { dimension = "share", meaning = "chance that it ends", symbol = "c" }
            [label]
            en = { firm = "the firm" }
            zh = { chance = "机会" }
        """
        file = build_calibration(validated(CalibrationFile, parse_toml(text, "c.toml"), "c.toml"), "c.toml")
        assert content(table) == content(file)

    def test_rows_as_spreadsheets_save_them(self) -> None:
        padded = "\r\n".join(line + "," * (6 - line.count(",")) for line in MINE.splitlines()) + "\r\n,,,,,,\r\n"
        assert content(read(padded)) == content(read(MINE))

    def test_arguments_come_before_settings(self, tmp_path: Path) -> None:
        path = tmp_path / "2 mine.csv"
        path.write_text(MINE, encoding="utf-8-sig")
        mine = read_calibration(path, name="austria", currency="CHF", prices_of=2020)
        assert (mine.name, str(mine.unit), mine.unit.prices_of) == ("austria", "CHF per trainee-year", 2020)
        with pytest.raises(InputError, match=r"calibration\.name: is missing, expected a row of that name"):
            read_calibration(path)

    def test_loaded_by_path_checked_and_used(self, tmp_path: Path) -> None:
        path = tmp_path / "own.csv"
        path.write_text(MINE, encoding="utf-8")
        assert load_calibration(path).name == load_calibration(str(path)).name == "own"
        assert check(path) == ()
        path.write_text(MINE.replace("no figure", ""), encoding="utf-8")
        assert [str(p) for p in check(path)] == ["row 7, value.gain: is assumed and needs low, high and why"]

    def test_scenario_may_name_a_table(self, tmp_path: Path) -> None:
        write_calibration(load_calibration("austria_2016"), tmp_path / "own.csv")
        text = '[scenario]\nname = "s"\nconflicts = ["school_enterprise"]\ncalibration = "own.csv"\n'
        (tmp_path / "s.toml").write_text(f"format = 1\n{text}", encoding="utf-8")
        assert load_scenario(tmp_path / "s.toml").calibration.name == "austria_2016"


TOKENS = ["a", "b", "calibration.", "label.en.", "heads", "about", ".", ",", ",", ",", "\n", '"', "1", "1/0", "assumed"]

TOKENS += ["derived", "measured", "a + b", "\x00", "'=", "value", "name", "unit", "covers", "format"]


class TestProblems:
    @given(st.text() | st.lists(st.sampled_from(TOKENS)).map("".join).map(f"{MINE}{{}}".format))
    def test_any_text_is_a_calibration_or_an_input_error(self, text: str) -> None:
        try:
            calibration = read(text)
        except InputError:
            return
        assert content(read(format_calibration(calibration))) == content(calibration)

    def test_no_table(self) -> None:
        assert problems("") == [
            "is empty, expected a header with the columns name, value and provenance, and a row a value"
        ]
        (told,) = problems("name;value;provenance\n")
        assert told.startswith("row 1: 'name;value;provenance' is separated by semicolons or tabs")

    def test_columns(self) -> None:
        assert problems("nam,value,provenence,value\nx,1,assumed,\n") == [
            "header: 'nam' is no column of a calibration (did you mean 'name'?)",
            "header: 'provenence' is no column of a calibration (did you mean 'provenance'?)",
            "header: 'value' names two columns",
            "header: has no column name and no column provenance, expected a header with the columns name, value and "
            "provenance, and a row a value",
            "header: may have the columns name, value, low, high, provenance, figure, source, tied, why, note, "
            "label.en, label.zh, dimension, meaning, symbol",
        ]

    def test_settings(self) -> None:
        assert problems(HEAD.replace(SETTINGS, "calibration.unit.per,year\n") + "cost,1,,,measured,s,\n") == [
            f"calibration.{key}: is missing, expected a row of that name (or an argument of read_calibration)"
            for key in ("country", "unit.currency", "unit.prices_of")
        ]
        text = HEAD.replace("2024", "soon") + "calibration.uni.per,x\nlabel.fr.a,b\ncalibration.heads.pupil,1\n"
        assert problems(text + "cost,1,,,measured,s,\n") == [
            "row 7, label.fr: is not a key of the format; the keys are en, zh",
            "row 5, calibration.unit.prices_of: 'soon' expected a valid integer",
            "row 8, calibration.heads.pupil: 'pupil' is not allowed, expected 'trainee', 'teacher' or 'site'",
            "row 6, calibration.uni: is not a key of the format; the keys are about, breakdown, country, covers, "
            "heads, name, unit, years (did you mean 'unit'?)",
        ]

    def test_cells_of_all_kinds_at_once(self) -> None:
        rows = (
            'a,two,0,,assumed,,\nb,1,2,3,assumd,,\nc,1,2,3,assumed\nd,1,,,,,\na,"1,000",,,measured,s,\n'
            "calib.x,1\nlabel.en,a\nlabel.en.a,b\ne,,x,1e99,measured,s,\n"
        )
        assert problems(HEAD + rows) == [
            "row 6, column value: 'two' is not a finite decimal number",
            "row 7, column provenance: 'assumd' is no provenance; there are: measured, derived, statutory, assumed "
            "(did you mean 'assumed'?)",
            "row 8: has 5 cells, the header has 7",
            "row 9, column provenance: is empty, expected a provenance; there are: measured, derived, statutory, "
            "assumed",
            "row 10, column name: 'a' stands in row 6 already",
            "row 11, column name: 'calib.x' is neither the name of a value nor a setting; settings begin "
            "with calibration. or label. (did you mean 'calibration.'?)",
            "row 13, column name: 'label.en.a' goes below another setting",
            "row 14, column value: is empty, expected a number",
            "row 14, column low: 'x' is not a finite decimal number",
            "row 14, column high: '1e99' is beyond 10**30 (or 10**-30) in size",
        ]

    def test_what_a_file_is_checked_for(self) -> None:
        rows = "a,1,,,measured,,\nb,2,0,,assumed,,\nc,1,2,3,assumed,,because\nd,a +,,,derived,,\ne,bb + 1,,,derived,,\n"
        assert problems(HEAD + rows) == [
            "row 6, value.a: is measured and needs figure or source",
            "row 7, value.b: has one end of its range only; give low and high",
            "row 7, value.b: is assumed and needs low, high and why",
            "row 8, value.c: '1' lies outside its own range 2 to 3",
            "row 9, value.d: 'a +' cannot be read as a formula: invalid syntax",
            "row 10, value.e: 'bb' uses a value that is not there (did you mean 'b'?)",
        ]
        assert problems(HEAD + "bad name,1,,,measured,s,\nb,1,,,measured,\u202es,\n") == [
            "row 7, value.b.source: holds a control character, which could steer a terminal or hide text",
            "row 6, value.bad name: 'bad name' expected a name: a letter, then letters, digits or _, and no reserved "
            'word; what people read stands under [label.en], as in bad_name = "bad name"',
        ]

    def test_index_of_pandas(self) -> None:
        first, *_ = problems("".join(f",{line}\n" for line in MINE.splitlines()))
        assert "looks like the index of pandas" in first

    def test_deep_settings(self) -> None:
        (told,) = problems(HEAD + f"calibration.{'a.' * 1000}b,1\n")
        assert "nested more than 40 deep" in told


shown_texts = st.text(
    st.characters(codec="utf-8", categories=("L", "M", "N", "P", "S", "Zs"), include_characters="\n\t"), max_size=12
).filter(lambda text: text.replace("\n", "").replace("\t", "").isprintable())

hard_texts = shown_texts | st.sampled_from(
    ["=1+1", "'=1", "-3", "a, b", 'say "hi"', " x ", "\t", "@", "#", "[a]", "\\u0041"]
)

exact_numbers = st.fractions(max_denominator=10**6).filter(lambda number: abs(number) < 10**9)


@st.composite
def hard_calibrations(draw: st.DrawFn) -> Calibration:
    """A shipped calibration with other numbers and texts."""
    base = load_calibration("austria_2016").replace(retention=draw(exact_numbers))
    number = draw(exact_numbers)
    cost = replace(base.values["hiring_saving"], number=number, low=number - 1, high=number + draw(st.integers(0, 3)))
    cost = replace(cost, note=draw(hard_texts), source=draw(hard_texts), why=draw(hard_texts))
    labels = Labels({"firm": draw(hard_texts), "hiring_saving": draw(hard_texts)}, {"training_cost": draw(hard_texts)})
    changed = replace(base, values={**base.values, "hiring_saving": cost}, labels=labels)
    return changed.replace() if draw(st.booleans()) else replace(changed, reproduces=())


def with_own_range(calibration: Calibration) -> dict[str, Any]:
    """Its content, an assumed value without a range having its own number as both ends; empty labels are none."""
    found = content(calibration)
    values = {
        n: replace(v, low=v.number, high=v.number) if v.provenance == "assumed" and v.low is None else v
        for n, v in calibration.values.items()
    }
    found["values"] = content(replace(calibration, values=values))["values"]
    labels = calibration.labels
    found["labels"] = tuple({n: text for n, text in own.items() if text} for own in (labels.en, labels.zh))
    return found


class TestWrite:
    @pytest.mark.parametrize("name", calibrations())
    def test_shipped_ones_come_back(self, name: str, tmp_path: Path) -> None:
        shipped = content(load_calibration(name))
        write_calibration(load_calibration(name), tmp_path / "own.toml")
        assert content(load_calibration(tmp_path / "own.toml")) == shipped
        write_calibration(load_calibration(name), tmp_path / "own.csv")
        assert content(load_calibration(tmp_path / "own.csv")) == {**shipped, "reproduces": ()}

    @given(hard_calibrations())
    @settings(max_examples=15)
    def test_hard_texts_and_numbers_come_back(self, calibration: Calibration) -> None:
        from tvet_games.model.calibration_write import calibration_tables

        wanted = with_own_range(replace(calibration, numbers=calibration.replace().numbers))
        table = parse_calibration(format_calibration(calibration))
        assert with_own_range(table) == {**wanted, "reproduces": ()}
        text = toml_text(calibration_tables(calibration))
        file = build_calibration(validated(CalibrationFile, parse_toml(text, "t"), "t"), "t")
        assert with_own_range(file) == wanted

    def test_replaced_values(self, tmp_path: Path) -> None:
        changed = load_calibration("germany_2022").replace(retention="23/26", standing="2*retention", spillover=0.1)
        for name in ("own.csv", "own.toml"):
            write_calibration(changed, tmp_path / name)
            back = load_calibration(tmp_path / name)
            assert dict(back.numbers) == dict(changed.numbers)
            assert (back.values["retention"].low, back.values["retention"].high) == (Fraction(23, 26),) * 2
            assert back.ranges.keys() == changed.ranges.keys()

    def test_drawn_worlds_and_other_files_are_refused(self, tmp_path: Path) -> None:
        drawn = load_calibration("germany_2022").replace(retention=np.array([0.1, 0.2]))
        with pytest.raises(InputError, match=r"value\.retention: holds several numbers, expected one"):
            write_calibration(drawn, tmp_path / "own.csv")
        with pytest.raises(InputError, match=r"'\.xlsx' expected a file that ends in \.toml or \.csv"):
            write_calibration(load_calibration("germany_2022"), tmp_path / "own.xlsx")
        with pytest.raises(InputError, match="expected a calibration, as load_calibration gives it"):
            write_calibration("germany_2022", tmp_path / "own.csv")  # type: ignore[arg-type]
        with pytest.raises(FormulaError, match="beyond"):
            write_calibration(
                load_calibration("germany_2022").replace(retention=Fraction(10**40)), tmp_path / "own.csv"
            )
        assert not list(tmp_path.iterdir())

    def test_quotients_in_toml(self) -> None:
        text = toml_text({"value": {"a": {"assumed": Fraction(1, 3), "low": Fraction(1, 4)}}})
        assert text == '\n[value]\na = { assumed = "1/3", low = 0.25 }\n'
