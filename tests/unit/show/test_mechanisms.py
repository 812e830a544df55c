"""Pictures of the comparison say what the comparison says."""

from io import BytesIO

import numpy as np
import pytest
from matplotlib.colors import to_rgb
from matplotlib.image import imread
from matplotlib.text import Annotation

import tvet_games as tg
from tvet_games.errors import InputError
from tvet_games.show.colours import COLOURS
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
    assert "500 practice pay" in texts
    assert f"{round(drawn.transfers[0].amount):,} contract" in texts
    assert "The community  (2 3)" in texts


def test_arrows_go_from_who_pays_to_who_is_paid(found) -> None:
    drawn = stakeholder_map(found)
    ax = plot_stakeholder_map(drawn)
    places = {t.get_text(): np.array(t.get_position()) for t in ax.texts}
    arrows = [t for t in ax.texts if isinstance(t, Annotation)]
    pairs = {(t.payer, t.payee) for t in drawn.transfers if t.conflict != "community"}
    assert len(arrows) == len(pairs)
    for payer, payee in pairs:
        first, last = (places[name.capitalize()] for name in (payer, payee))
        near = [a for a in arrows if max(np.hypot(*(a.xyann - first)), np.hypot(*(a.xy - last))) < 0.1]
        assert len(near) == 1


def test_heads_of_arrows_are_seen_also_in_a_figure_that_is_cut_to_what_it_holds(found) -> None:
    """As notebooks save it; boxes lie where they were last drawn, and arrows end there."""
    figure = plot_stakeholder_map(stakeholder_map(found)).figure
    seen = []
    for box in ("tight", None):
        figure.savefig(file := BytesIO(), dpi=200, bbox_inches=box)
        pixels = imread(BytesIO(file.getvalue()))[..., :3]
        seen.append(int((np.abs(pixels - to_rgb(COLOURS[5])).max(axis=-1) < 0.2).sum()))
    assert seen[0] == pytest.approx(seen[1], rel=0.01)


def test_the_map_in_chinese(found) -> None:
    ax = plot_stakeholder_map(stakeholder_map(found), language="zh")
    texts = "\n".join(t.get_text() for t in ax.texts)
    assert {"学校", "企业", "学生", "教师", "政府"} <= {t.get_text() for t in ax.texts}
    assert "500 企业实践津贴" in texts
    assert not any("a" <= c <= "z" for text in texts.split("\n") for c in text[2:])


def test_something_else() -> None:
    with pytest.raises(InputError, match="compare_mechanisms"):
        plot_mechanisms(3)  # type: ignore[arg-type]
    with pytest.raises(InputError, match="stakeholder_map"):
        plot_stakeholder_map(3)  # type: ignore[arg-type]
