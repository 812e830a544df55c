"""What the cheapest package costs at each cultural distance, with and without a cultural programme."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import TYPE_CHECKING

from tvet_games.errors import expected
from tvet_games.policy.words import cost_unit
from tvet_games.show.colours import COLOURS, GREY, as_written, axes
from tvet_games.study.mechanisms.culture import Culture
from tvet_games.study.mechanisms.culture_words import programme_label
from tvet_games.study.mechanisms.programme import DISTANCE

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def plot_culture(found: Culture, ax: Axes | None = None) -> Axes:
    """Draw the least cost against cultural distance, with the programme among the levers and without it.

    Parameters
    ----------
    found : Culture
    ax : matplotlib.axes.Axes, optional

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
    area = axes(ax, (6.5, 4.5))
    distances = [float(point.distance) for point in found.curve]
    name = programme_label(found)
    without = [_height(point.cost_without) for point in found.curve]
    area.plot(distances, without, color=COLOURS[0], linewidth=2, label=f"without a {name}")
    if found.programme is not None:
        costs = [_height(point.cost) for point in found.curve]
        area.plot(distances, costs, color=COLOURS[5], linewidth=2, linestyle="--", label=f"with a {name}")
    area.axvline(float(found.distance), color=GREY, linewidth=1, linestyle=":", label="today")
    area.set_xlim(distances[0], max(distances[-1], distances[0] + 1 / 100))
    area.set_ylim(bottom=0)
    area.set_xlabel(f"{found.question.label(DISTANCE)} [share]")
    area.set_ylabel(f"least public cost [{cost_unit(found.solution)}]")
    conflicts = ", ".join(found.question.label(conflict.name) for conflict in found.question.conflicts)
    area.set_title(f"{conflicts}, {found.question.calibration.name}")
    area.legend(fontsize="small", frameon=False)
    return as_written(area)


def _height(cost: Fraction | None) -> float:
    return math.nan if cost is None else float(cost)
