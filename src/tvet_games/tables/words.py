"""Sentences in two languages, lists, amounts and shares as people write them."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from tvet_games.tables.labels import Language, check_language


def fill(phrases: Mapping[str, tuple[str, str]], key: str, language: Language, **values: object) -> str:
    """Fill one of some sentences, in English or Chinese."""
    return phrases[key][1 if check_language(language) == "zh" else 0].format(**values)


def listed(items: list[str], language: Language = "en") -> str:
    """Join items as people do."""
    if language == "zh":
        return "、".join(items)
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} and {items[-1]}" if items else ""


def money(value: Fraction | float) -> str:
    """Write an amount for people: thousands apart, at most two decimals, four significant digits below ten."""
    number = float(value)
    if number == int(number):
        return f"{int(number):,}"
    return f"{number:,.2f}" if abs(number) >= 10 else f"{number:.4g}"


def percent(share: Fraction | float) -> str:
    """Write a share in percent, with three significant digits; what is not all is never told as all.

    Examples
    --------
    >>> percent(0.5), percent(0.99999)
    ('50 %', '> 99.9 %')
    """
    text = f"{float(share) * 100:.3g}"
    return "> 99.9 %" if text == "100" and share < 1 else f"{text} %"


def between(low: str, high: str, language: Language = "en") -> str:
    """Write a range of two amounts that are written already.

    Examples
    --------
    >>> between("0.2", "0.6"), between("0.2", "0.6", "zh")
    ('0.2 to 0.6', '0.2 至 0.6')
    """
    return f"{low} {'至' if check_language(language) == 'zh' else 'to'} {high}"


def capital(text: str) -> str:
    """Begin a text with a large letter.

    Examples
    --------
    >>> capital("the public pays")
    'The public pays'
    """
    return text[:1].upper() + text[1:]
