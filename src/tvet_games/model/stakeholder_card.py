"""Stakeholders as cards: what each wants and what each must do."""

from __future__ import annotations

from collections.abc import Sequence

from tvet_games.model.stakeholder import Stakeholder
from tvet_games.tables.card import Card
from tvet_games.tables.labels import Language
from tvet_games.tables.table import Table
from tvet_games.tables.vocabulary import word
from tvet_games.tables.words import fill

PHRASES: dict[str, tuple[str, str]] = {
    "about": ("{kind} stakeholder, sections {section} of the paper", "{kind}利益相关者，论文第 {section} 节"),
    "all": ("Stakeholders", "利益相关者"),
    "join": ("; ", "；"),
}


def stakeholder_card(stakeholder: Stakeholder, language: Language) -> Card:
    """Return the card of one stakeholder."""
    kind = word(stakeholder.kind, language)
    about = fill(PHRASES, "about", language, kind=kind, section=stakeholder.section)
    wants, musts = stakeholder.interests(language), stakeholder.responsibilities(language)
    rows = (
        (word("interests", language), _joined(wants, language)),
        (word("responsibilities", language), _joined(musts, language)),
    )
    return Card(stakeholder.label.of(language), about, (Table((), rows),))


def stakeholders_card(stakeholders: Sequence[Stakeholder], language: Language) -> Card:
    """Return the card of several stakeholders."""
    rows = tuple(
        (
            s.label.of(language),
            word(s.kind, language),
            _joined(s.interests(language), language),
            _joined(s.responsibilities(language), language),
        )
        for s in stakeholders
    )
    heads = tuple(word(key, language) for key in ("stakeholder", "kind", "interests", "responsibilities"))
    return Card(fill(PHRASES, "all", language), parts=(Table(heads, rows),))


def _joined(texts: Sequence[str], language: Language) -> str:
    return fill(PHRASES, "join", language).join(texts)
