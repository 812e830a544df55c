"""Long-run cooperation against one quantity: the share of starts that end in it, and where one path ends."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from tvet_games.errors import expected
from tvet_games.model.policy import Policy
from tvet_games.show.axis_words import action_label, quantity_label, title_of
from tvet_games.show.colours import COLOURS, GREY, LINES, axes
from tvet_games.show.legends import legend_below
from tvet_games.show.style import COLUMN, in_style
from tvet_games.solve.dynamics.state import strategies_of
from tvet_games.study.evolution.long_run import LongRun
from tvet_games.tables.labels import Language, spoken
from tvet_games.tables.words import fill, listed

if TYPE_CHECKING:
    from matplotlib.axes import Axes

ERRORS = 2
"""Standard errors on either side of the band."""

WIDEST, STEP = 3.2, 0.8
"""Width of the first population's line, and how much thinner each next one is at most, so that lines that coincide
are all seen [points]."""

PHRASES: dict[str, tuple[str, str]] = {
    "band": ("± {count} standard errors", "± {count} 个标准误"),
    "target": ("starts that end in cooperation", "最终合作的起点"),
    "moving": ("starts that never come to rest", "始终不静止的起点"),
    "share": ("share in the long run", "长期比例"),
    "changes": ("stable outcomes change: {values}", "稳定结局变化处：{values}"),
    "now": ("now: {value}", "现值：{value}"),
    "end": ("{action}, from {share}", "{action}，始于 {share}"),
}


@in_style
def plot_bifurcation(found: LongRun, ax: Axes | None = None, *, language: Language | None = None) -> Axes:
    """Draw what becomes of cooperation in the long run at each value of a quantity.

    Parameters
    ----------
    found : LongRun
    ax : matplotlib.axes.Axes, optional
    language : {"en", "zh"}, optional
        By default the one that is set.

    Returns
    -------
    matplotlib.axes.Axes
        The share of starts that end in cooperation in black, with its band; for each population the end of the path
        from the start; dashed lines where the stable outcomes change; a dotted one at the present value, where it is
        among those that are shown.

    Raises
    ------
    InputError
        If it is not what long_run() returns.

    References
    ----------
    Strogatz (2015), Nonlinear Dynamics and Chaos, chapter 3.

    Examples
    --------
    >>> from tvet_games.study.evolution.long_run import long_run
    >>> found = long_run("school_enterprise", "austria_2016", "training_subsidy", [0, 12000, 24000])
    >>> plot_bifurcation(found).get_xlabel()
    'training subsidy [EUR per apprenticeship]'
    """
    expected(found, LongRun, "plot_bifurcation", "what long_run() returns")
    tongue = spoken(language)
    area = axes(ax, (COLUMN, 3.4))
    _changes(area, found, tongue)
    _ends(area, found, tongue)
    _target(area, found, tongue)
    area.margins(x=0.02)
    area.set_xlabel(quantity_label(found, tongue))
    area.set_ylim(-0.03, 1.03)
    area.set_ylabel(fill(PHRASES, "share", tongue))
    others = Policy(**{name: level for name, level in found.policy.items() if name != found.over})
    area.set_title(title_of(found.conflict, found.calibration, others, language=tongue))
    legend_below(area)
    return area


def _target(area: Axes, found: LongRun, language: Language) -> None:
    """From how many starts everybody comes to cooperate, and from how many nothing comes to rest."""
    error = ERRORS * found.target_error
    area.fill_between(
        found.values,
        np.clip(found.target_share - error, 0, 1),
        np.clip(found.target_share + error, 0, 1),
        color="black",
        alpha=0.2,
        linewidth=0,
        label=fill(PHRASES, "band", language, count=ERRORS),
    )
    area.plot(found.values, found.target_share, color="black", label=fill(PHRASES, "target", language))
    if found.moving.any():
        area.plot(found.values, found.moving, color=GREY, linestyle="-.", label=fill(PHRASES, "moving", language))


def _changes(area: Axes, found: LongRun, language: Language) -> None:
    """Where the stable outcomes change, and the present value."""
    words = listed([f"{change:,.6g}" for change in found.changes], language)
    for k, change in enumerate(found.changes):
        label = fill(PHRASES, "changes", language, values=words) if k == 0 else None
        area.axvline(change, color=GREY, linestyle="--", linewidth=0.9, label=label)
    if found.values[0] <= found.now <= found.values[-1]:
        label = fill(PHRASES, "now", language, value=f"{found.now:,.6g}")
        area.axvline(found.now, color=COLOURS[5], linestyle=":", linewidth=1.5, label=label)


def _ends(area: Axes, found: LongRun, language: Language) -> None:
    """Where the path from the start ends."""
    count = len(found.conflict.players)
    begins = [s[0] for s in strategies_of(found.conflict.shape, found.start)]
    ends = [s[:, 0] for s in strategies_of(found.conflict.shape, found.ends)]
    step = min(STEP, WIDEST / (count + 1))
    for k, (begin, end) in enumerate(zip(begins, ends, strict=True)):
        action = action_label(found.conflict, k, 0, language)
        area.plot(
            found.values,
            end,
            color=COLOURS[k % len(COLOURS)],
            linestyle=LINES[k % len(LINES)],
            linewidth=WIDEST - k * step,
            label=fill(PHRASES, "end", language, action=action, share=f"{begin:.0%}"),
        )
