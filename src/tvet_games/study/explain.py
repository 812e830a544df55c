"""What a package rests on: the worth of each instrument, and how far each assumed number may move.

For every instrument: the cost without it, and with it alone. For every assumed number, the others as they are:

- where the package *fails*: the nearest values at which the levels as they stand no longer satisfy the criterion, its
  margin spent (the margin is there for this);
- where the *mix changes*: the nearest values at which the instruments of the package, their levels tuned anew, are no
  longer the cheapest set, because another instrument would be used or one of them would not;
- what the least cost is at both ends of its range: the bars of a tornado.

All values of all numbers are one batch of worlds. Where the criterion is a choice (an order of elimination), the mix is
compared within the branch that was found.

References
----------
Eschenbach (1992), Spiderplots versus tornado diagrams for sensitivity analysis, Interfaces 22.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from tvet_games.policy.problem import PolicyProblem
from tvet_games.policy.question import Question
from tvet_games.policy.search import answer
from tvet_games.policy.solution import PolicySolution
from tvet_games.study.leeway import ROUNDS, Leeway, leeway_of


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
class Explanation:
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
    instruments: tuple[InstrumentWorth, ...]
    direct_alone: Fraction | None
    leeway: tuple[Leeway, ...]

    def to_frame(self) -> Any:
        """Return a :class:`pandas.DataFrame` of the tornado: a row an assumed number."""
        import pandas as pd

        names = [n for n in Leeway.__dataclass_fields__ if n != "name"]
        rows = [{n: getattr(entry, n) for n in names} | {"swing": entry.swing} for entry in self.leeway]
        return pd.DataFrame(rows, index=[entry.name for entry in self.leeway], columns=[*names, "swing"])


def explain(
    asked: Question, solution: PolicySolution | None = None, *, progress: Callable[[int, int], None] | None = None
) -> Explanation:
    """Say what the cheapest package of a question rests on.

    Parameters
    ----------
    asked : Question
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
    found = solution if solution is not None else answer(asked)
    steps = len(asked.instruments) + 1 + ROUNDS
    done = 0

    def step() -> None:
        nonlocal done
        done += 1
        if progress is not None:
            progress(done, steps)

    worth = []
    for k in range(len(asked.instruments)):
        worth.append(_worth(asked, found, k))
        step()
    direct = [i for i, w in zip(asked.instruments, worth, strict=True) if w.is_direct]
    direct_alone = _cost_with(asked, direct)
    step()
    leeway = leeway_of(asked, found, step) if found.feasible else ()
    return Explanation(asked, found, tuple(worth), direct_alone, leeway)


def _worth(asked: Question, found: PolicySolution, k: int) -> InstrumentWorth:
    instrument = asked.instruments[k]
    others = [i for i in asked.instruments if i is not instrument]
    level = found.vector[k]
    without = found.cost if found.feasible and not level else _cost_with(asked, others)
    return InstrumentWorth(
        instrument.name, level, without, _cost_with(asked, [instrument]), _is_direct(found.problem, k)
    )


def _cost_with(asked: Question, instruments: Sequence[Any]) -> Fraction | None:
    """Cost of the cheapest package of some of the instruments; what they would interact with stays at zero."""
    names = {i.name for i in instruments}
    return answer(
        asked.replace(
            instruments=tuple(instruments),
            bounds={n: b for n, b in asked.bounds.items() if n in names},
            steps={n: s for n, s in asked.steps.items() if n in names},
            status_quo={n: v for n, v in asked.status_quo.items() if n in names},
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
