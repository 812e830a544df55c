r"""Gambit's .nfg files: reading and writing one game in strategic (normal) form.

A file is a prologue and a body. White space separates and means nothing else::

    NFG 1 R "title" { "player" ... } ACTIONS "comment" BODY

``ACTIONS`` is ``{ 2 3 }``, the number of actions of each player, or ``{ { "a" "b" } { "c" "d" "e" } }``, their labels.
The comment may be missing. ``BODY`` lists the action profiles, player 1's action fastest, then player 2's, and so on:

payoff version    for each profile the payoff of each player: ``1 1 0 2 0 2 1 1``
outcome version   outcomes ``{ { "name" 1, 1 } { "name" 0, 2 } }`` (commas optional), then for each profile the number
                  of its outcome, from 1; outcome 0 pays everyone nothing

Payoffs are integers, decimals, with or without exponent, or quotients of integers, and are exact: 0.1 is one tenth.
``NFG 1 D`` is an older spelling of the same. In strings ``\"`` is a quote and ``\\`` a backslash; any other backslash
stands for itself.

What Gambit takes as a label depends on its version; all take ASCII with single spaces and none around. Players and
actions go by the numbers 1, 2, ... until their labels are read, so that a label which is the number of a later one is
refused as standing twice. Labels are written as Gambit takes them, and where that changes a name, the comment keeps all
names as ``tvet_games: {"players": [...], "actions": [[...]]}`` in ASCII JSON. Reading takes the names from such a
comment, in place of the labels, where it fits the game. Gambit multiplies the backslashes of a comment whenever it
opens and saves a file. So this JSON has none but single ones (quotes and backslashes within names are ``\u0022`` and
``\u005c``), and in reading it several count as one. Of numbers, Gambit takes ``1e16`` and not ``1e+16``.

Examples
--------
>>> game = parse_nfg('NFG 1 R "" { "Ann" "Bob" } { 2 2 } 4 4 3 0 0 3 2 2')
>>> game.players, [[int(payoff) for payoff in row] for row in game.player_payoffs(0)]
(('Ann', 'Bob'), [[4, 0], [3, 2]])

References
----------
Gambit: Game representation formats, https://gambitproject.readthedocs.io/en/latest/formats.html
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from pathlib import Path

from tvet_games.errors import FormulaError, ShapeError
from tvet_games.games.csv_tables import read_text
from tvet_games.games.door import a_game
from tvet_games.games.nfg_names import ascii_labels, ascii_text, names_comment
from tvet_games.games.nfg_reader import parse_nfg
from tvet_games.games.normal_form import NormalFormGame

__all__ = ["format_nfg", "parse_nfg", "read_nfg", "write_nfg"]

MAX_BYTES = 50_000_000
"""Largest file that is read [bytes]."""


def read_nfg(path: str | Path) -> NormalFormGame:
    """Read a game from a .nfg file, exactly.

    Parameters
    ----------
    path : str or Path
        A UTF-8 file of at most ``MAX_BYTES``.

    Returns
    -------
    NormalFormGame
        Payoffs of shape (n, a1, ..., an), as fractions.

    Raises
    ------
    InputError
        If the file cannot be read, is too large, not UTF-8, or wrong as in :func:`~tvet_games.games.nfg.parse_nfg`.
    """
    return parse_nfg(read_text(path, "a .nfg file", MAX_BYTES), str(path))


def write_nfg(game: NormalFormGame, path: str | Path) -> None:
    """Write a game as a .nfg file, in pure ASCII, for Gambit and for :func:`read_nfg`.

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
        If a payoff has thousands of digits.
    OSError
        If the file cannot be written.
    """
    a_game(game, "write_nfg")
    text = format_nfg(game)
    Path(path).write_text(text, encoding="ascii", newline="\n")


def format_nfg(game: NormalFormGame, title: str = "") -> str:
    r"""Return a game as the text of a .nfg file, payoff version, in pure ASCII.

    Parameters
    ----------
    game : NormalFormGame
        A single game.
    title : str, optional
        What does not fit into ASCII is left out.

    Returns
    -------
    str

    Raises
    ------
    ShapeError
        If it is a batch.
    FormulaError
        If a payoff has thousands of digits.

    Notes
    -----
    Fractions are written as p/q and floats in their shortest form that gives the same float. A float game is read back
    as an exact one of equal value. Payoffs beyond the bounds of :func:`~tvet_games.numerics.exact`, such as 1e300 or a
    quotient of 40-digit integers, are written, for Gambit, but :func:`read_nfg` refuses them.

    Examples
    --------
    >>> game = NormalFormGame([[3, 1]], players=["Zoé"], actions=[["école", "travail"]])
    >>> print(format_nfg(game))
    NFG 1 R "" { "Zoe" }
    <BLANKLINE>
    { { "ecole" "travail" }
    }
    "tvet_games: {\"players\": [\"Zo\u00e9\"], \"actions\": [[\"\u00e9cole\", \"travail\"]]}"
    <BLANKLINE>
    3
    1
    <BLANKLINE>
    """
    if not game.is_single:
        raise ShapeError("a .nfg file holds one game; take one out of the batch first, as in game[0]")
    players = ascii_labels(game.players, "player")
    actions = tuple(ascii_labels(row, "action") for row in game.actions)
    comment = "" if (players, actions) == (game.players, game.actions) else names_comment(game)
    profiles = game.payoffs.transpose().reshape(-1, len(players))
    lines = [
        f"NFG 1 R {_quoted(ascii_text(title))} {_listed(players)}",
        "",
        "{ " + "\n".join(_listed(row) for row in actions),
        "}",
        f'"{comment}"',
        "",
        *(" ".join(_number_text(payoff) for payoff in profile) for profile in profiles),
    ]
    return "\n".join(lines) + "\n"


def _quoted(label: str) -> str:
    escaped = label.replace('"', '\\"')
    return f'"{escaped}"'


def _listed(labels: Iterable[str]) -> str:
    return f"{{ {' '.join(_quoted(label) for label in labels)} }}"


def _number_text(payoff: Fraction | float) -> str:
    if isinstance(payoff, float):
        return repr(float(payoff)).replace("e+", "e")
    try:
        return str(payoff)
    except ValueError:  # Python's limit on the digits of an integer
        raise FormulaError("a payoff has thousands of digits and cannot be written") from None
