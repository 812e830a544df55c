"""What the replicator dynamic of a 2x2 game does in the long run, and its constant of motion.

Write x and y for the shares of the two populations that take their first action. With A1, A2, B1, B2 of
:func:`~tvet_games.solve.two_by_two.incentives`

    x' = x (1 - x) (A2 + (A1 - A2) y),   y' = y (1 - y) (B2 + (B1 - B2) x).

The signs of the four numbers decide everything but which starting points lead where. Where an inner rest point exists
it is x = B2 / (B2 - B1), y = A2 / (A2 - A1). Every path keeps

    H(x, y) = B2 ln x - B1 ln(1 - x) - A2 ln y + A1 ln(1 - y),

so that in a cyclic game, where H is largest or smallest at the inner rest point, all paths inside are closed, and the
time average of the shares along each is that point.

References
----------
Hofbauer and Sigmund (1998), Evolutionary Games and Population Dynamics, section 10.3. doi:10.1017/CBO9781139173179
"""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, Literal, get_args

import numpy as np

from tvet_games.errors import ShapeError
from tvet_games.games.door import a_game
from tvet_games.games.normal_form import NormalFormGame
from tvet_games.numerics import Array, row_of_numbers
from tvet_games.solve.dynamics.stability import stable_vertices
from tvet_games.solve.dynamics.state import check_state
from tvet_games.solve.two_by_two import snapped_incentives
from tvet_games.tables.card import Card
from tvet_games.tables.labels import Language, spoken
from tvet_games.tables.shown import Shown

MotionKind = Literal["degenerate", "one winner", "coordination", "anti-coordination", "closed orbits"]
"""``one winner``: all paths inside lead to the one stable vertex; ``coordination``: (0, 0) and (1, 1) are stable;
``anti-coordination``: (0, 1) and (1, 0) are; ``closed orbits``: nothing is, shares circle for ever; ``degenerate``: a
population is indifferent at a vertex of the other, so that a whole edge rests."""

MOTIONS: tuple[MotionKind, ...] = get_args(MotionKind)
"""The words of :func:`~tvet_games.solve.dynamics.motion.motion_kinds`: code k stands for ``MOTIONS[k]``."""


@dataclass(frozen=True, slots=True, eq=False)
class Motion(Shown):
    """The long run of one 2x2 game.

    Attributes
    ----------
    game : NormalFormGame
    kind : str
        One of :data:`~tvet_games.solve.dynamics.motion.MOTIONS`.
    incentives : array, shape (4,)
        [payoff] A1, A2, B1, B2: what the first population gains by its first action when the other takes its first, its
        second; the same for the second population. What is within the tie tolerance is 0.
    inner : array of shape (2,), or None
        [share] The inner rest point, a saddle or (closed orbits) a centre, if there is one.
    stable : tuple of (int, int)
        The asymptotically stable profiles.
    period : float or None
        [1 / payoff] Time that small orbits round the centre take.
    ties : tuple of (int, int)
        (population, action of the other) wherever a population is indifferent.
    """

    game: NormalFormGame = field(repr=False)
    kind: MotionKind
    incentives: Array = field(repr=False)
    inner: Array | None = field(repr=False)
    stable: tuple[tuple[int, int], ...]
    period: float | None
    ties: tuple[tuple[int, int], ...]

    def describe(self, language: Language = "en") -> list[str]:
        """Say what happens, in sentences that name the populations and their actions.

        Raises
        ------
        UnknownNameError
            If there is no such language.
        """
        from tvet_games.solve.dynamics.motion_card import describe

        return describe(self, language)

    def card(self, language: Language | None = None) -> Card:
        """Return what it shows in notebooks and papers."""
        from tvet_games.solve.dynamics.motion_card import motion_card

        return motion_card(self, spoken(language))

    def to_frame(self) -> Any:
        """Return a :class:`pandas.DataFrame`: a row an incentive; who gains what by the first action, against what."""
        import pandas as pd

        players, actions = self.game.players, self.game.actions
        rows = [
            {"player": players[i], "action": actions[i][0], "against": actions[1 - i][k], "gain": value}
            for (i, k), value in zip(np.ndindex(2, 2), self.incentives, strict=True)
        ]
        return pd.DataFrame(rows, index=["A1", "A2", "B1", "B2"])


def motion(game: NormalFormGame) -> Motion:
    """Return what the replicator dynamic of one 2x2 game does in the long run.

    Parameters
    ----------
    game : NormalFormGame
        [payoff] One 2x2 game; exact games give exact numbers.

    Returns
    -------
    Motion

    Raises
    ------
    ShapeError
        If it is not one 2x2 game; :func:`~tvet_games.solve.dynamics.motion.motion_kinds` takes batches.

    References
    ----------
    Hofbauer and Sigmund (1998), section 10.3. doi:10.1017/CBO9781139173179

    Examples
    --------
    >>> inspection = NormalFormGame.from_bimatrix(
    ...     [[0, 2], [1, 1]], [[1, 0], [0, 1]], actions=[["train", "poach"], ["look", "trust"]]
    ... )
    >>> found = motion(inspection)
    >>> found.kind, [str(share) for share in found.inner], round(found.period, 2)
    ('closed orbits', ['1/2', '1/2'], 12.57)
    """
    a_game(game, "motion")
    if game.shape != (2, 2) or not game.is_single:
        raise ShapeError(f"motion() takes one 2x2 game, this has {game.shape} actions and batch {game.batch_shape}")
    numbers = snapped_incentives(game)
    kind = MOTIONS[int(motion_kinds(game))]
    a1, a2, b1, b2 = (value.item() for value in numbers)
    inner = None
    if kind in ("coordination", "anti-coordination", "closed orbits"):
        inner = row_of_numbers([b2 / (b2 - b1), a2 / (a2 - a1)], exact=game.is_exact)
    period = None
    if kind == "closed orbits":
        # x (1 - x) (B1 - B2) at the inner point is B1 B2 / (B2 - B1); fractions stay in range where floats could not.
        speeds = [Fraction(p) * Fraction(q) / (Fraction(p) - Fraction(q)) for p, q in ((a1, a2), (b1, b2))]
        period = 2 * np.pi / (float(abs(speeds[0])) ** 0.5 * float(abs(speeds[1])) ** 0.5)
    stable = tuple((int(i), int(j)) for i, j in np.argwhere(stable_vertices(game)))
    ties = tuple((k // 2, k % 2) for k, value in enumerate((a1, a2, b1, b2)) if value == 0)
    return Motion(game, kind, row_of_numbers([a1, a2, b1, b2], exact=game.is_exact), inner, stable, period, ties)


def motion_kinds(game: NormalFormGame) -> Array:
    """Return what the replicator dynamic of each 2x2 game does, as codes.

    Parameters
    ----------
    game : NormalFormGame
        One 2x2 game or a batch.

    Returns
    -------
    array of int8, shape (...)
        0 degenerate, 1 one winner, 2 coordination, 3 anti-coordination, 4 closed orbits (``MOTIONS``).

    Raises
    ------
    ShapeError
        If the games are not 2x2.

    Examples
    --------
    >>> hunt = NormalFormGame.from_bimatrix([[4, 0], [3, 2]], [[4, 3], [0, 2]])
    >>> MOTIONS[int(motion_kinds(hunt))]
    'coordination'
    """
    a1, a2, b1, b2 = (_sign(value) for value in snapped_incentives(game))
    both_turn = (a1 * a2 < 0) & (b1 * b2 < 0)
    cases = [a1 * a2 * b1 * b2 == 0, ~both_turn, (a1 > 0) & (b1 > 0), (a1 < 0) & (b1 < 0)]
    return np.select(cases, [0, 1, 2, 3], 4).astype(np.int8)


def constant_of_motion(game: NormalFormGame, state: Any) -> Array:
    """Return H(x, y), which no path of the replicator dynamic of a 2x2 game changes.

    Parameters
    ----------
    game : NormalFormGame
        One 2x2 game or a batch; its batch axes are broadcast with those of the states.
    state : array_like, shape (..., 2)
        [share] Of each population that takes its first action.

    Returns
    -------
    array of float, shape (...)
        [payoff] Infinite at the border; not a number at vertices where two of its terms disagree.

    Raises
    ------
    ShapeError
        If the games are not 2x2 or the state does not fit.

    References
    ----------
    Hofbauer and Sigmund (1998), section 10.3. doi:10.1017/CBO9781139173179

    Examples
    --------
    >>> hunt = NormalFormGame.from_bimatrix([[4, 0], [3, 2]], [[4, 3], [0, 2]])
    >>> constant_of_motion(hunt, [[0.75, 0.5], [0, 0.5]]).round(3).tolist()
    [-0.118, inf]
    """
    a_game(game, "constant_of_motion")
    a1, a2, b1, b2 = (value.astype(np.float64) for value in snapped_incentives(game))
    x, y = np.moveaxis(check_state(game, state)[1].astype(np.float64).clip(0, 1), -1, 0)
    with np.errstate(divide="ignore", invalid="ignore"):
        terms = [
            np.where(weight == 0, 0.0, weight * log)
            for weight, log in ((b2, np.log(x)), (-b1, np.log1p(-x)), (-a2, np.log(y)), (a1, np.log1p(-y)))
        ]
        return np.asarray(terms[0] + terms[1] + terms[2] + terms[3])


def _sign(values: Array) -> Array:
    return (values > 0).astype(np.int8) - (values < 0).astype(np.int8)
