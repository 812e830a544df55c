"""The core of a game of three players as a triangle: each corner gives one player all that there is to share.

A point of the triangle is an imputation: everybody has at least what it has alone. Its distance from the side opposite
a corner is what that player has beyond.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from tvet_games.errors import ShapeError, expected
from tvet_games.show.colours import COLOURS, MARKERS, as_written, axes
from tvet_games.study.negotiation_words import rule_label
from tvet_games.study.sharing import Sharing

if TYPE_CHECKING:
    from matplotlib.axes import Axes

CORNERS = np.array([[0.0, 0.0], [1.0, 0.0], [0.5, np.sqrt(3) / 2]])
"""Corners of the triangle, one a player."""

DIGITS = 6
"""Divisions that agree to so many digits of the side of the triangle share a mark."""


def plot_core(found: Sharing, ax: Axes | None = None) -> Axes:
    """Draw the imputations of three players, the core among them, and what each rule picks.

    Parameters
    ----------
    found : Sharing
        Of three players.
    ax : matplotlib.axes.Axes, optional

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
    area = axes(ax, (6.5, 5.5))

    def place(shares: Any) -> Any:
        return (np.asarray(shares).astype(np.float64) - alone) / surplus @ CORNERS

    area.plot(*np.vstack([CORNERS, CORNERS[:1]]).T, color="black", linewidth=1)
    if not found.core.is_empty:
        _core(area, np.array([place(vertex) for vertex in found.core.vertices]))
    groups: dict[tuple[float, ...], list[str]] = {}
    for d in found.divisions:
        groups.setdefault(tuple(place(d.allocation.shares).round(DIGITS)), []).append(rule_label(d.rule))
    for k, (point, names) in enumerate(groups.items()):
        area.plot(
            *point,
            marker=MARKERS[k % len(MARKERS)],
            color=COLOURS[k % len(COLOURS)],
            markersize=8,
            linestyle="none",
            label="\n".join(names),
        )
    _corners(area, found, surplus)
    area.set_aspect("equal")
    area.axis("off")
    title = found.labels.of(found.name) if found.name else ""
    empty = ": the core is empty" if found.core.is_empty else ""
    area.set_title(f"{title}{empty}" if title else f"Core and divisions{empty}", pad=36)
    area.legend(fontsize="small", loc="center left", bbox_to_anchor=(1.05, 0.5), frameon=False)
    return as_written(area)


def _core(area: Axes, corners: Any) -> None:
    """Shade the core: a polygon, a segment or a point."""
    from matplotlib.patches import Polygon

    centre = corners.mean(axis=0)
    order = np.argsort(np.arctan2(*(corners - centre).T[::-1]))
    if len(corners) > 2:
        area.add_patch(Polygon(corners[order], facecolor="#CFE8DC", edgecolor=COLOURS[2], linewidth=1.5, label="core"))
    else:
        marker = "o" if len(corners) == 1 else ""
        area.plot(
            *corners[order].T, color=COLOURS[2], linewidth=4, marker=marker, markersize=14, alpha=0.4, label="core"
        )


def _corners(area: Axes, found: Sharing, surplus: float) -> None:
    """Name each corner, with what the player has there."""
    for i, (corner, align) in enumerate(zip(CORNERS, ("right", "left", "center"), strict=True)):
        most = float(found.game.alone[i]) + surplus
        text = f"{found.labels.of(found.game.players[i])}\n{most:,.6g}"
        shift = (0, 8) if i == 2 else (-6 if i == 0 else 6, -12)
        area.annotate(
            text, corner, xytext=shift, textcoords="offset points", ha=align, va="bottom" if i == 2 else "top"
        )
