"""What titles and axes say: conflict and calibration, shares, actions, time, quantities.

Each takes a language that is known (:func:`~tvet_games.tables.labels.spoken`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from tvet_games.model.calibration import Calibration
from tvet_games.model.conflict import Conflict
from tvet_games.model.policy import Policy
from tvet_games.numerics import to_float
from tvet_games.solve.dynamics.rules import Dynamic, Replicator
from tvet_games.tables.labels import Language
from tvet_games.tables.units import unit_label, with_unit
from tvet_games.tables.words import fill

if TYPE_CHECKING:
    from tvet_games.study.evolution.fan import Fan
    from tvet_games.study.evolution.long_run import LongRun

PHRASES: dict[str, tuple[str, str]] = {
    "title": ("{conflict}, {calibration}", "{conflict}，{calibration}"),
    "and": (", ", "，"),
    "dynamic": ("{name} dynamic", "{name}动态"),
    "share": ("{player}: share that chooses “{action}”", "{player}：选择“{action}”的比例"),
    "population": ("share of the population", "占群体的比例"),
    "action": ("{player}: {action}", "{player}：{action}"),
    "time": ("time [1 / ({unit})]", "时间 [1/({unit})]"),
    "revisions": ("time [units in which everybody reconsiders once]", "时间 [单位：各方各修正一次]"),
}

WIDTHS = {"en": 56, "zh": 30}
"""Characters of a line of a title over a column."""

DYNAMICS = {"logit": "Logit", "best response": "最优反应"}
"""Names of dynamics in Chinese."""


def title_of(
    conflict: Conflict,
    calibration: Calibration,
    policy: Policy | None = None,
    rules: Mapping[str, str] | None = None,
    dynamic: Dynamic | None = None,
    *,
    language: Language = "en",
) -> str:
    r"""The conflict and the calibration; below, what is in force and the dynamic, if it is not the replicator's.

    Examples
    --------
    >>> from tvet_games.model.library import load_calibration, load_conflict
    >>> title_of(load_conflict("school_teacher"), load_calibration("germany_2022"), Policy(release_funding=900))
    'School and teacher, Germany 2022\nrelease funding 900'
    """
    from tvet_games.model.library import shipped_instruments

    def named(name: str) -> str:
        known = shipped_instruments().get(name)
        return (conflict.labels.over(known.labels) if known is not None else conflict.labels).of(name, language)

    below = [f"{named(name)} {to_float(level):,.6g}" for name, level in (policy or Policy()).active.items()]
    below += [f"{named(name)} {text}" for name, text in (rules or {}).items()]
    if dynamic is not None and not isinstance(dynamic, Replicator):
        name = DYNAMICS.get(dynamic.name, dynamic.name) if language == "zh" else dynamic.name
        below.append(fill(PHRASES, "dynamic", language, name=name))
    names = {"conflict": conflict.labels.of(conflict.name, language)}
    first = fill(PHRASES, "title", language, **names, calibration=calibration.label(language))
    return "\n".join([first, *_lines(below, language)])


def _lines(parts: Sequence[str], language: Language) -> list[str]:
    """Parts in lines that a column holds."""
    lines: list[str] = []
    for part in parts:
        longer = fill(PHRASES, "and", language).join([*lines[-1:], part])
        lines[-1:] = [longer] if len(longer) <= WIDTHS[language] else [*lines[-1:], part]
    return lines


def share_label(conflict: Conflict, player: int, language: Language = "en") -> str:
    """What a share of a population counts."""
    who, label = conflict.players[player], conflict.labels.of
    return fill(PHRASES, "share", language, player=label(who.name, language), action=label(who.actions[0], language))


def action_label(conflict: Conflict, player: int, action: int = 0, language: Language = "en") -> str:
    """A player and one of its actions."""
    who, label = conflict.players[player], conflict.labels.of
    return fill(
        PHRASES, "action", language, player=label(who.name, language), action=label(who.actions[action], language)
    )


def time_label(dynamic: Dynamic, unit: str, language: Language = "en") -> str:
    """What time is measured in."""
    if isinstance(dynamic, Replicator):
        return fill(PHRASES, "time", language, unit=unit_label(unit, language))
    return fill(PHRASES, "revisions", language)


def quantity_label(found: Fan | LongRun, language: Language = "en") -> str:
    """An instrument or value with its unit, as far as the unit is known."""
    name, dimension = found.over, ""
    if name in found.conflict.parameters:
        dimension = found.conflict.parameters[name].dimension
    elif name not in found.calibration.values:
        from tvet_games.model.library import shipped_instruments

        known = shipped_instruments().get(name)
        # A user's own instrument may have the name of one that ships.
        dimension = known.dimension if known is not None and known.labels == found.labels else ""
    unit = found.calibration.unit_per(found.conflict.per) if dimension == "money" else dimension
    return with_unit(found.labels.of(name, language), unit, language)
