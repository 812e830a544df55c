"""Payoffs that react to the shares: baseline + sum of level(x) x effect, the level of each effect a rule of the state.

An incentive that is paid while cooperation is rare and fades as it spreads is such a rule. The dynamics are those of
the game at the state; the Jacobian is the full one, with what the levels change. An interior rest point can then be
asymptotically stable, which it never is with constant payoffs.

Shapes: state ``(..., d)``, levels ``(..., K)``, their slopes ``(..., K, d)``.

References
----------
Weitz et al. (2016), An oscillating tragedy of the commons in replicator dynamics with game-environment feedback.
doi:10.1073/pnas.1604096113
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from tvet_games.errors import ShapeError
from tvet_games.games.best_response import action_payoffs
from tvet_games.games.normal_form import NormalFormGame
from tvet_games.numerics import Array
from tvet_games.solve.dynamics.replicator import replicator_field, replicator_jacobian
from tvet_games.solve.dynamics.stability import StabilityTable, stability_table, vertex_eigenvalues
from tvet_games.solve.dynamics.state import check_state, strategies_of, vertex_state
from tvet_games.tables.card import Card
from tvet_games.tables.labels import Labels, Language, spoken
from tvet_games.tables.shown import Shown

Rule = Callable[[Array], Array]
"""From states ``(..., d)`` to levels ``(..., K)``, or to their slopes ``(..., K, d)``."""


@dataclass(frozen=True, slots=True, eq=False)
class FeedbackGame(Shown):
    """A game whose payoffs react to the shares.

    Attributes
    ----------
    baseline : NormalFormGame
        One game: the payoffs with all levels at 0.
    effects : array, shape (K, n, a1, ..., an)
        [payoff] What a unit of each level adds.
    costs : array, shape (K, a1, ..., an)
        [payoff] What a unit of each level costs whoever pays, at each profile.
    levels, slopes : callable
        The levels at a state, and their derivatives by the shares.
    names : tuple of str
        Of the levels.

    Raises
    ------
    ShapeError
        If the baseline is a batch, or the shapes do not fit.

    Examples
    --------
    A grant that fades as the first population cooperates:

    >>> baseline = NormalFormGame([[[0, -1], [0, 0]], [[0, 0], [0, 0]]])
    >>> grant = np.zeros((1, 2, 2, 2)); grant[0, 0, 0] = 1
    >>> fading = FeedbackGame(baseline, grant, grant[:, 0], lambda x: 2 - 2 * x[..., :1],
    ...     lambda x: np.broadcast_to([[-2.0, 0.0]], (*x.shape[:-1], 1, 2)), ("grant",))
    >>> fading.at([0.25, 0.5]).payoffs[0].tolist(), float(fading.cost([0.25, 0.5]))
    ([[1.5, 0.5], [0.0, 0.0]], 0.375)
    """

    baseline: NormalFormGame = field(repr=False)
    effects: Array = field(repr=False)
    costs: Array = field(repr=False)
    levels: Rule = field(repr=False)
    slopes: Rule = field(repr=False)
    names: tuple[str, ...]

    def __post_init__(self) -> None:
        if not self.baseline.is_single:
            raise ShapeError("feedback is for one game, not a batch")
        count, shape = len(self.names), self.baseline.payoffs.shape
        if self.effects.shape != (count, *shape) or self.costs.shape != (count, *shape[1:]):
            raise ShapeError(
                f"{count} levels of this game have effects of shape {(count, *shape)} and costs of shape "
                f"{(count, *shape[1:])}, got {self.effects.shape} and {self.costs.shape}"
            )
        object.__setattr__(self, "baseline", self.baseline.to_float())

    @property
    def players(self) -> tuple[str, ...]:
        """Names of the populations."""
        return self.baseline.players

    @property
    def actions(self) -> tuple[tuple[str, ...], ...]:
        """Names of the actions of each population."""
        return self.baseline.actions

    @property
    def labels(self) -> Labels:
        """Labels of populations and actions."""
        return self.baseline.labels

    @property
    def unit(self) -> str:
        """Unit of the payoffs."""
        return self.baseline.unit

    @property
    def shape(self) -> tuple[int, ...]:
        """Number of actions of each population."""
        return self.baseline.shape

    def at(self, state: Any) -> NormalFormGame:
        """The game that is played at a state, or at states."""
        _, values = check_state(self.baseline, state)
        extra = np.tensordot(self.levels(values), self.effects.astype(np.float64), axes=1)
        return self.baseline.with_payoffs(self.baseline.payoffs + extra)

    def field(self, state: Any) -> Array:
        """How fast each share grows, shape (..., d)."""
        return replicator_field(self.at(state), state)

    def jacobian(self, state: Any) -> Array:
        """The full Jacobian, shape (..., d, d): of the game at the state, and of the levels that react."""
        _, values = check_state(self.baseline, state)
        # The field is linear in the payoffs: a unit of a level adds the field of its effect.
        pushes = [replicator_field(NormalFormGame(effect), values) for effect in self.effects.astype(np.float64)]
        push, slopes = np.stack(pushes, axis=-1)[..., None], self.slopes(values)[..., None, :, :]
        # Where a level moves nothing its slope does not matter, be it infinite (a root at 0).
        react = np.multiply(push, slopes, out=np.zeros(np.broadcast_shapes(push.shape, slopes.shape)), where=push != 0)
        return np.asarray(replicator_jacobian(self.at(values), values) + react.sum(axis=-2))

    def unit_costs(self, state: Any) -> Array:
        """Expected cost of a unit of each level at a state, shape (..., K)."""
        _, values = check_state(self.baseline, state)
        strategies = strategies_of(self.shape, values)
        each = [
            (action_payoffs(cost, 0, strategies) * strategies[0]).sum(axis=-1) for cost in self.costs.astype(np.float64)
        ]
        return np.stack(each, axis=-1)

    def cost(self, state: Any) -> Array:
        """What a unit of time costs whoever pays, shape (...): levels times expected cost."""
        _, values = check_state(self.baseline, state)
        return np.asarray((self.levels(values) * self.unit_costs(values)).sum(axis=-1))

    def card(self, language: Language | None = None) -> Card:
        """Return what it shows in notebooks and papers."""
        from tvet_games.solve.dynamics.feedback_card import feedback_card

        return feedback_card(self, spoken(language))

    def to_frame(self) -> Any:
        """Return a :class:`pandas.DataFrame`: a row a vertex; the levels there, what they cost, and the payoffs."""
        import pandas as pd

        rows = []
        for profile in np.ndindex(self.shape):
            state = vertex_state(self.shape, profile)
            row: dict[str, Any] = {p: own[a] for p, own, a in zip(self.players, self.actions, profile, strict=True)}
            row |= dict(zip(self.names, np.ravel(self.levels(state)), strict=True))
            payoffs = self.at(state).payoffs[(slice(None), *profile)]
            row |= {"cost": float(self.cost(state))}
            rows.append(row | {f"payoff of {p}": u for p, u in zip(self.players, payoffs, strict=True)})
        return pd.DataFrame(rows)


def reacting_stability(game: FeedbackGame) -> StabilityTable:
    """Return every vertex with its eigenvalues, the levels at each vertex being those of the rule there.

    Parameters
    ----------
    game : FeedbackGame

    Returns
    -------
    StabilityTable
        At a vertex the levels' slopes do not matter: a share that is 0 or 1 is not moved by them.
    """
    return stability_table(game.baseline, own_eigenvalues(game))


def own_eigenvalues(game: FeedbackGame) -> Array:
    """Eigenvalues of each vertex in the game that is played there, shape (a1, ..., an, d)."""
    eigenvalues = vertex_eigenvalues(vertex_games(game))
    size = int(np.prod(game.shape))
    square = eigenvalues.reshape(size, size, -1)
    return square[np.arange(size), np.arange(size)].reshape(*game.shape, -1)


def vertex_games(game: FeedbackGame) -> NormalFormGame:
    """The game at each vertex, a batch (a1, ..., an)."""
    states = [vertex_state(game.shape, profile) for profile in np.ndindex(game.shape)]
    return game.at(np.array(states).reshape(*game.shape, -1))
