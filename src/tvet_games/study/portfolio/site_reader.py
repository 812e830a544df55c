"""Reading the linear programs of sites, strip by strip, and what is wrong with one of them.

Sites are read in strips of a fixed number of sites that depends on the question alone. Which of several packages of one
cost is found, and the last bits of a cost, may depend on the sites that are solved together: those of a strip.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np

from tvet_games.errors import FormulaError, InputError, Problem
from tvet_games.numerics import Array, to_float
from tvet_games.policy.assembly import baselines, spent_today
from tvet_games.policy.problem import PolicyProblem
from tvet_games.policy.question import Question
from tvet_games.policy.rows import Condition
from tvet_games.study.portfolio.site_programs import SitePrograms, site_programs
from tvet_games.study.portfolio.site_shortfalls import every_condition
from tvet_games.study.portfolio.sites import Sites

STRIP = 2_048
"""Most sites that are solved together: few bases serve them all, and their arrays stay in the cache."""

CELLS = 4_000_000
"""Most coefficients of the sites that are solved together: 32 MB, and some ten times that in passing."""


@dataclass(frozen=True, slots=True, eq=False)
class SiteReader:
    """What is asked of each site.

    Attributes
    ----------
    question : Question
    size : int
        Coefficients of the program of a site.
    strip : int
        Sites that are solved together.
    conditions : tuple of Condition
        All that a site can fail by.
    needs_stand : bool
        Whether it matters where things stand at a site.
    """

    question: Question
    size: int
    strip: int
    conditions: tuple[Condition, ...] = field(repr=False)
    needs_stand: bool

    @classmethod
    def of(cls, question: Question, sites: Sites) -> SiteReader:
        """Read a question that is asked of some sites.

        Raises
        ------
        NotAffineError
            If an effect is not affine in the levels.
        InputError
            If the values of the first site contradict each other.
        """
        centre = question.problem()  # in fractions: says which term is not affine in the levels
        nothing = [np.zeros((1, len(arrays.conflict.players))) for arrays in centre.conflicts]
        one = site_programs(question, site_problem(question, sites.part(slice(1))), np.ones(1), nothing)
        needs_stand = bool(question.status_quo) or question.requirements.no_one_worse_off
        size = max(1, one.coefficients[0].size)
        return cls(question, size, max(1, min(STRIP, CELLS // size)), every_condition(one), needs_stand)

    def strips(self, count: int) -> Iterator[slice]:
        """So many sites in strips."""
        for first in range(0, count, self.strip):
            yield slice(first, min(first + self.strip, count))

    def check(self, sites: Sites) -> None:
        """Refuse sites whose values contradict each other.

        Raises
        ------
        InputError
            It names the first such site, and its row.
        """
        for part in self.strips(len(sites)):
            site_problem(self.question, sites.part(part))

    def programs(self, sites: Sites) -> tuple[SitePrograms, Array]:
        """The programs of some sites, and what the status quo costs at each."""
        problem = site_problem(self.question, sites)
        stand, spent = self._stand(sites) if self.needs_stand else ([], np.zeros(len(sites)))
        return site_programs(self.question, problem, sites.heads, stand), spent * sites.heads

    def _stand(self, sites: Sites) -> tuple[list[Array], Array]:
        """Payoffs of the players of each conflict where things stand, and what the status quo costs a head."""
        payoffs, spent = [], []
        for s in range(len(sites)):
            problem = self.question.problem(sites.calibration(self.question.calibration, s))
            stand = baselines(problem, self.question.requirements.today)
            payoffs.append([[to_float(v) for v in b.equilibrium.payoffs] for b in stand])
            spent.append(to_float(spent_today(problem, stand)))
        each = [np.array([own[c] for own in payoffs]) for c in range(len(self.question.conflicts))]
        return each, np.array(spent)


def site_problem(question: Question, sites: Sites) -> PolicyProblem:
    """The arrays of some sites; what is wrong with one of them is said with its name."""
    try:
        return question.problem(sites.calibration(question.calibration), is_exact=False)
    except (InputError, FormulaError) as error:
        if len(sites) > 1:
            half = len(sites) // 2
            site_problem(question, sites.part(slice(half)))
            site_problem(question, sites.part(slice(half, None)))
            raise
        where = f"row {sites.rows[0]}, " if sites.rows else ""
        raise InputError(sites.source, [Problem(f"{where}site {sites.names[0]}", str(error))]) from None
