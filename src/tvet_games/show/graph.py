"""A graph model: its states, who moves where to be better off, and which states last."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING, Any

import numpy as np

from tvet_games.errors import InputError, Problem, expected
from tvet_games.games.graph_model import GraphModel
from tvet_games.numerics import Array
from tvet_games.show.colours import COLOURS, LINES, PALE, axes
from tvet_games.show.legends import legend_below
from tvet_games.show.style import COLUMN, PAGE, in_style
from tvet_games.solve.graph_stability import CONCEPTS
from tvet_games.study.mechanisms.foresight import Foresight
from tvet_games.tables.labels import Language, spoken
from tvet_games.tables.words import fill

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.text import Text

PHRASES: dict[str, tuple[str, str]] = {
    "nash": ("lasts: nobody gains by leaving (Nash)", "持久：无人背离得利（纳什）"),
    "sequential": ("lasts: fear of answers (sequential)", "持久：忌惮他人的回应（序贯）"),
    "smr": ("lasts: fear of any answer (SMR)", "持久：忌惮任何回应（SMR）"),
    "gmr": ("lasts: fear of any answer (GMR)", "持久：忌惮任何回应（GMR）"),
    "none": ("does not last", "不持久"),
    "better": ("{player} gains", "{player}获益"),
    "move": ("move without gain", "无获益的变动"),
    "wanted": ("wanted (bold frame)", "期望的状态（粗框）"),
}

FILLS = {"nash": "#5B9BC8", "sequential": "#A9CBE8", "smr": "#D2E4F3", "gmr": "#D2E4F3", "none": "white"}
"""Colour of a state by the most demanding stability by which it lasts."""

MOST = 32
"""Most states that a picture holds."""

WIDTHS = {"en": 16, "zh": 9}
"""Characters of a line in a state."""

NEAR = 1.5
"""In a table, moves to states that are not neighbours bend around those between."""

ALONG, UP = 0.38, 0.55
"""How far moves along a row and a column bend [inches]."""

PITCH, ROOM = 0.9, 1.0
"""Height of a row of states, and what title and legend need [inches]."""


@in_style
def plot_graph(found: Foresight, ax: Axes | None = None, *, language: Language | None = None) -> Axes:
    r"""Draw the states, an arrow a move by which somebody gains, and which states last.

    Parameters
    ----------
    found : Foresight
    ax : matplotlib.axes.Axes, optional
    language : {"en", "zh"}, optional
        By default the one that is set.

    Returns
    -------
    matplotlib.axes.Axes
        States that are one choice of each player stand in a table, the choices of the first half of the players above
        each other; others in a circle. The darker a state, the more demanding the stability by which it lasts for all;
        the wanted state has a bold frame.

    Raises
    ------
    InputError
        If it is not what foresight() or analyse_graph() returns, or if there are more than ``MOST`` states.

    References
    ----------
    Fang, Hipel and Kilgour (1993), Interactive Decision Making: The Graph Model for Conflict Resolution, Wiley.

    Examples
    --------
    >>> from tvet_games.study.mechanisms.foresight import foresight
    >>> ax = plot_graph(foresight("school_enterprise", "germany_2022"))
    >>> sorted(text.get_text().replace("\n", " ") for text in ax.texts if text.get_text())[:2]
    ['co-train, free-ride', 'co-train, invest']
    """
    expected(found, Foresight, "plot_graph", "what foresight() or analyse_graph() returns")
    count = len(found.model.states)
    if count > MOST:
        raise InputError("plot_graph", [Problem("states", f"are more than a picture holds ({MOST})", str(count))])
    language, places = spoken(language), _places(found.model)
    width, height = np.ptp(places, axis=0)
    side = COLUMN if width < 2 else PAGE
    area = axes(ax, (side, ROOM + PITCH * (height + 1)))
    area.set_xlim(-0.5, width + 0.6)
    area.set_ylim(-0.5, height + 0.5)
    nodes = [
        _node(area, found, state, place, language) for state, place in zip(found.model.states, places, strict=True)
    ]
    for decider in range(len(found.model.deciders)):
        _moves(area, found.model, decider, nodes, side / (width + 1))
    _legend(area, found, language)
    area.set_axis_off()
    area.set_title(found.labels.of(found.name, language))
    legend_below(area)
    return area


def _places(model: GraphModel) -> Array:
    """Where the states stand, from 0 on: a table where they are one choice of each decider, else a circle."""
    count = len(model.states)
    if model.choices is not None:
        half = len(model.deciders) // 2
        down, right = (reflected(model.choices[:, part]) for part in (slice(None, half), slice(half, None)))
        return np.stack([right, down.max() - down], axis=1).astype(np.float64)
    angles = np.pi / 2 - 2 * np.pi * np.arange(count) / count
    circle = np.stack([np.cos(angles), np.sin(angles)], axis=1) * max(1.0, count / 5)
    return np.asarray(circle - circle.min(axis=0))


def reflected(choices: Array) -> Array:
    """Places in a row without gaps, shape (S, k) -> (S,), in which neighbours differ by one in one choice.

    That is the reflected Gray code.

    Examples
    --------
    >>> reflected(np.array([[0, 0], [0, 1], [1, 0], [1, 1]])).tolist()
    [0, 1, 3, 2]
    """
    place = np.zeros(len(choices), dtype=int)
    for column in choices.T:
        size = int(column.max()) + 1
        place = place * size + np.where(place % 2 == 0, column, size - 1 - column)
    return np.unique(place, return_inverse=True)[1]


def _strongest(found: Foresight, state: str) -> str:
    return found.stability.strongest(state) or "none"


def _node(area: Axes, found: Foresight, state: str, place: Array, language: Language) -> Text:
    words = textwrap.fill(found.words(state, language), WIDTHS[language], break_on_hyphens=False)
    box = {
        "boxstyle": "round,pad=0.4",
        "facecolor": FILLS[_strongest(found, state)],
        "edgecolor": "black",
        "linewidth": 2 if state == found.wanted else 0.7,
    }
    x, y = map(float, place)
    return area.text(x, y, words, ha="center", va="center", fontsize=7.5, bbox=box, zorder=4)


def _bend(way: Array, across: float) -> float:
    """How much a move bends, as twice a part of its length; columns are that far from each other [inches]."""
    right, up = np.abs(way)
    if max(right, up) < NEAR:
        return 0.0
    return float(2 * ALONG / (right * across) if right > up else 2 * UP / (up * PITCH))


def _moves(area: Axes, model: GraphModel, decider: int, nodes: list[Text], across: float) -> None:
    """Arrows where the decider gains; thin lines of moves by which nobody does."""
    better = model.better(decider)
    for start, end in np.argwhere(model.moves[decider]):
        ends: dict[str, Any] = {"patchA": nodes[start].get_bbox_patch(), "patchB": nodes[end].get_bbox_patch()}
        at = (nodes[end].get_position(), nodes[start].get_position())
        ends["connectionstyle"] = f"arc3,rad={0 if model.choices is None else _bend(np.subtract(*at), across)}"
        if better[start, end]:
            look = {"arrowstyle": "-|>", "color": COLOURS[_hue(decider)], "linewidth": 1.3, "zorder": 3}
            look |= {"linestyle": LINES[decider % len(LINES)], "shrinkA": 2, "shrinkB": 2}
            area.annotate("", *at, arrowprops=look | ends)
        elif not better[end, start]:
            area.annotate("", *at, arrowprops={"arrowstyle": "-", "color": "#BBBBBB", "linewidth": 0.7} | ends)


def _hue(decider: int) -> int:
    return (0, 5, 2, 3)[decider % 4]


def _legend(area: Axes, found: Foresight, language: Language) -> None:
    for decider, name in enumerate(found.model.deciders):
        label = fill(PHRASES, "better", language, player=found.labels.of(name, language))
        area.plot([], [], color=COLOURS[_hue(decider)], linestyle=LINES[decider % len(LINES)], label=label)
    shown = {_strongest(found, state) for state in found.model.states}
    for concept in (*CONCEPTS, "none"):
        if concept in shown:
            label = fill(PHRASES, concept, language)
            area.fill([], [], facecolor=FILLS[concept], edgecolor="black", linewidth=0.7, label=label)
    if found.wanted is not None:
        area.fill([], [], facecolor=PALE, edgecolor="black", linewidth=2, label=fill(PHRASES, "wanted", language))
