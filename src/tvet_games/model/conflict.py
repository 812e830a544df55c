"""Conflicts: who decides, what they can do, what each outcome is worth to each of them.

Action 0 of every player is the cooperative one; the target is that everybody takes it. Payoffs are per head and
period, in the calibration's money unit. A conflict is a set of payoff rows, or a community: edges, each of which is a
two-player conflict that the players play with the same single decision.

The arrays that everything later works on have the axis order ``(..., n, a1, ..., an)``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import lru_cache, reduce
from typing import Any

import numpy as np

from tvet_games.errors import FormulaError, InputError, Problem, nearest, unknown
from tvet_games.games.normal_form import NormalFormGame
from tvet_games.games.polymatrix import PairwiseGame, PolymatrixGame, add_edges, spread
from tvet_games.model.algebra import ARRAYS, FRACTIONS
from tvet_games.model.calibration import Calibration
from tvet_games.model.formula import Algebra, Formula, evaluate
from tvet_games.model.instrument import EVERY_CONFLICT, LEVEL, Instrument, Parameter
from tvet_games.model.policy import Policy, policy_of
from tvet_games.model.rows import Row, When, public_costs, resolve_formulas, resolve_when, tensor
from tvet_games.model.schema import BargainingTable
from tvet_games.numerics import Array, to_float
from tvet_games.tables.card import Card
from tvet_games.tables.labels import Labels, Language, Text, spoken
from tvet_games.tables.shown import Shown


@dataclass(frozen=True, slots=True)
class Player:
    """A player of a conflict.

    Attributes
    ----------
    name : str
    actions : tuple of str
        The first is the cooperative one.
    outside : Formula
        [money] Worth of staying out of the partnership.
    pays : bool
        Whether this player bears the public cost of instruments.
    """

    name: str
    actions: tuple[str, ...]
    outside: Formula
    pays: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Edge:
    """A two-player conflict inside a community.

    Attributes
    ----------
    conflict : Conflict
    players : pair of int
        Its two players among those of the community.
    weight : Formula
        How much it counts in the community's unit.
    values : mapping of str to Formula
        Parameters that have another value on this edge, so that every benefit and cost counts once.
    without : frozenset of str
        Instruments that another edge already carries.
    carries : str
    """

    conflict: Conflict
    players: tuple[int, int]
    weight: Formula
    values: Mapping[str, Formula]
    without: frozenset[str]
    carries: str


@dataclass(frozen=True, slots=True, eq=False)
class Conflict(Shown):
    """A conflict between stakeholders, as formulas.

    Attributes
    ----------
    name, per, section : str
        ``per``: the head that a payoff counts for, trainee or teacher.
    players : tuple of Player
    parameters : mapping of str to Parameter
    rows : tuple of Row
        Payoffs; empty for a community.
    edges : tuple of Edge
        Dyads; empty unless it is a community.
    lineage : tuple of str
        Its own name and those of the conflicts it includes: rows of instruments for any of them apply.
    instruments_when : tuple of int or None
        Instruments act only at these profiles.
    own_effects : mapping of str to tuple of Row
        Effects of instruments that the conflict file itself states.
    bargaining : BargainingTable or None
    """

    name: str
    per: str
    section: str
    about: Text
    players: tuple[Player, ...]
    parameters: Mapping[str, Parameter] = field(repr=False)
    rows: tuple[Row, ...] = field(repr=False)
    edges: tuple[Edge, ...] = field(repr=False)
    lineage: tuple[str, ...] = field(repr=False)
    instruments_when: When = field(repr=False)
    own_effects: Mapping[str, tuple[Row, ...]] = field(repr=False)
    bargaining: BargainingTable | None = field(repr=False)
    labels: Labels = field(repr=False)
    source: str = field(repr=False)

    def __repr__(self) -> str:
        return f"Conflict({self.name!r}, {', '.join(player.name for player in self.players)})"

    @property
    def shape(self) -> tuple[int, ...]:
        """Number of actions of each player."""
        return tuple(len(player.actions) for player in self.players)

    @property
    def player_names(self) -> tuple[str, ...]:
        """Names of the players."""
        return tuple(player.name for player in self.players)

    @property
    def actions(self) -> tuple[tuple[str, ...], ...]:
        """Names of the actions of each player."""
        return tuple(player.actions for player in self.players)

    @property
    def names(self) -> frozenset[str]:
        """Every value of a calibration that its payoffs use."""
        return _names(self)

    def profile(self, actions: Mapping[str, str]) -> tuple[int, ...]:
        """Turn ``{player: action}`` into action indices.

        Raises
        ------
        InputError
            If a player is missing, or a player or action is unknown.
        """
        problems: list[Problem] = []
        when = resolve_when(actions, self.player_names, self.actions, "profile", problems)
        problems += [
            Problem("profile", "has no action; name one of every player", p)
            for p in self.player_names
            if p not in actions
        ]
        if problems:
            raise InputError(self.name, problems)
        return tuple(int(a) for a in when if a is not None)

    def game(
        self,
        calibration: Calibration | str,
        policy: Policy | None = None,
        instruments: Iterable[Instrument] | None = None,
        *,
        exact: bool = False,
    ) -> NormalFormGame:
        """Return the game that the conflict is under a calibration and a policy.

        Parameters
        ----------
        calibration : Calibration or name
            Arrays among its values, or among the levels, make a batch of games.
        policy : Policy, optional
            Levels of instruments; none by default.
        instruments : iterable of Instrument, optional
            What the names of the policy mean; by default the shipped instruments.
        exact : bool
            Fractions rather than floats; arrays are then not allowed.

        Returns
        -------
        NormalFormGame
            Payoffs of shape (..., n, a1, ..., an) [money unit of the calibration, per head and period].

        Raises
        ------
        InputError
            If the calibration lacks a value, or the policy names an unknown instrument or one that does nothing here;
            if either is none.
        FormulaError
            If a payoff has no finite value.

        Examples
        --------
        >>> from tvet_games.model.library import load_conflict
        >>> load_conflict("school_enterprise").game("austria_2016", Policy(training_subsidy=5100)).payoffs.shape
        (2, 2, 2)
        """
        from tvet_games.model.library import calibration_of

        figures = calibration_of(calibration)
        return self.form(self.payoffs(figures, policy, instruments, exact=exact), figures)

    def payoffs(
        self,
        calibration: Calibration | str,
        policy: Policy | None = None,
        instruments: Iterable[Instrument] | None = None,
        *,
        exact: bool = False,
    ) -> Array:
        """Return the payoff tensor of :meth:`game`, shape (..., n, a1, ..., an)."""
        from tvet_games.model.library import calibration_of, instruments_by_name

        figures, levels = calibration_of(calibration), policy_of(policy)
        algebra: Algebra[Any] = FRACTIONS if exact else ARRAYS
        total = self.baseline(self.values(figures, exact=exact), algebra)
        known = instruments_by_name(instruments)
        for name, level in levels.active.items():
            if name not in known:
                raise unknown("instrument", name, known, source="policy")
            if not self.touched_by(known[name]):
                raise InputError("policy", [Problem(name, f"does nothing in the conflict {self.name}")])
            if exact and not isinstance(level, Fraction):
                raise InputError("policy", [Problem(name, "is an array; exact games take single levels")])
            amounts = {LEVEL: level, **{other: levels.get(other, Fraction(0)) for other in known[name].interacts}}
            if not exact:
                amounts = {n: to_float(v) if isinstance(v, Fraction) else v for n, v in amounts.items()}
            total = total + self.charged_effect(known[name], figures, amounts, algebra)[0]
        return total

    def values(self, calibration: Calibration, instrument: Instrument | None = None, *, exact: bool) -> dict[str, Any]:
        """Return the calibration's numbers after checking that nothing that is needed is missing.

        Raises
        ------
        InputError
            If a value is missing, or exact numbers are wanted and some are arrays.
        """
        needed = self.names | (self.values_of(instrument) if instrument is not None else frozenset())
        missing = sorted(needed - calibration.numbers.keys())
        if missing:
            what = f"is needed by {instrument.name if instrument else self.name} and has no value"
            raise InputError(
                calibration.name, [Problem("value", what, n, nearest(n, calibration.numbers)) for n in missing]
            )
        if not exact:
            return calibration.floats()
        drawn = sorted(n for n in needed if not isinstance(calibration.numbers[n], Fraction))
        if drawn:
            raise InputError(
                calibration.name, [Problem(n, "is an array; exact games take single values") for n in drawn]
            )
        return dict(calibration.numbers)

    def values_of(self, instrument: Instrument) -> frozenset[str]:
        """Every value of a calibration that an instrument's effects and costs use here."""
        return _values_of(self, instrument)

    def polymatrix(self, calibration: Calibration | str, *, exact: bool = False) -> PolymatrixGame:
        """Return a community as a game on its graph of dyads, without policy.

        Raises
        ------
        InputError
            If the conflict is not a community.
        """
        if not self.edges:
            raise InputError(self.name, [Problem("edge", "has none: only a community is a polymatrix game")])
        from tvet_games.model.library import calibration_of

        figures = calibration_of(calibration)
        algebra: Algebra[Any] = FRACTIONS if exact else ARRAYS
        pairs = self._pairs(self.values(figures, exact=exact), algebra)
        unit = figures.unit_per(self.per)
        return PolymatrixGame(self.player_names, self.actions, pairs, self.labels, unit)

    def outside_options(self, values: Mapping[str, Any], algebra: Algebra[Any]) -> list[Any]:
        """Worth to each player of staying out [money]."""
        return [evaluate(player.outside, values, algebra) for player in self.players]

    def effect_rows(self, instrument: Instrument) -> tuple[Row, ...]:
        """Rows of an instrument that act in this conflict itself (not on the edges of a community).

        Raises
        ------
        InputError
            If a row names a player or action that the conflict does not have.
        """
        return _effect_rows(self, instrument)

    def resolve_rows(self, instrument: Instrument) -> tuple[Row, ...]:
        """Resolve the names in an instrument's rows; see :meth:`effect_rows`, which does it once."""
        named = [row for row in instrument.effects if row.conflict in self.lineage]
        own = self.own_effects.get(instrument.name, ())
        everywhere = [row for row in instrument.effects if row.conflict == EVERY_CONFLICT] if named or own else []
        problems: list[Problem] = []
        rows = list(own)
        for written in [*named, *everywhere]:
            where = f"effect[{instrument.effects.index(written) + 1}]"
            when = resolve_when(written.when, self.player_names, self.actions, where, problems)
            keys = ("conflict", "when", "public_cost")
            formulas = resolve_formulas(written.formulas, self.player_names, keys, where, problems)
            cost = resolve_formulas({"public_cost": written.public_cost}, ["public_cost"], keys, where, problems)
            rows.append(Row(when, formulas, cost.get(0), f"{instrument.name}.{where}"))
        if problems:
            raise InputError(instrument.source, problems)
        restricted = (row.restricted(self.instruments_when) for row in rows)
        return tuple(row for row in restricted if row is not None)

    def touched_by(self, instrument: Instrument) -> bool:
        """Whether an instrument does anything in this conflict."""
        if self.edges:
            return any(e.conflict.touched_by(instrument) for e in self.edges if instrument.name not in e.without)
        return bool(self.effect_rows(instrument))

    def effect(self, instrument: Instrument, values: Mapping[str, Any], algebra: Algebra[Any]) -> tuple[Array, Array]:
        """Evaluate what an instrument does at the level among the values.

        Parameters
        ----------
        instrument : Instrument
        values : mapping
            With the level under the name ``level``.
        algebra : Algebra
            Of the values.

        Returns
        -------
        effect : array, shape (..., n, a1, ..., an)
            Added to the payoffs.
        cost : array, shape (..., a1, ..., an)
            What the public pays a head of the kind that it is billed for; where several edges of a community show a
            bill at the same profile, the largest.
        """
        if not self.edges:
            rows = self.effect_rows(instrument)
            return tensor(rows, self.shape, values, algebra), public_costs(rows, self.shape, values, algebra)
        pairs, bills = [], []
        for edge in self.edges:
            if instrument.name in edge.without or not edge.conflict.touched_by(instrument):
                continue
            effect, cost = edge.conflict.effect(instrument, self._edge_values(edge, values, algebra), algebra)
            weight = evaluate(edge.weight, values, algebra)
            pairs.append(PairwiseGame(edge.players, _times(effect, weight, 3)))
            bills.append(spread(cost, *edge.players, len(self.players)))
        largest = reduce(np.maximum, bills)
        full = np.broadcast_shapes(largest.shape, self.shape)
        return add_edges(self.actions, pairs), np.broadcast_to(largest, full)

    def baseline(self, values: Mapping[str, Any], algebra: Algebra[Any]) -> Array:
        """Payoffs without policy over any algebra, shape (..., n, a1, ..., an)."""
        if self.edges:
            return add_edges(self.actions, self._pairs(values, algebra))
        return tensor(self.rows, self.shape, values, algebra)

    def _pairs(self, values: Mapping[str, Any], algebra: Algebra[Any]) -> tuple[PairwiseGame, ...]:
        pairs = []
        for edge in self.edges:
            payoffs = edge.conflict.baseline(self._edge_values(edge, values, algebra), algebra)
            weight = evaluate(edge.weight, values, algebra)
            pairs.append(PairwiseGame(edge.players, _times(payoffs, weight, 3)))
        return tuple(pairs)

    def _edge_values(self, edge: Edge, values: Mapping[str, Any], algebra: Algebra[Any]) -> dict[str, Any]:
        """Values as an edge sees them; its own formulas see the calibration's."""
        return {**values, **{name: evaluate(formula, values, algebra) for name, formula in edge.values.items()}}

    def charged_effect(
        self, instrument: Instrument, calibration: Calibration, amounts: Mapping[str, Any], algebra: Algebra[Any]
    ) -> tuple[Array, Array]:
        """Return :meth:`effect` at a level, and those of instruments it interacts with, after :meth:`charged`."""
        values = self.values(calibration, instrument, exact=algebra is not ARRAYS)
        effect, cost = self.effect(instrument, {**values, **amounts}, algebra)
        return self.charged(effect, cost, instrument, calibration, values, algebra), cost

    def charged(
        self,
        effect: Array,
        cost: Array,
        instrument: Instrument,
        calibration: Calibration,
        values: Mapping[str, Any],
        algebra: Algebra[Any],
    ) -> Array:
        """Return the effect after charging the public cost to the players who bear it, per head of this conflict."""
        payers = [i for i, player in enumerate(self.players) if player.pays]
        if not payers:
            return effect
        heads = calibration.heads_for(instrument.paid_once_per, self.per, values, algebra)
        everyone = (slice(None),) * len(self.players)
        index: Any = (..., None, *everyone)
        charge = _times(cost, heads, len(self.players))[index]
        bears = np.zeros((len(self.players), *(1,) * len(self.players)), dtype=int)
        bears[payers] = 1
        return np.asarray(effect - bears * charge)

    def form(self, payoffs: Array, calibration: Calibration | None = None) -> NormalFormGame:
        """Return the game of some payoffs, with the labels of this conflict and the unit of a calibration."""
        unit = calibration.unit_per(self.per) if calibration is not None else ""
        try:
            return NormalFormGame(
                payoffs, players=self.player_names, actions=self.actions, labels=self.labels, unit=unit
            )
        except FormulaError as error:
            raise FormulaError(f"{self.name}: {error}") from None

    def card(self, language: Language | None = None) -> Card:
        """Return the payoff table as formulas, and the meaning of each parameter."""
        from tvet_games.model.conflict_card import conflict_card

        return conflict_card(self, spoken(language))

    def to_frame(self) -> Any:
        """Return a :class:`pandas.DataFrame` of the parameters: symbol, dimension, meaning."""
        import pandas as pd

        rows = [{"symbol": p.symbol, "dimension": p.dimension, "meaning": p.meaning} for p in self.parameters.values()]
        return pd.DataFrame(rows, index=list(self.parameters))


@lru_cache(maxsize=4096)
def _effect_rows(conflict: Conflict, instrument: Instrument) -> tuple[Row, ...]:
    return conflict.resolve_rows(instrument)


@lru_cache(maxsize=1024)
def _names(conflict: Conflict) -> frozenset[str]:
    own = frozenset().union(*(row.names for row in conflict.rows), *(p.outside.names for p in conflict.players))
    for edge in conflict.edges:
        moved = frozenset().union(*(formula.names for formula in edge.values.values()))
        own |= (edge.conflict.names - edge.values.keys()) | moved | edge.weight.names
    return own


@lru_cache(maxsize=4096)
def _values_of(conflict: Conflict, instrument: Instrument) -> frozenset[str]:
    own = (
        frozenset().union(*(row.names for row in conflict.effect_rows(instrument)))
        if not conflict.edges
        else frozenset()
    )
    for edge in conflict.edges:
        if instrument.name not in edge.without:
            own |= edge.conflict.values_of(instrument)
    return own - {LEVEL, *instrument.interacts}


def _times(array: Array, factor: Any, core: int) -> Any:
    """Multiply by a factor that may have batch axes."""
    return array * (factor[(..., *(None,) * core)] if np.ndim(factor) else factor)
