"""The policy map of two instruments, with exact borders, and a point where the page's levels are."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from math import prod

from tvet_games.errors import InputError
from tvet_games.policy.criteria import Nash
from tvet_games.policy.search import answer
from tvet_games.show.colours import COLOURS
from tvet_games.show.explorer.drawing import Frame, axes, dot, picture, polygon, star
from tvet_games.show.explorer.subject import Subject
from tvet_games.show.explorer.words import said
from tvet_games.study.policy_map.policy_map import MOST_PROFILES, policy_map
from tvet_games.study.policy_map.result import PolicyMap, Region
from tvet_games.study.policy_map.words import PHRASES
from tvet_games.tables.labels import Language
from tvet_games.tables.words import fill, money

FILLS = {"only": "#9CC9E6", "among": "#D6E6F4", "not": "#F4F4F4", "none": "#FFFFFF"}
"""By how cooperation stands: lighter where it stands worse."""

MOST_PLAYERS = 3
"""Of more players no package is looked for to choose the instruments of the map."""


@dataclass(frozen=True, slots=True)
class RegionMap:
    """The map of two instruments.

    Attributes
    ----------
    found : PolicyMap or None
    why : str
        Why there is none.
    """

    found: PolicyMap | None
    why: str = ""


def axes_of(subject: Subject) -> tuple[str, str]:
    """The instruments of the map: those chosen, else the dearest two of the cheapest package, else the first two."""
    if all(subject.state.axes):
        return subject.state.axes
    names = [lever.name for lever in subject.levers if lever.high > lever.low]
    paid = _paid(subject)
    ranked = sorted(names, key=lambda name: -paid.get(name, 0))  # a stable order where nothing is paid
    return (ranked[0], ranked[1]) if len(ranked) > 1 else ("", "")


def _paid(subject: Subject) -> dict[str, float]:
    """What the cheapest package pays for each instrument; nothing where it takes long to find."""
    question = subject.question
    if question is None or len(subject.conflict.player_names) > MOST_PLAYERS:
        return {}
    solution = answer(question.replace(criteria=(Nash(margin=1),)))
    bill = zip(subject.levers, solution.problem.expected_bill, strict=True)
    return {lever.name: float(unit * solution.levels[lever.name]) for lever, unit in bill} if solution.feasible else {}


def map_of(subject: Subject) -> RegionMap:
    """Work out the map of a subject's two instruments, the others at 0."""
    x, y = axes_of(subject)
    language, conflict = subject.state.language, subject.conflict
    if not x or subject.question is None:
        return RegionMap(None, said("too few" if subject.levers else "no instruments", language))
    profiles = prod(len(player.actions) for player in conflict.players)
    if profiles > MOST_PROFILES:
        return RegionMap(None, said("too many", language, count=profiles, most=MOST_PROFILES))
    known = {instrument.name: instrument for instrument in subject.question.instruments}
    try:
        found = policy_map(
            conflict, subject.calibration, known[x], known[y], criterion=subject.criterion, participation=True
        )
    except InputError as error:
        return RegionMap(None, "; ".join(problem.what for problem in error.problems))
    return RegionMap(found)


def map_svg(found: PolicyMap, at: tuple[float, float], language: Language) -> str:
    """Draw a map with the levels of the page.

    Parameters
    ----------
    found : PolicyMap
    at : (float, float)
        The levels; beyond the map they stand at its edge.
    language : {"en", "zh"}
    """
    (low, _, high, _) = found.box
    frame = Frame((float(low[0]), float(low[1])), (float(high[0]), float(high[1])))
    parts = [
        polygon(frame, region.rings, f'fill="{FILLS[_standing(region)]}" stroke="#666" stroke-width=".7"')
        for region in found.regions
    ]
    if found.allowed:
        parts.append(polygon(frame, [found.allowed], f'fill="none" stroke="{COLOURS[0]}" stroke-width="2.5"'))
    if found.optimum is not None:
        parts.append(star(frame, found.optimum, f'fill="{COLOURS[1]}" stroke="#000"'))
    inside = tuple(min(max(at[k], frame.low[k]), frame.high[k]) for k in (0, 1))
    ticks = tuple([(frame.low[k], money(frame.low[k])), (frame.high[k], money(frame.high[k]))] for k in (0, 1))
    label = found.question.label
    parts += axes(frame, ticks, (label(found.x.name, language), label(found.y.name, language)))
    parts.append(dot(frame, inside, 'fill="#D55E00" stroke="#000"', 6))
    return picture(said("map told", language), parts)


def _standing(region: Region) -> str:
    """How cooperation stands in the worst of the conflicts."""
    return max(region.standings, key=list(FILLS).index)


def legend_html(found: PolicyMap, language: Language) -> str:
    """What the colours of a map mean."""
    kinds = [kind for kind in FILLS if any(_standing(region) == kind for region in found.regions)]
    told = (f'<span style="background:{FILLS[kind]}"></span>{escape(fill(PHRASES, kind, language))}' for kind in kinds)
    return f'<p class="legend">{"".join(told)}</p>'
