"""Random worlds against a robust package: in floats, by the arrays of a batch of worlds, not by what found it.

Some of the worlds are drawn at a time, and their rows reckoned; all together are those that one draw of all gives.
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Executor
from typing import TYPE_CHECKING, Any

import numpy as np

from tvet_games.model.calibration import Calibration
from tvet_games.numerics import TOLERANCE, Array, to_float
from tvet_games.policy.assembly import baselines
from tvet_games.policy.outcome import Baseline
from tvet_games.policy.rows import batch_rows
from tvet_games.study.chunks.blocks import Block, block_shape
from tvet_games.study.chunks.executor import worker_count
from tvet_games.study.chunks.run import Work, run_in_memory
from tvet_games.study.chunks.store import Layout, Variable
from tvet_games.study.chunks.streams import Streams
from tvet_games.study.needed import needed
from tvet_games.study.robust.worlds import standing

if TYPE_CHECKING:
    from tvet_games.study.robust.robust import RobustPolicy

WORLD, BROKEN = "world", "broken"

CELLS, PART = 4_000_000, 1 << 15
"""Most numbers in the payoff arrays of the worlds that are held at one time (32 MB), and most worlds."""


def drawn_worlds(found: RobustPolicy, samples: int, rng: np.random.Generator) -> Calibration:
    """Draw worlds of the box: the first half uniform, the second half random vertices; derived values follow."""
    half = samples // 2
    draws = {}
    for name, ends in found.box.items():
        low, high = map(to_float, ends)
        vertices = np.where(rng.integers(0, 2, samples - half) == 1, high, low)
        draws[name] = np.concatenate([rng.uniform(low, high, half), vertices])
    return found.question.calibration.with_ties().replace(**draws)


def slacks(found: RobustPolicy, worlds: Calibration, stand: Sequence[Baseline]) -> tuple[Array, Array]:
    """How far inside every row the package is in some worlds, and the size of the money that is compared.

    Parameters
    ----------
    found : RobustPolicy
        With a package.
    worlds : Calibration
        With arrays of shape (W,), or single values.
    stand : sequence of Baseline
        Where each conflict stands at the central values.

    Returns
    -------
    slack : array, shape (W, R)
        [money] Of every condition of the package.
    size : array, shape (W, R)
        [money] Sum of the sizes of what is added up in it.
    """
    levers = found.solution.problem.levers
    fixed = {lever.name: (lever.low, lever.high) for lever in levers}  # as at the centre, whatever the world
    problem = found.question.replace(bounds=fixed, steps={}).problem(worlds, is_exact=False)
    coefficients, bounds = batch_rows(problem, found.conditions)
    for r, condition in enumerate(found.conditions):
        if condition.kind == "worse_off":
            bounds[..., r] += standing(problem, stand, condition) - to_float(condition.bound)
    terms = coefficients * np.array([to_float(level) for level in found.vector])
    return terms.sum(axis=-1) - bounds, np.abs(terms).sum(axis=-1) + np.abs(bounds)


def violations(
    found: RobustPolicy,
    samples: int = 10_000,
    rng: Any = 0,
    *,
    executor: Executor | None = None,
    workers: int | None = None,
) -> int:
    """Count the random worlds of the box in which a package breaks a row of its criteria.

    Parameters
    ----------
    found : RobustPolicy
    samples : int
        The first half uniform in the box, the second half random vertices. However many: a byte is held for each.
    rng : int or numpy.random.Generator
    executor : concurrent.futures.Executor, optional
        Who looks at the worlds; threads by default. Two of them are 1.4 times as fast as one for a million worlds.
    workers : int, optional
        Parts of the worlds at one time; by default as many as the executor has workers, or the machine processors.

    Returns
    -------
    int
        0 within the tolerance of floats for a package called robust; all worlds where there is no package.
    """
    count = worker_count(workers, executor)
    if not found.feasible or not samples:
        return samples
    worlds = _Drawn(found, samples, np.random.default_rng(rng))
    stand = baselines(found.solution.problem, found.question.requirements.today)
    arrays = found.solution.problem.conflicts
    cells = sum(a.baseline.size * (len(found.vector) + 1) for a in arrays)
    part = min(samples, PART, max(1, CELLS // cells))
    work = Work(
        Layout({WORLD: samples}, (part,), {BROKEN: Variable("bool", False)}, coordinates=None, identity={}),
        compute_worlds,
        (found, stand),
        own=worlds.part,
        where=lambda block: f"worlds {block[0].start} .. {block[0].stop - 1}",
        workers=count,
    )
    return int(run_in_memory(work, executor)[BROKEN].sum())


class _Drawn:
    """The values of :func:`drawn_worlds`, part by part; those that no row rests on are left out."""

    def __init__(self, found: RobustPolicy, samples: int, rng: np.random.Generator) -> None:
        self.box, self.half, self.used = found.box, samples // 2, needed(found.question)
        self.streams = Streams(rng, {"integers": samples - self.half, "uniform": self.half})
        for ends in self.box.values():
            low, high = map(to_float, ends)
            self.streams.integers(0, 2)
            self.streams.uniform(low, high)

    def part(self, block: Block) -> dict[str, Array]:
        """The values of some worlds; parts are asked for in their order."""
        first, last = block[0].start, block[0].stop
        inside = max(0, min(last, self.half) - first)
        draws = {}
        for k, (name, ends) in enumerate(self.box.items()):
            if name in self.used:
                low, high = map(to_float, ends)
                vertices = np.where(self.streams.part(2 * k, last - first - inside) == 1, high, low)
                draws[name] = np.concatenate([self.streams.part(2 * k + 1, inside), vertices])
        return draws


def compute_worlds(
    common: tuple[RobustPolicy, Sequence[Baseline]], columns: dict[str, Array], block: Block
) -> dict[str, Array]:
    """Tell in which of some worlds a row is broken."""
    found, stand = common
    slack, size = slacks(found, found.question.calibration.with_ties().replace(**columns), stand)
    broken = (slack < -TOLERANCE * (1 + size)).any(axis=-1)
    return {BROKEN: np.broadcast_to(broken, block_shape(block))}
