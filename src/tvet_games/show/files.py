"""Figures into files: the same figure gives the same bytes."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from tvet_games.errors import InputError, Problem, nearest
from tvet_games.show.style import paper_style

if TYPE_CHECKING:
    from matplotlib.axes import Axes

FORMATS = ("png", "pdf", "svg")

DATES = {"png": {}, "pdf": {"CreationDate": None}, "svg": {"Date": None}}
"""What leaves the date out, so that the same figure is the same file."""


def save_figure(ax: Axes, path: str | Path) -> None:
    """Save the figure that some axes belong to, ready for a paper.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
        What a plot returned.
    path : str or Path
        Ends in .png (300 dots per inch), .pdf or .svg.

    Raises
    ------
    InputError
        If the format is another, or the file cannot be written.

    Notes
    -----
    The same figure gives the same file. PDF files carry their fonts, so that text stays text; in SVG files letters are
    outlines, so that they look the same for everybody. A figure of one's own without a layout
    (``plt.subplots(layout="constrained")``) is saved as large as what is drawn, so that no legend is cut off.

    Examples
    --------
    >>> import tvet_games as tg
    >>> ax = tg.plot_core(tg.share([0, 0, 0, 1, 0, 1, 1, 3]))
    >>> tg.save_figure(ax, "core.pdf")  # doctest: +SKIP
    """
    suffix = Path(path).suffix.lstrip(".").lower()
    if suffix not in FORMATS:
        what = f"is not a format of pictures; expected a file that ends in .{', .'.join(FORMATS)}"
        raise InputError(str(path), [Problem("", what, suffix or "no ending", nearest(suffix, FORMATS))])
    figure = ax.get_figure(root=True)
    assert figure is not None
    title = " ".join(ax.get_title().split())
    try:
        with paper_style():
            room = "tight" if figure.get_layout_engine() is None else None
            metadata = {**DATES[suffix], **({"Title": title} if title else {})}
            figure.savefig(path, metadata=metadata, bbox_inches=room)
    except OSError as error:
        raise InputError(str(path), [Problem("", f"cannot be written: {error.strerror or error}")]) from None


def save(ax: Axes, path: str | Path) -> None:
    """Save a figure as ``save_figure`` does and close it.

    Raises
    ------
    InputError
        If the format is another, or the file cannot be written.
    """
    from matplotlib import pyplot as plt

    try:
        save_figure(ax, path)
    finally:
        plt.close(ax.get_figure(root=True))
