"""The room of axes in their figure, and texts that are broken to stay in it.

A title and the labels of axes are centred on the axes, while their figure makes room for their height only: what is
wider than the axes and what is free beside them would be cut off or run into the neighbours.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from tvet_games.show.names import width_of, wrapped
from tvet_games.show.placing import layout

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.gridspec import SubplotSpec
    from matplotlib.text import Text

SURE = 0.6
"""What is no wider than this share of a part of the figure fits there wherever the axes lie."""

TIGHT = 0.95
"""Share of the room that lines are broken for, since letters differ in width."""


def cell_of(area: Axes) -> tuple[float, float]:
    """Ends of the part of the figure that belongs to axes, which may be in a grid within a grid [share of the width].

    Examples
    --------
    >>> from matplotlib import pyplot as plt
    >>> _, panels = plt.subplots(1, 2, width_ratios=[3, 1])
    >>> [round(end, 2) for end in cell_of(panels[0])]
    [0.0, 0.71]
    """
    spec = area.get_subplotspec()
    if spec is None:
        return 0.0, 1.0
    around = spec.get_topmost_subplotspec()
    left, right = _columns(area, around)
    if around is spec:
        return left, right
    start, end = (left + inner * (right - left) for inner in _columns(area, spec))
    return start, end


def _columns(area: Axes, spec: SubplotSpec) -> tuple[float, float]:
    """Where the columns of a place in a grid begin and end, half of the gaps included [share of the grid]."""
    figure = area.get_figure(root=True)
    assert figure is not None
    lefts, rights = (np.asarray(ends) for ends in spec.get_gridspec().get_grid_positions(figure)[2:])
    inner, gaps = (lefts[1:] + rights[:-1]) / 2, lefts[1:] - rights[:-1]
    outer = gaps[0] / 2 if len(gaps) else 0.0
    edges = np.concatenate([lefts[:1] - outer, inner, rights[-1:] + outer])
    shares = (edges - edges[0]) / (edges[-1] - edges[0])
    return float(shares[spec.colspan.start]), float(shares[spec.colspan.stop])


def excess(area: Axes, text: Text) -> float:
    """How many times as wide as its room a text is that is centred on the axes; more than 1 where it does not fit."""
    figure = area.get_figure()
    assert figure is not None
    start, end = (figure.bbox.x0 + share * figure.bbox.width for share in cell_of(area))
    width = text.get_window_extent().width
    if width <= SURE * (end - start):
        return 1.0
    layout(area)
    middle = (area.bbox.x0 + area.bbox.x1) / 2
    return float(width / max(2 * min(middle - start, end - middle), 1.0))


def break_title(area: Axes) -> None:
    """Break the lines of a title that are wider than their room."""
    times = excess(area, area.title)
    if times > 1:
        lines = area.get_title().splitlines()
        letters = int(max(map(width_of, lines)) * TIGHT / times)
        area.title.set_text("\n".join(wrapped(line, letters) for line in lines))
