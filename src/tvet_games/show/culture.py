"""What the cheapest package costs at each cultural distance, with and without a cultural programme."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import TYPE_CHECKING

from tvet_games.errors import expected
from tvet_games.policy.words import cost_unit
from tvet_games.show.axis_words import PHRASES as AXIS_WORDS
from tvet_games.show.colours import COLOURS, GREY, axes
from tvet_games.show.legends import legend_below
from tvet_games.show.style import COLUMN, in_style
from tvet_games.study.mechanisms.culture import Culture
from tvet_games.study.mechanisms.culture_words import programme_label
from tvet_games.study.mechanisms.programme import DISTANCE
from tvet_games.tables.labels import Language, spoken
from tvet_games.tables.units import with_unit
from tvet_games.tables.words import fill, listed

if TYPE_CHECKING:
    from matplotlib.axes import Axes


PHRASES: dict[str, tuple[str, str]] = {
    "without": ("without a {programme}", "无{programme}"),
    "with": ("with a {programme}", "有{programme}"),
    "today": ("today", "现状"),
    "cost": ("least public cost", "最低公共成本"),
}


@in_style
def plot_culture(found: Culture, ax: Axes | None = None, *, language: Language | None = None) -> Axes:
    """Draw the least cost against cultural distance, with the programme among the levers and without it.

    Parameters
    ----------
    found : Culture
    ax : matplotlib.axes.Axes, optional
    language : {"en", "zh"}, optional
        By default the one that is set.

    Returns
    -------
    matplotlib.axes.Axes
        A line has a gap where no package will do. Between the distances that were computed it is straight.

    Raises
    ------
    InputError
        If it is not what culture() returns.

    Examples
    --------
    >>> from tvet_games.study.mechanisms.culture import culture
    >>> ax = plot_culture(culture("school_enterprise", "germany_2022", distances=[0, 1]))
    >>> [text.get_text() for text in ax.get_legend().get_texts()]
    ['without a cultural programme', 'with a cultural programme', 'today']
    """
    expected(found, Culture, "plot_culture", "what culture() returns")
    tongue = spoken(language)
    area = axes(ax, (COLUMN, 2.7))
    distances = [float(point.distance) for point in found.curve]
    name = programme_label(found, tongue)
    without = [_height(point.cost_without) for point in found.curve]
    area.plot(distances, without, color=COLOURS[0], label=fill(PHRASES, "without", tongue, programme=name))
    if found.programme is not None:
        costs = [_height(point.cost) for point in found.curve]
        label = fill(PHRASES, "with", tongue, programme=name)
        area.plot(distances, costs, color=COLOURS[1], linestyle="--", label=label)
    area.axvline(float(found.distance), color=GREY, linewidth=0.9, linestyle=":", label=fill(PHRASES, "today", tongue))
    area.set_xlim(distances[0], max(distances[-1], distances[0] + 1 / 100))
    area.set_ylim(bottom=0)
    area.set_xlabel(with_unit(found.question.label(DISTANCE, tongue), "share", tongue))
    unit = cost_unit(found.solution, tongue)
    area.set_ylabel(f"{fill(PHRASES, 'cost', tongue)} [{unit}]")
    conflicts = listed([found.question.label(conflict.name, tongue) for conflict in found.question.conflicts], tongue)
    place = found.question.calibration.label(tongue)
    area.set_title(fill(AXIS_WORDS, "title", tongue, conflict=conflicts, calibration=place))
    legend_below(area)
    return area


def _height(cost: Fraction | None) -> float:
    return math.nan if cost is None else float(cost)
