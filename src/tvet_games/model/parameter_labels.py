"""Labels of values as the shipped conflicts and instruments give them; a calibration names few of its own."""

from __future__ import annotations

from functools import cache

from tvet_games.model.calibration import Calibration
from tvet_games.model.library import conflicts, load_conflict, shipped_instruments
from tvet_games.tables.labels import Labels


def value_labels(calibration: Calibration) -> Labels:
    """Return the labels of a calibration's values: its own, completed by those of conflicts and instruments.

    Examples
    --------
    >>> from tvet_games.model.library import load_calibration
    >>> value_labels(load_calibration("germany_2022")).of("training_cost", "zh")
    '培训总成本'
    """
    return calibration.labels.over(parameter_labels())


@cache
def parameter_labels() -> Labels:
    """Return the labels of the parameters of all that is shipped."""
    every = Labels()
    for labels, names in _declared():
        own = Labels(
            {n: labels.en[n] for n in names if n in labels.en}, {n: labels.zh[n] for n in names if n in labels.zh}
        )
        every = every.over(own)
    return every


def _declared() -> list[tuple[Labels, list[str]]]:
    """Labels of each file, and the parameters that it declares."""
    files = [load_conflict(name) for name in conflicts()]
    found = [(conflict.labels, list(conflict.parameters)) for conflict in files]
    return found + [(lever.labels, list(lever.parameters)) for lever in shipped_instruments().values()]
