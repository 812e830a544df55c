"""The core of a game of three players as a triangle: each corner gives one player all that there is to share.

A point of the triangle is an imputation: everybody has at least what it has alone. Its distance from the side opposite
a corner is what that player has beyond.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from tvet_games.errors import ShapeError, expected
from tvet_games.show.colours import COLOURS, GREY, MARKERS, PALE, axes
from tvet_games.show.legends import legend_below, lines_of
from tvet_games.show.style import COLUMN, in_style
from tvet_games.study.negotiation_words import rule_label
from tvet_games.study.sharing import Sharing
from tvet_games.tables.labels import Language, spoken
from tvet_games.tables.words import fill, money

if TYPE_CHECKING:
    from matplotlib.axes import Axes

CORNERS = np.array([[0.0, 0.0], [1.0, 0.0], [0.5, np.sqrt(3) / 2]])
"""Corners of the triangle, one a player."""

DIGITS = 6
"""Divisions that agree to so many digits of the side of the triangle share a mark."""


WHOLE = 1000
"""Amounts from here on are told in whole units."""

WIDTHS = {"en": 44, "zh": 20}
"""Characters of a line of the legend."""

PHRASES: dict[str, tuple[str, str]] = {
    "core": ("core", "核"),
    "title": ("Core and divisions", "核与各种分配"),
    "empty": ("{title}: the core is empty", "{title}：核为空"),
}


@in_style
def plot_core(found: Sharing, ax: Axes | None = None, *, language: Language | None = None) -> Axes:
    """Draw the imputations of three players, the core among them, and what each rule picks.

    Parameters
    ----------
    found : Sharing
        Of three players.
    ax : matplotlib.axes.Axes, optional
    language : {"en", "zh"}, optional
        By default the one that is set.

    Returns
    -------
    matplotlib.axes.Axes

    Raises
    ------
    ShapeError
        If there are not three players, or they have nothing to share.

    Examples
    --------
    >>> from tvet_games.study.sharing import share
    >>> plot_core(share([0, 0, 0, 1, 0, 1, 1, 3])).get_title()
    'Core and divisions'
    """
    expected(found, Sharing, "plot_core", "what share() returns")
    game = found.game
    if len(game.players) != 3:
        raise ShapeError(f"the triangle shows three players, this game has {len(game.players)}")
    alone, total = game.alone.astype(np.float64), float(game.total)
    surplus = total - alone.sum()
    if surplus <= 0:
        raise ShapeError("there is nothing to share: all together reach no more than each alone in sum")
    tongue = spoken(language)
    area = axes(ax, (COLUMN, 3.5))

    def place(shares: Any) -> Any:
        return (np.asarray(shares).astype(np.float64) - alone) / surplus @ CORNERS

    area.plot(*np.vstack([CORNERS, CORNERS[:1]]).T, color="black", linewidth=0.8)
    if not found.core.is_empty:
        _core(area, np.array([place(vertex) for vertex in found.core.vertices]), fill(PHRASES, "core", tongue))
    groups: dict[tuple[float, ...], list[str]] = {}
    for d in found.divisions:
        groups.setdefault(tuple(place(d.allocation.shares).round(DIGITS)), []).append(rule_label(d.rule, tongue))
    _divisions(area, groups, tongue)
    _corners(area, found, surplus, tongue)
    area.set_aspect("equal", adjustable="datalim")
    area.axis("off")
    area.set_title(_title(found, tongue), pad=24)
    legend_below(area)
    return area


def _title(found: Sharing, language: Language) -> str:
    title = found.labels.of(found.name, language) if found.name else fill(PHRASES, "title", language)
    return fill(PHRASES, "empty", language, title=title) if found.core.is_empty else title


def _divisions(area: Axes, groups: dict[tuple[float, ...], list[str]], language: Language) -> None:
    """A mark for each point that rules pick."""
    for k, (point, names) in enumerate(groups.items()):
        area.plot(
            *point,
            marker=MARKERS[k % len(MARKERS)],
            color=COLOURS[k % len(COLOURS)],
            markersize=6,
            linestyle="none",
            label=lines_of(names, WIDTHS[language], language),
        )


def _core(area: Axes, corners: Any, words: str) -> None:
    """Shade the core: a polygon, a segment or a point."""
    from matplotlib.patches import Polygon

    centre = corners.mean(axis=0)
    order = np.argsort(np.arctan2(*(corners - centre).T[::-1]))
    if len(corners) > 2:
        area.add_patch(Polygon(corners[order], facecolor=PALE, edgecolor=GREY, linewidth=1, label=words))
    else:
        marker = "o" if len(corners) == 1 else ""
        area.plot(*corners[order].T, color=GREY, linewidth=3, marker=marker, markersize=11, alpha=0.4, label=words)


def _corners(area: Axes, found: Sharing, surplus: float, language: Language) -> None:
    """Name each corner, with what the player has there."""
    for i, corner in enumerate(CORNERS):
        most = float(found.game.alone[i]) + surplus
        text = (
            f"{found.labels.of(found.game.players[i], language)}\n{money(most if abs(most) < WHOLE else round(most))}"
        )
        shift = (0, 3) if i == 2 else (0, -4)
        area.annotate(
            text, corner, xytext=shift, textcoords="offset points", ha="center", va="bottom" if i == 2 else "top"
        )
