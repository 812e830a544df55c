"""Both best-response correspondences of a 2x2 game in the unit square, and the equilibria where they meet.

Coordinates as in :mod:`~tvet_games.solve.two_by_two`: x and y are the probabilities with which player 1 and player 2
take their first action. Where both actions of a player are best replies to everything, all of the square belongs to its
correspondence, and it is filled.

References
----------
Osborne and Rubinstein (1994), A Course in Game Theory, section 3.1.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from tvet_games.errors import InputError, Problem
from tvet_games.games.normal_form import NormalFormGame
from tvet_games.numerics import Array
from tvet_games.show.colours import COLOURS, axes
from tvet_games.show.legends import legend_below
from tvet_games.show.payoffs import game_of
from tvet_games.show.style import COLUMN, in_style
from tvet_games.solve.nash import equilibria
from tvet_games.solve.result import Equilibrium, EquilibriumSet
from tvet_games.solve.two_by_two import equilibrium_boxes
from tvet_games.tables.labels import Labels, Language, spoken
from tvet_games.tables.words import fill, percent

if TYPE_CHECKING:
    from matplotlib.axes import Axes

LINES: tuple[dict[str, Any], ...] = (
    {"color": COLOURS[0], "linestyle": "-", "linewidth": 2.6},
    {"color": COLOURS[1], "linestyle": (0, (3, 1.2)), "linewidth": 2.0},
)
"""How the correspondence of each player is drawn."""

HATCHES = ("//", "\\\\")
"""Of a correspondence that is all of the square."""

KINDS: dict[str, dict[str, Any]] = {
    "strict": {"marker": "o", "markerfacecolor": "black"},
    "weak": {"marker": "o", "markerfacecolor": "white"},
    "mixed": {"marker": "D", "markerfacecolor": "white"},
}
"""How an equilibrium of each kind is marked."""

HALF = 0.5
"""Texts stand on the side of a point where there is more room."""

PHRASES: dict[str, tuple[str, str]] = {
    "axis": ("{player}: probability of “{action}”", "{player}选择“{action}”的概率"),
    "reply": ("best replies of {player}", "{player}的最优反应"),
    "strict": ("strict equilibrium", "严格均衡"),
    "weak": ("equilibrium, not strict", "非严格均衡"),
    "mixed": ("mixed equilibrium", "混合均衡"),
    "continuum": ("continuum of equilibria", "均衡连续统"),
    "point": ("({x}, {y})", "（{x}，{y}）"),
}


@in_style
def plot_best_responses(
    found: NormalFormGame | EquilibriumSet,
    ax: Axes | None = None,
    *,
    labels: Labels | None = None,
    language: Language | None = None,
) -> Axes:
    """Draw what is best for each of two players against what the other does, and the equilibria.

    Parameters
    ----------
    found : NormalFormGame or EquilibriumSet
        A game of two players with two actions each.
    ax : matplotlib.axes.Axes, optional
    labels : Labels, optional
        Of players and actions; by default those of the game.
    language : {"en", "zh"}, optional
        By default the one that is set.

    Returns
    -------
    matplotlib.axes.Axes

    Raises
    ------
    InputError
        If it is no 2x2 game, or a batch.

    Examples
    --------
    >>> hunt = NormalFormGame.from_bimatrix([[4, 0], [3, 2]], [[4, 3], [0, 2]])
    >>> _, words = plot_best_responses(hunt).get_legend_handles_labels()
    >>> words
    ['best replies of row', 'best replies of column', 'strict equilibrium', 'mixed equilibrium']
    """
    known, tongue = _solved(found), spoken(language)
    game, names = known.game, labels or known.game.labels
    area = axes(ax, (COLUMN, 3.7))
    for player in (0, 1):
        _correspondence(
            area, game, player, fill(PHRASES, "reply", tongue, player=names.of(game.players[player], tongue))
        )
    _continua(area, game, fill(PHRASES, "continuum", tongue))
    _equilibria(area, known, tongue)
    told = [
        fill(PHRASES, "axis", tongue, player=names.of(player, tongue), action=names.of(actions[0], tongue))
        for player, actions in zip(game.players, game.actions, strict=True)
    ]
    area.set(xlabel=told[0], ylabel=told[1])
    area.set(xlim=(-0.04, 1.04), ylim=(-0.04, 1.04), aspect="equal")
    ticks = np.linspace(0, 1, 5)
    area.set_xticks(ticks, [percent(t) for t in ticks])
    area.set_yticks(ticks, [percent(t) for t in ticks])
    legend_below(area, columns=2)
    return area


def _solved(found: NormalFormGame | EquilibriumSet) -> EquilibriumSet:
    game = game_of(found, "plot_best_responses")
    if game.shape != (2, 2):
        sizes = " x ".join(map(str, game.shape))
        raise InputError("plot_best_responses", [Problem("game", "expected two actions of each player", sizes)])
    return found if isinstance(found, EquilibriumSet) else equilibria(game)


def _equilibria(area: Axes, known: EquilibriumSet, language: Language) -> None:
    """A mark an equilibrium, by kind; probabilities beside those in which a player mixes."""
    for kind, style in KINDS.items():
        points = [_point(e) for e in known if _kind(e) == kind]
        if points:
            look = {**style, "color": "black", "markersize": 6, "linestyle": "none", "zorder": 5, "clip_on": False}
            area.plot(*zip(*points, strict=True), label=fill(PHRASES, kind, language), **look)
        for x, y in points if kind == "mixed" else ():
            text = fill(PHRASES, "point", language, x=percent(x), y=percent(y))
            across, up = (-7 if x > HALF else 7), (-9 if y > HALF else 9)
            anchor = "right" if x > HALF else "left"
            area.annotate(text, (x, y), (across, up), textcoords="offset points", ha=anchor, va="center")


def _correspondence(area: Axes, game: NormalFormGame, player: int, label: str) -> None:
    """A player's best replies: the equilibria that there were if the other did not care."""
    payoffs = list(game.payoffs)
    payoffs[1 - player] = payoffs[1 - player] * 0
    boxes = equilibrium_boxes(*payoffs)
    for k, corners in enumerate(boxes.corners[boxes.exists].astype(np.float64)):
        told = label if k == 0 else "_nolegend_"
        if _is_area(corners):
            _fill(area, corners, facecolor="none", edgecolor=LINES[player]["color"], hatch=HATCHES[player], label=told)
        else:
            area.plot(
                corners[:2],
                corners[2:],
                solid_capstyle="projecting",
                label=told,
                gid=f"player {player + 1}",
                zorder=2 + player,
                clip_on=False,
                **LINES[player],
            )


def _continua(area: Axes, game: NormalFormGame, label: str) -> None:
    """Sets of equilibria that are more than a point."""
    boxes = equilibrium_boxes(*game.payoffs)
    first = True
    for corners in boxes.corners[boxes.exists].astype(np.float64):
        told = label if first else "_nolegend_"
        if _is_area(corners):
            _fill(area, corners, facecolor="0.7", edgecolor="none", alpha=0.5, label=told)
        elif corners[0] != corners[1] or corners[2] != corners[3]:
            area.plot(
                corners[:2],
                corners[2:],
                color="0.5",
                alpha=0.5,
                linewidth=9,
                label=told,
                gid="continuum",
                zorder=1.8,
                clip_on=False,
            )
        else:
            continue
        first = False


def _is_area(corners: Array) -> bool:
    return bool(corners[0] != corners[1] and corners[2] != corners[3])


def _fill(area: Axes, corners: Array, **style: Any) -> None:
    from matplotlib.patches import Rectangle

    x, x_end, y, y_end = corners
    area.add_patch(Rectangle((x, y), x_end - x, y_end - y, linewidth=0, **style))


def _point(e: Equilibrium) -> tuple[float, float]:
    x, y = (float(strategy[0]) for strategy in e.strategies)
    return x, y


def _kind(e: Equilibrium) -> str:
    return "strict" if e.strict else "weak" if e.profile is not None else "mixed"
