"""What is proved of expressions that must be below 0, for parameters of at least 0 and shares of at most 1."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sympy

from tvet_games.symbolic.level_bounds import tidy
from tvet_games.symbolic.signs import Signs


class Proofs:
    """Signs of expressions, each looked at once: many vertices share an eigenvalue.

    Parameters
    ----------
    signs : Signs
        What is known of the parameters.

    Examples
    --------
    >>> a, b = (sympy.Symbol(name, real=True) for name in "ab")
    >>> proofs = Proofs(Signs({"a": "money", "b": "money"}))
    >>> proofs.fails(a + b), proofs.holds(-1 - a), proofs.conditions([2 * a - 2 * b, -1 - a, a - b - 3])
    (True, True, (a - b,))
    """

    def __init__(self, signs: Signs) -> None:
        self.signs = signs
        self.known: dict[Any, bool] = {}

    def fails(self, gain: Any) -> bool:
        """Whether it is proved to be at least 0."""
        if gain not in self.known:
            self.known[gain] = self.signs.is_never_negative(gain)
        return self.known[gain]

    def holds(self, gain: Any) -> bool:
        """Whether it is proved to be below 0: never above what it is at amounts of 0 and shares of 0 or of 1."""
        for share in (0, 1):
            ends = {s: sympy.Integer(share * (self.signs.dimensions.get(s.name) == "share")) for s in gain.free_symbols}
            end = gain.xreplace(ends)
            if end.is_number and end.is_extended_negative and self.signs.is_at_least(end, gain):
                return True
        return False

    def conditions(self, gains: Sequence[Any]) -> tuple[Any, ...]:
        """The eigenvalues that say something: not below 0 anyhow, and not below another one anyhow."""
        kept: list[Any] = []
        for gain in dict.fromkeys(self.plain(gain) for gain in gains):
            if not self.holds(gain) and not any(self.signs.is_at_least(other, gain) for other in kept):
                kept = [other for other in kept if not self.signs.is_at_least(gain, other)] + [gain]
        return tuple(kept)

    def plain(self, gain: Any) -> Any:
        """An expression of the same sign without a common positive number or denominator."""
        if gain.is_number:
            return gain
        above, below = sympy.fraction(sympy.factor_terms(gain))
        content, plain = above.as_content_primitive()
        plain = tidy(plain if content > 0 else -plain)
        return plain if self.signs.is_never_negative(below) else gain
