"""Evaluation and feedback as a card: what inspection deters, the cheapest packages, and what ratings do."""

from __future__ import annotations

from typing import Any

import numpy as np

from tvet_games.games.naming import number_text
from tvet_games.policy.words import instrument_label
from tvet_games.study.card_parts import about_line, answer_first, factor_text, heading, share_text
from tvet_games.study.mechanisms.evaluation import Evaluation
from tvet_games.study.mechanisms.exposures import Exposure
from tvet_games.tables.card import Card
from tvet_games.tables.labels import Language
from tvet_games.tables.table import Cell, Table
from tvet_games.tables.vocabulary import word
from tvet_games.tables.words import fill, listed, money

PHRASES: dict[str, tuple[str, str]] = {
    "title": ("Evaluation", "评价"),
    "packages": ("Cheapest packages of evaluation", "评价类政策的最低成本组合"),
    "inspection": ("inspection alone", "仅监督检查"),
    "both": ("inspection and recognition", "监督检查与表彰"),
    "recognition": ("recognition alone", "仅表彰"),
    "ratings": (
        "Discount factor from which each cooperates (- for none)",
        "各方开始合作的贴现因子（- 表示无）",
    ),
    "without": ("breaches found by inspection", "违约由检查发现"),
    "published": ("results published", "公布结果"),
}

KEYS = ("illegal gain", "deterring detection", "temptation", "least detection here")
REPEATED = ("share exploited", "periods exploited", "violation rate")


def evaluation_card(found: Evaluation, language: Language) -> Card:
    """Return the card of what evaluation does."""
    about = about_line([found.conflict], found.calibration, language, unit=found.unit, policy=found.policy)
    tables = [*_exposures(found, language), *_packages(found, language), _ratings(found, language)]
    return Card(fill(PHRASES, "title", language), about, answer_first(found.describe(language), *tables))


def _exposures(found: Evaluation, language: Language) -> list[Table]:
    """A row an action that inspection is directed against."""
    rows = tuple(_exposure(found, exposure, language) for exposure in found.exposures)
    heads = tuple(word(key, language) for key in ("player", "action", *KEYS, *REPEATED))
    right = tuple(range(2, len(heads)))
    return [Table(heads, rows, heading("inspection", language), right)] if rows else []


def _exposure(found: Evaluation, exposure: Exposure, language: Language) -> tuple[Cell, ...]:
    repeated = exposure.repeated
    return (
        found.labels.of(exposure.player, language),
        found.labels.of(exposure.action, language),
        money(exposure.illegal_gain),
        _chance(exposure.deterring),
        money(exposure.temptation),
        _chance(exposure.least_detection),
        _chance(0 if repeated is None else repeated.share_exploited),
        number_text(0 if repeated is None else float(f"{float(repeated.periods_exploited):.3g}")),
        _chance(exposure.violation_rate),
    )


def _chance(share: Any) -> str:
    """A probability in percent; a dash where none is enough, or more than 1 is needed."""
    return "-" if share > 1 else share_text(np.float64(share))


def _packages(found: Evaluation, language: Language) -> list[Table]:
    """What inspection and recognition cost, together and alone."""
    rows = []
    none = word("none", language)
    for key in ("inspection", "both", "recognition"):
        package = getattr(found, key)
        if package is not None:
            levels = [f"{instrument_label(package, n, language)} {money(x)}" for n, x in package.levels.items() if x]
            cost = none if package.cost is None else money(package.cost)
            told = listed(levels, language) or none
            rows.append((fill(PHRASES, key, language), word(package.status, language), told, cost))
    keys = ("package", "status", "level", "expected cost")
    heads = tuple(word(key, language) for key in keys)
    return [Table(heads, tuple(rows), fill(PHRASES, "packages", language), (3,))] if rows else []


def _ratings(found: Evaluation, language: Language) -> Table:
    """How patient each must be, whether results are published or not."""
    factors = zip(found.conflict.player_names, found.ratings.without, found.ratings.published, strict=True)
    rows = tuple((found.labels.of(p, language), factor_text(a), factor_text(b)) for p, a, b in factors)
    heads = (word("player", language), *(fill(PHRASES, key, language) for key in ("without", "published")))
    return Table(heads, rows, fill(PHRASES, "ratings", language), (1, 2), folded=True)
