"""The phase portrait of a 2x2 game with its exact separatrix; of others shares over time, or the stable corners."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from tvet_games.games.normal_form import NormalFormGame
from tvet_games.numerics import Array
from tvet_games.show.colours import COLOURS
from tvet_games.show.explorer.drawing import TOP, Frame, arrow, axes, dot, line, picture, polygon, text
from tvet_games.show.explorer.words import said
from tvet_games.solve.basin import basin_estimate
from tvet_games.solve.dynamics.replicator import replicator_field
from tvet_games.solve.dynamics.rest_points import rest_points
from tvet_games.solve.dynamics.separatrix import separatrix
from tvet_games.solve.dynamics.stability import vertex_stability
from tvet_games.solve.dynamics.trajectory import trajectory
from tvet_games.tables.labels import Language
from tvet_games.tables.words import percent

ARROWS = 11
"""Arrows along each axis."""

MOST_FOLLOWED = 3
"""Of more players, or more actions, no path is followed: that takes too long for a slider."""

TICKS = [(0.0, "0"), (0.5, "0.5"), (1.0, "1")]

SQUARE = ((0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0))

DASHES = ("", "6 3", "2 3", "8 3 2 3")
"""What tells lines apart beside their colour."""


@dataclass(frozen=True, slots=True)
class Portrait:
    """A picture, and what it shows in words; without a picture only the words."""

    svg: str
    told: str


def portrait_of(game: NormalFormGame, language: Language) -> Portrait:
    """Draw where shares that cooperate go under the replicator dynamic.

    Parameters
    ----------
    game : NormalFormGame
        One game.
    language : {"en", "zh"}

    Returns
    -------
    Portrait

    Examples
    --------
    >>> hunt = NormalFormGame.from_bimatrix([[4, 0], [3, 2]], [[4, 3], [0, 2]])
    >>> portrait_of(hunt, "en").told[-53:]
    'cooperation spreads (26.4 %). Filled dots are stable.'
    """
    if game.shape == (2, 2):
        return _phase(game.to_float(), language)
    if len(game.players) <= MOST_FOLLOWED and set(game.shape) == {2}:
        return _over_time(game.to_float(), language)
    stable = [row.profile for row in vertex_stability(game).rows if row.stable]
    corners = [", ".join(_action(game, i, a, language) for i, a in enumerate(profile)) for profile in stable]
    told = "; ".join(corners) or said("nothing", language)
    return Portrait("", said("corners told", language, corners=told))


def _phase(game: NormalFormGame, language: Language) -> Portrait:
    frame = Frame()
    between, basin = separatrix(game), float(basin_estimate(game).share)
    parts = [polygon(frame, [_basin(between.points, basin)], 'fill="#D6E6F4"')]
    parts += [_arrow(game, frame, x, y) for x in _grid() for y in _grid()]
    if len(between.points):
        parts.append(line(frame, between.points, f'stroke="{COLOURS[0]}" stroke-width="2.5"'))
    for point in rest_points(game).points:
        fill = "currentColor" if point.stable else "#fff"
        parts.append(dot(frame, point.state, f'fill="{fill}" stroke="currentColor" stroke-width="1.5"'))
    players = [game.labels.of(player, language) for player in game.players]
    parts += axes(frame, (TICKS, TICKS), (players[0], players[1]))
    share = percent(basin) if basin else said("no basin", language)
    told = said("portrait told", language, basin=share)
    return Portrait(picture(told, parts), told)


def _grid() -> Array:
    return (np.arange(ARROWS) + 0.5) / ARROWS


def _arrow(game: NormalFormGame, frame: Frame, x: float, y: float) -> str:
    return arrow(frame, (x, y), replicator_field(game, [x, y]))


def _basin(border: Array, share: float) -> list[tuple[float, float]]:
    """From where cooperation spreads: above the separatrix, all, or nothing."""
    if not share:
        return []
    if not len(border):
        return list(SQUARE)
    first, last = border[0], border[-1]
    return [*map(tuple, border), (1.0, last[1]), (1.0, 1.0), (first[0], 1.0)]


def _over_time(game: NormalFormGame, language: Language) -> Portrait:
    path = trajectory(game, [0.5] * len(game.players))
    end = float(path.times[-1])
    frame = Frame((0.0, 0.0), (end, 1.0))
    parts = axes(frame, ([(0.0, "0"), (end, f"{end:.3g}")], TICKS), (said("time", language), ""))
    for i, player in enumerate(game.players):
        style = f'stroke="{COLOURS[i]}" stroke-width="2.5" stroke-dasharray="{DASHES[i]}"'
        parts.append(line(frame, zip(path.times, path.states[:, i], strict=True), style))
        parts.append(
            text(
                70,
                TOP + 16 * (i + 1),
                f"— {game.labels.of(player, language)}",
                anchor="start",
                style=f'fill="{COLOURS[i]}"',
            )
        )
    told = said("shares told", language)
    return Portrait(picture(told, parts), told)


def _action(game: NormalFormGame, player: int, action: int, language: Language) -> str:
    return game.labels.of(game.actions[player][action], language)
