"""Common understanding: how likely each party is to cooperate, against how well the parties judge."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tvet_games.errors import expected
from tvet_games.show.axis_words import action_label, title_of
from tvet_games.show.colours import COLOURS, MARKERS, axes
from tvet_games.show.legends import legend_below
from tvet_games.show.style import COLUMN, in_style
from tvet_games.study.mechanisms.understanding import Understanding
from tvet_games.tables.labels import Language, spoken
from tvet_games.tables.words import fill, percent

if TYPE_CHECKING:
    from matplotlib.axes import Axes

PHRASES: dict[str, tuple[str, str]] = {
    "without": ("{who}, without the policy", "{who}（无政策）"),
    "least": (
        "all cooperate with more than {share} from {least:.3g} on",
        "自 {least:.3g} 起各方合作的概率超过 {share}",
    ),
    "rationality": (
        "rationality (an action worse by 10 % of the payoff\nspan is exp(0.1 × rationality) times rarer)",
        "理性度（收益低于最优行动达收益跨度 10 % 时，\n该行动的概率降低 exp(0.1 × 理性度) 倍）",
    ),
    "probability": ("probability of cooperating", "合作的概率"),
}

WIDEST, STEP, THINNEST = 1.8, 0.5, 0.9
"""Width of the first line, how much thinner each next one is, and the least: lines that coincide are all seen."""

APART = 12
"""Values of rationality from one mark on a line to the next."""


@in_style
def plot_quantal(found: Understanding, ax: Axes | None = None, *, language: Language | None = None) -> Axes:
    """Draw each player's probability of cooperating against rationality, on a logarithmic axis.

    Parameters
    ----------
    found : Understanding
    ax : matplotlib.axes.Axes, optional
    language : {"en", "zh"}, optional
        By default the one that is set.

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
    language, setting = spoken(language), found.setting
    area = axes(ax, (COLUMN, 3.2))
    shown = found.rationality > 0
    for judged, style in ((found.under, "-"), (found.without, "--")) if found.has_policy else ((found.under, "-"),):
        for i in range(len(setting.conflict.players)):
            who = action_label(setting.conflict, i, language=language)
            area.plot(
                found.rationality[shown],
                judged.response.cooperation[shown, i],
                color=COLOURS[i % len(COLOURS)],
                linestyle=style,
                linewidth=max(WIDEST - i * STEP, THINNEST),
                marker=MARKERS[i % len(MARKERS)],
                markersize=3.5,
                markevery=(i * APART // len(setting.conflict.players), APART),
                label=who if style == "-" else fill(PHRASES, "without", language, who=who),
            )
    if found.least:
        text = fill(PHRASES, "least", language, share=percent(found.share), least=found.least)
        area.axvline(found.least, color="black", linestyle=":", linewidth=0.9, label=text)
    area.set_xscale("log")
    area.xaxis.set_major_formatter(lambda value, _: f"{value:,.12g}")
    area.set_ylim(-0.02, 1.02)
    area.set_xlabel(fill(PHRASES, "rationality", language))
    area.set_ylabel(fill(PHRASES, "probability", language))
    area.set_title(title_of(setting.conflict, setting.calibration, setting.policy, language=language))
    legend_below(area, columns=2)
    return area
