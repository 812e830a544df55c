"""What the cards of studies share: what they are about in one line, and the answer before its tables."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np

from tvet_games.model.calibration import Calibration
from tvet_games.model.conflict import Conflict
from tvet_games.model.scenario_card import instrument_labels
from tvet_games.tables.card import Part
from tvet_games.tables.labels import Labels, Language
from tvet_games.tables.table import Strong
from tvet_games.tables.units import unit_label
from tvet_games.tables.vocabulary import word
from tvet_games.tables.words import capital, fill, listed, money, percent

MOST_NAMED = 4
"""Most conflicts that a title names."""

PHRASES: dict[str, tuple[str, str]] = {
    "conflicts": ("{count} conflicts", "{count} 个冲突"),
    "under": ("under {policy}", "政策：{policy}"),
}


def about_line(
    conflicts: Iterable[Conflict],
    calibration: Calibration,
    language: Language,
    *,
    unit: str = "",
    policy: Mapping[str, Any] | None = None,
) -> str:
    """Say what a study is about: conflicts, calibration, unit, and what is in force.

    Examples
    --------
    >>> from tvet_games.model.library import load_calibration, load_conflict
    >>> about_line([load_conflict("school_enterprise")], load_calibration("germany_2022"), "zh", policy={"grant": 5})
    '学校与企业 · 德国 2022 · 政策：grant 5'
    """
    names = [conflict.labels.of(conflict.name, language) for conflict in conflicts]
    many = len(names) > MOST_NAMED
    who = fill(PHRASES, "conflicts", language, count=len(names)) if many else listed(names, language)
    levels = policy_words(policy or {}, language)
    return " · ".join(
        filter(
            None,
            (
                who,
                calibration.label(language),
                unit_label(unit, language),
                fill(PHRASES, "under", language, policy=levels) if levels else "",
            ),
        )
    )


def policy_words(policy: Mapping[str, Any], language: Language, labels: Labels | None = None) -> str:
    """The levels of a policy that are not 0, in words; empty without any."""
    known = (labels or Labels()).over(instrument_labels(None))
    used = {name: np.asarray(level, dtype=object) for name, level in policy.items() if np.any(level != 0)}
    return listed([f"{known.of(name, language)} {_level(level)}" for name, level in used.items()], language)


def _level(level: Any) -> str:
    return money(level.item()) if level.ndim == 0 else f"{money(level.min())}-{money(level.max())}"


def answer_first(sentences: Sequence[str], *tables: Part, folded: Sequence[Part] = ()) -> tuple[Part, ...]:
    """The first sentence standing out, then the tables, then the other sentences, then what is folded."""
    first, *others = sentences
    return (Strong(first), *tables, *others, *folded)


def heading(key: str, language: Language) -> str:
    """A word of the vocabulary as a title begins.

    Examples
    --------
    >>> heading("who gets what", "en")
    'Who gets what'
    """
    return capital(word(key, language))


def factor_text(factor: Any) -> str:
    """A discount factor or another number near 1 with three digits; a dash where none is enough.

    Examples
    --------
    >>> factor_text(0.73942), factor_text(float("inf"))
    ('0.739', '-')
    """
    return "-" if factor is None or math.isinf(factor) else f"{float(factor):.3g}"


def share_text(share: Any) -> str:
    """A share in percent; nothing where there is none.

    Examples
    --------
    >>> share_text(0.25), share_text(float("nan"))
    ('25 %', '')
    """
    return "" if math.isnan(share) else percent(float(share) + 0.0)  # + 0.0: no negative zero
