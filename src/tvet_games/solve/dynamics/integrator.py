"""Steps of Dormand and Prince's fifth-order method for many systems at once.

Every system of a batch has its own time and its own step, chosen by its own error; a system that is finished is
dropped. So a trajectory does not depend on what it is computed together with.

Shapes: values ``(m, batch)``.

References
----------
Dormand and Prince (1980), A family of embedded Runge-Kutta formulae. doi:10.1016/0771-050X(80)90013-3
Hairer, Norsett and Wanner (1993), Solving Ordinary Differential Equations I, section II.4.
doi:10.1007/978-3-540-78862-1
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol, Self

import numpy as np

from tvet_games.numerics import Array

STAGES = (
    (1 / 5,),
    (3 / 40, 9 / 40),
    (44 / 45, -56 / 15, 32 / 9),
    (19372 / 6561, -25360 / 2187, 64448 / 6561, -212 / 729),
    (9017 / 3168, -355 / 33, 46732 / 5247, 49 / 176, -5103 / 18656),
    (35 / 384, 0.0, 500 / 1113, 125 / 192, -2187 / 6784, 11 / 84),
)
"""Weights of the rates so far at each stage; the last stage is the new value."""

ERROR = (71 / 57600, 0.0, -71 / 16695, 71 / 1920, -17253 / 339200, 22 / 525, -1 / 40)
"""Weights of the rates in the difference to the fourth-order value."""

SAFETY, SMALLEST, LARGEST = 0.9, 0.2, 5.0
"""A step aims a little below the allowed error and changes by a factor between these."""

FIRST = 0.01
"""First step: this over the largest rate, or over the duration."""

CROWDED = 0.75
"""The batch is packed anew when fewer than this share of it are still going."""

PUNCTUAL = 0.999
"""A step in which a trajectory arrives is shortened if it arrived before this part of it."""

MOST_STEPS = 200_000
"""A trajectory stops after this many steps; it is then still moving."""


class System(Protocol):
    """Systems of differential equations, one a column."""

    def rate(self, values: Array) -> Array:
        """How fast the values ``(m, batch)`` change."""
        ...

    def finished(self, values: Array, rate: Array) -> Array:
        """Which trajectories need not be followed further, ``(batch,)``."""
        ...

    def part(self, before: Array, after: Array) -> Array:
        """After which part of a step it was finished, ``(batch,)``; 1 where that makes no difference."""
        ...

    def take(self, keep: Array) -> Self:
        """The same for some of the batch."""
        ...


@dataclass(frozen=True, slots=True, eq=False)
class Arrival:
    """Where trajectories are when they finish, or when the time is over.

    Attributes
    ----------
    values, rate : array, shape (m, batch)
    time : array, shape (batch,)
    finished : array of bool, shape (batch,)
        False where the time, or the number of steps, was over before.
    """

    values: Array
    rate: Array
    time: Array
    finished: Array


def integrate(system: System, start: Array, duration: Array, accuracy: float, most_steps: int = MOST_STEPS) -> Arrival:
    """Follow systems until they are finished or their time is over.

    Parameters
    ----------
    system : System
    start : array, shape (m, batch)
    duration : array, shape (batch,)
    accuracy : float
        Largest error of a step, relative to 1 + size of the value.
    most_steps : int
        Steps, accepted or not, after which a trajectory stops.

    Returns
    -------
    Arrival
    """
    batch = start.shape[1]
    values, time = start.astype(np.float64), np.zeros(batch)
    rate = system.rate(values)
    done = system.finished(values, rate)
    out = Arrival(values.copy(), rate.copy(), time.copy(), done.copy())
    here = np.arange(batch)
    size = np.abs(rate).max(axis=0, initial=0.0)
    step = FIRST / np.where(size > 0, size, 1 / np.where(duration > 0, duration, 1.0))
    going, again = ~done & (duration > 0), np.zeros(batch, dtype=bool)
    for _ in range(most_steps):
        if not going.any():
            break
        if going.mean() < CROWDED:
            system, here, duration = system.take(going), here[going], duration[going]
            values, rate, time, step = values[:, going], rate[:, going], time[going], step[going]
            going, again = going[going], again[going]
        left = duration - time
        is_last = step >= left
        length = np.where(is_last, left, step)
        following, rate_there, error = _step(system, values, rate, length, accuracy)
        accepted = going & (error <= 1)
        done = accepted & system.finished(following, rate_there)
        late = np.zeros(len(done), dtype=bool)
        if done.any():
            # A long last step is taken again, so that it ends where the trajectory arrives; once is enough.
            part = system.part(values, following)
            late = done & ~again & (part < PUNCTUAL)
            again, accepted, done = again | late, accepted & ~late, done & ~late
        with np.errstate(divide="ignore"):
            step = length * np.clip(SAFETY * error**-0.2, SMALLEST, LARGEST)
        if late.any():
            step = np.where(late, length * part, step)
        values, rate = np.where(accepted, following, values), np.where(accepted, rate_there, rate)
        time = np.where(accepted, np.where(is_last, duration, time + length), time)
        stops = done | (accepted & is_last)
        if stops.any():
            where = here[stops]
            out.values[:, where], out.rate[:, where] = values[:, stops], rate[:, stops]
            out.time[where], out.finished[where] = time[stops], done[stops]
            going = going & ~stops
    out.values[:, here[going]], out.rate[:, here[going]] = values[:, going], rate[:, going]
    out.time[here[going]] = time[going]
    return out


def _step(system: System, values: Array, rate: Array, length: Array, accuracy: float) -> tuple[Array, Array, Array]:
    """The values after a step, their rate, and the error as a multiple of what is allowed."""
    rates = [rate]
    following = values
    for weights in STAGES:
        following = values + length * _weighted(weights, rates)
        rates.append(system.rate(following))
    wrong = np.abs(length * _weighted(ERROR, rates)) / (1 + np.maximum(np.abs(values), np.abs(following)))
    error = wrong.max(axis=0, initial=0.0) / accuracy
    return following, rates[-1], np.where(np.isfinite(error), error, np.inf)


def _weighted(weights: tuple[float, ...], rates: list[Array]) -> Array:
    total = weights[0] * rates[0]
    for weight, rate in zip(weights[1:], rates[1:], strict=False):
        if weight:
            total += weight * rate
    return total
