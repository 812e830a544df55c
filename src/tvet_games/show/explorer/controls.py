"""The left side of the page: what to look at, the levels of instruments, and the figures behind it.

Names of things come from files: they are given to the page as properties and texts, never as markup.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from html import escape
from typing import Any

from nicegui import ui

from tvet_games.errors import FormulaError, shorten
from tvet_games.games.csv_tables import number_text
from tvet_games.model.calibration import Value
from tvet_games.model.parameter_labels import value_labels
from tvet_games.numerics import exact, to_float
from tvet_games.policy.criteria import CRITERIA
from tvet_games.show.explorer.subject import Subject
from tvet_games.show.explorer.words import said
from tvet_games.tables.labels import Language
from tvet_games.tables.units import unit_label
from tvet_games.tables.vocabulary import word
from tvet_games.tables.words import between, money

STEPS = 200
"""About so many steps from one end of a slider to the other."""

Moved = Callable[[str, Fraction], None]


@dataclass(frozen=True, slots=True)
class Dial:
    """One number that can be moved: a slider, and a field beside it.

    Attributes
    ----------
    name, label : str
    low, high, at : Fraction
    about : str
        What stands below it: bounds, provenance.
    """

    name: str
    label: str
    low: Fraction
    high: Fraction
    at: Fraction
    about: str


def heading(text: str, tag: str = "h2") -> None:
    """A heading."""
    ui.html(escape(text), tag=tag, sanitize=False)


def choice(label: str, names: Mapping[str, str], chosen: str, act: Callable[[str], None], testid: str) -> Any:
    """One of several by name."""
    box = ui.select(dict(names), label=label, value=chosen or None, on_change=lambda event: act(event.value))
    box.props("outlined dense options-dense")
    box.props["aria-label"] = label
    box.props["data-testid"] = testid
    return box


def dial(shown: Dial, moved: Moved, refused: Callable[[str], None], language: Language) -> Callable[[Fraction], None]:
    """A slider with a field; returns what sets both without telling anybody."""
    low, high = to_float(shown.low), to_float(shown.high)
    quiet, last = [False], [number_text(shown.at)]

    def tell(number: Fraction) -> None:
        show(number)
        moved(shown.name, number)

    def from_slider(event: Any) -> None:
        if not quiet[0]:
            tell(min(max(exact(round(float(event.value), 9)), shown.low), shown.high))

    def from_field() -> None:
        try:
            number = exact(str(field.value).strip())
        except FormulaError:
            refused(said("no number", language, field=shown.label, value=shorten(str(field.value))))
            field.value = last[0]
            return
        taken = min(max(number, shown.low), shown.high)
        tell(taken)
        if taken != number:
            ends = {"low": money(shown.low), "high": money(shown.high), "taken": money(taken)}
            refused(said("outside", language, field=shown.label, value=money(number), **ends))

    def show(number: Fraction) -> None:
        quiet[0] = True
        slider.value, field.value = to_float(number), number_text(number)
        last[0] = field.value
        quiet[0] = False

    with ui.element("div").classes("dial"):
        ui.label(shown.label).classes("dial-name")
        slider = ui.slider(min=low, max=high, step=step_of(high - low), value=to_float(shown.at), on_change=from_slider)
        field = ui.input(value=number_text(shown.at)).props("outlined dense")
        field.on("change", from_field)
        ui.label(shown.about).classes("dial-about")
    for element, kind in ((slider, "slider"), (field, "field")):
        element.props["aria-label"] = shown.label
        element.props["data-testid"] = f"{kind}-{shown.name}"
    if shown.low == shown.high:
        slider.disable()
        field.disable()
    return show


def step_of(width: float) -> float:
    """A round step for a slider of some width: 1, 2 or 5 times a power of ten.

    Examples
    --------
    >>> step_of(26_200), step_of(1), step_of(0)
    (100.0, 0.005, 1.0)
    """
    if width <= 0:
        return 1.0
    ten = 10.0 ** math.floor(math.log10(width / STEPS))
    return float(f"{next(k for k in (1, 2, 5, 10) if k * ten * STEPS >= width * 0.75) * ten:.3g}")


def levels(subject: Subject) -> list[Dial]:
    """A dial an instrument."""
    language, currency = subject.state.language, subject.calibration.unit.currency
    dials = []
    for lever in subject.levers:
        dimension = lever.instrument.dimension
        unit = unit_label(currency, language) if dimension == "money" else word(dimension, language)
        label = said("level of", language, name=lever.instrument.labels.of(lever.name, language), unit=unit)
        about = between(money(to_float(lever.low)), money(to_float(lever.high)), language)
        at = subject.state.levels.get(lever.name, Fraction(0))
        dials.append(Dial(lever.name, label, lever.low, lever.high, at, about))
    return dials


def figures(subject: Subject, published: Mapping[str, Value]) -> list[Dial]:
    """A dial for each value that has a range, with what it rests on."""
    language, labels = subject.state.language, value_labels(subject.calibration)
    inputs = subject.calibration.roots(sorted(subject.conflict.names & subject.calibration.numbers.keys()))
    dials = []
    for name in inputs:
        value = published[name]
        if value.low is None or value.high is None or value.formula is not None:
            continue
        at = subject.state.values.get(name, value.number)
        source = value.source or ", ".join(value.figures) or value.why
        about = " · ".join(filter(None, (word(value.provenance, language), source)))
        low, high = min(value.low, at), max(value.high, at)
        dials.append(Dial(name, labels.of(name, language), low, high, at, about))
    return dials


def criteria(language: Language) -> dict[str, str]:
    """What the criteria are called."""
    return {name: said(f"to be {name}", language) for name in CRITERIA}
