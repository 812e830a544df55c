"""How a conflict evolves under a country's figures: stability, rest points, where starting points lead, and one path.

Each player stands for a population (schools, firms, students, ...) in which what pays spreads. That is what most
published work on school-enterprise cooperation computes by hand.

References
----------
Taylor and Jonker (1978), Evolutionary stable strategies and game dynamics. doi:10.1016/0025-5564(78)90077-9
Hofbauer and Sigmund (1998), Evolutionary Games and Population Dynamics, chapter 10. doi:10.1017/CBO9781139173179
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from tvet_games.errors import expected
from tvet_games.model.calibration import Calibration
from tvet_games.model.conflict import Conflict
from tvet_games.model.instrument import Instrument
from tvet_games.model.library import instruments_by_name
from tvet_games.model.policy import Policy
from tvet_games.solve.basin import BasinEstimate, basin_estimate
from tvet_games.solve.dynamics.destinations import Destinations, destinations
from tvet_games.solve.dynamics.feedback import FeedbackGame, reacting_stability
from tvet_games.solve.dynamics.motion import Motion, motion
from tvet_games.solve.dynamics.preparation import AnyGame
from tvet_games.solve.dynamics.reacting_rest import reacting_rest_points
from tvet_games.solve.dynamics.rest_points import RestPoints, rest_points
from tvet_games.solve.dynamics.rules import REPLICATOR, BestResponse, Dynamic, Logit, Replicator
from tvet_games.solve.dynamics.separatrix import Separatrix, separatrix
from tvet_games.solve.dynamics.stability import StabilityTable, vertex_stability
from tvet_games.solve.dynamics.trajectory import Trajectory, trajectory
from tvet_games.study.evolution.inputs import Start, read_start
from tvet_games.study.evolution.rules import feedback_game
from tvet_games.study.setting import read_inputs
from tvet_games.tables.card import Card
from tvet_games.tables.labels import Language, spoken
from tvet_games.tables.shown import Shown


@dataclass(frozen=True, slots=True, eq=False)
class Evolution(Shown):
    """A conflict followed over time.

    Attributes
    ----------
    conflict : Conflict
    calibration : Calibration
    policy : Policy
        Levels that stay.
    rules : mapping of str to str
        Levels that react to the shares; empty if none does.
    game : NormalFormGame or FeedbackGame
        Exact where nothing reacts.
    dynamic : Replicator, Logit or BestResponse
    stability : StabilityTable
        Of the replicator dynamic.
    rest : RestPoints
        Of the replicator dynamic.
    destinations : Destinations
    path : Trajectory
    motion : Motion or None
        Of a 2x2 game with constant payoffs: what happens in the long run.
    basin : BasinEstimate or None
        Of a 2x2 game with constant payoffs: the exact basin of cooperation under the replicator dynamic.
    """

    conflict: Conflict = field(repr=False)
    calibration: Calibration = field(repr=False)
    policy: Policy
    rules: Mapping[str, str]
    game: AnyGame = field(repr=False)
    dynamic: Dynamic
    stability: StabilityTable = field(repr=False)
    rest: RestPoints = field(repr=False)
    destinations: Destinations = field(repr=False)
    path: Trajectory = field(repr=False)
    motion: Motion | None = field(repr=False)
    basin: BasinEstimate | None

    def __repr__(self) -> str:
        return f"Evolution({self.conflict.name} on {self.calibration.name}, {self.policy!r})"

    @property
    def unit(self) -> str:
        """Unit of the payoffs."""
        return self.calibration.unit_per(self.conflict.per)

    @property
    def separatrix(self) -> Separatrix | None:
        """The line between the two basins of a 2x2 game with constant payoffs."""
        return None if isinstance(self.game, FeedbackGame) or self.motion is None else separatrix(self.game)

    def share_of(self, profile: tuple[int, ...]) -> float:
        """Share of all starting points that end at a vertex: exact where a game of two stable vertices allows it."""
        if self.basin is not None and self.motion is not None and isinstance(self.dynamic, Replicator):
            if not any(profile):
                return float(self.basin.share)
            if self.motion.kind == "coordination":
                return 1 - float(self.basin.share) if all(profile) else 0.0
        return float(self.destinations.shares[profile])

    def card(self, language: Language | None = None) -> Card:
        """Return the vertices, and where starting points lead."""
        from tvet_games.study.evolution.evolve_card import evolution_card

        return evolution_card(self, spoken(language))

    def describe(self, language: Language = "en") -> tuple[str, ...]:
        """What it comes to, in sentences."""
        from tvet_games.study.evolution.words import describe

        return describe(self, language)

    def to_frame(self) -> Any:
        """Return a :class:`pandas.DataFrame`: a row a vertex; eigenvalues, kind, share of starts that end there."""
        frame = self.stability.to_frame()
        frame["share of starts"] = [self.share_of(vertex.profile) for vertex in self.stability]
        frame["standard error"] = self.destinations.standard_errors.ravel()
        return frame


def evolve(
    conflict: Conflict | str,
    calibration: Calibration | str,
    policy: Policy | None = None,
    instruments: Iterable[Instrument] | None = None,
    *,
    rules: Mapping[str, str | float] | None = None,
    dynamic: Dynamic = REPLICATOR,
    start: Start = None,
    duration: float | None = None,
    starts: int = 1024,
    seed: int = 0,
) -> Evolution:
    """Follow a conflict over time under a country's figures.

    Parameters
    ----------
    conflict : Conflict or name
        Of any number of players; communities too.
    calibration : Calibration or name
        Of single values.
    policy : Policy, optional
        Levels of instruments, which stay.
    instruments : iterable of Instrument, optional
        What the names mean; by default the shipped instruments.
    rules : mapping of instrument to formula, optional
        Levels that react to the shares that cooperate; see :func:`feedback_game`.
    dynamic : Replicator, Logit or BestResponse
    start : mapping of player to share, or state, optional
        Where the path starts; by default at equal shares of all actions.
    duration : float, optional
        How long the path is shown [1 / payoff]; by default a little longer than it takes to come to rest.
    starts : int
        How many starting points for the destinations: 8 times a power of two.
    seed : int
        For the scrambling of the starting points.

    Returns
    -------
    Evolution

    Raises
    ------
    InputError
        If a name or a number is wrong.

    Notes
    -----
    Limits: time has no calendar. How fast a population moves is taken to be its gain in money, at one rate for all.
    Which vertices are stable does not rest on that; basins, destinations and paths do.

    References
    ----------
    Hofbauer and Sigmund (1998), chapter 10. doi:10.1017/CBO9781139173179

    Examples
    --------
    >>> found = evolve("school_teacher", "germany_2022")
    >>> [vertex.profile for vertex in found.stability.stable], found.path.vertex
    ([(0, 0), (1, 1)], (1, 1))
    >>> round(float(found.basin.share), 3), float(found.destinations.shares[0, 0].round(2))
    (0.309, 0.3)
    """
    chosen, values = read_inputs(conflict, calibration, policy)
    expected(dynamic, (Replicator, Logit, BestResponse), "dynamic", "Replicator(), Logit(...) or BestResponse()")
    levels = policy or Policy()
    known = None if instruments is None else list(instruments_by_name(instruments).values())
    game: AnyGame = (
        feedback_game(chosen, values, rules, levels, known)
        if rules
        else chosen.game(values, levels, known, exact=values.is_exact)
    )
    plain = game.baseline if isinstance(game, FeedbackGame) else game
    state = read_start(plain, start)
    is_simple = not isinstance(game, FeedbackGame) and game.shape == (2, 2)
    return Evolution(
        chosen,
        values,
        levels,
        {name: str(text) for name, text in (rules or {}).items()},
        game,
        dynamic,
        reacting_stability(game) if isinstance(game, FeedbackGame) else vertex_stability(game),
        reacting_rest_points(game) if isinstance(game, FeedbackGame) else rest_points(game),
        destinations(game, starts=starts, dynamic=dynamic, seed=seed),
        trajectory(game, state, dynamic=dynamic, duration=duration),
        motion(plain) if is_simple else None,
        basin_estimate(plain) if is_simple else None,
    )
