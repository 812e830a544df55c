"""Incentives that react to the shares, written as formulas: the level of an instrument as a function of who cooperates.

A rule such as ``5100*(1 - enterprise)`` is a formula (:mod:`~tvet_games.model.formula`) over the names of the players,
which stand for the shares that cooperate, and the values of the calibration. Its derivatives come from evaluating it
over dual numbers, never from text run as code.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import reduce
from itertools import product
from typing import Any

import numpy as np

from tvet_games.errors import FormulaError, InputError, Problem, expected, nearest, unknown
from tvet_games.model.algebra import ARRAYS
from tvet_games.model.calibration import Calibration
from tvet_games.model.conflict import Conflict
from tvet_games.model.dual import DUALS, Dual
from tvet_games.model.formula import Formula, evaluate, parse
from tvet_games.model.instrument import LEVEL, Instrument
from tvet_games.model.library import instruments_by_name
from tvet_games.model.policy import Policy
from tvet_games.numerics import TOLERANCE, Array
from tvet_games.solve.dynamics.feedback import FeedbackGame
from tvet_games.study.setting import read_inputs
from tvet_games.tables.labels import Labels

MOST_POINTS = 5_000
"""A rule is tried at most at this many states before it is used."""


def feedback_game(
    conflict: Conflict | str,
    calibration: Calibration | str,
    rules: Mapping[str, str | float],
    policy: Policy | None = None,
    instruments: Iterable[Instrument] | None = None,
) -> FeedbackGame:
    """Return a conflict in which the levels of some instruments react to the shares that cooperate.

    Parameters
    ----------
    conflict : Conflict or name
        Of players with two actions each.
    calibration : Calibration or name
        Of single values.
    rules : mapping of instrument to formula
        [dimension of the instrument's level] Over the players' names, each the share that cooperates, and the values
        of the calibration.
    policy : Policy, optional
        Levels of other instruments, which stay.
    instruments : iterable of Instrument, optional
        What the names mean; by default the shipped instruments.

    Returns
    -------
    FeedbackGame
        Payoffs and costs [money per head and period of the conflict]; costs are public, whoever bears them.

    Raises
    ------
    InputError
        If a name is unknown, an instrument does nothing here or depends on the level of another one, or a rule is no
        formula, has no finite value, or goes below 0 (a share: above 1).

    Examples
    --------
    >>> game = feedback_game("school_enterprise", "austria_2016", {"training_subsidy": "6000*(1 - enterprise)"})
    >>> game.levels(np.array([0.5, 0.25])).tolist(), game.slopes(np.array([0.5, 0.25])).tolist()
    ([4500.0], [[0.0, -6000.0]])
    """
    chosen, values = read_inputs(conflict, calibration, policy)
    expected(rules, Mapping, "rules", "a mapping of instruments to formulas")
    if not rules:
        raise InputError("rules", [Problem("", "is empty; give a formula for an instrument")])
    many = [p.name for p in chosen.players if len(p.actions) != 2]
    if many:
        raise InputError("rules", [Problem(p, "has more than two actions; rules speak of one share") for p in many])
    known = instruments_by_name(instruments)
    fixed = sorted(set(rules) & set(policy or ()))
    if fixed:
        raise InputError(
            "rules", [Problem(name, "has a level in the policy as well; give one of the two") for name in fixed]
        )
    used = [_instrument(name, known, chosen, {**(policy or {}), **rules}) for name in rules]
    formulas = {name: _formula(name, text, chosen, values) for name, text in rules.items()}
    levels = _Levels(tuple(formulas.values()), chosen.player_names, values.floats())
    _check_levels(levels, used, len(chosen.players))
    units = [_unit(chosen, values, instrument) for instrument in used]
    effects, costs = (np.stack(parts) for parts in zip(*units, strict=True))
    labels = reduce(Labels.over, (instrument.labels for instrument in used), chosen.labels)
    baseline = replace(chosen, labels=labels).game(values, policy, list(known.values()))
    return FeedbackGame(baseline, effects, costs, levels.at, levels.slopes, tuple(rules))


def _unit(conflict: Conflict, calibration: Calibration, instrument: Instrument) -> tuple[Array, Array]:
    """What one unit of a level adds to the payoffs, and what it costs the public per head of the conflict."""
    others = dict.fromkeys(instrument.interacts, 0.0)
    one, two = (
        conflict.charged_effect(instrument, calibration, {**others, LEVEL: level}, ARRAYS) for level in (1.0, 2.0)
    )
    if not all(np.allclose(twice, 2 * once) for once, twice in zip(one, two, strict=True)):
        what = "has an effect that is not proportional to its level, as rules that react need"
        raise InputError("rules", [Problem(instrument.name, what)])
    payoffs, cost = one
    heads = calibration.heads_for(instrument.paid_once_per, conflict.per, calibration.floats(), ARRAYS)
    size = (len(conflict.players), *conflict.shape)
    return np.broadcast_to(payoffs, size), np.broadcast_to(cost * heads, conflict.shape)


class _Levels:
    """Rules as functions of the state."""

    def __init__(self, formulas: tuple[Formula, ...], players: tuple[str, ...], values: Mapping[str, Any]) -> None:
        self.formulas, self.players, self.values = formulas, players, values

    def at(self, state: Array) -> Array:
        """Levels at states ``(..., d)``, shape (..., K)."""
        shares = {player: state[..., k] for k, player in enumerate(self.players)}
        with np.errstate(all="ignore"):
            levels = [evaluate(f, {**self.values, **shares}, ARRAYS) for f in self.formulas]
        return np.stack([np.broadcast_to(level, state.shape[:-1]) for level in levels], axis=-1)

    def slopes(self, state: Array) -> Array:
        """Their derivatives by the shares, shape (..., K, d)."""
        axes = np.eye(len(self.players))
        shares = {p: Dual(state[..., k], np.broadcast_to(axes[k], state.shape)) for k, p in enumerate(self.players)}
        with np.errstate(all="ignore"):
            found = [evaluate(f, {**self.values, **shares}, DUALS) for f in self.formulas]
        slopes = [n.slope if isinstance(n, Dual) else np.zeros(state.shape) for n in found]
        return np.stack([np.broadcast_to(slope, state.shape) for slope in slopes], axis=-2)


def _instrument(
    name: str, known: Mapping[str, Instrument], conflict: Conflict, others: Mapping[str, Any]
) -> Instrument:
    if name not in known:
        raise unknown("instrument", name, known, source="rules")
    found = known[name]
    if not conflict.touched_by(found):
        raise InputError("rules", [Problem(name, f"does nothing in the conflict {conflict.name}")])
    mixed = sorted(set(found.interacts) & set(others))
    if mixed:
        what = f"acts together with {', '.join(mixed)}, which rules that react cannot follow"
        raise InputError("rules", [Problem(name, what)])
    return found


def _formula(name: str, text: str | float, conflict: Conflict, calibration: Calibration) -> Formula:
    try:
        formula = parse(text)
    except FormulaError as error:
        raise InputError("rules", [Problem(name, str(error))]) from None
    names = (*conflict.player_names, *calibration.numbers)
    what = "is neither a player (the share that cooperates) nor a value of the calibration"
    problems = [Problem(name, what, n, nearest(n, names)) for n in sorted(formula.names) if n not in names]
    if problems:
        raise InputError("rules", problems)
    return formula


def _check_levels(levels: _Levels, instruments: list[Instrument], count: int) -> None:
    """Try the rules at a grid of states."""
    each = max(2, int(MOST_POINTS ** (1 / count)))
    grid = np.array(list(product(np.linspace(0, 1, min(each, 11)), repeat=count)))
    found = levels.at(grid)
    problems = []
    for k, instrument in enumerate(instruments):
        bad = ~np.isfinite(found[:, k]) | (found[:, k] < -TOLERANCE)
        if instrument.dimension == "share":
            bad |= found[:, k] > 1 + TOLERANCE
        if bad.any():
            where = ", ".join(f"{p} {s:g}" for p, s in zip(levels.players, grid[bad][0], strict=True))
            wanted = "between 0 and 1" if instrument.dimension == "share" else "at least 0"
            problems.append(Problem(instrument.name, f"is {found[bad][0, k]:g} at {where}; expected {wanted}"))
    if problems:
        raise InputError("rules", problems)
