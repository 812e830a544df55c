"""How policy maps look: colours and patterns of regions, polygons in fractions as paths."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np

from tvet_games.numerics import Array
from tvet_games.study.policy_map.planes import Point, Polygon
from tvet_games.study.policy_map.result import PolicyMap, Region
from tvet_games.tables.words import money

if TYPE_CHECKING:
    from matplotlib.path import Path

FILLS = {
    "only": (("#C4E8DC", ""), ("#B2DFD0", "")),
    "among": (("#FFE6B3", "////"), ("#FFF1D2", "\\\\\\\\"), ("#FFDC96", "----")),
    "not": (("#CCCCCC", ""), ("#E2E2E2", "...."), ("#BCBCBC", "xxxx"), ("#EDEDED", "----")),
    "none": (("#FFFFFF", "xxxx"), ("#FFFFFF", "++++")),
}
"""Colours and patterns by how cooperation stands; regions that stand alike take one after the other."""

HATCH = {"only": "#7CC4AE", "among": "#EBC069", "not": "#9A9A9A", "none": "#BBBBBB"}
"""Colours of the patterns."""


def path_of(rings: Iterable[Polygon]) -> Path:
    """Rings as one path, holes left out."""
    from matplotlib.path import Path

    paths = [Path([*map(floats, ring), floats(ring[0])], closed=True) for ring in rings if len(ring) > 1]
    return Path.make_compound_path(*paths)


def floats(point: Point) -> tuple[float, float]:
    """A point as Matplotlib wants it."""
    return float(point[0]), float(point[1])


def fills(regions: Iterable[Region]) -> Iterator[tuple[Region, str, str, str]]:
    """Each region with its colour, its pattern and the colour of the pattern."""
    order = ("only", "among", "none", "not")
    used = dict.fromkeys(FILLS, 0)
    for region in regions:
        worst = max(region.standings, key=order.index)
        colour, pattern = FILLS[worst][used[worst] % len(FILLS[worst])]
        used[worst] += 1
        yield region, colour, pattern, HATCH[worst]


def rings_of(rings: Iterable[Polygon]) -> list[Array]:
    """Rings as arrays (k, 2)."""
    return [np.array([floats(point) for point in ring]) for ring in rings]


def has_ceiling(found: PolicyMap) -> bool:
    """Whether a ceiling on support rules out a part of the map."""
    return set(found.ceiling) != set(found.box)


def beyond(found: PolicyMap) -> tuple[Polygon, Polygon]:
    """The map, and the hole in it where no ceiling is exceeded."""
    return found.box, found.ceiling[::-1]


def short(amount: Fraction) -> str:
    """An amount as a picture shows it: whole numbers from a hundred on."""
    return money(round(amount)) if abs(amount) >= 100 else money(amount)
