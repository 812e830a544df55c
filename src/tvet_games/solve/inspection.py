"""Inspection: how likely detection must be to deter, and the game between who inspects and who is inspected.

Who violates gains g. With probability p the violation is found out and the penalty L is taken; a gain that is
confiscated and fined m times has ``L = (1 + m) g``. An inspection takes the share a of those who comply for violators
and the same penalty from them. So complying is at least as good where ``g - p L <= -p a L``, that is from

    p = g / ((1 - a) L),        which is 1 / ((1 - a) (1 + m)) where L = (1 + m) g.

Above 1 no probability deters; a gain of 0 or less needs none.

Where the inspector too is free to choose, and an inspection costs c, recovers R from a violator and spares the harm H
that an undetected violation does, nobody can be sure of the other: with ``g < L`` and ``0 < c < R + H`` the only
equilibrium is mixed. Violations occur at the rate ``c / (R + H)``, which leaves the inspector indifferent, and
inspections at the rate ``g / L``, which leaves the inspected so. A higher penalty that the inspector does not collect
lowers the second rate, not the first.

Shapes: every argument ``(...)``, broadcast against each other. Integers and fractions give fractions.

References
----------
Dresher (1962), A sampling inspection problem in arms control agreements: a game-theoretic analysis. RAND RM-2972-ARPA.
Avenhaus, von Stengel and Zamir (2002), Inspection games, Handbook of Game Theory 3, chapter 51.
doi:10.1016/S1574-0005(02)03014-X
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from tvet_games.errors import FormulaError, InputError, Problem, shorten
from tvet_games.games.normal_form import NormalFormGame
from tvet_games.numerics import Array, as_payoffs

PLAYERS = ("inspectee", "inspector")
ACTIONS = (("comply", "violate"), ("inspect", "refrain"))
"""Who plays the inspection game, and how; the first action is the cooperative one."""


def deterring_detection(fine_multiple: Any, *, false_positives: Any = 0) -> Any:
    """Return the detection probability from which a gain that is confiscated and fined does not pay.

    Parameters
    ----------
    fine_multiple : number or array_like, shape (...)
        [ratio] The fine as a multiple of the gain; at least 0.
    false_positives : number or array_like, shape (...)
        [share] Of the inspections of who complies, those that end in the same penalty.

    Returns
    -------
    number or array, shape (...)
        [probability] Above 1, or infinite, where no probability deters.

    Raises
    ------
    InputError
        If something is not a number, a multiple is below 0, or a share not between 0 and 1.

    References
    ----------
    Becker (1968), Crime and punishment, Journal of Political Economy 76, 169-217. doi:10.1086/259394

    Examples
    --------
    >>> from fractions import Fraction
    >>> print(deterring_detection(1), deterring_detection(5), deterring_detection(1, false_positives=Fraction(1, 5)))
    1/2 1/6 5/8
    """
    multiple = _numbers("fine_multiple", fine_multiple, low=0)
    return least_detection(1, 1 + multiple, false_positives=false_positives)


def least_detection(gain: Any, penalty: Any, *, false_positives: Any = 0) -> Any:
    """Return the detection probability from which complying is at least as good as violating.

    Parameters
    ----------
    gain : number or array_like, shape (...)
        [money] What violating brings beyond complying as long as it is not found out.
    penalty : number or array_like, shape (...)
        [money] All that is taken from who is found out, the confiscated gain included; at least 0.
    false_positives : number or array_like, shape (...)
        [share] Of the inspections of who complies, those that end in the same penalty.

    Returns
    -------
    number or array, shape (...)
        [probability] 0 where there is nothing to gain; above 1, or infinite, where no probability deters.

    Raises
    ------
    InputError
        If something is not a number, a penalty is below 0, a share not between 0 and 1, or the shapes do not fit.

    Examples
    --------
    >>> print(least_detection(300, 1200), least_detection(-5, 0), least_detection(1, 0))
    1/4 0 inf
    """
    gains, penalties, errors = _together(
        gain=_numbers("gain", gain),
        penalty=_numbers("penalty", penalty, low=0),
        false_positives=_numbers("false_positives", false_positives, low=0, high=1),
    )
    at_stake = (1 - errors) * penalties
    tempted, punished = np.asarray(gains > 0, dtype=bool), np.asarray(at_stake > 0, dtype=bool)
    ratio = gains / np.where(punished, at_stake, 1 + at_stake)
    return np.where(tempted, np.where(punished, ratio, math.inf), 0 * gains)[()]


def inspection_game(
    gain: Any, penalty: Any, inspection_cost: Any, *, recovered: Any = None, harm: Any = 0
) -> NormalFormGame:
    """Return the game between somebody who may violate a rule and an inspector who may look.

    Parameters
    ----------
    gain : number or array_like, shape (...)
        [money] What a violation brings as long as it is not found out.
    penalty : number or array_like, shape (...)
        [money] All that is taken from who is found out.
    inspection_cost : number or array_like, shape (...)
        [money] Of one inspection.
    recovered : number or array_like, shape (...), optional
        [money] What the inspector gets of the penalty; by default all of it.
    harm : number or array_like, shape (...)
        [money] What a violation that is not found out costs the inspector.

    Returns
    -------
    NormalFormGame
        Payoffs (..., 2, 2, 2): who is inspected complies or violates, the inspector inspects or refrains.

    Raises
    ------
    InputError
        If something is not a number, any but the gain is below 0, or the shapes do not fit.

    See Also
    --------
    tvet_games.solve.nash.equilibria : solves it.

    References
    ----------
    Avenhaus, von Stengel and Zamir (2002), Inspection games. doi:10.1016/S1574-0005(02)03014-X

    Examples
    --------
    >>> from tvet_games.solve.nash import equilibria
    >>> [str(e) for e in equilibria(inspection_game(300, 600, 150))]
    ['3/4 comply + 1/4 violate, 1/2 inspect + 1/2 refrain']
    """
    gains, penalties, costs, back, harms = _together(
        gain=_numbers("gain", gain),
        penalty=_numbers("penalty", penalty, low=0),
        inspection_cost=_numbers("inspection_cost", inspection_cost, low=0),
        recovered=_numbers("recovered", penalty if recovered is None else recovered, low=0),
        harm=_numbers("harm", harm, low=0),
    )
    nothing = 0 * gains
    inspectee = [nothing, nothing, gains - penalties, gains]
    inspector = [-costs, nothing, back - costs, -harms]
    payoffs = np.stack([*inspectee, *inspector], axis=-1).reshape((*gains.shape, 2, 2, 2))
    return NormalFormGame(payoffs, players=PLAYERS, actions=ACTIONS)


def _numbers(name: str, given: Any, *, low: float = -math.inf, high: float = math.inf) -> Array:
    """Numbers within bounds: fractions, or floats where one of them is a float."""
    try:
        array = as_payoffs(given)
    except (FormulaError, TypeError, ValueError) as error:
        raise InputError(name, [Problem("", f"expected numbers ({error})", shorten(repr(given)))]) from None
    if np.any(array < low) or np.any(array > high):
        wanted = f"between {low:g} and {high:g}" if high < math.inf else f"of at least {low:g}"
        raise InputError(name, [Problem("", f"expected numbers {wanted}", shorten(str(given)))])
    return array


def _together(**arrays: Array) -> list[Array]:
    """Arrays of one shape and kind: all of fractions, or all of floats.

    Raises
    ------
    InputError
        If the shapes do not fit each other.
    """
    is_exact = all(array.dtype == object for array in arrays.values())
    kept = [array if is_exact else array.astype(np.float64) for array in arrays.values()]
    try:
        return [np.asarray(array) for array in np.broadcast_arrays(*kept)]
    except ValueError:
        shapes = ", ".join(f"{name} {array.shape}" for name, array in arrays.items())
        raise InputError(", ".join(arrays), [Problem("", "have shapes that do not fit each other", shapes)]) from None
