"""Saving a plot."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from tvet_games.errors import InputError, Problem, nearest

if TYPE_CHECKING:
    from matplotlib.axes import Axes

FORMATS = ("png", "pdf", "svg")

DPI = 150
"""Resolution of pictures [dots per inch]."""


def save(ax: Axes, path: str | Path) -> None:
    """Save the figure of some axes and close it.

    Parameters
    ----------
    ax : Axes
    path : str or Path
        Ends in .png, .pdf or .svg.

    Raises
    ------
    InputError
        If the format is another, or the file cannot be written.
    """
    from matplotlib import pyplot as plt

    suffix = Path(path).suffix.lstrip(".").lower()
    if suffix not in FORMATS:
        what = f"is not a format of pictures; expected a file that ends in .{', .'.join(FORMATS)}"
        raise InputError(str(path), [Problem("", what, suffix or "no ending", nearest(suffix, FORMATS))])
    figure = ax.get_figure(root=True)
    assert figure is not None
    try:
        figure.savefig(path, dpi=DPI)
    except OSError as error:
        raise InputError(str(path), [Problem("", f"cannot be written: {error.strerror or error}")]) from None
    finally:
        plt.close(figure)
