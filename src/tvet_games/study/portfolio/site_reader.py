"""Reading the linear programs of any of the sites of a table, chunk by chunk, and what is wrong with one of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from tvet_games.errors import FormulaError, InputError, Problem
from tvet_games.numerics import Array, to_float
from tvet_games.policy.assembly import baselines, spent_today
from tvet_games.policy.problem import PolicyProblem
from tvet_games.policy.question import Question
from tvet_games.policy.rows import Condition
from tvet_games.study.portfolio.site_levels import cheapest_levels
from tvet_games.study.portfolio.site_programs import SitePrograms, site_programs
from tvet_games.study.portfolio.sites import Sites

CHUNK = 4_000_000
"""Most coefficients of the sites whose arrays are held at one time: 32 MB, and some ten times that in passing."""


@dataclass(frozen=True, slots=True)
class SiteShortfall:
    """Why a site cannot be won within the bounds.

    Attributes
    ----------
    site : int
    name : str
    condition : Condition or None
        Which fails worst when everything is done that the bounds allow; None where not even the ceilings can be kept.
    missing : float
        [money per head and period] By how much.
    """

    site: int
    name: str
    condition: Condition | None
    missing: float


@dataclass(slots=True, eq=False)
class SiteReader:
    """The programs of any of the sites, and where things stand there."""

    question: Question
    sites: Sites
    chunk: int = 1
    size: int = 1
    needs_stand: bool = False

    def __post_init__(self) -> None:
        centre = self.question.problem()  # in fractions: says which term is not affine in the levels
        one = site_programs(self.question, self.problem(np.arange(1)), np.ones(1), self._nothing(centre))
        self.size = max(1, one.coefficients[0].size)
        self.chunk = max(1, CHUNK // self.size)
        self.needs_stand = bool(self.question.status_quo) or self.question.requirements.no_one_worse_off

    def chunks(self) -> Iterator[Array]:
        """The sites in parts that fit into memory."""
        for first in range(0, len(self.sites), self.chunk):
            yield np.arange(first, min(first + self.chunk, len(self.sites)))

    def programs(self, part: Array) -> tuple[SitePrograms, Array]:
        """The programs of some sites, and what the status quo costs at each."""
        problem = self.problem(part)
        stand, spent = self._stand(part) if self.needs_stand else ([], np.zeros(len(part)))
        heads = self.sites.heads[part]
        return site_programs(self.question, problem, heads, stand), spent * heads

    def problem(self, part: Array) -> PolicyProblem:
        """The arrays of some sites; what is wrong with one of them is said with its name."""
        try:
            values = {name: array[part] for name, array in self.sites.values.items()}
            calibration = self.question.calibration.with_ties().replace(**values)
            return self.question.problem(calibration, is_exact=False)
        except (InputError, FormulaError) as error:
            if len(part) > 1:
                half = len(part) // 2
                self.problem(part[:half])
                self.problem(part[half:])
                raise
            where = f"row {self.sites.rows[part[0]]}, " if self.sites.rows else ""
            field = f"{where}site {self.sites.names[part[0]]}"
            raise InputError(self.sites.source, [Problem(field, str(error))]) from None

    def _stand(self, part: Array) -> tuple[list[Array], Array]:
        """Payoffs of the players of each conflict where things stand, and what the status quo costs a head."""
        payoffs, spent = [], []
        for s in part:
            problem = self.question.problem(self.sites.calibration(self.question.calibration, int(s)))
            stand = baselines(problem, self.question.requirements.today)
            payoffs.append([[to_float(v) for v in b.equilibrium.payoffs] for b in stand])
            spent.append(to_float(spent_today(problem, stand)))
        each = [np.array([own[c] for own in payoffs]) for c in range(len(self.question.conflicts))]
        return each, np.array(spent)

    def _nothing(self, centre: PolicyProblem) -> list[Array]:
        return [np.zeros((1, len(arrays.conflict.players))) for arrays in centre.conflicts]

    def shortfalls(self, failed: Array) -> tuple[SiteShortfall, ...]:
        """Why some sites cannot be won."""
        found = []
        for first in range(0, len(failed), self.chunk):
            part = failed[first : first + self.chunk]
            least = cheapest_levels(self.programs(part)[0].forgiving())
            found += [
                SiteShortfall(int(s), self.sites.names[s], condition, float(missing))
                for s, condition, missing in zip(part, least.rows, least.cost, strict=True)
            ]
        return tuple(found)
