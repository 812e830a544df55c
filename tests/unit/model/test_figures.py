"""Published figures: every id that is named is there, and one that is not is told with the nearest."""

import re

import pytest

import tvet_games as tg
from tvet_games.errors import UnknownNameError

ID = re.compile(r"\b(?:at|ch|cn|de)_[a-z0-9_]+")


def test_an_unknown_figure_is_told_with_the_nearest() -> None:
    with pytest.raises(UnknownNameError, match="did you mean 'de_satisfied_2012'"):
        tg.figures()["de_satisfied_2021"]


def test_asking_whether_there_is_one_is_no_error() -> None:
    known = tg.figures()
    assert "de_gross_2022" in known
    assert "de_gross_2202" not in known
    assert known.get("de_gross_2202") is None
    assert known.get("de_gross_2022") is known["de_gross_2022"]


@pytest.mark.parametrize("name", tg.calibrations())
def test_figures_named_in_reasons_and_notes_are_there(name: str) -> None:
    values = tg.load_calibration(name).values.values()
    told = {i for value in values for text in (value.why, value.note, value.source) for i in ID.findall(text)}
    assert told <= set(tg.figures())


@pytest.mark.parametrize("name", tg.calibrations())
def test_reasons_are_words(name: str) -> None:
    assert not [v.name for v in tg.load_calibration(name).values.values() if ID.search(v.why)]


def test_what_standing_rests_on_is_cited() -> None:
    assert tg.load_calibration("germany_2022").values["standing"].figures == ("de_satisfied_2012",)
    assert any("de_satisfied_2012" in reference.figures for reference in tg.cite("germany_2022").references)
