"""Pictures of the comparison say what the comparison says."""

import pytest

import tvet_games as tg
from tvet_games.errors import InputError
from tvet_games.show.mechanisms import FILLS, plot_mechanisms
from tvet_games.show.stakeholder_map import plot_stakeholder_map
from tvet_games.study.mechanisms.stakeholder_map import stakeholder_map


@pytest.fixture(scope="module")
def found() -> tg.MechanismComparison:
    mechanisms = ["today", "communication", "incentives", "together"]
    return tg.compare_mechanisms(
        ["school_enterprise", "school_teacher", "community"], "germany_2022", mechanisms=mechanisms
    )


def test_a_cell_has_the_colour_and_words_of_its_standing(found) -> None:
    from matplotlib.colors import to_hex

    ax = plot_mechanisms(found)
    texts = [t.get_text() for t in ax.texts]
    colours = [to_hex(p.get_facecolor()).upper() for p in ax.patches]
    for k, cell in enumerate(found.cells):
        assert colours[k] == FILLS[cell.standing]
        assert texts[k].split("\n")[0] == {"settles": "settles it"}.get(cell.standing, cell.standing)
    assert "3,265" in texts[2]


def test_the_map_names_everybody_and_every_transfer(found) -> None:
    drawn = stakeholder_map(found)
    ax = plot_stakeholder_map(drawn)
    texts = "\n".join(t.get_text() for t in ax.texts)
    for name in ("School", "Enterprise", "Student", "Teacher", "Government", "Industry"):
        assert name in texts
    assert "500 practice pay, School and teacher" in texts
    assert "contract, School and enterprise" in texts
    assert "The community [fails]: (2 3)" in texts


def test_something_else() -> None:
    with pytest.raises(InputError, match="compare_mechanisms"):
        plot_mechanisms(3)  # type: ignore[arg-type]
    with pytest.raises(InputError, match="stakeholder_map"):
        plot_stakeholder_map(3)  # type: ignore[arg-type]
