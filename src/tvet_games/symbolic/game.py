"""A conflict with a policy as payoffs that are expressions: what formulas about its dynamics start from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import reduce
from typing import Any

import numpy as np

from tvet_games.errors import InputError, Problem, expected, unknown
from tvet_games.model.calibration import Calibration
from tvet_games.model.conflict import Conflict
from tvet_games.model.instrument import Instrument, Parameter
from tvet_games.model.library import calibration_of, conflict_of, instruments_by_name
from tvet_games.model.policy import Policy, policy_of
from tvet_games.numerics import Array
from tvet_games.symbolic.level_bounds import tidy
from tvet_games.symbolic.payoffs import ALGEBRA, every_payoff, symbolic_effect, symbolic_values
from tvet_games.symbolic.signs import Signs
from tvet_games.tables.labels import Labels


@dataclass(frozen=True, slots=True, eq=False)
class SymbolicGame:
    """The payoffs of a conflict under a policy, as expressions.

    Attributes
    ----------
    conflict : Conflict
    calibration : str
        Its name; empty where there is none.
    payoffs : array of expressions, shape (n, a1, ..., an)
        [money per head and period] Multiplied out.
    effects : mapping of str to array of expressions, shape (n, a1, ..., an)
        What a unit of the level of each instrument that is left open adds, after charging for the public cost.
    values : mapping of str to expression
        What the parameters are.
    parameters : mapping of str to Parameter
        Those that are declared, those of the edges of a community and of the instruments among them.
    labels : Labels
        Of the conflict, the edges of a community, the instruments and the calibration.
    """

    conflict: Conflict
    calibration: str
    payoffs: Array
    effects: Mapping[str, Array]
    values: Mapping[str, Any] = field(repr=False)
    parameters: Mapping[str, Parameter] = field(repr=False)
    labels: Labels = field(repr=False)

    @property
    def symbols(self) -> dict[str, str]:
        """LaTeX of the parameters, without symbols that two of them share."""
        given = {name: p.symbol for name, p in self.parameters.items() if p.symbol}
        listed = list(given.values())
        return {name: s for name, s in given.items() if listed.count(s) == 1}

    @property
    def signs(self) -> Signs:
        """What is known of the parameters: those that are declared are at least 0, shares at most 1."""
        return Signs({name: p.dimension for name, p in self.parameters.items()})


def symbolic_game(
    conflict: Conflict | str,
    calibration: Calibration | str | None = None,
    free: Sequence[str] = (),
    *,
    policy: Policy | None = None,
    instruments: Iterable[Instrument] | None = None,
    open_levels: Sequence[str] = (),
) -> SymbolicGame:
    """Return the payoffs of a conflict under a policy as expressions in its parameters.

    Parameters
    ----------
    conflict : Conflict or name
        Communities too.
    calibration : Calibration or name, optional
        Values for all parameters that are not free; without it every parameter is a symbol.
    free : sequence of str
        Values of the calibration that stay symbols; derived values follow them.
    policy : Policy, optional
        Single levels; a player who pays is charged for the public cost.
    instruments : iterable of Instrument, optional
        What names mean; by default the shipped instruments.
    open_levels : sequence of str
        Instruments whose effects are wanted for themselves.

    Returns
    -------
    SymbolicGame

    Raises
    ------
    InputError
        If a name is unknown, a value is missing, or an instrument does nothing here or acts together with another.

    Examples
    --------
    >>> game = symbolic_game("school_enterprise", "austria_2016", ["training_cost"], policy=Policy(school_grant=100))
    >>> print(game.payoffs[1, 1, 0].free_symbols, game.payoffs[0, 0, 0])
    {training_cost} 11150
    """
    chosen = conflict_of(conflict)
    known = None if calibration is None else calibration_of(calibration)
    free = [free] if isinstance(free, str) else list(expected(free, Iterable, "free", "names of values"))
    if known is None and free:
        raise InputError("free", [Problem("", "is for a calibration; without one every parameter is free")])
    levels = _levels(policy)
    both = [name for name in open_levels if name in levels]
    if both:
        raise InputError("policy", [Problem(name, "already has a level that is left open") for name in both])
    used = _instruments(chosen, (*levels, *open_levels), instruments)
    needed = chosen.names.union(*(chosen.values_of(instrument) for instrument in used.values()))
    if known is not None:
        for instrument in (None, *used.values()):
            chosen.values(known, instrument, exact=True)
    values = symbolic_values(sorted(needed), known, free)
    effects = {name: _charged(chosen, instrument, values, known) for name, instrument in used.items()}
    payoffs = every_payoff(chosen, values)
    for name, level in levels.items():
        payoffs = payoffs + effects[name] * ALGEBRA.number(level)
    return SymbolicGame(
        conflict=chosen,
        calibration="" if known is None else known.name,
        payoffs=_each_tidy(payoffs),
        effects={name: _each_tidy(effects[name]) for name in open_levels},
        values=values,
        parameters=_parameters(chosen, used.values()),
        labels=_labels(chosen, used.values(), known),
    )


def _labels(conflict: Conflict, instruments: Iterable[Instrument], calibration: Calibration | None) -> Labels:
    others = [edge.conflict.labels for edge in conflict.edges] + [instrument.labels for instrument in instruments]
    others += [] if calibration is None else [calibration.labels]
    return reduce(Labels.over, others, conflict.labels)


def _levels(policy: Policy | None) -> dict[str, Fraction]:
    policy_of(policy)
    levels = {} if policy is None else policy.active
    arrays = [name for name, level in levels.items() if np.ndim(level)]
    if arrays:
        raise InputError("policy", [Problem(name, "is an array; expected one level") for name in arrays])
    return levels


def _instruments(
    conflict: Conflict, names: Sequence[str], instruments: Iterable[Instrument] | None
) -> dict[str, Instrument]:
    """What the names mean: instruments that do something here, each by itself."""
    known = instruments_by_name(instruments)
    for name in names:
        if name not in known:
            raise unknown("instrument", name, known, source="policy")
        if not conflict.touched_by(known[name]):
            raise InputError("policy", [Problem(name, f"does nothing in the conflict {conflict.name}")])
        mixed = sorted(set(known[name].interacts) & set(names))
        if mixed:
            what = f"acts together with {', '.join(mixed)}, which formulas in its level alone cannot follow"
            raise InputError("policy", [Problem(name, what)])
    return {name: known[name] for name in names}


def _charged(
    conflict: Conflict, instrument: Instrument, values: Mapping[str, Any], calibration: Calibration | None
) -> Array:
    """What a unit of a level adds, after charging the players who bear the public cost."""
    effect = symbolic_effect(conflict, instrument, values)
    payers = [i for i, player in enumerate(conflict.players) if player.pays]
    if not payers:
        return effect.payoffs
    payoffs = effect.payoffs.copy()
    payoffs[payers] = payoffs[payers] - effect.public_cost * _heads(conflict, instrument, values, calibration)
    return payoffs


def _heads(
    conflict: Conflict, instrument: Instrument, values: Mapping[str, Any], calibration: Calibration | None
) -> Any:
    """Heads that the instrument is billed for, per head of the conflict."""
    paid, own = instrument.paid_once_per, conflict.per
    if paid == own:
        return 1
    if calibration is None:
        what = f"is billed per {paid}, {conflict.name} counts per {own}: give a calibration"
        raise InputError("calibration", [Problem(instrument.name, what)])
    return calibration.heads_for(paid, own, values, ALGEBRA)


def _parameters(conflict: Conflict, instruments: Iterable[Instrument]) -> dict[str, Parameter]:
    """Every declared parameter; the conflict's own declaration goes first."""
    found: dict[str, Parameter] = {}
    for instrument in instruments:
        found |= instrument.parameters
    for edge in conflict.edges:
        found |= edge.conflict.parameters
    return found | dict(conflict.parameters)


def _each_tidy(table: Array) -> Array:
    out = np.empty(table.shape, dtype=object)
    for index in np.ndindex(table.shape):
        out[index] = tidy(table[index])
    return out
