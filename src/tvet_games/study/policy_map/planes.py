"""The parts into which straight lines cut a convex polygon, in fractions.

A point is a pair (x, y); a polygon its corners, counter-clockwise; a line the triple (a, b, c) of all points with
``a x + b y + c = 0``, and its positive side where that is above 0.

Examples
--------
>>> square = rectangle((Fraction(0), Fraction(2)), (Fraction(0), Fraction(2)))
>>> diagonal = Fraction(1), Fraction(-1), Fraction(0)
>>> [[tuple(map(int, corner)) for corner in cell.polygon] for cell in cells(square, [diagonal])]
[[(0, 0), (2, 0), (2, 2)], [(0, 0), (2, 2), (0, 2)]]

References
----------
de Berg, Cheong, van Kreveld and Overmars (2008), Computational geometry, 3rd edition, chapter 8 (arrangements).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

Point = tuple[Fraction, Fraction]

Polygon = tuple[Point, ...]

Line = tuple[Fraction, Fraction, Fraction]

ROOM = Fraction(1, 5)
"""How far a map goes beyond the last border, as a part of the way to it."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A part that no line crosses.

    Attributes
    ----------
    polygon : tuple of points
    above : frozenset of int
        The lines on whose positive side it lies; it lies on the negative side of all others.
    """

    polygon: Polygon
    above: frozenset[int] = frozenset()


def rectangle(x: tuple[Fraction, Fraction], y: tuple[Fraction, Fraction]) -> Polygon:
    """The rectangle between two values of each coordinate."""
    return (x[0], y[0]), (x[1], y[0]), (x[1], y[1]), (x[0], y[1])


def value(line: Line, point: Point) -> Fraction:
    """``a x + b y + c``: above 0 on the positive side."""
    return line[0] * point[0] + line[1] * point[1] + line[2]


def cells(polygon: Polygon, lines: Sequence[Line]) -> list[Cell]:
    """The parts of a polygon between lines.

    Parameters
    ----------
    polygon : tuple of points
    lines : sequence of lines
        Different ones: none is a multiple of another.

    Returns
    -------
    list of Cell
        They cover the polygon, and their interiors are disjoint. Neighbours share whole edges.
    """
    found = [Cell(polygon)]
    for k, line in enumerate(lines):
        found = [part for cell in found for part in _split(cell, k, line)]
    return found


def _split(cell: Cell, k: int, line: Line) -> Iterator[Cell]:
    sides = [value(line, corner) for corner in cell.polygon]
    if max(sides) > 0:
        yield Cell(kept(cell.polygon, line) if min(sides) < 0 else cell.polygon, cell.above | {k})
    if min(sides) < 0:
        other = -line[0], -line[1], -line[2]
        yield Cell(kept(cell.polygon, other) if max(sides) > 0 else cell.polygon, cell.above)


def kept(polygon: Polygon, line: Line) -> Polygon:
    """The part of a polygon that is not on the negative side of a line; may be a segment, a point or nothing.

    Examples
    --------
    >>> square = rectangle((Fraction(0), Fraction(2)), (Fraction(0), Fraction(2)))
    >>> [tuple(map(int, corner)) for corner in kept(square, (Fraction(1), Fraction(0), Fraction(-1)))]
    [(1, 0), (2, 0), (2, 2), (1, 2)]
    """
    sides = [value(line, corner) for corner in polygon]
    corners: list[Point] = []
    for k, (corner, side) in enumerate(zip(polygon, sides, strict=True)):
        before, gone = polygon[k - 1], sides[k - 1]
        if side * gone < 0:
            part = gone / (gone - side)
            corners.append((before[0] + part * (corner[0] - before[0]), before[1] + part * (corner[1] - before[1])))
        if side >= 0:
            corners.append(corner)
    return tuple(dict.fromkeys(corners))


def seen(bounds: Polygon, polygons: Iterable[Polygon], whole: tuple[bool, bool] = (False, False)) -> Polygon:
    """The part of a rectangle in which something happens: to a little beyond the last corner of some polygons.

    Parameters
    ----------
    bounds : polygon
        A rectangle.
    polygons : iterable of polygons
        Inside it; corners on its right and upper edges do not count.
    whole : (bool, bool)
        Whether all of the rectangle is to be seen across, and up.

    Returns
    -------
    polygon
        A rectangle with the same lower left corner. Its sides end at numbers of two digits, or where those of the
        bounds do.
    """
    (left, low), (right, high) = bounds[0], bounds[2]
    corners = [corner for polygon in polygons for corner in polygon]
    last_x = max((x for x, _ in corners if x < right), default=left)
    last_y = max((y for _, y in corners if y < high), default=low)
    end_x, end_y = _beyond(left, last_x, right), _beyond(low, last_y, high)
    return rectangle((left, right if whole[0] else end_x), (low, high if whole[1] else end_y))


def _beyond(start: Fraction, last: Fraction, end: Fraction) -> Fraction:
    """A little more than the last of some numbers between two, in two digits; the end where there are none."""
    if last == start:
        return end
    least = last + ROOM * (last - start)
    unit = Fraction(10) ** (len(str(int(least))) - 2) if least >= 1 else Fraction(1, 100)
    return min(-(-least // unit) * unit, end)


def common(polygon: Polygon, other: Polygon) -> Polygon:
    """What two convex polygons have in common.

    Examples
    --------
    >>> zero, one, two = map(Fraction, range(3))
    >>> both = common(rectangle((zero, two), (zero, two)), rectangle((one, Fraction(3)), (zero, one)))
    >>> [tuple(map(int, corner)) for corner in both]
    [(1, 1), (1, 0), (2, 0), (2, 1)]
    """
    for (x0, y0), (x1, y1) in _edges(other):
        polygon = kept(polygon, (y0 - y1, x1 - x0, x0 * y1 - x1 * y0))
    return polygon


def area(polygon: Polygon) -> Fraction:
    """The area, with a minus where the corners go clockwise.

    Examples
    --------
    >>> area(rectangle((Fraction(0), Fraction(2)), (Fraction(0), Fraction(3))))
    Fraction(6, 1)
    """
    doubled = sum(
        (before[0] * corner[1] - corner[0] * before[1] for before, corner in _edges(polygon)), start=Fraction(0)
    )
    return doubled / 2


def middle(polygon: Polygon) -> Point:
    """The mean of the corners: a point inside."""
    count = len(polygon)
    return sum((x for x, _ in polygon), Fraction(0)) / count, sum((y for _, y in polygon), Fraction(0)) / count


def is_inside(polygon: Polygon, point: Point) -> bool:
    """Whether a point lies in a convex polygon; its border belongs to it."""
    return bool(polygon) and all(
        (b[0] - a[0]) * (point[1] - a[1]) >= (b[1] - a[1]) * (point[0] - a[0]) for a, b in _edges(polygon)
    )


def outline(polygons: Iterable[Polygon]) -> tuple[Polygon, ...]:
    """The border of what several cells cover together.

    Parameters
    ----------
    polygons : iterable of polygons
        Of :func:`cells`: neighbours share whole edges.

    Returns
    -------
    tuple of polygons
        Counter-clockwise around what is covered, clockwise around holes.
    """
    edges = {edge for polygon in polygons for edge in _edges(polygon)}
    onward: dict[Point, list[Point]] = {}
    for start, end in edges:
        if (end, start) not in edges:
            onward.setdefault(start, []).append(end)
    rings = []
    while onward:
        ring = [min(onward)]
        while len(ring) == 1 or ring[-1] != ring[0]:
            ends = onward[ring[-1]]
            ring.append(ends.pop())
            if not ends:
                del onward[ring[-2]]
        rings.append(_without_straight(ring[:-1]))
    return tuple(sorted(rings))


def _edges(polygon: Sequence[Point]) -> Iterator[tuple[Point, Point]]:
    return zip((polygon[-1], *polygon[:-1]), polygon, strict=True) if polygon else iter(())


def _without_straight(ring: Sequence[Point]) -> Polygon:
    """A ring without corners that lie on the straight line between their neighbours."""
    around = (ring[-1], *ring, ring[0])
    legs = list(pairwise(around))
    return tuple(
        corner
        for corner, (before, here), (_, after) in zip(ring, legs, legs[1:], strict=False)
        if (here[0] - before[0]) * (after[1] - here[1]) != (here[1] - before[1]) * (after[0] - here[0])
    )
