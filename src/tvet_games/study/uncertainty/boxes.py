"""Boxes of values in which something happens more often than elsewhere.

A classification tree (CART, by scikit-learn) splits drawn worlds by one value after another; every node is a box, with
a limit for each value that was split on the way. The boxes that are kept are those nearest to the root in which at
least a given share of the worlds fail; where there are none, the one box that best balances coverage and density
(largest harmonic mean). A limit is then dropped if, on fresh worlds, the box fails hardly more often with it than
without it: if failures in the box were as common as in the box without the limit, as many failures or more would have a
probability above a level (the quasi-p-value of scenario discovery, here on worlds that the box was not made from).

coverage   share of all failures that lie in the box
density    share of the worlds in the box that fail
mass       share of all worlds that lie in the box

References
----------
Breiman, Friedman, Olshen and Stone (1984), Classification and Regression Trees. doi:10.1201/9781315139470
Bryant and Lempert (2010), Thinking inside the box: a participatory, computer-assisted approach to scenario discovery,
Technological Forecasting and Social Change 77. doi:10.1016/j.techfore.2009.08.002
Lempert, Bryant and Bankes (2008), Comparing algorithms for scenario discovery, RAND WR-557-NSF.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from types import MappingProxyType
from typing import Any

import numpy as np

from tvet_games.errors import missing
from tvet_games.numerics import Array

LEAST_IN_BOX = 20
"""Fewest drawn worlds that a box may hold."""

SMALLEST_PART = 50
"""... and this part of the worlds that fail."""

ADDS = 0.1
"""Share of the failures in a box that must lie in no box before it, or the box is left out."""


@dataclass(frozen=True, slots=True)
class Limit:
    """The side of a box that a value lies on.

    Attributes
    ----------
    name : str
    low, high : float
        [dimension of the value] Infinite where there is no limit on that side.
    p_value : float
        [probability] On fresh worlds, of as many failures if the limit made no difference.
    """

    name: str
    low: float
    high: float
    p_value: float


@dataclass(frozen=True, slots=True, eq=False)
class Box:
    """A box of values, and what fresh worlds say of it.

    Attributes
    ----------
    limits : tuple of Limit
        On the values that matter.
    coverage : float
        [share of the failures]
    density : float
        [share of the worlds in the box that fail] NaN where no fresh world lies in the box.
    mass : float
        [share of all worlds]
    failing, worlds : int
        Fresh worlds in the box that fail, and in all.
    """

    limits: tuple[Limit, ...]
    coverage: float
    density: float
    mass: float
    failing: int
    worlds: int

    def holds(self, values: Mapping[str, Array]) -> Array:
        """Tell which worlds lie in the box, by the values of each; shape (n,)."""
        inside = [(values[b.name] > b.low) & (values[b.name] <= b.high) for b in self.limits]
        return np.asarray(reduce(np.logical_and, inside))


Sides = Mapping[int, tuple[float, float]]
"""Low (beyond which) and high (up to which) of the box, by the index of the value."""


@dataclass(frozen=True, slots=True, eq=False)
class Drawn:
    """Worlds with their outcomes.

    Attributes
    ----------
    values : array, shape (n, k)
    failing : array of bool, shape (n,)
    """

    values: Array
    failing: Array

    def inside(self, sides: Sides) -> Array:
        """Which worlds lie in a box, shape (n,)."""
        held = np.ones(len(self.failing), dtype=bool)
        for k, (low, high) in sides.items():
            held &= (self.values[:, k] > low) & (self.values[:, k] <= high)
        return held


def find_boxes(
    made_from: Drawn, fresh: Drawn, names: Sequence[str], *, density: float, limits: int, most: int, level: float
) -> tuple[Box, ...]:
    """Find boxes in which worlds fail, and check them on fresh worlds.

    Parameters
    ----------
    made_from, fresh : Drawn
        Independent worlds; some of the first fail and some do not.
    names : sequence of str
        Of the k values.
    density : float
        [share] Of the worlds in a box that shall fail.
    limits : int
        Most limits of a box before those that make no difference are dropped.
    most : int
        Most boxes.
    level : float
        [probability] Limits with a larger p-value are dropped.

    Returns
    -------
    tuple of Box
        That do not overlap before limits are dropped; the largest coverage first.
    """
    nodes = _nodes(made_from, limits)
    chosen = _first_dense(nodes, density) or [max(nodes[1:] or nodes, key=lambda node: _balance(node, nodes[0]))]
    slim = [_dropped(node.sides, fresh, level) for node in chosen]
    unlike = list({tuple(sorted(sides.items())): sides for sides in slim if sides}.values())
    ranked = sorted(unlike, key=lambda sides: -int((fresh.inside(sides) & fresh.failing).sum()))
    return tuple(_checked(sides, fresh, names) for sides in _that_add(ranked, fresh)[:most])


def _that_add(ranked: Sequence[Sides], fresh: Drawn) -> list[Sides]:
    """The boxes that hold failures which those before them do not: dropped limits may have made them alike."""
    kept: list[Sides] = []
    held = np.zeros(len(fresh.failing), dtype=bool)
    for sides in ranked:
        own = fresh.inside(sides) & fresh.failing
        if not kept or (own & ~held).sum() > ADDS * own.sum():
            kept.append(sides)
            held |= own
    return kept


@dataclass(frozen=True, slots=True, eq=False)
class _Node:
    """A node of the tree: its box, its worlds, how many fail, and the nodes above it."""

    sides: Sides
    worlds: float
    failing: float
    above: tuple[int, ...]

    @property
    def density(self) -> float:
        return self.failing / self.worlds


def _nodes(drawn: Drawn, limits: int) -> list[_Node]:
    tree = _tree(drawn, limits)
    nodes: dict[int, _Node] = {}
    stack: list[tuple[int, Sides, tuple[int, ...]]] = [(0, MappingProxyType({}), ())]
    while stack:
        at, sides, above = stack.pop()
        worlds = float(tree.n_node_samples[at])
        nodes[at] = _Node(sides, worlds, worlds * float(tree.value[at, 0, 1]), above)
        left, right, k, cut = (int(tree.children_left[at]), int(tree.children_right[at]), *_split(tree, at))
        if left != right:
            low, high = sides.get(k, (-np.inf, np.inf))
            stack += [(left, {**sides, k: (low, cut)}, (*above, at)), (right, {**sides, k: (cut, high)}, (*above, at))]
    return [nodes[at] for at in sorted(nodes)]


def _split(tree: Any, at: int) -> tuple[int, float]:
    return int(tree.feature[at]), float(tree.threshold[at])


def _tree(drawn: Drawn, limits: int) -> Any:
    try:
        from sklearn.tree import DecisionTreeClassifier
    except ImportError as error:
        raise missing("scikit-learn", "scenario discovery needs", "discovery") from error
    least = max(LEAST_IN_BOX, int(drawn.failing.sum()) // SMALLEST_PART)
    tree = DecisionTreeClassifier(max_depth=limits, min_samples_leaf=least, random_state=0)
    return tree.fit(drawn.values, drawn.failing).tree_


def _first_dense(nodes: Sequence[_Node], density: float) -> list[_Node]:
    """The nodes nearest to the root that are dense enough."""
    dense = {at for at, node in enumerate(nodes) if node.density >= density}
    return [nodes[at] for at in sorted(dense) if not dense & set(nodes[at].above)]


def _balance(node: _Node, root: _Node) -> float:
    """Harmonic mean of coverage and density."""
    return 2 * node.failing / (node.worlds + root.failing)


def _dropped(sides: Sides, fresh: Drawn, level: float) -> Sides:
    """The box without limits that make no difference on fresh worlds, the least telling first."""
    left = dict(sides)
    while left:
        k, p_value = max(((k, _p_value(left, k, fresh)) for k in left), key=lambda one: one[1])
        if p_value <= level:
            return left
        del left[k]
    return left


def _p_value(sides: Sides, k: int, fresh: Drawn) -> float:
    """Probability of as many failures in the box, were they as common as in the box without its limit on a value."""
    from scipy.special import betainc

    inside = fresh.inside(sides)
    wider = fresh.inside({j: side for j, side in sides.items() if j != k})
    failing, worlds = int((inside & fresh.failing).sum()), int(inside.sum())
    if not failing:
        return 1.0
    return float(betainc(failing, worlds - failing + 1, float(fresh.failing[wider].mean())))


def _checked(sides: Sides, fresh: Drawn, names: Sequence[str]) -> Box:
    inside = fresh.inside(sides)
    failing, worlds, all_failing = int((inside & fresh.failing).sum()), int(inside.sum()), int(fresh.failing.sum())
    limits = tuple(Limit(names[k], low, high, _p_value(sides, k, fresh)) for k, (low, high) in sides.items())
    return Box(
        limits=limits,
        coverage=failing / all_failing if all_failing else np.nan,
        density=failing / worlds if worlds else np.nan,
        mass=worlds / len(inside),
        failing=failing,
        worlds=worlds,
    )
