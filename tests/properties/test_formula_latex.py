"""A formula in LaTeX means what the formula means: read back as a formula, it has the same value."""

import re
from fractions import Fraction

from formula_texts import NAMES, exact, formulas, values
from hypothesis import given, settings

from tvet_games.model.formula import evaluate, parse
from tvet_games.model.latex import LATEX, Latex

_FRACTION = re.compile(r"\\frac\{((?:[^{}]|\{[^{}]*\})*)\}\{((?:[^{}]|\{[^{}]*\})*)\}")


def read_back(latex: str) -> str:
    """Turn LaTeX that the algebra writes into a formula again, knowing nothing of how it was written."""
    text = latex.replace("{,}", "").replace(r"\left(", "(").replace(r"\right)", ")").replace(r"\,", "*")
    text = re.sub(r"\\(min|max)", r"\1", text)
    text = re.sub(r"\^\{(-?\d+)\}", r"**(\1)", text)
    while r"\frac" in text:
        shorter = _FRACTION.sub(r"((\1)/(\2))", text)
        assert shorter != text
        text = shorter
    return text


@given(formulas(), values)
@settings(max_examples=300)
def test_latex_means_what_the_formula_means(text: str, at: dict[str, Fraction]) -> None:
    value = exact(text, at)
    written = evaluate(parse(text), {name: Latex(name) for name in NAMES}, LATEX)
    assert exact(read_back(written.text), at) == value


@given(formulas())
def test_braces_are_balanced(text: str) -> None:
    written = evaluate(parse(text), {name: Latex(name) for name in NAMES}, LATEX).text
    assert written.count("{") == written.count("}")
    assert written.count(r"\left(") == written.count(r"\right)")
