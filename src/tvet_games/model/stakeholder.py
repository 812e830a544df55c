"""The stakeholders of the paper: what each wants and what each must do (sections 3.2.1 and 4.1.1)."""

from __future__ import annotations

from dataclasses import dataclass

from tvet_games.model.schema import StakeholdersFile, StakeholderTexts
from tvet_games.tables.labels import Language, Text


@dataclass(frozen=True, slots=True)
class Stakeholder:
    """One stakeholder.

    Attributes
    ----------
    name : str
    kind : str
        ``core`` or ``important``.
    section : str
        Of the paper.
    label : Text
    """

    name: str
    kind: str
    section: str
    label: Text
    _interests: StakeholderTexts
    _responsibilities: StakeholderTexts

    def interests(self, language: Language = "en") -> tuple[str, ...]:
        """What it wants."""
        return tuple(self._interests.zh if language == "zh" else self._interests.en)

    def responsibilities(self, language: Language = "en") -> tuple[str, ...]:
        """What it must do."""
        return tuple(self._responsibilities.zh if language == "zh" else self._responsibilities.en)


def build_stakeholders(file: StakeholdersFile) -> tuple[Stakeholder, ...]:
    """Make the records of a checked file."""
    return tuple(
        Stakeholder(s.name, s.kind, s.section, Text(s.label.en, s.label.zh), s.interests, s.responsibilities)
        for s in file.stakeholder
    )
