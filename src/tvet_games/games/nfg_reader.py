"""Reading the text of a .nfg file; :mod:`tvet_games.games.nfg` describes the format."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import TypeVar

import numpy as np

from tvet_games.errors import FormulaError, shorten
from tvet_games.games.nfg_names import Names, distinct_names, names_in_comment
from tvet_games.games.nfg_tokens import END, STRING, Cursor
from tvet_games.games.normal_form import MAX_PLAYERS, MAX_PROFILES, NormalFormGame
from tvet_games.numerics import Array, exact

MAX_COUNT_DIGITS = 9
"""Most digits of a number of actions or of an outcome."""

_NUMBER_CHARACTERS = frozenset("0123456789+-.eE/")

_T = TypeVar("_T")


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
    cursor = Cursor(text, source)
    _read_magic(cursor)
    players = _read_players(cursor)
    labels = _read_actions(cursor, len(players))
    comment = cursor.take_string("a comment") if cursor.kind == STRING else ""
    shape = tuple(len(row) for row in labels)
    flat = _read_outcomes(cursor, shape) if cursor.kind == "{" else _read_payoffs(cursor, shape)
    players, labels = names_in_comment(comment, shape) or (players, labels)
    return NormalFormGame(_as_array(flat, shape), players=players, actions=labels)


def _read_magic(cursor: Cursor) -> None:
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


def _read_players(cursor: Cursor) -> Names:
    cursor.take("{", "'{' before the player names")
    names: list[str] = []
    while cursor.kind != "}" or not names:
        if len(names) == MAX_PLAYERS and cursor.kind == STRING:
            raise cursor.wrong(f"is one player too many, expected at most {MAX_PLAYERS}", value=cursor.token)
        names.append(cursor.take_string("a player name in quotes" + (" or '}'" if names else "")))
    cursor.advance()
    return distinct_names(names, "player")


def _read_actions(cursor: Cursor, players: int) -> tuple[Names, ...]:
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
    return tuple(labels) or tuple(distinct_names([""] * count, "action") for count in counts)


def _read_labels(cursor: Cursor, player: int) -> Names:
    cursor.take("{", f"'{{' before the action labels of player {player}")
    labels: list[str] = []
    while cursor.kind != "}" or not labels:
        if len(labels) == MAX_PROFILES and cursor.kind == STRING:
            raise cursor.wrong(f"is one action too many, expected at most {MAX_PROFILES:,}", value=cursor.token)
        or_end = " or '}'" if labels else ""
        labels.append(cursor.take_string(f"an action label of player {player} in quotes{or_end}"))
    cursor.advance()
    return distinct_names(labels, "action")


def _read_count(cursor: Cursor, player: int) -> int:
    count = _natural(cursor.token) if cursor.is_word else 0
    if count < 1:
        raise cursor.unexpected(f"the number of actions of player {player}, at least 1")
    cursor.advance()
    return count


def _read_payoffs(cursor: Cursor, shape: tuple[int, ...]) -> list[Fraction]:
    """Read the payoff version of the body: for each profile a payoff for each player."""
    players = len(shape)
    sizes = f"{_times(shape)} profiles, {_many(players, 'payoff')} each"
    return _read_body(cursor, math.prod(shape) * players, "payoff", sizes, _number_reader())


def _read_outcomes(cursor: Cursor, shape: tuple[int, ...]) -> list[Fraction]:
    """Read the outcome version of the body, and return what the payoff version would say."""
    players = len(shape)
    number = _number_reader()
    outcomes = [[Fraction(0)] * players]
    cursor.take("{", "'{' before the outcomes")
    while cursor.kind == "{":
        outcomes.append(_read_outcome(cursor, len(outcomes), players, number))
    cursor.take("}", "'{' before an outcome or '}' after all of them")

    def outcome(place: Cursor) -> int:
        index = _natural(place.token)
        if not 0 <= index < len(outcomes):
            raise place.unexpected(f"the number of an outcome, from 0 to {len(outcomes) - 1}")
        return index

    numbers = _read_body(cursor, math.prod(shape), "outcome number", f"{_times(shape)} profiles", outcome)
    return [payoff for index in numbers for payoff in outcomes[index]]


def _read_outcome(cursor: Cursor, index: int, players: int, number: Callable[[Cursor], Fraction]) -> list[Fraction]:
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


def _read_body(cursor: Cursor, wanted: int, what: str, sizes: str, read: Callable[[Cursor], _T]) -> list[_T]:
    """Read the wanted number of words up to the end of the file."""
    found: list[_T] = []
    while cursor.is_word and len(found) < wanted:
        found.append(read(cursor))
        cursor.advance()
    if len(found) < wanted:
        if cursor.kind != END:
            raise cursor.unexpected(f"{what} {len(found) + 1} of {wanted}")
        raise cursor.wrong(f"the file ends after {_many(len(found), what)}, expected {wanted} ({sizes})")
    if cursor.is_word and _looks_numeric(cursor.token):
        place = (cursor.start, cursor.end, cursor.kind)
        total = wanted + _count_numbers(cursor)
        cursor.start, cursor.end, cursor.kind = place
        what = f"is one too many: there are {_many(total, what)}, expected {wanted} ({sizes})"
        raise cursor.wrong(what, value=cursor.token)
    if cursor.kind != END:
        raise cursor.unexpected("the end of the file")
    return found


def _count_numbers(cursor: Cursor) -> int:
    count = 0
    while cursor.is_word and _looks_numeric(cursor.token):
        count += 1
        cursor.advance()
    return count


def _number_reader() -> Callable[[Cursor], Fraction]:
    """Return a reader of payoffs that converts a number that comes often only once."""
    known: dict[str, Fraction] = {}

    def number(cursor: Cursor) -> Fraction:
        word = cursor.token
        value = known.get(word)
        if value is None:
            value = known[word] = _number(cursor)
        return value

    return number


def _number(cursor: Cursor) -> Fraction:
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


def _as_array(flat: Sequence[Fraction], shape: tuple[int, ...]) -> Array:
    """Turn the order of the file (player fastest, then player 1's action) into axes (n, a1, ..., an)."""
    array = np.empty(len(flat), dtype=object)
    array[:] = flat
    return array.reshape(*reversed(shape), len(shape)).transpose()


def _many(count: int, what: str) -> str:
    return f"{count} {what}" if count == 1 else f"{count} {what}s"


def _times(shape: Sequence[int]) -> str:
    return " x ".join(str(size) for size in shape)
