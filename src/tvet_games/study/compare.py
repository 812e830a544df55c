"""Scenarios or countries side by side, each in its own money unit, per year and as a share of gross training cost.

Money of different units is never added or converted: what can be compared across countries are the shares, the kinds of
equilibria, how firmly cooperation stands, and how much of the inputs is assumed.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from tvet_games.errors import InputError, Problem, nearest, shorten
from tvet_games.policy.question import Question
from tvet_games.policy.scenario import Asked, as_question
from tvet_games.policy.search import answer
from tvet_games.policy.solution import PolicySolution
from tvet_games.tables.card import Card
from tvet_games.tables.labels import Language, spoken
from tvet_games.tables.shown import Shown


@dataclass(frozen=True, slots=True, eq=False)
class ComparisonRow:
    """One question and its answer in comparable terms.

    Attributes
    ----------
    name : str
        Of the scenario, or of the calibration.
    country, unit : str
    status : str
    cost : Fraction or None
        [unit] Expected public cost per head and period; None where no policy will do.
    cost_per_year : Fraction or None
        [currency per head and year]
    share_of_gross : Fraction or None
        [share] Of the value ``relative_to``.
    instruments : tuple of str
        Used, by their labels' names.
    equilibria_before, equilibria_after : tuple of int
        How many, for each conflict.
    assumed : float
        [share] Of the inputs that are assumed.
    solution : PolicySolution
    """

    name: str
    country: str
    unit: str
    status: str
    cost: Fraction | None
    cost_per_year: Fraction | None
    share_of_gross: Fraction | None
    instruments: tuple[str, ...]
    equilibria_before: tuple[int, ...]
    equilibria_after: tuple[int, ...]
    assumed: float
    solution: PolicySolution = field(repr=False)


@dataclass(frozen=True, slots=True, eq=False)
class Comparison(Shown):
    """Several questions side by side.

    Attributes
    ----------
    rows : tuple of ComparisonRow
    relative_to : str
        The value that costs are a share of.
    """

    rows: tuple[ComparisonRow, ...]
    relative_to: str

    def __repr__(self) -> str:
        return f"Comparison({shorten(', '.join(row.name for row in self.rows))}, relative_to={self.relative_to!r})"

    def card(self, language: Language | None = None) -> Card:
        """Return a column a question."""
        from tvet_games.study.compare_card import comparison_card

        return comparison_card(self, spoken(language))

    def to_frame(self) -> Any:
        """Return a :class:`pandas.DataFrame`: a row a question."""
        import pandas as pd

        names = [n for n in ComparisonRow.__dataclass_fields__ if n not in ("name", "solution")]
        rows = [{n: getattr(row, n) for n in names} for row in self.rows]
        return pd.DataFrame(rows, index=[row.name for row in self.rows], columns=names)


def compare(
    asked: Sequence[Asked],
    *,
    relative_to: str = "training_cost",
    progress: Callable[[int, int], None] | None = None,
) -> Comparison:
    """Answer several questions and put the answers side by side.

    Parameters
    ----------
    asked : sequence of Question, Scenario, name or path
    relative_to : str
        A money value of every calibration that costs are given as a share of.
    progress : function, optional
        Called with how many are answered, and how many there are.

    Returns
    -------
    Comparison

    Raises
    ------
    InputError
        If nothing is asked, or a calibration has no such value or it is not more than 0.

    Examples
    --------
    >>> table = compare(["germany_apprenticeship", "china_school_enterprise"])
    >>> [(row.country, row.unit, f"{float(row.share_of_gross):.1%}") for row in table.rows]
    [('DE', 'EUR per trainee-year', '12.2%'), ('CN', 'CNY per trainee-year', '11.0%')]
    """
    if not asked:
        raise InputError("compare", [Problem("", "needs at least one scenario")])
    questions = [as_question(a) for a in asked]
    for question in questions:
        _check(question, relative_to)
    rows = []
    for k, question in enumerate(questions):
        rows.append(_row(question, answer(question), relative_to))
        if progress is not None:
            progress(k + 1, len(questions))
    return Comparison(tuple(rows), relative_to)


def _check(question: Question, relative_to: str) -> None:
    numbers = question.calibration.numbers
    if relative_to not in numbers:
        hint = nearest(relative_to, numbers)
        raise InputError(question.calibration.name, [Problem("relative_to", "is not a value", relative_to, hint)])
    if numbers[relative_to] <= 0:
        what = f"must be more than 0 to take shares of, it is {numbers[relative_to]}"
        raise InputError(question.calibration.name, [Problem(relative_to, what)])


def _row(question: Question, solution: PolicySolution, relative_to: str) -> ComparisonRow:
    calibration = question.calibration
    years = calibration.period_years
    heads = next(iter(solution.problem.counts.values()))
    cost = None if solution.cost is None else solution.cost / heads
    return ComparisonRow(
        name=question.name or calibration.name,
        country=calibration.country,
        unit=str(calibration.unit),
        status=solution.status,
        cost=cost,
        cost_per_year=None if cost is None else cost / years,
        share_of_gross=None if cost is None else cost / calibration.numbers[relative_to],
        instruments=tuple(name for name, level in solution.levels.items() if level),
        equilibria_before=tuple(len(o.before) for o in solution.outcomes),
        equilibria_after=tuple(len(o.after) for o in solution.outcomes) if solution.feasible else (),
        assumed=solution.provenance["assumed"],
        solution=solution,
    )
