"""What each stakeholder gets under each rule."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from tvet_games.errors import expected
from tvet_games.show.colours import COLOURS, GREY, as_written, axes
from tvet_games.study.negotiation_words import rule_label
from tvet_games.study.sharing import Sharing

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def plot_shares(found: Sharing, ax: Axes | None = None) -> Axes:
    """Draw a group of bars a rule, a bar a stakeholder; a line where each stands alone.

    Parameters
    ----------
    found : Sharing
    ax : matplotlib.axes.Axes, optional

    Returns
    -------
    matplotlib.axes.Axes
        Rules in the core are marked by an asterisk.

    Examples
    --------
    >>> from tvet_games.study.sharing import share
    >>> ax = plot_shares(share([0, 0, 0, 1], None))
    >>> [text.get_text() for text in ax.get_xticklabels()][:2]
    ['equal surplus *', 'Shapley value *']
    """
    expected(found, Sharing, "plot_shares", "what share() returns")
    players, count = found.game.players, len(found.game.players)
    area = axes(ax, (max(6.0, 1.5 + 0.22 * count * len(found.divisions)), 4.5))
    width = 0.8 / count
    places = np.arange(len(found.divisions))
    for i, player in enumerate(players):
        heights = [float(d.allocation.shares[i]) for d in found.divisions]
        at = places + (i - (count - 1) / 2) * width
        colour = COLOURS[i % len(COLOURS)]
        area.bar(at, heights, width * 0.9, color=colour, label=found.labels.of(player))
        alone = float(found.game.alone[i])
        area.hlines([alone] * len(at), at - width * 0.45, at + width * 0.45, color="black", linewidth=1.5)
    area.plot([], [], color="black", linewidth=1.5, label="alone")
    area.axhline(0, color=GREY, linewidth=0.8)
    names = [f"{rule_label(d.rule)} *" if d.allocation.in_core else rule_label(d.rule) for d in found.divisions]
    area.set_xticks(places, names, rotation=20, ha="right")
    area.set_ylabel(found.unit or "share")
    title = found.labels.of(found.name) if found.name else "Shares"
    area.set_title(f"{title} (* in the core)")
    area.legend(fontsize="small", loc="center left", bbox_to_anchor=(1.0, 0.5), frameon=False)
    return as_written(area)
