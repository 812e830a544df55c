"""Labels of axes in as many lines as they need."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from tvet_games.show.names import width_of, wrapped

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.axis import Axis

MOST = 4
"""Lines of a name, at most."""

SPARE = 1.2
"""Letters of a line for each that it would have if all lines of a name were as long."""

EDGE = 0.05
"""Kept free at the ends of a figure [share of it]: letters are wider at other resolutions, and legends come later."""

SURE = 0.6
"""A label of at most this share of the figure is not cut off, however the axes are laid out."""


def break_labels(area: Axes) -> None:
    """Break the labels that are too long: before the unit, and as often as needed.

    In a panel, one of several in a figure, a label may not be longer than the axes; else it may not leave the figure.
    """
    for axis in (area.xaxis, area.yaxis):
        name, bracket, unit = axis.label.get_text().partition(" [")
        if "\n" in name:
            continue
        for lines in range(1 if unit else 2, MOST + 1):
            if _fits(axis, area):
                break
            told = wrapped(name, math.ceil(SPARE * width_of(name) / lines)) if lines > 1 else name
            axis.set_label_text(f"{told}\n[{unit}" if bracket else told)


def _fits(axis: Axis, area: Axes) -> bool:
    figure = area.get_figure(root=True)
    assert figure is not None
    k = 0 if axis is area.xaxis else 1
    panel = _is_panel(area)
    if not panel and axis.label.get_window_extent().size[k] <= SURE * figure.bbox.size[k]:
        return True
    figure.draw_without_rendering()
    box = axis.label.get_window_extent()
    if panel:
        return bool(box.size[k] <= area.bbox.size[k])
    spare = EDGE * figure.bbox.size[k]
    return bool(box.min[k] >= figure.bbox.min[k] + spare and box.max[k] <= figure.bbox.max[k] - spare)


def _is_panel(area: Axes) -> bool:
    spec = area.get_subplotspec()
    grid = None if spec is None else spec.get_topmost_subplotspec().get_gridspec()
    return grid is not None and grid.nrows * grid.ncols > 1
