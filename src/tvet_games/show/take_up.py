"""How many firms train at each level of an instrument, who would have anyway, and what one more trainee costs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from tvet_games.errors import InputError, Problem, expected
from tvet_games.model.library import shipped_instruments
from tvet_games.numerics import Array
from tvet_games.show.colours import COLOURS, GREY, PALE, axes
from tvet_games.show.legends import legend_below
from tvet_games.show.style import COLUMN, in_style
from tvet_games.study.take_up import TakeUp
from tvet_games.tables.labels import Labels, Language, spoken
from tvet_games.tables.units import unit_label, with_unit
from tvet_games.tables.words import fill, percent

if TYPE_CHECKING:
    from matplotlib.axes import Axes

PHRASES: dict[str, tuple[str, str]] = {
    "share": ("places where\nthe firm trains", "企业提供培训的\n名额比例"),
    "today": ("today: {share}", "目前：{share}"),
    "windfall": ("trains anyway: windfall", "原本就会培训（意外受益）"),
    "additional": ("trains for the policy", "因政策而培训（新增）"),
    "each": ("public cost\n[{unit}]", "公共成本\n[{unit}]"),
    "paid": ("per trainee", "每名学徒"),
    "more": ("per additional trainee", "每名新增学徒"),
}


@in_style
def plot_take_up(found: TakeUp, ax: Axes | None = None, *, language: Language | None = None) -> Axes:
    r"""Draw who trains at each level of an instrument, and below it what a trainee costs the public.

    Parameters
    ----------
    found : TakeUp
        At two levels or more.
    ax : matplotlib.axes.Axes, optional
        Divided for the second panel, where it has a place in a grid; elsewhere that is left out.
    language : {"en", "zh"}, optional
        By default the one that is set.

    Returns
    -------
    matplotlib.axes.Axes
        The upper panel; the lower one is the last of its figure.

    Raises
    ------
    InputError
        If it is not what take_up() returns, or has a single level.

    Examples
    --------
    >>> from tvet_games.study.take_up import take_up
    >>> ax = plot_take_up(take_up("germany_2022"))
    >>> ax.get_ylabel()
    'places where\nthe firm trains'
    """
    expected(found, TakeUp, "plot_take_up", "what take_up() returns")
    if np.unique(found.levels).size < 2:
        raise InputError("plot_take_up", [Problem("levels", "expected at least two", str(found.levels.size))])
    tongue = spoken(language)
    order = np.argsort(np.ravel(found.levels), kind="stable")
    area = axes(ax, (COLUMN, 3.6))
    bottom = _divided(area)
    _taken(area, found, order, tongue)
    if bottom is not area:
        _costs(bottom, found, order, tongue)
    bottom.set_xlabel(_level(found, tongue))
    handles = [handle for one in (area, bottom) for handle in one.get_legend_handles_labels()[0]]
    legend_below(bottom, handles=list(dict.fromkeys(handles)), columns=2)
    return area


def _divided(area: Axes) -> Axes:
    """Make room for a panel below, the same levels along it; without a grid there is none, and the axes stay alone."""
    figure, spec = area.get_figure(), area.get_subplotspec()
    if spec is None or figure is None:
        return area
    halves = spec.subgridspec(2, 1, hspace=0.08)
    area.set_subplotspec(halves[0])
    area.tick_params(labelbottom=False)
    return figure.add_subplot(halves[1], sharex=area)


def _taken(area: Axes, found: TakeUp, order: Array, language: Language) -> None:
    """The share of places, what is windfall below and what the policy adds above."""
    levels, share = np.ravel(found.levels)[order], np.ravel(found.share)[order]
    today = float(found.net_gain_share)
    told = {key: fill(PHRASES, key, language, share=percent(today)) for key in ("windfall", "additional", "today")}
    area.fill_between(
        levels, 0, today, facecolor=PALE, edgecolor=GREY, hatch="////", linewidth=0, label=told["windfall"]
    )
    area.fill_between(levels, today, share, facecolor=COLOURS[4], linewidth=0, label=told["additional"])
    area.plot(levels, share, color=COLOURS[0])
    area.axhline(today, color="black", linewidth=0.8)
    area.annotate(told["today"], (levels[-1], today), (-3, 3), textcoords="offset points", ha="right")
    area.set(xlim=(levels[0], levels[-1]), ylim=(0, 1), ylabel=fill(PHRASES, "share", language))
    ticks = np.linspace(0, 1, 5)
    area.set_yticks(ticks, [percent(t) for t in ticks])


def _costs(area: Axes, found: TakeUp, order: Array, language: Language) -> None:
    """What the public pays for each that trains, and for each that is added."""
    levels, cost, each = (np.ravel(a)[order] for a in (found.levels, found.cost, found.cost_per_additional))
    added = np.isfinite(each)
    area.plot(levels[added], each[added], color=COLOURS[5], label=fill(PHRASES, "more", language))
    paid = cost / np.ravel(found.share)[order]
    area.plot(levels, paid, color=COLOURS[0], linestyle="--", label=fill(PHRASES, "paid", language))
    area.set(ylim=(0, None), ylabel=fill(PHRASES, "each", language, unit=unit_label(found.unit, language)))


def _level(found: TakeUp, language: Language) -> str:
    """The instrument with its unit, as far as it is one that ships."""
    known = shipped_instruments().get(found.instrument)
    label = (known.labels if known else Labels()).of(found.instrument, language)
    return with_unit(label, found.unit if known is None or known.dimension == "money" else known.dimension, language)
