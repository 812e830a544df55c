"""Draws in parts: what one generator gives for very many worlds, some of the worlds at a time.

Quantity after quantity is drawn for all worlds, so what belongs to one world lies far apart in the stream of the
generator. Here each quantity has a copy of the generator where its own draws begin. Parts that are drawn in their order
are bit for bit what one call for all worlds gives, whatever the generator.
"""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from tvet_games.numerics import Array

STEP = 1 << 20
"""Draws that are passed over at one time."""


@dataclass(frozen=True, slots=True, eq=False)
class _Quantity:
    """How a quantity is drawn, the generator where it begins, and where it stands."""

    method: str
    arguments: tuple[Any, ...]
    begin: np.random.Generator
    here: np.random.Generator

    def draw(self, rng: np.random.Generator, size: int) -> Array:
        return np.asarray(getattr(rng, self.method)(*self.arguments, size))


@dataclass(frozen=True, slots=True, eq=False)
class Streams:
    """Stands in for a generator: notes what is drawn, passes over it, and gives it later.

    Parameters
    ----------
    rng : numpy.random.Generator
        Moves on as if everything were drawn.
    totals : mapping of str to int
        How many worlds each method draws for.

    Examples
    --------
    >>> one = np.random.default_rng(0)
    >>> whole = one.uniform(0, 1, 5), one.uniform(10, 20, 5)
    >>> streams = Streams(np.random.default_rng(0), {"uniform": 5})
    >>> _ = streams.uniform(0, 1), streams.uniform(10, 20)
    >>> parts = [np.concatenate([streams.part(k, 3), streams.part(k, 2)]) for k in (0, 1)]
    >>> [(part == all_).all().item() for part, all_ in zip(parts, whole)]
    [True, True]
    """

    rng: np.random.Generator
    totals: Mapping[str, int]
    _quantities: list[_Quantity] = field(default_factory=list)

    def uniform(self, low: float, high: float, _: int = 0) -> Array:
        """Note what :meth:`numpy.random.Generator.uniform` draws; returns nothing drawn."""
        return self._note("uniform", low, high)

    def triangular(self, left: float, mode: float, right: float, _: int = 0) -> Array:
        """Note what :meth:`numpy.random.Generator.triangular` draws; returns nothing drawn."""
        return self._note("triangular", left, mode, right)

    def integers(self, low: int, high: int, _: int = 0) -> Array:
        """Note what :meth:`numpy.random.Generator.integers` draws; returns nothing drawn."""
        return self._note("integers", low, high)

    def part(self, k: int, size: int) -> Array:
        """The next draws of quantity k."""
        quantity = self._quantities[k]
        return quantity.draw(quantity.here, size)

    def whole(self, k: int) -> Array:
        """All draws of quantity k."""
        quantity = self._quantities[k]
        return quantity.draw(deepcopy(quantity.begin), self.totals[quantity.method])

    def _note(self, method: str, *arguments: Any) -> Array:
        quantity = _Quantity(method, arguments, deepcopy(self.rng), deepcopy(self.rng))
        self._quantities.append(quantity)
        for first in range(0, self.totals[method], STEP):
            quantity.draw(self.rng, min(STEP, self.totals[method] - first))
        return np.empty(0)
