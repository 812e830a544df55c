"""The axes of a sweep: a quantity over a grid, a cloud of worlds, or a table of sites.

An axis of a grid moves one quantity, the level of an instrument or a value of the calibration, and has its name. The
axes ``world`` and ``site`` move many values together.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from tvet_games.errors import InputError, Problem, expected
from tvet_games.numerics import Array
from tvet_games.study.chunks.blocks import Block
from tvet_games.study.needed import used
from tvet_games.study.portfolio.sites import Sites
from tvet_games.study.setting import Setting, numbers_of
from tvet_games.study.worlds.draw import Worlds, check_drawn_shares

WORLD, SITE = "world", "site"
"""Names of the axes that move many values."""


@dataclass(frozen=True, slots=True, eq=False)
class Axis:
    """An axis of a sweep.

    Attributes
    ----------
    name : str
    columns : mapping of str to array, shape (length,)
        The quantities that move along it.
    labels : array, shape (length,)
        What its points are called: numbers of worlds, names of sites, values of the grid.
    """

    name: str
    columns: Mapping[str, Array] = field(repr=False)
    labels: Array = field(repr=False)

    def __len__(self) -> int:
        """Number of points."""
        return len(self.labels)


def read_axes(
    setting: Setting, over: Mapping[str, Any] | None, worlds: Worlds | None, sites: Sites | None, *, costs: bool
) -> tuple[Axis, ...]:
    """Read what a sweep goes over: the axes of its grid, then worlds, then sites.

    Of worlds and sites only the values are kept that something rests on: the payoffs, and with ``costs`` the bill.

    Raises
    ------
    InputError
        If there is none, a name or number is wrong, two axes move the same quantity, or an axis of the grid moves what
        nothing rests on.
    """
    expected(over, (Mapping, type(None)), "over", "a mapping of names to values, as in {'retention': [0.2, 0.4]}")
    axes = [_grid_axis(setting, name, values) for name, values in (over or {}).items()]
    if worlds is not None:
        expected(worlds, Worlds, "worlds", "what draw_worlds gives")
        check_drawn_shares([setting.conflict], worlds.calibration)
        columns = {name: worlds.values[:, k] for k, name in enumerate(worlds.names)}
        axes.append(Axis(WORLD, columns, np.arange(len(worlds))))
    if sites is not None:
        expected(sites, Sites, "sites", "a table of sites, as read_sites gives")
        axes.append(Axis(SITE, dict(sites.values), np.array(sites.names)))
    if not axes:
        raise InputError("sweep", [Problem("over", "names nothing to go over; give values, worlds or sites")])
    _check_moved_once(setting, axes)
    needed = _needed(setting, axes, costs=costs)
    idle = [axis.name for axis in axes if axis.name in axis.columns and axis.name not in needed]
    if idle:
        raise InputError("over", [Problem(n, f"changes nothing in the conflict {setting.conflict.name}") for n in idle])
    return tuple(replace(axis, columns={n: c for n, c in axis.columns.items() if n in needed}) for axis in axes)


def _needed(setting: Setting, axes: Sequence[Axis], *, costs: bool) -> set[str]:
    """What the payoffs rest on, and with costs the bill: instruments and values."""
    conflict, known = setting.conflict, setting.known
    moved = {name for axis in axes for name in axis.columns if name in known}
    acting = [known[name] for name in {*setting.policy.active, *moved}]
    names = used([conflict], acting)
    if costs or any(player.pays for player in conflict.players):
        heads = setting.calibration.heads
        names = names.union(*(heads[head].names for i in acting for head in (i.paid_once_per, conflict.per)))
    return moved | setting.calibration.with_ties().rested_on(names)


def _grid_axis(setting: Setting, name: str, given: Any) -> Axis:
    setting.check(name)
    values = numbers_of(name, given, "over")
    if len(np.unique(values)) != len(values):
        raise InputError("over", [Problem(name, "expected each value once", str(given))])
    ends = np.array([values.min(), values.max()])
    setting.check_values(name, ends)
    return Axis(name, {name: values}, values)


def _check_moved_once(setting: Setting, axes: Sequence[Axis]) -> None:
    seen: dict[str, str] = {}
    problems = []
    for axis in axes:
        for name in axis.columns:
            if name in seen:
                problems.append(Problem(name, f"moves along {seen[name]} and along {axis.name}; expected one of them"))
            if name in setting.policy:
                problems.append(
                    Problem(name, "has a level in the policy and moves along an axis; expected one of them")
                )
            seen[name] = axis.name
            if name not in setting.known and name not in setting.calibration.values:
                problems.append(
                    Problem(f"{axis.name}.{name}", f"is no value of the calibration {setting.calibration.name}")
                )
    if problems:
        raise InputError("over", problems)


def columns_of(axes: Sequence[Axis], block: Block) -> dict[str, Array]:
    """The values of every quantity in a block, each along its own axis: shapes that broadcast to that of the block.

    Examples
    --------
    >>> grid = Axis("a", {"a": np.arange(3.0)}, np.arange(3)), Axis("b", {"b": np.arange(4.0)}, np.arange(4))
    >>> {name: values.shape for name, values in columns_of(grid, (slice(0, 2), slice(0, 4))).items()}
    {'a': (2, 1), 'b': (1, 4)}
    """
    found: dict[str, Array] = {}
    for k, (axis, part) in enumerate(zip(axes, block, strict=True)):
        shape = [1] * len(axes)
        shape[k] = part.stop - part.start
        found |= {name: np.ascontiguousarray(values[part]).reshape(shape) for name, values in axis.columns.items()}
    return found


def where(axes: Sequence[Axis], block: Block) -> str:
    """Where a block lies, in words."""
    sides = (
        f"{axis.name} {_told(axis.labels[part.start])} .. {_told(axis.labels[part.stop - 1])}"
        for axis, part in zip(axes, block, strict=True)
    )
    return ", ".join(sides)


def _told(label: Any) -> str:
    return f"{label:g}" if isinstance(label, float) else str(label)
