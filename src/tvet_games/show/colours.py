"""Colours that differ also for the colour-blind, axes to draw on, and texts as they are written.

References
----------
Okabe and Ito (2008), Color universal design, https://jfly.uni-koeln.de/color/
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from matplotlib.axes import Axes

COLOURS = ("#0072B2", "#E69F00", "#009E73", "#CC79A7", "#56B4E9", "#D55E00", "#F0E442", "#000000")
"""Colours of Okabe and Ito, in the order in which they are used."""

MARKERS = ("o", "s", "^", "D", "v", "P", "X", "*")
"""Shapes that go with the colours, so that colour is never the only difference."""

GREY = "#777777"
"""What is there for comparison only."""


def as_written(area: Axes) -> Axes:
    """Show every text as it is written: a dollar sign in a label is no mathematics."""
    from matplotlib.text import Text

    figure = area.get_figure(root=True)
    assert figure is not None
    for text in figure.findobj(Text):
        assert isinstance(text, Text)
        text.set_parse_math(False)
    return area


def axes(ax: Axes | None, size: tuple[float, float]) -> Axes:
    """The axes that were given, or new ones of a size [inches]."""
    if ax is not None:
        return ax
    from matplotlib import pyplot as plt

    new: Axes
    _, new = plt.subplots(figsize=size, layout="constrained")
    return new
