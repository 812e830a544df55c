"""What each uncertain value does to where a conflict ends: a tornado."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from tvet_games.errors import InputError, Problem, expected
from tvet_games.show.colours import COLOURS, as_written, axes
from tvet_games.show.shares_over_time import title_of
from tvet_games.study.evolution.sensitivity import Effect, OutcomeSensitivity

if TYPE_CHECKING:
    from matplotlib.axes import Axes

BAR = "#BFD7EA"
"""Colour of the bars."""


def plot_sensitivity(found: OutcomeSensitivity, ax: Axes | None = None, *, most: int = 12) -> Axes:
    r"""Draw a bar a value: over its range, from which shares of starts everybody comes to cooperate.

    Parameters
    ----------
    found : OutcomeSensitivity
    ax : matplotlib.axes.Axes, optional
    most : int
        Values to show at most.

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
    ['career value (assumed)\n1,500 to 6,000', 'release cost (assumed)\n1,400 to 5,800']
    """
    expected(found, OutcomeSensitivity, "plot_sensitivity", "what outcome_sensitivity() returns")
    if not isinstance(most, int) or most < 1:
        raise InputError("plot_sensitivity", [Problem("most", "expected a whole number above 0", str(most))])
    shown = found.effects[:most]
    area = axes(ax, (8.0, 1.8 + 0.42 * len(shown)))
    rows = np.arange(len(shown))
    lows = np.array([e.target_share.min() for e in shown])
    spans = np.array([e.swing for e in shown])
    area.barh(rows, spans, left=lows, height=0.6, color=BAR, edgecolor=COLOURS[0], linewidth=0.8, zorder=2)
    area.axvline(found.target_share, color="black", linewidth=1.2, zorder=3, label=f"now: {found.target_share:.1%}")
    for k, filled in ((0, False), (-1, True)):
        area.plot(
            [e.target_share[k] for e in shown],
            rows,
            marker="o",
            markersize=6,
            color=COLOURS[0],
            markerfacecolor=COLOURS[0] if filled else "white",
            linestyle="none",
            zorder=4,
            label="at the highest value" if filled else "at the lowest value",
        )
    area.set_yticks(rows, [_name(found, e) for e in shown], fontsize="small")
    area.set_ylim(len(shown) - 0.4, -0.6)
    area.set_xlim(-0.02, 1.02)
    area.set_xlabel("share of starts that end in cooperation")
    title = title_of(found.conflict, found.calibration, found.policy)
    left = len(found.effects) - len(shown)
    area.set_title(f"{title}\nthe {len(shown)} strongest of {len(found.effects)} values" if left else title)
    area.legend(fontsize="small", loc="center left", bbox_to_anchor=(1.0, 0.5), frameon=False)
    return as_written(area)


def _name(found: OutcomeSensitivity, effect: Effect) -> str:
    label = found.calibration.labels.over(found.conflict.labels).of
    ends = " to ".join(f"{effect.values[k]:,.6g}" for k in (0, -1))
    return f"{label(effect.name)} ({effect.provenance})\n{ends}"
