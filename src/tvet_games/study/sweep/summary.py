"""What a sweep says on the whole: in what share of the points each statement holds, and from which level on.

The result is read a chunk at a time, so that one on disk need not fit into memory.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from tvet_games.errors import shorten, unknown
from tvet_games.numerics import Array
from tvet_games.solve.verdict_codes.flags import TARGET
from tvet_games.study.chunks.blocks import blocks, chunk_shape
from tvet_games.study.sweep.attributes import stored_labels
from tvet_games.study.sweep.plan import CHUNK
from tvet_games.tables.card import Card
from tvet_games.tables.labels import Labels, Language, spoken
from tvet_games.tables.shown import Shown


@dataclass(frozen=True, slots=True, eq=False)
class Along:
    """Everybody's cooperation along an axis of a grid.

    Attributes
    ----------
    name, label, label_zh : str
    values : array, shape (V,)
    share : array, shape (V,)
        [share of the points with that value] At which cooperation is an equilibrium.
    """

    name: str
    label: str
    label_zh: str
    values: Array = field(repr=False)
    share: Array = field(repr=False)

    def least(self, share: float) -> float | None:
        """The least value from which on cooperation is an equilibrium at that share of the points, at least."""
        order = np.argsort(self.values)
        enough = np.logical_and.accumulate(self.share[order][::-1] >= share)[::-1]
        return float(self.values[order][enough.argmax()]) if enough.any() else None

    def to_frame(self) -> Any:
        """Return a :class:`pandas.DataFrame`: a row a value."""
        import pandas as pd

        return pd.DataFrame({self.name: self.values, "share of the points": self.share})


@dataclass(frozen=True, slots=True, eq=False)
class SweepSummary(Shown):
    """In what share of the points of a sweep each statement holds.

    Attributes
    ----------
    points : int
    shares : mapping of str to float
        [share of the points] By the flags of the verdict.
    profiles : mapping of str to str
        What is played in the equilibria that flags are named after.
    axes : tuple of Along
        Of the grid.
    policy : str
        The levels that stay the same.
    conflict, calibration : str
        Their names; empty where the result does not tell.
    labels : Labels
        Of the conflict.
    """

    points: int
    shares: Mapping[str, float]
    profiles: Mapping[str, str] = field(repr=False)
    axes: tuple[Along, ...] = field(repr=False)
    policy: str
    conflict: str = ""
    calibration: str = ""
    labels: Labels = field(default=Labels(), repr=False)

    def __repr__(self) -> str:
        about = " on ".join(filter(None, (self.conflict, self.calibration)))
        return f"SweepSummary({shorten(about)}, {self.points:,} points, policy={shorten(self.policy)!r})"

    def along(self, name: str) -> Along:
        """Return how cooperation fares along an axis of the grid.

        Raises
        ------
        UnknownNameError
            If the sweep has no such axis.
        """
        found = {axis.name: axis for axis in self.axes}
        if name not in found:
            raise unknown("axis of the grid", name, found, source="sweep")
        return found[name]

    def card(self, language: Language | None = None) -> Card:
        """Return the statements that hold somewhere."""
        from tvet_games.study.sweep.card import summary_card

        return summary_card(self, spoken(language))

    def to_frame(self) -> Any:
        """Return a :class:`pandas.DataFrame`: a row a statement."""
        import pandas as pd

        profiles = {name: self.profiles.get(name, "") for name in self.shares}
        columns = {"share of the points": dict(self.shares), "profile": profiles}
        return pd.DataFrame(columns).rename_axis("statement")

    def describe(self, language: Language = "en") -> tuple[str, ...]:
        """The summary in sentences."""
        from tvet_games.study.sweep.words import describe_summary

        return describe_summary(self, language)


def summarise_sweep(found: Any) -> SweepSummary:
    """Say in what share of the points of a sweep each statement holds, and from which level on.

    Parameters
    ----------
    found : xarray.Dataset
        From :func:`sweep` or :func:`open_store`.

    Returns
    -------
    SweepSummary

    Examples
    --------
    >>> from tvet_games.study.sweep.sweep import sweep
    >>> grid = {"training_subsidy": range(0, 30_001, 1_000), "retention": [0.5, 1]}
    >>> said = summarise_sweep(sweep("school_enterprise", "austria_2016", grid))
    >>> print(said.describe()[1])
    Training subsidy: nowhere below 5,000; from 5,000 on at half of the points, from 11,000 on at all.
    >>> said.along("training_subsidy").least(0.8)
    11000.0
    """
    verdict = found.verdict
    counts, held = np.zeros(1 << 16, dtype=np.int64), [np.zeros(size, dtype=np.int64) for size in verdict.shape]
    for block in blocks(verdict.shape, chunk_shape(verdict.shape, CHUNK)):
        codes = verdict[dict(zip(verdict.dims, block, strict=True))].values
        counts += np.bincount(codes.ravel(), minlength=len(counts))
        holds = codes & TARGET != 0
        for axis, (own, part) in enumerate(zip(held, block, strict=True)):
            own[part] += holds.sum(axis=tuple(k for k in range(holds.ndim) if k != axis))
    codes, told = np.arange(1 << 16), verdict.attrs
    table = zip(told["flag_meanings"].split(), told["flag_masks"], told["flag_values"], strict=True)
    shares = {name: float(counts[(codes & mask) == value].sum() / verdict.size) for name, mask, value in table}
    return SweepSummary(
        points=int(verdict.size),
        shares=shares,
        profiles=_profiles(found.attrs["profiles"], shares),
        axes=_axes(found, held),
        policy=found.attrs["policy"],
        conflict=found.attrs.get("conflict", ""),
        calibration=found.attrs.get("calibration", ""),
        labels=stored_labels(found.attrs),
    )


def _profiles(profiles: list[str], shares: Mapping[str, float]) -> dict[str, str]:
    """The actions of the profiles that flags like ``equilibrium_01`` stand for."""
    named = dict(
        zip(("target_equilibrium", "equilibrium_01", "equilibrium_10", "equilibrium_11"), profiles, strict=False)
    )
    return {flag: played for flag, played in named.items() if flag in shares}


def _axes(found: Any, held: list[Array]) -> tuple[Along, ...]:
    """How cooperation fares along each axis of the grid."""
    axes = []
    for name, own in zip(found.verdict.dims, held, strict=True):
        labels = found[name]
        if labels.dtype.kind == "f":
            label = labels.attrs.get("long_name", str(name))
            share = own * len(own) / found.verdict.size
            axes.append(Along(str(name), label, labels.attrs.get("long_name_zh", label), labels.values, share))
    return tuple(axes)
