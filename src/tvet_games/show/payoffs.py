"""The payoff table of two players as a picture: best replies underlined, equilibria framed, deviations as arrows.

Payoffs ``(2, m, n)``: player 1 chooses the row and is paid at the lower left of a cell, player 2 chooses the column and
is paid at the upper right. An arrow leads from a cell to the one beside it, where the player who moves gains: the
movement diagram.

References
----------
Schelling (1960), The Strategy of Conflict: payoffs staggered within a cell. Straffin (1993), Game Theory and Strategy,
chapter 11: movement diagrams.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from tvet_games.errors import InputError, Problem
from tvet_games.games.best_response import best_responses, is_strict
from tvet_games.games.normal_form import NormalFormGame
from tvet_games.numerics import TIE, Array, payoff_span
from tvet_games.show.cells import excess
from tvet_games.show.colours import COLOURS, axes
from tvet_games.show.names import wrapped
from tvet_games.show.style import PAGE, in_style
from tvet_games.solve.result import EquilibriumSet
from tvet_games.tables.labels import Labels, Language, spoken
from tvet_games.tables.units import unit_label
from tvet_games.tables.words import fill, money

if TYPE_CHECKING:
    from matplotlib.axes import Axes

MOST = 6
"""Most actions of a player: with more, nobody reads the cells."""

GAP = 0.32
"""Room between two cells for the arrows, a cell being 1 wide."""

LONGEST = 14
"""Letters in a line of the name of an action; words are not broken."""

INKS = (COLOURS[0], COLOURS[5])
"""Colours of what is player 1's and what is player 2's; place tells it too."""

PHRASES: dict[str, tuple[str, str]] = {
    "best": ("underlined: best reply", "下划线：最优反应"),
    "arrow": ("arrow: gains by deviating", "箭头：偏离更有利"),
    "strict": ("frame: equilibrium", "粗框：均衡"),
    "weak": ("dashed frame: equilibrium, not strict", "虚线框：非严格均衡"),
}


@in_style
def plot_payoffs(
    game: NormalFormGame | EquilibriumSet,
    ax: Axes | None = None,
    *,
    labels: Labels | None = None,
    language: Language | None = None,
) -> Axes:
    """Draw the payoffs of two players, their best replies, the pure equilibria and where deviating pays.

    Parameters
    ----------
    game : NormalFormGame or EquilibriumSet
        One game of two players, at most ``MOST`` actions each.
    ax : matplotlib.axes.Axes, optional
    labels : Labels, optional
        Of players and actions; by default those of the game.
    language : {"en", "zh"}, optional
        By default the one that is set.

    Returns
    -------
    matplotlib.axes.Axes
        Cell (i, j) has its centre at x = j (1 + GAP), y = i (1 + GAP), y pointing down.

    Raises
    ------
    InputError
        If it is no game of two players, a batch, or too large to be read.

    Examples
    --------
    >>> from tvet_games.model.library import load_calibration, load_conflict
    >>> ax = plot_payoffs(load_conflict("school_enterprise").game(load_calibration("germany_2022")))
    >>> [text.get_text() for text in ax.get_xticklabels()]
    ['invest', 'free-ride']
    """
    shown, tongue = game_of(game, "plot_payoffs"), spoken(language)
    rows, columns = shown.shape
    if max(rows, columns) > MOST:
        raise InputError(
            "plot_payoffs", [Problem("game", f"expected at most {MOST} actions a player", f"{rows} x {columns}")]
        )
    area = axes(ax, (min(1.3 + 1.1 * columns, PAGE), 0.9 + 0.75 * rows))
    best = best_responses(shown)
    stable = {tuple(place): is_strict(shown, place) for place in np.argwhere(best.all(axis=0)).tolist()}
    for place in np.ndindex(rows, columns):
        _cell(area, place, strict=stable.get(place))
    for player in (0, 1):
        _numbers(area, shown, best, player)
        _arrows(area, shown, player)
    _names(area, shown, labels or shown.labels, tongue)
    keys = ["best"] + ["strict"] * (True in stable.values()) + ["weak"] * (False in stable.values())
    _caption(area, unit_label(shown.unit, tongue), [fill(PHRASES, key, tongue) for key in keys], tongue)
    return area


def game_of(given: NormalFormGame | EquilibriumSet, source: str) -> NormalFormGame:
    """One game of two players, given as such or with its equilibria.

    Raises
    ------
    InputError
        If it is something else, a batch, or has more or fewer players; ``source`` is who says so.
    """
    game = given.game if isinstance(given, EquilibriumSet) else given
    if not isinstance(game, NormalFormGame):
        what = "expected a NormalFormGame or what equilibria() returns"
        raise InputError(source, [Problem("game", what, type(given).__name__)])
    if not game.is_single:
        what = "is a batch; take one game out first, as in game[0]"
        raise InputError(source, [Problem("game", what, f"of shape {game.batch_shape}")])
    if len(game.players) != 2:
        raise InputError(source, [Problem("game", "expected two players", str(len(game.players)))])
    return game


def _centre(i: int, j: int) -> tuple[float, float]:
    return j * (1 + GAP), i * (1 + GAP)


def _cell(area: Axes, place: tuple[int, ...], *, strict: bool | None) -> None:
    """The box of a profile, framed where it is an equilibrium (``strict`` is not None)."""
    from matplotlib.patches import Rectangle

    x, y = _centre(*place)
    style: dict[str, Any] = {"facecolor": "white", "edgecolor": "0.75"}
    if strict is not None:
        style = {"facecolor": "0.93", "edgecolor": "black", "linewidth": 1.6, "linestyle": "-" if strict else "--"}
    area.add_patch(Rectangle((x - 0.5, y - 0.5), 1, 1, gid="cell" if strict is None else "equilibrium", **style))
    area.plot([x - 0.5, x + 0.5], [y - 0.5, y + 0.5], color="0.85", linewidth=0.6, zorder=1.5)


def _numbers(area: Axes, game: NormalFormGame, best: Array, player: int) -> None:
    """What a player gets in each cell, underlined where the action is the best reply."""
    across, down, side = ((-0.44, 0.25, "left"), (0.44, -0.25, "right"))[player]
    for i, j in np.ndindex(game.shape):
        x, y = _centre(i, j)
        marked = {"boxstyle": _underline, "edgecolor": INKS[player], "linewidth": 1}
        area.text(
            x + across,
            y + down,
            money(game.payoffs[player, i, j]),
            ha=side,
            va="center",
            color=INKS[player],
            fontweight="bold" if best[player, i, j] else "normal",
            bbox=marked if best[player, i, j] else None,
            gid=f"player {player + 1}",
        )


def _underline(x: float, y: float, width: float, _height: float, mutation_size: float) -> Any:
    """A box of a text that is no more than its lower edge."""
    from matplotlib.path import Path

    below = y - 0.1 * mutation_size
    return Path([(x, below), (x + width, below)])


def _arrows(area: Axes, game: NormalFormGame, player: int) -> None:
    """Between neighbours that differ in a player's own action: towards the larger payoff, none for a tie."""
    gains = np.diff(game.payoffs[player], axis=player)
    slack = 0 if game.is_exact else TIE * payoff_span(game.payoffs[player], (-2, -1))
    for i, j in np.ndindex(gains.shape):
        if -slack <= gains[i, j] <= slack:
            continue
        x, y = _centre(i, j)
        aside = 0.5 + GAP * 0.06, 0.5 + GAP * 0.94
        ends = [(x - 0.22, y + a) for a in aside] if player == 0 else [(x + a, y - 0.25) for a in aside]
        tail, head = ends if gains[i, j] > 0 else ends[::-1]
        area.annotate(
            "",
            head,
            tail,
            arrowprops={"arrowstyle": "-|>", "color": INKS[player], "shrinkA": 0, "shrinkB": 0, "mutation_scale": 8},
            gid=f"deviation of player {player + 1}",
        )


def _names(area: Axes, game: NormalFormGame, labels: Labels, language: Language) -> None:
    """Actions beside rows and columns, players beyond them."""
    rows, columns = game.shape

    def of(names: tuple[str, ...]) -> list[str]:
        return [wrapped(labels.of(name, language), LONGEST) for name in names]

    area.set_xticks([_centre(0, j)[0] for j in range(columns)], of(game.actions[1]))
    area.set_yticks([_centre(i, 0)[1] for i in range(rows)], of(game.actions[0]))
    area.xaxis.tick_top()
    area.tick_params(length=0, pad=3)
    area.spines[:].set_visible(False)
    edge = 0.56
    area.set_xlim(-edge, (columns - 1) * (1 + GAP) + edge)
    area.set_ylim((rows - 1) * (1 + GAP) + edge, -edge)
    first, second = (labels.of(name, language) for name in game.players)
    area.xaxis.set_label_position("top")
    area.set_xlabel(second, color=INKS[1])
    area.set_ylabel(first, color=INKS[0])


def _caption(area: Axes, unit: str, marks: list[str], language: Language) -> None:
    """What the marks mean below the axes, side by side where there is room."""
    arrow = fill(PHRASES, "arrow", language)
    place: dict[str, Any] = {"xycoords": "axes fraction", "textcoords": "offset points", "ha": "center", "va": "top"}
    below = area.annotate("", (0.5, 0), (0, -6), **place)
    for apart in ("；" if language == "zh" else "; ", "\n"):
        below.set_text("\n".join(filter(None, [unit, apart.join(marks), arrow])))
        if excess(area, below) <= 1:
            break
