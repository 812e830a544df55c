"""Names beside points: on the side where they cover nothing, first where it looks away from the others."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING, Any

import numpy as np

from tvet_games.numerics import Array
from tvet_games.show.placing import Taken

if TYPE_CHECKING:
    from matplotlib.text import Annotation

AWAY = (7.0, 11.0, 15.0)
"""Between a point and its name, the nearest at which nothing is covered [points]."""

SIDES = ((1, 0), (-1, 0), (0, 1), (0, -1), (1, 1), (1, -1), (-1, 1), (-1, -1))
"""Where a name can stand: right or left, above or below."""

ACROSS = {-1: "right", 0: "center", 1: "left"}
UP = {-1: "top", 0: "center", 1: "bottom"}


def name_beside(taken: Taken, text: str, point: Array, away: Array, **options: Any) -> Annotation:
    """Write a name beside a point, where it covers least; the name is added to what is taken.

    Parameters
    ----------
    taken : Taken
        What it should not cover, in axes that are laid out.
    text : str
    point : array (2,)
        [data]
    away : array (2,)
        The direction that is tried first.
    **options
        Of ``Axes.annotate``.

    Returns
    -------
    matplotlib.text.Annotation
    """
    written = taken.area.annotate(
        text, (float(point[0]), float(point[1])), xytext=(0, 0), textcoords="offset points", **options
    )
    order = sorted(SIDES, key=lambda side: -float(np.dot(side, away)) / float(np.hypot(*side)))
    places = list(product(AWAY, order))
    covered = [_covered(taken, _put(written, *place)) for place in places]
    box = _put(written, *places[int(np.argmin(covered))])
    taken.boxes.append((box.x0, box.y0, box.x1, box.y1))
    return written


def _covered(taken: Taken, box: Any) -> int:
    """How much a box covers; more than anything where it leaves the axes."""
    low, high = np.array([[box.x0, box.y0]]), np.array([[box.x1, box.y1]])
    frame = taken.area.bbox
    outside = box.x0 < frame.x0 or box.x1 > frame.x1 or box.y0 < frame.y0 or box.y1 > frame.y1
    count = sum(not Taken(taken.area, [one]).is_free(low, high)[0] for one in taken.boxes)
    return int(count + outside * (len(taken.boxes) + 1))


def _put(written: Annotation, away: float, side: tuple[int, int]) -> Any:
    """Move a name to a side of its point, and tell where it then stands [pixels]."""
    length = away / float(np.hypot(*side))
    written.set(position=(side[0] * length, side[1] * length), ha=ACROSS[side[0]], va=UP[side[1]])
    return written.get_window_extent()
