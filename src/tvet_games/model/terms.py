"""The additive terms of a formula: what each single benefit or cost is worth.

A formula f is written as ``f = sum of terms``, each term a number times parts over parts, ``c * p1 p2 ... / (d1 ...)``.
A part is a name, or what cannot be taken apart: ``min``, ``max``, ``exp``, ``log``, ``sqrt``, a power, a divisor, and a
*gap*, which is a bracket that takes one thing off another, as in ``rate*(pay_fair - pay_low)``. A bracket of things
that all add up is multiplied out, so that each of them is a term of its own: ``readiness*(output + saving)`` becomes
``readiness*output + readiness*saving``. Brackets that only stand in a sum are opened, whatever their signs.

The terms add up to the formula: exactly in fractions, whatever the values.

Examples
--------
>>> from tvet_games.model.formula import parse
>>> [f"{term.sign:+d} {term}" for term in split(parse("readiness*(output + saving) - rate*(pay_fair - pay_low)/2"))]
['+1 readiness*output', '+1 readiness*saving', '-1 rate*(pay_fair - pay_low)/2']
"""

from __future__ import annotations

import ast
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache, reduce
from typing import TypeGuard, TypeVar

from tvet_games.model.algebra import FRACTIONS
from tvet_games.model.formula import Algebra, Formula, evaluate, write

MAX_TERMS = 64
"""A bracket stays as it is where multiplying it out would give more terms than this."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True, eq=False)
class Term:
    """One additive term of a formula.

    Attributes
    ----------
    coefficient : Fraction
        The number that it is multiplied by, with its sign.
    parts, divisors : tuple of Formula
        What is multiplied, and what it is divided by.
    """

    coefficient: Fraction
    parts: tuple[Formula, ...] = ()
    divisors: tuple[Formula, ...] = ()

    @property
    def names(self) -> frozenset[str]:
        """The names it uses."""
        return frozenset().union(*(part.names for part in (*self.parts, *self.divisors)))

    @property
    def sign(self) -> int:
        """1, -1 or 0 as the coefficient is positive, negative or zero: how it is written, not what it is worth."""
        return (self.coefficient > 0) - (self.coefficient < 0)

    @property
    def key(self) -> tuple[Fraction, tuple[str, ...], tuple[str, ...]]:
        """What is the same for terms that differ in sign and order only."""
        return (
            abs(self.coefficient),
            tuple(sorted(part.text for part in self.parts)),
            tuple(sorted(part.text for part in self.divisors)),
        )

    def __str__(self) -> str:
        """The term without its sign."""
        number = abs(self.coefficient)
        above = [str(number.numerator)] if number.numerator != 1 or not self.parts else []
        below = [str(number.denominator)] if number.denominator != 1 else []
        above += [part.text for part in self.parts]
        below += [part.text for part in self.divisors]
        divided = f"({'*'.join(below)})" if len(below) > 1 else "".join(below)
        return "*".join(above) + (f"/{divided}" if divided else "")

    def value(self, values: Mapping[str, T], algebra: Algebra[T]) -> T:
        """Evaluate the term with its sign.

        Parameters
        ----------
        values : mapping of str to T
            A value for each of its names; more do no harm.
        algebra : Algebra

        Raises
        ------
        FormulaError
            If a name has no value, or a part has none.
        """
        whole = [part.tree for part in self.parts]
        if self.coefficient != 1 or not whole:
            whole.insert(0, ast.Constant(self.coefficient))  # type: ignore[arg-type]  # a Fraction, as in every tree
        tree = reduce(lambda left, right: ast.BinOp(left, ast.Mult(), right), whole)
        tree = reduce(lambda left, right: ast.BinOp(left, ast.Div(), right), (d.tree for d in self.divisors), tree)
        return evaluate(Formula("", tree, self.names), values, algebra)


def split(formula: Formula) -> tuple[Term, ...]:
    """Split a formula into terms that add up to it.

    Parameters
    ----------
    formula : Formula

    Returns
    -------
    tuple of Term
        In the order in which they are written; none for a formula that is plainly 0.

    Raises
    ------
    FormulaError
        If a part without names has no value, such as ``1/0``.

    Notes
    -----
    Terms that cancel or could be gathered stay apart: ``x - x`` has two.

    Examples
    --------
    >>> from tvet_games.model.formula import parse
    >>> [str(term) for term in split(parse("level*(1 + fine_multiple)*gain"))]
    ['level*gain', 'level*fine_multiple*gain']
    >>> [(term.sign, str(term)) for term in split(parse("social_benefit/2 - (cost - 0.5)"))]
    [(1, 'social_benefit/2'), (-1, 'cost'), (1, '1/2')]
    """
    return _split(formula)


@lru_cache(maxsize=4096)
def _split(formula: Formula) -> tuple[Term, ...]:
    """The rows of a file are split once, however many profiles they are read at."""
    return tuple(part for term in _sum(formula.tree) for part in _opened(term) if part.coefficient)


def _opened(term: Term) -> list[Term]:
    """A gap with nothing left but a 1 to multiply, as in ``1*(1 - x)``, only stands in a sum and is opened as well."""
    if abs(term.coefficient) != 1 or len(term.parts) != 1 or term.divisors:
        return [term]
    inner = _sum(term.parts[0].tree)
    return [term] if len(inner) == 1 else [part for one in inner for part in _opened(_times(one, term.coefficient))]


def _sum(node: ast.expr) -> list[Term]:
    """The terms of a tree."""
    if not any(isinstance(inner, ast.Name) for inner in _operands(node)):
        return [Term(evaluate(_part(node), {}, FRACTIONS))]
    if isinstance(node, ast.UnaryOp):
        terms = _sum(node.operand)
        return [_times(term, Fraction(-1)) for term in terms] if isinstance(node.op, ast.USub) else terms
    if isinstance(node, ast.BinOp):
        if _is_sum(node):
            sign = Fraction(1 if isinstance(node.op, ast.Add) else -1)
            return [*_sum(node.left), *(_times(term, sign) for term in _sum(node.right))]
        if isinstance(node.op, ast.Mult):
            return _product(node)
        if isinstance(node.op, ast.Div):
            return _quotient(node)
    return [Term(Fraction(1), (_part(node),))]


def _product(node: ast.BinOp) -> list[Term]:
    left, right = _bracket(node.left), _bracket(node.right)
    if len(left) * len(right) > MAX_TERMS:
        left, right = ([Term(Fraction(1), (_part(side),))] for side in (node.left, node.right))
    return [
        Term(a.coefficient * b.coefficient, a.parts + b.parts, a.divisors + b.divisors) for a in left for b in right
    ]


def _quotient(node: ast.BinOp) -> list[Term]:
    above, (below, *more) = _bracket(node.left), _bracket(node.right)
    if more or below.divisors or not below.coefficient:  # a sum, a quotient or a zero below stays as it is
        below = Term(Fraction(1), (_part(node.right),))
    return [Term(a.coefficient / below.coefficient, a.parts, a.divisors + below.parts) for a in above]


def _bracket(node: ast.expr) -> list[Term]:
    """What a factor is multiplied out into: its terms where all add up, itself where it is a gap."""
    terms = _sum(node)
    signs = {term.sign for term in terms} - {0}
    return terms if len(signs) < 2 else [Term(Fraction(1), (_part(node),))]


def _times(term: Term, factor: Fraction) -> Term:
    return Term(term.coefficient * factor, term.parts, term.divisors)


def _part(node: ast.expr) -> Formula:
    names = frozenset(inner.id for inner in _operands(node) if isinstance(inner, ast.Name))
    return Formula(_text(node), node, names)


def _operands(node: ast.expr) -> list[ast.expr]:
    """Every node below that has a value: the name of a function has none."""
    found, todo = [], [node]
    while todo:
        here = todo.pop()
        found.append(here)
        if isinstance(here, ast.Call):
            todo += here.args
        else:
            todo += [child for child in ast.iter_child_nodes(here) if isinstance(child, ast.expr)]
    return found


def _text(node: ast.expr) -> str:
    """A part as text, in brackets where it could be misread; a sum as people write it."""
    if _is_sum(node):
        return f"({_sum_text(node)})"
    text = write(node)
    is_power = isinstance(node, ast.BinOp) and isinstance(node.op, ast.Pow)
    return f"({text})" if isinstance(node, ast.BinOp | ast.UnaryOp) and not is_power else text


def _is_sum(node: ast.expr) -> TypeGuard[ast.BinOp]:
    return isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add | ast.Sub)


def _sum_text(node: ast.expr) -> str:
    if _is_sum(node):
        sign = "+" if isinstance(node.op, ast.Add) else "-"
        right = _text(node.right) if _is_sum(node.right) or isinstance(node.right, ast.UnaryOp) else write(node.right)
        return f"{_sum_text(node.left)} {sign} {right}"
    return write(node)
