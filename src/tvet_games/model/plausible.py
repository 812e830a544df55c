"""Values that no game is meant by: a share that is not between 0 and 1."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from tvet_games.errors import InputError, Problem
from tvet_games.model.calibration import Calibration
from tvet_games.model.conflict import Conflict


def implausible(conflicts: Sequence[Conflict], calibration: Calibration) -> list[Problem]:
    """The shares among a calibration's values, as the conflicts declare them, that are not between 0 and 1."""
    problems = []
    dyads = [edge.conflict for conflict in conflicts for edge in conflict.edges]
    for conflict in (*conflicts, *dyads):
        for name, parameter in conflict.parameters.items():
            number = calibration.numbers.get(name)
            if parameter.dimension == "share" and isinstance(number, Fraction) and not 0 <= number <= 1:
                problems.append(Problem(f"value.{name}", "is a share, expected 0 to 1", str(number)))
    return list(dict.fromkeys(problems))


def check_shares(conflicts: Sequence[Conflict], calibration: Calibration) -> None:
    """Refuse shares that are not between 0 and 1.

    Raises
    ------
    InputError
        With every such value that the conflicts use.
    """
    problems = implausible(conflicts, calibration)
    if problems:
        raise InputError(calibration.name, problems)
