"""How likely cooperation is against the level of an instrument, with the band of its intervals."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tvet_games.errors import expected
from tvet_games.show.colours import COLOURS, GREY, as_written, axes
from tvet_games.study.uncertainty.curve import ProbabilityCurve
from tvet_games.study.uncertainty.probability_words import verdict_words
from tvet_games.tables.words import percent

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def plot_probability(curve: ProbabilityCurve, ax: Axes | None = None) -> Axes:
    """Draw the share of worlds in which everybody cooperates against the level, with its band.

    Parameters
    ----------
    curve : ProbabilityCurve
    ax : matplotlib.axes.Axes, optional

    Returns
    -------
    matplotlib.axes.Axes
        A dashed line at the share that was asked for, a dotted one at the least level from which on it is reached.

    Raises
    ------
    InputError
        If it is not what probability_curve() returns.

    Examples
    --------
    >>> from tvet_games.study.uncertainty.curve import probability_curve
    >>> asked = ("school_enterprise", "germany_2022", "training_subsidy", [0, 3000, 6000, 9000])
    >>> ax = plot_probability(probability_curve(*asked, draws=256))
    >>> ax.get_xlabel()
    'training subsidy [EUR per trainee-year]'
    """
    expected(curve, ProbabilityCurve, "plot_probability", "what probability_curve() returns")
    area, subject = axes(ax, (6.5, 4.5)), curve.found.subject
    band = f"{percent(curve.found.confidence)} interval at each level"
    area.fill_between(curve.values, curve.low, curve.high, color=COLOURS[4], alpha=0.4, linewidth=0, label=band)
    verdict = verdict_words(curve.found.verdict, subject, "en")
    area.plot(curve.values, curve.probability, color=COLOURS[0], linewidth=2, label=f"cooperation is {verdict}")
    area.axhline(curve.at_least, color=GREY, linewidth=1, linestyle="--", label=f"{percent(curve.at_least)} asked")
    least = curve.least()
    if least is not None:
        area.axvline(least, color=COLOURS[5], linewidth=1.5, linestyle=":", label=f"reached from {least:,.6g} on")
    area.set_xlim(curve.values[0], curve.values[-1] if len(curve.values) > 1 else curve.values[0] + 1)
    area.set_ylim(-0.03, 1.03)
    area.set_xlabel(_level_label(curve))
    area.set_ylabel("share of the possible worlds")
    area.set_title(f"{', '.join(subject.labels.of(c.name) for c in subject.conflicts)}, {subject.calibration.name}")
    area.legend(fontsize="small", frameon=False)
    return as_written(area)


def _level_label(curve: ProbabilityCurve) -> str:
    subject, instrument = curve.found.subject, curve.instrument
    unit = instrument.dimension
    if unit == "money":
        unit = subject.calibration.unit_per(subject.conflicts[0].per)
    return f"{instrument.labels.of(curve.over)} [{unit}]"
