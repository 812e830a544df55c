"""The payoff table of a conflict as SymPy expressions."""

from __future__ import annotations

from collections.abc import Sequence

import sympy

from tvet_games.errors import InputError, Problem, unknown
from tvet_games.model.calibration import Calibration
from tvet_games.model.conflict import Conflict
from tvet_games.model.formula import evaluate
from tvet_games.model.rows import add_cells
from tvet_games.numerics import Array
from tvet_games.symbolic.algebra import SympyAlgebra


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
    algebra = SympyAlgebra()
    symbols = {name: sympy.Symbol(name, real=True) for name in conflict.parameters}
    if calibration is not None:
        for name in free:
            if name not in calibration.values:
                raise unknown("value of the calibration", name, calibration.values, source=calibration.name)
        chosen = {name: sympy.Symbol(name, real=True) for name in free}
        mixed = calibration.with_symbols(chosen, algebra)
        symbols = {n: v if isinstance(v, sympy.Basic) else algebra.number(v) for n, v in mixed.items()}
    entries = [
        (player, row.when, evaluate(formula, symbols, algebra))
        for row in conflict.rows
        for player, formula in row.formulas.items()
    ]
    return add_cells(entries, len(conflict.players), conflict.shape, exact=True)
