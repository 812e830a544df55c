"""The map of the stakeholders: their conflicts, who pays whom, and which mechanisms settle what.

Places are in inches of a page's width. Where the stakeholders of the paper stand, no two lines cross.
"""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING, Any

import numpy as np

from tvet_games.errors import expected
from tvet_games.show.colours import COLOURS, axes
from tvet_games.show.style import PAGE, in_style
from tvet_games.study.mechanisms.cell import Standing
from tvet_games.study.mechanisms.compare_words import instrument_name, mechanism_name
from tvet_games.study.mechanisms.responsibilities import Transfer
from tvet_games.study.mechanisms.stakeholder_map import StakeholderMap, Tie
from tvet_games.tables.labels import Language, spoken
from tvet_games.tables.units import unit_label
from tvet_games.tables.vocabulary import word
from tvet_games.tables.words import fill, money

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.text import Text

PLACES = {
    "government": (3.6, 5.6),
    "education_administration": (0.75, 5.6),
    "human_resources_department": (0.75, 4.5),
    "industry_association": (6.45, 5.6),
    "school": (1.75, 3.8),
    "enterprise": (5.45, 3.8),
    "student": (3.6, 2.6),
    "teacher": (3.6, 1.2),
    "the public": (6.45, 2.6),
}
"""Where each stakeholder stands [inches]; others stand in a row below."""

THE_PUBLIC = "the public"

ROW, SMALL = 0.142, 6.5
"""Height of a line of the key [inches], size of small texts [points]."""

TOP, HEAD, FOOT = 5.9, 0.3, 0.32
"""Upper edge, and room for the title above it and for the legend below [inches]."""

LEFT, RIGHT = (0.05, 3.45), (5.0, 2.15)
"""Upper left corners of the two parts of the key [inches]."""

FILLS: dict[Standing, str] = {"settles": "#8FBFA8", "possible": "#E3F1EA", "fails": "#F9D9CC"}
EDGES: dict[Standing, tuple[str, str]] = {
    "settles": ("#1B6B4A", "-"),
    "possible": ("#7FA895", "-"),
    "fails": ("#B5431A", "--"),
}
"""Of the box of a conflict as it stands today: its colour, and the colour and style of its edge."""

PHRASES: dict[str, tuple[str, str]] = {
    "unit": ("{calibration}, {unit}", "{calibration}，{unit}"),
    "mechanisms": (
        "Mechanisms that settle a conflict\n(in brackets: that make it possible)",
        "解决冲突的机制\n（括号内：使合作成为可能）",
    ),
    "transfers": ("Transfers where all cooperate,\nper head", "各方合作时的转移支付\n（每人）"),
    "many": ("Conflicts of more than two", "三方以上的冲突"),
    "settles": ("settled today", "现已解决"),
    "possible": ("cooperation one of several equilibria", "合作为多个均衡之一"),
    "fails": ("cooperation no equilibrium", "合作不是均衡"),
    "transfer": ("who pays whom", "谁付给谁"),
    "pays": ("{letter}  {amount} {what}", "{letter}  {amount} {what}"),
    "pays in": ("{letter}  {amount} {what} ({conflict})", "{letter}  {amount} {what}（{conflict}）"),
}

BOX, ASIDE = 0.36, 0.09
"""From one conflict of the same two to the next, and from a line to the arrow beside it [inches]."""

PART = 0.28
"""Where on an arrow its letter stands [share of the way]."""

LETTERS = "abcdefghijklmnopqrstuvwxyz"


@in_style
def plot_stakeholder_map(found: StakeholderMap, ax: Axes | None = None, *, language: Language | None = None) -> Axes:
    """Draw the stakeholders, their conflicts of two, the transfers as arrows, and what settles each conflict.

    Parameters
    ----------
    found : StakeholderMap
    ax : matplotlib.axes.Axes, optional
        As wide as a page, to be readable.
    language : {"en", "zh"}, optional
        By default the one that is set.

    Returns
    -------
    matplotlib.axes.Axes
        Conflicts of more than two are listed below, with the numbers of the mechanisms.

    Raises
    ------
    InputError
        If it is not what stakeholder_map() returns.

    Examples
    --------
    >>> from tvet_games.study.mechanisms.compare import compare_mechanisms
    >>> from tvet_games.study.mechanisms.stakeholder_map import stakeholder_map
    >>> found = compare_mechanisms("school_student", "germany_2022", mechanisms=["communication"])
    >>> ax = plot_stakeholder_map(stakeholder_map(found))
    >>> ax.get_title()
    'Germany 2022, EUR per trainee-year'
    """
    expected(found, StakeholderMap, "plot_stakeholder_map", "what stakeholder_map() returns")
    language, places = spoken(language), _places(found)
    numbers = {m: k for k, m in enumerate((m for m in found.comparison.mechanisms if m != "today"), start=1)}
    pairs: dict[frozenset[str], list[Tie]] = {}
    for tie in found.ties:
        if len(tie.players) == 2:
            pairs.setdefault(frozenset(tie.players), []).append(tie)
    paid = _paid(found, places)
    key = tuple(zip((LEFT, RIGHT), _key(found, numbers, paid, language), strict=True))
    ends = [y - ROW * (text.count("\n") + 1) for (_, y), text in key]
    bottom = min(*ends, *(y - ROW for _, y in places.values())) - FOOT
    area = axes(ax, (PAGE, TOP - bottom + HEAD))
    for ties in pairs.values():
        _ties(area, found, ties, places, numbers, language)
    nodes = {name: _node(area, found, name, place, language) for name, place in places.items()}
    for k, (payer, payee) in enumerate(paid):
        _arrow(area, LETTERS[k % len(LETTERS)], nodes[payer], nodes[payee])
    for place, text in key:
        area.text(*place, text, ha="left", va="top", fontsize=SMALL, linespacing=1.3)
    area.set_xlim(0, PAGE)
    area.set_ylim(bottom, TOP)
    area.set_aspect("equal")
    area.set_axis_off()
    calibration = found.comparison.calibration
    words = {
        "calibration": calibration.label(language),
        "unit": unit_label(str(calibration.unit), language),
    }
    area.set_title(fill(PHRASES, "unit", language, **words))
    _legend(area, language)
    return area


def _places(found: StakeholderMap) -> dict[str, tuple[float, float]]:
    """Where everybody stands: those of the paper at their places, others in a row below."""
    others = [n for n in found.parties if n not in PLACES]
    paid = {t.payer for t in found.transfers} | {t.payee for t in found.transfers}
    places = {n: p for n, p in PLACES.items() if n in found.parties or n in paid}
    apart = PAGE / max(len(others), 1)
    return places | {n: ((k + 0.5) * apart, 0.45) for k, n in enumerate(others)}


def _node(area: Axes, found: StakeholderMap, name: str, place: tuple[float, float], language: Language) -> Text:
    record = found.parties.get(name)
    label = word(found.comparison.labels.of(name, language), language) if record is None else record.label.of(language)
    core = record is not None and record.kind == "core"
    box: dict[str, Any] = {"boxstyle": "round,pad=0.45", "linewidth": 1, "edgecolor": COLOURS[0]}
    box["facecolor"] = COLOURS[0] if core else "white"
    if name == THE_PUBLIC:
        box |= {"edgecolor": COLOURS[5], "linestyle": (0, (3, 1.5))}
    # Below the arrows: they end at a box where it was drawn last.
    style: dict[str, Any] = {"ha": "center", "va": "center", "zorder": 1.5}
    if language == "en":
        style["fontweight"] = "bold"
    return area.text(*place, textwrap.fill(label, 15), color="white" if core else "black", bbox=box, **style)


def _ties(
    area: Axes,
    found: StakeholderMap,
    ties: list[Tie],
    places: dict[str, tuple[float, float]],
    numbers: dict[str, int],
    language: Language,
) -> None:
    """A line between two stakeholders; on it each of their conflicts with the numbers of what settles it."""
    ends = np.array([places[p] for p in ties[0].players])
    area.plot(*ends.T, color="#8A8A8A", linewidth=0.8, zorder=1)
    x, y = ends.mean(axis=0)
    for k, tie in enumerate(ties):
        edge, style = EDGES[tie.standing]
        box = {"boxstyle": "square,pad=0.3", "facecolor": FILLS[tie.standing], "edgecolor": edge, "linestyle": style}
        text = f"{found.comparison.labels.of(tie.conflict, language)}\n{_settled(tie, numbers)}"
        up = y + BOX * ((len(ties) - 1) / 2 - k)
        area.text(x, up, text, ha="center", va="center", fontsize=SMALL, bbox=box | {"linewidth": 0.8}, zorder=4)


def _settled(tie: Tie, numbers: dict[str, int]) -> str:
    """The numbers of the mechanisms: those that settle it before, those that make it possible in brackets."""
    sure = " ".join(str(numbers[m]) for m in tie.settled_by)
    possible = " ".join(str(numbers[m]) for m in tie.possible_with)
    return " ".join(part for part in (sure, f"({possible})" if possible else "") if part) or "-"


def _paid(found: StakeholderMap, places: dict[str, Any]) -> dict[tuple[str, str], list[Transfer]]:
    """The transfers in conflicts of two, by payer and payee."""
    pairs: dict[tuple[str, str], list[Transfer]] = {}
    two = {tie.conflict for tie in found.ties if len(tie.players) == 2}
    for t in found.transfers:
        if t.conflict in two and t.payer in places and t.payee in places:
            pairs.setdefault((t.payer, t.payee), []).append(t)
    return pairs


def _arrow(area: Axes, letter: str, payer: Text, payee: Text) -> None:
    """An arrow beside the line of two stakeholders, to the right of who pays, with its letter."""
    first, last = np.array(payer.get_position()), np.array(payee.get_position())
    along = (last - first) / np.hypot(*(last - first))
    aside = np.array([along[1], -along[0]]) * ASIDE
    look = {"arrowstyle": "-|>", "color": COLOURS[5], "linewidth": 1.1, "shrinkA": 0, "shrinkB": 1}
    ends = {"patchA": payer.get_bbox_patch(), "patchB": payee.get_bbox_patch()}
    start, end = (tuple(map(float, place + aside)) for place in (first, last))
    area.annotate("", (end[0], end[1]), (start[0], start[1]), arrowprops=look | ends, zorder=2)
    box = {"boxstyle": "circle,pad=0.2", "facecolor": "white", "edgecolor": COLOURS[5], "linewidth": 0.8}
    style: dict[str, Any] = {"ha": "center", "va": "center", "fontsize": SMALL, "zorder": 4}
    x, y = first + aside + PART * (last - first)
    area.text(x, y, letter, bbox=box, **style)


def _key(
    found: StakeholderMap,
    numbers: dict[str, int],
    paid: dict[tuple[str, str], list[Transfer]],
    language: Language,
) -> tuple[str, str]:
    """What numbers and letters stand for, and the conflicts of more than two."""
    labels = found.comparison.labels
    mechanisms = [f"{k}  {mechanism_name(m, language)}" for m, k in numbers.items()]
    transfers = [
        _payment(found, t, letter, language, several=len({one.conflict for one in items}) > 1)
        for letter, items in zip(LETTERS, paid.values(), strict=False)
        for t in items
    ]
    many = [t for t in found.ties if len(t.players) > 2]
    several = [f"{labels.of(t.conflict, language)}  {_settled(t, numbers)}" for t in many]
    heads = {key: fill(PHRASES, key, language) for key in ("mechanisms", "many", "transfers")}
    parts = {"mechanisms": mechanisms, "many": several, "transfers": transfers}
    first, second, third = ("\n".join([heads[key], *lines]) if lines else "" for key, lines in parts.items())
    return f"{first}\n\n{second}".rstrip(), third


def _payment(found: StakeholderMap, t: Transfer, letter: str, language: Language, *, several: bool) -> str:
    """What one pays another, and in which conflict if they have several."""
    label = found.comparison.labels.of
    what = instrument_name(t.instrument, language) if t.instrument else label(t.what, language)
    said = {"letter": letter, "amount": money(round(float(t.amount))), "what": what}
    return fill(PHRASES, "pays in" if several else "pays", language, **said, conflict=label(t.conflict, language))


def _legend(area: Axes, language: Language) -> None:
    for standing, (edge, style) in EDGES.items():
        look: dict[str, Any] = {"facecolor": FILLS[standing], "edgecolor": edge, "linestyle": style, "linewidth": 0.8}
        area.fill([], [], label=fill(PHRASES, standing, language), **look)
    area.plot([], [], color=COLOURS[5], marker=">", markevery=[1], label=fill(PHRASES, "transfer", language))
    area.legend(loc="lower center", bbox_to_anchor=(0.5, 0), borderaxespad=0, ncols=len(EDGES) + 1)
