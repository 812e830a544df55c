"""The summary of a dossier, in English and Chinese: what a reader without game theory should know first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tvet_games.games.strategy_words import strategy_words
from tvet_games.model.calibration_card import shares_told
from tvet_games.policy.outcome import Outcome
from tvet_games.policy.words import answered, cost_unit
from tvet_games.study.robust.robust import RobustPolicy
from tvet_games.tables.card import Card, Part
from tvet_games.tables.labels import Language
from tvet_games.tables.table import Strong
from tvet_games.tables.words import fill, listed, money, percent

if TYPE_CHECKING:
    from tvet_games.study.dossier.dossier import Dossier

PHRASES: dict[str, tuple[str, str]] = {
    "between": (", ", "，"),
    "some": ("Today {failing} of the {all} parties do not cooperate.", "目前 {all} 方中有 {failing} 方不合作。"),
    "stands": ("Today {players} all cooperate.", "目前{players}都合作。"),
    "stands two": ("Today {players} both cooperate.", "目前{players}双方都合作。"),
    "fails": ("Today {players} do not all cooperate: {actions}.", "目前{players}没有都合作：{actions}。"),
    "fails two": ("Today {players} do not both cooperate: {actions}.", "目前{players}没有双方合作：{actions}。"),
    "several": (
        "Today not everybody cooperates in {failing} of the {all} conflicts.",
        "目前在 {all} 组冲突中有 {failing} 组并非各方都合作。",
    ),
    "sure": (
        "The values are known within ranges only: of {draws} drawn worlds cooperation is an equilibrium in {before} as "
        "things stand, and in {after} under this package.",
        "各数值只知其范围：在抽取的 {draws} 种情形中，现状下合作是均衡的占 {before}，采用该组合后占 {after}。",
    ),
    "robust": (
        "A package that holds in every world of the ranges costs {cost} {unit}.",
        "在整个取值范围内都成立的组合成本为 {cost} {unit}。",
    ),
    "chance": (
        "A package that holds in most of the worlds costs {cost} {unit}.",
        "在大多数情形中成立的组合成本为 {cost} {unit}。",
    ),
    "no robust": (
        "No package within the bounds holds in every world of the ranges.",
        "在给定范围内，没有在所有情形中都成立的组合。",
    ),
    "no chance": (
        "No package within the bounds holds in that many worlds.",
        "在给定范围内，没有在足够多情形中成立的组合。",
    ),
}

MOST_TOLD = 4
"""Of more players only those who do not cooperate are counted."""


def describe(found: Dossier, language: Language) -> tuple[str, ...]:
    """Say how things stand, what to do and what that costs, how sure it is, and what the numbers rest on."""
    solution = found.solution
    calibration = solution.problem.calibration
    return (
        _today(found, language),
        *answered(solution, language),
        *_sure(found, language),
        *_resilient(found, language),
        shares_told(calibration, solution.inputs, language),
    )


def dossier_card(found: Dossier, language: Language) -> Card:
    """Return the card of a dossier."""
    scenario = found.scenario
    text = scenario.question.of(language)
    parts: tuple[Part, ...] = (
        *([Strong(text)] if text else []),
        *describe(found, language),
        *found.solution.card(language).tables[:2],
    )
    return Card(scenario.labels.of(scenario.name, language), scenario.calibration.label(language), parts)


def _today(found: Dossier, language: Language) -> str:
    outcomes = found.solution.outcomes
    if len(outcomes) > 1:
        failing = sum(not _cooperates(outcome) for outcome in outcomes)
        return fill(PHRASES, "several", language, failing=failing, all=len(outcomes))
    outcome = outcomes[0]
    conflict = outcome.arrays.conflict
    alone = [strategy[0] == 1 for strategy in outcome.baseline.strategies]
    if len(alone) > MOST_TOLD and not all(alone):
        return fill(PHRASES, "some", language, failing=alone.count(False), all=len(alone))
    players = listed([conflict.labels.of(player, language) for player in conflict.player_names], language)
    key = "stands" if _cooperates(outcome) else "fails"
    key += " two" if len(conflict.player_names) == 2 else ""
    return fill(PHRASES, key, language, players=players, actions=_actions(outcome, language))


def _cooperates(outcome: Outcome) -> bool:
    """Whether where things stand is everybody's cooperation: the first action of each."""
    return all(strategy[0] == 1 for strategy in outcome.baseline.strategies)


def _actions(outcome: Outcome, language: Language) -> str:
    conflict = outcome.arrays.conflict
    told = zip(outcome.baseline.strategies, conflict.actions, strict=True)
    label = conflict.labels.of
    between = fill(PHRASES, "between", language)
    return between.join(strategy_words(played, [label(a, language) for a in own], language) for played, own in told)


def _sure(found: Dossier, language: Language) -> tuple[str, ...]:
    drawn = found.probability
    if drawn is None or len(drawn.policies) < 2:
        return ()
    before, after = drawn.policies[0], drawn.policies[-1]
    shares = {"before": percent(before.probability), "after": percent(after.probability)}
    return (fill(PHRASES, "sure", language, draws=f"{drawn.draws:,}", **shares),)


def _resilient(found: Dossier, language: Language) -> tuple[str, ...]:
    package = found.resilient
    if package is None:
        return ()
    kind = "robust" if isinstance(package, RobustPolicy) else "chance"
    if package.cost is None:
        return (fill(PHRASES, f"no {kind}", language),)
    return (fill(PHRASES, kind, language, cost=money(package.cost), unit=cost_unit(found.solution, language)),)
