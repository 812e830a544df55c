"""The map of the stakeholders: their conflicts, who pays whom, and which mechanisms settle what."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING, Any

from tvet_games.errors import expected
from tvet_games.show.colours import COLOURS, as_written, axes
from tvet_games.show.mechanisms import FILLS
from tvet_games.study.mechanisms.compare_words import instrument_name, mechanism_name, standing_name
from tvet_games.study.mechanisms.stakeholder_map import StakeholderMap, Tie
from tvet_games.tables.labels import Labels, Language, check_language
from tvet_games.tables.words import money

if TYPE_CHECKING:
    from matplotlib.axes import Axes

PLACES = {
    "government": (0.0, 3.4),
    "education_administration": (-4.6, 3.4),
    "human_resources_department": (-4.6, -0.4),
    "industry_association": (4.6, 3.4),
    "school": (-2.6, 1.0),
    "enterprise": (2.6, 1.0),
    "student": (-2.0, -3.2),
    "teacher": (2.0, -3.2),
    "the public": (5.0, -1.2),
}
"""Where each stakeholder stands; others stand in a row below."""

THE_PUBLIC = "the public"

CROSSING = 3.0
"""Lines that go farther than this in both directions cross others."""

BEND = 0.22
"""How much arrows bend, as a part of their length."""

LETTERS = "abcdefghijklmnopqrstuvwxyz"


def plot_stakeholder_map(found: StakeholderMap, ax: Axes | None = None, *, language: Language = "en") -> Axes:
    """Draw the stakeholders, their conflicts of two, the transfers as arrows, and what settles each conflict.

    Parameters
    ----------
    found : StakeholderMap
    ax : matplotlib.axes.Axes, optional
    language : str
        ``en`` or ``zh``; Chinese needs a font of Chinese characters.

    Returns
    -------
    matplotlib.axes.Axes
        Conflicts of more than two are listed below, with the numbers of the mechanisms.

    Examples
    --------
    >>> from tvet_games.study.mechanisms.compare import compare_mechanisms
    >>> from tvet_games.study.mechanisms.stakeholder_map import stakeholder_map
    >>> found = compare_mechanisms("school_student", "germany_2022", mechanisms=["communication"])
    >>> ax = plot_stakeholder_map(stakeholder_map(found))
    >>> ax.get_title()
    'germany_2022 (EUR per trainee-year)'
    """
    expected(found, StakeholderMap, "plot_stakeholder_map", "what stakeholder_map() returns")
    check_language(language)
    area = axes(ax, (13.5, 7.0))
    labels = found.comparison.labels
    places = _places(found)
    numbers = {m: k for k, m in enumerate((m for m in found.comparison.mechanisms if m != "today"), start=1)}
    pairs = [tie for tie in found.ties if len(tie.players) == 2]
    shared: dict[frozenset[str], int] = {}
    for tie in pairs:
        key = frozenset(tie.players)
        shared[key] = shared.get(key, -1) + 1
        _tie(area, tie, places, labels, numbers, language, shared[key])
    legend = _arrows(area, found, places, language)
    for name, (x, y) in places.items():
        record = found.parties.get(name)
        text = record.label.of(language) if record is not None else labels.of(name, language)
        kind = "public" if name == THE_PUBLIC else ("core" if record is not None and record.kind == "core" else "other")
        _node(area, textwrap.fill(text, 16), x, y, kind)
    _beside(area, found, numbers, legend, language)
    area.set_xlim(-6.2, 12.6)
    area.set_ylim(min(y for _, y in places.values()) - 1.0, 4.4)
    area.set_aspect("equal")
    area.set_axis_off()
    area.set_title(f"{found.comparison.calibration.name} ({found.comparison.calibration.unit})", fontsize=11)
    return as_written(area)


def _places(found: StakeholderMap) -> dict[str, tuple[float, float]]:
    """Where everybody stands: those of the paper at their places, others in a row below."""
    needed = [n for n in found.parties if n not in PLACES]
    paid = {t.payer for t in found.transfers} | {t.payee for t in found.transfers}
    places = {n: p for n, p in PLACES.items() if n in found.parties or n in paid}
    return places | {n: (-4.6 + 2.4 * k, -4.6) for k, n in enumerate(needed)}


def _node(area: Axes, text: str, x: float, y: float, kind: str) -> None:
    colour = {"core": COLOURS[0], "other": COLOURS[2], "public": COLOURS[5]}[kind]
    box = {"boxstyle": "round,pad=0.5", "facecolor": "white", "edgecolor": colour, "linewidth": 2.2}
    area.text(x, y, text, ha="center", va="center", fontsize=9.5, fontweight="bold", bbox=box, zorder=5)


def _tie(
    area: Axes,
    tie: Tie,
    places: dict[str, tuple[float, float]],
    labels: Labels,
    numbers: dict[str, int],
    language: Language,
    rank: int,
) -> None:
    """A line between two stakeholders, with the conflict's name and the numbers of what settles it."""
    (x0, y0), (x1, y1) = (places[p] for p in tie.players)
    area.plot([x0, x1], [y0, y1], color="#999999", linewidth=1.2, zorder=1)
    # On lines that cross in the middle the name stands nearer to the first.
    part = 0.36 if min(abs(x1 - x0), abs(y1 - y0)) > CROSSING else 0.5
    x, y = x0 + part * (x1 - x0), y0 + part * (y1 - y0) + 0.72 * rank
    lines = [labels.of(tie.conflict, language), *_settled(tie, numbers)]
    box = {"boxstyle": "round,pad=0.25", "facecolor": FILLS[tie.standing], "edgecolor": "#BBBBBB", "linewidth": 0.6}
    area.text(x, y, "\n".join(lines), ha="center", va="center", fontsize=7, bbox=box, zorder=3)


def _settled(tie: Tie, numbers: dict[str, int]) -> list[str]:
    """The numbers of the mechanisms: those that settle it before, those that make it possible in brackets."""
    sure = " ".join(str(numbers[m]) for m in tie.settled_by)
    possible = " ".join(str(numbers[m]) for m in tie.possible_with)
    return [" ".join(part for part in (sure, f"({possible})" if possible else "") if part) or "-"]


def _arrows(area: Axes, found: StakeholderMap, places: dict[str, tuple[float, float]], language: Language) -> list[str]:
    """An arrow for each pair of payer and payee, with a letter; what the letters stand for."""
    labels = found.comparison.labels
    pairs: dict[tuple[str, str], list[str]] = {}
    two = {tie.conflict for tie in found.ties if len(tie.players) == 2}
    for t in found.transfers:
        if t.conflict in two and t.payer in places and t.payee in places:
            what = instrument_name(t.instrument, language) if t.instrument else labels.of(t.what, language)
            told = f"{money(t.amount)} {what}, {labels.of(t.conflict, language)}"
            pairs.setdefault((t.payer, t.payee), []).append(told)
    said = []
    for k, ((payer, payee), items) in enumerate(pairs.items()):
        letter = LETTERS[k % len(LETTERS)]
        (x0, y0), (x1, y1) = places[payer], places[payee]
        style: dict[str, Any] = {
            "arrowstyle": "-|>",
            "color": COLOURS[5],
            "linewidth": 1.6,
            "shrinkA": 26,
            "shrinkB": 26,
        }
        bend = {"connectionstyle": f"arc3,rad={BEND}"}
        area.annotate("", (x1, y1), (x0, y0), arrowprops=style | bend, zorder=2)
        # The middle of the arc lies beside the middle of the line.
        x, y = (x0 + x1 + BEND * (y1 - y0)) / 2, (y0 + y1 - BEND * (x1 - x0)) / 2
        place = {"boxstyle": "circle,pad=0.2", "facecolor": "white", "edgecolor": COLOURS[5], "linewidth": 0.8}
        area.text(x, y, letter, fontsize=7.5, ha="center", va="center", bbox=place, zorder=4)
        said += [f"{letter}  {item}" for item in items]
    return said


def _beside(
    area: Axes, found: StakeholderMap, numbers: dict[str, int], transfers: list[str], language: Language
) -> None:
    """What numbers, letters and colours stand for, and the conflicts of more than two."""
    heads = {
        "en": (
            "Mechanisms: settle it, (make it possible)",
            "Transfers where both cooperate, per head",
            "Conflicts of more than two",
        ),
        "zh": ("机制：解决，（使之可能）", "双方合作时的转移支付（每人）", "三方以上的冲突"),
    }[language]
    lines = [heads[0], *(f"{k}  {mechanism_name(m, language)}" for m, k in numbers.items())]
    if transfers:
        lines += ["", heads[1], *transfers]
    many = [tie for tie in found.ties if len(tie.players) > 2]
    if many:
        rows = [
            f"{found.comparison.labels.of(t.conflict, language)} [{standing_name(t.standing, language)}]: "
            f"{_settled(t, numbers)[0]}"
            for t in many
        ]
        lines += ["", heads[2], *rows]
    area.text(6.1, 4.3, "\n".join(lines), ha="left", va="top", fontsize=7.5, linespacing=1.35)
    for standing in ("settles", "possible", "fails"):
        area.fill([], [], facecolor=FILLS[standing], edgecolor="#999999", label=_today(standing, language))
    area.legend(loc="lower left", bbox_to_anchor=(0.0, -0.02), ncols=3, frameon=False, fontsize=8)


def _today(standing: Any, language: Language) -> str:
    words = {
        "settles": ("settled today", "现已解决"),
        "possible": ("cooperation one of several equilibria today", "现为均衡之一"),
        "fails": ("cooperation no equilibrium today", "现非均衡"),
    }
    return words[standing][language == "zh"]
