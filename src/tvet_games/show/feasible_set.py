"""The feasible set of a negotiation: outcomes, disagreement point, frontier, and what each rule picks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from tvet_games.errors import expected
from tvet_games.show.colours import COLOURS, GREY, MARKERS, as_written, axes
from tvet_games.study.negotiation import Negotiation, rule_name
from tvet_games.study.negotiation_words import rule_label

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def plot_feasible_set(talks: Negotiation, ax: Axes | None = None) -> Axes:
    """Draw what two stakeholders bargain over.

    Parameters
    ----------
    talks : Negotiation
    ax : matplotlib.axes.Axes, optional

    Returns
    -------
    matplotlib.axes.Axes
        Outcomes as points with their actions; the convex hull shaded; the line of side payments at the target dashed;
        the disagreement point as a cross; filled marks for what rules pick without side payments, open ones with them.

    Examples
    --------
    >>> from tvet_games.study.negotiation import negotiate
    >>> ax = plot_feasible_set(negotiate("school_teacher", "germany_2022"))
    >>> ax.get_xlabel()
    'school [EUR per teacher-year]'
    """
    expected(talks, Negotiation, "plot_feasible_set", "what negotiate() returns")
    area = axes(ax, (7.0, 5.5))
    points = talks.game.payoffs.reshape(2, -1).T.astype(np.float64)
    _hull(area, points)
    _outcomes(area, talks, points)
    where = talks.disagreement.astype(np.float64)
    area.plot(*where, marker="X", color="black", markersize=9, linestyle="none", label="disagreement point")
    if talks.agreements:
        _line(area, talks)
    _picks(area, [(rule_label(rule_name(s)), s.payoffs) for s in talks.lotteries], filled=True)
    _picks(area, [(rule_label(a.rule), a.payoffs) for a in talks.agreements], filled=False)
    first, second = (talks.conflict.labels.of(p) for p in talks.game.players)
    area.set_xlabel(f"{first} [{talks.unit}]")
    area.set_ylabel(f"{second} [{talks.unit}]")
    area.set_title(f"{talks.conflict.labels.of(talks.conflict.name)}, {talks.calibration.name}")
    area.margins(0.12)
    area.legend(fontsize="small", loc="center left", bbox_to_anchor=(1.0, 0.5), frameon=False)
    return as_written(area)


def _hull(area: Axes, points: Any) -> None:
    """Shade the convex hull of the outcomes."""
    from matplotlib.patches import Polygon

    centre = points - points.mean(axis=0)
    if np.linalg.matrix_rank(centre) == 2:
        from scipy.spatial import ConvexHull

        corners = points[ConvexHull(points).vertices]
        area.add_patch(Polygon(corners, closed=True, facecolor="#DDE8F3", edgecolor=COLOURS[0], linewidth=1))
    else:
        order = np.lexsort(points.T)
        area.plot(*points[order].T, color=COLOURS[0], linewidth=1)


def _outcomes(area: Axes, talks: Negotiation, points: Any) -> None:
    label = talks.conflict.labels.of
    middle = (points[:, 0].min() + points[:, 0].max()) / 2
    area.plot(*points.T, marker=".", color=GREY, linestyle="none", markersize=8)
    for point, profile in zip(points, np.ndindex(*talks.game.shape), strict=True):
        names = ", ".join(label(talks.game.actions[i][a]) for i, a in enumerate(profile))
        right = point[0] > middle
        area.annotate(
            names,
            point,
            xytext=(-7 if right else 7, 7),
            textcoords="offset points",
            ha="right" if right else "left",
            fontsize="x-small",
            color=GREY,
        )


def _line(area: Axes, talks: Negotiation) -> None:
    """Where side payments at the target lead, as far as both have no less than without an agreement."""
    low, total = talks.disagreement.astype(np.float64), float(talks.target.sum())
    ends = np.array([[low[0], total - low[0]], [total - low[1], low[1]]])
    area.plot(*ends.T, linestyle="--", color=COLOURS[5], linewidth=1, label="side payments at the target")


def _picks(area: Axes, named: list[tuple[str, Any]], *, filled: bool) -> None:
    """What the rules pick; those at one point share a mark."""
    places: dict[tuple[float, ...], list[str]] = {}
    for name, payoffs in named:
        places.setdefault(tuple(float(v) for v in payoffs), []).append(name)
    for k, (point, names) in enumerate(places.items()):
        colour = COLOURS[k % len(COLOURS)]
        area.plot(
            *point,
            marker=MARKERS[k % len(MARKERS)],
            color=colour,
            markerfacecolor=colour if filled else "white",
            markersize=8,
            linestyle="none",
            label="\n".join(names if filled else ["with side payments:", *names]),
        )
