"""Plots as pictures within a page: SVG without names that clash, without a style that reaches beyond it.

Letters are outlines, so that a page needs no fonts; who cannot see a picture is told what it shows.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from html import escape
from io import StringIO
from typing import TYPE_CHECKING, Any

from tvet_games.show.style import paper_style

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_HEAD = re.compile(r"^.*?(?=<svg)", re.DOTALL)
_METADATA = re.compile(r"\s*<metadata>.*?</metadata>", re.DOTALL)
_STYLE = re.compile(r"\s*<style type=\"text/css\">.*?</style>", re.DOTALL)
_NAME = re.compile(r' id="([^"]*)"')
_USE = re.compile(r'(\bhref="#|url\(#)([^")]*)')


@dataclass(frozen=True, slots=True)
class Picture:
    """A plot with what it shows in words.

    Attributes
    ----------
    draw : function
        Draws it, and returns its axes.
    caption : str
    """

    draw: Callable[[], Axes]
    caption: str


def svg_of(picture: Picture, prefix: str) -> str:
    """Draw a picture as SVG that can stand in a page.

    Parameters
    ----------
    picture : Picture
    prefix : str
        Begins every name within it, so that two pictures of a page share none.

    Examples
    --------
    >>> import tvet_games as tg
    >>> game = tg.load_conflict("school_enterprise").game("germany_2022")
    >>> text = svg_of(Picture(lambda: tg.plot_payoffs(game), "Payoffs"), "f1-")
    >>> text.startswith("<svg"), 'id="f1-' in text, "metadata" in text
    (True, True, False)
    """
    from matplotlib import pyplot as plt

    area: Any = picture.draw()
    figure = area.get_figure(root=True)
    out = StringIO()
    try:
        with paper_style():
            figure.savefig(out, format="svg", metadata={"Date": None})
    finally:
        plt.close(figure)
    text = _HEAD.sub("", out.getvalue(), count=1)
    for superfluous in (_METADATA, _STYLE):
        text = superfluous.sub("", text)
    used = {name for _, name in _USE.findall(text)}
    text = _NAME.sub(lambda found: f' id="{prefix}{found[1]}"' if found[1] in used else "", text)
    text = _USE.sub(rf"\g<1>{prefix}\g<2>", text)
    text = text.replace("<svg ", f'<svg role="img" aria-label="{escape(picture.caption)}" ', 1)
    return text.strip()
