"""The shares of each population over time, along one path."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tvet_games.errors import expected
from tvet_games.show.axis_words import PHRASES, action_label, time_label, title_of
from tvet_games.show.colours import COLOURS, LINES, MARKERS, axes
from tvet_games.show.legends import legend_below
from tvet_games.show.style import COLUMN, in_style
from tvet_games.solve.dynamics.state import strategies_of
from tvet_games.study.evolution.evolve import Evolution
from tvet_games.tables.labels import Language, spoken
from tvet_games.tables.words import fill

if TYPE_CHECKING:
    from matplotlib.axes import Axes

LINE = 0.15
"""Height of a line of the legend [inches]."""

APART = 25
"""Points of time from one mark on a line to the next."""


@in_style
def plot_shares_over_time(found: Evolution, ax: Axes | None = None, *, language: Language | None = None) -> Axes:
    """Draw how the shares of each population move along the path.

    Parameters
    ----------
    found : Evolution
    ax : matplotlib.axes.Axes, optional
    language : {"en", "zh"}, optional
        By default the one that is set.

    Returns
    -------
    matplotlib.axes.Axes
        A line a population: the share of its first action. With more than two actions, a line an action.

    Raises
    ------
    InputError
        If it is not what evolve() returns.

    Examples
    --------
    >>> from tvet_games.study.evolution.evolve import evolve
    >>> ax = plot_shares_over_time(evolve("school_teacher", "germany_2022"))
    >>> [line.get_label() for line in ax.lines]
    ['school: support', 'teacher: practise']
    """
    expected(found, Evolution, "plot_shares_over_time", "what evolve() returns")
    language = spoken(language)
    pairs = [(i, a) for i, size in enumerate(found.conflict.shape) for a in range(size if size > 2 else 1)]
    area = axes(ax, (COLUMN, 2.3 + LINE * len(pairs)))
    shares = strategies_of(found.conflict.shape, found.path.states)
    for k, (i, a) in enumerate(pairs):
        area.plot(
            found.path.times,
            shares[i][:, a],
            color=COLOURS[k % len(COLOURS)],
            linestyle=LINES[k % len(LINES)],
            marker=MARKERS[k % len(MARKERS)],
            markevery=(k * APART // len(pairs), APART),
            label=action_label(found.conflict, i, a, language),
        )
    area.set_xlim(0, found.path.times[-1])
    area.set_xlabel(time_label(found.dynamic, found.unit, language))
    area.set_ylim(-0.03, 1.03)
    area.set_ylabel(fill(PHRASES, "population", language))
    facts = (found.conflict, found.calibration, found.policy, found.rules, found.dynamic)
    area.set_title(title_of(*facts, language=language))
    legend_below(area, columns=2)
    return area
