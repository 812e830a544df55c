"""Which values of a calibration a question rests on."""

from __future__ import annotations

from tvet_games.policy.question import Question


def inputs(question: Question) -> frozenset[str]:
    """The values that the conflicts, and the instruments that touch them, rest on; none of them derived or tied.

    Examples
    --------
    >>> from tvet_games.policy.question import question
    >>> sorted(inputs(question("school_student", "germany_2022", ["retention_bonus"])))[:3]
    ['complaint_cost', 'convenience_gain', 'effort']
    """
    names: set[str] = set()
    for conflict in question.conflicts:
        names |= conflict.names
        for instrument in question.instruments:
            if conflict.touched_by(instrument):
                names |= conflict.values_of(instrument)
    return frozenset(question.calibration.with_ties().roots(sorted(names)))


def needed(question: Question) -> frozenset[str]:
    """The values that any row of the question rests on: those that heads and a breakdown are reckoned from too."""
    calibration = question.calibration
    formulas = (*calibration.heads.values(), calibration.breakdown)
    return inputs(question) | calibration.with_ties().roots({name for f in formulas for name in f.names})
