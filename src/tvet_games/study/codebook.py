"""The codebook: every parameter with its symbol, unit, meaning, conflicts, and its value in each country.

A parameter stands in the codebook if a payoff of a conflict uses it, if an instrument uses it there, or if a
calibration has a value of it. Its meaning is that of the file that declares it: a conflict, an instrument, or, for
what neither uses, a calibration. Money is told per head of the conflicts that use the parameter, in the calibration's
unit.

Two tables: the long one has a row a parameter and calibration, the wide one a row a parameter.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import Any

from tvet_games.errors import InputError, Problem, unknown
from tvet_games.model import library
from tvet_games.model.calibration import Calibration
from tvet_games.model.conflict import Conflict
from tvet_games.model.instrument import Instrument, Parameter
from tvet_games.study.portfolio.sites import spreadsheet_frame
from tvet_games.tables.card import Card
from tvet_games.tables.labels import Labels, Language, spoken
from tvet_games.tables.shown import Shown

NUMBER_UNITS = {"share": "share, 0 to 1", "ratio": "ratio", "count": "number"}
"""Units of what is not money, by dimension."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One parameter.

    Attributes
    ----------
    name : str
    symbol : str
        LaTeX.
    dimension : str
        money, share, ratio or count; empty where no file declares the parameter.
    meaning : str
        In English.
    conflicts, instruments : tuple of str
        Those that use it.
    heads : tuple of str
        Heads that money is told for in those conflicts.
    """

    name: str
    symbol: str
    dimension: str
    meaning: str
    conflicts: tuple[str, ...]
    instruments: tuple[str, ...]
    heads: tuple[str, ...]

    def unit(self, calibration: Calibration) -> str:
        """The unit of its value in a calibration; empty where its dimension is not known.

        Examples
        --------
        >>> book = codebook(calibrations=["germany_2022"])
        >>> book["career_value"].unit(book.calibrations[0]), book["retention"].unit(book.calibrations[0])
        ('EUR per teacher-year', 'share, 0 to 1')
        """
        if self.dimension != "money":
            return NUMBER_UNITS.get(self.dimension, "")
        units = [calibration.unit_per(head) for head in self.heads] or [str(calibration.unit)]
        return " or ".join(dict.fromkeys(units))


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Codebook(Shown):
    """Every parameter and its values.

    Attributes
    ----------
    entries : tuple of Entry
        Sorted by name.
    conflicts : tuple of Conflict
    instruments : tuple of Instrument
    calibrations : tuple of Calibration
    labels : Labels
    """

    entries: tuple[Entry, ...]
    conflicts: tuple[Conflict, ...]
    instruments: tuple[Instrument, ...]
    calibrations: tuple[Calibration, ...]
    labels: Labels = field(repr=False)

    def __repr__(self) -> str:
        return f"Codebook({len(self.entries)} parameters, {len(self.calibrations)} calibrations)"

    def __len__(self) -> int:
        return len(self.entries)

    def __getitem__(self, name: str) -> Entry:
        """Return the entry of a parameter."""
        found = {entry.name: entry for entry in self.entries}
        if name not in found:
            raise unknown("parameter", name, found)
        return found[name]

    @property
    def gaps(self) -> tuple[str, ...]:
        """Parameters of which no file says the dimension and the meaning."""
        return tuple(e.name for e in self.entries if not (e.dimension and e.meaning))

    def to_frame(self) -> Any:
        """Return a :class:`pandas.DataFrame`: a row a parameter and calibration; one row where none has a value."""
        import pandas as pd

        rows = [
            {**self._facts(entry), **(_value(entry, calibration) if calibration else dict.fromkeys(VALUE_COLUMNS))}
            for entry in self.entries
            for calibration in self._having(entry) or (None,)
        ]
        return pd.DataFrame(rows, columns=[*FACT_COLUMNS, *VALUE_COLUMNS])

    def wide_frame(self) -> Any:
        """Return a :class:`pandas.DataFrame`: a row a parameter, two columns a calibration: value and provenance."""
        import pandas as pd

        rows = []
        for entry in self.entries:
            row = self._facts(entry)
            for calibration in self._having(entry):
                row[calibration.name] = calibration.numbers[entry.name]
                row[f"{calibration.name} provenance"] = calibration.values[entry.name].provenance
            rows.append(row)
        columns = [name for c in self.calibrations for name in (c.name, f"{c.name} provenance")]
        return pd.DataFrame(rows, columns=[*FACT_COLUMNS, *columns])

    def write_csv(self, path: str | Path, *, wide: bool = False) -> None:
        """Write the long table, or the wide one, for a spreadsheet; texts that look like formulas are escaped.

        Parameters
        ----------
        path : str or Path
        wide : bool

        Raises
        ------
        InputError
            If the file cannot be written.
        """
        frame = self.wide_frame() if wide else self.to_frame()
        numbers = frame.map(lambda cell: float(cell) if isinstance(cell, Fraction) else cell)
        try:
            spreadsheet_frame(numbers).to_csv(path, index=False)
        except OSError as error:
            raise InputError(str(path), [Problem("", f"cannot be written: {error.strerror}")]) from None

    def describe(self, language: Language = "en") -> tuple[str, ...]:
        """What the codebook covers, how well its values are known, and what no file explains."""
        from tvet_games.study.codebook_words import describe

        return describe(self, language)

    def card(self, language: Language | None = None) -> Card:
        """Return the parameters with their meanings, and, folded, their values in each calibration."""
        from tvet_games.study.codebook_words import card

        return card(self, spoken(language))

    def _having(self, entry: Entry) -> tuple[Calibration, ...]:
        return tuple(c for c in self.calibrations if entry.name in c.values)

    def _facts(self, entry: Entry) -> dict[str, Any]:
        return {
            "parameter": entry.name,
            "symbol": entry.symbol,
            "dimension": entry.dimension,
            "meaning": entry.meaning,
            "label_zh": self.labels.zh.get(entry.name, ""),
            "conflicts": " ".join(entry.conflicts),
            "instruments": " ".join(entry.instruments),
        }


FACT_COLUMNS = ("parameter", "symbol", "dimension", "meaning", "label_zh", "conflicts", "instruments")

VALUE_COLUMNS = (
    "calibration",
    "country",
    "unit",
    "value",
    "low",
    "high",
    "provenance",
    "formula",
    "tied",
    "figures",
    "note",
)


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


def _value(entry: Entry, calibration: Calibration) -> dict[str, Any]:
    value = calibration.values[entry.name]
    return {
        "calibration": calibration.name,
        "country": calibration.country,
        "unit": entry.unit(calibration),
        "value": calibration.numbers[entry.name],
        "low": value.low,
        "high": value.high,
        "provenance": value.provenance,
        "formula": str(value.formula or ""),
        "tied": str(value.tied or ""),
        "figures": " ".join(value.figures),
        "note": value.why or value.note or value.source,
    }
