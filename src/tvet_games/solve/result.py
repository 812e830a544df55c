"""What the equilibrium solvers return, and the gate that everything passes before it leaves them.

Every :class:`Equilibrium` carries its strategies, payoffs and regret: the largest gain of any player from deviating
alone, relative to the player's payoff span. Nothing with a regret above ``TOLERANCE``, nothing off the simplex and
nothing that is not finite gets into an :class:`EquilibriumSet`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import reduce
from typing import Any, Literal, overload

import numpy as np

from tvet_games.errors import SolverError, shorten
from tvet_games.games.best_response import expected_payoffs, is_strict, regret
from tvet_games.games.normal_form import NormalFormGame
from tvet_games.numerics import TOLERANCE, Array, core, to_float
from tvet_games.tables.card import Card
from tvet_games.tables.labels import Labels, Language, spoken
from tvet_games.tables.shown import Shown

Scope = Literal["all", "pure", "some"]
"""``all``: every extreme equilibrium; ``pure``: every pure one; ``some``: what a search for one found."""


@dataclass(frozen=True, slots=True, eq=False)
class Equilibrium(Shown):
    """One Nash equilibrium.

    Attributes
    ----------
    strategies : tuple of arrays, one of shape (a_i,) a player
        Probabilities of the actions.
    payoffs : array, shape (n,)
        Expected payoffs [the game's unit].
    regret : float or Fraction
        [share of the payoff span] At most ``TOLERANCE``; 0 in exact games.
    strict : bool
        Whether every player strictly loses by deviating (only pure equilibria can be strict).
    players : tuple of str
    actions : tuple of tuples of str
    labels : Labels, optional
        Of players and actions.
    """

    strategies: tuple[Array, ...]
    payoffs: Array
    regret: Any
    strict: bool
    players: tuple[str, ...]
    actions: tuple[tuple[str, ...], ...]
    labels: Labels = field(default=Labels(), repr=False)

    @property
    def profile(self) -> tuple[int, ...] | None:
        """The action indices of a pure equilibrium; None where a player mixes."""
        supports = self.supports
        return tuple(s[0] for s in supports) if all(len(s) == 1 for s in supports) else None

    @property
    def supports(self) -> tuple[tuple[int, ...], ...]:
        """For each player the actions that are played with positive probability."""
        return tuple(tuple(int(k) for k in np.flatnonzero(strategy)) for strategy in self.strategies)

    @property
    def outcome(self) -> Array:
        """Probability of each profile, shape (a1, ..., an)."""
        return np.asarray(reduce(np.multiply.outer, self.strategies))

    @property
    def is_target(self) -> bool:
        """Whether every player takes the first, cooperative action."""
        return self.profile is not None and not any(self.profile)

    def __repr__(self) -> str:
        return f"Equilibrium({shorten(str(self))})"

    def __str__(self) -> str:
        return ", ".join(
            describe_strategy(strategy, names) for strategy, names in zip(self.strategies, self.actions, strict=True)
        )

    def card(self, language: Language | None = None) -> Card:
        """Return what it shows in notebooks and papers."""
        from tvet_games.solve.equilibrium_card import equilibrium_card

        return equilibrium_card(self, spoken(language))

    def to_frame(self) -> Any:
        """Return a :class:`pandas.DataFrame`: a row an action; its probability, and what the player gets."""
        import pandas as pd

        rows = [
            {"player": player, "action": action, "probability": p, "payoff": payoff}
            for player, names, strategy, payoff in zip(
                self.players, self.actions, self.strategies, self.payoffs, strict=True
            )
            for action, p in zip(names, strategy, strict=True)
        ]
        return pd.DataFrame(rows)


@dataclass(frozen=True, slots=True, eq=False)
class EquilibriumSet(Shown, Sequence[Equilibrium]):
    """The equilibria of one game.

    Attributes
    ----------
    game : NormalFormGame
    scope : str
        ``all`` (every extreme equilibrium, never empty), ``pure`` (every pure one, three players and more) or ``some``.
    method : str
        How they were found.
    tolerance : float
        Largest regret that the gate let through; 0 for exact games.
    """

    game: NormalFormGame = field(repr=False)
    members: tuple[Equilibrium, ...] = field(repr=False)
    scope: Scope
    method: str
    tolerance: float

    @overload
    def __getitem__(self, index: int) -> Equilibrium: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Equilibrium]: ...
    def __getitem__(self, index: int | slice) -> Equilibrium | Sequence[Equilibrium]:
        return self.members[index]

    def __len__(self) -> int:
        return len(self.members)

    def __iter__(self) -> Iterator[Equilibrium]:
        return iter(self.members)

    @property
    def components(self) -> tuple[Any, ...]:
        """Connected components of the equilibrium set, each with its maximal Nash subsets (two players, scope all)."""
        from tvet_games.solve.components import components

        return components(self)

    @property
    def target(self) -> Equilibrium | None:
        """The equilibrium in which everybody cooperates, if it is one."""
        return next((e for e in self if e.is_target), None)

    def card(self, language: Language | None = None) -> Card:
        """Return what it shows in notebooks and papers."""
        from tvet_games.solve.equilibrium_card import equilibria_card

        return equilibria_card(self, spoken(language))

    def to_frame(self) -> Any:
        """Return a :class:`pandas.DataFrame`: a row an equilibrium; strategies, payoffs, regret."""
        import pandas as pd

        rows = []
        for e in self:
            row: dict[str, Any] = {}
            for player, strategy, names in zip(e.players, e.strategies, e.actions, strict=True):
                row |= {f"{player}: {name}": p for name, p in zip(names, strategy, strict=True)}
            row |= {f"payoff of {player}": value for player, value in zip(e.players, e.payoffs, strict=True)}
            rows.append(row | {"regret": e.regret, "strict": e.strict, "target": e.is_target})
        return pd.DataFrame(rows)


def gated(game: NormalFormGame, profiles: Iterable[Sequence[Array]], *, scope: Scope, method: str) -> EquilibriumSet:
    """Let strategy profiles through the gate and label them.

    Raises
    ------
    SolverError
        If a profile of a complete set fails, or a complete set is empty: then the solver, not the game, is wrong.
    """
    tolerance = 0.0 if game.is_exact else TOLERANCE
    members = []
    for strategies in profiles:
        worst = regret(game, strategies)
        if _on_simplex(strategies) and worst <= tolerance:
            members.append(_equilibrium(game, strategies, worst))
        elif scope != "some":
            raise SolverError(f"{method} returned a profile with a regret of {to_float(worst):.2g} of the payoff span")
    if scope == "all" and not members:
        raise SolverError(f"{method} found no equilibrium, but every finite game has one")
    return EquilibriumSet(game, tuple(members), scope, method, tolerance)


def _on_simplex(strategies: Sequence[Array]) -> bool:
    return all(
        (s >= 0).all() and (s.sum() == 1 if s.dtype == object else abs(s.sum() - 1) <= TOLERANCE) for s in strategies
    )


def _equilibrium(game: NormalFormGame, strategies: Sequence[Array], worst: Any) -> Equilibrium:
    pure = all(np.count_nonzero(s) == 1 for s in strategies)
    profile = [int(np.flatnonzero(s)[0]) for s in strategies] if pure else []
    strict = pure and is_strict(game, profile)
    payoffs = game.payoffs[core(*profile)] if pure else expected_payoffs(game, strategies)
    return Equilibrium(tuple(strategies), payoffs, worst, strict, game.players, game.actions, game.labels)


def describe_strategy(strategy: Array, names: Sequence[str]) -> str:
    """Write a mixed strategy as text: the action, or the actions with their probabilities."""
    played = [(name, p) for name, p in zip(names, strategy, strict=True) if p]
    if len(played) == 1:
        return played[0][0]
    return " + ".join(f"{probability(p)} {name}" for name, p in played)


def probability(p: Any) -> str:
    """Write a probability for people: a fraction that is short enough as it is, anything else in four digits."""
    return str(p) if isinstance(p, Fraction) and p.denominator < 1_000 else f"{float(p):.4g}"
