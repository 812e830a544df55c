"""What each stakeholder gets under each rule."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from tvet_games.errors import expected
from tvet_games.show.colours import COLOURS, HATCHES, axes
from tvet_games.show.legends import legend_below
from tvet_games.show.style import COLUMN, in_style
from tvet_games.study.negotiation_words import rule_label
from tvet_games.study.sharing import Sharing
from tvet_games.tables.labels import Language, spoken
from tvet_games.tables.units import unit_label
from tvet_games.tables.words import fill

if TYPE_CHECKING:
    from matplotlib.axes import Axes

PHRASES: dict[str, tuple[str, str]] = {
    "alone": ("alone", "单独行动"),
    "share": ("share", "份额"),
    "title": ("{name} (* in the core)", "{name}（* 在核内）"),
    "shares": ("Shares", "分配"),
}

BAR, ROOM = 0.085, 1.1
"""Height of a bar, and what title, axis and legend need [inches]."""


@in_style
def plot_shares(found: Sharing, ax: Axes | None = None, *, language: Language | None = None) -> Axes:
    """Draw a group of bars a rule, a bar a stakeholder; a line where each stands alone.

    Parameters
    ----------
    found : Sharing
    ax : matplotlib.axes.Axes, optional
    language : {"en", "zh"}, optional
        By default the one that is set.

    Returns
    -------
    matplotlib.axes.Axes
        Bars lie, the first rule on top. Rules in the core are marked by an asterisk.

    Raises
    ------
    InputError
        If it is not what share() returns.

    Examples
    --------
    >>> from tvet_games.study.sharing import share
    >>> ax = plot_shares(share([0, 0, 0, 1], None))
    >>> [text.get_text() for text in ax.get_yticklabels()][:2]
    ['equal surplus *', 'Shapley value *']
    """
    expected(found, Sharing, "plot_shares", "what share() returns")
    language, players, rules = spoken(language), found.game.players, found.divisions
    count, places = len(players), np.arange(len(rules))
    area = axes(ax, (COLUMN, ROOM + BAR * (count + 1) * len(rules) + 0.08 * count))
    width = 1 / (count + 1)
    entries: list[Any] = []
    for i, player in enumerate(players):
        at = places + (i - (count - 1) / 2) * width
        look: dict[str, Any] = {"color": COLOURS[i % len(COLOURS)], "hatch": HATCHES[i % len(HATCHES)]}
        look |= {"edgecolor": "white", "linewidth": 0, "label": found.labels.of(player, language)}
        entries.append(area.barh(at, [float(d.allocation.shares[i]) for d in rules], width * 0.92, **look))
        alone = [float(found.game.alone[i])] * len(at)
        area.vlines(alone, at - width / 2, at + width / 2, color="black", linewidth=1.4)
    mark: dict[str, Any] = {"color": "black", "marker": "|", "markersize": 7, "markeredgewidth": 1.4}
    entries += area.plot([], [], linestyle="none", label=fill(PHRASES, "alone", language), **mark)
    area.axvline(0, color="black", linewidth=0.6)
    names = [rule_label(d.rule, language) + (" *" if d.allocation.in_core else "") for d in rules]
    area.set_yticks(places, names)
    area.tick_params(axis="y", length=0)
    area.locator_params(axis="x", nbins=6)
    area.spines["left"].set_visible(False)
    area.set_ylim(len(rules) - 0.5, -0.5)
    area.set_xlabel(unit_label(found.unit, language) if found.unit else fill(PHRASES, "share", language))
    name = found.labels.of(found.name, language) if found.name else fill(PHRASES, "shares", language)
    area.set_title(fill(PHRASES, "title", language, name=name))
    legend_below(area, handles=entries)
    return area
