"""One style for all plots: figures that go into a paper unchanged.

The style itself is ``paper.mplstyle``. It holds while a plot is drawn, whatever style is set outside, and what
Matplotlib makes only later, such as labels of ticks, keeps it. What is outside is never touched.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import cache, wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, ParamSpec

from tvet_games.show.cells import break_title
from tvet_games.show.label_lines import break_labels
from tvet_games.show.typefaces import families_for, register

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.text import Text

P = ParamSpec("P")

COLUMN, PAGE = 3.5, 7.2
"""Widths of a column and of a page in journals [inches]."""

TICKS = ("size", "width", "color", "pad", "labelsize", "labelcolor", "direction")
"""What is set of ticks."""


@contextmanager
def paper_style() -> Iterator[None]:
    """Draw own figures in the style of the plots; outside, everything stays as it is.

    Notes
    -----
    A plot makes a figure of its own as wide as one column of a journal (3.5 inches), where it needs more room as a page
    (7.2 inches). For another size, or several plots in a figure, make the figure and give each plot its ``ax``.

    Examples
    --------
    Three panels of a figure in one row, as wide as a page:

    >>> from matplotlib import pyplot as plt
    >>> with paper_style():
    ...     figure, panels = plt.subplots(1, 3, figsize=(7.2, 2.4))
    >>> panels[0].title.get_fontsize()
    8.0

    One plot, larger than it makes itself:

    >>> import tvet_games as tg
    >>> with paper_style():
    ...     figure, ax = plt.subplots(figsize=(5, 4), layout="constrained")
    >>> tg.plot_best_responses(tg.load_conflict("school_enterprise").game("germany_2022"), ax=ax) is ax
    True
    """
    from matplotlib import rcParams, style

    register()
    with style.context(_sheet(), after_reset=True):
        rcParams["figure.max_open_warning"] = 0
        try:
            yield
        finally:
            interactive = rcParams["interactive"]
    # A notebook's first figure may be drawn in here: then its backend turns this on only now.
    rcParams["interactive"] = interactive


@cache
def _sheet() -> dict[str, Any]:
    from matplotlib import rc_params_from_file

    return dict(rc_params_from_file(Path(__file__).with_name("paper.mplstyle"), use_default_template=False))


def in_style(plot: Callable[P, Axes]) -> Callable[P, Axes]:
    """Make a plot draw in the style: a decorator of functions that return axes.

    Texts appear as they are written (a dollar sign is no mathematics), in the fonts of the package; numbers along axes
    have their thousands apart. Axes that were given take the style, others of their figure do not. Texts that the
    caller puts there, before or later, may hold mathematics.
    """

    @wraps(plot)
    def draw(*args: P.args, **kwargs: P.kwargs) -> Axes:
        from matplotlib import rcParams
        from matplotlib.axes import Axes
        from matplotlib.text import Text

        given = next((a for a in (*args, *kwargs.values()) if isinstance(a, Axes)), None)
        around = None if given is None else given.get_figure(root=True)
        others = set() if around is None else set(around.axes) - {given}
        texts = [] if given is None else given.findobj(Text)
        own = {text: (text.get_text(), text.get_parse_math()) for text in texts if text.get_text()}
        mathematics = rcParams["text.parse_math"]
        with paper_style():
            rcParams["text.parse_math"] = False  # texts are measured while they are drawn
            area = plot(*args, **kwargs)
            figure = area.get_figure(root=True)
            assert figure is not None
            drawn = [one for one in figure.axes if one not in others]
            for one in drawn:
                _ticks(one)
            _texts(figure if given is None else drawn, own)
            break_title(area)
            for one in drawn:
                break_labels(one)
                _leave_to_caller(one, mathematics)
        return area

    return draw


def _ticks(area: Axes) -> None:
    """Ticks are made when they are drawn: tell them what the style says now."""
    from matplotlib import rcParams
    from matplotlib.ticker import ScalarFormatter

    from tvet_games.show.ticks import Thousands

    for axis in (getattr(area, f"{name}axis") for name in "xyz" if hasattr(area, f"{name}axis")):
        kind = "ytick" if axis.axis_name == "y" else "xtick"
        for which in ("major", "minor"):
            known = axis.get_tick_params(which)
            of_sheet = {name: rcParams.get(f"{kind}.{which}.{name}", rcParams.get(f"{kind}.{name}")) for name in TICKS}
            of_sheet["labelcolor"] = rcParams[f"{kind}.color"]
            of_sheet["length"] = of_sheet.pop("size")
            axis.set_tick_params(which=which, **{k: v for k, v in of_sheet.items() if k not in known})
            axis.set_tick_params(which=which, labelfontfamily=rcParams["font.family"])
        if type(axis.get_major_formatter()) is ScalarFormatter:
            axis.set_major_formatter(Thousands())


def _texts(places: Any, own: Mapping[Text, tuple[str, bool]]) -> None:
    """Show every text as it is written, but for those that were there, in fonts that have its characters."""
    from matplotlib.text import Text

    roots = places if isinstance(places, list) else [places]
    texts = [text for root in roots for text in root.findobj(Text)]
    families = families_for(text.get_text() for text in texts)
    for text in texts:
        told, mathematics = own.get(text, ("", False))
        text.set_parse_math(text.get_text() == told and mathematics)
        text.set_fontfamily(families)


def _leave_to_caller(area: Axes, mathematics: bool) -> None:
    """Let titles and labels be read as the caller's texts are, where that changes nothing of what they say now."""
    from matplotlib.text import Text

    labels = [getattr(area, f"{name}axis").label for name in "xyz" if hasattr(area, f"{name}axis")]
    for text in (*labels, *(one for one in area.get_children() if isinstance(one, Text))):
        if "$" not in text.get_text():
            text.set_parse_math(mathematics)
