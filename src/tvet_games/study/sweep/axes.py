"""The axes of a sweep: a quantity over a grid, a cloud of worlds, or a table of sites.

An axis of a grid moves one quantity, the level of an instrument or a value of the calibration, and has its name. The
axes ``world`` and ``site`` move many values together.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from tvet_games.errors import InputError, Problem, expected
from tvet_games.numerics import Array, row_of_numbers
from tvet_games.study.chunks.blocks import Block
from tvet_games.study.portfolio.sites import Sites
from tvet_games.study.setting import Setting
from tvet_games.study.worlds.draw import Worlds

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
    setting: Setting, over: Mapping[str, Any] | None, worlds: Worlds | None, sites: Sites | None
) -> tuple[Axis, ...]:
    """Read what a sweep goes over: the axes of its grid, then worlds, then sites.

    Raises
    ------
    InputError
        If there is none, a name or number is wrong, or two axes move the same quantity.
    """
    expected(over, (Mapping, type(None)), "over", "a mapping of names to values, as in {'retention': [0.2, 0.4]}")
    axes = [_grid_axis(setting, name, values) for name, values in (over or {}).items()]
    if worlds is not None:
        expected(worlds, Worlds, "worlds", "what draw_worlds gives")
        columns = {name: worlds.values[:, k] for k, name in enumerate(worlds.names)}
        axes.append(Axis(WORLD, columns, np.arange(len(worlds))))
    if sites is not None:
        expected(sites, Sites, "sites", "a table of sites, as read_sites gives")
        axes.append(Axis(SITE, dict(sites.values), np.array(sites.names)))
    if not axes:
        raise InputError("sweep", [Problem("over", "names nothing to go over; give values, worlds or sites")])
    _check_moved_once(setting, axes)
    return tuple(axes)


def _grid_axis(setting: Setting, name: str, given: Any) -> Axis:
    setting.check(name)
    try:
        if np.iscomplexobj(given):
            raise TypeError
        values = row_of_numbers(np.ravel(given), exact=False)
    except (TypeError, ValueError):
        raise InputError("over", [Problem(name, "expected numbers", str(given))]) from None
    if not len(values) or not np.isfinite(values).all() or len(np.unique(values)) != len(values):
        raise InputError("over", [Problem(name, "expected finite numbers, each once", str(given))])
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
            seen[name] = axis.name
            if name not in setting.known and name not in setting.calibration.values:
                problems.append(Problem(f"{axis.name}.{name}", "is no value of the calibration"))
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
        f"{axis.name} {axis.labels[part.start]} .. {axis.labels[part.stop - 1]}"
        for axis, part in zip(axes, block, strict=True)
    )
    return ", ".join(sides)
