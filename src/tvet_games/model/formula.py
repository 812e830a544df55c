"""Formulas: what may be written, and the one walker that evaluates it.

A formula is text over declared names with ``+ - * / **``, parentheses and ``min max exp log sqrt``. It is parsed by
:mod:`ast` into a tree of which only those nodes are allowed, and is never compiled, so no text is ever run as code.
:func:`evaluate` walks the tree over any kind of number for which there is an :class:`Algebra`: fractions, arrays, SymPy
symbols, dimensions or affine forms.

Size is bounded before anything is computed: the length of the text, the depth of the tree, and its degree (how often
the largest number could be multiplied by itself), which bounds what exact arithmetic can cost.

Examples
--------
>>> from tvet_games.model.algebra import FRACTIONS
>>> f = parse("training_cost - 10400*retention")
>>> sorted(f.names)
['retention', 'training_cost']
>>> from fractions import Fraction
>>> evaluate(f, {"training_cost": Fraction(14300), "retention": Fraction(7, 10)}, FRACTIONS)
Fraction(7020, 1)
"""

from __future__ import annotations

import ast
import keyword
import re
import warnings
from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, Protocol, TypeVar

from tvet_games.errors import DimensionError, FormulaError, NotAffineError, nearest, shorten
from tvet_games.model.formula_slips import decimal_comma, foreign_sign, missing_sign
from tvet_games.numerics import exact

MAX_LENGTH = 2_000
MAX_DEPTH = 100
MAX_DEGREE = 64
MAX_EXPONENT = 16

FUNCTIONS = {"min": (2, 64), "max": (2, 64), "exp": (1, 1), "log": (1, 1), "sqrt": (1, 1)}
"""Allowed functions with the least and the largest number of arguments."""

_FOREIGN = re.compile(r"[^A-Za-z0-9_ .,+\-*/()\t\n]")
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,63}")
_OPERATORS = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/", ast.Pow: "**"}

T = TypeVar("T")


class Algebra(Protocol[T]):
    """A kind of number that the walker can compute with; ``+ - * /`` and negation are the number's own operators."""

    def number(self, value: Fraction) -> T:
        """Turn a number of the text into this kind of number."""
        ...

    def power(self, base: T, exponent: int) -> T:
        """Raise to a whole exponent."""
        ...

    def call(self, name: str, arguments: list[T]) -> T:
        """Apply one of ``FUNCTIONS``."""
        ...


@dataclass(frozen=True, slots=True)
class Formula:
    """A checked formula.

    Attributes
    ----------
    text : str
        What was written.
    tree : ast.expr
        Its tree; every constant is a Fraction.
    names : frozenset of str
        The names it uses.
    """

    text: str
    tree: ast.expr = field(compare=False, repr=False)
    names: frozenset[str]

    def __str__(self) -> str:
        return self.text


def is_name(text: str) -> bool:
    """Tell whether a text can name a parameter, player or action: an ASCII identifier that is not a reserved word."""
    return bool(_NAME.fullmatch(text)) and not keyword.iskeyword(text) and text not in FUNCTIONS


def parse(text: object) -> Formula:
    """Check a text (or a plain number) and return the formula.

    Raises
    ------
    FormulaError
        If it is not a formula; the message says what is not allowed, and where.
    """
    if not isinstance(text, str):
        value = exact(text)
        return Formula(str(text), ast.Constant(value), frozenset())  # type: ignore[arg-type]  # as in _check
    if len(text) > MAX_LENGTH:
        raise FormulaError(f"the formula has {len(text):,} characters, at most {MAX_LENGTH:,} are allowed")
    foreign = _FOREIGN.search(text)
    if foreign:
        sign, place = foreign.group(), foreign.start() + 1
        raise FormulaError(_cured(f"{sign!r} at character {place} is not allowed in a formula", foreign_sign(sign)))
    source = " ".join(text.split())
    if not source:
        raise FormulaError("the formula is empty")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", SyntaxWarning)  # of digits beside letters, as in 3e4x: refused below
            tree = ast.parse(source, mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        reason = missing_sign(source, FUNCTIONS) or getattr(error, "msg", None) or "nested too deeply"
        raise FormulaError(f"{shorten(source)!r} cannot be read as a formula: {reason}") from None
    _check_depth(tree)
    names = set[str]()
    if _check(tree, source, names) > MAX_DEGREE:
        raise FormulaError(f"{shorten(source)!r} multiplies more than {MAX_DEGREE} numbers by each other")
    return Formula(text, tree, frozenset(names))


def evaluate(formula: Formula, values: Mapping[str, T], algebra: Algebra[T]) -> T:
    """Evaluate a formula over any kind of number.

    Parameters
    ----------
    formula : Formula
    values : mapping of str to T
        A value for each name of the formula; more names do no harm.
    algebra : Algebra
        How to compute with ``T``.

    Raises
    ------
    FormulaError
        If a name has no value, or a division by zero, a logarithm or a root has none. The message quotes the part.
    """
    missing = formula.names - values.keys()
    if missing:
        name = min(missing)
        hint = nearest(name, values)
        raise FormulaError(f"{name!r} has no value" + (f" (did you mean {hint!r}?)" if hint else ""))
    return _walk(formula.tree, values, algebra)


def _walk(node: ast.expr, values: Mapping[str, T], algebra: Algebra[T]) -> T:
    if isinstance(node, ast.Constant):
        return algebra.number(node.value)  # type: ignore[arg-type]  # a Fraction, put there by _check
    if isinstance(node, ast.Name):
        return values[node.id]
    if isinstance(node, ast.UnaryOp):
        operand: Any = _walk(node.operand, values, algebra)
        return -operand if isinstance(node.op, ast.USub) else operand  # type: ignore[no-any-return]
    try:
        if isinstance(node, ast.Call):
            arguments = [_walk(argument, values, algebra) for argument in node.args]
            return algebra.call(node.func.id, arguments)  # type: ignore[attr-defined]
        assert isinstance(node, ast.BinOp)
        left: Any = _walk(node.left, values, algebra)
        if isinstance(node.op, ast.Pow):
            return algebra.power(left, int(_exponent(node.right)))
        right: Any = _walk(node.right, values, algebra)
        return _apply(node.op, left, right)  # type: ignore[no-any-return]
    except ZeroDivisionError:
        raise FormulaError(f"{shorten(write(node))!r} divides by zero") from None
    except (NotAffineError, DimensionError) as error:
        if error.args[0].startswith("'"):
            raise
        raise type(error)(f"{shorten(write(node))!r} {error}") from None


def _apply(operator: ast.operator, left: Any, right: Any) -> Any:
    if isinstance(operator, ast.Add):
        return left + right
    if isinstance(operator, ast.Sub):
        return left - right
    if isinstance(operator, ast.Mult):
        return left * right
    return left / right


def write(node: ast.expr) -> str:
    """Write a tree back as text, for messages."""
    if isinstance(node, ast.Constant):
        return str(node.value)
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.UnaryOp):
        return ("-" if isinstance(node.op, ast.USub) else "+") + _enclosed(node.operand)
    if isinstance(node, ast.Call):
        return f"{write(node.func)}({', '.join(write(argument) for argument in node.args)})"
    assert isinstance(node, ast.BinOp)
    exponent = node.right
    right = write(exponent) if isinstance(node.op, ast.Pow) else _enclosed(exponent)
    return f"{_enclosed(node.left)}{_OPERATORS[type(node.op)]}{right}"


def _enclosed(node: ast.expr) -> str:
    """A part of a formula, in parentheses where it could be misread."""
    text = write(node)
    return text if text.replace("_", "").isalnum() or isinstance(node, ast.Call) else f"({text})"


def _check_depth(tree: ast.expr) -> None:
    """Bound the depth without recursion, so that what follows may recurse."""
    level: list[ast.AST] = [tree]
    for _ in range(MAX_DEPTH):
        level = [child for node in level for child in ast.iter_child_nodes(node)]
        if not level:
            return
    raise FormulaError(f"the formula is nested more than {MAX_DEPTH} deep; split it into derived values")


def _check(node: ast.expr, source: str, names: set[str]) -> int:
    """Allow only what the module's text names, make constants exact, and return the degree of the tree."""
    if isinstance(node, ast.Constant):
        node.value = exact(ast.get_source_segment(source, node) or "")  # type: ignore[assignment]
        return 1
    if isinstance(node, ast.Name):
        if node.id in FUNCTIONS:
            raise FormulaError(f"{node.id!r} is a function and needs arguments in parentheses")
        if not is_name(node.id):
            raise FormulaError(f"{shorten(node.id)!r} is not a name that a formula may use")
        names.add(node.id)
        return 1
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub | ast.UAdd):
        return _check(node.operand, source, names)
    if isinstance(node, ast.Call):
        return _check_call(node, source, names)
    if isinstance(node, ast.BinOp) and type(node.op) in _OPERATORS:
        left = _check(node.left, source, names)
        right = _check(node.right, source, names)
        if isinstance(node.op, ast.Pow):
            return left * max(1, abs(int(_exponent(node.right))))
        return left + right
    part = ast.get_source_segment(source, node) or source
    if isinstance(node, ast.Tuple) and (cure := decimal_comma(part)):
        raise FormulaError(f"{shorten(part)!r} has a comma; {cure}")
    raise FormulaError(
        f"{shorten(part)!r} is not allowed; a formula has numbers, declared "
        f"names, + - * / **, parentheses and {', '.join(FUNCTIONS)}"
    )


def _check_call(node: ast.Call, source: str, names: set[str]) -> int:
    name = node.func.id if isinstance(node.func, ast.Name) else ""
    if name not in FUNCTIONS or node.keywords or any(isinstance(a, ast.Starred) for a in node.args):
        called = shorten(ast.get_source_segment(source, node) or source)
        cure = missing_sign(called, FUNCTIONS)
        raise FormulaError(_cured(f"{called!r} is not allowed; the functions are {', '.join(FUNCTIONS)}", cure))
    least, most = FUNCTIONS[name]
    if not least <= len(node.args) <= most:
        wanted = f"{least}" if least == most else f"{least} to {most}"
        cure = decimal_comma(ast.get_source_segment(source, node) or "") if len(node.args) > most else ""
        raise FormulaError(_cured(f"{name} takes {wanted} arguments, {len(node.args)} are given", cure))
    return sum(_check(argument, source, names) for argument in node.args)


def _cured(what: str, cure: str) -> str:
    return f"{what}; {cure}" if cure else what


def _exponent(node: ast.expr) -> Fraction:
    sign = 1
    while isinstance(node, ast.UnaryOp):
        sign, node = (-sign if isinstance(node.op, ast.USub) else sign), node.operand
    value = node.value if isinstance(node, ast.Constant) else None
    if not isinstance(value, Fraction) or value.denominator != 1 or value > MAX_EXPONENT:
        raise FormulaError(f"the exponent of ** must be a whole number of at most {MAX_EXPONENT}, as in x**2")
    return sign * value
