"""The codebook itself: entries, as tables, as a file and in words; see :mod:`tvet_games.study.codebook`."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import Any

from tvet_games.errors import InputError, Problem, unknown
from tvet_games.model.calibration import Calibration
from tvet_games.model.conflict import Conflict
from tvet_games.model.instrument import Instrument
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
        >>> from tvet_games.study.codebook.collect import codebook
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
        from tvet_games.study.codebook.words import describe

        return describe(self, language)

    def card(self, language: Language | None = None) -> Card:
        """Return the parameters with their meanings, and, folded, their values in each calibration."""
        from tvet_games.study.codebook.words import card

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
