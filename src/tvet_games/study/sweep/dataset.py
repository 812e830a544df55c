"""The labelled result of a sweep: coordinates, units, provenance, versions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import product
from typing import Any

import numpy as np

from tvet_games.numerics import Array
from tvet_games.solve.verdict_codes.flags import UNDEFINED, flag_attributes
from tvet_games.study.chunks.identity import fingerprint, versions
from tvet_games.study.chunks.store import Layout, Variable
from tvet_games.study.portfolio.sites import Sites
from tvet_games.study.setting import Setting
from tvet_games.study.sweep.attributes import label_attributes
from tvet_games.study.sweep.axes import SITE, Axis
from tvet_games.study.sweep.points import Points, type_of
from tvet_games.study.worlds.draw import Worlds
from tvet_games.tables.labels import Labels

MEANINGS = {
    "verdict": ("what the game is, packed; see flag_meanings", ""),
    "profiles": ("bits 0 to 7: pure equilibria in row-major order; bits 8 to 15: those that are stable", ""),
    "p_level": ("p-dominance level of everybody's cooperation", "1"),
    "basin": ("share of starting points from which everybody cooperates in the long run", "1"),
    "margin": ("smallest loss of any player from leaving everybody's cooperation", "money"),
    "cost": ("public cost where everybody cooperates", "money"),
}


def variables(points: Points) -> dict[str, Variable]:
    """The arrays of results and what they mean."""
    setting, found = points.setting, {}
    money = setting.calibration.unit_per(setting.conflict.per)
    for name in points.outputs:
        meaning, unit = MEANINGS[name]
        attributes: dict[str, Any] = {"long_name": meaning}
        if unit:
            attributes["units"] = money if unit == "money" else unit
        if name == "verdict":
            flags = flag_attributes(setting.conflict.shape)
            attributes |= flags
        dtype = np.dtype(type_of(name))
        fill: Any = float("nan") if dtype.kind == "f" else UNDEFINED if name == "verdict" else 0
        found[name] = Variable(dtype.name, fill, attributes)
    return found


def coordinates(points: Points, axes: Sequence[Axis], worlds: Worlds | None, sites: Sites | None) -> Any:
    """The labels of the axes and the attributes of the whole, an :class:`xarray.Dataset` without results."""
    import xarray as xr

    found: dict[str, Any] = {}
    for axis in axes:
        told = _told(points.setting, axis.name, worlds) if axis.name in axis.columns else {}
        found[axis.name] = (axis.name, axis.labels, told)
        # A value of a world or a site stands beside the axis, under its own name.
        own = {name: column for name, column in axis.columns.items() if name != axis.name}
        found |= {name: (axis.name, column, _told(points.setting, name, worlds)) for name, column in own.items()}
    if sites is not None:
        found["trainees"] = (SITE, sites.heads, {"long_name": "trainees of the site", "units": "1"})
    return xr.Dataset(coords=found, attrs=attributes(points, worlds))


def _told(setting: Setting, name: str, worlds: Worlds | None) -> dict[str, str]:
    """Unit, meaning and provenance of a quantity."""
    conflict, calibration = setting.conflict, setting.calibration
    declared: Any = setting.known.get(name)
    if declared is not None:
        told = {"long_name": declared.labels.of(name), "provenance": "policy"} | _chinese(declared.labels, name)
    else:
        parameters = {n: p for edge in conflict.edges for n, p in edge.conflict.parameters.items()}
        declared = (parameters | dict(conflict.parameters)).get(name)
        meaning = declared.meaning if declared is not None and isinstance(declared.meaning, str) else ""
        labels = calibration.labels.over(setting.labels)
        told = {"long_name": meaning or labels.of(name), "provenance": calibration.values[name].provenance}
        told |= _chinese(labels, name)
        if worlds is not None and name in worlds.names:
            told["distribution"] = worlds.distributions[name]
    money = calibration.unit_per(conflict.per)
    units = {"money": money, "share": "1", "ratio": "1", "count": "1"}
    return told | ({"units": units[declared.dimension]} if declared is not None else {})


def _chinese(labels: Labels, name: str) -> dict[str, str]:
    return {"long_name_zh": labels.of(name, "zh")} if name in labels.zh else {}


def attributes(points: Points, worlds: Worlds | None) -> dict[str, Any]:
    """What a result says of itself: what was asked, with which versions, and the fingerprints of the inputs."""
    setting = points.setting
    said: dict[str, Any] = {
        "title": f"sweep of {setting.conflict.name} on {setting.calibration.name}",
        "Conventions": "CF-1.11 (flags, units)",
        "conflict": setting.conflict.name,
        "calibration": setting.calibration.name,
        "policy": ", ".join(f"{name}={level}" for name, level in setting.policy.active.items()) or "none",
        "profiles": [", ".join(profile) for profile in product(*setting.conflict.actions)],
        "target": ", ".join(f"{p.name}: {p.actions[0]}" for p in setting.conflict.players),
        **label_attributes(setting.conflict, setting.calibration),
        "ties_follow": int(setting.ties),
        "versions": versions(),
    }
    if worlds is not None:
        said |= {"seed": worlds.seed, "design": worlds.design}
    return said


def identity(points: Points, axes: Sequence[Axis], sites: Sites | None) -> dict[str, str]:
    """Fingerprints of what decides the numbers of a sweep."""
    setting = points.setting
    used = [setting.known[name] for name in sorted(setting.known) if setting.conflict.touched_by(setting.known[name])]
    return {
        "conflict": fingerprint(setting.conflict),
        "calibration": fingerprint(setting.calibration),
        "instruments": fingerprint(used),
        "policy": fingerprint(setting.policy.active),
        "over": fingerprint([(axis.name, axis.columns, axis.labels) for axis in axes]),
        "sites": fingerprint(None if sites is None else sites.heads),
        "outputs": ", ".join(points.outputs),
        "ties": str(setting.ties),
        "versions": versions(),
    }


def labelled(layout: Layout, arrays: Mapping[str, Array]) -> Any:
    """The result of a sweep in memory, an :class:`xarray.Dataset`."""
    axes = tuple(layout.sizes)
    named = {name: (axes, array, dict(layout.variables[name].attributes)) for name, array in arrays.items()}
    return layout.coordinates.assign(named)
