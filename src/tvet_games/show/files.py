"""Figures into files: the same figure gives the same bytes."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from tvet_games.errors import InputError, Problem, expected, nearest
from tvet_games.show.style import paper_style

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

FORMATS = ("png", "pdf", "svg")

DATES = {"png": {}, "pdf": {"CreationDate": None}, "svg": {"Date": None}}
"""What leaves the date out, so that the same figure is the same file."""


def save_figure(ax: Axes | Figure, path: str | Path) -> None:
    """Save a figure, ready for a paper.

    Parameters
    ----------
    ax : matplotlib.axes.Axes or matplotlib.figure.Figure
        What a plot returned, or a figure with several plots.
    path : str or Path
        Ends in .png (300 dots per inch), .pdf or .svg.

    Raises
    ------
    InputError
        If it is neither, the format is another, or the file cannot be written.

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

    Two panels, as wide as a page:

    >>> from matplotlib import pyplot as plt
    >>> with tg.paper_style():
    ...     figure, (left, right) = plt.subplots(1, 2, figsize=(7.2, 3.5), layout="constrained")
    >>> game = tg.load_conflict("school_enterprise").game("germany_2022")
    >>> _ = tg.plot_payoffs(game, ax=left), tg.plot_best_responses(game, ax=right)
    >>> tg.save_figure(figure, "panels.pdf")  # doctest: +SKIP
    """
    suffix = Path(path).suffix.lstrip(".").lower()
    if suffix not in FORMATS:
        what = f"is not a format of pictures; expected a file that ends in .{', .'.join(FORMATS)}"
        raise InputError(str(path), [Problem("", what, suffix or "no ending", nearest(suffix, FORMATS))])
    figure = _figure_of(ax)
    title = _title_of(ax)
    try:
        with paper_style():
            room = "tight" if figure.get_layout_engine() is None else None
            metadata = {**DATES[suffix], **({"Title": title} if title else {})}
            figure.savefig(path, metadata=metadata, bbox_inches=room)
    except OSError as error:
        raise InputError(str(path), [Problem("", f"cannot be written: {error.strerror or error}")]) from None


def _figure_of(given: Axes | Figure) -> Figure:
    """The figure itself, or the one that axes belong to."""
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure, FigureBase

    expected(given, (Axes, FigureBase), "save_figure", "axes, as a plot returns them, or a figure")
    figure = given.get_figure(root=True)
    if not isinstance(figure, Figure):
        raise InputError("save_figure", [Problem("", "belong to no figure any more", "axes")])
    return figure


def _title_of(given: Axes | Figure) -> str:
    """What a picture is called: the title of axes, or that of a figure, or of its only axes."""
    if hasattr(given, "get_title"):
        title = given.get_title()
    else:
        title = given.get_suptitle() or (given.axes[0].get_title() if len(given.axes) == 1 else "")
    return " ".join(title.split())


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
