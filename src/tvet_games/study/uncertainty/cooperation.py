"""In which games everybody's cooperation stands, as each verdict has it.

The target is the profile (0, ..., 0). With the losses d_i(b, a_-i) = u_i(t_i, a_-i) - u_i(b, a_-i) from leaving it:

equilibrium         nobody gains by leaving it alone: d_i(b, t_-i) >= 0
strict              everybody loses by leaving it alone
unique              two players: it is the only equilibrium, mixed ones included. More players: iterated strict
                    dominance leaves nothing else, which is enough for that, but not necessary
dominant            cooperating is a best reply whatever the others do: d_i >= 0 everywhere
strictly_dominant   it is the only best reply
risk_dominant       2x2 games: the beliefs from which the two cooperate add up to less than 1

Anything else is asked as a criterion (:mod:`~tvet_games.policy.criteria`), such as ``PDominant("0.6")`` or
``Basin("0.5")``, with its margin. Losses within the tie tolerance of the payoff span count as 0.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce

import numpy as np

from tvet_games.errors import InputError, Problem, shorten, unknown
from tvet_games.games.normal_form import NormalFormGame
from tvet_games.model.conflict import Conflict
from tvet_games.numerics import Array
from tvet_games.policy.criteria import Aligned, Basin, Criterion, RiskDominant
from tvet_games.policy.verdict import verdict as criterion_verdict
from tvet_games.solve.verdict_codes.front import verdict_codes

VERDICTS = ("equilibrium", "strict", "unique", "dominant", "strictly_dominant", "risk_dominant")

Wanted = str | Criterion | Sequence[str | Criterion]


def read_wanted(given: Wanted, conflicts: Sequence[Conflict]) -> tuple[str | Criterion, ...]:
    """Return the verdicts that are asked for as a tuple: each must hold.

    Raises
    ------
    UnknownNameError
        If there is no such verdict.
    InputError
        If it is neither a name nor a criterion, or not defined for one of the conflicts.
    """
    each = (given,) if isinstance(given, str | Criterion) or not isinstance(given, Sequence) else tuple(given)
    problems = [] if each else [Problem("verdict", "is empty; give at least one")]
    for one in each:
        if isinstance(one, str) and one not in VERDICTS:
            raise unknown("verdict", one, VERDICTS, source="verdict")
        if not isinstance(one, str | Criterion):
            problems.append(Problem("verdict", "expected a name or a criterion", shorten(repr(one))))
        if isinstance(one, Aligned):
            problems.append(
                Problem("verdict", "weighs public cost, which is not counted here; take another", "Aligned")
            )
        if one == "risk_dominant" or isinstance(one, RiskDominant | Basin):
            larger = [c.name for c in conflicts if c.shape != (2, 2)]
            problems += [Problem("verdict", f"is defined for 2x2 games, {name} is none", str(one)) for name in larger]
    if problems:
        raise InputError("verdict", problems)
    return each


def holds(games: Sequence[NormalFormGame], wanted: Sequence[str | Criterion]) -> Array:
    """Tell in which worlds every verdict holds in every conflict.

    Parameters
    ----------
    games : sequence of NormalFormGame
        One a conflict, each a batch (n,).
    wanted : sequence of str or Criterion

    Returns
    -------
    array of bool, shape (n,)

    Examples
    --------
    >>> hunt = NormalFormGame([[[[4., 0.], [3., 2.]], [[4., 3.], [0., 2.]]]], players=["row", "column"])
    >>> [holds([hunt], [name]).item() for name in VERDICTS]
    [True, True, False, False, False, False]
    """
    return np.asarray(reduce(np.logical_and, [stands for game in games for stands in _each(game, wanted)]))


def _each(game: NormalFormGame, wanted: Sequence[str | Criterion]) -> list[Array]:
    names = [one for one in wanted if isinstance(one, str)]
    codes = verdict_codes(game) if names else None
    named = [codes.has(f"target_{name}") for name in names] if codes is not None else []
    return named + [criterion_verdict(game, one).holds for one in wanted if not isinstance(one, str)]
