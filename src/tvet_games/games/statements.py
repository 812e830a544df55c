"""Statements about options, such as ``visit and not inspect if contract``: a small checked language, never run as code.

    statement := clause [("if" | "iff") clause]
    clause    := term {"or" term}
    term      := factor {"and" factor}
    factor    := "not" factor | "(" clause ")" | OPTION

An option is a name, in double quotes where it has spaces, or its number from 1 on.

References
----------
Hipel, Kilgour, Fang and Peng (1997), The decision support system GMCR in environmental conflict management, Applied
Mathematics and Computation 83, 117-152. doi:10.1016/S0096-3003(96)00170-1
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from tvet_games.errors import FormulaError, nearest, shorten
from tvet_games.numerics import Array

LONGEST = 500
"""Most characters of a statement."""

DEEPEST = 30
"""Most brackets and negations within each other."""

_TOKEN = re.compile(r'\s*(?:"([^"]*)"|([()])|([^\s()"]+))')


def truth(statement: str, options: Sequence[str], taken: Array) -> Array:
    """Tell in which states a statement about options is true.

    Parameters
    ----------
    statement : str
    options : m names
    taken : array of bool, shape (S, m)
        Which options are taken in each state.

    Returns
    -------
    array of bool, shape (S,)

    Raises
    ------
    FormulaError
        If it is no statement, or names an option that does not exist.

    Examples
    --------
    >>> taken = np.array([[False, False], [True, False], [False, True], [True, True]])
    >>> truth("visit if pay", ["visit", "pay"], taken).tolist()
    [True, True, False, True]
    """
    if not isinstance(statement, str) or len(statement) > LONGEST:
        raise FormulaError(f"{shorten(str(statement))!r} is no statement of at most {LONGEST} characters")
    reader = _Reader(statement, _tokens(statement), options, taken)
    value = reader.clause(0)
    for word in ("if", "iff"):
        if reader.is_next(word):
            reader.take()
            condition = reader.clause(0)
            value = ~condition | value if word == "if" else condition == value
            break
    if reader.peek() is not None:
        raise FormulaError(f"{shorten(statement)!r}: expected an end before {reader.peek()!r}")
    return np.asarray(value)


def _tokens(statement: str) -> list[tuple[str, bool]]:
    """Words, brackets and names, each with whether it stood in quotes."""
    found, at = [], 0
    while at < len(statement.rstrip()):
        match = _TOKEN.match(statement, at)
        if match is None:
            raise FormulaError(f"{shorten(statement)!r}: a quotation mark is not closed")
        quoted = match.group(1) is not None
        found.append((match.group(1) if quoted else match.group(2) or match.group(3), quoted))
        at = match.end()
    return found


@dataclass(slots=True)
class _Reader:
    """Reads one statement from left to right."""

    text: str
    tokens: list[tuple[str, bool]]
    options: Sequence[str]
    taken: Array
    at: int = 0

    def peek(self) -> str | None:
        """The next word in small letters; None at the end, and a name where it is in quotes."""
        if self.at >= len(self.tokens):
            return None
        token, quoted = self.tokens[self.at]
        return token if quoted else token.lower()

    def take(self) -> tuple[str, bool]:
        """The next token, of which there has to be one."""
        if self.at >= len(self.tokens):
            raise FormulaError(f"{shorten(self.text)!r} ends where an option was expected")
        self.at += 1
        return self.tokens[self.at - 1]

    def is_next(self, word: str) -> bool:
        """Whether a word that is not in quotes comes next."""
        return self.peek() == word and not self.tokens[self.at][1]

    def clause(self, depth: int) -> Array:
        """Terms joined by ``or``."""
        value = self.term(depth)
        while self.is_next("or"):
            self.take()
            value = value | self.term(depth)
        return value

    def term(self, depth: int) -> Array:
        """Factors joined by ``and``."""
        value = self.factor(depth)
        while self.is_next("and"):
            self.take()
            value = value & self.factor(depth)
        return value

    def factor(self, depth: int) -> Array:
        """An option, a negation, or a clause in brackets."""
        if depth > DEEPEST:
            raise FormulaError(f"{shorten(self.text)!r} is nested deeper than {DEEPEST}")
        name, quoted = self.take()
        if not quoted and name.lower() == "not":
            return np.asarray(~self.factor(depth + 1))
        if not quoted and name == "(":
            value = self.clause(depth + 1)
            if not self.is_next(")"):
                raise FormulaError(f"{shorten(self.text)!r}: a bracket is not closed")
            self.take()
            return value
        return np.asarray(self.taken[:, self._option(name, quoted)])

    def _option(self, name: str, quoted: bool) -> int:
        if name in self.options:
            return list(self.options).index(name)
        if not quoted and name.isascii() and name.isdigit() and len(name) < 3 and 1 <= int(name) <= len(self.options):
            return int(name) - 1
        hint = nearest(name, self.options)
        near = f" (did you mean {hint!r}?)" if hint else ""
        raise FormulaError(f"{shorten(name)!r} is no option; there are {', '.join(self.options)}{near}")
