"""Valid files are valid, and each mistake of a broken one is told."""

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import tvet_games as tg
from tvet_games import testing


@pytest.mark.parametrize("kind", ["conflict", "calibration", "instrument", "scenario"])
def test_valid_files_are_and_broken_ones_are_told(kind: str) -> None:
    @settings(max_examples=20)
    @given(st.data())
    def check(data: st.DataObject) -> None:
        right = data.draw(testing.valid_files(kind))  # type: ignore[arg-type]
        wrong, mistake = data.draw(testing.broken_files(kind))  # type: ignore[arg-type]
        with TemporaryDirectory() as folder:
            path = Path(folder) / "file.toml"
            path.write_text(right, encoding="utf-8")
            assert tg.check(path) == ()
            path.write_text(wrong, encoding="utf-8")
            assert tg.check(path) != (), mistake

    check()
