"""How often a package fails in worlds that nothing was chosen by: drawn, counted and described a part at a time.

The worlds are those that one draw of all would give. Beside a bit for each world no more is held at one time than the
rows of some of them, and all draws of one value.
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, cast

import numpy as np

from tvet_games.numerics import Array, to_float
from tvet_games.study.chance.discarding import fails
from tvet_games.study.chance.drawn import DrawnRows, Telling, telling
from tvet_games.study.chance.sample_bound import Interval, clopper_pearson
from tvet_games.study.chunks.blocks import Block, block_shape
from tvet_games.study.chunks.run import Work, run_in_memory
from tvet_games.study.chunks.store import Layout, Variable
from tvet_games.study.chunks.streams import Streams
from tvet_games.study.needed import inputs, needed

WORLD, PACKAGE = "world", "package"

PART = 1 << 15
"""Most worlds whose rows are held at one time: their arrays stay in the cache."""


@dataclass(frozen=True, slots=True, eq=False)
class Fresh:
    """What happens in fresh worlds.

    Attributes
    ----------
    broken : array of bool, shape (W,)
        Where the package fails.
    rate, central_rate : float or None
        [share] Of the worlds that fail under the package, and under that for the central values.
    interval : Interval or None
        For the share of all worlds that fail.
    telling : tuple of Telling
        Values that lie elsewhere where the package fails.
    """

    broken: Array = field(default_factory=lambda: np.zeros(0, dtype=bool), repr=False)
    rate: float | None = None
    central_rate: float | None = None
    interval: Interval | None = None
    telling: tuple[Telling, ...] = ()

    def to_frame(self) -> Any:
        """Return a :class:`pandas.DataFrame`: a row a world."""
        import pandas as pd

        return pd.DataFrame({"broken": self.broken}).rename_axis("world")


def check_package(
    rows: DrawnRows,
    levels: Sequence[Fraction],
    central: Sequence[Fraction] | None,
    count: int,
    rng: np.random.Generator,
    *,
    distribution: str,
    confidence: float,
    executor: Executor | None = None,
    workers: int = 1,
) -> Fresh:
    """Count the worlds that fail under a package, and under the one for the central values.

    Parameters
    ----------
    rows : DrawnRows
    levels : sequence of Fraction
        The package.
    central : sequence of Fraction or None
        That for the central values, if there is one.
    count : int
        Worlds.
    rng : numpy.random.Generator
    distribution : str
    confidence : float
        [share] Of the interval.
    executor, workers
        As :func:`chance` takes them.

    Returns
    -------
    Fresh
    """
    packages = np.array([[to_float(x) for x in own] for own in (levels, central) if own is not None])
    calibration, streams = rows.question.calibration, Streams(rng, {"uniform": count, "triangular": count})
    calibration.sample(0, cast(Any, streams), distribution=distribution)
    used, names = needed(rows.question), list(calibration.with_ties().ranges)

    def draw(block: Block) -> dict[str, Array]:
        (size,) = block_shape(block)
        return {name: streams.part(k, size) for k, name in enumerate(names) if name in used}

    work = Work(
        _layout(count, min(rows.step, PART), len(packages)),
        compute_worlds,
        (rows, packages),
        own=draw,
        where=lambda block: f"worlds {block[0].start} .. {block[0].stop - 1}",
        workers=workers,
    )
    found = run_in_memory(work, executor)[PACKAGE]
    broken, roots = found[:, 0], inputs(rows.question)
    return Fresh(
        broken=broken,
        rate=float(broken.mean()),
        central_rate=float(found[:, 1].mean()) if central is not None else None,
        interval=clopper_pearson(int(broken.sum()), count, confidence),
        telling=telling(((name, streams.whole(k)) for k, name in enumerate(names) if name in roots), broken),
    )


def _layout(count: int, part: int, packages: int) -> Layout:
    fails_ = Variable("bool", False, extra={PACKAGE: packages})
    return Layout({WORLD: count}, (min(count, part),), {PACKAGE: fails_}, coordinates=None, identity={})


def compute_worlds(common: tuple[DrawnRows, Array], columns: dict[str, Array], block: Block) -> dict[str, Array]:
    """Tell for some drawn worlds under which packages they fail."""
    rows, packages = common
    worlds = rows.question.calibration.with_ties().replace(**columns)
    coefficients, bounds = rows.part(worlds, *block_shape(block))
    highest = np.array([to_float(lever.high) for lever in rows.central.levers])
    return {PACKAGE: np.stack([fails(x, coefficients, bounds, highest) for x in packages], axis=1)}
