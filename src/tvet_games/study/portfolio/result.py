"""What a portfolio says: who is funded with what at what cost, and who cannot be won.

Shapes: S sites, K levels.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from tvet_games.numerics import Array
from tvet_games.policy.question import Question
from tvet_games.study.portfolio.site_shortfalls import SiteShortfall
from tvet_games.study.portfolio.sites import Sites, spreadsheet_frame
from tvet_games.tables.card import Card
from tvet_games.tables.labels import Language, spoken
from tvet_games.tables.shown import Shown

Mode = Literal["local", "common"]


@dataclass(frozen=True, slots=True, eq=False)
class Portfolio(Shown):
    """Policies for many sites under one budget.

    Attributes
    ----------
    question : Question
    sites : Sites
    mode : str
        ``local`` or ``common``.
    instruments : tuple of str
    levels : array, shape (S, K)
        [unit of each level] The package of each site, funded or not; nan where none will do. Under a common package
        the levels at the sites that it serves.
    cost : array, shape (S,)
        [money of the site and period, beyond what the status quo costs there] Expected cost of these levels; inf where
        there are none.
    funded : array of bool, shape (S,)
    cooperates : array of bool, shape (S,)
        Whether cooperation satisfies the criteria in every conflict of the site, under its levels where it is funded
        and under those in force today where it is not.
    verified : bool
        Whether that was found at every funded site, and every row of its program holds.
    status : str
        ``optimal``, ``bound`` where the gap is not 0, ``infeasible`` where no site can be won.
    objective : str
        What was optimised: ``cost`` where every site that can be won is funded, else ``trainees``.
    bound : float
        The cost is no lower, or the trainees are no more.
    budget : float or None
        [money] None for no limit.
    shadow_price : float or None
        [trainees per unit of money] What one more unit of the budget brings in the linear relaxation of the choice of
        sites; None where the budget does not bind, and under a common package.
    shortfalls : tuple of SiteShortfall
        Of the sites that cannot be won.
    chunks_found, chunks_damaged : int
        Chunks of sites that the store held already, and how many of them were damaged and computed again.
    """

    question: Question = field(repr=False)
    sites: Sites = field(repr=False)
    mode: Mode
    instruments: tuple[str, ...] = field(repr=False)
    levels: Array = field(repr=False)
    cost: Array = field(repr=False)
    funded: Array = field(repr=False)
    cooperates: Array = field(repr=False)
    verified: bool
    status: Literal["optimal", "bound", "infeasible"]
    objective: Literal["cost", "trainees"]
    bound: float
    budget: float | None
    shadow_price: float | None
    shortfalls: tuple[SiteShortfall, ...] = field(repr=False)
    chunks_found: int = 0
    chunks_damaged: int = 0

    @property
    def total_cost(self) -> float:
        """Expected cost of the funded sites [money per period]."""
        return float(self.cost[self.funded].sum())

    @property
    def trainees_funded(self) -> float:
        """Trainees at the funded sites."""
        return float(self.sites.heads[self.funded].sum())

    @property
    def gap(self) -> float:
        """How far the objective may be from the best, as a share; 0 where it is optimal."""
        value = self.total_cost if self.objective == "cost" else self.trainees_funded
        size = max(abs(value), abs(self.bound))
        return 0.0 if self.status != "bound" or not size else abs(value - self.bound) / size

    def card(self, language: Language | None = None) -> Card:
        """Return the answer in sentences, and a row a site."""
        from tvet_games.study.portfolio.card import portfolio_card

        return portfolio_card(self, spoken(language))

    def to_frame(self) -> Any:
        """Return a :class:`pandas.DataFrame`: a row a site."""
        import pandas as pd

        from tvet_games.study.portfolio.words import reason

        why = {short.site: reason(self, short) for short in self.shortfalls}
        columns = {
            "trainees": self.sites.heads,
            "funded": self.funded,
            "cooperates": self.cooperates,
            "cost": self.cost,
            **{name: self.levels[:, k] for k, name in enumerate(self.instruments)},
            "reason": [why.get(s, "") for s in range(len(self.sites))],
        }
        return pd.DataFrame(columns, index=pd.Index(self.sites.names, name="site"))

    def to_csv(self, path: str | Path) -> None:
        """Write the table for a spreadsheet, names that look like formulas escaped."""
        spreadsheet_frame(self.to_frame()).to_csv(path)

    def describe(self, language: Language = "en") -> tuple[str, ...]:
        """The answer in sentences: who is funded at what cost, what limits it, and who cannot be won and why."""
        from tvet_games.study.portfolio.words import describe

        return describe(self, language)
