r"""Formulas of the files in LaTeX, in the order in which the file writes them, with the symbols that it gives.

The walker of :mod:`tvet_games.model.formula` runs over :class:`Latex` terms: texts that know how tightly they bind.

Examples
--------
>>> from tvet_games.model.formula import evaluate, parse
>>> f = parse("quality_gain - 0.5*(reform_cost + 1)/2")
>>> print(evaluate(f, symbols({"quality_gain": "R", "reform_cost": ""}), LATEX))
R - \frac{0.5 \, \left(\mathrm{reform\_cost} + 1\right)}{2}
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

GREEK = (
    *("alpha", "beta", "gamma", "delta", "epsilon", "zeta", "eta", "theta", "iota", "kappa", "lambda", "mu", "nu"),
    *("xi", "pi", "rho", "sigma", "tau", "phi", "chi", "psi", "omega"),
)

_CAPITALS = ("Gamma", "Delta", "Theta", "Lambda", "Xi", "Pi", "Sigma", "Phi", "Psi", "Omega")

_COMMANDS = "|".join(
    [*GREEK, *_CAPITALS, "mathrm", "mathit", "bar", "hat", "tilde", "ell", "prime", "varepsilon", "varphi"]
)

_SYMBOL = re.compile(rf"(?:[A-Za-z0-9]|\\(?:{_COMMANDS})(?![A-Za-z])|[_^{{}},' +-])+")
"""Symbols that files may bring into LaTeX: letters, Greek letters, accents, indices, and no other command."""

SUM, PRODUCT, ATOM = 0, 1, 2
"""How tightly a term binds."""


@dataclass(frozen=True, slots=True)
class Latex:
    """A term in LaTeX.

    Attributes
    ----------
    text : str
    binds : int
        SUM, PRODUCT or ATOM.
    """

    text: str
    binds: int = ATOM

    def __neg__(self) -> Latex:
        return Latex(f"-{self._within(PRODUCT)}", SUM)

    def __add__(self, other: Latex) -> Latex:
        if other.text.startswith("-"):
            return Latex(f"{self.text} - {other.text[1:]}", SUM)
        return Latex(f"{self.text} + {other.text}", SUM)

    def __radd__(self, zero: object) -> Latex:
        """Begin a sum: rows are added to 0."""
        return self

    def __sub__(self, other: Latex) -> Latex:
        return Latex(f"{self.text} - {other._within(PRODUCT)}", SUM)

    def __mul__(self, other: Latex) -> Latex:
        return Latex(rf"{self._within(PRODUCT)} \, {other._within(PRODUCT)}", PRODUCT)

    def __truediv__(self, other: Latex) -> Latex:
        return Latex(rf"\frac{{{self.text}}}{{{other.text}}}", PRODUCT)

    def _within(self, least: int) -> str:
        return self.text if self.binds >= least else rf"\left({self.text}\right)"

    def __str__(self) -> str:
        return self.text


class LatexAlgebra:
    """Terms in LaTeX as numbers of the walker."""

    def number(self, value: Fraction) -> Latex:
        """Write a number: as a decimal where it is short, else as a fraction."""
        if value < 0:
            return -self.number(-value)
        decimal = f"{float(value):.6g}"
        if value.denominator == 1 or ("e" not in decimal and Fraction(decimal) == value):
            return Latex(f"{value.numerator:,}".replace(",", "{,}") if value.denominator == 1 else decimal)
        return Latex(rf"\frac{{{value.numerator}}}{{{value.denominator}}}", PRODUCT)

    def power(self, base: Latex, exponent: int) -> Latex:
        """Raise to a whole exponent."""
        return Latex(f"{base._within(ATOM)}^{{{exponent}}}", PRODUCT)

    def call(self, name: str, arguments: list[Latex]) -> Latex:
        """Apply a function."""
        if name == "sqrt":
            return Latex(rf"\sqrt{{{arguments[0].text}}}")
        inside = ", ".join(argument.text for argument in arguments)
        return Latex(rf"\{name}\left({inside}\right)")


LATEX = LatexAlgebra()


def symbols(given: Mapping[str, str]) -> dict[str, Latex]:
    """Return a term for every parameter: the symbol that its file gives, or its name."""
    return {name: Latex(symbol_of(name, symbol)) for name, symbol in given.items()}


def symbol_of(name: str, symbol: str = "") -> str:
    r"""Write a symbol if it is a plain one, else the name: C_s as it is meant, Greek letters, other names upright.

    Examples
    --------
    >>> print(symbol_of("retention", r"\rho"), symbol_of("alpha"), symbol_of("C_s"), symbol_of("fine_multiple"))
    \rho \alpha C_{s} \mathrm{fine\_multiple}
    """
    if symbol and _SYMBOL.fullmatch(symbol) and symbol.count("{") == symbol.count("}"):
        return symbol
    stem, _, index = name.partition("_")
    if stem not in GREEK and len(stem) > 1:
        return upright(name)
    letter = f"\\{stem}" if stem in GREEK else stem
    return f"{letter}_{{{index if len(index) == 1 else upright(index)}}}" if index else letter


def upright(name: str) -> str:
    r"""Write a name of several letters.

    Examples
    --------
    >>> print(upright("hiring_saving"))
    \mathrm{hiring\_saving}
    """
    text = name.replace("_", r"\_")
    return rf"\mathrm{{{text}}}"
