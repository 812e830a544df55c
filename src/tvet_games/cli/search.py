"""tvet-games search."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING

from rich.console import Console

from tvet_games.cli.output import console, language, print_card, print_json, progress
from tvet_games.cli.registry import NOTHING_FOUND
from tvet_games.cli.solution_data import contract_data, explanation_data, solution_data, uncertain_data
from tvet_games.cli.studies import draw
from tvet_games.cli.verification import verified
from tvet_games.model.library import load_scenario
from tvet_games.model.scenario import Scenario
from tvet_games.numerics import exact
from tvet_games.policy.question import Question
from tvet_games.policy.scenario import as_question
from tvet_games.policy.search import answer
from tvet_games.policy.solution import PolicySolution
from tvet_games.tables.labels import Language
from tvet_games.tables.vocabulary import word

if TYPE_CHECKING:
    from tvet_games.study.chance.chance import ChancePolicy
    from tvet_games.study.explain import Explanation
    from tvet_games.study.robust.robust import RobustPolicy


def run(
    *,
    scenario: str,
    explain: bool,
    plot: str | None,
    plot_tornado: str | None,
    verify: bool,
    proof: str | None,
    json: bool,
    lang: str,
) -> None:
    """Print the cheapest policy of a scenario, or why there is none (exit code 3)."""
    tongue = language(lang)
    question = load_scenario(scenario)
    asked = as_question(question)
    solution = answer(asked)
    out = console()
    data: dict[str, object] = dict(solution_data(solution, question)) if json else {}
    if not json:
        print_solution(out, solution, question, tongue)
    data |= verified(None if json else out, solution, check=verify, proof=proof)
    if plot is not None and solution.feasible:
        draw(plot, partial(_before_after, solution))
    if explain or plot_tornado is not None:
        data |= _explain(out, asked, solution, tongue, plot_tornado, json=json)
        if question.contracts:
            data |= _contracts(out, asked, tongue, json=json)
    if question.uncertainty is not None and solution.feasible:
        data |= _uncertain(out, asked, question, tongue, json=json)
    if json:
        print_json(data)
    if not solution.feasible:
        raise SystemExit(NOTHING_FOUND)


def print_solution(out: Console, solution: PolicySolution, question: Scenario, lang: Language) -> None:
    """Print the question, and the card of its answer."""
    out.print(f"{word('question', lang)}: {question.question.of(lang)}")
    print_card(out, solution.card(lang))


def _explain(
    out: Console, asked: Question, solution: PolicySolution, lang: Language, plot: str | None, *, json: bool
) -> Mapping[str, object]:
    """What the package rests on, also as a picture where one is asked for."""
    from tvet_games.study.explain import explain

    with progress("explain") as step:
        found = explain(asked, solution, progress=step)
    if solution.feasible:
        draw(plot, partial(_tornado, found))
    if json:
        return {"explanation": explanation_data(found)}
    print_card(out, found.card(lang))
    return {}


def _before_after(solution: PolicySolution) -> object:
    from tvet_games.show.before_after import plot_before_after

    return plot_before_after(solution)


def _tornado(found: Explanation) -> object:
    from tvet_games.show.tornado import plot_tornado

    return plot_tornado(found)


def _contracts(out: Console, asked: Question, lang: Language, *, json: bool) -> Mapping[str, object]:
    """What contracts achieve alone, and how much public money they save."""
    from tvet_games.study.contract import contract_effect

    found = contract_effect(asked)
    if json:
        return {"contract_effect": contract_data(found)}
    print_card(out, found.card(lang))
    return {}


def _uncertain(
    out: Console, asked: Question, question: Scenario, lang: Language, *, json: bool
) -> Mapping[str, object]:
    """The package that holds in the whole box of ranges, or in most drawn worlds."""
    found = _package(asked, question)
    if json:
        return {"uncertainty": uncertain_data(found)}
    print_card(out, found.card(lang))
    return {}


def _package(asked: Question, question: Scenario) -> RobustPolicy | ChancePolicy:
    from tvet_games.study.chance.chance import chance
    from tvet_games.study.robust.robust import robust

    wanted = question.uncertainty
    assert wanted is not None
    if wanted.robust:
        return robust(asked)
    with progress("chance") as step:
        return chance(
            asked,
            exact(wanted.risk),
            draws=wanted.draws,
            rng=wanted.seed,
            distribution=wanted.distribution,
            progress=step,
        )
