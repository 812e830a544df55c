"""The linear programs of many sites in one batch, and what iterated dominance leaves of their games.

Shapes: S sites, K levels, R rows, C conflicts. Site s asks for the least ``cost[s] . x`` subject to
``low[s] <= x <= high[s]`` and ``coefficients[s] @ x >= bounds[s]``. Where cooperation must be the only equilibrium, it
asks also for an order in which iterated dominance removes every other action, with a margin, from the games
``baseline + sum of level x effect``; an order is a set of further rows (as in
:mod:`tvet_games.policy.choices.elimination`).

References
----------
Segal (2003), Coordination and discrimination in contracting with externalities, J. Economic Theory 113.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from itertools import product

import numpy as np

from tvet_games.errors import InputError, Problem
from tvet_games.numerics import TOLERANCE, Array, payoff_span, to_float
from tvet_games.policy.choices.elimination import Action, Order
from tvet_games.policy.criteria import Aligned, Dominant, Nash, PDominant, Unique, name_of
from tvet_games.policy.problem import PolicyProblem
from tvet_games.policy.question import Question
from tvet_games.policy.requirements import Requirements, conditions_of
from tvet_games.policy.rows import Condition, Move, batch_rows, loss

SUPPORTED = (Nash, Dominant, PDominant, Aligned, Unique)
"""Criteria whose conditions are rows, or an order of elimination."""

SOFT = ("deviation", "participation", "worse_off")
"""Rows that a shortfall is measured in; ceilings on support stay."""

State = tuple[Order, ...]
"""What is removed so far in each conflict."""


@dataclass(frozen=True, slots=True, eq=False)
class SitePrograms:
    """Linear programs of S sites.

    Attributes
    ----------
    problem : PolicyProblem
        Whose batch is the sites.
    conditions : tuple of R Condition
    coefficients : array, shape (S, R, K)
    bounds : array, shape (S, R)
    low, high : array, shape (S, K)
        [unit of each level]
    cost : array, shape (S, K)
        [money of the whole site per unit of each level]
    margin : Fraction or None
        [money per head and period] Of the order of elimination; None where none is asked for.
    forgives : bool
        Whether there is one more level: an amount of money by which every deviation is forgiven.
    """

    problem: PolicyProblem
    conditions: tuple[Condition, ...]
    coefficients: Array
    bounds: Array
    low: Array
    high: Array
    cost: Array
    margin: Fraction | None
    forgives: bool = False
    _known: dict[Move, tuple[Array, Array]] = field(default_factory=dict, repr=False)

    def __len__(self) -> int:
        return len(self.bounds)

    @property
    def start(self) -> State:
        """Nothing is removed anywhere."""
        return (Order(),) * len(self.problem.conflicts)

    def rows(self, sites: Array, state: State) -> tuple[Array, Array]:
        """Coefficients and bounds of some sites, those of a state after the others."""
        matrix, bounds = self.coefficients[sites], self.bounds[sites]
        further = [self.row(condition.moves[0]) for condition in self.further(state)]
        if not further:
            return matrix, bounds
        extra = np.stack([own[sites] for own, _ in further], axis=1)
        return (
            np.concatenate([matrix, extra], axis=1),
            np.concatenate([bounds, np.stack([b[sites] for _, b in further], axis=1)], axis=1),
        )

    def further(self, state: State) -> list[Condition]:
        """Conditions of a state beyond those that always hold."""
        return [self.removal(move) for order in state for move in sorted(order.moves, key=_key)]

    def removal(self, move: Move) -> Condition:
        """What removing an action needs against one profile of the others."""
        return Condition("deviation", (loss(move),), self.margin or Fraction(0), (move,))

    def row(self, move: Move) -> tuple[Array, Array]:
        """Coefficients (S, K) and bounds (S,) of a removal."""
        if move not in self._known:
            matrix, bounds = batch_rows(self.problem, [self.removal(move)])
            own = np.broadcast_to(matrix[..., 0, :], (len(self), matrix.shape[-1]))
            if self.forgives:
                own = np.concatenate([own, np.ones((len(self), 1))], axis=1)
            self._known[move] = own, np.broadcast_to(bounds[..., 0], len(self))
        return self._known[move]

    def games(self, sites: Array, levels: Array) -> Iterator[Array]:
        """Payoffs of each conflict at some sites under levels (s, K), shape (s, n, a1, ..., an)."""
        used = levels[:, None, : len(self.problem.levers)]
        for arrays in self.problem.conflicts:
            core = len(arrays.conflict.shape) + 1
            baseline, effect = at(arrays.baseline, core, sites), at(arrays.effect, core + 1, sites)
            moved = np.matmul(used, effect.reshape(*effect.shape[:2], -1))
            yield baseline + moved.reshape(len(sites), *effect.shape[2:])

    def stuck(self, sites: Array, levels: Array) -> tuple[Array, list[Array]]:
        """How much the best order of each conflict lacks, shape (s, C), above 0 where it fails; and these orders."""
        lacking = np.zeros((len(sites), len(self.problem.conflicts)))
        orders: list[Array] = []
        if self.margin is None:
            return lacking, orders
        forgiven = levels[:, -1] if self.forgives else 0.0
        for c, payoffs in enumerate(self.games(sites, levels)):
            margin, order = eliminate(payoffs)
            allowed = TOLERANCE * payoff_span(payoffs, tuple(range(1, payoffs.ndim)))
            lacking[:, c] = to_float(self.margin) - forgiven - allowed - margin
            orders.append(order)
        return lacking, orders

    def children(self, state: State, c: int) -> list[State]:
        """Remove one more action of a conflict: the states that together cover this one."""
        return [
            (*state[:c], self.without(state[c], action), *state[c + 1 :])
            for action in self.actions(c)
            if action not in state[c].removed
        ]

    def settled(self, state: State, orders: Sequence[Sequence[int]]) -> State:
        """Remove everything else too, in the given order of each conflict."""
        full = []
        for c, (own, order) in enumerate(zip(state, orders, strict=True)):
            actions = self.actions(c)
            for k in order:
                own = own if actions[k] in own.removed else self.without(own, actions[k])
            full.append(own)
        return tuple(full)

    def actions(self, c: int) -> list[Action]:
        """Everything that is to be removed from a conflict, player by player."""
        shape = self.problem.conflicts[c].conflict.shape
        return [(c, i, b) for i, size in enumerate(shape) for b in range(1, size)]

    def without(self, order: Order, action: Action) -> Order:
        """Remove one more action of a conflict."""
        c, i, b = action
        gone = {(j, a) for _, j, a in order.removed}
        moves = {
            Move(c, i, b, others)
            for others in self.problem.conflicts[c].opponents(i)
            if any(others) and not any((j, a) in gone for j, a in enumerate(others))
        }
        return Order(order.removed | {action}, order.moves | moves)

    def forgiving(self) -> SitePrograms:
        """The programs that ask for the least amount of money by which every deviation must be forgiven."""
        matrix, bounds = self.coefficients, self.bounds
        soft = np.array([c.kind in SOFT for c in self.conditions], dtype=np.float64)
        column = np.broadcast_to(soft, (len(self), len(soft)))[..., None]
        lacking = bounds - np.matmul(matrix, self.low[..., None])[..., 0]
        if self.margin is not None:
            moves = {m for order in self.settled(self.start, self._every_order()) for m in order.moves}
            more = [b - (a * self.low).sum(axis=1) for a, b in map(self.row, moves)]
            lacking = np.concatenate([lacking, np.stack(more, axis=1)], axis=1) if more else lacking
        most = 1 + np.maximum(lacking, 0).max(axis=1, initial=0, keepdims=True)
        return replace(
            self,
            coefficients=np.concatenate([matrix, column], axis=2),
            low=np.concatenate([self.low, 0 * most], axis=1),
            high=np.concatenate([self.high, most], axis=1),
            cost=np.concatenate([0 * self.cost, 0 * most + 1], axis=1),
            forgives=True,
            _known={},
        )

    def _every_order(self) -> list[list[int]]:
        return [list(range(len(self.actions(c)))) for c in range(len(self.problem.conflicts))]


def site_programs(
    asked: Question,
    problem: PolicyProblem,
    heads: Array,
    stand: Sequence[Array] = (),
) -> SitePrograms:
    """Read the linear programs of sites off a problem whose batch they are.

    Parameters
    ----------
    asked : Question
        Its budget is left out: it is for all sites together.
    problem : PolicyProblem
        In floats, for one head of each site.
    heads : array, shape (S,)
    stand : sequence of arrays, shape (S, n)
        Payoffs of the players of each conflict where things stand, for ``no_one_worse_off``.

    Returns
    -------
    SitePrograms
    """
    wanted = replace(asked.requirements, budget=None)
    zeros = [[Fraction(0)] * len(a.conflict.players) for a in problem.conflicts]
    conditions = conditions_of(problem, wanted, zeros)
    matrix, bounds = batch_rows(problem, conditions)
    size, count = len(heads), len(problem.levers)
    bounds = np.array(np.broadcast_to(bounds, (size, len(conditions))))
    for r, condition in enumerate(conditions):
        if condition.kind == "worse_off":
            bounds[:, r] += stand[condition.moves[0].conflict][:, condition.moves[0].player]
    ends = [[np.broadcast_to(np.asarray(e, float), size) for e in (v.low, v.high)] for v in problem.levers]
    low, high = (np.stack([pair[end] for pair in ends], axis=1) if ends else np.zeros((size, 0)) for end in (0, 1))
    margins = [c.margin for c in wanted.criteria if isinstance(c, Unique)]
    return SitePrograms(
        problem=problem,
        conditions=tuple(conditions),
        coefficients=np.broadcast_to(matrix, (size, len(conditions), count)),
        bounds=bounds,
        low=low,
        high=high,
        cost=np.broadcast_to(problem.expected_bill, (size, count)) * heads[:, None],
        margin=max(margins) if margins else None,
    )


def check_supported(asked: Question) -> None:
    """Refuse what the programs of sites cannot say.

    Raises
    ------
    InputError
    """
    problems = []
    wanted: Requirements = asked.requirements
    names = ", ".join(name_of(c) for c in (Nash(), Dominant(), PDominant(), Aligned(0), Unique()))
    problems += [
        Problem("criterion", f"is not supported for many sites; there are {names}", name_of(c))
        for c in wanted.criteria
        if not isinstance(c, SUPPORTED)
    ]
    if asked.steps:
        problems.append(Problem("steps", "are not supported for many sites; leave them out", ", ".join(asked.steps)))
    if wanted.at_most is not None:
        what = "is not supported for many sites; choose the instruments instead"
        problems.append(Problem("at_most", what, str(wanted.at_most)))
    if wanted.liability is not None:
        what = "is not supported for many sites; bound the levels instead"
        problems.append(Problem("liability", what, str(wanted.liability)))
    if not asked.instruments:
        problems.append(Problem("instruments", "are none; expected at least one"))
    if problems:
        raise InputError("portfolio", problems)


def at(array: Array, core: int, sites: Array) -> Array:
    """The entries of some sites; the same for all where the array has no batch axis."""
    return array[sites] if array.ndim > core else np.broadcast_to(array, (len(sites), *array.shape))


def eliminate(payoffs: Array) -> tuple[Array, Array]:
    """Remove from every game what is dominated most, action after action, until only the target is left.

    Whatever goes makes more of the rest removable, so removing first what is dominated most never hurts.

    Parameters
    ----------
    payoffs : array, shape (S, n, a1, ..., an)

    Returns
    -------
    margin : array, shape (S,)
        The largest margin at which iterated dominance leaves only the target; negative where some action stays.
    order : array of int, shape (S, T)
        In what order the T actions go, counted player by player.

    Examples
    --------
    >>> hunt = np.array([[[[5.0, 3], [3, 2]], [[4, 3], [0, 2]]]])
    >>> [x.tolist() for x in eliminate(hunt)]
    [[1.0], [[0, 1]]]
    """
    shape = payoffs.shape[2:]
    losses, uses = zip(*(_losses(payoffs[:, i], shape, i) for i in range(len(shape))), strict=True)
    count = sum(size - 1 for size in shape)
    gone = np.zeros((len(payoffs), count), dtype=bool)
    margin = np.full(len(payoffs), np.inf)
    order = np.zeros((len(payoffs), count), dtype=int)
    every = np.arange(len(payoffs))
    for k in range(count):
        least = [
            np.where((gone @ use.T)[:, None, :], np.inf, own).min(axis=2) for own, use in zip(losses, uses, strict=True)
        ]
        guaranteed = np.where(gone, -np.inf, np.concatenate(least, axis=1))
        order[:, k] = guaranteed.argmax(axis=1)
        margin = np.minimum(margin, guaranteed[every, order[:, k]])
        gone[every, order[:, k]] = True
    return margin, order


def _losses(own: Array, shape: tuple[int, ...], i: int) -> tuple[Array, Array]:
    """What a player loses by each deviation against each profile of the others, and which actions that profile uses."""
    table = np.moveaxis(own, i + 1, 1).reshape(len(own), shape[i], -1)
    offsets = np.cumsum([0, *(size - 1 for size in shape)])
    others = list(product(*(range(size) for j, size in enumerate(shape) if j != i)))
    players = [j for j in range(len(shape)) if j != i]
    use = np.zeros((len(others), offsets[-1]), dtype=bool)
    for p, profile in enumerate(others):
        for j, action in zip(players, profile, strict=True):
            if action:
                use[p, offsets[j] + action - 1] = True
    return table[:, :1] - table[:, 1:], use


def _key(move: Move) -> tuple[int, int, int, tuple[int, ...]]:
    return (move.conflict, move.player, move.action, move.others)
