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

from tvet_games.errors import FormulaError, InputError, Problem, ShapeError, SolverError, expected, nearest, unknown
from tvet_games.games.normal_form import NormalFormGame
from tvet_games.linear_programs.certificate import Certificate, Constraint
from tvet_games.linear_programs.exact import minimise
from tvet_games.numerics import TOLERANCE, Array, exact, payoff_span, row_of_numbers
from tvet_games.solve.obedience import Obedience, obedience

OBJECTIVES = ("welfare", "target", "egalitarian")
"""What the best distribution makes largest: the sum of payoffs, the probability that everybody cooperates (action 0 of
each), or the smallest payoff of any player."""


@dataclass(frozen=True, slots=True, eq=False)
class CorrelatedEquilibrium:
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

    game: NormalFormGame
    probabilities: Array
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
        """Check the proof, and that nobody gains by disobeying; float games have no proof and are checked alone."""
        proved = self.certificate is None or self.certificate.verify()
        return proved and bool(self.regret <= (0 if self.game.is_exact else TOLERANCE))

    def advice(self) -> Any:
        """The mediator's advice as a :class:`pandas.DataFrame`: a row for each recommendation that may be given.

        How likely it is, what obeying it brings, and what the best other action would bring, given the recommendation.
        """
        import pandas as pd

        rows, index = [], []
        for i, player in enumerate(self.game.players):
            names = self.game.actions[i]
            weights = np.moveaxis(self.probabilities, i, 0).reshape(len(names), -1)
            table = np.moveaxis(self.game.player_payoffs(i), i, 0).reshape(len(names), -1)
            for a, name in enumerate(names):
                told = weights[a].sum()
                if not told:
                    continue
                values = (table * weights[a]).sum(axis=1) / told
                rest = [b for b in range(len(names)) if b != a]
                best = max(rest, key=lambda b: values[b]) if rest else None
                index.append((player, name))
                rows.append(
                    {
                        "probability": told,
                        "obeying": values[a],
                        "best other action": None if best is None else names[best],
                        "other action": None if best is None else values[best],
                    }
                )
        frame_index = pd.MultiIndex.from_tuples(index, names=["player", "recommended"])
        return pd.DataFrame(rows, index=frame_index)

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
        """
        generator = np.random.default_rng(rng)
        flat = self.probabilities.astype(np.float64).ravel()
        picked = generator.choice(flat.size, size=size, p=flat / flat.sum())
        return np.stack(np.unravel_index(picked, self.game.shape), axis=-1)

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
    count = constraints.rows.shape[1]
    zero, one = Fraction(0), Fraction(1)
    extra = () if floors is None else (zero,)
    ones = (one,) * count
    rows = [Constraint((*ones, *extra), one), Constraint((*(-v for v in ones), *extra), -one)]
    rows += [Constraint((*row, *extra), zero) for row in constraints.rows]
    cost, high = [-g for g in gain], [one] * count
    least = zero
    if floors is not None:
        least, most = floors.min(), floors.max()
        rows += [Constraint((*(payoffs - least), -one), zero) for payoffs in floors]
        cost, high = [*cost, -one], [*high, most - least]
    proof = minimise(cost, [zero] * len(cost), high, rows)
    if proof.kind != "optimal":
        raise SolverError("the linear program of correlated equilibria has no solution, but every game has one")
    z = row_of_numbers(proof.x[:count])
    return z, least - proof.value, proof


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
