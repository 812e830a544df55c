"""The payoff table of a conflict, and what a unit of an instrument does to it, as SymPy expressions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

import numpy as np
import sympy

from tvet_games.errors import FormulaError, InputError, NotAffineError, Problem, unknown
from tvet_games.games.polymatrix import PairwiseGame, add_edges, spread
from tvet_games.model.calibration import Calibration
from tvet_games.model.conflict import Conflict
from tvet_games.model.formula import evaluate
from tvet_games.model.instrument import LEVEL, Instrument
from tvet_games.model.rows import add_cells
from tvet_games.numerics import Array
from tvet_games.symbolic.algebra import SympyAlgebra
from tvet_games.tables.shown import Shown

ALGEBRA = SympyAlgebra()


@dataclass(frozen=True, slots=True, eq=False)
class SymbolicEffect(Shown):
    """What one unit of an instrument's level does.

    Attributes
    ----------
    payoffs : array of expressions, shape (n, a1, ..., an)
        Added to the payoffs, before anybody is charged for the public cost.
    public_cost : array of expressions, shape (a1, ..., an)
        Per head of the kind that the instrument is billed for.
    """

    payoffs: Array = field(repr=False)
    public_cost: Array = field(repr=False)

    def to_frame(self) -> Any:
        """Return a :class:`pandas.DataFrame`: a row a profile, a column a player, and the public cost."""
        import pandas as pd

        players = range(len(self.payoffs))
        rows = {
            p: [*(self.payoffs[(i, *p)] for i in players), self.public_cost[p]]
            for p in np.ndindex(self.payoffs.shape[1:])
        }
        return pd.DataFrame.from_dict(rows, orient="index", columns=[*players, "public_cost"])


def symbolic_payoffs(conflict: Conflict, calibration: Calibration | None = None, free: Sequence[str] = ()) -> Array:
    """Return the payoffs of a conflict as expressions in its parameters.

    Parameters
    ----------
    conflict : Conflict
        Not a community; take its dyads one by one.
    calibration : Calibration, optional
        Values to put in for all parameters that are not free; without it every parameter is a symbol.
    free : sequence of str
        Parameters that stay symbols although there is a calibration; derived values follow them.

    Returns
    -------
    array of sympy.Expr, shape (n, a1, ..., an)
        [money per head and period]

    Raises
    ------
    InputError
        If the conflict is a community, or a free name is not a value of the calibration.

    Examples
    --------
    >>> from tvet_games.model.library import load_conflict
    >>> print(symbolic_payoffs(load_conflict("school_enterprise"))[0, 0, 1])
    quality_gain*solo_share - reform_cost
    """
    if conflict.edges:
        raise InputError(conflict.name, [Problem("edge", "is a community; its dyads have symbolic payoffs")])
    values = symbolic_values(conflict.parameters, calibration, free)
    entries = [
        (player, row.when, evaluate(formula, values, ALGEBRA))
        for row in conflict.rows
        for player, formula in row.formulas.items()
    ]
    return add_cells(entries, len(conflict.players), conflict.shape, exact=True)


def symbolic_values(
    names: Sequence[str] | Mapping[str, Any], calibration: Calibration | None = None, free: Sequence[str] = ()
) -> dict[str, Any]:
    """Return an expression for every value: a symbol, a number, or what a derived value is of the free ones.

    Parameters
    ----------
    names : sequence of str
        The parameters, all of them symbols where there is no calibration.
    calibration : Calibration, optional
    free : sequence of str
        Values of the calibration that stay symbols.

    Raises
    ------
    UnknownNameError
        If a free name is not a value of the calibration.

    Examples
    --------
    >>> from tvet_games.model.library import load_calibration
    >>> print(symbolic_values([], load_calibration("austria_2016"), ["training_cost"])["output_trained"])
    training_cost - 14300
    """
    if calibration is None:
        return {name: symbol(name) for name in names}
    for name in free:
        if name not in calibration.values:
            raise unknown("value of the calibration", name, calibration.values, source=calibration.name)
    given = {n: ALGEBRA.number(v) for n, v in calibration.numbers.items() if isinstance(v, Fraction)}
    # Values that are not derived go in as numbers of SymPy, so that derived ones are computed over expressions.
    own = {n: number for n, number in given.items() if calibration.values[n].formula is None}
    mixed = calibration.with_symbols(own | {name: symbol(name) for name in free}, ALGEBRA)
    expressions = {n: v for n, v in mixed.items() if isinstance(v, sympy.Basic) and (v.free_symbols or n not in given)}
    return given | expressions


def symbol(name: str) -> Any:
    """The symbol that stands for a parameter."""
    return sympy.Symbol(name, real=True)


def every_payoff(conflict: Conflict, values: Mapping[str, Any]) -> Array:
    """Payoffs of any conflict, a community among them, over the given expressions, shape (n, a1, ..., an)."""
    return conflict.baseline(values, ALGEBRA)


def symbolic_effect(conflict: Conflict, instrument: Instrument, values: Mapping[str, Any]) -> SymbolicEffect:
    """Return what a unit of an instrument's level does, over the given expressions.

    Parameters
    ----------
    conflict : Conflict
        Communities too.
    instrument : Instrument
    values : mapping of str to expression
        As :func:`symbolic_values` gives them.

    Returns
    -------
    SymbolicEffect

    Raises
    ------
    NotAffineError
        If an effect is not affine in the level.
    FormulaError
        If an effect does something at level 0.

    Examples
    --------
    >>> from tvet_games.model.library import load_conflict, load_instrument
    >>> conflict, bonus = load_conflict("school_enterprise"), load_instrument("retention_bonus")
    >>> print(symbolic_effect(conflict, bonus, symbolic_values(["retention"])).payoffs[1, 0, 0])
    retention
    """
    if not conflict.edges:
        others = {name: sympy.Integer(0) for name in instrument.interacts}
        level = sympy.Dummy(LEVEL, real=True)
        found = conflict.effect(instrument, {**values, **others, LEVEL: level}, ALGEBRA)
        payoffs, cost = (_slopes(part, level, instrument) for part in found)
        return SymbolicEffect(payoffs, cost)
    pairs, bills = [], []
    for edge in conflict.edges:
        if instrument.name not in edge.without and edge.conflict.touched_by(instrument):
            seen = {**values, **{name: evaluate(formula, values, ALGEBRA) for name, formula in edge.values.items()}}
            own = symbolic_effect(edge.conflict, instrument, seen)
            pairs.append(PairwiseGame(edge.players, own.payoffs * evaluate(edge.weight, values, ALGEBRA)))
            bills.append(spread(own.public_cost, *edge.players, len(conflict.players)))
    return SymbolicEffect(add_edges(conflict.actions, pairs), _largest(bills, conflict.shape))


def _slopes(forms: Array, level: Any, instrument: Instrument) -> Array:
    """The slope in the level of every entry, which must be affine in it without a constant."""
    out = np.empty(forms.shape, dtype=object)
    for index in np.ndindex(forms.shape):
        form = sympy.expand(forms[index] + sympy.Integer(0))
        slope = form.diff(level)
        if slope.has(level):
            raise NotAffineError(f"{instrument.name}: an effect, {form}, is not affine in its level")
        constant = form.xreplace({level: sympy.Integer(0)})
        if constant != 0:
            raise FormulaError(
                f"{instrument.name}: an effect is {constant} at level 0; a policy of zero must do nothing"
            )
        out[index] = slope
    return out


def _largest(bills: Sequence[Array], shape: tuple[int, ...]) -> Array:
    """Once per head: the largest bill that any edge shows at a profile."""
    out = np.empty(shape, dtype=object)
    every = [np.broadcast_to(bill, shape) for bill in bills]
    for index in np.ndindex(shape):
        shown = list(dict.fromkeys(bill[index] for bill in every))
        out[index] = shown[0] if len(shown) == 1 else ALGEBRA.call("max", shown)
    return out
