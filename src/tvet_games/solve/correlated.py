"""Correlated and coarse correlated equilibria: what a mediator's advice can achieve, as a linear program.

A distribution z over profiles is a correlated equilibrium if nobody gains by disobeying what the mediator recommends
(:mod:`~tvet_games.solve.obedience`). They form a polytope that holds every Nash equilibrium; a linear program picks the
one that is best by an objective. In exact games all is in fractions, with a proof; in float games HiGHS answers.

Shapes: payoffs ``(n, a1, ..., an) -> probabilities (a1, ..., an)``.

References
----------
Aumann (1987), Correlated equilibrium as an expression of Bayesian rationality, Econometrica 55, 1-18.
doi:10.2307/1911154
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

import numpy as np

from tvet_games.errors import (
    FormulaError,
    InputError,
    Problem,
    ShapeError,
    SolverError,
    expected,
    nearest,
    unknown,
    whole,
)
from tvet_games.games.normal_form import NormalFormGame
from tvet_games.linear_programs.certificate import Certificate, Constraint
from tvet_games.linear_programs.exact import minimise
from tvet_games.numerics import TOLERANCE, Array, exact, payoff_span, row_of_numbers
from tvet_games.solve.obedience import Obedience, obedience
from tvet_games.tables.card import Card
from tvet_games.tables.labels import Language, spoken
from tvet_games.tables.shown import Shown

OBJECTIVES = ("welfare", "target", "egalitarian")
"""What the best distribution makes largest: the sum of payoffs, the probability that everybody cooperates (action 0 of
each), or the smallest payoff of any player."""


@dataclass(frozen=True, slots=True, eq=False)
class CorrelatedEquilibrium(Shown):
    """A distribution over profiles whose recommendations everybody follows.

    Attributes
    ----------
    game : NormalFormGame
    probabilities : array, shape (a1, ..., an)
    objective : str
        ``weights`` where players were weighted.
    value : number
        Of the objective.
    coarse : bool
        Whether players promise obedience before they are told anything.
    regret : number
        [share of the payoff span] Largest gain from disobeying one recommendation; at most ``TOLERANCE``.
    certificate : Certificate or None
        The proof that no other is better, in exact games.
    """

    game: NormalFormGame = field(repr=False)
    probabilities: Array = field(repr=False)
    objective: str
    value: Any
    coarse: bool
    regret: Any
    certificate: Certificate | None = field(repr=False)

    @property
    def payoffs(self) -> Array:
        """Expected payoff of each player, shape (n,)."""
        core = tuple(range(1, self.game.payoffs.ndim))
        return np.asarray((self.game.payoffs * self.probabilities).sum(axis=core))

    @property
    def welfare(self) -> Any:
        """Sum of the expected payoffs."""
        return self.payoffs.sum()

    @property
    def target_probability(self) -> Any:
        """Probability that everybody cooperates."""
        return self.probabilities[(0,) * len(self.game.players)]

    def verify(self) -> bool:
        """Check anew that it is a distribution that everybody follows and, in exact games, that no other is better.

        The proof has to be of the program of this very game; float games have none and are checked for the rest alone.
        """
        z = self.probabilities.ravel()
        exact_game = self.game.is_exact
        slack: Any = Fraction(0) if exact_game else TOLERANCE
        constraints = obedience(self.game, coarse=self.coarse)
        follows = bool((constraints.rows @ z >= -slack).all()) and bool((z >= 0).all()) and abs(z.sum() - 1) <= slack
        if not follows or not exact_game:
            return follows
        proof = self.certificate
        return proof is not None and self._is_of_this_game(proof, constraints) and proof.verify()

    def _is_of_this_game(self, proof: Certificate, constraints: Obedience) -> bool:
        """Whether a proof has the probabilities as its vertex, and the constraints of the game as its rows."""
        weighted = self.objective == "weights"  # which weights is not kept: the proof alone says so
        _, gain, floors = _goal(self.game, "welfare" if weighted else self.objective)
        cost, _, _, rows = _program(constraints, gain, floors)
        vertex = proof.x[: self.probabilities.size] == tuple(self.probabilities.ravel())
        return vertex and proof.constraints[-len(rows) :] == tuple(rows) and (weighted or proof.cost == tuple(cost))

    def advice(self) -> Any:
        """The mediator's advice as a :class:`pandas.DataFrame`: a row for each recommendation that may be given.

        How likely it is, what obeying it brings, what the best other action would bring, given the recommendation, and
        whether both are equally good. Of coarse equilibria, which are promised before anything is recommended, a row a
        player: what following brings against the best action that is fixed beforehand.
        """
        import pandas as pd

        rows, index = [], []
        for i, player in enumerate(self.game.players):
            names = self.game.actions[i]
            weights = np.moveaxis(self.probabilities, i, 0).reshape(len(names), -1)
            table = np.moveaxis(self.game.player_payoffs(i), i, 0).reshape(len(names), -1)
            if self.coarse:
                index.append((player, "whatever"))
                rows.append(_told(weights.sum(), (table * weights).sum(), names, table @ weights.sum(axis=0), -1))
                continue
            for a, name in enumerate(names):
                told = weights[a].sum()
                if told:
                    index.append((player, name))
                    values = table @ weights[a] / told
                    rows.append(_told(told, values[a], names, values, a))
        return pd.DataFrame(rows, index=pd.MultiIndex.from_tuples(index, names=["player", "recommended"]))

    def draw(self, size: int, rng: np.random.Generator | int) -> Array:
        """Draw recommendations.

        Parameters
        ----------
        size : int
        rng : Generator or seed

        Returns
        -------
        array of int, shape (size, n)
            Action indices.

        Raises
        ------
        InputError
            If the size is no whole number of at least 0, or there is neither a generator nor a seed.
        """
        count = whole(size, "", "size")
        if not isinstance(rng, np.random.Generator):
            rng = np.random.default_rng(whole(rng, "", "rng"))
        flat = self.probabilities.astype(np.float64).ravel()
        picked = rng.choice(flat.size, size=count, p=flat / flat.sum())
        return np.stack(np.unravel_index(picked, self.game.shape), axis=-1)

    def card(self, language: Language | None = None) -> Card:
        """Return what it shows in notebooks and papers."""
        from tvet_games.solve.correlated_card import correlated_card

        return correlated_card(self, spoken(language))

    def to_frame(self) -> Any:
        """Return a :class:`pandas.DataFrame`: a row a profile that may be recommended; probability and payoffs."""
        frame = self.game.to_frame()
        frame.insert(0, "probability", self.probabilities.ravel())
        return frame[frame["probability"] > 0]


def correlated_equilibrium(
    game: NormalFormGame, objective: str | Mapping[str, Any] = "welfare", *, coarse: bool = False
) -> CorrelatedEquilibrium:
    """Find the best (coarse) correlated equilibrium.

    Parameters
    ----------
    game : NormalFormGame
        A single game of any number of players and actions.
    objective : str or mapping of player to number
        One of ``OBJECTIVES``; or the weights of the players' payoffs, those not named having none.
    coarse : bool
        Players decide whether to obey before they are told anything: more distributions qualify.

    Returns
    -------
    CorrelatedEquilibrium
        Fractions for fractions.

    Raises
    ------
    InputError
        If an objective or player is unknown, or a weight is no number.
    ShapeError
        If the game is a batch.
    SolverError
        If the answer does not pass the package's own check.

    Examples
    --------
    >>> chicken = NormalFormGame.from_bimatrix([[6, 2], [7, 0]], [[6, 7], [2, 0]])
    >>> best = correlated_equilibrium(chicken)
    >>> print(*best.payoffs, best.verify())
    21/4 21/4 True
    >>> print(best.probabilities[0, 0], correlated_equilibrium(chicken, "target").target_probability)
    1/2 1/2
    """
    expected(game, NormalFormGame, "game", "a NormalFormGame")
    expected(coarse, bool, "coarse", "True or False")
    if not game.is_single:
        raise ShapeError("a correlated equilibrium is of one game; take one out of the batch, as in game[0]")
    constraints = obedience(game, coarse=coarse)
    name, gain, floors = _goal(game, objective)
    z, value, proof = (_exactly if game.is_exact else _in_floats)(constraints, gain, floors)
    worst = (-(constraints.rows @ z)).max() + 0
    regret = worst if worst > 0 else worst * 0
    if regret > (0 if game.is_exact else TOLERANCE):
        raise SolverError(f"the linear program left a gain from disobeying of {float(regret):.2g} of the payoff span")
    return CorrelatedEquilibrium(game, z.reshape(game.shape), name, value, coarse, regret, proof)


def _goal(game: NormalFormGame, objective: Any) -> tuple[str, Array, Array | None]:
    """Name of the objective, what a unit of probability of each profile adds to it, and payoffs that bound it."""
    flat = game.payoffs.reshape(len(game.players), -1)
    if isinstance(objective, Mapping):
        weights = _weights(game, objective)
        return "weights", (flat * weights[:, None]).sum(axis=0), None
    if not isinstance(objective, str) or objective not in OBJECTIVES:
        what = f"is no objective; there are {', '.join(OBJECTIVES)}, or weights by player"
        raise InputError("objective", [Problem("", what, str(objective), nearest(str(objective), OBJECTIVES))])
    if objective == "welfare":
        return objective, flat.sum(axis=0), None
    if objective == "target":
        first = flat[0] * 0
        first[0] += 1
        return objective, first, None
    return objective, flat[0] * 0, flat


def _weights(game: NormalFormGame, given: Mapping[str, Any]) -> Array:
    if not given:
        raise InputError("objective", [Problem("", "is empty; give a player a weight")])
    for name in given:
        if name not in game.players:
            raise unknown("player", str(name), game.players, source="objective")
    try:
        numbers = [exact(given.get(player, 0)) for player in game.players]
    except FormulaError as error:
        raise InputError("objective", [Problem("", str(error))]) from None
    return row_of_numbers(numbers, exact=game.is_exact)


def _exactly(constraints: Obedience, gain: Array, floors: Array | None) -> tuple[Array, Any, Certificate | None]:
    """The program in fractions: probabilities, then, for the smallest payoff, how far it is above the least payoff."""
    cost, high, least, rows = _program(constraints, gain, floors)
    proof = minimise(cost, [Fraction(0)] * len(cost), high, rows)
    if proof.kind != "optimal":
        raise SolverError("the linear program of correlated equilibria has no solution, but every game has one")
    return row_of_numbers(proof.x[: len(gain)]), least - proof.value, proof


def _program(
    constraints: Obedience, gain: Array, floors: Array | None
) -> tuple[list[Fraction], list[Fraction | None], Fraction, list[Constraint]]:
    """Costs, upper bounds, the least payoff where the smallest counts, and the rows."""
    zero, one = Fraction(0), Fraction(1)
    extra = () if floors is None else (zero,)
    ones = (one,) * len(gain)
    rows = [Constraint((*ones, *extra), one), Constraint((*(-v for v in ones), *extra), -one)]
    rows += [Constraint((*row, *extra), zero) for row in constraints.rows]
    cost: list[Fraction] = [-g for g in gain]
    high: list[Fraction | None] = [one] * len(gain)
    if floors is None:
        return cost, high, zero, rows
    least, most = floors.min(), floors.max()
    rows += [Constraint((*(payoffs - least), -one), zero) for payoffs in floors]
    return [*cost, -one], [*high, most - least], least, rows


def _told(probability: Any, obeying: Any, names: Sequence[str], values: Array, own: int) -> dict[str, Any]:
    """A row of the advice: obeying against the best of the other actions."""
    rest = [b for b in range(len(names)) if b != own]
    best = max(rest, key=lambda b: values[b]) if rest else None
    other = None if best is None else values[best]
    return {
        "probability": probability,
        "obeying": obeying,
        "best other action": None if best is None else names[best],
        "other action": other,
        "indifferent": other is not None and bool(obeying == other),
    }


def _in_floats(constraints: Obedience, gain: Array, floors: Array | None) -> tuple[Array, Any, Certificate | None]:
    """The same by HiGHS, the objective in units of its span."""
    if floors is not None:
        least = floors.min()
        span = float(payoff_span(floors, (0, 1)))
        z = _highs(constraints.rows, np.zeros(len(gain)), (floors - least) / span)
        return z, float((floors * z).sum(axis=1).min()), None
    least = gain.min()
    z = _highs(constraints.rows, (gain - least) / float(payoff_span(gain, (0,))), None)
    return z, float(gain @ z), None


def _highs(rows: Array, gain: Array, floors: Array | None) -> Array:
    """Probabilities that make a gain largest."""
    import highspy

    count = rows.shape[1]
    matrix, below, above = _stacked(rows, floors)
    model = highspy.HighsLp()
    model.num_row_, model.num_col_ = matrix.shape
    model.col_cost_ = np.concatenate([-gain, [-1.0] * (floors is not None)])
    model.col_lower_ = np.zeros(matrix.shape[1])
    model.col_upper_ = np.ones(matrix.shape[1])
    model.row_lower_, model.row_upper_ = below, above
    model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    model.a_matrix_.start_ = np.arange(len(matrix) + 1) * matrix.shape[1]
    model.a_matrix_.index_ = np.tile(np.arange(matrix.shape[1]), len(matrix))
    model.a_matrix_.value_ = matrix.ravel()
    solver = highspy.Highs()
    solver.setOptionValue("output_flag", False)
    solver.setOptionValue("presolve", "off")
    solver.setOptionValue("primal_feasibility_tolerance", TOLERANCE / 10)
    solver.passModel(model)
    solver.run()
    if solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
        raise SolverError("HiGHS found no correlated equilibrium, but every game has one")
    z = np.maximum(np.asarray(solver.getSolution().col_value)[:count], 0.0)
    return np.asarray(z / z.sum())


def _stacked(rows: Array, floors: Array | None) -> tuple[Array, Array, Array]:
    """All rows with their lower and upper bounds: probabilities add up to 1, obedience, payoffs above the smallest."""
    import highspy

    matrix: Sequence[Array] = [np.ones((1, rows.shape[1])), rows]
    below = np.concatenate([[1.0], np.zeros(len(rows))])
    above = np.concatenate([[1.0], np.full(len(rows), highspy.kHighsInf)])
    if floors is not None:
        column = np.concatenate([np.zeros(1 + len(rows)), -np.ones(len(floors))])
        matrix = [np.concatenate([np.concatenate([*matrix, floors]), column[:, None]], axis=1)]
        below = np.concatenate([below, np.zeros(len(floors))])
        above = np.concatenate([above, np.full(len(floors), highspy.kHighsInf)])
    return np.concatenate(matrix), below, above
