"""Legends that cover no data and leave the axes their width."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from tvet_games.show.cells import cell_of
from tvet_games.show.label_lines import break_labels
from tvet_games.tables.labels import Language
from tvet_games.tables.words import listed

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.legend import Legend

APART = 4
"""Between the label of the axis and the legend below it [points]."""


def legend_below(area: Axes, *, columns: int | None = None, **options: Any) -> Legend:
    """Put a legend under the axes, in as many columns as fit the width of the figure.

    Call it last: it goes below what stands under the axes by then.

    Parameters
    ----------
    area : Axes
    columns : int, optional
        At most so many; by default as many as fit.
    **options
        Of ``Axes.legend``.

    Returns
    -------
    matplotlib.legend.Legend

    Examples
    --------
    >>> from matplotlib import pyplot as plt
    >>> _, ax = plt.subplots()
    >>> for name in ("one", "two"):
    ...     _ = ax.plot([0, 1], label=name)
    >>> [text.get_text() for text in legend_below(ax).get_texts()]
    ['one', 'two']
    """
    from matplotlib.transforms import ScaledTranslation, blended_transform_factory

    break_labels(area)
    figure = area.get_figure()
    assert figure is not None
    left, right = cell_of(area)
    shift = ScaledTranslation(0, -(_depth(area) + APART) / 72, figure.dpi_scale_trans)
    where = blended_transform_factory(figure.transSubfigure, area.transAxes + shift)
    entries = len(options["handles"]) if "handles" in options else len(area.get_legend_handles_labels()[1])
    most = max(min(columns or entries, entries), 1)
    place = {"loc": "upper center", "bbox_to_anchor": ((left + right) / 2, 0), "bbox_transform": where}
    for count in range(most, 0, -1):
        legend = area.legend(**place, ncols=count, borderaxespad=0, borderpad=0.2, **options)
        if legend.get_window_extent().width <= 0.97 * (right - left) * figure.bbox.width:
            break
    even = math.ceil(entries / math.ceil(entries / count)) if entries else 1
    return legend if even == count else area.legend(**place, ncols=even, borderaxespad=0, borderpad=0.2, **options)


def _depth(area: Axes) -> float:
    """How far labels reach below the axes [points]."""
    figure = area.get_figure(root=True)
    assert figure is not None
    box = area.xaxis.get_tightbbox()
    return 0.0 if box is None else max(0.0, (area.bbox.y0 - box.y0) * 72 / figure.dpi)


def lines_of(names: Sequence[str], width: int, language: Language) -> str:
    r"""Join names as people do, and break between them.

    Examples
    --------
    >>> lines_of(["Nash", "Kalai-Smorodinsky", "utilitarian"], 22, "en")
    'Nash,\nKalai-Smorodinsky and\nutilitarian'
    """
    links = listed(["\0"] * len(names), language).split("\0")[1:]
    lines = [""]
    for name, link in zip(names, links, strict=True):
        if lines[-1] and len(f"{lines[-1]}{name}{link}".rstrip()) > width:
            lines.append("")
        lines[-1] += name + link
    return "\n".join(line.rstrip() for line in lines)
