"""Units and dimensions in words, in English and Chinese."""

from __future__ import annotations

from tvet_games.tables.labels import Language, Text

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

COUNTED = {
    "trainee": Text("trainees", "名学徒"),
    "teacher": Text("teachers", "名教师"),
    "site": Text("sites", "个单位"),
}

DIMENSIONS = {"share": Text("share", "比例"), "ratio": Text("ratio", "倍数"), "count": Text("count", "数量")}


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


def heads_label(count: str, head: str, language: Language) -> str:
    """So many heads.

    Examples
    --------
    >>> heads_label("10,000", "trainee", "en"), heads_label("40", "site", "zh")
    ('10,000 trainees', '40 个单位')
    """
    if count == "1" and language == "en":
        return f"1 {head}"
    return f"{count} {COUNTED[head].of(language) if head in COUNTED else head}"
