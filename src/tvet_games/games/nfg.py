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

What Gambit takes as a label depends on its version; all take ASCII with single spaces and none around. Labels are
written so, and where that changes a name, the comment keeps all names as ``tvet_games: {"players": [...], "actions":
[[...]]}`` in ASCII JSON. Reading takes the names from such a comment, in place of the labels, where it fits the game.
Gambit multiplies the backslashes of a comment whenever it opens and saves a file. So this JSON has none but single ones
(quotes and backslashes within names are ``\u0022`` and ``\u005c``), and in reading it several count as one.

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

import json
import math
import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any, TypeVar

import numpy as np

from tvet_games.errors import SHOWN, FormulaError, InputError, Problem, ShapeError, shorten
from tvet_games.games.normal_form import MAX_PROFILES, NormalFormGame
from tvet_games.numerics import exact

MAX_BYTES = 50_000_000
"""Largest file that is read [bytes]."""

MAX_PLAYERS = 63
"""Most players of a file: an array has at most 64 axes, one of them for the player who is paid."""

MAX_COUNT_DIGITS = 9
"""Most digits of a number of actions or of an outcome."""

COMMENT = "tvet_games:"
"""Start of the comment that keeps the names."""

_BLANK = re.compile(r"[ \t\r\n\v\f]*")
_WORD = re.compile(r'[^ \t\r\n\v\f{},"]+')
_NUMBER_CHARACTERS = frozenset("0123456789+-.eE/")

_STRING, _END = "string", "end"

Names = tuple[str, ...]
_T = TypeVar("_T")


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
        If the file cannot be read, is too large, not UTF-8, or wrong as in :func:`parse_nfg`.
    """
    source = str(path)
    try:
        with Path(path).open("rb") as file:
            raw = file.read(MAX_BYTES + 1)
    except IsADirectoryError:
        raise _wrong(source, "", "is a folder, expected a .nfg file") from None
    except OSError as error:
        raise _wrong(source, "", f"cannot be read: {error.strerror or error}") from None
    if len(raw) > MAX_BYTES:
        raise _wrong(source, "", f"is larger than {MAX_BYTES:,} bytes, the most that is read")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = error.object[: error.start].decode("utf-8")
        what = f"the byte 0x{error.object[error.start]:02x} is not UTF-8, expected UTF-8 text"
        raise _wrong(source, _place(before, len(before)), what) from None
    return parse_nfg(text, source)


def parse_nfg(text: str, source: str = "<text>") -> NormalFormGame:
    """Read a game from the text of a .nfg file, exactly.

    Empty labels become ``player 1`` or ``action 1``; a label that comes again gets `` (2)``.

    Parameters
    ----------
    text : str
        The whole file.
    source : str, optional
        What errors call it.

    Returns
    -------
    NormalFormGame
        Payoffs of shape (n, a1, ..., an), as fractions.

    Raises
    ------
    InputError
        At the first mistake, with its line and column, what stands there and what was expected. Also where there are
        more than ``MAX_PROFILES`` profiles or ``MAX_PLAYERS`` players, or a payoff beyond the bounds of
        :func:`~tvet_games.numerics.exact`.

    Examples
    --------
    >>> text = 'NFG 1 R "" { "" "" } { { "a" "a" } { "b" } } { { "win" 1/3, 0 } } 1 0'
    >>> game = parse_nfg(text)
    >>> game.actions, game.payoffs[0, 0, 0]
    ((('a', 'a (2)'), ('b',)), Fraction(1, 3))
    >>> parse_nfg('NFG 1 R "" { "Ann" } { 2 } 1', "g.nfg")  # doctest: +ELLIPSIS
    Traceback (most recent call last):
    tvet_games.errors.InputError: g.nfg: line 1, column 29: the file ends after 1 payoff, expected 2 (2 profiles, ...
    """
    cursor = _Cursor(text, source)
    _read_magic(cursor)
    players = _read_players(cursor)
    labels = _read_actions(cursor, len(players))
    comment = cursor.take_string("a comment") if cursor.kind == _STRING else ""
    shape = tuple(len(row) for row in labels)
    flat = _read_outcomes(cursor, shape) if cursor.kind == "{" else _read_payoffs(cursor, shape)
    players, labels = _names_in(comment, shape) or (players, labels)
    return NormalFormGame(_as_array(flat, shape), players=players, actions=labels)


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
    players = _ascii_labels(game.players, "player")
    actions = tuple(_ascii_labels(row, "action") for row in game.actions)
    comment = "" if (players, actions) == (game.players, game.actions) else _comment(game)
    profiles = game.payoffs.transpose().reshape(-1, len(players))
    lines = [
        f"NFG 1 R {_quoted(_ascii(title))} {_listed(players)}",
        "",
        "{ " + "\n".join(_listed(row) for row in actions),
        "}",
        f'"{comment}"',
        "",
        *(" ".join(_number_text(payoff) for payoff in profile) for profile in profiles),
    ]
    return "\n".join(lines) + "\n"


# Reading: one cursor over the text, one token at a time.


class _Cursor:
    """A place in the text, and the token that stands there.

    ``kind`` is ``{``, ``}`` or ``,``, ``"string"``, ``"end"``, or empty for a word: a run of other characters.
    """

    __slots__ = ("end", "kind", "source", "start", "text")

    def __init__(self, text: str, source: str) -> None:
        self.text, self.source = text, source
        self.start = self.end = 0
        self.kind = ""
        self.advance()

    def advance(self) -> None:
        """Go on to the next token."""
        blank = _BLANK.match(self.text, self.end)
        self.start = blank.end() if blank else self.end
        word = _WORD.match(self.text, self.start)
        if word:
            self.kind, self.end = "", word.end()
        elif self.start == len(self.text):
            self.kind, self.end = _END, self.start
        elif self.text[self.start] == '"':
            self.kind, self.end = _STRING, self._string_end()
        else:
            self.kind, self.end = self.text[self.start], self.start + 1

    def _string_end(self) -> int:
        """Place after the closing quote, which has an even number of backslashes before it."""
        quote = self.text.find('"', self.start + 1)
        while quote >= 0:
            slash = quote
            while self.text[slash - 1] == "\\":
                slash -= 1
            if (quote - slash) % 2 == 0:
                return quote + 1
            quote = self.text.find('"', quote + 1)
        raise self.wrong(
            "begins a string that never ends, expected a closing quote",
            value=self.text[self.start : self.start + SHOWN + 1],
        )

    @property
    def token(self) -> str:
        """The token as it stands in the text."""
        return self.text[self.start : self.end]

    @property
    def is_word(self) -> bool:
        """Whether the token is a word."""
        return not self.kind

    def take(self, kind: str, expected: str) -> None:
        """Go past a brace, or fail."""
        if self.kind != kind:
            raise self.unexpected(expected)
        self.advance()

    def take_string(self, expected: str) -> str:
        """Go past a string and return what it says, or fail."""
        if self.kind != _STRING:
            raise self.unexpected(expected)
        said = re.sub(r'\\(["\\])', r"\1", self.token[1:-1])
        self.advance()
        return said

    def wrong(self, what: str, *, value: str = "") -> InputError:
        """Build the error for this place."""
        return _wrong(self.source, _place(self.text, self.start), what, value)

    def unexpected(self, expected: str) -> InputError:
        """Build the error for a token that should be something else."""
        if self.kind == _END:
            return self.wrong(f"the file ends, expected {expected}")
        return self.wrong(f"found, expected {expected}", value=self.token)


def _read_magic(cursor: _Cursor) -> None:
    kinds = (
        (("NFG",), "NFG, the first word of a strategic game file"),
        (("1",), "1, the version of the format"),
        (("R", "D"), "R or D"),
    )
    for words, expected in kinds:
        if not cursor.is_word or cursor.token not in words:
            raise cursor.unexpected(expected)
        cursor.advance()
    cursor.take_string('the title in quotes, such as ""')


def _read_players(cursor: _Cursor) -> Names:
    cursor.take("{", "'{' before the player names")
    names: list[str] = []
    while cursor.kind != "}" or not names:
        if len(names) == MAX_PLAYERS and cursor.kind == _STRING:
            raise cursor.wrong(f"is one player too many, expected at most {MAX_PLAYERS}", value=cursor.token)
        names.append(cursor.take_string("a player name in quotes" + (" or '}'" if names else "")))
    cursor.advance()
    return _distinct(names, "player")


def _read_actions(cursor: _Cursor, players: int) -> tuple[Names, ...]:
    """Read the labels of all actions, or make them from their numbers."""
    opening = (cursor.start, cursor.end, cursor.kind)
    cursor.take("{", "'{' before the actions")
    labels: list[Names] = []
    if cursor.kind == "{":
        labels = [_read_labels(cursor, player) for player in range(1, players + 1)]
        counts = [len(row) for row in labels]
    else:
        counts = [_read_count(cursor, player) for player in range(1, players + 1)]
    cursor.take("}", f"'}}' after the actions of all {players} players")
    profiles = math.prod(counts)
    if profiles > MAX_PROFILES:
        cursor.start, cursor.end, cursor.kind = opening
        shape = shorten(" x ".join(str(count) for count in counts))
        raise cursor.wrong(f"the game has {shape} = {profiles:,} profiles, expected at most {MAX_PROFILES:,}")
    return tuple(labels) or tuple(_distinct([""] * count, "action") for count in counts)


def _read_labels(cursor: _Cursor, player: int) -> Names:
    cursor.take("{", f"'{{' before the action labels of player {player}")
    labels: list[str] = []
    while cursor.kind != "}" or not labels:
        if len(labels) == MAX_PROFILES and cursor.kind == _STRING:
            raise cursor.wrong(f"is one action too many, expected at most {MAX_PROFILES:,}", value=cursor.token)
        or_end = " or '}'" if labels else ""
        labels.append(cursor.take_string(f"an action label of player {player} in quotes{or_end}"))
    cursor.advance()
    return _distinct(labels, "action")


def _read_count(cursor: _Cursor, player: int) -> int:
    count = _natural(cursor.token) if cursor.is_word else 0
    if count < 1:
        raise cursor.unexpected(f"the number of actions of player {player}, at least 1")
    cursor.advance()
    return count


def _read_payoffs(cursor: _Cursor, shape: tuple[int, ...]) -> list[Fraction]:
    """Read the payoff version of the body: for each profile a payoff for each player."""
    players = len(shape)
    sizes = f"{_times(shape)} profiles, {_many(players, 'payoff')} each"
    return _read_body(cursor, math.prod(shape) * players, "payoff", sizes, _number_reader())


def _read_outcomes(cursor: _Cursor, shape: tuple[int, ...]) -> list[Fraction]:
    """Read the outcome version of the body, and return what the payoff version would say."""
    players = len(shape)
    number = _number_reader()
    outcomes = [[Fraction(0)] * players]
    cursor.take("{", "'{' before the outcomes")
    while cursor.kind == "{":
        outcomes.append(_read_outcome(cursor, len(outcomes), players, number))
    cursor.take("}", "'{' before an outcome or '}' after all of them")

    def outcome(place: _Cursor) -> int:
        index = _natural(place.token)
        if not 0 <= index < len(outcomes):
            raise place.unexpected(f"the number of an outcome, from 0 to {len(outcomes) - 1}")
        return index

    numbers = _read_body(cursor, math.prod(shape), "outcome number", f"{_times(shape)} profiles", outcome)
    return [payoff for index in numbers for payoff in outcomes[index]]


def _read_outcome(cursor: _Cursor, index: int, players: int, number: Callable[[_Cursor], Fraction]) -> list[Fraction]:
    """Read ``{ "name" 1, 2 }``."""
    cursor.advance()
    cursor.take_string(f"the name of outcome {index} in quotes")
    payoffs: list[Fraction] = []
    while cursor.is_word:
        payoffs.append(number(cursor))
        cursor.advance()
        if cursor.kind == ",":
            cursor.advance()
    if cursor.kind != "}":
        raise cursor.unexpected(f"a payoff or '}}' in outcome {index}")
    if len(payoffs) != players:
        raise cursor.wrong(f"outcome {index} has {_many(len(payoffs), 'payoff')}, expected {players}, one a player")
    cursor.advance()
    return payoffs


def _read_body(cursor: _Cursor, wanted: int, what: str, sizes: str, read: Callable[[_Cursor], _T]) -> list[_T]:
    """Read the wanted number of words up to the end of the file."""
    found: list[_T] = []
    while cursor.is_word and len(found) < wanted:
        found.append(read(cursor))
        cursor.advance()
    if len(found) < wanted:
        if cursor.kind != _END:
            raise cursor.unexpected(f"{what} {len(found) + 1} of {wanted}")
        raise cursor.wrong(f"the file ends after {_many(len(found), what)}, expected {wanted} ({sizes})")
    if cursor.is_word and _looks_numeric(cursor.token):
        place = (cursor.start, cursor.end, cursor.kind)
        total = wanted + _count_numbers(cursor)
        cursor.start, cursor.end, cursor.kind = place
        what = f"is one too many: there are {_many(total, what)}, expected {wanted} ({sizes})"
        raise cursor.wrong(what, value=cursor.token)
    if cursor.kind != _END:
        raise cursor.unexpected("the end of the file")
    return found


def _count_numbers(cursor: _Cursor) -> int:
    count = 0
    while cursor.is_word and _looks_numeric(cursor.token):
        count += 1
        cursor.advance()
    return count


def _number_reader() -> Callable[[_Cursor], Fraction]:
    """Return a reader of payoffs that converts a number that comes often only once."""
    known: dict[str, Fraction] = {}

    def number(cursor: _Cursor) -> Fraction:
        word = cursor.token
        value = known.get(word)
        if value is None:
            value = known[word] = _number(cursor)
        return value

    return number


def _number(cursor: _Cursor) -> Fraction:
    word = cursor.token
    above, slash, below = word.partition("/")
    whole = not slash or (below.isdigit() and above.lstrip("+-").isdigit())
    if not (_looks_numeric(word) and whole):
        raise cursor.unexpected("a number, such as 2, -0.5, 1e-3 or 1/3")
    try:
        return exact(word)
    except FormulaError as error:
        raise cursor.wrong(f"expected a number, such as 2, -0.5, 1e-3 or 1/3, but {error}") from None


def _looks_numeric(word: str) -> bool:
    return _NUMBER_CHARACTERS.issuperset(word)


def _natural(word: str) -> int:
    """Return a number that is written in a few plain digits, else -1."""
    return int(word) if word.isascii() and word.isdigit() and len(word) <= MAX_COUNT_DIGITS else -1


def _as_array(flat: Sequence[Fraction], shape: tuple[int, ...]) -> np.ndarray[Any, Any]:
    """Turn the order of the file (player fastest, then player 1's action) into axes (n, a1, ..., an)."""
    array = np.empty(len(flat), dtype=object)
    array[:] = flat
    return array.reshape(*reversed(shape), len(shape)).transpose()


def _names_in(comment: str, shape: tuple[int, ...]) -> tuple[Names, tuple[Names, ...]] | None:
    """Return the names that a comment keeps, or None where it keeps none that fit the game."""
    if not comment.startswith(COMMENT):
        return None
    try:
        kept = json.loads(re.sub(r"\\+", r"\\", comment.removeprefix(COMMENT)))
    except (ValueError, RecursionError):
        return None
    rows = [kept.get("players"), *_list(kept.get("actions"))] if isinstance(kept, dict) else []
    sizes = (len(shape), *shape)
    if len(rows) != len(sizes) or not all(map(_are_names, rows, sizes)):
        return None
    players, *actions = (tuple(row) for row in rows)
    return players, tuple(actions)


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


def _are_names(names: object, count: int) -> bool:
    """Tell whether these are so many different texts, none with half a surrogate pair."""
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
        return False
    halves = any("\ud800" <= character <= "\udfff" for name in names for character in name)
    return len(names) == count == len(set(names)) and not halves


# Writing: labels in ASCII, names in the comment.


def _ascii_labels(names: Sequence[str], kind: str) -> Names:
    return _distinct([_ascii(name) for name in names], kind)


def _ascii(text: str) -> str:
    """Spell a text in printable ASCII as Gambit takes labels: single spaces, none around, no backslashes."""
    plain = " ".join(unicodedata.normalize("NFKD", text).split()).replace("\\", "/")
    kept = "".join(character for character in plain if character.isascii() and character.isprintable())
    return " ".join(kept.split())


def _comment(game: NormalFormGame) -> str:
    r"""Return the names as JSON in which every backslash is single, but for ``\"`` around names."""
    names = json.dumps({"players": list(game.players), "actions": [list(row) for row in game.actions]})
    names = names.replace("\\\\", "\\u005c").replace('\\"', "\\u0022")
    return f"{COMMENT} {names}".replace('"', '\\"')


def _quoted(label: str) -> str:
    escaped = label.replace('"', '\\"')
    return f'"{escaped}"'


def _listed(labels: Iterable[str]) -> str:
    return f"{{ {' '.join(_quoted(label) for label in labels)} }}"


def _number_text(payoff: Fraction | float) -> str:
    if isinstance(payoff, float):
        return repr(float(payoff))
    try:
        return str(payoff)
    except ValueError:  # Python's limit on the digits of an integer
        raise FormulaError("a payoff has thousands of digits and cannot be written") from None


# Both ways.


def _distinct(labels: Sequence[str], kind: str) -> Names:
    """Give names to empty labels and numbers to labels that come again; the first of each stays as it is."""
    taken, seen = set(labels), set[str]()
    numbers: dict[str, int] = {}
    names = []
    for place, label in enumerate(labels, start=1):
        name = label
        if not label or label in seen:
            base = name = label or f"{kind} {place}"
            number = numbers.get(base, 1)
            while name in taken:
                number += 1
                name = f"{base} ({number})"
            numbers[base] = number
            taken.add(name)
        seen.add(label)
        names.append(name)
    return tuple(names)


def _place(text: str, index: int) -> str:
    """Name a place in a text, counted from 1."""
    return f"line {text.count(chr(10), 0, index) + 1}, column {index - text.rfind(chr(10), 0, index)}"


def _many(count: int, what: str) -> str:
    return f"{count} {what}" if count == 1 else f"{count} {what}s"


def _times(shape: Sequence[int]) -> str:
    return " x ".join(str(size) for size in shape)


def _wrong(source: str, field: str, what: str, value: str = "") -> InputError:
    return InputError(source, [Problem(field, what, value=value)])
