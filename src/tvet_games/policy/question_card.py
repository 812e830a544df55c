"""A policy question as a card, in the terms in which a scenario's card says it."""

from __future__ import annotations

from tvet_games.model.scenario_card import circumstances, instrument_names, levers, limits, subject
from tvet_games.policy.question import Question
from tvet_games.policy.words import describe_criteria
from tvet_games.tables.card import Card
from tvet_games.tables.labels import Labels, Language
from tvet_games.tables.table import Table
from tvet_games.tables.vocabulary import word
from tvet_games.tables.words import fill, listed

PHRASES: dict[str, tuple[str, str]] = {
    "title": ("Policy question", "政策问题"),
    "contracts": ("contracts of {names}", "{names}的合同"),
}


def question_card(asked: Question, language: Language) -> Card:
    """Return the card of a question."""
    required = asked.requirements
    public = [i for i in asked.instruments if i.between is None]
    between = [i for i in asked.instruments if i.between is not None]
    facts = [
        *subject(asked.conflicts, asked.calibration, language),
        (word("instruments", language), instrument_names(public, contracts=bool(between), language=language)),
        (word("criterion", language), describe_criteria(required.criteria, language)),
        (
            word("limits", language),
            limits(
                language,
                participation=required.participation,
                no_one_worse_off=required.no_one_worse_off,
                budget=required.budget,
                liability=required.liability,
                at_most=required.at_most,
            ),
        ),
        *circumstances(asked.heads, asked.public_funds, asked.conflicts, required.today or {}, language),
    ]
    if asked.unavailable:
        facts.append((word("left out", language), listed([n.replace("_", " ") for n in asked.unavailable], language)))
    labels = Labels()
    for instrument in asked.instruments:
        labels = instrument.labels.over(labels)
    own = {i.name for i in public}
    bounds = {name: ends for name, ends in asked.bounds.items() if name in own}
    tables = levers(labels, bounds, asked.steps, asked.status_quo, language)
    return Card(fill(PHRASES, "title", language), asked.name, (Table((), tuple(facts)), *tables))
