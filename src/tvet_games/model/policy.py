"""A policy: levels of instruments."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any

import numpy as np

from tvet_games.errors import FormulaError, InputError, Problem, expected
from tvet_games.numerics import exact
from tvet_games.tables.card import Card
from tvet_games.tables.labels import Language, spoken
from tvet_games.tables.shown import Shown

LONG = 200
"""A longer list of levels [characters] is told without those that are 0."""


class Policy(Shown, Mapping[str, Any]):
    """A frozen mapping of instruments to levels.

    Parameters
    ----------
    **levels : number or array
        [dimension of the instrument] A float means its decimal form; arrays make a batch of games.

    Raises
    ------
    InputError
        If a level is not a finite number. Names are checked when the policy meets a conflict.

    Examples
    --------
    >>> Policy(training_subsidy=5100, inspection=0.5)
    Policy(training_subsidy=5100, inspection=1/2)
    """

    __slots__ = ("_levels",)

    def __init__(self, **levels: Any) -> None:
        self._levels = {name: _level(name, level) for name, level in levels.items()}

    def __getitem__(self, name: str) -> Any:
        return self._levels[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._levels)

    def __len__(self) -> int:
        return len(self._levels)

    def __repr__(self) -> str:
        every = ", ".join(f"{name}={level}" for name, level in self._levels.items())
        used = ", ".join(f"{name}={level}" for name, level in self.active.items())
        return f"Policy({every if len(every) <= LONG else f'{used}, and {len(self) - len(self.active)} at 0'})"

    __str__ = __repr__

    def card(self, language: Language | None = None) -> Card:
        """Return its levels."""
        from tvet_games.model.policy_card import policy_card

        return policy_card(self, spoken(language))

    def to_frame(self) -> Any:
        """Return a :class:`pandas.DataFrame`: a row an instrument; its level."""
        import pandas as pd

        return pd.DataFrame({"level": list(self.values())}, index=pd.Index(list(self), name="instrument"), dtype=object)

    @property
    def active(self) -> dict[str, Any]:
        """The levels that are not zero everywhere."""
        return {name: level for name, level in self._levels.items() if np.any(level != 0)}


def policy_of(given: Policy | None) -> Policy:
    """The policy that is given; without one, none.

    Raises
    ------
    InputError
        If it is something else.

    Examples
    --------
    >>> policy_of(None)
    Policy()
    """
    wanted = "a Policy, as in Policy(training_subsidy=5100)"
    return Policy() if given is None else expected(given, Policy, "policy", wanted)


def _level(name: str, level: Any) -> Fraction | np.ndarray[Any, Any]:
    try:
        if isinstance(level, np.ndarray):
            array = level.astype(np.float64)
            if not np.isfinite(array).all() or (array < 0).any():
                raise FormulaError("holds a level that is not finite, or below 0")
            array.flags.writeable = False
            return array
        number = exact(level)
        if number < 0:
            raise FormulaError(f"is {level}, which is below 0")
        return number
    except (FormulaError, ValueError) as error:
        raise InputError("policy", [Problem(name, str(error))]) from None
