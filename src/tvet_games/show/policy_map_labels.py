"""The legend of a policy map, and the labels in it, each where it fits."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from tvet_games.show.legends import legend_below
from tvet_games.show.placing import Taken, layout, place_inside
from tvet_games.show.policy_map_looks import beyond, fills, floats, has_ceiling, rings_of, short
from tvet_games.study.policy_map.planes import Polygon
from tvet_games.study.policy_map.result import PolicyMap, Region
from tvet_games.study.policy_map.words import lines_of, name_of
from tvet_games.tables.labels import Language
from tvet_games.tables.words import fill

if TYPE_CHECKING:
    from matplotlib.axes import Axes

PHRASES: dict[str, tuple[str, str]] = {
    "ceiling": ("above the ceiling on support", "超出资助上限"),
    "levels": ("{x} and {y}", "{x} 与 {y}"),
    "at cost": ("cost {cost}", "成本 {cost}"),
}


def label_map(area: Axes, found: PolicyMap, language: Language) -> None:
    """The legend, and what stands in the map, each where it fits: levels of the optimum, names of the regions.

    Regions that are too small for their names come into the legend.
    """
    small = _placed(area, found, language, [])
    if small:
        for text in list(area.texts):
            text.remove()
        _placed(area, found, language, small)


def _placed(area: Axes, found: PolicyMap, language: Language, named: Sequence[Region]) -> list[Region]:
    """Make the legend and place the labels; the regions without place for their names, but for those named already."""
    _legend(area, found, language, named)
    layout(area)
    taken = _taken(area, found)
    _optimum(taken, found, language)
    small = []
    for region, colour, _, _ in fills(found.regions):
        if region not in named and not _region_named(taken, found, region, colour, language):
            small.append(region)
    if has_ceiling(found):
        told = [fill(PHRASES, "ceiling", language)]
        place_inside(taken, told, rings_of(beyond(found)), language, color="#444444", style="italic", **_on("white"))
    return small


def _legend(area: Axes, found: PolicyMap, language: Language, named: Sequence[Region]) -> None:
    """What is drawn, the uppermost first, and regions too small for their names."""
    from matplotlib.patches import Patch

    handles = sorted(area.get_legend_handles_labels()[0], key=lambda handle: -handle.get_zorder())
    for region, colour, pattern, ink in fills(found.regions):
        if region in named:
            several = len(region.standings) > 1
            told = "\n".join(lines_of(found, region, language)) if several else name_of(found, region, language)
            handles.append(Patch(facecolor=colour, edgecolor=ink, hatch=pattern, linewidth=0, label=told))
    if handles:
        legend_below(area, handles=handles, columns=2)


def _taken(area: Axes, found: PolicyMap) -> Taken:
    """Marks and lines that labels must not touch."""
    taken = Taken(area)
    taken.add_lines()
    for border in (found.ceiling if has_ceiling(found) else (), found.allowed or ()):
        for start, end in pairwise([*border, *border[:1]]):
            taken.add_line(floats(start), floats(end))
    return taken


def _on(colour: str) -> dict[str, Any]:
    """How a label stands on a pattern."""
    return {
        "bbox": {"boxstyle": "round,pad=0.15", "facecolor": colour, "edgecolor": "none", "alpha": 0.85},
        "zorder": 7,
    }


def _region_named(taken: Taken, found: PolicyMap, region: Region, colour: str, language: Language) -> bool:
    """Write the name of a region where no ceiling is exceeded, else anywhere in it; whether there was place."""
    lines = lines_of(found, region, language)
    tried = (place_inside(taken, lines, rings_of(r), language, **_on(colour)) for r in _parts(found, region))
    return any(label is not None for label in tried)


def _parts(found: PolicyMap, region: Region) -> Iterator[tuple[Polygon, ...]]:
    if has_ceiling(found):
        yield region.within(found.ceiling)
    yield region.rings


def _optimum(taken: Taken, found: PolicyMap, language: Language) -> None:
    if found.optimum is None or found.solution.cost is None:
        return
    x, y = map(short, found.optimum)
    lines = [
        fill(PHRASES, "levels", language, x=x, y=y),
        fill(PHRASES, "at cost", language, cost=short(found.solution.cost)),
    ]
    place_inside(taken, lines, rings_of([found.box]), language, near=floats(found.optimum), **_on("white"))
