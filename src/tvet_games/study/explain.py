"""What a package rests on: the worth of each instrument, and how far each assumed number may move.

For every instrument: the cost without it, and with it alone; what is in force and no lever always stays. For every
assumed number, the others as they are:

- where the package *fails*: the nearest values at which the levels as they stand no longer satisfy the criterion, its
  margin spent (the margin is there for this);
- where the *mix changes*: the nearest values at which the instruments of the package, their levels tuned anew, are no
  longer the cheapest set, because another instrument would be used or one of them would not;
- what the least cost is at both ends of its range: the bars of a tornado.

All values of all numbers are one batch of worlds. Where the question is a choice (an order of elimination, whole
steps), that batch sees only the branch that was found; the cost at the ends of a range, and where the mix changes, are
then searched for again, one world at a time.

References
----------
Eschenbach (1992), Spiderplots versus tornado diagrams for sensitivity analysis, Interfaces 22.
"""

from __future__ import annotations

from collections.abc import Callable, Set
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Any

from tvet_games.errors import InputError
from tvet_games.model.instrument import Instrument
from tvet_games.numerics import exact, to_float
from tvet_games.policy.problem import PolicyProblem
from tvet_games.policy.question import Question
from tvet_games.policy.requirements import choices_of
from tvet_games.policy.scenario import Asked, as_question
from tvet_games.policy.search import answer
from tvet_games.policy.solution import PolicySolution
from tvet_games.study.leeway import ROUNDS, Leeway, assumed, by_swing, leeway_of, reach
from tvet_games.tables.card import Card
from tvet_games.tables.labels import Language, spoken
from tvet_games.tables.shown import Shown

GLOBAL = "global search"
"""The method of a solution whose cost is not that of a linear program."""

HALVINGS = 16
"""How often a distance is halved to find where the mix changes, where the question is a choice."""

BESIDE = 1e-4
"""How far to each side of a change of the mix a search confirms it, as a share of the number that is moved."""


@dataclass(frozen=True, slots=True)
class InstrumentWorth:
    """What one instrument is worth to the package.

    Attributes
    ----------
    name : str
    level : Fraction
        In the cheapest package.
    cost_without : Fraction or None
        [money, all heads] Of the cheapest package without it; None where there is none.
    cost_alone : Fraction or None
        Of the cheapest package of it alone.
    is_direct : bool
        Whether it pays a player for cooperating, one unit of public money for one unit.
    """

    name: str
    level: Fraction
    cost_without: Fraction | None
    cost_alone: Fraction | None
    is_direct: bool


@dataclass(frozen=True, slots=True, eq=False)
class Explanation(Shown):
    """What a package rests on.

    Attributes
    ----------
    question : Question
    solution : PolicySolution
    instruments : tuple of InstrumentWorth
        In the order of the question.
    direct_alone : Fraction or None
        [money, all heads] Cost of the cheapest package of direct payments alone; None where there is none.
    leeway : tuple of Leeway
        Of every assumed number, the largest swing first: a tornado.
    """

    question: Question = field(repr=False)
    solution: PolicySolution = field(repr=False)
    instruments: tuple[InstrumentWorth, ...] = field(repr=False)
    direct_alone: Fraction | None
    leeway: tuple[Leeway, ...] = field(repr=False)

    def describe(self, language: Language = "en") -> tuple[str, ...]:
        """Say what the package costs, what its instruments are worth, and which assumed numbers it hangs on."""
        from tvet_games.study.explain_words import describe

        return describe(self, language)

    def card(self, language: Language | None = None) -> Card:
        """Return the worth of each instrument, and the leeway of each assumed number."""
        from tvet_games.study.explain_card import explanation_card

        return explanation_card(self, spoken(language))

    def to_frame(self) -> Any:
        """Return a :class:`pandas.DataFrame` of the tornado: a row an assumed number."""
        import pandas as pd

        names = [n for n in Leeway.__dataclass_fields__ if n != "name"]
        rows = [{n: getattr(entry, n) for n in names} | {"swing": entry.swing} for entry in self.leeway]
        return pd.DataFrame(rows, index=[entry.name for entry in self.leeway], columns=[*names, "swing"])


def explain(
    asked: Asked, solution: PolicySolution | None = None, *, progress: Callable[[int, int], None] | None = None
) -> Explanation:
    """Say what the cheapest package of a question rests on.

    Parameters
    ----------
    asked : Question, Scenario, name or path
    solution : PolicySolution, optional
        Its answer, if it is known already.
    progress : function, optional
        Called with how many steps are done, and how many there are.

    Returns
    -------
    Explanation
        Without leeway where the question has no answer.

    Examples
    --------
    >>> from tvet_games.policy.question import question
    >>> found = explain(question("school_enterprise", "germany_2022", ["training_subsidy", "school_grant"]))
    >>> found.leeway[0].name, round(found.leeway[0].cost_at_low), round(found.leeway[0].cost_at_high)
    ('standing', 5265, 1855)
    """
    asked = as_question(asked)
    found = solution if solution is not None else answer(asked)
    levers = [k for k, i in enumerate(asked.instruments) if not _stays(asked, i)]
    searched = assumed(asked, found) if found.feasible and _is_choice(found) else []
    steps = len(levers) + 1 + ROUNDS + len(searched)
    done = 0

    def step() -> None:
        nonlocal done
        done += 1
        if progress is not None:
            progress(done, steps)

    worth = []
    for k in levers:
        worth.append(_worth(asked, found, k))
        step()
    direct_alone = _cost_with(asked, {w.name for w in worth if w.is_direct})
    step()
    leeway = leeway_of(asked, found, step) if found.feasible else ()
    if searched:
        leeway = by_swing([_searched_again(asked, found, entry, step) for entry in leeway])
    return Explanation(asked, found, tuple(worth), direct_alone, leeway)


# What instruments are worth


def _stays(asked: Question, instrument: Instrument) -> bool:
    """Whether an instrument is in force and stays as it is."""
    level = asked.status_quo.get(instrument.name)
    return level is not None and asked.bounds.get(instrument.name) == (level, level)


def _worth(asked: Question, found: PolicySolution, k: int) -> InstrumentWorth:
    name, level = asked.instruments[k].name, found.vector[k]
    others = {i.name for i in asked.instruments} - {name}
    without = found.cost if found.feasible and not level else _cost_with(asked, others)
    return InstrumentWorth(name, level, without, _cost_with(asked, {name}), _is_direct(found.problem, k))


def _cost_with(asked: Question, names: Set[str]) -> Fraction | None:
    """Cost of the cheapest package of some of the levers; what they would interact with stays at zero.

    What is in force and no lever stays. A lever that is in force today and not among them is ended: where things stand
    today is as it was.
    """
    ended = {i.name for i in asked.instruments if i.name in asked.status_quo and not _stays(asked, i)} - names
    kept = [i for i in asked.instruments if i.name in names or i.name in ended or _stays(asked, i)]
    bounds = {n: b for n, b in asked.bounds.items() if n in {i.name for i in kept}}
    return answer(
        asked.replace(
            instruments=tuple(kept),
            bounds={**bounds, **dict.fromkeys(ended, (Fraction(0), Fraction(0)))},
            steps={n: s for n, s in asked.steps.items() if n in names},
        )
    ).cost


def _is_direct(problem: PolicyProblem, k: int) -> bool:
    """Whether a unit of the level is a unit of public money to a player who cooperates, and takes from nobody."""
    for arrays in problem.conflicts:
        if arrays.shows[k]:
            target = (0,) * len(arrays.conflict.shape)
            effect, cost = arrays.effect[k], arrays.cost[k]
            paid = sum(effect[(i, *target)] for i in range(len(target)))
            if not (cost[target] > 0 and paid == cost[target] and (effect >= 0).all()):
                return False
    return True


# Where the question is a choice


def _is_choice(found: PolicySolution) -> bool:
    """Whether the batch of worlds sees less than the question: a branch of a choice, or what a global search fixed."""
    return found.method == GLOBAL or bool(choices_of(found.problem, found.requirements))


def _is_rough(found: PolicySolution) -> bool:
    """Whether the search ends within a gap, so that close to a change its mix says little."""
    return found.method == GLOBAL or any(c.endless for c in choices_of(found.problem, found.requirements))


def _searched_again(asked: Question, found: PolicySolution, entry: Leeway, step: Callable[[], None]) -> Leeway:
    """The same number with what searches find: the cost at the ends of its range, and where the mix changes."""
    mix = _mix(found)
    worlds = {end: _in_world(asked, entry.name, end) for end in (entry.low, entry.high)}

    def other(value: float) -> bool:
        solution = worlds[value] if value in worlds else _in_world(asked, entry.name, value)
        return solution.feasible and _mix(solution) != mix

    def change(near: float | None, end: float, limit: float) -> float | None:
        if near is not None:
            beside = min(BESIDE * max(abs(near), abs(entry.value)), abs(near - entry.value) / 2)
            inside, beyond = (near - beside, min(near + beside, limit))
            if near < entry.value:
                inside, beyond = (near + beside, max(near - beside, limit))
            if other(beyond):
                return _nearest(other, entry.value, inside) if other(inside) else near
        return _nearest(other, entry.value, end) if end != entry.value and other(end) else None

    below = above = None
    if not _is_rough(found):
        least, most = reach(asked.calibration, asked, entry.name)
        below = change(entry.changes_below, entry.low, least)
        above = change(entry.changes_above, entry.high, most)
    step()
    costs = [float("inf") if worlds[end].cost is None else to_float(worlds[end].cost) for end in worlds]
    return replace(entry, changes_below=below, changes_above=above, cost_at_low=costs[0], cost_at_high=costs[-1])


def _nearest(other: Callable[[float], bool], inner: float, outer: float) -> float:
    """Halve the distance between a value with the mix and one with another, which the result is."""
    for _ in range(HALVINGS):
        middle = (inner + outer) / 2
        inner, outer = (inner, middle) if other(middle) else (middle, outer)
    return outer


def _mix(solution: PolicySolution) -> set[str]:
    """The instruments that a package uses."""
    return {name for name, level in solution.levels.items() if level}


def _in_world(asked: Question, name: str, value: float) -> PolicySolution:
    """The question answered with another number; an instrument that has no room there stays at its lower bound."""
    moved = asked.replace(calibration=asked.calibration.replace(**{name: value}))
    try:
        return answer(moved)
    except InputError:  # the bounds of an instrument contradict each other there; anything else fails again
        levers = moved.problem(is_exact=False).levers
    own = {v.name: v for v in levers if None in asked.bounds.get(v.name, (None, None)) and v.step is None}
    shut = {name: (exact(float(v.low)),) * 2 for name, v in own.items() if v.high <= v.low}
    return answer(moved.replace(bounds={**asked.bounds, **shut}))
