"""tvet-games take-up."""

from __future__ import annotations

from tvet_games.cli.output import console, language, print_card, print_json
from tvet_games.cli.studies import draw, is_scenario
from tvet_games.errors import FormulaError, InputError, Problem
from tvet_games.model.calibration import Calibration
from tvet_games.model.library import load_calibration, load_instrument, load_scenario
from tvet_games.model.schema import TakeUpTable
from tvet_games.numerics import exact, to_float
from tvet_games.study.take_up import take_up


def run(
    *,
    calibration: str,
    instrument: str | None,
    levels: list[str] | None,
    distribution: str | None,
    plot: str | None,
    json: bool,
    lang: str,
) -> None:
    """Print a row a level, for a calibration, or for a scenario's own and its [take_up] table."""
    tongue = language(lang)
    values, asked = _values(calibration)
    lever = load_instrument(instrument or (asked.instrument if asked else "training_subsidy"))
    shape = distribution or (asked.distribution if asked else "normal")
    found = take_up(values, lever, levels=_levels(levels), distribution=shape)

    def picture() -> object:
        from tvet_games.show.take_up import plot_take_up

        return plot_take_up(found)

    draw(plot, picture)
    columns = ("levels", "share", "additional", "cost", "cost_per_additional", "windfall_share")
    if json:
        said = {"fitted": found.fitted, "predicted": found.predicted}
        print_json(
            {"calibration": calibration, "instrument": lever.name, **said, **{c: getattr(found, c) for c in columns}}
        )
        return
    print_card(console(), found.card(tongue))


def _values(name: str) -> tuple[Calibration, TakeUpTable | None]:
    """A calibration by name or path, or that of a scenario with its table."""
    if is_scenario(name):
        scenario = load_scenario(name)
        return scenario.calibration, scenario.take_up
    return load_calibration(name), None


def _levels(given: list[str] | None) -> list[float] | None:
    if not given:
        return None
    try:
        return [to_float(exact(text)) for text in given]
    except FormulaError as error:
        raise InputError("", [Problem("--level", str(error))]) from None
