"""What a study of uncertainty is about: conflicts, a country's figures, policies, and the games in any worlds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from tvet_games.errors import InputError, Problem, nearest, shorten, unknown
from tvet_games.games.normal_form import NormalFormGame
from tvet_games.model.algebra import ARRAYS
from tvet_games.model.calibration import Calibration
from tvet_games.model.conflict import Conflict
from tvet_games.model.formula import evaluate
from tvet_games.model.instrument import LEVEL, Instrument
from tvet_games.model.library import instruments_by_name
from tvet_games.model.policy import Policy
from tvet_games.numerics import Array, core, to_float
from tvet_games.study.setting import read_inputs
from tvet_games.study.worlds.distributions import Distribution, Quantile, quantiles
from tvet_games.study.worlds.draw import at_points, calibration_at, check_drawn_shares
from tvet_games.tables.labels import Labels, Language
from tvet_games.tables.words import money

Policies = Any
"""A Policy, a result that has levels, some of these, or a mapping of names to them; None for no policy."""

CELLS = 4_000_000
"""Most numbers in the payoff arrays of the worlds that are held at one time: 32 MB."""


@dataclass(frozen=True, slots=True, eq=False)
class Subject:
    """What a study of uncertainty is about.

    Attributes
    ----------
    conflicts : tuple of Conflict
    calibration : Calibration
        With its ties as derived values.
    policies : mapping of str to Policy
    known : mapping of str to Instrument
    lie : tuple of Quantile
        How each value may lie that can be drawn and that the games or the costs use.
    """

    conflicts: tuple[Conflict, ...]
    calibration: Calibration
    policies: Mapping[str, Policy]
    known: Mapping[str, Instrument]
    lie: tuple[Quantile, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """The values that are drawn."""
        return tuple(q.name for q in self.lie)

    @property
    def where(self) -> str:
        """Names of the conflicts and of the calibration."""
        return f"{shorten(', '.join(c.name for c in self.conflicts))} on {self.calibration.name}"

    @property
    def cells(self) -> int:
        """Numbers in the payoffs of one world."""
        return sum(len(c.shape) * int(np.prod(c.shape)) for c in self.conflicts)

    def worlds(self, unit: Array) -> Calibration:
        """Return the calibration at points of the unit cube, shape (n, k)."""
        drawn = calibration_at(self.calibration, self.names, at_points(self.lie, unit))
        check_drawn_shares(self.conflicts, drawn)
        return drawn

    def games(self, worlds: Calibration, policy: Policy, count: int) -> list[NormalFormGame]:
        """Return the game of each conflict in drawn worlds, a batch (count,)."""
        return [self._game(conflict, worlds, policy, count) for conflict in self.conflicts]

    def _game(self, conflict: Conflict, worlds: Calibration, policy: Policy, count: int) -> NormalFormGame:
        levels = {n: x for n, x in policy.items() if conflict.touched_by(self.known[n])}
        game = conflict.game(worlds, Policy(**levels), self.known.values())
        if not game.is_single:
            return game
        payoffs = np.broadcast_to(game.payoffs.astype(np.float64), (count, *game.payoffs.shape))
        return game.with_payoffs(payoffs)

    def cost(self, worlds: Calibration, policy: Policy, count: int) -> Array:
        """Return what the public pays where everybody cooperates [money per head of the first kind], shape (count,).

        A bill that several conflicts show counts once: the largest.
        """
        total = np.zeros(count)
        levels = {name: to_float(level) for name, level in policy.active.items()}
        for name, level in levels.items():
            instrument = self.known[name]
            amounts = {LEVEL: level, **{other: levels.get(other, 0.0) for other in instrument.interacts}}
            bills = [
                conflict.charged_effect(instrument, worlds, amounts, ARRAYS)[1][core(*(0,) * len(conflict.shape))]
                for conflict in self.conflicts
                if conflict.touched_by(instrument)
            ]
            heads = evaluate(worlds.heads[instrument.paid_once_per], worlds.floats(), ARRAYS)
            total = total + np.max(np.stack(np.broadcast_arrays(*bills)), axis=0) * heads
        return total

    @property
    def labels(self) -> Labels:
        """Names of values, players and conflicts as people read them."""
        labels = self.calibration.labels
        for conflict in (*self.conflicts, *(e.conflict for c in self.conflicts for e in c.edges)):
            labels = labels.over(conflict.labels)
        return labels

    def label_of_policy(self, name: str, language: Language) -> str:
        """Name of a policy: what the user calls it, or its levels."""
        policy = self.policies[name]
        if name.replace(" ", "") != _levels_text(policy).replace(" ", ""):
            return name
        if not policy.active:
            return "无政策" if language == "zh" else "no policy"
        return ", ".join(f"{self.known[n].labels.of(n, language)} {money(x)}" for n, x in policy.active.items())


def read_subject(
    conflicts: Conflict | str | Sequence[Conflict | str],
    calibration: Calibration | str,
    policies: Policies,
    distribution: Distribution,
    instruments: Iterable[Instrument] | None,
    *,
    levers: Iterable[Instrument] = (),
    games: bool = True,
    costs: bool = False,
) -> Subject:
    """Read what a study is about, and find the values that matter.

    Instruments whose levels are still to be chosen (``levers``) count as if they were used. What is asked may rest on
    ``games``, on ``costs`` at cooperation, or on both and so on expected costs; where costs rest on nothing that can be
    drawn, the values of the games are drawn.

    Raises
    ------
    UnknownNameError
        If a conflict, calibration, instrument or distribution is unknown.
    InputError
        If something is not of its kind, an instrument does nothing in any of the conflicts, or no value that the games
        use can be drawn.
    """
    given = [conflicts] if isinstance(conflicts, str | Conflict) else list(conflicts)
    if not given:
        raise InputError("conflicts", [Problem("", "there are none; give at least one")])
    chosen: list[Conflict] = []
    for one in given:
        conflict, figures = read_inputs(one, calibration, None)
        chosen.append(conflict)
    known = instruments_by_name(instruments)
    read = read_policies(policies)
    _check_policies(chosen, read, known)
    lie = quantiles(figures, distribution)
    used = [*levers, *{name: known[name] for policy in read.values() for name in policy.active}.values()]
    mattering = _mattering(lie, figures, _used(chosen, figures, used, games=games, costs=costs))
    if not games and not mattering:
        mattering = _mattering(lie, figures, _used(chosen, figures, used, games=True, costs=False))
    if not mattering:
        what = "no value that these conflicts and policies use has a range: nothing is uncertain"
        raise InputError(figures.name, [Problem("", what)])
    return Subject(tuple(chosen), figures.with_ties(), read, known, mattering)


def read_policies(given: Policies) -> dict[str, Policy]:
    """Return policies by name: what the user calls them, or their levels.

    Examples
    --------
    >>> list(read_policies([None, Policy(training_subsidy=5100)]))
    ['no policy', 'training_subsidy=5100']
    """
    if isinstance(given, Mapping) and not isinstance(given, Policy):
        named = {str(name): _policy(one) for name, one in given.items()}
    else:
        several = list(given) if isinstance(given, Sequence) and not isinstance(given, str) else [given]
        read = [_policy(one) for one in several]
        named = {_levels_text(policy): policy for policy in read}
        if len(named) < len(read):
            raise InputError("policies", [Problem("", "one stands twice; give names to them: {name: policy}")])
    if not named:
        raise InputError("policies", [Problem("", "there are none; give at least one, or None for no policy")])
    return named


def _policy(given: Any) -> Policy:
    policy = Policy() if given is None else getattr(given, "levels", given)
    if not isinstance(policy, Policy):
        what = "expected a Policy, a result with levels, some of these, or a mapping of names to them"
        raise InputError("policies", [Problem("", what, shorten(repr(given)))])
    arrays = [name for name, level in policy.items() if np.ndim(level)]
    if arrays:
        raise InputError("policies", [Problem(name, "is an array; expected one level") for name in arrays])
    return policy


def _levels_text(policy: Policy) -> str:
    levels = {
        name: level if level.denominator == 1 else f"{to_float(level):.6g}" for name, level in policy.active.items()
    }
    return ", ".join(f"{name}={level}" for name, level in levels.items()) or "no policy"


def _check_policies(
    conflicts: Sequence[Conflict], policies: Mapping[str, Policy], known: Mapping[str, Instrument]
) -> None:
    problems = []
    for name in {name: None for policy in policies.values() for name in policy}:
        if name not in known:
            raise unknown("instrument", name, known, source="policies")
        if not any(conflict.touched_by(known[name]) for conflict in conflicts):
            acting = [n for n, i in known.items() if any(c.touched_by(i) for c in conflicts)]
            problems.append(Problem(name, "does nothing in these conflicts", nearest=nearest(name, acting)))
    if problems:
        raise InputError("policies", problems)


def _mattering(lie: Mapping[str, Quantile], calibration: Calibration, used: frozenset[str]) -> tuple[Quantile, ...]:
    """How the values lie that used ones rest on."""
    roots = calibration.with_ties().roots(used & calibration.values.keys())
    return tuple(quantile for name, quantile in lie.items() if name in roots)


def _used(
    conflicts: Sequence[Conflict],
    calibration: Calibration,
    instruments: Iterable[Instrument],
    *,
    games: bool,
    costs: bool,
) -> frozenset[str]:
    """Every value that games, or bills at cooperation with their heads, or expected bills use under instruments."""
    used = frozenset[str]().union(*(conflict.names for conflict in conflicts if games))
    for instrument in instruments:
        used = used.union(*(conflict.values_of(instrument) for conflict in conflicts))
        if costs:
            used |= calibration.heads[instrument.paid_once_per].names
        if costs and games:
            used |= calibration.breakdown.names
    return used
