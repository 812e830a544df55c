"""A portfolio as a card: who is funded with what; and the sites of a table."""

from __future__ import annotations

import numpy as np

from tvet_games.model.parameter_labels import parameter_labels
from tvet_games.study.portfolio.result import Portfolio
from tvet_games.study.portfolio.sites import Sites
from tvet_games.tables.card import Card
from tvet_games.tables.labels import Language
from tvet_games.tables.table import Cell, Table
from tvet_games.tables.units import unit_label
from tvet_games.tables.vocabulary import word, yes_or_no
from tvet_games.tables.words import fill, listed, money

SHOWN = 40
"""Sites that are shown."""

PHRASES: dict[str, tuple[str, str]] = {
    "portfolio": ("Portfolio of sites", "单位组合"),
    "sites": ("Sites", "单位"),
    "summary": ("{count} sites with {trainees} trainees", "{count} 个单位，{trainees} 名学徒"),
    "more": ("... and {count} more; a CSV file takes all.", "……另有 {count} 个；CSV 文件可含全部。"),
    "ranges": ("What differs by site", "各单位不同的数值"),
    "all": ("The sites", "各单位"),
}


def portfolio_card(found: Portfolio, language: Language) -> Card:
    """Return the card of a portfolio: the answer in sentences, then a row a site."""
    rows = tuple(_row(found, s, language) for s in range(min(SHOWN, len(found.sites))))
    heads = tuple(word(key, language) for key in ("site", "trainees", "funded", "expected cost", "cheapest package"))
    table = Table(heads, rows, right=(1, 3), note=_more(len(found.sites), language))
    calibration = found.question.calibration
    about = f"{calibration.label(language)} · {unit_label(calibration.unit.currency, language)}"
    return Card(fill(PHRASES, "portfolio", language), about, (*found.describe(language), table))


def _row(found: Portfolio, s: int, language: Language) -> tuple[Cell, ...]:
    used = [
        f"{found.question.label(name, language)} {money(level)}"
        for name, level in zip(found.instruments, found.levels[s], strict=True)
        if np.isfinite(level) and level > 0
    ]
    cost = money(found.cost[s]) if np.isfinite(found.cost[s]) else word("none", language)
    funded = yes_or_no(found.funded[s], language)
    return found.sites.names[s], money(found.sites.heads[s]), funded, cost, listed(used, language)


def sites_card(sites: Sites, language: Language) -> Card:
    """Return the card of a table of sites: the range of what differs, then a row a site."""
    trainees = money(float(sites.heads.sum()))
    about = fill(PHRASES, "summary", language, count=f"{len(sites):,}", trainees=trainees)
    return Card(fill(PHRASES, "sites", language), about, (*_ranges(sites, language), _sites(sites, language)))


def _ranges(sites: Sites, language: Language) -> tuple[Table, ...]:
    rows = tuple(
        (parameter_labels().of(name, language), *(money(float(of(column))) for of in (np.min, np.mean, np.max)))
        for name, column in sites.values.items()
        if column.size
    )
    heads = ("", *(word(key, language) for key in ("least", "mean", "largest")))
    return (Table(heads, rows, fill(PHRASES, "ranges", language), (1, 2, 3)),) if rows else ()


def _sites(sites: Sites, language: Language) -> Table:
    columns = (sites.heads, *sites.values.values())
    rows = tuple((sites.names[s], *(money(column[s]) for column in columns)) for s in range(min(SHOWN, len(sites))))
    heads = (
        word("site", language),
        word("trainees", language),
        *(parameter_labels().of(name, language) for name in sites.values),
    )
    right = tuple(range(1, len(heads)))
    return Table(heads, rows, fill(PHRASES, "all", language), right, folded=True, note=_more(len(sites), language))


def _more(count: int, language: Language) -> str:
    return fill(PHRASES, "more", language, count=f"{count - SHOWN:,}") if count > SHOWN else ""
