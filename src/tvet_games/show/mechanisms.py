"""Mechanisms against conflicts as a coloured table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tvet_games.errors import expected
from tvet_games.show.colours import GREY, axes
from tvet_games.show.legends import legend_below
from tvet_games.show.names import wrapped
from tvet_games.show.style import PAGE, in_style
from tvet_games.study.mechanisms.cell import STANDINGS, Cell, Standing
from tvet_games.study.mechanisms.compare import MechanismComparison
from tvet_games.study.mechanisms.compare_words import level_text, mechanism_name, standing_name
from tvet_games.tables.labels import Language, spoken
from tvet_games.tables.units import with_unit
from tvet_games.tables.words import money

if TYPE_CHECKING:
    from matplotlib.axes import Axes

FILLS: dict[Standing, str] = {
    "settles": "#45AB8C",
    "possible": "#CDEBDD",
    "partly": "#FFF3C4",
    "fails": "#F2B5A3",
    "none": "#F2F2F2",
}
"""Light enough for text; the text says the same, so that colour is never the only difference."""

WIDE, LINE = 1.05, 0.1
"""Width of a cell at most, and height of a line of text [inches]."""

SIZE = 6.5
"""Of letters in cells [points]."""

CELLS, NAMES = 19, 22
"""Most characters of a line in a cell, and of a name beside a row or above a column."""


@in_style
def plot_mechanisms(found: MechanismComparison, ax: Axes | None = None, *, language: Language | None = None) -> Axes:
    """Draw a table of conflicts and mechanisms: how each conflict then stands, the level, the public cost.

    Parameters
    ----------
    found : MechanismComparison
    ax : matplotlib.axes.Axes, optional
    language : {"en", "zh"}, optional
        By default the one that is set.

    Returns
    -------
    matplotlib.axes.Axes
        What there is more of, mechanisms or conflicts, has the rows.

    Examples
    --------
    >>> from tvet_games.study.mechanisms.compare import compare_mechanisms
    >>> found = compare_mechanisms("school_student", "germany_2022", mechanisms=["today", "evaluation"])
    >>> ax = plot_mechanisms(found)
    >>> [text.get_text() for text in ax.get_yticklabels()]
    ['no mechanism', 'evaluation']
    """
    expected(found, MechanismComparison, "plot_mechanisms", "what compare_mechanisms() returns")
    tongue = spoken(language)
    upright = len(found.mechanisms) >= len(found.conflicts)
    across, down = _names(found, tongue, upright)
    texts = ["\n".join(_lines(found, cell, tongue)) for cell in found.cells]
    high = LINE * (1.2 + max(2, *(text.count("\n") + 1 for text in texts)))
    area = axes(ax, (min(PAGE, 1.7 + WIDE * len(across)), 0.9 + high * len(down)))
    for k, (cell, text) in enumerate(zip(found.cells, texts, strict=True)):
        conflict, mechanism = divmod(k, len(found.mechanisms))
        x, y = (conflict, mechanism) if upright else (mechanism, conflict)
        area.fill([x, x + 1, x + 1, x], [y, y, y + 1, y + 1], facecolor=FILLS[cell.standing], edgecolor="white")
        area.text(x + 0.5, y + 0.5, text, ha="center", va="center", fontsize=SIZE, linespacing=1.1)
    _frame(area, across, down)
    for standing in STANDINGS[:-1]:
        area.fill([], [], facecolor=FILLS[standing], edgecolor=GREY, label=standing_name(standing, tongue))
    area.set_title(with_unit(found.calibration.label(tongue), str(found.calibration.unit), tongue))
    legend_below(area)
    return area


def _names(found: MechanismComparison, language: Language, upright: bool) -> tuple[list[str], list[str]]:
    """What stands above the columns, and what beside the rows."""
    mechanisms = [wrapped(mechanism_name(m, language), NAMES) for m in found.mechanisms]
    conflicts = [wrapped(found.labels.of(c.name, language), NAMES) for c in found.conflicts]
    return (conflicts, mechanisms) if upright else (mechanisms, conflicts)


def _frame(area: Axes, across: list[str], down: list[str]) -> None:
    area.set_xlim(0, len(across))
    area.set_ylim(len(down), 0)
    area.set_xticks([x + 0.5 for x in range(len(across))], across)
    area.set_yticks([y + 0.5 for y in range(len(down))], down)
    area.xaxis.tick_top()
    area.tick_params(length=0, labelsize=SIZE)
    area.spines[:].set_visible(False)


def _lines(found: MechanismComparison, cell: Cell, language: Language) -> list[str]:
    """What stands in a cell: the standing, then the public cost where there is one, or else the level."""
    if cell.standing == "none":
        return [standing_name("none", language)]
    lines = [standing_name(cell.standing, language)]
    if cell.public_cost:
        return [*lines, money(round(cell.public_cost))]
    level = level_text(found, cell, language)
    return [*lines, wrapped(level, CELLS)] if level and cell.measure != "levels" else lines
