"""How likely cooperation is against the level of an instrument, with the band of its intervals."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tvet_games.errors import expected
from tvet_games.show.colours import COLOURS, GREY, axes
from tvet_games.show.legends import legend_below
from tvet_games.show.style import COLUMN, in_style
from tvet_games.show.uncertain_words import subject_title
from tvet_games.study.uncertainty.curve import ProbabilityCurve
from tvet_games.study.uncertainty.probability_words import verdict_words
from tvet_games.tables.labels import Language, spoken
from tvet_games.tables.units import with_unit
from tvet_games.tables.words import fill, money, percent

if TYPE_CHECKING:
    from matplotlib.axes import Axes

PHRASES: dict[str, tuple[str, str]] = {
    "verdict": ("cooperation is {verdict}", "合作是{verdict}"),
    "band": ("{confidence} interval at each level", "各水平的 {confidence} 区间"),
    "asked": ("{share} asked", "要求 {share}"),
    "least": ("reached from {level} on", "自 {level} 起达到"),
    "share": ("share of the possible worlds", "占可能情形的比例"),
}

BAND = "#BCDDF3"
"""Colour of the band."""


@in_style
def plot_probability(curve: ProbabilityCurve, ax: Axes | None = None, *, language: Language | None = None) -> Axes:
    """Draw the share of worlds in which everybody cooperates against the level, with its band.

    Parameters
    ----------
    curve : ProbabilityCurve
    ax : matplotlib.axes.Axes, optional
    language : {"en", "zh"}, optional
        By default the one that is set.

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
    language, subject, values = spoken(language), curve.found.subject, curve.values
    area = axes(ax, (COLUMN, 2.9))
    verdict = fill(PHRASES, "verdict", language, verdict=verdict_words(curve.found.verdict, subject, language))
    area.plot(values, curve.probability, color=COLOURS[0], marker="o", markersize=3, clip_on=False, label=verdict)
    band = fill(PHRASES, "band", language, confidence=percent(curve.found.confidence))
    area.fill_between(values, curve.low, curve.high, color=BAND, linewidth=0, label=band)
    asked = fill(PHRASES, "asked", language, share=percent(curve.at_least))
    area.axhline(curve.at_least, color=GREY, linewidth=0.8, linestyle="--", label=asked)
    least = curve.least()
    if least is not None:
        reached = fill(PHRASES, "least", language, level=money(least))
        area.axvline(least, color="black", linewidth=0.9, linestyle=":", label=reached)
    area.locator_params(axis="x", nbins=6)
    area.set_xlim(values[0], values[-1] if len(values) > 1 else values[0] + 1)
    area.set_ylim(-0.03, 1.03)
    area.set_xlabel(_level_label(curve, language))
    area.set_ylabel(fill(PHRASES, "share", language))
    area.set_title(subject_title(subject, language))
    legend_below(area, columns=2)
    return area


def _level_label(curve: ProbabilityCurve, language: Language) -> str:
    subject, instrument = curve.found.subject, curve.instrument
    unit = instrument.dimension
    if unit == "money":
        unit = subject.calibration.unit_per(subject.conflicts[0].per)
    return with_unit(instrument.labels.of(curve.over, language), unit, language)
