"""What a sweep says on the whole: in what share of the points each statement holds.

The result is read a chunk at a time, so that one on disk need not fit into memory.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np

from tvet_games.model.labels import Language
from tvet_games.numerics import Array
from tvet_games.policy.words import fill, listed, percent
from tvet_games.study.chunks.blocks import blocks, chunk_shape
from tvet_games.study.sweep.plan import CHUNK

PHRASES = {
    "target": (
        "Everybody's cooperation is an equilibrium at {equilibrium} of the points, the only one at {unique}.",
        "在 {equilibrium} 的点上，各方合作构成均衡；在 {unique} 的点上，它是唯一的均衡。",
    ),
    "none": (
        "Everybody's cooperation is an equilibrium at none of the points.",
        "在所有的点上，各方合作都不构成均衡。",
    ),
    "where": ("It is one where {where}.", "构成均衡的点：{where}。"),
    "range": ("{name} lies between {low} and {high}", "{name}在 {low} 与 {high} 之间"),
    "undefined": (
        "At {share} of the points a payoff is not finite.",
        "在 {share} 的点上，有收益不是有限数。",
    ),
}


@dataclass(frozen=True, slots=True, eq=False)
class SweepSummary:
    """In what share of the points of a sweep each statement holds.

    Attributes
    ----------
    points : int
    shares : mapping of str to float
        [share of the points] By the flags of the verdict.
    profiles : mapping of str to str
        What is played in the equilibria that flags are named after.
    ranges : mapping of str to (float, float)
        For each axis of a grid the least and the largest value at which everybody's cooperation is an equilibrium
        somewhere; only where that is less than the axis.
    """

    points: int
    shares: dict[str, float]
    profiles: dict[str, str] = field(repr=False)
    ranges: dict[str, tuple[float, float]] = field(repr=False)

    def to_frame(self) -> Any:
        """Return a :class:`pandas.DataFrame`: a row a statement."""
        import pandas as pd

        columns = {
            "share of the points": self.shares,
            "profile": {name: self.profiles.get(name, "") for name in self.shares},
        }
        return pd.DataFrame(columns).rename_axis("statement")

    def describe(self, language: Language = "en") -> tuple[str, ...]:
        """The summary in sentences."""
        equilibrium, unique = self.shares["target_equilibrium"], self.shares["target_unique"]
        if not equilibrium:
            said = [fill(PHRASES, "none", language)]
        else:
            shares = {"equilibrium": percent(equilibrium), "unique": percent(unique)}
            said = [fill(PHRASES, "target", language, **shares)]
        ends = [
            fill(PHRASES, "range", language, name=name, low=f"{low:g}", high=f"{high:g}")
            for name, (low, high) in self.ranges.items()
        ]
        if ends:
            said.append(fill(PHRASES, "where", language, where=listed(ends, language)))
        if self.shares["undefined"]:
            said.append(fill(PHRASES, "undefined", language, share=percent(self.shares["undefined"])))
        return tuple(said)


def summarise_sweep(found: Any) -> SweepSummary:
    """Say in what share of the points of a sweep each statement holds.

    Parameters
    ----------
    found : xarray.Dataset
        From :func:`sweep` or :func:`open_sweep`.

    Returns
    -------
    SweepSummary

    Examples
    --------
    >>> from tvet_games.study.sweep.sweep import sweep
    >>> found = sweep("school_enterprise", "austria_2016", {"training_subsidy": range(0, 30_001, 1_000)})
    >>> print(*summarise_sweep(found).describe())
    Everybody's cooperation is an equilibrium at 67.7 % of the points, the only one at 32.3 %. It is one where \
training_subsidy lies between 10000 and 30000.
    """
    verdict = found.verdict
    counts, reached = np.zeros(1 << 16, dtype=np.int64), [np.zeros(size, dtype=bool) for size in verdict.shape]
    for block in blocks(verdict.shape, chunk_shape(verdict.shape, CHUNK)):
        codes = verdict[dict(zip(verdict.dims, block, strict=True))].values
        counts += np.bincount(codes.ravel(), minlength=len(counts))
        holds = codes & 1 != 0
        for axis, (seen, part) in enumerate(zip(reached, block, strict=True)):
            seen[part] |= holds.any(axis=tuple(k for k in range(holds.ndim) if k != axis))
    codes = np.arange(1 << 16)
    told = verdict.attrs
    shares = {
        name: float(counts[(codes & mask) == value].sum() / verdict.size)
        for name, mask, value in zip(
            told["flag_meanings"].split(), told["flag_masks"], told["flag_values"], strict=True
        )
    }
    return SweepSummary(int(verdict.size), shares, _profiles(found.attrs["actions"], shares), _ranges(found, reached))


def _profiles(actions: list[list[str]], shares: dict[str, float]) -> dict[str, str]:
    """The actions of the profiles that flags like ``equilibrium_01`` stand for."""
    profiles = {"target_equilibrium": [names[0] for names in actions]}
    profiles |= {
        f"equilibrium_{a}{b}": [actions[0][a], actions[1][b]]
        for a in (0, 1)
        for b in (0, 1)
        if f"equilibrium_{a}{b}" in shares
    }
    return {flag: ", ".join(played) for flag, played in profiles.items()}


def _ranges(found: Any, reached: list[Array]) -> dict[str, tuple[float, float]]:
    ranges = {}
    for name, seen in zip(found.verdict.dims, reached, strict=True):
        labels = found[name].values
        if seen.any() and not seen.all() and labels.dtype.kind == "f":
            ranges[str(name)] = (float(labels[seen].min()), float(labels[seen].max()))
    return ranges
