"""Names that stand in plots, in English and Chinese: countries, units, quantities with their units."""

from __future__ import annotations

import re

from tvet_games.model.calibration import Calibration
from tvet_games.tables.labels import Language, Text

WIDE = "\u2e80-\uffef"
"""Characters that take the room of two letters."""

CURRENCIES = {"EUR": Text("EUR", "欧元"), "CHF": Text("CHF", "瑞士法郎"), "CNY": Text("CNY", "元")}

HEADS = {
    "trainee-year": Text("trainee-year", "学徒·年"),
    "teacher-year": Text("teacher-year", "教师·年"),
    "site-year": Text("site-year", "单位·年"),
    "apprenticeship": Text("apprenticeship", "学徒期"),
    "trainee": Text("trainee", "学徒"),
    "teacher": Text("teacher", "教师"),
    "site": Text("site", "单位"),
    "year": Text("year", "年"),
    "period": Text("period", "期"),
}

DIMENSIONS = {"share": Text("share", "比例"), "ratio": Text("ratio", "倍数"), "count": Text("count", "数量")}


def calibration_label(calibration: Calibration, language: Language) -> str:
    """Country and year of a calibration.

    Examples
    --------
    >>> from tvet_games.model.library import load_calibration
    >>> calibration_label(load_calibration("austria_2016"), "en")
    'Austria 2016'
    """
    return calibration.labels.of(calibration.name, language)


def unit_label(unit: str, language: Language) -> str:
    """A unit such as ``EUR per trainee-year``, or a dimension such as ``share``.

    Examples
    --------
    >>> unit_label("EUR per apprenticeship", "zh"), unit_label("EUR per teacher and apprenticeship", "zh")
    ('欧元/学徒期', '欧元/（教师·学徒期）')
    """
    if language == "en":
        return unit
    if unit in DIMENSIONS:
        return DIMENSIONS[unit].of(language)
    currency, _, per = unit.partition(" per ")
    heads = [HEADS[head].of(language) if head in HEADS else head for head in per.split(" and ") if head]
    below = heads[0] if len(heads) == 1 else f"（{'·'.join(heads)}）" if heads else ""
    name = CURRENCIES[currency].of(language) if currency in CURRENCIES else currency
    return f"{name}/{below}" if below else name


def with_unit(name: str, unit: str, language: Language) -> str:
    """A quantity and its unit, as an axis tells them.

    Examples
    --------
    >>> with_unit("training subsidy", "EUR per trainee-year", "en"), with_unit("培训补贴", "share", "zh")
    ('training subsidy [EUR per trainee-year]', '培训补贴 [比例]')
    """
    return f"{name} [{unit_label(unit, language)}]" if unit else name


def wrapped(text: str, width: int) -> str:
    r"""Break a text into lines of at most so many letters; a Chinese character takes the room of two.

    Examples
    --------
    >>> wrapped("all instruments and contracts", 22), wrapped("尚缺 3,217.33 EUR", 10)
    ('all instruments and\ncontracts', '尚缺\n3,217.33\nEUR')
    """
    lines = [""]
    for piece in re.findall(rf"[{WIDE}]|[^{WIDE} ]+ ?| ", text):
        if lines[-1] and _room((lines[-1] + piece).rstrip()) > width:
            lines.append("")
        lines[-1] += piece
    return "\n".join(line.strip() for line in lines)


def _room(text: str) -> int:
    return sum(2 if re.match(f"[{WIDE}]", letter) else 1 for letter in text)
