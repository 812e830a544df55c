"""Policies, calibrations and policy questions, drawn around what ships."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from hypothesis import strategies as st

from tvet_games.model.calibration import Calibration
from tvet_games.model.conflict import Conflict
from tvet_games.model.library import calibration_of, conflict_of, shipped_instruments
from tvet_games.model.policy import Policy
from tvet_games.policy.criteria import Criterion, Dominant, Nash, PDominant, Unique
from tvet_games.policy.question import Question, question

_STEPS = 8
"""Into so many parts ranges and bounds are cut, so that values stay readable."""


@st.composite
def calibrations(draw: st.DrawFn, like: Calibration | str = "germany_2022") -> Calibration:
    """Calibrations with every value that has a range somewhere within it; derived values follow.

    Parameters
    ----------
    like : Calibration or name
        Whose ranges they are; the first drawn has its own values.
    """
    published = calibration_of(like)
    moved = {}
    for name, value in published.values.items():
        if value.formula is None and value.low is not None and value.high is not None:
            part = draw(st.one_of(st.none(), st.integers(0, _STEPS)))
            if part is not None:
                moved[name] = value.low + (value.high - value.low) * Fraction(part, _STEPS)
    return published.replace(**moved) if moved else published


@st.composite
def policies(
    draw: st.DrawFn, conflict: Conflict | str = "school_enterprise", calibration: Calibration | str = "germany_2022"
) -> Policy:
    """Policies of instruments that act in a conflict, each level within its bounds, most of them 0."""
    asked = question(conflict, calibration)
    levels = {}
    for lever in asked.problem().levers:
        part = draw(st.one_of(st.just(0), st.integers(0, _STEPS)))
        level = lever.low + (lever.high - lever.low) * Fraction(part, _STEPS)
        if level:
            levels[lever.name] = level
    return Policy(**levels)


@st.composite
def questions(
    draw: st.DrawFn,
    conflicts: Sequence[Conflict | str] = ("school_enterprise", "school_student", "school_teacher"),
    calibration: Calibration | str = "germany_2022",
) -> Question:
    """Questions after the cheapest policy: a conflict, some instruments, a criterion with its margin."""
    conflict = conflict_of(draw(st.sampled_from(list(conflicts))))
    acting = [i.name for i in question(conflict, calibration).instruments if i.name in shipped_instruments()]
    chosen = draw(st.lists(st.sampled_from(acting), min_size=1, max_size=3, unique=True))
    margin = draw(st.integers(0, 3))
    kinds: list[Criterion] = [Nash(margin=margin), Dominant(margin=margin), PDominant(p="1/2", margin=margin)]
    criterion = draw(st.sampled_from([*kinds, Unique(margin=margin + 1)]))
    return question(conflict, calibration, chosen, criterion=criterion)
