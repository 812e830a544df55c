"""The stakeholders of the paper: what each wants and what each must do (sections 3.2.1 and 4.1.1)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from tvet_games.model.schema import StakeholdersFile, StakeholderTexts
from tvet_games.tables.card import Card
from tvet_games.tables.labels import Language, Text, spoken
from tvet_games.tables.shown import Shown


@dataclass(frozen=True, slots=True)
class Stakeholder(Shown):
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
    _interests: StakeholderTexts = field(repr=False)
    _responsibilities: StakeholderTexts = field(repr=False)

    def interests(self, language: Language = "en") -> tuple[str, ...]:
        """What it wants."""
        return tuple(self._interests.zh if language == "zh" else self._interests.en)

    def responsibilities(self, language: Language = "en") -> tuple[str, ...]:
        """What it must do."""
        return tuple(self._responsibilities.zh if language == "zh" else self._responsibilities.en)

    def card(self, language: Language | None = None) -> Card:
        """Return what it wants and what it must do."""
        from tvet_games.model.stakeholder_card import stakeholder_card

        return stakeholder_card(self, spoken(language))

    def to_frame(self) -> Any:
        """Return a :class:`pandas.DataFrame` of one row."""
        return Stakeholders((self,)).to_frame()


class Stakeholders(Shown, tuple[Stakeholder, ...]):
    """Several stakeholders."""

    __slots__ = ()

    def __repr__(self) -> str:
        return f"Stakeholders({', '.join(stakeholder.name for stakeholder in self)})"

    def card(self, language: Language | None = None) -> Card:
        """Return a row a stakeholder."""
        from tvet_games.model.stakeholder_card import stakeholders_card

        return stakeholders_card(self, spoken(language))

    def to_frame(self) -> Any:
        """Return a :class:`pandas.DataFrame`: a row a stakeholder; kind, section, interests and responsibilities."""
        import pandas as pd

        rows = [
            {
                "kind": s.kind,
                "section": s.section,
                "interests": "; ".join(s.interests()),
                "responsibilities": "; ".join(s.responsibilities()),
            }
            for s in self
        ]
        return pd.DataFrame(rows, index=pd.Index([s.name for s in self], name="stakeholder"))


def build_stakeholders(file: StakeholdersFile) -> Stakeholders:
    """Make the records of a checked file."""
    return Stakeholders(
        Stakeholder(s.name, s.kind, s.section, Text(s.label.en, s.label.zh), s.interests, s.responsibilities)
        for s in file.stakeholder
    )
