"""Collecting the codebook: what conflicts, instruments and calibrations use, declare and know."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from tvet_games.errors import InputError, Problem
from tvet_games.model import library
from tvet_games.model.calibration import Calibration
from tvet_games.model.conflict import Conflict
from tvet_games.model.instrument import Instrument, Parameter
from tvet_games.study.codebook.result import Codebook, Entry
from tvet_games.tables.labels import Labels


def codebook(
    conflicts: Iterable[Conflict | str | Path] | None = None,
    calibrations: Iterable[Calibration | str | Path] | None = None,
    instruments: Iterable[Instrument | str | Path] | None = None,
) -> Codebook:
    r"""Collect every parameter of conflicts, instruments and calibrations.

    Parameters
    ----------
    conflicts : iterable of Conflict, name or path, optional
        By default all that ship. Where some are given, the codebook keeps to the parameters that they, and the
        instruments in them, use.
    calibrations : iterable of Calibration, name or path, optional
        By default all that ship.
    instruments : iterable of Instrument, name or path, optional
        By default all that ship.

    Returns
    -------
    Codebook

    Raises
    ------
    UnknownNameError
        If nothing goes by a name.
    InputError
        If a file has mistakes.

    Examples
    --------
    >>> book = codebook()
    >>> print(book["retention"].symbol, "-", book["retention"].meaning)
    \rho - probability that the graduate is kept
    >>> book.gaps
    ()
    >>> one = codebook(["school_enterprise"], ["germany_2022"]).to_frame()
    >>> one.loc[one.parameter == "hiring_saving", ["unit", "value", "formula"]].values.tolist()
    [['EUR per trainee-year', Fraction(13700, 3), '13700/3']]
    """
    every = conflicts is None
    chosen = _loaded(library.conflicts() if conflicts is None else conflicts, library.load_conflict, "conflicts")
    values = _loaded(
        library.calibrations() if calibrations is None else calibrations, library.load_calibration, "calibrations"
    )
    tools = _loaded(
        library.instruments() if instruments is None else instruments, library.load_instrument, "instruments"
    )
    users = {c.name: c.names | c.parameters.keys() for c in chosen}
    levers = {i.name: _used_by(i, chosen, every=every) for i in tools}
    names = frozenset().union(*users.values(), *levers.values(), *(c.values.keys() for c in values if every))
    declared = _declared(chosen, tools, values)
    heads = {c.name: c.per for c in chosen if not c.edges}
    entries = tuple(_entry(n, declared.get(n), users, levers, heads) for n in sorted(names))
    return Codebook(entries, chosen, tools, values, _labels(chosen, tools, values))


def _loaded(given: Iterable[Any], load: Any, source: str) -> tuple[Any, ...]:
    """What is given itself, or by name or path."""
    if isinstance(given, str):
        raise InputError("codebook", [Problem(source, "expected a list", given)])
    return tuple(load(thing) if isinstance(thing, str | Path) else thing for thing in given)


def _used_by(instrument: Instrument, conflicts: Iterable[Conflict], *, every: bool) -> frozenset[str]:
    """Values that an instrument uses in the conflicts; none where it does nothing in them."""
    touched = [c for c in conflicts if c.touched_by(instrument)]
    if not touched and not every:
        return frozenset()
    own = instrument.low.names | instrument.high.names | instrument.parameters.keys()
    limit = instrument.cap.limit.names if instrument.cap else frozenset()
    return frozenset(own | limit).union(*(c.values_of(instrument) for c in touched))


def _declared(
    conflicts: Iterable[Conflict], instruments: Iterable[Instrument], calibrations: Iterable[Calibration]
) -> dict[str, Parameter]:
    """The first declaration of each parameter; a community's dyads, and what ships, declare where the given do not."""
    found: dict[str, Parameter] = {}
    things: tuple[Conflict | Instrument | Calibration, ...] = (
        *_with_dyads(conflicts),
        *instruments,
        *calibrations,
        *map(library.load_conflict, library.conflicts()),
        *library.shipped_instruments().values(),
    )
    for thing in things:
        found = {**thing.parameters, **found}
    return found


def _with_dyads(conflicts: Iterable[Conflict]) -> Iterable[Conflict]:
    for conflict in conflicts:
        yield conflict
        yield from _with_dyads(edge.conflict for edge in conflict.edges)


def _entry(
    name: str,
    declared: Parameter | None,
    users: dict[str, Any],
    levers: dict[str, frozenset[str]],
    heads: dict[str, str],
) -> Entry:
    said = declared or Parameter(name, "", "")
    conflicts = tuple(c for c, names in users.items() if name in names)
    instruments = tuple(i for i, names in levers.items() if name in names)
    own = tuple(dict.fromkeys(heads[c] for c in conflicts if c in heads))
    return Entry(name, said.symbol, said.dimension, said.meaning, conflicts, instruments, own)


def _labels(*kinds: Iterable[Any]) -> Labels:
    labels = Labels()
    for things in kinds:
        for thing in _with_dyads(things) if all(isinstance(t, Conflict) for t in things) else things:
            labels = labels.over(thing.labels)
    return labels
