"""A scenario from all sides: its answer, what the answer rests on, how sure it is, and where the numbers come from.

Nothing is computed here that is not a study of its own; a dossier holds their results side by side, so that a report
says nothing that cannot be asked again by itself.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from tvet_games.errors import InputError
from tvet_games.model.library import load_scenario
from tvet_games.model.policy import Policy
from tvet_games.model.scenario import Scenario
from tvet_games.numerics import exact
from tvet_games.policy.question import Question
from tvet_games.policy.scenario import as_question
from tvet_games.policy.search import answer
from tvet_games.policy.solution import PolicySolution
from tvet_games.study.chance.chance import ChancePolicy, chance
from tvet_games.study.citation.cite import Citation, cite
from tvet_games.study.contract import ContractEffect, contract_effect
from tvet_games.study.dossier.origin import Origin, origin_of
from tvet_games.study.explain import Explanation, explain
from tvet_games.study.frontier import Frontier, frontier
from tvet_games.study.portfolio.portfolio import portfolio
from tvet_games.study.portfolio.result import Portfolio
from tvet_games.study.portfolio.sites import read_sites
from tvet_games.study.robust.robust import RobustPolicy, robust
from tvet_games.study.sharing import Sharing, share
from tvet_games.study.take_up import TakeUp, take_up
from tvet_games.study.uncertainty.probability import CooperationProbability, cooperation_probability
from tvet_games.tables.card import Card
from tvet_games.tables.labels import Language, spoken
from tvet_games.tables.shown import Shown

Progress = Callable[[int, int], None]

T = TypeVar("T")

TODAY, PACKAGE = "today", "package"
"""What the policies are called whose chances are drawn."""

SUBSIDY = "training_subsidy"
"""The instrument whose take-up is told where a scenario names no other."""

SHARED_BY = 3
"""From so many players on there is a benefit to share among groups."""


@dataclass(frozen=True, slots=True, eq=False)
class Dossier(Shown):
    """A scenario and all that is known of its answer.

    Attributes
    ----------
    scenario : Scenario
    question : Question
    solution : PolicySolution
        The cheapest policy, or why there is none.
    explanation : Explanation or None
        What the package rests on; None where there is no package.
    frontier : Frontier or None
        Least cost against the margin, or over what the scenario's file names.
    probability : CooperationProbability or None
        In how many drawn worlds cooperation is an equilibrium, without a policy and under the package.
    resilient : RobustPolicy, ChancePolicy or None
        The package that holds in every world of the ranges, or in most, if the scenario asks for that.
    take_up : TakeUp or None
        How many more firms train; None where the calibration has no distribution of firms.
    contract : ContractEffect or None
        What contracts achieve, where the scenario allows for them.
    sharing : Sharing or None
        What each of three or more players gets of the benefit.
    portfolio : Portfolio or None
        Who is funded, where the scenario names sites.
    sources : Citation
    origin : Origin
        What makes it again: versions, files, seed.
    absent : mapping of str to str
        Studies that this question has no answer to, each with the reason.
    """

    scenario: Scenario
    question: Question = field(repr=False)
    solution: PolicySolution
    explanation: Explanation | None = field(repr=False)
    frontier: Frontier | None = field(repr=False)
    probability: CooperationProbability | None = field(repr=False)
    resilient: RobustPolicy | ChancePolicy | None = field(repr=False)
    take_up: TakeUp | None = field(repr=False)
    contract: ContractEffect | None = field(repr=False)
    sharing: Sharing | None = field(repr=False)
    portfolio: Portfolio | None = field(repr=False)
    sources: Citation = field(repr=False)
    origin: Origin = field(repr=False)
    absent: Mapping[str, str] = field(repr=False)

    def describe(self, language: Language = "en") -> tuple[str, ...]:
        """Sum up, for a reader without game theory: what to do, what it costs and brings, how sure it is."""
        from tvet_games.study.dossier.words import describe

        return describe(self, language)

    def card(self, language: Language | None = None) -> Card:
        """Return the question, the summary and the answer."""
        from tvet_games.study.dossier.words import dossier_card

        return dossier_card(self, spoken(language))

    def to_frame(self) -> Any:
        """Return the :class:`pandas.DataFrame` of the answer: a row an instrument."""
        return self.solution.to_frame()


def dossier(
    asked: Scenario | str | Path, *, draws: int = 4096, rng: int = 0, progress: Progress | None = None
) -> Dossier:
    """Look at a scenario from all sides.

    Parameters
    ----------
    asked : Scenario, name or path
    draws : int
        How many worlds are drawn for the probability of cooperation.
    rng : int
        Seed of what is drawn.
    progress : function, optional
        Called with how many steps are done, and how many there are.

    Returns
    -------
    Dossier

    Raises
    ------
    InputError
        If the file has mistakes, or an instrument does nothing in its conflicts.

    Examples
    --------
    >>> found = dossier("germany_apprenticeship")
    >>> print(found.describe()[0])
    Today school and enterprise do not both cooperate: nominal, free-ride.
    >>> found.take_up is not None, found.sharing is None
    (True, True)
    """
    scenario = asked if isinstance(asked, Scenario) else load_scenario(asked)
    question = as_question(scenario)
    solution = answer(question)
    absent: dict[str, str] = {}
    steps = _steps(scenario, question, solution, draws, rng)
    results: dict[str, Any] = {}
    for done, (name, study) in enumerate(steps.items()):
        if progress is not None:
            progress(done, len(steps))
        results[name] = _tried(name, study, absent)
    return Dossier(
        scenario=scenario,
        question=question,
        solution=solution,
        **results,
        sources=cite(scenario),
        origin=origin_of(asked, scenario, draws, rng),
        absent=absent,
    )


def _steps(
    scenario: Scenario, question: Question, solution: PolicySolution, draws: int, rng: int
) -> dict[str, Callable[[], Any] | None]:
    """The studies around the answer; None where the question is not of their kind."""
    feasible = solution.feasible
    players = [len(conflict.player_names) for conflict in question.conflicts]
    return {
        "explanation": (lambda: explain(question, solution)) if feasible else None,
        "frontier": (lambda: _frontier(scenario, question)) if feasible else None,
        "probability": (lambda: _probability(question, solution, draws, rng)) if feasible else None,
        "resilient": (lambda: _resilient(scenario, question)) if feasible else None,
        "take_up": (lambda: _take_up(scenario)) if scenario.take_up or _subsidises(question) else None,
        "contract": (lambda: contract_effect(question)) if scenario.contracts else None,
        "sharing": (lambda: share(scenario)) if len(players) == 1 and players[0] >= SHARED_BY else None,
        "portfolio": (lambda: _portfolio(scenario, question)) if scenario.portfolio else None,
    }


def _subsidises(question: Question) -> bool:
    """Whether firms may be paid for training."""
    return any(instrument.name == SUBSIDY for instrument in question.instruments)


def _tried(name: str, study: Callable[[], T] | None, absent: dict[str, str]) -> T | None:
    """A study's result; None, with the reason, where it cannot be asked of this question."""
    if study is None:
        return None
    try:
        return study()
    except InputError as error:
        absent[name] = "; ".join(f"{p.field} {p.what}".strip() for p in error.problems)
        return None


def _frontier(scenario: Scenario, question: Question) -> Frontier:
    table = scenario.frontier
    if table is None:
        return frontier(question)
    return frontier(question, table.over, start=table.start, stop=table.stop, points=table.points)


def _probability(question: Question, solution: PolicySolution, draws: int, rng: int) -> CooperationProbability:
    policies = {TODAY: Policy(**question.status_quo), PACKAGE: solution}
    return cooperation_probability(
        question.conflicts, question.calibration, policies, draws=draws, rng=rng, instruments=question.instruments
    )


def _resilient(scenario: Scenario, question: Question) -> RobustPolicy | ChancePolicy:
    wanted = scenario.uncertainty
    if wanted is None or wanted.robust:
        return robust(question)
    return chance(question, exact(wanted.risk), draws=wanted.draws, rng=wanted.seed, distribution=wanted.distribution)


def _take_up(scenario: Scenario) -> TakeUp:
    table = scenario.take_up
    if table is None:
        return take_up(scenario.calibration)
    return take_up(scenario.calibration, table.instrument, distribution=table.distribution)


def _portfolio(scenario: Scenario, question: Question) -> Portfolio:
    table = scenario.portfolio
    assert table is not None
    sites = read_sites(scenario.folder / table.sites, question=question)
    return portfolio(question, sites, levels=table.levels)
