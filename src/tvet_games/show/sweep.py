"""A sweep over one axis as a line, over two as a heat map."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from tvet_games.show.colours import COLOURS, GREY, PALE, axes
from tvet_games.show.legends import legend_below
from tvet_games.show.style import COLUMN, in_style
from tvet_games.study.sweep.view import SweepAxis, SweepView, view_sweep
from tvet_games.tables.labels import Language, spoken
from tvet_games.tables.units import with_unit
from tvet_games.tables.vocabulary import yes_or_no
from tvet_games.tables.words import fill, percent

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from tvet_games.numerics import Array

PALETTE = "cividis"
"""From dark for little to light for much; the same order in grey."""

NO_AND_YES = (0.25, 0.95)
"""Where in it no and yes are."""

QUARTERS = (0.0, 0.25, 0.5, 0.75, 1.0)

MARKED = 30
"""Most points of a line that are marked."""

PHRASES: dict[str, tuple[str, str]] = {
    "title": ("{conflict}, {calibration}", "{conflict}，{calibration}"),
    "share": ("share of {count} {points}", "占 {count} 个{points}的比例"),
    "mean": ("mean of {count} {points}", "{count} 个{points}的均值"),
    "points": ("points", "点"),
    "world": ("drawn worlds", "抽样世界"),
    "site": ("sites", "单位"),
    "empty": ("not finite at every point", "并非在每个点上都有限"),
}


@in_style
def plot_sweep(
    found: Any,
    ax: Axes | None = None,
    *,
    x: str | None = None,
    y: str | None = None,
    what: str = "target_equilibrium",
    language: Language | None = None,
) -> Axes:
    """Draw a sweep over two axes as a heat map, over one as a line; other axes are averaged.

    Parameters
    ----------
    found : xarray.Dataset or SweepSummary
        From :func:`sweep`, :func:`open_store` or :func:`summarise_sweep`.
    ax : matplotlib.axes.Axes, optional
    x, y : str, optional
        Axes of the grid; by default the first two of them, or a line along x if only that is given.
    what : str
        A flag of the verdict (the share of points at which it holds), or ``p_level``, ``basin``, ``margin`` or
        ``cost`` (its mean).
    language : {"en", "zh"}, optional
        By default the one that is set.

    Returns
    -------
    matplotlib.axes.Axes
        Of the heat map; the colour bar has its own.

    Raises
    ------
    InputError
        If there is no such axis, flag or number.

    Examples
    --------
    >>> from tvet_games.study.sweep.sweep import sweep
    >>> grid = {"training_subsidy": range(0, 20_001, 1_000), "retention": [0, 0.25, 0.5, 0.75, 1]}
    >>> ax = plot_sweep(sweep("school_enterprise", "austria_2016", grid))
    >>> ax.get_xlabel()
    'training subsidy [EUR per apprenticeship]'
    >>> ax.get_ylabel()
    'probability that the graduate is kept [share]'
    """
    view, tongue = view_sweep(found, x, y, what), spoken(language)
    area = axes(ax, (COLUMN, 2.7))
    area.set_xlabel(_axis(view.x, tongue))
    area.set_title(_title(view, tongue))
    if view.y is None:
        _line(area, view, tongue)
    else:
        _heat(area, view, view.y, tongue)
    return area


def _title(view: SweepView, language: Language) -> str:
    """The statement or the number; above it the conflict and the calibration, as far as they are known."""
    said = view.label.of(language)
    if not view.conflict:
        return said
    names = {"conflict": view.conflict, "calibration": view.calibration}
    told = {key: view.labels.of(name, language) for key, name in names.items()}
    return f"{fill(PHRASES, 'title', language, **told)}\n{said}"


def _axis(axis: SweepAxis, language: Language) -> str:
    return with_unit(axis.label.of(language), "share" if axis.unit == "1" else axis.unit, language)


def _measure(view: SweepView, language: Language) -> str:
    """What a value is, and its unit."""
    told = ""
    if view.points > 1:
        kind = view.over[0] if len(view.over) == 1 and view.over[0] in PHRASES else "points"
        counted = {"count": f"{view.points:,}", "points": fill(PHRASES, kind, language)}
        told = fill(PHRASES, "mean" if view.kind == "number" else "share", language, **counted)
    unit = "share" if view.unit == "1" else view.unit
    return with_unit(told, unit, language).lstrip()


# One axis


def _line(area: Axes, view: SweepView, language: Language) -> None:
    marker = "o" if len(view.x.values) <= MARKED else None
    area.plot(view.x.values, view.values, color=COLOURS[0], marker=marker, markersize=3)
    area.set_xlim(view.x.values[0], view.x.values[-1])
    area.set_ylabel(_measure(view, language))
    if view.kind == "number":
        return
    area.set_ylim(-0.03, 1.03)
    if view.kind == "holds":
        area.set_yticks([0, 1], [yes_or_no(flag, language) for flag in (False, True)])
    else:
        area.set_yticks(QUARTERS, [percent(share) for share in QUARTERS])


# Two axes


def _heat(area: Axes, view: SweepView, up: SweepAxis, language: Language) -> None:
    from matplotlib import colormaps
    from matplotlib.colors import ListedColormap

    palette = colormaps[PALETTE]
    if view.kind == "holds":
        palette = ListedColormap(palette(NO_AND_YES))
    low, high = (None, None) if view.kind == "number" else (0.0, 1.0)
    edges = _edges(view.x.values), _edges(up.values)
    heights = np.ma.masked_invalid(view.values)
    mesh = area.pcolormesh(*edges, heights, cmap=palette, vmin=low, vmax=high, rasterized=True)
    area.set_ylabel(_axis(up, language))
    area.tick_params(direction="out")
    _bar(area, mesh, view, language)
    _half(area, view, up)
    _empty(area, view, language)


def _edges(values: Array) -> Array:
    """Borders of cells around values: halfway between them, and as far beyond the ends."""
    middles = (values[1:] + values[:-1]) / 2
    return np.concatenate([[2 * values[0] - middles[0]], middles, [2 * values[-1] - middles[-1]]])


def _bar(area: Axes, mesh: Any, view: SweepView, language: Language) -> None:
    figure = area.get_figure()
    assert figure is not None
    bar = figure.colorbar(mesh, ax=area, pad=0.02, aspect=18)
    bar.outline.set_linewidth(0)
    if view.kind == "holds":
        bar.set_ticks([0.25, 0.75], labels=[yes_or_no(flag, language) for flag in (False, True)])
        bar.ax.tick_params(length=0)
        return
    bar.set_label(_measure(view, language))
    if view.kind == "share":
        bar.set_ticks(list(QUARTERS), labels=[percent(share) for share in QUARTERS])


def _half(area: Axes, view: SweepView, up: SweepAxis) -> None:
    """A line where the statement holds at half of the points."""
    if view.kind != "share" or min(view.values.shape) < 2 or not view.values.min() < 0.5 < view.values.max():
        return
    lines = area.contour(view.x.values, up.values, view.values, levels=[0.5], colors="white", linewidths=1.2)
    area.clabel(lines, fmt=lambda _: percent(0.5), fontsize=7)


def _empty(area: Axes, view: SweepView, language: Language) -> None:
    """Places without a mean stay empty, with a pattern."""
    from matplotlib.patches import Patch

    if np.isfinite(view.values).all():
        return
    look: dict[str, Any] = {"facecolor": PALE, "edgecolor": GREY, "hatch": "////", "linewidth": 0}
    area.patch.set(**look)
    legend_below(area, handles=[Patch(**look, label=fill(PHRASES, "empty", language))])
