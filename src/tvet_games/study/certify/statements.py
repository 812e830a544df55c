"""What each kind of result claims, and its proof, as plain data: numbers are texts such as ``"7/3"``.

The checker (:mod:`tvet_games.checker`) reads nothing else. Floats are told as the fractions that they are exactly.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction
from typing import Any

from tvet_games.errors import InputError, Problem
from tvet_games.games.normal_form import NormalFormGame
from tvet_games.linear_programs.certificate import Certificate
from tvet_games.numerics import Array, exact
from tvet_games.policy.arrays import ConflictArrays
from tvet_games.policy.criteria import Criterion, name_of
from tvet_games.policy.problem import PolicyProblem
from tvet_games.policy.solution import PolicySolution
from tvet_games.solve.coalitions.allocation import Allocation
from tvet_games.solve.coalitions.core import Core
from tvet_games.solve.correlated import CorrelatedEquilibrium
from tvet_games.solve.result import EquilibriumSet

Statement = dict[str, Any]


def statement_of(result: Any) -> Statement:
    """Say what a result claims, in a form that the checker reads and that JSON holds.

    Parameters
    ----------
    result : EquilibriumSet, PolicySolution, CorrelatedEquilibrium, Core or Allocation

    Returns
    -------
    dict
        ``kind``, and what belongs to it.

    Raises
    ------
    InputError
        If it is another kind of result, or one whose claim cannot be told (a coarse correlated equilibrium, say).

    Examples
    --------
    >>> import tvet_games as tg
    >>> game = tg.NormalFormGame.from_bimatrix([[4, 0], [3, 2]], [[4, 3], [0, 2]])
    >>> told = statement_of(tg.equilibria(game))
    >>> told["kind"], told["scope"], told["equilibria"][2]
    ('equilibria', 'all', [['2/3', '1/3'], ['2/3', '1/3']])
    """
    for kind, write in _WRITERS.items():
        if isinstance(result, kind):
            return write(result)
    known = ", ".join(kind.__name__ for kind in _WRITERS)
    raise InputError("certify", [Problem("result", f"is a {type(result).__name__}; expected one of {known}")])


def _equilibria(found: EquilibriumSet) -> Statement:
    tolerance = exact(found.tolerance)
    told: Statement = {
        "kind": "equilibria",
        "game": _game(found.game),
        "scope": found.scope,
        "tolerance": str(tolerance),
        "equilibria": [[_row(own) for own in e.strategies] for e in found],
    }
    if found.scope == "all" and not tolerance:
        told["components"] = _components(found)
    return told


def _components(found: EquilibriumSet) -> list[list[int]]:
    """The places of the equilibria of each component."""
    places = {tuple(map(tuple, e.strategies)): k for k, e in enumerate(found)}
    groups = []
    for component in found.components:
        pairs = {(tuple(x), tuple(y)) for subset in component.subsets for x in subset.row for y in subset.column}
        groups.append(sorted(places[pair] for pair in pairs))
    return groups


def _correlated(found: CorrelatedEquilibrium) -> Statement:
    if found.coarse or not found.game.is_exact:
        what = "is coarse, or of a game of floats, of which the checker knows nothing"
        raise InputError("certify", [Problem("result", what)])
    return {"kind": "correlated", "game": _game(found.game), "distribution": _row(found.probabilities.ravel())}


def _core(found: Core) -> Statement:
    values = _row(found.game.values)
    if not found.is_empty:
        return {"kind": "core", "values": values, "shares": _row(found.point)}
    weights = [{"coalition": _index(found, w.coalition), "weight": str(exact(w.weight))} for w in found.balancing]
    return {"kind": "empty_core", "values": values, "weights": weights}


def _index(found: Core, members: Iterable[str]) -> int:
    return sum(1 << found.game.players.index(player) for player in members)


def _allocation(found: Allocation) -> Statement:
    """The Shapley value by its formula; of other rules that the division is in the core, where it is."""
    if found.rule != "shapley" and not found.in_core:
        what = f"is a division by the rule {found.rule!r} outside the core, of which the checker knows nothing"
        raise InputError("certify", [Problem("result", what)])
    kind = "shapley" if found.rule == "shapley" else "core"
    return {"kind": kind, "values": _row(found.game.values), "shares": _row(found.shares)}


def _policy(found: PolicySolution) -> Statement:
    size = len(found.problem.levers)
    proof = found.certificate if found.shortfall is None else found.shortfall.certificate
    leaves = found.leaves if found.shortfall is None else found.shortfall.leaves
    # A choice is decided in one branch, whose proof is of that branch alone.
    return {
        "kind": "policy",
        "status": found.status,
        "problem": _problem(found.problem),
        "criteria": [_criterion(one) for one in found.criteria],
        "participation": found.requirements.participation,
        "levels": _row(found.vector) if found.feasible else [],
        "cost": str(found.cost) if found.cost is not None else "0",
        "rows": _rows(proof, size, found),
        "leaves": [_leaf(leaf, size) for leaf in leaves],
    }


def _rows(proof: Certificate, size: int, found: PolicySolution) -> list[Statement]:
    """The constraints of a proof that have a multiplier, each with its kind."""
    kinds = {row.constraint: row.kind for row in found.rows}
    return [
        {**_constraint(proof, r, size), "multiplier": str(y), "kind": kinds.get(proof.constraints[r], "bound")}
        for r, y in proof.multipliers
    ]


def _leaf(proof: Certificate, size: int) -> Statement:
    rows = [{**_constraint(proof, r, size), "multiplier": str(y)} for r, y in proof.multipliers]
    bound = sum((y * proof.constraints[r].bound for r, y in proof.multipliers), Fraction(0))
    return {"cost": _row(proof.cost[:size]), "bound": str(bound), "rows": rows}


def _constraint(proof: Certificate, r: int, size: int) -> Statement:
    constraint = proof.constraints[r]
    slopes = dict(constraint.terms)
    return {"coefficients": [str(slopes.get(k, 0)) for k in range(size)], "bound": str(constraint.bound)}


def _criterion(one: Criterion) -> Statement:
    return {"kind": name_of(one), **{n: str(getattr(one, n)) for n in one.__dataclass_fields__}}


def _problem(problem: PolicyProblem) -> Statement:
    return {
        "conflicts": [_conflict(arrays) for arrays in problem.conflicts],
        "levers": [
            {
                "name": lever.name,
                "low": str(lever.low),
                "high": str(lever.high),
                "heads": str(heads),
                "once": lever.instrument.joint == "once",
            }
            for lever, heads in zip(problem.levers, problem.heads, strict=True)
        ],
        "breakdown": str(problem.breakdown),
        "caps": [{"members": list(members), "limit": str(limit)} for _, members, limit in problem.caps],
    }


def _conflict(arrays: ConflictArrays) -> Statement:
    return {
        "name": arrays.conflict.name,
        "shape": list(arrays.conflict.shape),
        "players": list(arrays.conflict.player_names),
        "heads": str(arrays.heads),
        "baseline": [_row(own.ravel()) for own in arrays.baseline],
        "effects": [[_row(own.ravel()) for own in lever] for lever in arrays.effect],
        "costs": [_row(lever.ravel()) for lever in arrays.cost],
        "shows": [bool(shown) for shown in arrays.shows],
        "outside": _row(arrays.outside),
        "outside_effects": [_row(lever) for lever in arrays.outside_effect],
    }


def _game(game: NormalFormGame) -> Statement:
    return {"shape": list(game.shape), "payoffs": [_row(own.ravel()) for own in game.payoffs]}


def _row(numbers: Sequence[Any] | Array | Any) -> list[str]:
    return [str(Fraction(one)) for one in numbers]


_WRITERS: dict[type, Callable[[Any], Statement]] = {
    EquilibriumSet: _equilibria,
    PolicySolution: _policy,
    CorrelatedEquilibrium: _correlated,
    Core: _core,
    Allocation: _allocation,
}
