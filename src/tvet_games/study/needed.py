"""Which values of a calibration games and questions rest on."""

from __future__ import annotations

from collections.abc import Iterable

from tvet_games.model.conflict import Conflict
from tvet_games.model.instrument import Instrument
from tvet_games.policy.question import Question


def used(conflicts: Iterable[Conflict], instruments: Iterable[Instrument]) -> frozenset[str]:
    """The values that the payoffs of conflicts use under instruments, as their formulas name them.

    Examples
    --------
    >>> from tvet_games.model.library import load_conflict
    >>> "retention" in used([load_conflict("school_enterprise")], [])
    True
    """
    chosen, acting = list(conflicts), list(instruments)
    names = frozenset[str]().union(*(conflict.names for conflict in chosen))
    return names.union(*(conflict.values_of(instrument) for conflict in chosen for instrument in acting))


def inputs(question: Question) -> frozenset[str]:
    """The values that the conflicts, and the instruments that touch them, rest on; none of them derived or tied.

    Examples
    --------
    >>> from tvet_games.policy.question import question
    >>> sorted(inputs(question("school_student", "germany_2022", ["retention_bonus"])))[:3]
    ['complaint_cost', 'convenience_gain', 'effort']
    """
    names = used(question.conflicts, question.instruments)
    return frozenset(question.calibration.with_ties().roots(sorted(names)))


def needed(question: Question) -> frozenset[str]:
    """The values that any row of the question rests on: those that heads and a breakdown are reckoned from too."""
    calibration = question.calibration
    formulas = (*calibration.heads.values(), calibration.breakdown)
    return inputs(question) | calibration.with_ties().roots({name for f in formulas for name in f.names})
