"""Texts inside areas: where a label fits without touching the border or anything else.

All lengths are in pixels of the figure as it is laid out when the label is placed; a figure that is made smaller later
may need its labels placed anew.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np

from tvet_games.numerics import Array
from tvet_games.tables.labels import Language

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.text import Text

STEPS = 36
"""Places that are tried along each side of an area."""

ROOMS = (9.0, 6.0, 4.0, 2.5)
"""Free space around a label [points], the most that can be had."""

SIZES = (7.5, 6.75)
"""Sizes of letters [points], the largest that fits."""

WRAPS = {"en": (60, 24, 18, 15, 12), "zh": (30, 14, 10, 7)}
"""Characters of a line, the most that fit."""

NO_BREAK = "\N{NO-BREAK SPACE}"

MARK = 4.5
"""Half of the width of a mark [points]."""


@dataclass(slots=True)
class Taken:
    """What stands in some axes already, as boxes (x0, y0, x1, y1) in pixels."""

    area: Axes
    boxes: list[tuple[float, float, float, float]] = field(default_factory=list)

    @property
    def point(self) -> float:
        """Pixels of a point."""
        return float(self.area.get_figure(root=True).dpi) / 72  # type: ignore[union-attr]

    def add_mark(self, x: float, y: float) -> None:
        """Note a mark at a place [data]."""
        u, v = self.area.transData.transform((x, y))
        half = MARK * self.point
        self.boxes.append((u - half, v - half, u + half, v + half))

    def add_lines(self) -> None:
        """Note what is drawn as lines in the axes: marks where they have one point, straight lines elsewhere."""
        for line in self.area.lines:
            places = np.asarray(line.get_xydata(), dtype=np.float64)
            if len(places) == 1:
                self.add_mark(*places[0])
            for start, end in pairwise(places):
                self.add_line(start, end)

    def add_line(self, start: Any, end: Any) -> None:
        """Note a straight line between two places [data]."""
        ends = self.area.transData.transform(np.array([start, end], dtype=np.float64))
        count = max(int(np.abs(ends[1] - ends[0]).max() / (2 * self.point)), 1)
        for u, v in ends[0] + np.linspace(0, 1, count + 1)[:, None] * (ends[1] - ends[0]):
            self.boxes.append((u - 1, v - 1, u + 1, v + 1))

    def is_free(self, low: Array, high: Array) -> Array:
        """Which of some boxes (m, 2) to (m, 2) touch nothing, shape (m,)."""
        free = np.ones(len(low), dtype=np.bool_)
        if not len(low):
            return free
        for x0, y0, x1, y1 in self.boxes:
            free &= (low[:, 0] > x1) | (high[:, 0] < x0) | (low[:, 1] > y1) | (high[:, 1] < y0)
        return free


def layout(area: Axes) -> None:
    """Lay the figure out, so that lengths in pixels are final."""
    figure: Any = area.get_figure(root=True)
    figure.draw_without_rendering()


def place_inside(
    taken: Taken,
    lines: Sequence[str],
    inside: Sequence[Array],
    language: Language,
    *,
    near: tuple[float, float] | None = None,
    **options: Any,
) -> Text | None:
    """Write a label into an area, in as many lines and as large as fits.

    Parameters
    ----------
    taken : Taken
        What it must not touch; the label is added.
    lines : sequence of str
        What begins a new line.
    inside : sequence of arrays (k, 2)
        Rings around the area and around its holes [data].
    language : str
        English is broken at spaces only.
    near : (float, float), optional
        Where the label should be [data]; by default in the middle of the area.
    **options
        Of ``Axes.text``.

    Returns
    -------
    matplotlib.text.Text or None
        None where it fits nowhere.
    """
    rings = [taken.area.transData.transform(ring) for ring in inside]
    places = _places(rings)
    if not len(places):
        return None
    centre = places.mean(axis=0) if near is None else taken.area.transData.transform(near)
    order = places[np.argsort(((places - centre) ** 2).sum(axis=1), kind="stable")]
    label = taken.area.text(0, 0, "", ha="center", va="center", linespacing=1.15, **options)
    for text, size, turned in _forms(lines, language):
        label.set(text=text, fontsize=size, rotation=90 if turned else 0)
        box = label.get_window_extent()
        half = np.array([box.width, box.height]) / 2
        for room in ROOMS if near is None else ROOMS[-1:]:
            found = _fitting(order, half + room * taken.point, rings, taken)
            if found is not None:
                x, y = taken.area.transData.inverted().transform(found)
                label.set_position((float(x), float(y)))
                taken.boxes.append((*(found - half), *(found + half)))
                return label
    label.remove()
    return None


def _places(rings: Sequence[Array]) -> Array:
    """Points of a grid that lie in an area (m, 2)."""
    if not rings:
        return np.zeros((0, 2))
    low, high = (edge(np.vstack(rings), axis=0) for edge in (np.min, np.max))
    across, up = (np.linspace(*ends, STEPS + 2)[1:-1] for ends in zip(low, high, strict=True))
    grid = np.stack(np.meshgrid(across, up), axis=-1).reshape(-1, 2)
    return np.asarray(grid[_are_inside(grid, rings)])


def _are_inside(points: Array, rings: Sequence[Array]) -> Array:
    """Which points lie in an area, shape (m,): inside an odd number of its rings."""
    from matplotlib.path import Path

    inside = [Path(ring, closed=False).contains_points(points) for ring in rings]
    return np.asarray(np.logical_xor.reduce(inside))


def _forms(lines: Sequence[str], language: Language) -> Iterator[tuple[str, float, bool]]:
    """A text in fewer and more lines, first large and level, then small, then turned."""
    for turned in (False, True):
        for size in SIZES:
            tried = set()
            for width in WRAPS[language]:
                text = "\n".join(part for line in lines for part in _wrapped(line, width, language))
                if text not in tried:
                    tried.add(text)
                    yield text, size, turned


def _wrapped(line: str, width: int, language: Language) -> list[str]:
    """The lines of a line; never broken before a slash, and Chinese after a colon before it is broken anywhere."""
    is_chinese = language == "zh"
    loose = line.replace(" /", f"{NO_BREAK}/")
    loose = loose.replace("：", "： ") if is_chinese else loose
    parts = textwrap.wrap(loose, width, break_long_words=is_chinese, break_on_hyphens=False)
    return [part.replace("： ", "：").replace(NO_BREAK, " ") for part in parts]


def _fitting(order: Array, half: Array, rings: Sequence[Array], taken: Taken) -> Array | None:
    """The first of some places around which a box lies in an area and touches nothing."""
    left = order
    for part in (1, -1, 0, 0.5, -0.5, 0.25, -0.25, 0.75, -0.75):
        for side in (-1, 1):
            for corner in ((part, side), (side, part)):
                left = left[_are_inside(left + half * corner, rings)] if len(left) else left
    left = left[taken.is_free(left - half, left + half)]
    return left[0] if len(left) else None
