"""The what-if scripts in examples/ run as they stand, and say something."""

import runpy
from pathlib import Path

import pytest

EXAMPLES = sorted((Path(__file__).parents[2] / "examples").glob("*.py"))

SAID = {
    "compare_countries": "austria_2016",
    "budget": "buys a margin of",
    "region": "trainees at",
    "evolution": "stable outcomes change at 9,040, 20,448 EUR",
    "fair_contract": "school pays enterprise",
    "mechanisms": "what is needed is agreement on it",
    "sweep": "nine worlds in ten from 5,400 EUR on",
    "german_premium": "training becomes a best reply from",
}


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda p: p.stem)
def test_example(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    runpy.run_path(str(path), run_name="__main__")
    said = capsys.readouterr()
    assert said.err == ""
    assert SAID[path.stem] in said.out
