"""Does a game satisfy a criterion, and with what slack: over any batch of games.

The slack is in the criterion's own unit: money per head and period for the deviations of Nash, Dominant, Unique and
Aligned and the average loss of Sustainable, a share for the others (p less the p-dominance level, 1 less the sum of
threshold beliefs, the basin less the share asked for). A criterion with a margin on its Nash equilibrium holds only
if that margin is kept too. In floats a slack counts as 0 within the tie tolerance of the payoff span.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from functools import reduce
from itertools import product
from typing import TYPE_CHECKING, Any

import numpy as np

from tvet_games.games.best_response import deviation_losses, pure_equilibria
from tvet_games.games.door import a_game
from tvet_games.games.normal_form import NormalFormGame
from tvet_games.model.calibration import Calibration
from tvet_games.numerics import TOLERANCE, Array, core, payoff_span, to_float
from tvet_games.policy.criteria import (
    Aligned,
    Basin,
    Criterion,
    Dominant,
    Nash,
    PDominant,
    RiskDominant,
    Sustainable,
    Unique,
)
from tvet_games.policy.outcome import Outcome
from tvet_games.solve.alignment import aligned_game
from tvet_games.solve.basin import basin
from tvet_games.solve.refinement import p_dominance, risk_dominance
from tvet_games.solve.repeated import critical_discount, per_year
from tvet_games.tables.card import Card
from tvet_games.tables.labels import Language, spoken
from tvet_games.tables.shown import Shown

if TYPE_CHECKING:
    from tvet_games.policy.solution import PolicySolution


@dataclass(frozen=True, slots=True, eq=False)
class Verdict(Shown):
    """Whether games satisfy a criterion.

    Attributes
    ----------
    criterion : Criterion
    holds : array of bool, shape (...)
    slack : array, shape (...)
        How far inside the criterion each game is; negative outside.
    unit : str
        ``money`` or ``share``.
    """

    criterion: Criterion
    holds: Any
    slack: Any
    unit: str

    def __repr__(self) -> str:
        if np.ndim(self.holds):
            told = f"holds in {int(np.sum(self.holds))} of {np.size(self.holds)}"
        else:
            told = f"holds={bool(self.holds)}, slack={self.slack}"
        return f"Verdict({self.criterion}, {told}, unit={self.unit!r})"

    def card(self, language: Language | None = None) -> Card:
        """Return whether the criterion holds, and with what slack."""
        from tvet_games.policy.verdict_card import verdict_card

        return verdict_card(self, spoken(language))

    def to_frame(self) -> Any:
        """Return a :class:`pandas.DataFrame`: a row a game."""
        import pandas as pd

        return pd.DataFrame({"holds": np.ravel(self.holds), f"slack [{self.unit}]": np.ravel(self.slack)})


def verdict(game: NormalFormGame, criterion: Criterion, *, public_cost: Any = None) -> Verdict:
    """Tell whether games satisfy a criterion, and with what slack.

    Parameters
    ----------
    game : NormalFormGame
        One game or a batch; exact games give exact slacks (but for a basin).
    criterion : Criterion
    public_cost : array, shape (..., a1, ..., an), optional
        What the public pays at each profile, for :class:`Aligned`; by default nothing.

    Returns
    -------
    Verdict

    Raises
    ------
    ShapeError
        If the criterion is defined for 2x2 games only and this is none.

    Examples
    --------
    >>> hunt = NormalFormGame.from_bimatrix([[4, 0], [3, 2]], [[4, 3], [0, 2]])
    >>> verdict(hunt, Nash(margin=1)).slack, bool(verdict(hunt, RiskDominant()).holds)
    (Fraction(0, 1), False)
    """
    a_game(game, "verdict")
    slack, unit = _slack(game, criterion, public_cost)
    holds = _at_least_zero(game, slack, unit)
    if isinstance(criterion, PDominant | RiskDominant | Basin):
        holds = holds & _at_least_zero(game, _over_players(game, criterion.margin, _at_target), "money")
    return Verdict(criterion, holds, slack, unit)


def _slack(game: NormalFormGame, criterion: Criterion, public_cost: Any) -> tuple[Any, str]:
    if isinstance(criterion, Nash):
        return _over_players(game, criterion.margin, _at_target), "money"
    if isinstance(criterion, Dominant):
        return _over_players(game, criterion.margin, _anywhere), "money"
    if isinstance(criterion, Unique):
        return _dominance_margin(game) - _like(game, criterion.margin), "money"
    if isinstance(criterion, Aligned):
        return _over_players(_aligned(game, criterion, public_cost), criterion.margin, _at_target), "money"
    if isinstance(criterion, PDominant):
        return _like(game, criterion.p) - p_dominance(game), "share"
    if isinstance(criterion, RiskDominant):
        return _like(game, Fraction(1)) - risk_dominance(game), "share"
    if isinstance(criterion, Sustainable):
        return _sustained(game, criterion) - _like(game, criterion.margin), "money"
    return basin(game) - to_float(criterion.share), "share"


def _like(game: NormalFormGame, number: Fraction) -> Any:
    return number if game.is_exact else to_float(number)


def _at_least_zero(game: NormalFormGame, slack: Any, unit: str) -> Any:
    if game.is_exact and not isinstance(slack, float):
        return np.asarray(slack >= 0)
    if unit == "share":
        return np.asarray(slack >= -TOLERANCE)
    core = tuple(range(-len(game.players) - 1, 0))
    return np.asarray(slack >= -TOLERANCE * payoff_span(game.payoffs.astype(float), core))


def _over_players(game: NormalFormGame, margin: Fraction, losses: Callable[[NormalFormGame, int], Any]) -> Any:
    """The least loss over the players, less the margin."""
    least = losses(game, 0)
    for i in range(1, len(game.players)):
        least = np.minimum(least, losses(game, i))
    return least - _like(game, margin)


def _losses(game: NormalFormGame, player: int) -> Array:
    """Entry [..., b, s_-i] is what the player loses by b instead of the target; the target's own row left out."""
    if game.is_single:
        return deviation_losses(game.player_payoffs(player), player)[1:]
    moved = np.moveaxis(game.player_payoffs(player), player - len(game.players), -len(game.players))
    table = moved.reshape(*game.batch_shape, game.shape[player], -1)
    return table[..., :1, :] - table[..., 1:, :]


def _at_target(game: NormalFormGame, player: int) -> Any:
    losses = _losses(game, player)[..., 0]
    return losses.min(axis=-1) if losses.shape[-1] else _nothing_to_lose(game)


def _anywhere(game: NormalFormGame, player: int) -> Any:
    losses = _losses(game, player)
    return losses.min(axis=(-2, -1)) if losses.shape[-2] else _nothing_to_lose(game)


def _nothing_to_lose(game: NormalFormGame) -> Any:
    return np.full(game.batch_shape, math.inf)[()]


def _sustained(game: NormalFormGame, criterion: Sustainable) -> Any:
    """What the worst deviation loses on average, under the pure stage equilibrium that punishes best (or none)."""
    delta = _like(game, criterion.delta)
    n, stable = len(game.players), pure_equilibria(game)
    losses = [_at_target(game, i) for i in range(n)]
    best = reduce(np.minimum, losses)
    for profile in product(*(range(size) for size in game.shape)):
        if any(profile):
            kept = [
                (1 - delta) * loss + delta * (table[core(*(0,) * n)] - table[core(*profile)])
                for loss, table in zip(losses, map(game.player_payoffs, range(n)), strict=True)
            ]
            best = np.where(stable[core(*profile)], np.maximum(best, reduce(np.minimum, kept)), best)[()]
    return best


def _dominance_margin(game: NormalFormGame) -> Any:
    """The largest margin at which iterated dominance leaves only the target; negative where some action stays.

    Removing first what is dominated most never hurts: whatever goes makes more of the rest removable.
    """
    if not game.is_single:
        flat = game.payoffs.reshape(-1, *game.payoffs.shape[len(game.batch_shape) :])
        each = [_dominance_margin(game.with_payoffs(p)) for p in flat]
        return np.array(each, dtype=game.payoffs.dtype).reshape(game.batch_shape)
    left = [set(range(size)) for size in game.shape]
    margin: Any = math.inf
    while any(len(own) > 1 for own in left):
        best, gone = max(
            (_guaranteed(game.payoffs[i], left, i, b), (i, b)) for i, own in enumerate(left) for b in own if b
        )
        margin = min(margin, best)
        left[gone[0]].remove(gone[1])
    return margin


def _guaranteed(payoffs: Array, left: list[set[int]], i: int, b: int) -> Any:
    """The least that a player loses by b instead of the target, over what the others still have."""
    others = product(*(sorted(own) if j != i else [0] for j, own in enumerate(left)))
    return min(payoffs[p] - payoffs[(*p[:i], b, *p[i + 1 :])] for p in others)


def _aligned(game: NormalFormGame, criterion: Aligned, public_cost: Any) -> NormalFormGame:
    return aligned_game(game, criterion.alpha, public_cost=public_cost)


# What a search reports


@dataclass(frozen=True, slots=True)
class Robustness:
    """How firmly cooperation stands in one game.

    Attributes
    ----------
    p_dominance : number
        [share] Least belief in the others that makes cooperating a best reply; infinite where it is no equilibrium.
    risk_dominance : number or None
        [share] Sum of the two threshold beliefs, below 1 where risk-dominant; None but for 2x2.
    basin : float or None
        [share] Of starting points that lead to cooperation; None but for 2x2.
    critical_discount : number
        [share] Per period; infinite where repetition does not sustain cooperation.
    critical_discount_per_year : float
        [share]
    """

    p_dominance: Any
    risk_dominance: Any
    basin: float | None
    critical_discount: Any
    critical_discount_per_year: float


@dataclass(frozen=True, slots=True)
class Measures:
    """How firmly cooperation stands in a conflict before and after the policy.

    Attributes
    ----------
    conflict : str
    before, after : Robustness
    """

    conflict: str
    before: Robustness
    after: Robustness


def measures(outcome: Outcome, calibration: Calibration) -> Measures:
    """Measure how firmly cooperation stands in a conflict before and after."""
    years = to_float(calibration.period_years)
    before, after = (robustness(found.game, years) for found in (outcome.before, outcome.after))
    return Measures(outcome.name, before, after)


def robustness(game: NormalFormGame, years: float = 1.0) -> Robustness:
    """Measure how firmly cooperation stands in a single game; ``years`` is the length of a period."""
    two_by_two = game.shape == (2, 2)
    factor = critical_discount(game)
    return Robustness(
        p_dominance=_scalar(p_dominance(game)),
        risk_dominance=_scalar(risk_dominance(game)) if two_by_two else None,
        basin=float(basin(game)) if two_by_two else None,
        critical_discount=_scalar(factor),
        critical_discount_per_year=float(per_year(float(factor), years)),
    )


def _scalar(value: Any) -> Any:
    return value.item() if isinstance(value, np.ndarray) else value


def satisfied(solution: PolicySolution) -> bool:
    """Whether the game of each conflict under the policy satisfies each criterion, by the engine and the verdicts."""
    for outcome in solution.outcomes:
        c = solution.problem.conflicts.index(outcome.arrays)
        for criterion in solution.criteria:
            cost = _public_cost(solution, c) if isinstance(criterion, Aligned) else None
            if not verdict(outcome.game, criterion, public_cost=cost).holds:
                return False
        stage = any(not isinstance(x, Sustainable | Aligned) for x in solution.criteria)
        if stage and not outcome.target_is_equilibrium:
            return False
    return True


def _public_cost(solution: PolicySolution, c: int) -> Array:
    """What the public pays at each profile of a conflict, per head, with the marginal cost of public funds."""
    problem = solution.problem
    shape = problem.conflicts[c].conflict.shape
    out = np.empty(shape, dtype=object)
    for profile in product(*(range(size) for size in shape)):
        unit = problem.public_cost(c, profile)
        out[profile] = (1 + problem.public_funds) * sum(u * x for u, x in zip(unit, solution.vector, strict=True))
    return out


def withdrawal(solution: PolicySolution) -> dict[str, bool]:
    """For each conflict whether cooperation is still an equilibrium when everything that does not persist has ended."""
    kept = [
        x if lever.instrument.persists else x * 0
        for lever, x in zip(solution.problem.levers, solution.vector, strict=True)
    ]
    out = {}
    for outcome in solution.outcomes:
        game = outcome.game
        left = game.with_payoffs(outcome.arrays.payoffs(kept))
        out[outcome.name] = bool(verdict(left, Nash(margin=0)).holds)
    return out
