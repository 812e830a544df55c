"""A sweep seen along one or two of its axes: the share of points at which something holds, or the mean of a number.

What lies on the other axes (drawn worlds, sites, further quantities) is averaged. A number that is not finite at some
of the points has no mean, and the place stays empty. The result is read a chunk at a time.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

import numpy as np

from tvet_games.errors import InputError, Problem, expected, unknown
from tvet_games.numerics import Array
from tvet_games.solve.verdict_codes.flags import has_flag
from tvet_games.study.chunks.blocks import blocks, chunk_shape
from tvet_games.study.sweep.attributes import stored_labels
from tvet_games.study.sweep.plan import CHUNK
from tvet_games.study.sweep.summary import SweepSummary
from tvet_games.study.sweep.words import FLAG_LABELS
from tvet_games.tables.card import Card
from tvet_games.tables.labels import Labels, Language, Text, spoken
from tvet_games.tables.shown import Shown

MOST = 512
"""Most values of an axis that are looked at; of a longer one every second, third ..."""

NUMBERS = {
    "p_level": Text("p-dominance level of cooperation", "合作的 p-占优水平"),
    "basin": Text("share of starts that lead to cooperation", "走向合作的起点比例"),
    "margin": Text("least loss from leaving cooperation alone", "单独背离合作的最小损失"),
    "cost": Text("public cost where everybody cooperates", "各方合作时的公共成本"),
}
"""Numbers of a sweep that can be seen."""

Kind = Literal["holds", "share", "number"]


@dataclass(frozen=True, slots=True, eq=False)
class SweepAxis:
    """An axis of a view.

    Attributes
    ----------
    name : str
    label : Text
    unit : str
    values : array, shape (V,)
        Increasing.
    """

    name: str
    label: Text
    unit: str
    values: Array = field(repr=False)


@dataclass(frozen=True, slots=True, eq=False)
class SweepView(Shown):
    """A sweep along one or two axes.

    Attributes
    ----------
    what : str
        A flag of the verdict, or a number.
    label : Text
    kind : str
        ``holds``: 0 or 1 at one point each; ``share`` of the points, between 0 and 1; ``number``.
    unit : str
    x : SweepAxis
    y : SweepAxis or None
    values : array, shape (X,) or (Y, X)
        Not a number where there is no mean.
    points : int
        How many points stand behind each value.
    over : tuple of str
        The axes that are averaged.
    conflict, calibration : str
        Their names; empty where a summary does not tell.
    labels : Labels
        Of the conflict.
    """

    what: str
    label: Text
    kind: Kind
    unit: str
    x: SweepAxis
    y: SweepAxis | None
    values: Array = field(repr=False)
    points: int
    over: tuple[str, ...] = ()
    conflict: str = ""
    calibration: str = ""
    labels: Labels = field(default=Labels(), repr=False)

    def __repr__(self) -> str:
        axes = ", ".join(repr(axis.name) for axis in (self.x, self.y) if axis is not None)
        return f"SweepView({self.what!r} along {axes}, {self.points:,} points each)"

    def card(self, language: Language | None = None) -> Card:
        """Return the values along the axes."""
        from tvet_games.study.sweep.card import view_card

        return view_card(self, spoken(language))

    def to_frame(self) -> Any:
        """Return a :class:`pandas.DataFrame`: a row a value of y (or x), a column a value of x."""
        import pandas as pd

        index = pd.Index(self.x.values, name=self.x.name)
        if self.y is None:
            return pd.DataFrame({self.what: self.values}, index=index)
        return pd.DataFrame(self.values, index=pd.Index(self.y.values, name=self.y.name), columns=index)


def view_sweep(found: Any, x: str | None = None, y: str | None = None, what: str = "target_equilibrium") -> SweepView:
    """See a sweep along one or two axes.

    Parameters
    ----------
    found : xarray.Dataset or SweepSummary
        From :func:`sweep`, :func:`open_store` or :func:`summarise_sweep`; a summary tells along one axis at what share
        of the points everybody's cooperation is an equilibrium.
    x, y : str, optional
        Axes of the grid; by default the first two of them, or along x alone if only that is given.
    what : str
        A flag of the verdict, or ``p_level``, ``basin``, ``margin`` or ``cost`` if the sweep was asked for it.

    Returns
    -------
    SweepView

    Raises
    ------
    InputError
        If there is no such axis, flag or number, or x and y are the same.

    Examples
    --------
    >>> from tvet_games.study.sweep.sweep import sweep
    >>> grid = {"training_subsidy": [0, 5_000, 10_000], "retention": [0, 0.5, 1]}
    >>> view_sweep(sweep("school_enterprise", "austria_2016", grid), "training_subsidy").values.round(2).tolist()
    [0.0, 0.33, 0.33]
    """
    if isinstance(found, SweepSummary):
        return _of_summary(found, x, y, what)
    data = _dataset(found)
    names = _axes_of(data)
    across, up = _chosen(names, x, y)
    kind, label = _kind(data, what)
    kept = [name for name in (up, across) if name is not None]
    thin = data.isel({name: slice(None, None, -(-data.sizes[name] // MOST)) for name in kept})
    variable = has_flag(thin.verdict, what) if kind == "holds" else thin[what]
    values, count = _means(variable, kept)
    axes = [_axis(thin, name) for name in kept]
    for k, (_, order) in enumerate(axes):
        values = values.take(order, axis=k)
    return SweepView(
        what=what,
        label=label,
        kind="share" if kind == "holds" and count > 1 else kind,
        unit="" if kind == "holds" else data[what].attrs.get("units", ""),
        x=axes[-1][0],
        y=axes[0][0] if up is not None else None,
        values=values,
        points=count,
        over=tuple(str(name) for name in data.verdict.dims if name not in kept),
        conflict=data.attrs.get("conflict", ""),
        calibration=data.attrs.get("calibration", ""),
        labels=stored_labels(data.attrs),
    )


def _of_summary(found: SweepSummary, x: str | None, y: str | None, what: str) -> SweepView:
    if y is not None or what != "target_equilibrium":
        field_, given = ("y", y) if y is not None else ("what", what)
        said = "is not in a summary, which has cooperation along one axis; give the sweep itself"
        raise InputError("sweep", [Problem(field_, said, str(given))])
    if not found.axes:
        raise InputError("sweep", [Problem("x", "has no axis of a grid to go along")])
    along = found.along(x) if x is not None else found.axes[0]
    order = np.argsort(along.values, kind="stable")
    return SweepView(
        what=what,
        label=_flag_label(what),
        kind="share",
        unit="",
        x=SweepAxis(along.name, Text(along.label, along.label_zh), "", along.values[order]),
        y=None,
        values=along.share[order],
        points=found.points // len(along.values),
    )


def _dataset(found: Any) -> Any:
    import xarray as xr

    data = expected(found, xr.Dataset, "sweep", "what sweep(), open_store() or summarise_sweep() returns")
    if "verdict" not in data:
        raise InputError("sweep", [Problem("verdict", "is missing; expected what sweep() or open_store() returns")])
    return data


def _axes_of(data: Any) -> list[str]:
    """The axes of the grid: those with numbers, at least two."""
    names = [str(name) for name in data.verdict.dims if name in data.coords and data[name].dtype.kind == "f"]
    long = [name for name in names if data.sizes[name] > 1]
    if not long:
        raise InputError("sweep", [Problem("x", "has no axis of a grid with two values or more to go along")])
    return long


def _chosen(names: Sequence[str], x: str | None, y: str | None) -> tuple[str, str | None]:
    for axis, given in (("x", x), ("y", y)):
        if given is not None and given not in names:
            raise unknown("axis of the grid with two values or more", given, names, source="sweep", field=axis)
    if x is not None and x == y:
        raise InputError("sweep", [Problem("y", "is the other axis too", y)])
    rest = [name for name in names if name not in (x, y)]
    if x is not None:
        return x, y
    if y is not None and not rest:
        return y, None
    return rest[0], y if y is not None else rest[1] if len(rest) > 1 else None


def _kind(data: Any, what: str) -> tuple[Kind, Text]:
    flags = data.verdict.attrs["flag_meanings"].split()
    numbers = [name for name in NUMBERS if name in data]
    if what in numbers:
        return "number", NUMBERS[what]
    if what not in flags:
        raise unknown("flag or number of the sweep", str(what), [*flags, *numbers], source="sweep", field="what")
    return "holds", _flag_label(what)


def _flag_label(flag: str) -> Text:
    said = [FLAG_LABELS.of(flag, language) for language in ("en", "zh")]
    return Text(*(text.lstrip(".… ") for text in said))


def _means(variable: Any, kept: Sequence[str]) -> tuple[Array, int]:
    """Means over the axes that are not kept, in the order of those that are; and of how many points."""
    names = [str(name) for name in variable.dims]
    total = np.zeros([variable.sizes[name] for name in names if name in kept])
    away = tuple(k for k, name in enumerate(names) if name not in kept)
    for block in blocks(variable.shape, chunk_shape(variable.shape, CHUNK)):
        part = variable[dict(zip(names, block, strict=True))].values.astype(np.float64)
        here = tuple(side for name, side in zip(names, block, strict=True) if name in kept)
        total[here] += np.where(np.isfinite(part), part, np.nan).sum(axis=away)
    count = int(np.prod([variable.sizes[names[k]] for k in away]))
    order = [name for name in names if name in kept]
    return np.transpose(total, [order.index(name) for name in kept]) / count, count


def _axis(data: Any, name: str) -> tuple[SweepAxis, Array]:
    """An axis with its values in order, and that order."""
    told, values = data[name].attrs, data[name].values
    order = np.argsort(values, kind="stable")
    english = told.get("long_name", Labels().of(name))
    label = Text(english, told.get("long_name_zh", english))
    return SweepAxis(name, label, told.get("units", ""), values[order]), order
