"""What each uncertain value does to where a conflict ends: a tornado."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from tvet_games.errors import InputError, Problem, expected
from tvet_games.show.axis_words import title_of
from tvet_games.show.colours import COLOURS, axes
from tvet_games.show.legends import legend_below
from tvet_games.show.style import COLUMN, in_style
from tvet_games.study.evolution.sensitivity import Effect, OutcomeSensitivity
from tvet_games.study.uncertainty.probability_words import PROVENANCE_WORDS
from tvet_games.tables.labels import Language, spoken
from tvet_games.tables.words import fill, percent

if TYPE_CHECKING:
    from matplotlib.axes import Axes

PHRASES: dict[str, tuple[str, str]] = {
    "now": ("now: {share}", "现状：{share}"),
    "low": ("at the lowest value", "取最低值时"),
    "high": ("at the highest value", "取最高值时"),
    "share": ("share of starts that end in cooperation", "最终合作的起点比例"),
    "strongest": ("the {count} strongest of {all} values", "影响最大的 {count} 个数值（共 {all} 个）"),
    "range": ("{name}\n{low} to {high}, {provenance}", "{name}\n{low} 至 {high}，{provenance}"),
}

BAR = "#C6DDEF"
"""Colour of the bars."""

HEIGHT, ROOM = 0.27, 1.25
"""Height of a row, and what title, axis and legend need [inches]."""


@in_style
def plot_sensitivity(
    found: OutcomeSensitivity, ax: Axes | None = None, *, most: int = 12, language: Language | None = None
) -> Axes:
    r"""Draw a bar a value: over its range, from which shares of starts everybody comes to cooperate.

    Parameters
    ----------
    found : OutcomeSensitivity
    ax : matplotlib.axes.Axes, optional
    most : int
        Values to show at most.
    language : {"en", "zh"}, optional
        By default the one that is set.

    Returns
    -------
    matplotlib.axes.Axes
        The strongest on top; marks tell the outcome at the low and at the high end of each range, and a line the
        outcome at the calibration's own values.

    Raises
    ------
    InputError
        If it is not what outcome_sensitivity() returns, or ``most`` is no whole number above 0.

    Examples
    --------
    >>> from tvet_games.study.evolution.sensitivity import outcome_sensitivity
    >>> names = ["career_value", "release_cost"]
    >>> ax = plot_sensitivity(outcome_sensitivity("school_teacher", "germany_2022", names=names))
    >>> [text.get_text() for text in ax.get_yticklabels()]
    ['career value\n1,500 to 6,000, assumed', 'release cost\n1,400 to 5,800, assumed']
    """
    expected(found, OutcomeSensitivity, "plot_sensitivity", "what outcome_sensitivity() returns")
    if not isinstance(most, int) or most < 1:
        raise InputError("plot_sensitivity", [Problem("most", "expected a whole number above 0", str(most))])
    language, shown = spoken(language), found.effects[:most]
    area = axes(ax, (COLUMN, ROOM + HEIGHT * len(shown)))
    rows = np.arange(len(shown))
    lows = np.array([e.target_share.min() for e in shown])
    area.barh(rows, [e.swing for e in shown], left=lows, height=0.55, color=BAR, edgecolor=COLOURS[0], zorder=2)
    now = fill(PHRASES, "now", language, share=percent(found.target_share))
    area.axvline(found.target_share, color="black", linewidth=0.9, zorder=3, label=now)
    for key, place, face in (("low", 0, "white"), ("high", -1, COLOURS[0])):
        style: dict[str, Any] = {
            "color": COLOURS[0],
            "markerfacecolor": face,
            "linestyle": "none",
            "zorder": 4,
            "clip_on": False,
        }
        at = [e.target_share[place] for e in shown]
        area.plot(at, rows, marker="o", label=fill(PHRASES, key, language), **style)
    area.set_yticks(rows, [_name(found, e, language) for e in shown], fontsize=6.5)
    area.set_ylim(len(shown) - 0.4, -0.6)
    area.set_xlim(0, 1)
    area.xaxis.set_major_formatter(lambda value, _: percent(value))
    area.set_xlabel(fill(PHRASES, "share", language))
    area.set_title(_title(found, len(shown), language))
    legend_below(area, columns=3, columnspacing=1)
    return area


def _title(found: OutcomeSensitivity, shown: int, language: Language) -> str:
    title, count = title_of(found.conflict, found.calibration, found.policy, language=language), len(found.effects)
    if shown == count:
        return title
    return f"{title}\n{fill(PHRASES, 'strongest', language, count=shown, all=count)}"


def _name(found: OutcomeSensitivity, effect: Effect, language: Language) -> str:
    name = found.calibration.labels.over(found.conflict.labels).of(effect.name, language)
    low, high = (f"{effect.values[k]:,.6g}" for k in (0, -1))
    words = PROVENANCE_WORDS.get(effect.provenance, (effect.provenance,) * 2)
    return fill(PHRASES, "range", language, name=name, low=low, high=high, provenance=words[language == "zh"])
