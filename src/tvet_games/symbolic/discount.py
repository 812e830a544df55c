r"""From which discount factor on repetition sustains cooperation, as formulas in the parameters.

Symbols: the target t is everybody's cooperation, p the profile that is played for ever once somebody has deviated.
Player i is tempted by action b by ``g_ib = u_i(b, t_-i) - u_i(t)`` and loses ``l_i = u_i(t) - u_i(p)`` a period by the
punishment. Under grim trigger i cooperates from

    delta_i = g_i / (g_i + l_i),    g_i = max over b of g_ib,

on: where ``g_i > 0`` and the punishment hurts (``l_i > 0``). It rises with g_i, so that each tempting action gives a
lower bound. Where nothing tempts i, 0 is enough, unless the punishment is a reward (``l_i < 0``). The threat is
credible if p is an equilibrium of the stage game. Where t itself is one, no patience is needed. There is a case for
each p (:mod:`~tvet_games.symbolic.discount_cases`).

References
----------
Friedman (1971), A non-cooperative equilibrium for supergames, Review of Economic Studies 38, 1-12. doi:10.2307/2296617
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Any

import numpy as np

from tvet_games.errors import InputError, Problem, expected, nearest, shorten, unknown
from tvet_games.model.calibration import Calibration
from tvet_games.model.conflict import Conflict
from tvet_games.model.instrument import Instrument, Parameter
from tvet_games.model.library import calibration_of, conflict_of, instruments_by_name
from tvet_games.model.policy import Policy
from tvet_games.numerics import Number, exact
from tvet_games.symbolic.discount_cases import (
    DiscountCase,
    Punishment,
    at_least_zero_where,
    case_of,
    punishment_of,
)
from tvet_games.symbolic.discount_text import statement, statement_latex
from tvet_games.symbolic.game import SymbolicGame, symbolic_game
from tvet_games.symbolic.level_bounds import number_at
from tvet_games.symbolic.payoffs import symbol
from tvet_games.symbolic.proofs import Proofs
from tvet_games.tables.card import Card
from tvet_games.tables.labels import Labels, Language, spoken
from tvet_games.tables.shown import Shown

NOBODY = "nobody"
"""The punishment in which everybody takes the last action: with two actions each, nobody cooperates."""


@dataclass(frozen=True, slots=True, eq=False)
class DiscountNumbers(Shown):
    """Critical discount factors at numbers.

    Attributes
    ----------
    players : tuple of str
    factors : tuple of n (Fraction or inf)
        [discount factor a period]
    punishment : tuple of str
        The actions that follow a deviation; empty where there is no credible punishment.
    """

    players: tuple[str, ...]
    factors: tuple[Fraction | float, ...]
    punishment: tuple[str, ...]
    _labels: Labels = field(default=Labels(), repr=False)

    @property
    def labels(self) -> Labels:
        """Labels of players and actions."""
        return self._labels

    @property
    def largest(self) -> Fraction | float:
        """The discount factor from which everybody cooperates."""
        return max(self.factors)

    def card(self, language: Language | None = None) -> Card:
        """Return what it shows in notebooks and papers."""
        from tvet_games.symbolic.discount_card import discount_numbers_card

        return discount_numbers_card(self, spoken(language))

    def to_frame(self) -> Any:
        """Return a :class:`pandas.DataFrame`: a row a player."""
        import pandas as pd

        frame = pd.DataFrame({"critical discount": self.factors}, index=pd.Index(self.players, name="player"))
        return frame.assign(punishment=", ".join(self.punishment))


@dataclass(frozen=True, slots=True, eq=False)
class SymbolicDiscount(Shown):
    """From which discount factors on each player cooperates, as formulas.

    Attributes
    ----------
    conflict, calibration : str
        Their names; no calibration: an empty text.
    players : tuple of str
    free : tuple of str
        The symbols that may occur.
    stable : tuple of expressions
        Where all of them are at least 0 the target is an equilibrium of the stage game, and every factor is 0; what
        always holds is left out.
    cases : tuple of DiscountCase
        The punishments; those that are an equilibrium at most where a proved inequality is tight are left out.
    symbols : mapping of str to str
        LaTeX of the parameters.

    Notes
    -----
    Proofs are for parameters of at least 0 and shares of at most 1. :meth:`at` supposes nothing.
    """

    conflict: str
    calibration: str
    players: tuple[str, ...]
    free: tuple[str, ...] = field(repr=False)
    stable: tuple[Any, ...] = field(repr=False)
    cases: tuple[DiscountCase, ...] = field(repr=False)
    symbols: Mapping[str, str] = field(repr=False)
    _every: tuple[Punishment, ...] = field(repr=False)
    _labels: Labels = field(repr=False)

    def at(self, **values: Number) -> DiscountNumbers:
        """Return the critical discount factors at values of the free symbols.

        Parameters
        ----------
        **values : number
            A value for each symbol that occurs; a float means its decimal form.

        Returns
        -------
        DiscountNumbers
            After the credible punishment that makes the largest factor least, the first of equals.

        Raises
        ------
        InputError
            If a value is missing, or there is no such free symbol.
        FormulaError
            If a payoff has no finite value there.
        """
        for name in values:
            if name not in self.free:
                raise unknown("free symbol", name, self.free, source=self.conflict)
        expressions = {e for bare in self._every for e in bare.expressions}
        missing = sorted({s.name for e in expressions for s in e.free_symbols} - values.keys())
        if missing:
            what = "is free and needs a value"
            raise InputError(self.conflict, [Problem("value", what, n, nearest(n, values)) for n in missing])
        numbers = {name: exact(value) for name, value in values.items()}
        known = {e: number_at(e, numbers) for e in expressions}
        usable = [(bare.factors(known), bare.actions) for bare in self._every if bare.is_credible(known)]
        infinite: tuple[Fraction | float, ...] = (math.inf,) * len(self.players)
        factors, actions = min(usable, key=lambda each: max(each[0]), default=(infinite, ()))
        if all(known[gain] <= 0 for bare in self._every[:1] for gain in bare.gains):
            factors = (Fraction(0),) * len(self.players)
        return DiscountNumbers(self.players, factors, actions, self._labels)

    def card(self, language: Language | None = None) -> Card:
        """Return what it shows in notebooks and papers."""
        from tvet_games.symbolic.discount_card import discount_card

        return discount_card(self, spoken(language))

    def to_frame(self) -> Any:
        """Return a :class:`pandas.DataFrame`: a row a player and punishment."""
        import pandas as pd

        rows = [
            [", ".join(case.actions), player, factor, loss]
            for case in self.cases
            for player, factor, loss in zip(self.players, case.factors, case.losses, strict=True)
        ]
        return pd.DataFrame(rows, columns=["punishment", "player", "critical discount", "loss"])

    def statement(self, language: Language = "en") -> str:
        """Say what is needed: where no patience is, and for each punishment a line for each player and condition."""
        return statement(self, language)

    def to_latex(self, language: Language | None = None) -> str:  # noqa: ARG002  # formulas have no language
        """Return the formulas in LaTeX, for mathematics mode, a line a punishment, with the symbols of the files."""
        return statement_latex(self)

    @property
    def labels(self) -> Labels:
        """Labels of players and actions."""
        return self._labels

    def label(self, name: str, language: Language = "en") -> str:
        """A player or an action as people read it."""
        return self._labels.of(name, language)

    def __str__(self) -> str:
        return self.statement()


def symbolic_discount(
    conflict: Conflict | str,
    calibration: Calibration | str | None = None,
    free: Sequence[str] = (),
    *,
    policy: Policy | None = None,
    instruments: Iterable[Instrument] | None = None,
    punishment: str | Sequence[str] | None = None,
) -> SymbolicDiscount:
    """Return from which discount factors on repetition sustains everybody's cooperation, as formulas.

    Parameters
    ----------
    conflict : Conflict or name
        Communities too.
    calibration : Calibration or name, optional
        Values for all parameters that are not free; without it every parameter is a symbol.
    free : sequence of str
        Values of the calibration that stay symbols (derived values follow them), and instruments whose level does.
    policy : Policy, optional
        Levels of (other) instruments, which stay.
    instruments : iterable of Instrument, optional
        What names mean; by default the shipped instruments.
    punishment : sequence of str, or "nobody", optional
        An action of every player: the profile that follows a deviation. ``nobody`` is everybody's last action. By
        default every profile that may be an equilibrium of the stage game is a case.

    Returns
    -------
    SymbolicDiscount

    Raises
    ------
    InputError
        If a name is unknown, a value is missing, or an instrument does nothing here or acts together with another.

    References
    ----------
    Friedman (1971), doi:10.2307/2296617

    Examples
    --------
    >>> found = symbolic_discount("school_enterprise", "austria_2016", ["training_subsidy"])
    >>> print(found)
    no patience is needed where training_subsidy >= 9040
    punishment (nominal, free-ride)
      school: nothing tempts
      enterprise: delta >= 113/26 - training_subsidy/2080 where training_subsidy < 9040
      if it hurts: training_subsidy > 6960
      if it is an equilibrium: training_subsidy <= 20448
    >>> print(found.at(training_subsidy=8000).largest)
    1/2
    """
    game, names = _game(conflict, calibration, free, policy, instruments)
    chosen, proofs = game.conflict, Proofs(game.signs)
    every = tuple(punishment_of(game, profile) for profile in _punishments(chosen, punishment))
    gains = every[0].gains if every else ()
    return SymbolicDiscount(
        conflict=chosen.name,
        calibration=game.calibration,
        players=chosen.player_names,
        free=names,
        stable=at_least_zero_where([-gain for gain in gains], proofs),
        cases=tuple(case_of(chosen, bare, proofs) for bare in every if not bare.is_excluded(proofs)),
        symbols=game.symbols,
        _every=every,
        _labels=game.labels,
    )


def _game(
    conflict: Conflict | str,
    calibration: Calibration | str | None,
    free: Sequence[str],
    policy: Policy | None,
    instruments: Iterable[Instrument] | None,
) -> tuple[SymbolicGame, tuple[str, ...]]:
    """The game with the levels that are left open as symbols, and the names of the symbols that may occur."""
    chosen, levers = conflict_of(conflict), instruments_by_name(instruments)
    known = None if calibration is None else calibration_of(calibration)
    asked = [free] if isinstance(free, str) else list(expected(free, Iterable, "free", "names"))
    parameters = chosen.names if known is None else known.values.keys()
    opened = [name for name in asked if isinstance(name, str) and name in levers and name not in parameters]
    values = [name for name in asked if name not in opened]
    game = symbolic_game(chosen, known, values, policy=policy, instruments=levers.values(), open_levels=opened)
    for name in opened:
        level = Parameter(name, levers[name].dimension, "level")
        payoffs = game.payoffs + game.effects[name] * symbol(name)
        game = replace(game, payoffs=payoffs, parameters={**game.parameters, name: level})
    own = sorted(game.values) if known is None else values
    return game, tuple(dict.fromkeys([*own, *opened]))


def _punishments(conflict: Conflict, wanted: str | Sequence[str] | None) -> list[tuple[int, ...]]:
    """The profiles that may follow a deviation."""
    if wanted is None:
        return [profile for profile in np.ndindex(conflict.shape) if any(profile)]
    if wanted == NOBODY:
        return [tuple(size - 1 for size in conflict.shape)] if max(conflict.shape) > 1 else []
    what = f"expected an action of every player ({', '.join(conflict.player_names)}) or {NOBODY!r}"
    wrong = InputError("punishment", [Problem("", what, shorten(str(wanted)))])
    if isinstance(wanted, str) or not isinstance(wanted, Sequence) or len(wanted) != len(conflict.players):
        raise wrong
    for player, action in zip(conflict.players, wanted, strict=True):
        if action not in player.actions:
            raise unknown(f"action of {player.name}", str(action), player.actions, source="punishment")
    profile = tuple(player.actions.index(action) for player, action in zip(conflict.players, wanted, strict=True))
    if not any(profile):
        raise InputError("punishment", [Problem("", "is everybody's cooperation, which punishes nobody")])
    return [profile]
