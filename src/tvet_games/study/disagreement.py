"""Where a negotiation ends without an agreement: the disagreement point of a conflict.

References
----------
Binmore, Rubinstein and Wolinsky (1986), The Nash bargaining solution in economic modelling, RAND
Journal of Economics 17: the point is what both have while they disagree, not an outside option. doi:10.2307/2555382
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from tvet_games.errors import FormulaError, InputError, Problem, shorten, unknown
from tvet_games.games.normal_form import NormalFormGame
from tvet_games.model.algebra import FRACTIONS
from tvet_games.model.calibration import Calibration
from tvet_games.model.conflict import Conflict
from tvet_games.model.formula import evaluate, parse
from tvet_games.numerics import Array, Number, core, exact, row_of_numbers
from tvet_games.solve.bargaining.disagreement import disagreement_point

DISAGREEMENT = ("baseline_equilibrium", "worst_equilibrium", "maxmin", "outside")
"""Where a disagreement point can come from."""


@dataclass(frozen=True, slots=True, eq=False)
class Disagreement:
    """Where a negotiation ends without an agreement.

    Attributes
    ----------
    rule : str
        One of ``DISAGREEMENT``, ``given`` (numbers) or ``formulas`` (of the file).
    point : array, shape (2,)
        [money per head and period]
    """

    rule: str
    point: Array


def disagreement_of(
    conflict: Conflict,
    calibration: Calibration,
    game: NormalFormGame,
    given: str | Sequence[Number] | None,
    today: Mapping[str, str] | None,
) -> Disagreement:
    """Return where a negotiation ends without an agreement.

    Parameters
    ----------
    conflict : Conflict
        Of two players.
    calibration : Calibration
    game : NormalFormGame
        Of the conflict, under the policy.
    given : str or two numbers, optional
        In place of what the file of the conflict says.
    today : mapping of player to action, optional
        Where things stand, for ``baseline_equilibrium``.

    Raises
    ------
    InputError
        If there is no such rule, a number is wrong, or ``today`` is given for another rule.
    """
    rule: Any = given
    if rule is None:
        rule = conflict.bargaining.disagreement if conflict.bargaining else "worst_equilibrium"
    if today is not None and rule != "baseline_equilibrium":
        raise InputError("today", [Problem("", "is asked for by the disagreement rule baseline_equilibrium only")])
    if isinstance(rule, Mapping):
        values = conflict.values(calibration, exact=True)
        point = [evaluate(parse(text), values, FRACTIONS) for text in (rule[name] for name in conflict.player_names)]
        return Disagreement("formulas", row_of_numbers(point))
    if not isinstance(rule, str):
        return Disagreement("given", _numbers(rule))
    if rule not in DISAGREEMENT:
        raise unknown("disagreement rule", rule, DISAGREEMENT, source="disagreement")
    if rule == "baseline_equilibrium":
        return Disagreement(rule, _baseline(conflict, calibration, today))
    if rule == "outside":
        options = conflict.outside_options(conflict.values(calibration, exact=True), FRACTIONS)
        return Disagreement(rule, row_of_numbers(options))
    return Disagreement(rule, disagreement_point(game, rule))


def _baseline(conflict: Conflict, calibration: Calibration, today: Mapping[str, str] | None) -> Array:
    """Payoffs where things stand without any policy."""
    before = conflict.game(calibration, exact=True)
    if today is None:
        return disagreement_point(before, "worst_equilibrium")
    return np.asarray(before.payoffs[core(*conflict.profile(today))])


def _numbers(given: Any) -> Array:
    try:
        listed = [exact(number) for number in given]
    except (TypeError, FormulaError):
        listed = []
    if len(listed) != 2:
        what = f"expected two payoffs, or one of {', '.join(DISAGREEMENT)}"
        raise InputError("disagreement", [Problem("", what, shorten(str(given)))])
    return row_of_numbers(listed)
