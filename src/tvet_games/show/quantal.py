"""Common understanding: how likely each party is to cooperate, against how well the parties judge."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tvet_games.errors import expected
from tvet_games.show.colours import COLOURS, as_written, axes
from tvet_games.study.mechanisms.understanding import Understanding

if TYPE_CHECKING:
    from matplotlib.axes import Axes

WIDEST, STEP, THINNEST = 3.6, 0.8, 1.4
"""Width of the first line, how much thinner each next one is, and the least: lines that coincide are all seen."""


def plot_quantal(found: Understanding, ax: Axes | None = None) -> Axes:
    """Draw each player's probability of cooperating against rationality, on a logarithmic axis.

    Parameters
    ----------
    found : Understanding
    ax : matplotlib.axes.Axes, optional

    Returns
    -------
    matplotlib.axes.Axes
        A line a player; dashed the same without the policy, if one is in force. A dotted line where everybody's
        cooperation becomes more likely than the share that was asked. Rationality 0 is off the axis.

    Raises
    ------
    InputError
        If it is not what understanding() returns.

    Examples
    --------
    >>> from tvet_games.study.mechanisms.understanding import understanding
    >>> ax = plot_quantal(understanding("school_student", "germany_2022", rationality=[0, 1, 10, 100]))
    >>> ax.get_xscale(), [line.get_label() for line in ax.lines][:2]
    ('log', ['school: quality placement', 'student: commit'])
    """
    expected(found, Understanding, "plot_quantal", "what understanding() returns")
    area = axes(ax, (8.2, 4.6))
    conflict, label = found.setting.conflict, found.setting.labels.of
    shown = found.rationality > 0
    kinds = [(found.under, "-", "")]
    if found.has_policy:
        kinds.append((found.without, "--", ", without the policy"))
    for judged, style, said in kinds:
        for i, player in enumerate(conflict.players):
            area.plot(
                found.rationality[shown],
                judged.response.cooperation[shown, i],
                color=COLOURS[i % len(COLOURS)],
                linestyle=style,
                linewidth=max(WIDEST - i * STEP, THINNEST),
                label=f"{label(player.name)}: {label(player.actions[0])}{said}",
            )
    if found.least:
        text = f"all cooperate with more than\n{float(found.share):.0%} from {found.least:.3g} on"
        area.axvline(found.least, color="black", linestyle=":", linewidth=1.2, label=text)
    area.set_xscale("log")
    area.xaxis.set_major_formatter(lambda value, _: f"{value:,.12g}")
    area.set_ylim(-0.02, 1.02)
    area.set_xlabel("rationality\n(an action worse by 10 % of the payoff span is exp(0.1 x rationality) times rarer)")
    area.set_ylabel("probability of cooperating")
    area.set_title(f"{label(conflict.name)}: cooperation against how well the parties judge", fontsize="medium")
    area.legend(fontsize="small", loc="center left", bbox_to_anchor=(1.0, 0.5), frameon=False)
    return as_written(area)
