"""Have an answer checked by code that did not find it."""

from __future__ import annotations

from typing import Any

from tvet_games.checker.check import Verification, verify
from tvet_games.study.certify.statements import statement_of


def certify(result: Any) -> Verification:
    """Check a result with the independent checker, which shares no code with the solvers and counts in fractions.

    Parameters
    ----------
    result : EquilibriumSet, PolicySolution, CorrelatedEquilibrium, Core or Allocation

    Returns
    -------
    Verification
        True if everything that was checked holds; it says what was checked and what was not.

    Raises
    ------
    InputError
        If it is another kind of result.

    Examples
    --------
    >>> import tvet_games as tg
    >>> found = tg.cheapest_policy("school_enterprise", "germany_2022", criterion=tg.Nash(margin=1))
    >>> print(certify(found))
    policy: holds
      checked: 21 conditions follow from payoffs, outside options, ceilings and bounds
      checked: the levels meet all of them
      checked: they cost 159320241/50000 in expectation
      checked: multipliers show that no levels that meet them cost less
    """
    return verify(statement_of(result))
