"""Shapes as SVG, in the coordinates of a plot: light enough to be drawn anew at every move of a slider.

A plot is a square of so many units with room around it; x goes to the right and y upwards. Every text is escaped.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

SIDE = 320
"""Width and height of the part with the data [px]."""

LEFT, RIGHT, TOP, BOTTOM = 58, 28, 30, 44
"""Room around it [px]."""

Point = tuple[float, float]

Pair = Any
"""Two numbers: a tuple of fractions or floats, or a row of an array."""


@dataclass(frozen=True, slots=True)
class Frame:
    """Where the data lie: from ``low`` to ``high`` along each axis."""

    low: Point = (0.0, 0.0)
    high: Point = (1.0, 1.0)

    def place(self, point: Pair) -> Point:
        """Where a point lies on the picture [px]."""
        x, y = ((float(point[k]) - self.low[k]) / (self.high[k] - self.low[k] or 1) for k in (0, 1))
        return LEFT + SIDE * x, TOP + SIDE * (1 - y)


def picture(title: str, parts: Iterable[str]) -> str:
    """A picture of shapes; the title is for those who cannot see it.

    Examples
    --------
    >>> picture("a < b", []).startswith('<svg role="img" aria-label="a &lt; b" viewBox="0 0 406 394"')
    True
    """
    width, height = LEFT + SIDE + RIGHT, TOP + SIDE + BOTTOM
    inside = "".join(parts)
    return (
        f'<svg role="img" aria-label="{escape(title)}" viewBox="0 0 {width} {height}" '
        f'width="{width}" height="{height}" font-size="12" fill="currentColor">{inside}</svg>'
    )


def polygon(frame: Frame, rings: Iterable[Sequence[Pair]], style: str) -> str:
    """An area with holes: rings around and within it."""
    path = " ".join("M" + " L".join(_xy(frame, point) for point in ring) + "Z" for ring in rings if len(ring))
    return f'<path d="{path}" fill-rule="evenodd" {style}/>' if path else ""


def line(frame: Frame, points: Iterable[Pair], style: str) -> str:
    """A line through points."""
    return f'<polyline points="{" ".join(_xy(frame, point) for point in points)}" fill="none" {style}/>'


def dot(frame: Frame, point: Pair, style: str, radius: float = 5) -> str:
    """A round mark."""
    x, y = frame.place(point)
    return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius:g}" {style}/>'


def star(frame: Frame, point: Pair, style: str) -> str:
    """A mark of four points."""
    x, y = frame.place(point)
    ends = ((0, -9), (2.5, -2.5), (9, 0), (2.5, 2.5), (0, 9), (-2.5, 2.5), (-9, 0), (-2.5, -2.5))
    return f'<polygon points="{" ".join(f"{x + dx:.1f},{y + dy:.1f}" for dx, dy in ends)}" {style}/>'


def arrow(frame: Frame, point: Pair, towards: Pair, length: float = 11) -> str:
    """A short arrow around a point; nothing where there is no direction."""
    (x, y), (dx, dy) = frame.place(point), (float(towards[0]), -float(towards[1]))
    size = (dx * dx + dy * dy) ** 0.5
    if size == 0:
        return ""
    dx, dy = dx / size * length / 2, dy / size * length / 2
    tip = f"M{x - dx:.1f} {y - dy:.1f}L{x + dx:.1f} {y + dy:.1f}"
    head = f"M{x + dx * 0.2 - dy * 0.5:.1f} {y + dy * 0.2 + dx * 0.5:.1f}L{x + dx:.1f} {y + dy:.1f}"
    other = f"L{x + dx * 0.2 + dy * 0.5:.1f} {y + dy * 0.2 - dx * 0.5:.1f}"
    return f'<path d="{tip}{head}{other}" fill="none" stroke="#888" stroke-width="1"/>'


def text(x: float, y: float, words: str, *, anchor: str = "middle", style: str = "") -> str:
    """Words at a place of the picture [px]."""
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" {style}>{escape(words)}</text>'


def axes(frame: Frame, ticks: Sequence[Sequence[tuple[float, str]]], labels: tuple[str, str]) -> list[str]:
    """A box around the data with ticks along two sides, and what the axes are."""
    bottom, middle = TOP + SIDE, LEFT + SIDE / 2
    out = [f'<rect x="{LEFT}" y="{TOP}" width="{SIDE}" height="{SIDE}" fill="none" stroke="currentColor"/>']
    out += [text(frame.place((at, frame.low[1]))[0], bottom + 15, told) for at, told in ticks[0]]
    out += [text(LEFT - 6, frame.place((frame.low[0], at))[1] + 4, told, anchor="end") for at, told in ticks[1]]
    out.append(text(middle, bottom + 34, labels[0], style='font-weight="600"'))
    out.append(text(LEFT - 50, TOP - 14, labels[1], anchor="start", style='font-weight="600"'))
    return out


def _xy(frame: Frame, point: Pair) -> str:
    x, y = frame.place(point)
    return f"{x:.1f},{y:.1f}"
