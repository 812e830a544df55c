"""The shares of each population over time, along one path; and the words that the plots of dynamics have in common."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from tvet_games.errors import expected
from tvet_games.model.calibration import Calibration
from tvet_games.model.conflict import Conflict
from tvet_games.model.policy import Policy
from tvet_games.numerics import to_float
from tvet_games.show.colours import COLOURS, MARKERS, as_written, axes
from tvet_games.solve.dynamics.rules import Dynamic, Replicator
from tvet_games.solve.dynamics.state import strategies_of
from tvet_games.study.evolution.evolve import Evolution
from tvet_games.study.evolution.fan import Fan
from tvet_games.study.evolution.long_run import LongRun

if TYPE_CHECKING:
    from matplotlib.axes import Axes

STYLES = ("-", "--", "-.", ":")
"""Line styles that go with the colours, so that colour is never the only difference."""

APART = 25
"""Points of time from one mark on a line to the next."""


def plot_shares_over_time(found: Evolution, ax: Axes | None = None) -> Axes:
    """Draw how the shares of each population move along the path.

    Parameters
    ----------
    found : Evolution
    ax : matplotlib.axes.Axes, optional

    Returns
    -------
    matplotlib.axes.Axes
        A line a population: the share of its first action. With more than two actions, a line an action.

    Raises
    ------
    InputError
        If it is not what evolve() returns.

    Examples
    --------
    >>> from tvet_games.study.evolution.evolve import evolve
    >>> ax = plot_shares_over_time(evolve("school_teacher", "germany_2022"))
    >>> [text.get_text() for text in ax.get_legend().get_texts()]
    ['school: support', 'teacher: practise']
    """
    expected(found, Evolution, "plot_shares_over_time", "what evolve() returns")
    area = axes(ax, (7.5, 4.5))
    label = found.conflict.labels.of
    pairs = [(i, a) for i, size in enumerate(found.conflict.shape) for a in range(size if size > 2 else 1)]
    shares = strategies_of(found.conflict.shape, found.path.states)
    for k, (i, a) in enumerate(pairs):
        player = found.conflict.players[i]
        area.plot(
            found.path.times,
            shares[i][:, a],
            color=COLOURS[k % len(COLOURS)],
            linestyle=STYLES[k % len(STYLES)],
            marker=MARKERS[k % len(MARKERS)],
            markevery=(k * APART // len(pairs), APART),
            markersize=5,
            linewidth=1.8,
            label=f"{label(player.name)}: {label(player.actions[a])}",
        )
    area.set_xlim(0, found.path.times[-1])
    area.set_xlabel(time_label(found.dynamic, found.unit))
    area.set_ylim(-0.03, 1.03)
    area.set_ylabel("share of the population")
    area.set_title(title_of(found.conflict, found.calibration, found.policy, found.rules, found.dynamic))
    area.legend(fontsize="small", loc="center left", bbox_to_anchor=(1.0, 0.5), frameon=False)
    return as_written(area)


def title_of(
    conflict: Conflict,
    calibration: Calibration,
    policy: Policy | None = None,
    rules: Mapping[str, str] | None = None,
    dynamic: Dynamic | None = None,
) -> str:
    r"""The conflict and the calibration; below, what is in force and the dynamic, if it is not the replicator's.

    Examples
    --------
    >>> from tvet_games.model.library import load_calibration, load_conflict
    >>> title_of(load_conflict("school_teacher"), load_calibration("germany_2022"), Policy(release_funding=900))
    'School and teacher, germany_2022\nrelease funding 900'
    """
    label = conflict.labels.of
    below = [f"{label(name)} {to_float(level):,.6g}" for name, level in (policy or Policy()).active.items()]
    below += [f"{label(name)} {text}" for name, text in (rules or {}).items()]
    if dynamic is not None and not isinstance(dynamic, Replicator):
        below.append(f"{dynamic.name} dynamic")
    first = f"{label(conflict.name)}, {calibration.name}"
    return f"{first}\n{', '.join(below)}" if below else first


def share_label(conflict: Conflict, player: int) -> str:
    """What a share of a population counts."""
    who, label = conflict.players[player], conflict.labels.of
    # With more than two, actions are names of things rather than verbs.
    link = " that" if len(who.actions) == 2 else ":"
    return f"share of {label(who.name)}{link} {label(who.actions[0])}"


def time_label(dynamic: Dynamic, unit: str) -> str:
    """What time is measured in."""
    if isinstance(dynamic, Replicator):
        return f"time [1 / ({unit})]"
    return "time [units in which everybody reconsiders once]"


def quantity_label(found: Fan | LongRun) -> str:
    """An instrument or value with its unit, as far as the unit is known."""
    name, dimension = found.over, ""
    if name in found.conflict.parameters:
        dimension = found.conflict.parameters[name].dimension
    elif name not in found.calibration.values:
        from tvet_games.model.library import shipped_instruments

        known = shipped_instruments().get(name)
        # A user's own instrument may have the name of one that ships.
        dimension = known.dimension if known is not None and known.labels == found.labels else ""
    unit = found.calibration.unit_per(found.conflict.per) if dimension == "money" else dimension
    return f"{found.labels.of(name)} [{unit}]" if unit else found.labels.of(name)
