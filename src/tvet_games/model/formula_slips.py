"""What people write for a formula and is none: the commonest slips, each with its cure as half a sentence."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container
from itertools import pairwise

SIGNS = {
    "^": "powers are written **, as in x**2",
    "%": "50 % is written 0.5",
    "=": "a formula stands alone, without =",
    "×": "products are written *",
    "·": "products are written *",
    "÷": "quotients are written /",
    "−": "minus is written -",
    "–": "minus is written -",
}
"""Signs of other notations."""

_TOKEN = re.compile(r"[A-Za-z_]\w*|\d[\d.]*(?:[eE][+-]?\d+)?|\.\d+|\*\*|\S")
_COMMA = re.compile(r"(\d+),(\d+)")


def foreign_sign(sign: str) -> str:
    """How to write what a character stands for; empty where that is not known.

    Examples
    --------
    >>> foreign_sign("^"), foreign_sign("（")
    ('powers are written **, as in x**2', "write '('")
    """
    plain = unicodedata.normalize("NFKC", sign)
    if sign in SIGNS:
        return SIGNS[sign]
    if plain != sign and plain.isascii():
        return f"write {plain!r}"
    if sign.isalpha():
        return "names are ASCII; others stand under [label.zh]"
    return "parentheses are ( )" if sign in "[]{}" else ""


def missing_sign(source: str, functions: Container[str]) -> str:
    """Between which two parts of a text a sign is missing; empty where that is not what is wrong.

    Examples
    --------
    >>> missing_sign("0.4 ward_work", {"min"})
    "between '0.4' and 'ward_work' a sign is missing, such as *"
    """
    tokens = _TOKEN.findall(source)
    for left, right in pairwise(tokens):
        ends = left not in functions and (left[-1].isalnum() or left[-1] in "_)")
        if ends and (right[0].isalnum() or right[0] in "_("):
            return f"between {left!r} and {right!r} a sign is missing, such as *"
    return ""


def decimal_comma(source: str) -> str:
    """How to write a number that a comma parts; empty where there is none.

    Examples
    --------
    >>> decimal_comma("0,4*x"), decimal_comma("14,300")
    ('decimals have a point: write 0.4', 'thousands stand together: write 14300')
    """
    found = _COMMA.search(source)
    if not found:
        return ""
    whole, rest = found.groups()
    if len(rest) == 3 and whole != "0":
        return f"thousands stand together: write {whole}{rest}"
    return f"decimals have a point: write {whole}.{rest}"


def label_slip(text: object) -> str:
    """Where a text stands that people read and that is no name; empty where it is none.

    Examples
    --------
    >>> label_slip("use as staff")
    'what people read stands under [label.en], as in use_as_staff = "use as staff"'
    >>> label_slip("成本")
    'what people read stands under [label.zh], as in name = "成本"'
    """
    if not isinstance(text, str) or not re.fullmatch(r"\w[\w '’-]*", text) or re.fullmatch(r"[A-Za-z_]\w*", text, re.A):
        return ""
    table = "en" if text.isascii() else "zh"
    name = re.sub(r"\W+", "_", text).strip("_") if text.isascii() and text[0].isalpha() else "name"
    return f'what people read stands under [label.{table}], as in {name} = "{text}"'
