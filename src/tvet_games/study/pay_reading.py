"""What a side payment means for the parameter that two stakeholders bargain about, such as the pay of a trainee.

A parameter can be read off where it moves the payoffs of the two at the target one against the other: a unit more of it
gives one player a unit and takes a unit from the other. Then a payment of x is the parameter higher or lower by x.

References
----------
Muehlemann and Wolter (2014), Return on investment of apprenticeship systems for enterprises, IZA
Journal of Labor Policy 3:25. doi:10.1186/2193-9004-3-25: fair ratios of apprentice to skilled pay by year of training.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from tvet_games.model.algebra import FRACTIONS
from tvet_games.model.calibration import Calibration
from tvet_games.model.conflict import Conflict
from tvet_games.model.figures import figures
from tvet_games.numerics import core, exact
from tvet_games.solve.bargaining.contract import Contract


@dataclass(frozen=True, slots=True)
class PublishedRatio:
    """A published figure to hold a contract against.

    Attributes
    ----------
    figure : str
        Its id.
    quantity : str
        What it is of.
    country, year : str
        Where and when it was found.
    value : Fraction
        [ratio]
    """

    figure: str
    quantity: str
    country: str
    year: str
    value: Fraction


@dataclass(frozen=True, slots=True)
class PayReading:
    """How a contract is read as a change of a parameter.

    Attributes
    ----------
    parameter : str
    value : Fraction
        [money per head and period] Without a contract.
    receiver : int
        Index of the player who gains by more of it.
    slope : Fraction
        By how much, a unit.
    against : str or None
        The value that it is paid for, such as the output of a trainee.
    output : Fraction or None
        [money per head and period] That value.
    relative_to : str or None
        The value that ratios are of, such as the pay of a skilled worker; None where the calibration has none.
    scale : Fraction or None
        [money per head and period] That value.
    published : tuple of PublishedRatio
    """

    parameter: str
    value: Fraction
    receiver: int
    slope: Fraction
    against: str | None
    output: Fraction | None
    relative_to: str | None
    scale: Fraction | None
    published: tuple[PublishedRatio, ...]

    def under(self, contract: Contract) -> Any:
        """The parameter under a contract [money per head and period]."""
        return self.value + contract.payments[self.receiver] / self.slope

    def ratio(self, amount: Any) -> Any:
        """An amount as a ratio of ``relative_to``; None where the calibration has no value for that."""
        return None if self.scale is None else amount / self.scale

    def to_frame(self) -> Any:
        """Return a :class:`pandas.DataFrame` of the published ratios: a row a figure."""
        import pandas as pd

        rows = [
            {"quantity": p.quantity, "country": p.country, "year": p.year, "ratio": p.value} for p in self.published
        ]
        return pd.DataFrame(rows, index=pd.Index([p.figure for p in self.published], name="figure"))


def pay_reading(conflict: Conflict, calibration: Calibration) -> PayReading | None:
    """Return how side payments of a conflict are read; None where its file names nothing that they can be read as.

    Parameters
    ----------
    conflict : Conflict
        Of two players, with ``read_as`` in its ``[bargaining]`` section.
    calibration : Calibration
        Of single values.

    Returns
    -------
    PayReading or None
        None also where the parameter does not move the two payoffs at the target one against the other.

    Examples
    --------
    >>> from tvet_games.model.library import load_calibration, load_conflict
    >>> reading = pay_reading(load_conflict("enterprise_student"), load_calibration("germany_2022"))
    >>> print(reading.parameter, reading.value, round(float(reading.ratio(reading.value)), 3))
    pay_fair 12792 0.287
    """
    section = conflict.bargaining
    if section is None or section.read_as is None:
        return None
    values = conflict.values(calibration, exact=True)
    moved = {**values, section.read_as: values[section.read_as] + 1}
    target = core(*(0,) * len(conflict.players))
    slopes = (conflict.baseline(moved, FRACTIONS) - conflict.baseline(values, FRACTIONS))[target]
    if slopes.sum() != 0 or not slopes.any():
        return None
    receiver = int(slopes.argmax())

    def amount(name: str | None) -> Fraction | None:
        return calibration.numbers.get(name) if name else None

    scale = amount(section.relative_to)
    return PayReading(
        parameter=section.read_as,
        value=values[section.read_as],
        receiver=receiver,
        slope=slopes[receiver],
        against=section.against,
        output=amount(section.against),
        relative_to=section.relative_to if scale is not None else None,
        scale=scale,
        published=tuple(_published(name) for name in section.compare_with),
    )


def _published(name: str) -> PublishedRatio:
    figure = figures()[name]
    return PublishedRatio(name, figure.quantity, figure.country, figure.year, exact(figure.value))
