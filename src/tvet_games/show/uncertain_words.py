"""What plots of uncertainty say: whose conflicts under which policy, which number of a world, from what source."""

from __future__ import annotations

import textwrap

from tvet_games.study.uncertainty.probability_words import PROVENANCE_WORDS, pick, verdict_words
from tvet_games.study.uncertainty.screening import Screening
from tvet_games.study.uncertainty.sensitivity_words import OUTPUT_WORDS
from tvet_games.study.uncertainty.subject import Subject
from tvet_games.study.uncertainty.variance import VarianceSensitivity
from tvet_games.tables.labels import Language
from tvet_games.tables.words import fill, listed

PHRASES: dict[str, tuple[str, str]] = {
    "title": ("{conflicts}, {calibration}", "{conflicts}，{calibration}"),
    "value": ("{name} ({provenance})", "{name}（{provenance}）"),
}

WIDTHS = {"en": 36, "zh": 18}
"""Characters of a line that axes with names beside them hold in a column."""


def subject_title(subject: Subject, language: Language) -> str:
    """The conflicts and the calibration; below, the policy, where there is one and it does something."""
    names = listed([subject.labels.of(c.name, language) for c in subject.conflicts], language)
    first = fill(PHRASES, "title", language, conflicts=names, calibration=subject.calibration.label(language))
    if len(subject.policies) > 1 or not any(policy.active for policy in subject.policies.values()):
        return first
    (policy,) = subject.policies
    return f"{first}\n{subject.label_of_policy(policy, language)}"


def output_words(found: VarianceSensitivity | Screening, language: Language) -> str:
    """The number of each world whose spread is looked at."""
    verdict = verdict_words(found.verdict, found.subject, language)
    return pick(OUTPUT_WORDS[found.output], language).format(verdict=verdict)


def value_words(subject: Subject, name: str, language: Language) -> str:
    """An uncertain value and where its number comes from."""
    return fill(
        PHRASES,
        "value",
        language,
        name=subject.labels.of(name, language),
        provenance=provenance_words(subject.calibration.values[name].provenance, language),
    )


def provenance_words(provenance: str, language: Language) -> str:
    """A provenance, or a group with another name."""
    return pick(PROVENANCE_WORDS.get(provenance, (provenance, provenance)), language)


def wrapped(text: str, language: Language) -> str:
    """A text in lines that narrow axes hold."""
    return textwrap.fill(text, WIDTHS[language])
