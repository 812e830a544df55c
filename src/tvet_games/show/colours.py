"""Colours that differ also for the colour-blind, what tells things apart in grey, and axes to draw on.

References
----------
Okabe and Ito (2008), Color universal design, https://jfly.uni-koeln.de/color/
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from matplotlib.axes import Axes

COLOURS = ("#0072B2", "#E69F00", "#009E73", "#000000", "#56B4E9", "#D55E00", "#F0E442", "#CC79A7")
"""Colours of Okabe and Ito, in the order in which they are used: the first four differ also in grey."""

MARKERS = ("o", "s", "^", "D", "v", "P", "X", "*")
"""Shapes that go with the colours, so that colour is never the only difference."""

LINES = ("-", "--", "-.", ":", (0, (5, 1)), (0, (3, 1, 1, 1)), (0, (1, 1)), (0, (8, 2)))
"""Line styles that go with the colours."""

HATCHES = ("", "////", "....", "xxxx", "\\\\\\\\", "----", "oooo", "++++")
"""Patterns of areas that go with the colours."""

GREY = "#777777"
"""What is there for comparison only."""

PALE = "#E6E6E6"
"""Areas behind the data."""


def lightness(colour: str) -> float:
    """How light a colour is, from 0 (black) to 100 (white): what remains of it in grey.

    Notes
    -----
    L* of CIELAB for sRGB.

    Examples
    --------
    >>> round(lightness("#FFFFFF")), round(lightness("#000000"))
    (100, 0)
    """
    from matplotlib.colors import to_rgb

    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in to_rgb(colour)]
    y = sum(weight * c for weight, c in zip((0.2126, 0.7152, 0.0722), linear, strict=True))
    return float(116 * y ** (1 / 3) - 16 if y > (6 / 29) ** 3 else y * (29 / 3) ** 3)


def axes(ax: Axes | None, size: tuple[float, float]) -> Axes:
    """The axes that were given, without a box and with the fonts of the style, or new ones of a size [inches].

    Axes may be older than the style: what they write is measured while a plot is drawn, so the fonts come first.
    """
    from matplotlib import pyplot as plt
    from matplotlib import rcParams

    if ax is None:
        new: Axes
        _, new = plt.subplots(figsize=size, layout="constrained")
        return new
    family = rcParams["font.family"]
    ax.title.set(fontfamily=family, fontsize=rcParams["axes.titlesize"], parse_math=False)
    for name, axis in ((name, getattr(ax, f"{name}axis")) for name in "xyz" if hasattr(ax, f"{name}axis")):
        axis.label.set(fontfamily=family, fontsize=rcParams["axes.labelsize"], parse_math=False)
        axis.set_tick_params(labelfontfamily=family, labelsize=rcParams[f"{'x' if name == 'x' else 'y'}tick.labelsize"])
    for side, spine in ax.spines.items():
        spine.set_linewidth(rcParams["axes.linewidth"])
        spine.set_visible(spine.get_visible() and bool(rcParams.get(f"axes.spines.{side}", True)))
    return ax
