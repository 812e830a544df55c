"""What makes two studies the same: a hash of everything that decides the numbers, and of nothing else.

Names and texts for people, sources and notes do not count, nor where a file lies.
"""

from __future__ import annotations

import ast
import hashlib
import platform
from collections.abc import Iterable, Mapping
from dataclasses import fields, is_dataclass
from decimal import Decimal
from fractions import Fraction
from importlib.metadata import version
from typing import Any

import numpy as np

from tvet_games.errors import shorten
from tvet_games.model.formula import Formula

FOR_PEOPLE = frozenset(
    {"about", "basis", "covers", "figures", "labels", "note", "reproduces", "section", "source", "why"}
)
"""Fields that no number depends on."""

NUMBERS_FROM = ("tvet_games", "numpy")
"""Packages whose version may change the last bits of a number."""


def fingerprint(thing: Any) -> str:
    """Return 64 bits of the hash of a thing's content, in hexadecimal.

    Examples
    --------
    >>> fingerprint({"b": Fraction(1, 2), "a": np.arange(2)}) == fingerprint({"a": np.arange(2), "b": Fraction(2, 4)})
    True
    >>> fingerprint(0.1) == fingerprint(0.2)
    False
    """
    digest = hashlib.sha256()
    _feed(thing, digest)
    return digest.hexdigest()[:16]


def versions(packages: Iterable[str] = NUMBERS_FROM) -> str:
    """Versions of the packages, and of Python, that numbers come from."""
    return ", ".join(f"{name} {version(name)}" for name in packages) + f", Python {platform.python_version()}"


def _feed(thing: Any, digest: Any) -> None:
    """Add a thing to a hash: its kind, then its parts, each ended so that no two contents look alike."""
    digest.update(f"<{_kind(thing)}>".encode())
    if isinstance(thing, np.ndarray) and thing.dtype != object:
        digest.update(f"{thing.dtype.str}{thing.shape}".encode())
        digest.update(thing.tobytes())
    elif isinstance(thing, Mapping):
        for key in sorted(thing):
            _feed(key, digest)
            _feed(thing[key], digest)
    elif isinstance(thing, list | tuple | np.ndarray):
        for part in thing:
            _feed(part, digest)
    elif isinstance(thing, frozenset | set):
        for part in sorted(thing):
            _feed(part, digest)
    elif isinstance(thing, Formula):
        digest.update(ast.dump(thing.tree).encode())
    elif is_dataclass(thing) or hasattr(type(thing), "model_fields"):
        for name in _fields(thing):
            _feed(name, digest)
            _feed(getattr(thing, name), digest)
    elif isinstance(thing, str | int | float | Decimal | Fraction | None):
        digest.update(repr(thing).encode())
    else:
        raise TypeError(f"{shorten(repr(thing))} has no fingerprint")
    digest.update(b"</>")


def _kind(thing: Any) -> str:
    if isinstance(thing, Mapping):
        return "mapping"
    return "sequence" if isinstance(thing, list | tuple) else type(thing).__name__


def _fields(thing: Any) -> list[str]:
    names = [f.name for f in fields(thing)] if is_dataclass(thing) else list(type(thing).model_fields)
    return [name for name in names if name not in FOR_PEOPLE]
