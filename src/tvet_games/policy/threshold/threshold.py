"""The least level of one instrument that makes cooperation satisfy a criterion, as a formula in the parameters.

Every condition of a criterion reads ``base + slope*level >= margin`` with a base and a slope that are formulas in the
parameters. It is a lower bound ``(margin - base)/slope`` where the slope is positive, an upper bound where it is
negative, and a condition on the parameters alone where it is zero. The threshold is the largest lower bound, and 0 at
least; where there are several ways to satisfy the criterion (punishments, orders of elimination) the least of theirs.

References
----------
Monderer and Tennenholtz (2004), k-Implementation, JAIR 21, 37-62. doi:10.1613/jair.1231
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, Literal

from tvet_games.errors import InputError, Problem, nearest, unknown
from tvet_games.model.calibration import Calibration
from tvet_games.model.conflict import Conflict
from tvet_games.model.instrument import Instrument, Parameter
from tvet_games.model.library import calibration_of, conflict_of, load_instrument
from tvet_games.numerics import Number, exact
from tvet_games.policy.criteria import CRITERIA, Criterion, Nash
from tvet_games.policy.threshold.level import least_level
from tvet_games.policy.threshold.rows import Alternative, LevelRow, alternatives, symbolic_problem
from tvet_games.policy.threshold.words import statement, statement_latex
from tvet_games.tables.card import Card
from tvet_games.tables.labels import Labels, Language, spoken
from tvet_games.tables.shown import Shown


@dataclass(frozen=True, slots=True)
class Term:
    """What one deviation asks of the level.

    Attributes
    ----------
    player, action : str
        Who deviates to what; empty for a condition on all players.
    others : tuple of str
        What the others do meanwhile.
    kind : str
        ``at least`` or ``at most`` of the level; ``condition``: of the parameters alone, at least 0.
    expression : sympy.Expr
    where : sympy.Expr or None
        More than 0 wherever the term has this kind; None where that follows from parameters of at least 0.
    what : str
        How the deviation is weighed: a belief, a punishment.
    """

    player: str
    action: str
    others: tuple[str, ...]
    kind: Literal["at least", "at most", "condition"]
    expression: Any
    where: Any = None
    what: str = ""


@dataclass(frozen=True, slots=True)
class Case:
    """One way to satisfy the criterion.

    Attributes
    ----------
    what : str
        Which punishment, or which order of elimination; empty where there is one way only.
    terms : tuple of Term
    expression : sympy.Expr
        The least level.
    conditions : tuple of sympy.Expr
        At least 0 where this way exists.
    """

    what: str
    terms: tuple[Term, ...]
    expression: Any
    conditions: tuple[Any, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Threshold(Shown):
    """The least level of an instrument that makes the target satisfy a criterion.

    Attributes
    ----------
    conflict, instrument, calibration : str
        Their names; no calibration: an empty text.
    criterion : Criterion
    free : tuple of str
        The symbols that may occur.
    expression : sympy.Expr
        The least level where the conditions hold, ``oo`` where no level will do.
    conditions : tuple of sympy.Expr
        At least 0 where there is such a level.
    terms : tuple of Term
        What each deviation asks; those of all cases, each once.
    cases : tuple of Case
        The ways to satisfy the criterion that are not provably dearer than another.

    Notes
    -----
    What is left out of ``expression`` and ``conditions`` cannot bind as long as no parameter is below 0 and no share
    above 1. :meth:`at` uses every condition and supposes nothing.
    """

    conflict: str
    instrument: str
    calibration: str
    criterion: Criterion
    free: tuple[str, ...] = field(repr=False)
    expression: Any = field(repr=False)
    conditions: tuple[Any, ...] = field(repr=False)
    terms: tuple[Term, ...] = field(repr=False)
    cases: tuple[Case, ...] = field(repr=False)
    _alternatives: tuple[Alternative, ...] = field(repr=False)
    _parameters: Mapping[str, Parameter] = field(repr=False)
    _labels: Labels = field(default=Labels(), repr=False)

    def at(self, **values: Number) -> Fraction | float:
        """Return the least level at values of the free parameters.

        Parameters
        ----------
        **values : number
            A value for each symbol that occurs; a float means its decimal form.

        Returns
        -------
        Fraction or inf
            Exact (an irrational root is rounded up in the 18th decimal); ``inf`` where no level will do.

        Raises
        ------
        InputError
            If a value is missing, or there is no such free parameter.
        FormulaError
            If a condition has no finite value there.
        """
        from tvet_games.symbolic.level_bounds import number_at

        for name in values:
            if name not in self.free:
                raise unknown("free parameter", name, self.free, source="threshold")
        rows = {row.coefficients for each in self._alternatives for row in each.rows}
        needed = {s.name for row in rows for c in row for s in c.free_symbols}
        missing = sorted(needed - values.keys())
        if missing:
            what = "is free and needs a value"
            raise InputError("threshold", [Problem("value", what, n, nearest(n, values)) for n in missing])
        numbers = {name: exact(value) for name, value in values.items()}
        known = {row: [number_at(c, numbers) for c in row] for row in rows}
        levels = [least_level([known[row.coefficients] for row in each.rows]) for each in self._alternatives]
        return min((level for level in levels if level is not None), default=math.inf)

    def to_latex(self, language: Language | None = None) -> str:  # noqa: ARG002  # formulas have no language
        """Return the statement in LaTeX, for mathematics mode, with the symbols that the files give the parameters."""
        return statement_latex(self, self.symbols)

    @property
    def symbols(self) -> dict[str, str]:
        """LaTeX of the parameters, without symbols that two of them share."""
        given = {name: p.symbol for name, p in self._parameters.items() if p.symbol}
        shared = {s for s in given.values() if list(given.values()).count(s) > 1}
        return {name: s for name, s in given.items() if s not in shared}

    @property
    def labels(self) -> Labels:
        """Labels of players, actions and the instrument."""
        return self._labels

    def __str__(self) -> str:
        return statement(self)

    def card(self, language: Language | None = None) -> Card:
        """Return what it shows in notebooks and papers."""
        from tvet_games.policy.threshold.card import threshold_card

        return threshold_card(self, spoken(language))

    def to_frame(self) -> Any:
        """Return a :class:`pandas.DataFrame`: a row a term."""
        import pandas as pd

        names = ["player", "action", "others", "what", "kind", "expression", "where"]
        rows = [[getattr(t, name) for name in names] for t in self.terms]
        frame = pd.DataFrame(rows, columns=names)
        return frame.assign(others=[", ".join(t.others) for t in self.terms])


def threshold(
    conflict: Conflict | str,
    instrument: Instrument | str,
    *,
    criterion: Criterion = Nash(),
    calibration: Calibration | str | None = None,
    free: Sequence[str] = (),
) -> Threshold:
    """Least level of one instrument that makes everybody's cooperation satisfy a criterion, as a formula.

    Parameters
    ----------
    conflict : Conflict or name
        Communities too.
    instrument : Instrument or name
        Alone: all others are at level 0, and its own bounds and ceilings are left aside.
    criterion : Criterion
        Any but :class:`Basin`; :class:`RiskDominant` for 2x2, :class:`Unique` for two actions a player.
    calibration : Calibration or name, optional
        Values for all parameters that are not free; without it every parameter is a symbol.
    free : sequence of str
        Values of the calibration that stay symbols; derived values follow them.

    Returns
    -------
    Threshold

    Raises
    ------
    InputError
        If a name is unknown, a value is missing, the instrument does nothing here, or the criterion has no closed form.
    NotAffineError
        If an effect of the instrument is not affine in its level.

    Notes
    -----
    Lower bounds that can never bind, as long as no parameter is below 0 and no share above 1, are left out. The sign
    of a slope that does not follow from that is the one at the calibration, or else positive; the term then says where.

    Examples
    --------
    >>> from tvet_games.model.library import load_calibration
    >>> at = load_calibration("austria_2016").replace(spillover=0, standing=0, school_service=0, cultural_distance=0)
    >>> least = threshold(
    ...     "school_enterprise", "training_subsidy", calibration=at, free=("retention",), criterion=Nash(margin=0))
    >>> print(least)
    level >= 14300 - 10400*retention
    >>> least.at(retention=0.6)
    Fraction(8060, 1)
    >>> print(threshold("school_student", "placement_grant", criterion=Nash(margin=0)))
    level >= convenience_gain + match_share*placement_gain + supervision_cost - placement_gain
      where skill_gain >= effort + slack_value
    """
    from tvet_games.symbolic.payoffs import symbolic_values

    game = conflict_of(conflict)
    lever = load_instrument(instrument) if isinstance(instrument, str) else instrument
    known = None if calibration is None else calibration_of(calibration)
    if not isinstance(criterion, tuple(CRITERIA.values())):
        raise InputError("criterion", [Problem("", f"is not one of {', '.join(CRITERIA)}", repr(criterion))])
    if not game.touched_by(lever):
        raise InputError("instruments", [Problem(lever.name, f"does nothing in {game.name}")])
    if known is None and free:
        raise InputError("free", [Problem("", "is for a calibration; without one every parameter is free")])
    names = sorted(game.names | game.values_of(lever))
    values = symbolic_values(names, known, free)
    if known is not None:
        game.values(known, lever, exact=True)
    sets = alternatives(symbolic_problem(game, lever, values, known), criterion)
    return _threshold(game, lever, known, criterion, tuple(names if known is None else free), sets)


def _threshold(
    conflict: Conflict,
    instrument: Instrument,
    calibration: Calibration | None,
    criterion: Criterion,
    free: tuple[str, ...],
    sets: Sequence[Alternative],
) -> Threshold:
    """Turn sets of conditions into bounds, and those into one expression."""
    from tvet_games.symbolic.level_bounds import Range, least_of, range_of, without_dearer
    from tvet_games.symbolic.signs import Signs

    parameters = _parameters(conflict, instrument)
    numbers = {} if calibration is None else {n: v for n, v in calibration.numbers.items() if isinstance(v, Fraction)}
    signs = Signs({name: p.dimension for name, p in parameters.items()}, numbers)
    named: list[tuple[str, tuple[Term, ...]]] = [
        (each.what, terms) for each in sets for terms in _terms(conflict, each.rows, signs)
    ]
    ranges: list[Range] = [range_of(terms, signs) for _, terms in named]
    kept = without_dearer(ranges, signs)
    expression, conditions = least_of([ranges[k] for k in kept])
    return Threshold(
        conflict=conflict.name,
        instrument=instrument.name,
        calibration=calibration.name if calibration is not None else "",
        criterion=criterion,
        free=free,
        expression=expression,
        conditions=conditions if kept else ranges[0].conditions,
        terms=tuple(dict.fromkeys(term for _, terms in named for term in terms)),
        cases=tuple(Case(named[k][0], named[k][1], ranges[k].least, ranges[k].conditions) for k in kept),
        _alternatives=tuple(sets),
        _parameters=parameters,
        _labels=conflict.labels.over(instrument.labels).over(Labels() if calibration is None else calibration.labels),
    )


def _parameters(conflict: Conflict, instrument: Instrument) -> dict[str, Parameter]:
    """Every declared parameter of the formulas, those of the edges of a community among them."""
    found: dict[str, Parameter] = dict(instrument.parameters)
    for edge in conflict.edges:
        found |= edge.conflict.parameters
    return found | dict(conflict.parameters)


def _terms(conflict: Conflict, rows: Sequence[LevelRow], signs: Any) -> list[tuple[Term, ...]]:
    """The terms of a set of conditions; several sets where a condition of degree two has several ranges."""
    from tvet_games.symbolic.level_bounds import linear_bound, quadratic_bounds

    done: list[tuple[Term, ...]] = [()]
    for row in rows:
        if len(row.coefficients) == 2:
            branches = [[linear_bound(row.coefficients, signs)]]
        else:
            branches = quadratic_bounds(row.coefficients, signs)
        player, action, others = _names(conflict, row)
        done = [
            (*own, *(Term(player, action, others, b.kind, b.expression, b.where, row.what) for b in bounds))
            for own in done
            for bounds in branches
        ]
    return done


def _names(conflict: Conflict, row: LevelRow) -> tuple[str, str, tuple[str, ...]]:
    move = row.move
    if move.player < 0:
        return "", "", ()
    others = tuple(
        own.actions[a] for j, (own, a) in enumerate(zip(conflict.players, move.others, strict=True)) if j != move.player
    )
    player = conflict.players[move.player]
    return player.name, player.actions[move.action], others
