"""A call that anyone can repeat: what it calls, with what, how it reads as Python, and what it returns.

Results that are put together from many calls keep them, so that every number can be traced to the call that made it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from fractions import Fraction
from typing import Any

from tvet_games.errors import InputError
from tvet_games.model.calibration import Calibration
from tvet_games.model.conflict import Conflict
from tvet_games.model.instrument import Instrument
from tvet_games.model.library import load_calibration, load_conflict, load_instrument
from tvet_games.model.policy import Policy

LOADERS: dict[type, Callable[[str], Any]] = {
    Conflict: load_conflict,
    Calibration: load_calibration,
    Instrument: load_instrument,
}
"""Kinds that ship under names. One of the user's own, or one that was changed, is written as a variable of its name."""


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Call:
    """A call of a public function.

    Attributes
    ----------
    function : function
    arguments : tuple
        An argument may be a call itself.
    options : mapping of str to object

    Examples
    --------
    >>> call = Call(max, (1, 2))
    >>> print(call, call.run())
    tg.max(1, 2) 2
    """

    function: Callable[..., Any]
    arguments: tuple[Any, ...] = ()
    options: Mapping[str, Any] = field(default_factory=dict)

    def run(self) -> Any:
        """Make the call."""
        options = {name: _made(value) for name, value in self.options.items()}
        return self.function(*(_made(value) for value in self.arguments), **options)

    def __repr__(self) -> str:
        given = [written(value) for value in self.arguments]
        given += [f"{name}={written(value)}" for name, value in self.options.items()]
        return f"tg.{self.function.__name__}({', '.join(given)})"


def written(value: object) -> str:
    """A value as Python: what ships by its name, one of the user's own as a variable.

    Examples
    --------
    >>> written(Fraction(1, 2)), written(["a", load_calibration("austria_2016")])
    ("Fraction('1/2')", '["a", "austria_2016"]')
    """
    if isinstance(value, str):
        return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
    if isinstance(value, Fraction):
        return str(value.numerator) if value.denominator == 1 else f"Fraction('{value}')"
    if isinstance(value, list | tuple):
        inner = ", ".join(written(v) for v in value)
        return f"[{inner}]" if isinstance(value, list) else f"({inner}{',' if len(value) == 1 else ''})"
    if isinstance(value, Policy):
        inner = ", ".join(f"{name}={written(level)}" for name, level in value.items())
        return f"tg.Policy({inner})"
    for kind, load in LOADERS.items():
        if isinstance(value, kind):
            name: str = value.name  # type: ignore[attr-defined]
            return f'"{name}"' if _ships(value, load) else name
    if is_dataclass(value) and not isinstance(value, type | Call):
        inner = ", ".join(f"{f.name}={written(getattr(value, f.name))}" for f in fields(value))
        return f"tg.{type(value).__name__}({inner})"
    return str(value)


def _ships(value: Any, load: Callable[[str], Any]) -> bool:
    """Whether an object is what its name loads."""
    try:
        return load(value.name) is value
    except InputError:
        return False


def _made(value: Any) -> Any:
    return value.run() if isinstance(value, Call) else value
