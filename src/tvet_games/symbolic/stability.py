"""When each vertex of the replicator dynamic is stable, as formulas: the table that papers on evolutionary games print.

At the vertex where the profile a is played the eigenvalues of the Jacobian are what deviations gain,

    lambda_ib = u_i(b, a_-i) - u_i(a)    for every player i and every other action b of hers, in this order.

The vertex is asymptotically stable if all are below 0. An eigenvalue of 0 does not make it stable, so every condition
is strict. Payoffs are constant here (no level reacts to the shares); then an asymptotically stable vertex is the same
as a strict equilibrium (Ritzberger and Weibull 1995), and the same as an evolutionarily stable state of the
populations, an ESS (Selten 1980). No other rest point is asymptotically stable.

References
----------
Ritzberger and Weibull (1995), Evolutionary selection in normal-form games. doi:10.2307/2171774
Selten (1980), A note on evolutionarily stable strategies in asymmetric animal conflicts.
doi:10.1016/S0022-5193(80)81038-1
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

import numpy as np

from tvet_games.errors import InputError, Problem, expected, nearest, unknown
from tvet_games.model.calibration import Calibration
from tvet_games.model.conflict import Conflict
from tvet_games.model.instrument import Instrument
from tvet_games.model.library import load_calibration
from tvet_games.model.policy import Policy
from tvet_games.numerics import Number, exact
from tvet_games.symbolic.game import SymbolicGame, symbolic_game
from tvet_games.symbolic.level_bounds import number_at, tidy
from tvet_games.symbolic.proofs import Proofs
from tvet_games.symbolic.table import stability_card, vertex_statement
from tvet_games.tables.card import Card
from tvet_games.tables.labels import Labels, Language, spoken
from tvet_games.tables.shown import Shown


@dataclass(frozen=True, slots=True, eq=False)
class SymbolicVertex:
    """One vertex.

    Attributes
    ----------
    profile : tuple of int
        The action of each player.
    actions : tuple of str
        Their names.
    shares : tuple of d int
        The state there: the shares of every action but the last of each player, 0 or 1.
    deviations : tuple of d (str, str)
        Player and action of each eigenvalue.
    eigenvalues : tuple of d expressions
        [payoff] What each deviation gains.
    conditions : tuple of expressions
        The vertex is an ESS exactly where all of them are below 0: the eigenvalues without common factors that are
        above 0, without those that are below 0 anyhow, and without those that another one is never below.
    failing : tuple of int
        Which eigenvalues are proved to be at least 0.
    always : bool or None
        False: never an ESS, True: always, whatever the parameters, as long as none is below 0 and no share above 1.
        None: it depends, or nothing is proved.
    """

    profile: tuple[int, ...]
    actions: tuple[str, ...]
    shares: tuple[int, ...]
    deviations: tuple[tuple[str, str], ...]
    eigenvalues: tuple[Any, ...]
    conditions: tuple[Any, ...]
    failing: tuple[int, ...]
    always: bool | None
    _labels: Labels = field(repr=False)

    @property
    def labels(self) -> Labels:
        """Labels of players and actions."""
        return self._labels

    def statement(self, language: Language = "en") -> str:
        """Say when the vertex is an ESS: strict inequalities, what is taken away on the other side."""
        return vertex_statement(self, language)

    def label(self, language: Language = "en") -> str:
        """The actions as people read them."""
        return ("，" if language == "zh" else ", ").join(self._labels.of(a, language) for a in self.actions)

    def name(self, name: str, language: Language = "en") -> str:
        """A player or an action as people read it."""
        return self._labels.of(name, language)

    def __str__(self) -> str:
        return f"({self.label()}) {self.statement()}"


@dataclass(frozen=True, slots=True)
class VertexNumbers:
    """A vertex at numbers.

    Attributes
    ----------
    profile : tuple of int
    actions : tuple of str
    eigenvalues : tuple of d Fraction
        Exact; rounded to a double where one is not rational.
    """

    profile: tuple[int, ...]
    actions: tuple[str, ...]
    eigenvalues: tuple[Fraction, ...]

    @property
    def stable(self) -> bool:
        """Whether it is asymptotically stable: an ESS, a strict equilibrium."""
        return all(value < 0 for value in self.eigenvalues)


@dataclass(frozen=True, slots=True)
class StabilityNumbers(Shown):
    """The table at numbers.

    Attributes
    ----------
    rows : tuple of VertexNumbers
    """

    rows: tuple[VertexNumbers, ...] = field(repr=False)
    _labels: Labels = field(default=Labels(), repr=False)

    @property
    def labels(self) -> Labels:
        """Labels of the actions."""
        return self._labels

    @property
    def stable(self) -> tuple[tuple[int, ...], ...]:
        """Profiles of the stable vertices."""
        return tuple(row.profile for row in self.rows if row.stable)

    def card(self, language: Language | None = None) -> Card:
        """Return what it shows in notebooks and papers."""
        from tvet_games.symbolic.stability_numbers_card import numbers_card

        return numbers_card(self, spoken(language))

    def to_frame(self) -> Any:
        """Return a :class:`pandas.DataFrame`: a row a vertex."""
        import pandas as pd

        frame = pd.DataFrame([row.eigenvalues for row in self.rows], index=[", ".join(r.actions) for r in self.rows])
        frame.columns = pd.Index([f"lambda_{k + 1}" for k in range(frame.shape[1])])
        return frame.assign(stable=[row.stable for row in self.rows])


@dataclass(frozen=True, slots=True, eq=False)
class SymbolicStability(Shown):
    """The eigenvalues of every vertex, and when it is stable.

    Attributes
    ----------
    conflict, calibration : str
        Their names; no calibration: an empty text.
    players : tuple of str
    rows : tuple of SymbolicVertex
        Every profile, the last player's action changing first.
    symbols : mapping of str to str
        LaTeX of the parameters.
    """

    conflict: str
    calibration: str
    players: tuple[str, ...]
    rows: tuple[SymbolicVertex, ...] = field(repr=False)
    symbols: Mapping[str, str] = field(repr=False)

    def at(self, values: Calibration | str | Mapping[str, Number]) -> StabilityNumbers:
        """Return the eigenvalues as numbers.

        Parameters
        ----------
        values : Calibration, its name, or mapping of str to number
            A value for each symbol that occurs; a float means its decimal form.

        Returns
        -------
        StabilityNumbers

        Raises
        ------
        InputError
            If a value is missing, or a name of the mapping is not a symbol that occurs.
        FormulaError
            If an eigenvalue has no finite value there.
        """
        needed = {s.name for row in self.rows for e in row.eigenvalues for s in e.free_symbols}
        if isinstance(values, str):
            values = load_calibration(values)
        expected(values, (Calibration, Mapping), "values", "a calibration, its name or a mapping")
        given = values.numbers if isinstance(values, Calibration) else values
        source = values.name if isinstance(values, Calibration) else "values"
        for name in () if isinstance(values, Calibration) else given:
            if name not in needed:
                raise unknown("symbol of the eigenvalues", name, needed, source=source)
        missing = sorted(needed - given.keys())
        if missing:
            raise InputError(source, [Problem("value", "is needed", n, nearest(n, given)) for n in missing])
        numbers = {name: exact(given[name]) for name in needed}
        found = {e: number_at(e, numbers) for e in {e for row in self.rows for e in row.eigenvalues}}
        rows = tuple(VertexNumbers(r.profile, r.actions, tuple(found[e] for e in r.eigenvalues)) for r in self.rows)
        return StabilityNumbers(rows, self.rows[0].labels)

    def to_frame(self, language: Language = "en") -> Any:
        """Return a :class:`pandas.DataFrame`: a row a vertex; its eigenvalues, and when it is an ESS."""
        import pandas as pd

        frame = pd.DataFrame([r.eigenvalues for r in self.rows], index=[r.label(language) for r in self.rows])
        frame.columns = pd.Index([f"lambda_{k + 1}" for k in range(frame.shape[1])])
        return frame.assign(condition=[row.statement(language) for row in self.rows])

    def card(self, language: Language | None = None) -> Card:
        """Return the table with formulas in the symbols that the files give the parameters."""
        return stability_card(self, spoken(language))

    def __str__(self) -> str:
        return "\n".join(map(str, self.rows))


def symbolic_stability(
    conflict: Conflict | str,
    calibration: Calibration | str | None = None,
    free: Sequence[str] = (),
    *,
    policy: Policy | None = None,
    instruments: Iterable[Instrument] | None = None,
) -> SymbolicStability:
    """Return when each vertex of the replicator dynamic of a conflict is stable, as formulas.

    Parameters
    ----------
    conflict : Conflict or name
        Communities too.
    calibration : Calibration or name, optional
        Values for all parameters that are not free; without it every parameter is a symbol.
    free : sequence of str
        Values of the calibration that stay symbols; derived values follow them.
    policy : Policy, optional
        Levels of instruments, which stay.
    instruments : iterable of Instrument, optional
        What the names of the policy mean; by default the shipped instruments.

    Returns
    -------
    SymbolicStability

    Raises
    ------
    InputError
        If a name is unknown, a value is missing, or an instrument does nothing here or acts together with another.

    References
    ----------
    Ritzberger and Weibull (1995), doi:10.2307/2171774
    Selten (1980), doi:10.1016/S0022-5193(80)81038-1

    Examples
    --------
    >>> table = symbolic_stability("school_student", "austria_2016", ["effort"])
    >>> print(table)
    (quality placement, commit) ESS iff effort < 15000
    (quality placement, resist) never an ESS: school gains 900 by convenience
    (convenience, commit) never an ESS: school gains 1100 by quality placement
    (convenience, resist) ESS iff effort > 600
    >>> table.at({"effort": 900}).stable
    ((0, 0), (1, 1))
    """
    game = symbolic_game(conflict, calibration, free, policy=policy, instruments=instruments)
    return SymbolicStability(
        conflict=game.conflict.name,
        calibration=game.calibration,
        players=game.conflict.player_names,
        rows=tuple(stability_rows(game)),
        symbols=game.symbols,
    )


def stability_rows(game: SymbolicGame) -> Iterator[SymbolicVertex]:
    """The vertices of a game whose payoffs are expressions."""
    conflict, proofs = game.conflict, Proofs(game.signs)
    for profile in np.ndindex(conflict.shape):
        moves = list(_deviations(conflict.shape, profile))
        gains = tuple(tidy(game.payoffs[(i, *there)] - game.payoffs[(i, *profile)]) for i, _, there in moves)
        failing = tuple(k for k, gain in enumerate(gains) if proofs.fails(gain))
        conditions = proofs.conditions(gains)
        yield SymbolicVertex(
            profile=profile,
            actions=tuple(p.actions[a] for p, a in zip(conflict.players, profile, strict=True)),
            shares=tuple(int(a == b) for size, a in zip(conflict.shape, profile, strict=True) for b in range(size - 1)),
            deviations=tuple((conflict.players[i].name, conflict.players[i].actions[b]) for i, b, _ in moves),
            eigenvalues=gains,
            conditions=conditions,
            failing=failing,
            always=False if failing else (None if conditions else True),
            _labels=game.labels,
        )


def _deviations(shape: Sequence[int], profile: Sequence[int]) -> Iterator[tuple[int, int, tuple[int, ...]]]:
    """Every player and other action of hers, and the profile then."""
    for i, size in enumerate(shape):
        for b in range(size):
            if b != profile[i]:
                yield i, b, (*profile[:i], b, *profile[i + 1 :])
