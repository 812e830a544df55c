"""Convex polygons in the plane: hull, cut and distance.

A polygon is an array (k, 2) of its corners, counter-clockwise, each once; k = 0 is the empty set, 1 a point, 2 a
segment. Coordinates are of size 1: who has others scales them first, so that tolerances are shares of the span.

Examples
--------
>>> square = hull(np.array([[0, 0], [1, 0], [1, 1], [0, 1], [0.5, 0.5]]))
>>> cut(square, np.array([0.5, 0.25])).tolist()
[[0.5, 0.25], [1.0, 0.25], [1.0, 1.0], [0.5, 1.0]]

References
----------
Andrew (1979), Another efficient algorithm for convex hulls in two dimensions. doi:10.1016/0020-0190(79)90072-3
Sutherland and Hodgman (1974), Reentrant polygon clipping. doi:10.1145/360767.360802
"""

from __future__ import annotations

import numpy as np

from tvet_games.numerics import ROUNDING, TIE, Array

EMPTY: Array = np.zeros((0, 2))
"""The empty set."""


def hull(points: Array) -> Array:
    """Return the convex hull of points; corners within ``TIE`` of the one before are the same.

    Parameters
    ----------
    points : array, shape (m, 2)

    Returns
    -------
    array, shape (k, 2)
        The least corner, by the first and then the second coordinate, comes first.
    """
    if not len(points):
        return EMPTY
    # Coordinates that differ by rounding are made equal: on them rests the order in which the chains pass the points.
    ordered = sorted(set(zip(*(_snapped(points[:, axis]) for axis in (0, 1)), strict=True)))
    if len(ordered) < 2:
        return np.array(ordered)
    corners = [*_chain(ordered)[:-1], *_chain(ordered[::-1])[:-1]]
    kept = [corners[0]]
    for corner in corners[1:]:
        if not _same(corner, kept[-1]) and not _same(corner, kept[0]):
            kept.append(corner)
    return np.array(kept)


def _snapped(numbers: Array) -> list[float]:
    order = np.argsort(numbers, kind="stable")
    ranked = numbers[order]
    group = np.concatenate([[0], np.cumsum(np.diff(ranked) > ROUNDING)])
    out = np.empty(len(numbers))
    out[order] = ranked[np.searchsorted(group, group)]
    return out.tolist()


def _same(a: tuple[float, float], b: tuple[float, float]) -> bool:
    return max(abs(a[0] - b[0]), abs(a[1] - b[1])) <= TIE


def _chain(ordered: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """The lower hull of points from left to right, or the upper one from right to left."""
    kept: list[tuple[float, float]] = []
    for x, y in ordered:
        while len(kept) > 1:
            (a, b), (c, d) = kept[-2:]
            if (c - a) * (y - b) - (d - b) * (x - a) > ROUNDING * (abs(x - a) + abs(y - b)):
                break
            kept.pop()
        kept.append((x, y))
    return kept


def cut(polygon: Array, least: Array) -> Array:
    """Return the part of a polygon with both coordinates at least these; corners within ``TIE`` of it stay.

    Parameters
    ----------
    polygon : array, shape (k, 2)
    least : array, shape (2,)

    Returns
    -------
    array, shape (l, 2)
        Corners in order; some may come twice.
    """
    for axis in (0, 1):
        polygon = _cut_along(polygon, axis, least[axis])
    return polygon


def _cut_along(polygon: Array, axis: int, least: float) -> Array:
    inside = polygon[:, axis] >= least - TIE
    if inside.all():
        return polygon
    if not inside.any():
        return EMPTY
    kept = []
    for k, corner in enumerate(polygon):
        before = polygon[k - 1]
        if inside[k] != inside[k - 1]:
            # A corner just outside the bound counts as inside: the crossing is then that corner.
            part = (least - before[axis]) / (corner[axis] - before[axis])
            kept.append(before + min(max(part, 0.0), 1.0) * (corner - before))
        if inside[k]:
            kept.append(corner)
    return np.array(kept)


def simplified(polygon: Array, slack: float) -> Array:
    """Return a polygon without corners that lie within a distance of the line between their neighbours.

    Parameters
    ----------
    polygon : array, shape (k, 2)
    slack : float

    Returns
    -------
    array, shape (l, 2)

    Examples
    --------
    >>> simplified(np.array([[0, 0], [1, -0.01], [2, 0], [1, 1]]), 0.1).tolist()
    [[0.0, 0.0], [2.0, 0.0], [1.0, 1.0]]
    """
    kept = [np.asarray(corner, dtype=np.float64) for corner in polygon]
    k = 0
    while k < len(kept) and len(kept) > 1:
        neighbours = np.array([kept[k - 1], kept[(k + 1) % len(kept)]])
        if distances(kept[k][None], neighbours)[0] <= slack:
            del kept[k]
        else:
            k += 1
    return np.array(kept).reshape(-1, 2)


def distances(points: Array, polygon: Array) -> Array:
    """Return how far points are from a polygon; 0 inside, infinite from the empty set.

    Parameters
    ----------
    points : array, shape (m, 2)
    polygon : array, shape (k, 2)

    Returns
    -------
    array, shape (m,)

    Examples
    --------
    >>> distances(np.array([[0.5, 0.5], [2, 2]]), hull(np.array([[0, 0], [1, 0], [0, 1]]))).round(3).tolist()
    [0.0, 2.121]
    """
    if not len(polygon):
        return np.full(len(points), np.inf)
    edges = np.roll(polygon, -1, axis=0) - polygon
    length = (edges**2).sum(axis=1)
    gone = points[:, None] - polygon
    along = np.clip((gone * edges).sum(axis=2) / np.where(length > 0, length, 1.0), 0, 1)
    away = np.sqrt(((gone - along[..., None] * edges) ** 2).sum(axis=2)).min(axis=1)
    left = edges[:, 0] * gone[..., 1] - edges[:, 1] * gone[..., 0] >= 0
    return np.where(left.all(axis=1) & (len(polygon) > 2), 0.0, away)


def change(one: Array, other: Array) -> float:
    """Return the Hausdorff distance of two polygons: infinite if one of them only is empty.

    Examples
    --------
    >>> change(np.array([[0.0, 0.0]]), np.array([[0.0, 0.0], [3.0, 4.0]]))
    5.0
    """
    if not len(one) and not len(other):
        return 0.0
    if not len(one) or not len(other):
        return float(np.inf)
    return float(max(distances(one, other).max(), distances(other, one).max()))
