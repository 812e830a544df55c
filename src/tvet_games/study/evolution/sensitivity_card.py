"""What uncertain values do to where a conflict ends, as a card: the strongest first."""

from __future__ import annotations

import math

from tvet_games.study.card_parts import about_line, answer_first
from tvet_games.study.evolution.sensitivity import Effect, OutcomeSensitivity
from tvet_games.tables.card import Card
from tvet_games.tables.labels import Labels, Language
from tvet_games.tables.table import Cell, Table
from tvet_games.tables.vocabulary import word
from tvet_games.tables.words import between, fill, money

PHRASES: dict[str, tuple[str, str]] = {
    "title": ("What the outcome rests on", "结局取决于什么"),
    "now": (
        "From {share} of the starting points everybody comes to cooperate; in the end {cooperation} cooperate on "
        "average.",
        "{share} 的起点最终各方都合作；最终平均合作比例为 {cooperation}。",
    ),
    "now only": (
        "From {share} of the starting points everybody comes to cooperate.",
        "{share} 的起点最终各方都合作。",
    ),
    "most": (
        "Most moves {name} ({provenance}): over its range {low} to {high} of the starting points.",
        "影响最大的是{name}（{provenance}）：在其范围内为 {low} 至 {high} 的起点。",
    ),
    "none": ("No value moves that share over its range.", "没有任何数值在其范围内改变这一比例。"),
    "empty": ("No value is uncertain.", "没有不确定的数值。"),
}

KEYS = (
    "value",
    "range",
    "provenance",
    "starts that end in cooperation",
    "cooperation in the end",
    "stable outcomes change at",
)


def outcome_sensitivity_card(found: OutcomeSensitivity, language: Language) -> Card:
    """Return the card of what each uncertain value does to the outcome."""
    labels = found.calibration.labels.over(found.conflict.labels)
    about = about_line([found.conflict], found.calibration, language, policy=found.policy)
    rows = tuple(_row(effect, labels, language) for effect in found.effects)
    tables = (Table(tuple(word(key, language) for key in KEYS), rows),) if rows else ()
    return Card(fill(PHRASES, "title", language), about, answer_first(_said(found, labels, language), *tables))


def _said(found: OutcomeSensitivity, labels: Labels, language: Language) -> list[str]:
    """What comes of the calibration's own values, and which value moves that most."""
    known = not math.isnan(found.cooperation)
    said = {"share": f"{found.target_share:.1%}", "cooperation": _share(found.cooperation)}
    now = fill(PHRASES, "now" if known else "now only", language, **said)
    if not found.effects:
        return [now, fill(PHRASES, "empty", language)]
    first = max(found.effects, key=lambda effect: effect.swing)
    if not first.swing:
        return [now, fill(PHRASES, "none", language)]
    ends = {"low": f"{first.target_share.min():.1%}", "high": f"{first.target_share.max():.1%}"}
    who = {"name": labels.of(first.name, language), "provenance": word(first.provenance, language)}
    return [now, fill(PHRASES, "most", language, **who, **ends)]


def _row(effect: Effect, labels: Labels, language: Language) -> tuple[Cell, ...]:
    return (
        labels.of(effect.name, language),
        between(money(effect.values[0]), money(effect.values[-1]), language),
        word(effect.provenance, language),
        between(f"{effect.target_share[0]:.1%}", f"{effect.target_share[-1]:.1%}", language),
        between(_share(effect.cooperation[0]), _share(effect.cooperation[-1]), language),
        ", ".join(money(change) for change in effect.changes),
    )


def _share(value: float) -> str:
    """A share; a dash where some starts never come to rest."""
    return "-" if math.isnan(value) else f"{value:.1%}"
