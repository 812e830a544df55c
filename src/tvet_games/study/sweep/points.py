"""The games at a block of points, and what is said of each.

A block is computed in strips whose arrays stay in the cache. Every number of a point depends on that point alone, so
that no cut of a sweep into blocks and strips changes a bit.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from tvet_games.errors import ShapeError, unknown
from tvet_games.model.algebra import ARRAYS
from tvet_games.model.calibration import Calibration
from tvet_games.model.policy import Policy
from tvet_games.numerics import Array, core
from tvet_games.solve.verdict_codes.front import cells_first, dtype_of, write_verdicts
from tvet_games.study.chunks.blocks import block_shape, blocks, chunk_shape
from tvet_games.study.setting import Setting

CELLS = 1 << 20
"""Payoffs that are held at one time, fastest of 2**17 to 2**23; of 2x2 games 131,072 points."""

LEAST = 4_096
"""Points of a strip of large games, at least: fewer lose to the time that reading formulas takes."""

VERDICTS = {"verdict": "code", "profiles": "profiles", "p_level": "p_level", "basin": "basin"}
"""Outputs that the engine gives, by its names for them."""

MONEY = ("margin", "cost")
"""Outputs in money: what the player with least to lose loses by leaving the target, and the target's public cost."""

OUTPUTS = (*VERDICTS, *MONEY)


@dataclass(frozen=True, slots=True, eq=False)
class Points:
    """What is asked of each point.

    Attributes
    ----------
    setting : Setting
    outputs : tuple of str
        Some of ``OUTPUTS``, ``verdict`` first.
    """

    setting: Setting
    outputs: tuple[str, ...]


def check_outputs(outputs: tuple[str, ...], shape: tuple[int, ...]) -> tuple[str, ...]:
    """Check what is asked of games of a shape, and put it in order; the verdict comes in any case.

    Raises
    ------
    UnknownNameError
        If there is no such output.
    ShapeError
        If it is not defined for games of this shape.
    """
    for name in outputs:
        if name not in OUTPUTS:
            raise unknown("output", name, OUTPUTS, source="sweep", field="outputs")
    for name, fits in (("profiles", (2, 2, 2)), ("basin", (2, 2))):
        if name in outputs and shape != fits:
            raise ShapeError(f"{name} is defined for games of shape {fits}, this conflict has {shape}")
    return tuple(name for name in OUTPUTS if name == "verdict" or name in outputs)


def type_of(output: str) -> Any:
    """NumPy type of an output: 16 bits for codes, float32 for levels and money."""
    return dtype_of(VERDICTS[output]) if output in VERDICTS else np.float32


def strip_size(actions: tuple[int, ...]) -> int:
    """Points of a strip of games of a shape."""
    return max(LEAST, CELLS // (len(actions) * math.prod(actions)))


def compute(points: Points, columns: Mapping[str, Array], shape: tuple[int, ...]) -> dict[str, Array]:
    """Compute a block.

    Parameters
    ----------
    points : Points
    columns : mapping of str to array
        What moves, in shapes that broadcast to that of the block.
    shape : tuple of int
        Of the block.

    Returns
    -------
    mapping of output to array
        Of that shape.
    """
    found = {name: np.empty(shape, dtype=type_of(name)) for name in points.outputs}
    setting = points.setting
    figures = setting.calibration.with_ties() if setting.ties else setting.calibration
    for strip in blocks(shape, chunk_shape(shape, strip_size(setting.conflict.shape))):
        part = {name: _cut(values, strip) for name, values in columns.items()}
        with np.errstate(all="ignore"):  # a point without a finite payoff is reported as undefined
            _write(points, figures, part, block_shape(strip), {name: array[strip] for name, array in found.items()})
    return found


def _cut(values: Array, strip: tuple[slice, ...]) -> Array:
    """The part of a quantity that a strip needs, along its own axis."""
    return values[tuple(part if size > 1 else slice(None) for part, size in zip(strip, values.shape, strict=True))]


def _write(
    points: Points,
    figures: Calibration,
    columns: Mapping[str, Array],
    shape: tuple[int, ...],
    out: Mapping[str, Array],
) -> None:
    setting = points.setting
    values = {name: array for name, array in columns.items() if name not in setting.known}
    levels = {name: array for name, array in columns.items() if name in setting.known}
    calibration = figures.replace(**values) if values else figures
    policy = Policy(**{**setting.policy, **levels})
    payoffs = setting.conflict.payoffs(calibration, policy, setting.known.values())
    count = len(setting.conflict.shape)
    full = np.broadcast_to(payoffs, (*shape, *payoffs.shape[payoffs.ndim - count - 1 :]))
    cells = cells_first(full, count)
    said = {VERDICTS[name]: np.empty(cells.shape[-1], type_of(name)) for name in points.outputs if name in VERDICTS}
    write_verdicts(cells, said)
    for name, array in out.items():
        if name in VERDICTS:
            array[...] = said[VERDICTS[name]].reshape(shape)
    if "margin" in out:
        out["margin"][...] = target_margin(cells).reshape(shape)
    if "cost" in out:
        cost = setting.public_cost(calibration, policy, ARRAYS)
        out["cost"][...] = cost[core(*(0,) * count)]


def target_margin(cells: Array) -> Array:
    """Smallest loss of any player from leaving everybody's cooperation; payoffs (n, a1, ..., an, games) -> (games,)."""
    count = len(cells)
    losses = []
    for i in range(count):
        line: Any = (i, *(slice(None) if j == i else 0 for j in range(count)))
        own = cells[line]
        losses += [own[0] - own[b] for b in range(1, len(own))]
    least = np.full(cells.shape[-1], np.inf)
    for loss in losses:
        np.minimum(least, loss, out=least)
    return least
