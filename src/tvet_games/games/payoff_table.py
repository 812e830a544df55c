r"""Games as tables of payoffs for people and spreadsheets: CSV files.

::

    school,enterprise,payoff of school,payoff of enterprise
    co_train,invest,1200,-3900
    co_train,free_ride,-450.5,1/3
    nominal,invest,800,-61700
    nominal,free_ride,0,0

A row a profile, in any order; see :mod:`tvet_games.games.payoff_rows`. Payoffs are decimals or quotients and are exact:
0.1 is one tenth, 1/3 stays. Names are taken as they stand between the commas, spaces included; what a spreadsheet would
run as a formula has an apostrophe before it, see :mod:`tvet_games.games.csv_tables`. A table holds neither labels nor a
unit: ``read_payoffs(path, labels=game.labels, unit=game.unit)`` gives the game that it holds those of another.

Examples
--------
>>> game = parse_payoffs("Ann,payoff of Ann\nstay,1/3\ngo,0.1\n")
>>> game.actions, game.player_payoffs(0).tolist()
((('stay', 'go'),), [Fraction(1, 3), Fraction(1, 10)])
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from pathlib import Path

from tvet_games.errors import ShapeError
from tvet_games.games.csv_tables import (
    Listed,
    number_text,
    read_number,
    read_text,
    rows_of,
    shielded,
    text_of,
    unshielded,
    write_text,
)
from tvet_games.games.door import a_game
from tvet_games.games.normal_form import MAX_PLAYERS, MAX_PROFILES, NormalFormGame
from tvet_games.games.payoff_rows import EXPECTED, PAYOFF, payoff_rows
from tvet_games.tables.labels import Labels

MAX_BYTES = 50_000_000
"""Largest file that is read [bytes]."""

SIZES = (MAX_PLAYERS, MAX_PROFILES)


def read_payoffs(path: str | Path, *, labels: Labels | None = None, unit: str = "") -> NormalFormGame:
    r"""Read a game from a CSV file, exactly.

    Parameters
    ----------
    path : str or Path
        A UTF-8 file of at most ``MAX_BYTES``: a column a player, and a column ``payoff of NAME`` for each.
    labels : Labels, optional
        Of players and actions, which no table holds: those of the game that it comes from.
    unit : str, optional
        Of the payoffs, which no table holds either.

    Returns
    -------
    NormalFormGame
        Payoffs of shape (n, a1, ..., an), as fractions.

    Raises
    ------
    InputError
        With up to 20 problems of the file: the row (by its line), the column, and what stands there.

    Examples
    --------
    >>> import tempfile
    >>> from pathlib import Path
    >>> game = NormalFormGame.from_bimatrix([[4, 0], [3, 2]], [[4, 3], [0, 2]])
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     write_payoffs(game, Path(folder) / "hunt.csv")
    ...     again = read_payoffs(Path(folder) / "hunt.csv")
    >>> again.players, bool((again.payoffs == game.payoffs).all())
    (('row', 'column'), True)
    """
    return parse_payoffs(read_text(path, "a CSV file", MAX_BYTES), str(path), labels=labels, unit=unit)


def parse_payoffs(text: str, source: str = "<text>", *, labels: Labels | None = None, unit: str = "") -> NormalFormGame:
    """Read a game from the text of a table; see :func:`read_payoffs`."""
    (_, header), *rows = rows_of(text, source, EXPECTED)
    table = payoff_rows([unshielded(cell) for cell in header], rows, Listed(source), _label, read_number, SIZES)
    return NormalFormGame(table.payoffs, players=table.players, actions=table.actions, labels=labels, unit=unit)


def write_payoffs(game: NormalFormGame, path: str | Path) -> None:
    """Write a game as a CSV file for spreadsheets and for :func:`read_payoffs`, without its labels and its unit.

    Parameters
    ----------
    game : NormalFormGame
        A single game.
    path : str or Path
        Replaced if it exists.

    Raises
    ------
    ShapeError
        If it is a batch.
    FormulaError
        If a payoff or name could not be read back.
    OSError
        If the file cannot be written.
    """
    a_game(game, "write_payoffs")
    write_text(path, format_payoffs(game))


def format_payoffs(game: NormalFormGame) -> str:
    """Return a game as the text of a table that :func:`parse_payoffs` reads.

    Raises
    ------
    ShapeError
        If it is a batch.
    FormulaError
        If a payoff is beyond the bounds of :func:`~tvet_games.numerics.exact`, such as 1e300.

    Notes
    -----
    A float game is read back as an exact one of equal value; :meth:`NormalFormGame.to_float` makes it the same again.

    Examples
    --------
    >>> game = NormalFormGame([[[1, 0.5]], [[2, 0]]], players=["Ann", "Bob"], actions=[["go"], ["stop", "=go"]])
    >>> print(format_payoffs(game), end="")
    Ann,Bob,payoff of Ann,payoff of Bob
    go,stop,1.0,2.0
    go,'=go,0.5,0.0
    """
    if not game.is_single:
        raise ShapeError("a table of payoffs holds one game; take one out of the batch first, as in game[0]")
    return text_of(_cells(game))


def _cells(game: NormalFormGame) -> Iterator[list[str]]:
    yield [*map(shielded, game.players), *(PAYOFF + name for name in game.players)]
    profiles = game.payoffs.reshape(len(game.players), -1).T
    for actions, paid in zip(product(*game.actions), profiles, strict=True):
        yield [*map(shielded, actions), *map(number_text, paid)]


def _label(cell: str, _row: int, _column: str, _listed: Listed) -> str:
    return unshielded(cell)
