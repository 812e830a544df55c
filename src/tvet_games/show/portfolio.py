"""Who is funded: what a site costs beyond the status quo against the trainees whom it wins.

References
----------
Dantzig (1957), Discrete-variable extremum problems, Operations Research 5: with a budget those above a line through
the origin are taken, its slope the shadow price of the budget, up to the last site that does not fit.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from tvet_games.errors import expected
from tvet_games.numerics import Array
from tvet_games.show.colours import COLOURS, GREY, axes
from tvet_games.show.legends import legend_below
from tvet_games.show.style import COLUMN, in_style
from tvet_games.study.portfolio.result import Portfolio
from tvet_games.tables.labels import Language, spoken
from tvet_games.tables.units import unit_label
from tvet_games.tables.words import fill, money

if TYPE_CHECKING:
    from matplotlib.axes import Axes

PHRASES: dict[str, tuple[str, str]] = {
    "funded": ("funded ({count})", "获资助（{count}）"),
    "free": ("cooperates without ({count})", "无需资助即合作（{count}）"),
    "left": ("could be won ({count})", "可争取（{count}）"),
    "never": ("cannot be won ({count})", "无法争取（{count}）"),
    "price": ("{cost} {currency} a trainee", "每名学徒 {cost} {currency}"),
    "cost": ("expected public cost [{currency} a period]", "预期公共成本 [{currency}/期]"),
    "trainees": ("trainees", "学徒数"),
    "budget": ("{cost} of {budget} {currency} spent", "预算 {budget} {currency}，已用 {cost}"),
}

STYLES: dict[str, dict[str, Any]] = {
    "funded": {"marker": "o", "color": COLOURS[0]},
    "left": {"marker": "o", "color": COLOURS[5], "markerfacecolor": "white"},
    "free": {"marker": "s", "color": COLOURS[2]},
    "never": {"marker": "x", "color": "black"},
}
"""How a site of each kind is marked."""

ROOM = 0.06
"""Beyond the last site: a share of what the axes span."""

FEW = 200
"""With more sites, marks are smaller."""


@in_style
def plot_portfolio(found: Portfolio, ax: Axes | None = None, *, language: Language | None = None) -> Axes:
    """Draw the sites: what each costs, whom it wins, and who is funded.

    Parameters
    ----------
    found : Portfolio
    ax : matplotlib.axes.Axes, optional
    language : {"en", "zh"}, optional
        By default the one that is set.

    Returns
    -------
    matplotlib.axes.Axes
        A mark a site; those that cannot be won stand at the right border, where no cost is told. A line is the shadow
        price of the budget, where it has one: sites above it bring more for the money.

    Raises
    ------
    InputError
        If it is not what portfolio() returns.

    Examples
    --------
    >>> import pandas as pd
    >>> from tvet_games.study.portfolio.portfolio import portfolio
    >>> table = pd.DataFrame({"site": ["Ulm", "Jena"], "trainees": [10, 40], "trainee_output": [18_500, 15_000]})
    >>> ax = plot_portfolio(portfolio("germany_apprenticeship", table, budget=100_000))
    >>> [text.get_text() for text in ax.get_legend().get_texts()][:2]
    ['funded (1)', 'could be won (1)']
    """
    expected(found, Portfolio, "plot_portfolio", "what portfolio() returns")
    from matplotlib.ticker import MaxNLocator

    tongue = spoken(language)
    area = axes(ax, (COLUMN, 3.0))
    small = len(found.sites) > FEW
    for kind, which in _kinds(found).items():
        if not which.any():
            continue
        told = fill(PHRASES, kind, tongue, count=f"{int(which.sum()):,}")
        across: Any = found.cost[which]
        place = area.transData
        if kind == "never":
            across, place = np.ones(int(which.sum())), area.get_yaxis_transform()
        style = {**STYLES[kind], "markersize": 2.0 if small else 4.5, "transform": place, "clip_on": False}
        area.plot(across, found.sites.heads[which], linestyle="none", label=told, **style)
    currency = unit_label(found.question.calibration.unit.currency, tongue)
    area.set(xlabel=fill(PHRASES, "cost", tongue, currency=currency), ylabel=fill(PHRASES, "trainees", tongue))
    area.set(xlim=_from_zero(area.dataLim.intervalx), ylim=_from_zero(area.dataLim.intervaly))
    if found.budget is not None:
        sums = {"cost": money(round(found.total_cost)), "budget": money(round(found.budget)), "currency": currency}
        area.set_title(fill(PHRASES, "budget", tongue, **sums))
    if found.shadow_price:
        told = fill(PHRASES, "price", tongue, cost=money(round(1 / found.shadow_price)), currency=currency)
        area.axline((0, 0), slope=found.shadow_price, color=GREY, linewidth=0.9, linestyle="--", zorder=1, label=told)
    area.xaxis.set_major_locator(MaxNLocator(4))
    legend_below(area, columns=2)
    return area


def _kinds(found: Portfolio) -> dict[str, Array]:
    """Which sites are of which kind, each of one."""
    can = np.isfinite(found.cost)
    free = found.cooperates & ~found.funded
    return {"funded": found.funded, "left": can & ~found.funded & ~free, "free": free, "never": ~can & ~free}


def _from_zero(ends: Any) -> tuple[float, float]:
    low, high = min(float(ends[0]), 0.0), max(float(ends[1]), 0.0)
    room = ROOM * (high - low or 1.0)
    return (low - room if low < 0 else 0.0), high + room
