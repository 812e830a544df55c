"""Payoffs from data frames: what ``NormalFormGame.to_frame`` gives, and tables of a row a profile.

``to_frame`` gives players as levels of the index and, under the same names, as columns of payoffs. Otherwise columns
are those of :mod:`tvet_games.games.payoff_rows`; levels of the index that have a name are columns like others.
"""

from __future__ import annotations

from fractions import Fraction
from numbers import Integral
from typing import Any

from tvet_games.errors import InputError, Problem, shorten
from tvet_games.games.csv_tables import Listed, place, read_number
from tvet_games.games.payoff_rows import PAYOFF, PayoffRows, payoff_rows


def frame_payoffs(frame: Any, sizes: tuple[int, int]) -> PayoffRows:
    """Read the payoffs of a game from a data frame.

    Parameters
    ----------
    frame : pandas.DataFrame
        Numbers as they are: floats stay floats, whole numbers, fractions and texts such as 1/3 are exact.
    sizes : (int, int)
        Most players and most profiles.

    Returns
    -------
    PayoffRows

    Raises
    ------
    InputError
        With every mistake; rows are counted from 1.
    """
    if not all(hasattr(frame, name) for name in ("iloc", "columns", "index")):
        raise InputError("payoffs", [Problem("", "expected a pandas.DataFrame", shorten(repr(frame)))])
    levels = list(frame.index.names)
    names = [str(name) for name in frame.columns]
    columns = [frame.iloc[:, k].tolist() for k in range(frame.shape[1])]
    if any(level is not None for level in levels):
        if sorted(map(str, levels)) == sorted(names):
            names = [PAYOFF + name for name in names]
        names = [*map(str, levels), *names]
        columns = [*(frame.index.get_level_values(k).tolist() for k in range(len(levels))), *columns]
    rows = enumerate(zip(*columns, strict=True), start=1)
    return payoff_rows(names, rows, Listed("payoffs"), _label, _number, sizes)


def _label(cell: Any, row: int, column: str, listed: Listed) -> str:
    if isinstance(cell, str) or (isinstance(cell, Integral) and not isinstance(cell, bool)):
        return str(cell)
    what = "is empty" if cell is None or cell != cell else f"{shorten(repr(cell))} is no name"
    listed.add(Problem(place(row, column), f"{what}, expected text or a whole number"))
    return repr(cell)


def _number(cell: Any, row: int, column: str, listed: Listed) -> Fraction | float:
    if isinstance(cell, str):
        return read_number(cell, row, column, listed)
    if isinstance(cell, float):
        if cell - cell == 0:
            return float(cell)
        listed.add(
            Problem(place(row, column), "is not a finite number" if cell == cell else "is empty, expected a number")
        )
    elif isinstance(cell, Integral | Fraction) and not isinstance(cell, bool):
        return Fraction(cell)
    else:
        listed.add(Problem(place(row, column), "is not a number", shorten(repr(cell))))
    return 0.0
