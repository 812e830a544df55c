"""Every error that the package raises on purpose: one base, a few leaves, each also a built-in.

A :class:`Problem` is one mistake, told in one form everywhere: the file, the field, what stands there, what was
expected, and the nearest valid name. An :class:`InputError` carries all the problems of its input at once.
"""

from __future__ import annotations

import difflib
import math
from collections.abc import Iterable
from dataclasses import dataclass
from numbers import Integral, Real
from typing import Any

SHOWN = 80
"""Longest piece of a user's text that an error repeats."""


class TvetGamesError(Exception):
    """Base of every error that the package raises on purpose."""


class ShapeError(TvetGamesError, ValueError):
    """An array or a label list does not have the shape that a game needs."""


class SolverError(TvetGamesError, RuntimeError):
    """A solver could not give an answer that passes the package's own checks."""


class StoreError(TvetGamesError, OSError):
    """A store on disk cannot be used: of another study, damaged, in use by another run, or out of room."""


class StudyError(TvetGamesError, RuntimeError):
    """A part of a long study failed; the message says which, why, and what is kept."""


class FormulaError(TvetGamesError, ValueError):
    """A formula is not allowed, not affine where it must be, or has no finite value."""


class DimensionError(FormulaError):
    """A formula adds or compares things of different dimension, such as money and a share."""


class NotAffineError(FormulaError):
    """A formula is not affine in the levels of the instruments; the message names the term."""


class NotMultiAffineError(FormulaError):
    """A number is not affine in each parameter by itself; ``names`` are the parameters that make it so."""

    def __init__(self, message: str, names: Iterable[str] = ()) -> None:
        super().__init__(message)
        self.names = tuple(names)


@dataclass(frozen=True, slots=True)
class Problem:
    """One mistake in an input.

    Parameters
    ----------
    field : str
        Where it stands, such as ``payoff[2].enterprise``.
    what : str
        What is wrong and what was expected, as half a sentence.
    value : str, optional
        What stands there.
    nearest : str, optional
        The valid name that is nearest to what stands there.
    """

    field: str
    what: str
    value: str = ""
    nearest: str = ""

    def __str__(self) -> str:
        value = f" {shorten(self.value)!r}" if self.value else ""
        hint = f" (did you mean {self.nearest!r}?)" if self.nearest else ""
        return f"{self.field}:{value} {self.what}{hint}" if self.field else f"{value} {self.what}{hint}".strip()


class InputError(TvetGamesError, ValueError):
    """Something the user gave is wrong; ``problems`` lists every mistake that was found.

    Parameters
    ----------
    source : str
        The file, or the name of the thing, in which the problems stand.
    problems : iterable of Problem
    """

    def __init__(self, source: str, problems: Iterable[Problem]) -> None:
        self.source = source
        self.problems = tuple(problems)
        lines = [f"{source}: {problem}" if source else str(problem) for problem in self.problems]
        super().__init__("\n".join(lines))

    def __reduce__(self) -> tuple[Any, ...]:
        """Let the error come back from another process as it was raised."""
        return type(self), (self.source, self.problems)


class UnknownNameError(InputError, LookupError):
    """A name that nothing goes by; the message gives the nearest one that exists."""


def expected(given: Any, kind: type | tuple[type, ...], source: str, what: str) -> Any:
    """Return what was given if it is of the kind that was expected.

    Raises
    ------
    InputError
        If it is not; it says where it stands (``source``) and what was expected.

    Examples
    --------
    >>> expected(3, int, "rounds", "a whole number")
    3
    """
    if not isinstance(given, kind):
        raise InputError(source, [Problem("", f"expected {what}", shorten(repr(given)))])
    return given


def missing(package: str, purpose: str, extra: str) -> InputError:
    """Build the error for an optional package that is not installed."""
    what = f'is missing, which {purpose}; pip install "tvet_games[{extra}]"'
    return InputError("", [Problem(package, what)])


def nearest(name: str, names: Iterable[str]) -> str:
    """Return the valid name nearest to a misspelt one, or an empty string.

    Examples
    --------
    >>> nearest("retension", ["retention", "standing"])
    'retention'
    """
    close = difflib.get_close_matches(name[:SHOWN], list(names), n=1, cutoff=0.6)
    return close[0] if close else ""


def positive(value: object, source: str, field: str) -> float:
    """Return a number above 0 as a float.

    Raises
    ------
    InputError
        If it is none, or not finite.
    """
    if isinstance(value, Real) and not isinstance(value, bool) and 0 < float(value) < math.inf:
        return float(value)
    raise InputError(source, [Problem(field, "expected a number above 0", shorten(str(value)))])


def whole(value: object, source: str, field: str, *, least: int = 0) -> int:
    """Return a whole number of at least ``least`` as an int.

    Raises
    ------
    InputError
        If it is none.

    Examples
    --------
    >>> whole(3, "executor", "workers", least=1)
    3
    """
    if isinstance(value, Integral) and not isinstance(value, bool) and int(value) >= least:
        return int(value)
    raise InputError(source, [Problem(field, f"expected a whole number of at least {least}", shorten(str(value)))])


def unknown(kind: str, name: str, names: Iterable[str], *, source: str = "", field: str = "") -> UnknownNameError:
    """Build the error for a name that is not among the valid ones."""
    valid = sorted(names)
    listed = ", ".join(valid) if len(valid) <= 12 else f"{', '.join(valid[:12])}, ... ({len(valid)} in all)"
    what = f"is not a known {kind}; there are: {listed or 'none'}"
    return UnknownNameError(source, [Problem(field, what, value=str(name), nearest=nearest(str(name), valid))])


def shorten(text: str) -> str:
    """Cut a long piece of a user's text for an error message."""
    return text if len(text) <= SHOWN else f"{text[: SHOWN - 3]}..."
