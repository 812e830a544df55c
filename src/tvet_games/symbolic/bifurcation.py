"""Where the stability of the vertices changes as one parameter, or the level of one instrument, moves.

An eigenvalue that is affine in the parameter p reads ``c0 + c1 p`` (over a denominator): it changes sign at
``p = -c0/c1``, and is below 0 above that where c1 < 0. So a vertex is stable (an ESS, see
:mod:`~tvet_games.symbolic.stability`) for p between its largest lower and its least upper threshold. At numbers the
line of p falls into phases, open intervals on which the set of stable vertices is the same; at the ends of a phase an
eigenvalue is 0 and its vertex is not stable.

References
----------
Hofbauer and Sigmund (1998), Evolutionary Games and Population Dynamics, chapter 10. doi:10.1017/CBO9781139173179
Ritzberger and Weibull (1995), Evolutionary selection in normal-form games. doi:10.2307/2171774
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Any

from tvet_games.errors import InputError, Problem, expected, shorten, unknown
from tvet_games.model.calibration import Calibration
from tvet_games.model.conflict import Conflict
from tvet_games.model.instrument import Instrument, Parameter
from tvet_games.model.library import calibration_of, conflict_of, instruments_by_name
from tvet_games.model.policy import Policy
from tvet_games.symbolic.game import SymbolicGame, symbolic_game
from tvet_games.symbolic.level_bounds import number_at
from tvet_games.symbolic.payoffs import symbol
from tvet_games.symbolic.signs import Signs
from tvet_games.symbolic.stability import SymbolicVertex, stability_rows
from tvet_games.symbolic.table import condition_pieces, interval_pieces, interval_statement
from tvet_games.symbolic.zeros import Side, thresholds, zeros_and_poles
from tvet_games.tables.card import Card
from tvet_games.tables.labels import Labels, Language, spoken
from tvet_games.tables.shown import Shown
from tvet_games.tables.table import Piece


@dataclass(frozen=True, slots=True)
class Crossing:
    """Where one eigenvalue changes sign.

    Attributes
    ----------
    profile : tuple of int
        Of the vertex.
    actions : tuple of str
    player, action : str
        The deviation whose gain the eigenvalue is.
    eigenvalue : expression
    threshold : expression or None
        Value of the parameter at which the eigenvalue is 0; None where there is no formula for it.
    stable : str or None
        The side on which the eigenvalue is below 0 (next to the threshold, where it is not affine); None where that
        is not proved.
    """

    profile: tuple[int, ...]
    actions: tuple[str, ...]
    player: str
    action: str
    eigenvalue: Any
    threshold: Any
    stable: Side | None


@dataclass(frozen=True, slots=True)
class Phase:
    """An open interval of the parameter on which the same vertices are stable, points apart.

    Attributes
    ----------
    low, high : Fraction, or -inf or inf
    profiles : tuple of tuple of int
        The stable vertices.
    stable_vertices : tuple of tuple of str
        Their actions.
    """

    low: Fraction | float
    high: Fraction | float
    profiles: tuple[tuple[int, ...], ...]
    stable_vertices: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True, eq=False)
class Bifurcations(Shown):
    """How the stability of the vertices depends on one parameter.

    Attributes
    ----------
    conflict, parameter, calibration : str
        Their names; no calibration: an empty text.
    vertices : tuple of SymbolicVertex
        With the parameter among the symbols.
    crossings : tuple of Crossing
        A row for each threshold of each eigenvalue that depends on the parameter.
    phases : tuple of Phase
        By the parameter; from 0 where it is declared, to 1 for a share. Exact (an irrational end is rounded to a
        double). Empty without a calibration, and where other symbols are left or an eigenvalue is not rational in it.
    """

    conflict: str
    parameter: str
    calibration: str
    vertices: tuple[SymbolicVertex, ...] = field(repr=False)
    crossings: tuple[Crossing, ...] = field(repr=False)
    phases: tuple[Phase, ...] = field(repr=False)
    _signs: Signs = field(repr=False)
    _symbols: Mapping[str, str] = field(default_factory=dict, repr=False)
    _labels: Labels = field(default=Labels(), repr=False)

    @property
    def labels(self) -> Labels:
        """Labels of players, actions and the parameter."""
        return self._labels

    @property
    def symbols(self) -> Mapping[str, str]:
        """LaTeX of the parameters."""
        return self._symbols

    def stable_interval(self, vertex: Sequence[int] | Sequence[str], language: Language = "en") -> str:
        """Say for which values of the parameter a vertex is an ESS, where no slope by which a bound divides is 0.

        Parameters
        ----------
        vertex : sequence of int or of str
            An action of every player.

        Raises
        ------
        InputError
            If there is no such vertex.
        """
        given = tuple(expected(vertex, Sequence, "vertex", "an action of every player"))
        for row in self.vertices:
            if given in (row.profile, row.actions):
                return _interval(row, self.parameter, self._signs, language)
        what = "is not a vertex; give an action of every player"
        raise InputError("vertex", [Problem("", what, shorten(str(given)))])

    def stable_pieces(self, row: SymbolicVertex, language: Language = "en") -> tuple[Piece, ...]:
        """Say the same of one of the vertices with the label of the parameter, formulas apart from the words."""
        if row.always is False:
            return condition_pieces(row, self.symbols, language)
        name = self.labels.of(self.parameter, language)
        return interval_pieces(name, *_bounds(row, self.parameter, self._signs), self.symbols, language)

    def __str__(self) -> str:
        return "\n".join(f"({row.label()}) {self.stable_interval(row.profile)}" for row in self.vertices)

    def card(self, language: Language | None = None) -> Card:
        """Return what it shows in notebooks and papers."""
        from tvet_games.symbolic.bifurcation_card import bifurcations_card

        return bifurcations_card(self, spoken(language))

    def to_frame(self) -> Any:
        """Return a :class:`pandas.DataFrame`: a row a crossing."""
        import pandas as pd

        names = ["player", "action", "eigenvalue", "threshold", "stable"]
        rows = [[", ".join(c.actions), *(getattr(c, name) for name in names)] for c in self.crossings]
        return pd.DataFrame(rows, columns=["vertex", *names])


def bifurcations(
    conflict: Conflict | str,
    parameter: str,
    calibration: Calibration | str | None = None,
    free: Sequence[str] = (),
    *,
    policy: Policy | None = None,
    instruments: Iterable[Instrument] | None = None,
) -> Bifurcations:
    """Return the thresholds of one parameter, or of one instrument's level, at which vertices gain or lose stability.

    Parameters
    ----------
    conflict : Conflict or name
        Communities too.
    parameter : str
        A parameter, else an instrument: then its level. Bounds and ceilings of a level are left aside.
    calibration : Calibration or name, optional
        Values for all parameters that are not free; without it every parameter is a symbol.
    free : sequence of str
        Values of the calibration that stay symbols, besides the parameter; derived values follow them.
    policy : Policy, optional
        Levels of (other) instruments, which stay.
    instruments : iterable of Instrument, optional
        What names mean; by default the shipped instruments.

    Returns
    -------
    Bifurcations

    Raises
    ------
    InputError
        If a name is unknown, a value is missing, or an instrument does nothing here or acts together with another.

    Notes
    -----
    Sides and signs are proved for parameters of at least 0 and shares of at most 1. An eigenvalue of degree 2 in the
    parameter has two thresholds; beyond that there are formulas for numbers only.

    References
    ----------
    Ritzberger and Weibull (1995), doi:10.2307/2171774

    Examples
    --------
    >>> found = bifurcations("school_enterprise", "training_subsidy", "austria_2016")
    >>> print(found)
    (co-train, invest) ESS iff training_subsidy > 9040
    (co-train, free-ride) never an ESS: school gains 2850 by nominal
    (nominal, invest) never an ESS: school gains 4650 by co-train
    (nominal, free-ride) ESS iff training_subsidy < 20448
    >>> [(str(p.low), str(p.high), len(p.profiles)) for p in found.phases]
    [('0', '9040', 1), ('9040', '20448', 2), ('20448', 'inf', 1)]
    """
    expected(parameter, str, "parameter", "the name of a parameter or an instrument")
    chosen = conflict_of(conflict)
    known = None if calibration is None else calibration_of(calibration)
    levers = instruments_by_name(instruments)
    named = chosen.names | (frozenset() if known is None else known.values.keys())
    is_level = parameter in levers and parameter not in named
    freed = tuple(free) if known is None or is_level else tuple(dict.fromkeys([*free, parameter]))
    if known is not None and not is_level and parameter not in named:
        raise unknown("parameter or instrument", parameter, {*named, *levers}, source="bifurcations")
    levels = (parameter,) if is_level else ()
    game = symbolic_game(chosen, known, freed, policy=policy, instruments=levers.values(), open_levels=levels)
    if is_level:
        game = _with_level(game, levers[parameter])
    elif parameter not in game.values:
        raise unknown("parameter or instrument", parameter, {*game.values, *levers}, source="bifurcations")
    rows = tuple(stability_rows(game))
    signs = game.signs
    return Bifurcations(
        conflict=chosen.name,
        parameter=parameter,
        calibration=game.calibration,
        vertices=rows,
        crossings=tuple(_crossings(rows, symbol(parameter), signs)),
        phases=() if known is None else _phases(rows, symbol(parameter), signs),
        _signs=signs,
        _symbols=game.symbols,
        _labels=game.labels,
    )


def _with_level(game: SymbolicGame, instrument: Instrument) -> SymbolicGame:
    """The game with the level of an instrument as a symbol."""
    name = instrument.name
    level = Parameter(name, instrument.dimension, "level")
    payoffs = game.payoffs + game.effects[name] * symbol(name)
    return replace(game, payoffs=payoffs, parameters={**game.parameters, name: level})


def _crossings(rows: Sequence[SymbolicVertex], moved: Any, signs: Signs) -> Iterator[Crossing]:
    known: dict[Any, list[tuple[Any, Side | None]]] = {}
    for row in rows:
        for (player, action), gain in zip(row.deviations, row.eigenvalues, strict=True):
            if gain.has(moved):
                if gain not in known:
                    known[gain] = thresholds(gain, moved, signs)
                for threshold, side in known[gain]:
                    yield Crossing(row.profile, row.actions, player, action, gain, threshold, side)


def _interval(row: SymbolicVertex, parameter: str, signs: Signs, language: Language) -> str:
    """The thresholds of a vertex put together."""
    if row.always is False:
        return row.statement(language)
    return interval_statement(parameter, *_bounds(row, parameter, signs), language)


def _bounds(row: SymbolicVertex, parameter: str, signs: Signs) -> tuple[list[Any], list[Any], list[Any], bool]:
    """Lower and upper bounds of the parameter, what else has to be below 0, and whether the bounds leave nothing."""
    moved = symbol(parameter)
    lower: list[Any] = []
    upper: list[Any] = []
    others: list[Any] = []
    for condition in row.conditions:
        found = thresholds(condition, moved, signs) if condition.has(moved) else []
        threshold, side = found[0] if len(found) == 1 else (None, None)
        if side is None:
            others.append(condition)
        else:
            (lower if side == "above" else upper).append(threshold)
    declared = parameter in signs.dimensions
    lower = [bound for bound in _largest(lower, signs) if not (declared and bound.is_number and bound < 0)]
    upper = [-bound for bound in _largest([-bound for bound in upper], signs)]
    clash = any(signs.is_at_least(low, high) for low in lower for high in upper)
    return lower, upper, others, clash


def _largest(bounds: Sequence[Any], signs: Signs) -> list[Any]:
    """The bounds of which one may be the largest."""
    kept: list[Any] = []
    for bound in dict.fromkeys(bounds):
        if not any(signs.is_at_least(other, bound) for other in kept):
            kept = [other for other in kept if not signs.is_at_least(bound, other)] + [bound]
    return kept


def _phases(rows: Sequence[SymbolicVertex], moved: Any, signs: Signs) -> tuple[Phase, ...]:
    """The intervals on which the same vertices are stable; none where something is not rational in the parameter."""
    gains = {gain for row in rows for gain in row.eigenvalues}
    if any(gain.free_symbols - {moved} for gain in gains):
        return ()
    zeros = [zeros_and_poles(gain, moved) for gain in gains if gain.has(moved)]
    dimension = signs.dimensions.get(moved.name)
    low: Fraction | float = -math.inf if dimension is None else Fraction(0)
    high: Fraction | float = Fraction(1) if dimension == "share" else math.inf
    if any(each is None for each in zeros):
        return ()
    inner = sorted({zero for each in zeros for zero in each or () if low < zero < high})
    found: list[Phase] = []
    for start, end in zip([low, *inner], [*inner, high], strict=True):
        point = _between(start, end)
        values = {gain: number_at(gain, {moved.name: point}) for gain in gains}
        stable = [row for row in rows if all(values[gain] < 0 for gain in row.eigenvalues)]
        profiles = tuple(row.profile for row in stable)
        if found and found[-1].profiles == profiles:
            found[-1] = replace(found[-1], high=end)
        else:
            found.append(Phase(start, end, profiles, tuple(row.actions for row in stable)))
    return tuple(found)


def _between(low: Fraction | float, high: Fraction | float) -> Fraction:
    """A number of an open interval."""
    if low == -math.inf:
        return Fraction(0) if high == math.inf else Fraction(high) - 1
    return Fraction(low) + 1 if high == math.inf else (Fraction(low) + Fraction(high)) / 2
