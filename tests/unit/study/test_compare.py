"""Countries side by side: each in its own unit."""

from fractions import Fraction

import pytest

import tvet_games as tg


def test_rows_are_the_searches() -> None:
    names = ["germany_apprenticeship", "austria_apprenticeship", "china_school_enterprise"]
    table = tg.compare(names)
    for name, row in zip(names, table.rows, strict=True):
        found = tg.search(name)
        heads = tg.load_scenario(name).heads.get("trainee", Fraction(1))
        assert row.cost == found.cost / heads
        assert row.name == name
    austria = table.rows[1]
    assert austria.unit == "EUR per apprenticeship"
    assert austria.cost_per_year == austria.cost / Fraction("3.5")
    assert table.to_frame().loc["germany_apprenticeship", "country"] == "DE"


def test_what_has_no_answer_has_no_cost() -> None:
    poor = tg.question("school_enterprise", "germany_2022", ["public_recognition"])
    (row,) = tg.compare([poor]).rows
    assert (row.status, row.cost, row.cost_per_year, row.share_of_gross) == ("infeasible", None, None, None)
    assert row.name == "germany_2022"


def test_bad_comparisons() -> None:
    with pytest.raises(tg.InputError, match="at least one"):
        tg.compare([])
    with pytest.raises(tg.InputError, match="did you mean 'training_cost'"):
        tg.compare(["germany_apprenticeship"], relative_to="trainingcost")
    with pytest.raises(tg.InputError, match="more than 0"):
        tg.compare(["germany_apprenticeship"], relative_to="school_service")
