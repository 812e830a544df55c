"""Mechanisms against conflicts as a coloured table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tvet_games.errors import expected
from tvet_games.show.colours import as_written, axes
from tvet_games.study.mechanisms.cell import STANDINGS, Cell, Standing
from tvet_games.study.mechanisms.compare import MechanismComparison
from tvet_games.study.mechanisms.compare_words import level_text, mechanism_name, standing_name
from tvet_games.tables.labels import Language, check_language
from tvet_games.tables.words import money

if TYPE_CHECKING:
    from matplotlib.axes import Axes

FILLS: dict[Standing, str] = {
    "settles": "#66C2A4",
    "possible": "#CDEBDD",
    "partly": "#FFF3C4",
    "fails": "#F6C6B8",
    "none": "#F2F2F2",
}
"""Light enough for text; the text says the same, so that colour is never the only difference."""

WIDTH = 19
"""Most characters of a line in a cell."""


def plot_mechanisms(found: MechanismComparison, ax: Axes | None = None, *, language: Language = "en") -> Axes:
    """Draw a table: a row a conflict, a column a mechanism; how the conflict then stands, the level, the public cost.

    Parameters
    ----------
    found : MechanismComparison
    ax : matplotlib.axes.Axes, optional
    language : str
        ``en`` or ``zh``; Chinese needs a font of Chinese characters.

    Returns
    -------
    matplotlib.axes.Axes

    Examples
    --------
    >>> from tvet_games.study.mechanisms.compare import compare_mechanisms
    >>> found = compare_mechanisms("school_student", "germany_2022", mechanisms=["today", "evaluation"])
    >>> ax = plot_mechanisms(found)
    >>> [text.get_text() for text in ax.get_yticklabels()]
    ['School and student']
    """
    expected(found, MechanismComparison, "plot_mechanisms", "what compare_mechanisms() returns")
    check_language(language)
    rows, columns = len(found.conflicts), len(found.mechanisms)
    area = axes(ax, (2.4 + 1.25 * columns, 1.6 + 0.62 * rows))
    for r, conflict in enumerate(found.conflicts):
        for c, mechanism in enumerate(found.mechanisms):
            cell = found.cell(conflict.name, mechanism)
            area.fill([c, c + 1, c + 1, c], [r, r, r + 1, r + 1], facecolor=FILLS[cell.standing], edgecolor="white")
            text = "\n".join(_lines(found, cell, language))
            area.text(c + 0.5, r + 0.5, text, ha="center", va="center", fontsize=6.5, linespacing=1.15)
    area.set_xlim(0, columns)
    area.set_ylim(rows, 0)
    names = [_wrapped(mechanism_name(m, language), 16) for m in found.mechanisms]
    area.set_xticks([c + 0.5 for c in range(columns)], names, fontsize=8)
    area.set_yticks([r + 0.5 for r in range(rows)], [found.labels.of(c.name, language) for c in found.conflicts])
    area.xaxis.tick_top()
    area.tick_params(length=0)
    area.spines[:].set_visible(False)
    for standing in STANDINGS[:-1]:
        area.fill([], [], facecolor=FILLS[standing], edgecolor="#999999", label=standing_name(standing, language))
    area.legend(loc="upper center", bbox_to_anchor=(0.5, -0.01), ncols=4, frameon=False, fontsize=8)
    area.set_title(f"{found.calibration.name} ({found.calibration.unit})", fontsize=10)
    return as_written(area)


def _lines(found: MechanismComparison, cell: Cell, language: Language) -> list[str]:
    """What stands in a cell: the standing, then the public cost where there is one, or else the level."""
    if cell.standing == "none":
        return [standing_name("none", language)]
    lines = [standing_name(cell.standing, language)]
    if cell.public_cost:
        return [*lines, money(round(cell.public_cost))]
    level = level_text(found, cell, language)
    return [*lines, _wrapped(level, WIDTH)] if level and cell.measure != "levels" else lines


def _wrapped(text: str, width: int) -> str:
    import textwrap

    return "\n".join(textwrap.wrap(text, width))
