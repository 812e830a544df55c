"""Every root of k multi-affine functions in a box: indifference where three populations or more mix.

On a face where k populations mix two actions each, what the first action gains is affine in every share by itself. So
it takes its extremes over any box at the corners, and the values at the 2**k corners say all. The unit box is halved
again and again; a box is thrown away when one function, or one function of the system multiplied by the inverse of
its Jacobian, has one strict sign at all corners. Where that multiplied system has a Jacobian that is diagonally
dominant at all corners the box holds one root at most, which Newton's method finds. What is left when boxes are tiny is
a multiple root; too many boxes are a continuum.

Shapes: corner values ``(k, 2, ..., 2)``, index 0 at share 0 -> roots ``(m, k)``. In the code boxes come first.

References
----------
Neumaier (1990), Interval Methods for Systems of Equations, chapter 5. doi:10.1017/CBO9780511526473
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from tvet_games.numerics import TIE, TOLERANCE, Array

MAX_BOXES = 4096
"""Boxes at once, beyond which the roots count as a continuum."""

HALVINGS = 24
"""Times that each side is halved at most: boxes are then 6e-8 wide."""

NEWTON = 12
"""Steps of Newton's method from the middle of a box that holds one root at most."""

MERGE = TOLERANCE**0.5
"""Multiple roots closer than this are one root [share]: rounding moves them by the root of its size."""


@dataclass(frozen=True, slots=True, eq=False)
class Roots:
    """Roots in the open unit box.

    Attributes
    ----------
    points : array of float, shape (m, k)
        The isolated ones.
    resolved : bool
        False where there are infinitely many, or more boxes than ``MAX_BOXES`` would be needed to tell.
    """

    points: Array
    resolved: bool


def roots_in_box(corners: Array, *, edge: float = TIE) -> Roots:
    """Find every root of k multi-affine functions in the open unit box.

    Parameters
    ----------
    corners : array of float, shape (k, 2, ..., 2)
        Values of each function at the corners of the box.
    edge : float
        Roots within this distance of the border are left out.

    Returns
    -------
    Roots

    Examples
    --------
    >>> y_half, z_half, x_is_y = np.empty((3, 2, 2, 2))
    >>> x, y, z = np.indices((2, 2, 2))
    >>> roots_in_box(np.stack([2 * y - 1.0, 3 * z - 1.0, x - y * 1.0])).points.round(3).tolist()
    [[0.5, 0.5, 0.333]]
    """
    k = len(corners)
    size = np.abs(corners).reshape(k, -1).max(axis=1)
    scaled = corners / np.where(size == 0, 1, size).reshape(k, *(1,) * k)
    values, low, width = scaled[None], np.zeros((1, k)), np.ones(k)
    found: list[Array] = []
    for step in range(HALVINGS * k):
        keep, roots = _examined(values)
        found += [low[box] + width * unit for box, unit in roots]
        values, low = values[keep], low[keep]
        if not len(low):
            break
        if 2 * len(low) > MAX_BOXES:
            inside = ((low >= 2 * width) & (low + width <= 1 - 2 * width)).all(axis=1)
            return Roots(_inside(_merged(found, k, TOLERANCE), edge), not inside.any())
        values, low, width = _halved(values, low, width, step % k)
    points = _inside(_merged(found, k, TOLERANCE), edge)
    return Roots(np.concatenate([points, _multiple(scaled, low, width)]), resolved=True)


def value_at(values: Array, shares: Array) -> Array:
    """Values ``(..., m)`` of functions with corner values ``(..., m, 2, ..., 2)`` at shares ``(..., k)``."""
    for j in reversed(range(shares.shape[-1])):
        share = shares[..., j].reshape(*shares.shape[:-1], *(1,) * (j + 1))
        values = values[..., 0] + share * (values[..., 1] - values[..., 0])
    return values


def _jacobian(values: Array, shares: Array) -> Array:
    """Derivatives ``(..., k, k)`` of the functions in the rows by the shares in the columns."""
    k = shares.shape[-1]
    columns = []
    for j in range(k):
        slopes = np.moveaxis(values, j - k, -1)
        columns.append(value_at(slopes[..., 1] - slopes[..., 0], np.delete(shares, j, axis=-1)))
    return np.stack(columns, axis=-1)


def _examined(values: Array) -> tuple[Array, list[tuple[int, Array]]]:
    """Which boxes to halve further, and the roots found with the boxes that they are in."""
    count, k = values.shape[:2]
    keep = np.asarray(~_one_sign(values.reshape(count, k, -1), TIE).any(axis=1))
    boxes = np.flatnonzero(keep)
    if not len(boxes):
        return keep, []
    slopes = _jacobian(values[boxes], np.full((len(boxes), k), 0.5))
    size = np.abs(slopes).max(axis=2, keepdims=True)
    regular = np.abs(np.linalg.det(slopes / np.where(size == 0, 1, size))) > TIE
    boxes, slopes = boxes[regular], slopes[regular]
    if not len(boxes):
        return keep, []
    system = np.linalg.solve(slopes, values[boxes].reshape(len(boxes), k, -1))
    largest = np.abs(system).max(axis=(1, 2), keepdims=True)[..., 0]
    gone = _one_sign(system, TIE * largest).any(axis=1)
    keep[boxes[gone]] = False
    boxes, system = boxes[~gone], system[~gone].reshape(-1, *values.shape[1:])
    if not len(boxes):
        return keep, []
    single = _dominant(system)
    boxes, system = boxes[single], system[single]
    roots = [(int(box), unit) for box, unit, hit in zip(boxes, *_newton(system), strict=True) if hit]
    keep[[box for box, _ in roots]] = False
    return keep, roots


def _one_sign(values: Array, slack: Array | float) -> Array:
    """Whether a function has one strict sign at all corners (the last axis)."""
    return np.asarray((values.min(axis=-1) > slack) | (values.max(axis=-1) < -np.asarray(slack)))


def _dominant(system: Array) -> Array:
    """Whether the Jacobian is diagonally dominant with whatever entries it takes in the box: then one root at most."""
    count, k = system.shape[:2]
    surplus = np.zeros((count, k))
    for j in range(k):
        slopes = np.moveaxis(system, 2 + j, -1)
        slopes = (slopes[..., 1] - slopes[..., 0]).reshape(count, k, 2 ** (k - 1))
        surplus -= np.abs(slopes).max(axis=-1) * (np.arange(k) != j)
        surplus[:, j] += slopes[:, j].min(axis=-1)
    return np.asarray((surplus > 0).all(axis=1))


def _newton(system: Array) -> tuple[Array, Array]:
    """Where Newton's method leads from the middle of each box, in units of the box, and whether it is a root there."""
    unit = np.full(system.shape[:2], 0.5)
    for _ in range(NEWTON):
        step = np.linalg.solve(_jacobian(system, unit), value_at(system, unit)[..., None])[..., 0]
        # The box and a little around it: beyond, the Jacobian may be singular, and there is no root of this box.
        unit = np.clip(unit - step, -TOLERANCE, 1 + TOLERANCE)
    return unit, np.abs(value_at(system, unit)).max(axis=1, initial=0) <= TIE


def _halved(values: Array, low: Array, width: Array, axis: int) -> tuple[Array, Array, Array]:
    """Cut all boxes in two along one axis."""
    moved = np.moveaxis(values, 2 + axis, -1)
    middle = moved.mean(axis=-1)
    halves = [np.stack([moved[..., 0], middle], axis=-1), np.stack([middle, moved[..., 1]], axis=-1)]
    width = np.where(np.arange(len(width)) == axis, width / 2, width)
    shift = np.where(np.arange(len(width)) == axis, width, 0.0)
    return np.moveaxis(np.concatenate(halves), -1, 2 + axis), np.concatenate([low, low + shift]), width


def _merged(found: list[Array], k: int, closer: float) -> Array:
    """Keep one of the roots that are the same."""
    points: list[Array] = []
    for point in found:
        if all(np.abs(point - other).max() > closer for other in points):
            points.append(point)
    return np.array(points).reshape(len(points), k)


def _inside(points: Array, edge: float) -> Array:
    return np.asarray(points[((points > edge) & (points < 1 - edge)).all(axis=1)])


def _multiple(values: Array, low: Array, width: Array) -> Array:
    """Multiple roots in what is left of the boxes, those at the border of the face left out."""
    points = []
    for centre in _merged(list(low + width / 2), low.shape[1], MERGE):
        near = low[(np.abs(low + width / 2 - centre) <= MERGE).all(axis=1)]
        if (near <= 0).any() or (near + width >= 1).any():
            continue
        point = near.mean(axis=0) + width / 2
        for _ in range(NEWTON):
            # Directions in which the functions hardly change stay as the boxes have them.
            step = np.linalg.lstsq(_jacobian(values, point), value_at(values, point), rcond=MERGE)[0]
            point = point - step
        if np.abs(value_at(values, point)).max() <= TOLERANCE and np.abs(point - centre).max() <= 2 * MERGE:
            points.append(point)
    return np.array(points).reshape(len(points), low.shape[1])
