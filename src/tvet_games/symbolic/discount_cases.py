"""The cases of a critical discount factor: what follows a deviation, whom it deters from when on, and where.

With the temptation g and the loss l of :mod:`~tvet_games.symbolic.discount`: a deviation of which ``g + l <= 0`` is
proved, or of which g is a negative multiple of l, does not tempt where the punishment hurts. It is left out, for where
the punishment does not hurt nothing deters.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import sympy

from tvet_games.model.conflict import Conflict
from tvet_games.symbolic.game import SymbolicGame
from tvet_games.symbolic.level_bounds import tidy
from tvet_games.symbolic.proofs import Proofs


@dataclass(frozen=True, slots=True)
class DiscountTerm:
    """What one deviation asks of the discount factor.

    Attributes
    ----------
    player, action : str
        Who deviates to what.
    temptation : expression
        [payoff] What it gains in the period.
    expression : expression
        [discount factor a period] The least discount factor, where the temptation is above 0 and the punishment hurts;
        ``oo`` where it never does.
    always : bool
        Whether it is proved that the temptation is at least 0.
    """

    player: str
    action: str
    temptation: Any
    expression: Any
    always: bool


@dataclass(frozen=True, slots=True, eq=False)
class DiscountCase:
    """What follows a deviation for ever, and from which discount factors on that is enough.

    Attributes
    ----------
    profile : tuple of int
        The action of each player in the punishment.
    actions : tuple of str
        Their names.
    factors : tuple of n expressions
        [discount factor a period] Of each player, where the conditions hold; ``oo`` where none is enough.
    terms : tuple of DiscountTerm
        Deviations that may tempt where the punishment hurts, without those that another one is proved to exceed.
    losses : tuple of n expressions
        [payoff] What the punishment costs each player a period.
    credible : tuple of expressions
        The punishment is an equilibrium of the stage game where all of them are at least 0; what always holds is left
        out.
    hurts : tuple of expressions
        More than 0 where the punishment hurts those who may be tempted; what always holds is left out.
    bears : tuple of expressions
        At least 0 where the punishment is no reward for the others.
    """

    profile: tuple[int, ...]
    actions: tuple[str, ...]
    factors: tuple[Any, ...]
    terms: tuple[DiscountTerm, ...]
    losses: tuple[Any, ...]
    credible: tuple[Any, ...]
    hurts: tuple[Any, ...]
    bears: tuple[Any, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Punishment:
    """A punishment with all that counts for it.

    Attributes
    ----------
    profile : tuple of int
    actions : tuple of str
    tempting : n tuples of expressions
        [payoff] What each deviation from the target gains.
    losses : tuple of n expressions
        [payoff] What the punishment costs each player a period.
    margins : tuple of expressions
        [payoff] What leaving the punishment costs, for every player and other action.
    """

    profile: tuple[int, ...]
    actions: tuple[str, ...]
    tempting: tuple[tuple[Any, ...], ...]
    losses: tuple[Any, ...]
    margins: tuple[Any, ...]

    @property
    def gains(self) -> tuple[Any, ...]:
        """What the deviations from the target gain, of all players."""
        return tuple(gain for own in self.tempting for gain in own)

    @property
    def expressions(self) -> tuple[Any, ...]:
        """Everything that is needed for numbers."""
        return (*self.gains, *self.losses, *self.margins)

    def is_credible(self, known: Mapping[Any, Fraction]) -> bool:
        """Whether it is an equilibrium of the stage game at numbers."""
        return all(known[margin] >= 0 for margin in self.margins)

    def factors(self, known: Mapping[Any, Fraction]) -> tuple[Fraction | float, ...]:
        """The critical discount factors at numbers."""
        found: list[Fraction | float] = []
        for own, loss in zip(self.tempting, self.losses, strict=True):
            gain, hurt = max([Fraction(0), *(known[g] for g in own)]), known[loss]
            lost = bool(own) and (hurt < 0 or (gain > 0 and hurt == 0))
            found.append(math.inf if lost else gain / (gain + hurt) if gain else gain)
        return tuple(found)

    def is_excluded(self, proofs: Proofs) -> bool:
        """Whether it is proved that somebody gains by leaving it, but where an inequality is tight."""
        return any(margin != 0 and proofs.fails(-margin) for margin in self.margins)


def punishment_of(game: SymbolicGame, profile: tuple[int, ...]) -> Punishment:
    """Put together what counts for a punishment, as differences of payoffs."""
    conflict, u = game.conflict, game.payoffs
    target = (0,) * len(profile)

    def gains(i: int, at: tuple[int, ...]) -> tuple[Any, ...]:
        others = [(*at[:i], b, *at[i + 1 :]) for b in range(conflict.shape[i]) if b != at[i]]
        return tuple(tidy(u[(i, *there)] - u[(i, *at)]) for there in others)

    players = range(len(profile))
    return Punishment(
        profile=profile,
        actions=tuple(p.actions[a] for p, a in zip(conflict.players, profile, strict=True)),
        tempting=tuple(gains(i, target) for i in players),
        losses=tuple(tidy(u[(i, *target)] - u[(i, *profile)]) for i in players),
        margins=tuple(tidy(-gain) for i in players for gain in gains(i, profile)),
    )


def case_of(conflict: Conflict, found: Punishment, proofs: Proofs) -> DiscountCase:
    """Turn a punishment into formulas and the conditions under which they hold."""
    factors: list[Any] = []
    terms: list[DiscountTerm] = []
    hurts: list[Any] = []
    bears: list[Any] = []
    for player, own, loss in zip(conflict.players, found.tempting, found.losses, strict=True):
        tempting = _tempting(own, loss, proofs)
        # A reward deters nobody, and a punishment that costs nothing nobody who is tempted.
        never = bool(own) and (loss.is_extended_negative is True or (bool(tempting) and proofs.fails(-loss)))
        for gain in tempting:
            action = player.actions[1 + own.index(gain)]
            least = sympy.oo if never else _ratio(gain, loss)
            terms.append(DiscountTerm(player.name, action, gain, least, proofs.fails(gain)))
        factors.append(sympy.oo if never else _factor(tempting, loss, proofs))
        if tempting and not never and not proofs.holds(-loss):
            hurts.append(proofs.plain(loss))
        elif own and not tempting and not never:
            bears.append(loss)
    return DiscountCase(
        profile=found.profile,
        actions=found.actions,
        factors=tuple(factors),
        terms=tuple(terms),
        losses=found.losses,
        credible=at_least_zero_where(found.margins, proofs),
        hurts=tuple(dict.fromkeys(hurts)),
        bears=at_least_zero_where(bears, proofs),
    )


def at_least_zero_where(values: Sequence[Any], proofs: Proofs) -> tuple[Any, ...]:
    """The conditions under which all are at least 0, without what always holds or follows from another one."""
    kept: list[Any] = []
    for value in dict.fromkeys(proofs.plain(v) for v in values if not proofs.fails(v)):
        if not any(proofs.signs.is_at_least(value, other) for other in kept):
            kept = [other for other in kept if not proofs.signs.is_at_least(other, value)] + [value]
    return tuple(kept)


def _tempting(gains: Sequence[Any], loss: Any, proofs: Proofs) -> list[Any]:
    """What may tempt: not proved to be at most 0, nor at most what another action gains."""
    kept: list[Any] = []
    for gain in dict.fromkeys(gains):
        if proofs.fails(-gain) or _tempts_without_hurt(gain, loss, proofs):
            continue
        if not any(proofs.signs.is_at_least(other, gain) for other in kept):
            kept = [other for other in kept if not proofs.signs.is_at_least(gain, other)] + [gain]
    return kept


def _tempts_without_hurt(gain: Any, loss: Any, proofs: Proofs) -> bool:
    """Whether it is proved that a deviation tempts only where the punishment does not hurt."""
    if loss.is_number:
        return False  # then it is known whether it hurts
    multiple = sympy.cancel(gain / loss)
    return (multiple.is_number and bool(multiple < 0)) or proofs.fails(-tidy(gain + loss))


def _factor(tempting: Sequence[Any], loss: Any, proofs: Proofs) -> Any:
    """The critical factor of a player whom these gains may tempt, where the punishment hurts."""
    if not tempting:
        return sympy.Integer(0)
    certain = any(proofs.fails(gain) for gain in tempting)
    if certain and len(tempting) == 1:
        return _ratio(tempting[0], loss)
    most = sympy.Max(*([] if certain else [sympy.Integer(0)]), *tempting, evaluate=False)
    return most / (most + loss)


def _ratio(gain: Any, loss: Any) -> Any:
    """Gain / (gain + loss) in its shorter form."""
    quotient = gain / tidy(gain + loss)
    return min(sympy.cancel(quotient), quotient, key=sympy.count_ops)
