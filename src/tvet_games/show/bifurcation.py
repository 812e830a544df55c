"""Long-run cooperation against one quantity: the share of starts that end in it, and where one path ends."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from tvet_games.errors import expected
from tvet_games.model.policy import Policy
from tvet_games.show.colours import COLOURS, GREY, as_written, axes
from tvet_games.show.shares_over_time import STYLES, quantity_label, title_of
from tvet_games.solve.dynamics.state import strategies_of
from tvet_games.study.evolution.long_run import LongRun

if TYPE_CHECKING:
    from matplotlib.axes import Axes

ERRORS = 2
"""Standard errors on either side of the band."""

WIDEST, STEP = 4.5, 1.0
"""Width of the first population's line, and how much thinner each next one is at most, so that lines that coincide
are all seen."""


def plot_bifurcation(found: LongRun, ax: Axes | None = None) -> Axes:
    """Draw what becomes of cooperation in the long run at each value of a quantity.

    Parameters
    ----------
    found : LongRun
    ax : matplotlib.axes.Axes, optional

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
    area = axes(ax, (8.2, 4.6))
    _changes(area, found)
    _ends(area, found)
    band = ERRORS * found.target_error
    area.fill_between(
        found.values,
        np.clip(found.target_share - band, 0, 1),
        np.clip(found.target_share + band, 0, 1),
        color="black",
        alpha=0.2,
        linewidth=0,
        label=f"± {ERRORS} standard errors",
    )
    area.plot(found.values, found.target_share, color="black", linewidth=1.8, label="starts that end\nin cooperation")
    if found.moving.any():
        area.plot(
            found.values,
            found.moving,
            color=GREY,
            linestyle="-.",
            linewidth=1.5,
            label="starts that never\ncome to rest",
        )
    area.set_xlabel(quantity_label(found))
    area.set_ylim(-0.03, 1.03)
    area.set_ylabel("share in the long run")
    others = Policy(**{name: level for name, level in found.policy.items() if name != found.over})
    area.set_title(title_of(found.conflict, found.calibration, others))
    area.legend(fontsize="small", loc="center left", bbox_to_anchor=(1.0, 0.5), frameon=False)
    return as_written(area)


def _changes(area: Axes, found: LongRun) -> None:
    """Where the stable outcomes change, and the present value."""
    words = "; ".join(f"{change:,.6g}" for change in found.changes)
    for k, change in enumerate(found.changes):
        label = f"stable outcomes change:\n{words}" if k == 0 else None
        area.axvline(change, color=GREY, linestyle="--", linewidth=1.2, label=label)
    if found.values[0] <= found.now <= found.values[-1]:
        area.axvline(found.now, color=COLOURS[5], linestyle=":", linewidth=2, label=f"now: {found.now:,.6g}")


def _ends(area: Axes, found: LongRun) -> None:
    """Where the path from the start ends."""
    label, count = found.conflict.labels.of, len(found.conflict.players)
    begins = [s[0] for s in strategies_of(found.conflict.shape, found.start)]
    ends = [s[:, 0] for s in strategies_of(found.conflict.shape, found.ends)]
    step = min(STEP, WIDEST / (count + 1))
    for k, (player, begin, end) in enumerate(zip(found.conflict.players, begins, ends, strict=True)):
        area.plot(
            found.values,
            end,
            color=COLOURS[k % len(COLOURS)],
            linestyle=STYLES[k % len(STYLES)],
            linewidth=WIDEST - k * step,
            label=f"{label(player.name)}: {label(player.actions[0])},\nstarting from {begin:.0%}",
        )
