"""The codebook and citations on the command line."""

import csv
import json
from collections.abc import Callable
from pathlib import Path

import pytest

import tvet_games as tg

Run = Callable[..., tuple[int, str, str]]


def test_codebook_lists_every_parameter(run: Run) -> None:
    _, out, _ = run("codebook")
    assert "trainees_per_teacher" in out
    assert f"Parameters: {len(tg.codebook())};" in out


def test_codebook_of_one_calibration_shows_its_values(run: Run) -> None:
    _, out, _ = run("codebook", "--conflict", "school_enterprise", "-c", "germany_2022")
    assert "26,200" in out
    assert "de_gross_2022" in out


def test_codebook_in_chinese_and_as_json(run: Run) -> None:
    assert "留用率" in run("codebook", "--lang", "zh")[1]
    told = json.loads(run("codebook", "--json", "-c", "austria_2016")[1])
    assert {"parameter", "unit", "value", "provenance"} <= told["parameters"][0].keys()


def test_codebook_in_a_file(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "codebook.csv"
    assert f"wrote {path}" in run("codebook", "-o", str(path), "--wide")[2]
    with path.open(encoding="utf-8", newline="") as file:
        assert len(list(csv.reader(file))) == len(tg.codebook()) + 1


@pytest.mark.parametrize(
    ("arguments", "said"), [((), tg.__version__), (("austria_2016", "--style", "bibtex"), "@misc{")]
)
def test_cite(run: Run, arguments: tuple[str, ...], said: str) -> None:
    assert said in run("cite", *arguments)[1]
