"""What cooperation must satisfy: one small frozen class a criterion.

For player i and deviation b write ``d_i(b, a_-i) = u_i(t_i, a_-i) - u_i(b, a_-i)``, the loss from deviating. How each
criterion becomes rows of a linear program is in :mod:`requirements`, whether a game satisfies it in :mod:`verdict`.
Criteria can be combined: each of a sequence must hold.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from tvet_games.errors import InputError, Problem
from tvet_games.numerics import Number, exact


@dataclass(frozen=True, slots=True, init=False)
class Nash:
    """The target is a Nash equilibrium with a margin: every deviation alone loses at least ``margin``.

    Parameters
    ----------
    margin : number
        [money per head and period] More than 0 makes the equilibrium strict.

    References
    ----------
    Nash (1951); Monderer and Tennenholtz (2004), k-Implementation, JAIR 21. doi:10.1613/jair.1231
    """

    margin: Fraction

    def __init__(self, margin: Number = 1) -> None:
        object.__setattr__(self, "margin", _margin(margin))


@dataclass(frozen=True, slots=True, init=False)
class Dominant:
    """Cooperating is dominant: every deviation loses at least ``margin``, whatever the others do.

    Parameters
    ----------
    margin : number
        [money per head and period] At 0 the result is an infimum: cooperation is then only weakly dominant.
    """

    margin: Fraction

    def __init__(self, margin: Number = 1) -> None:
        object.__setattr__(self, "margin", _margin(margin))


@dataclass(frozen=True, slots=True, init=False)
class PDominant:
    """The target is p-dominant: a best reply for who believes with probability p that all others cooperate.

    Parameters
    ----------
    p : number
        [share] 0 means dominant, 1 means Nash; at 1/2 in a 2x2 game each player is safe against a coin flip.
    margin : number
        [money per head and period] Of the Nash equilibrium.

    Notes
    -----
    ``p d_i(b, t_-i) + (1 - p) d_i(b, a_-i) >= 0`` for every player i, deviation ``b`` and profile
    ``a_-i`` of the others.

    References
    ----------
    Morris, Rob and Shin (1995), p-dominance and belief potential, Econometrica 63. doi:10.2307/2951700
    """

    p: Fraction
    margin: Fraction

    def __init__(self, p: Number = "1/2", margin: Number = 1) -> None:
        object.__setattr__(self, "p", _share(p, "p"))
        object.__setattr__(self, "margin", _margin(margin))


@dataclass(frozen=True, slots=True, init=False)
class RiskDominant:
    """The target is risk-dominant in every conflict of two players with two actions each.

    The beliefs above which each player cooperates add up to at most 1.

    Parameters
    ----------
    margin : number
        [money per head and period] Of the Nash equilibrium.

    References
    ----------
    Harsanyi and Selten (1988), A General Theory of Equilibrium Selection in Games.
    """

    margin: Fraction

    def __init__(self, margin: Number = 1) -> None:
        object.__setattr__(self, "margin", _margin(margin))


@dataclass(frozen=True, slots=True, init=False)
class Unique:
    """The target is what iterated dominance leaves, so it is the only equilibrium.

    Parameters
    ----------
    margin : number
        [money per head and period] At 0 the result is an infimum.

    References
    ----------
    Segal (2003), Coordination and discrimination in contracting with externalities, J. Economic Theory 113.
    """

    margin: Fraction

    def __init__(self, margin: Number = 1) -> None:
        object.__setattr__(self, "margin", _margin(margin))


@dataclass(frozen=True, slots=True, init=False)
class Sustainable:
    """Cooperation is a subgame-perfect outcome of the repeated game under grim trigger.

    Who deviates is paid the best deviation once and the punishment for ever after; the punishment is a pure
    equilibrium of the stage game under the policy (the target itself where it is one).

    Parameters
    ----------
    delta : number
        [share] Discount factor per period of the calibration.
    margin : number
        [money per head and period] By which the average of keeping to it beats that of deviating.

    References
    ----------
    Friedman (1971), A non-cooperative equilibrium for supergames, Review of Economic Studies 38. doi:10.2307/2296617
    """

    delta: Fraction
    margin: Fraction

    def __init__(self, delta: Number, margin: Number = 1) -> None:
        object.__setattr__(self, "delta", _share(delta, "delta"))
        object.__setattr__(self, "margin", _margin(margin))


@dataclass(frozen=True, slots=True, init=False)
class Basin:
    """At least a share of all starting points of the replicator dynamic leads to cooperation (2x2 conflicts).

    Parameters
    ----------
    share : number
        [share] Of the unit square of starting points.
    margin : number
        [money per head and period] Of the Nash equilibrium.

    References
    ----------
    Hofbauer and Sigmund (1998), Evolutionary Games and Population Dynamics, chapter 10.
    """

    share: Fraction
    margin: Fraction

    def __init__(self, share: Number, margin: Number = 1) -> None:
        object.__setattr__(self, "share", _share(share, "share"))
        object.__setattr__(self, "margin", _margin(margin))


@dataclass(frozen=True, slots=True, init=False)
class Aligned:
    """The target is an equilibrium when everybody also cares, with weight alpha, for the group's payoff.

    The group's payoff is the sum of the players' payoffs net of public cost: a subsidy is not created value.

    Parameters
    ----------
    alpha : number
        Weight of the group's payoff; 0 is Nash.
    margin : number
        [money per head and period]

    References
    ----------
    Apt and Schaefer (2014), Selfishness level of strategic games, JAIR 49. doi:10.1613/jair.4164
    """

    alpha: Fraction
    margin: Fraction

    def __init__(self, alpha: Number, margin: Number = 1) -> None:
        object.__setattr__(self, "alpha", _not_negative(alpha, "alpha"))
        object.__setattr__(self, "margin", _margin(margin))


Criterion = Nash | Dominant | PDominant | RiskDominant | Unique | Sustainable | Basin | Aligned

CRITERIA: dict[str, type[Criterion]] = {
    "nash": Nash,
    "dominant": Dominant,
    "p_dominant": PDominant,
    "risk_dominant": RiskDominant,
    "unique": Unique,
    "sustainable": Sustainable,
    "basin": Basin,
    "aligned": Aligned,
}
"""Criteria by the names that files give them."""


def name_of(criterion: Criterion) -> str:
    """Name of a criterion as files write it."""
    return next(name for name, kind in CRITERIA.items() if type(criterion) is kind)


def _margin(value: Number) -> Fraction:
    return _not_negative(value, "margin")


def _not_negative(value: Number, name: str) -> Fraction:
    number = exact(value)
    if number < 0:
        raise InputError("criterion", [Problem(name, "is below 0", str(value))])
    return number


def _share(value: Number, name: str) -> Fraction:
    number = exact(value)
    if not 0 <= number <= 1:
        raise InputError("criterion", [Problem(name, "is not between 0 and 1", str(value))])
    return number
