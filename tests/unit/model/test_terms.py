"""What counts as one term: products, brackets that add up, and gaps."""

from fractions import Fraction

import pytest

from tvet_games.errors import FormulaError
from tvet_games.model.algebra import FRACTIONS
from tvet_games.model.formula import parse
from tvet_games.model.terms import MAX_TERMS, split


def written(text: str) -> list[str]:
    return [f"{'-' if term.sign < 0 else ''}{term}" for term in split(parse(text))]


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("0", []),
        ("1500", ["1500"]),
        ("-x", ["-x"]),
        ("a - b + c", ["a", "-b", "c"]),
        ("a - (b - c)", ["a", "-b", "c"]),
        ("-(a + b)/2", ["-a/2", "-b/2"]),
        ("readiness*(output + retention*saving) - cost", ["readiness*output", "readiness*retention*saving", "-cost"]),
        ("-grievance_rate*(pay_fair - pay_low)", ["-grievance_rate*(pay_fair - pay_low)"]),
        ("(1 - placement_share)*skill_gain", ["(1 - placement_share)*skill_gain"]),
        ("-level*(1 + fine_multiple)*gain", ["-level*gain", "-level*fine_multiple*gain"]),
        ("level*(1/2)/(7/10)", ["5*level/7"]),
        ("gain*min(7/10, 1/2)/(7/10)", ["5*gain/7"]),
        ("-cost*7/10/(7/10)", ["-cost"]),
        ("min(a, b) + max(a - b, 0)", ["min(a, b)", "max(a-b, 0)"]),
        ("(a + b)**2", ["(a+b)**2"]),
        ("a/(b + c)", ["a/(b + c)"]),
        ("a/(2*b)", ["a/(2*b)"]),
        ("a/(b/c)", ["a/(b/c)"]),
        ("a/-b", ["-a/b"]),
        ("0*a + b", ["b"]),
        ("a - a", ["a", "-a"]),
    ],
)
def test_terms(text, terms) -> None:
    assert written(text) == terms


def test_a_gap_is_opened_only_where_it_stands_in_a_sum() -> None:
    assert written("x + (a - b)") == ["x", "a", "-b"]
    assert written("2*(a - b)") == ["2*(a - b)"]
    assert written("1*(a - b)") == ["a", "-b"]
    assert written("-2*-(c - 1*(a - b))/2") == ["c", "-a", "b"]


@pytest.mark.parametrize("text", ["1/(a + 0.01)", "2*(a - b*c)", "2*(a - (b - c))", "2*(a + -b)", "2*(a - (b/3)**2)"])
def test_a_term_is_written_as_it_is_read(text) -> None:
    (term,) = split(parse(text))
    (again,) = split(parse(str(term)))
    assert again.key == term.key


def test_like_terms_are_told_apart_from_others_by_their_key() -> None:
    (one,), (other,), (third,) = (split(parse(text)) for text in ("a*b/c", "-b*a/c", "2*a*b/c"))
    assert one.key == other.key != third.key


def test_brackets_stay_where_they_would_give_too_many_terms() -> None:
    text = "*".join(f"(a{k} + b{k})" for k in range(30))
    terms = split(parse(text))
    assert len(terms) <= MAX_TERMS
    at = {f"{letter}{k}": Fraction(1) for letter in "ab" for k in range(30)}
    assert sum(term.value(at, FRACTIONS) for term in terms) == 2**30


def test_a_long_sum_keeps_all_its_terms() -> None:
    assert len(split(parse(" + ".join(["a"] * 60)))) == 60


def test_what_has_no_value_says_so() -> None:
    with pytest.raises(FormulaError, match="divides by zero"):
        split(parse("a + 1/0"))
    (term,) = split(parse("a/b"))
    with pytest.raises(FormulaError, match="'a/b' divides by zero"):
        term.value({"a": Fraction(1), "b": Fraction(0)}, FRACTIONS)
    with pytest.raises(FormulaError, match="'b' has no value"):
        term.value({"a": Fraction(1)}, FRACTIONS)
