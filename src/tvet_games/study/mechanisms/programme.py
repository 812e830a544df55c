"""What a cultural programme is worth against money: its saving, by friction and by loyalty, and its break-even price.

At a programme price r the least cost C(r) is the least of many costs, each linear in r, so it is concave. The price
at which C(r) reaches the cost without the programme is found by steps of Dinkelbach, in fractions.

References
----------
Dinkelbach (1967), On nonlinear fractional programming, Management Science 13, 492-498. doi:10.1287/mnsc.13.7.492
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from tvet_games.linear_programs.certificate import ZERO
from tvet_games.model.instrument import Instrument
from tvet_games.model.rows import parse_field
from tvet_games.model.terms import split
from tvet_games.policy.question import Question
from tvet_games.policy.search import answer
from tvet_games.policy.solution import PolicySolution

DISTANCE = "cultural_distance"
PROGRAMME = "cultural_programme"
LOYALTY = "loyalty_gain"
PRICE = "programme_cost"

ROUNDS = 64
"""Most steps towards the break-even price; each is another vertex, so a few are enough."""


@dataclass(frozen=True, slots=True)
class Remains:
    """What of cooperation remains when everything that does not persist has ended.

    Attributes
    ----------
    conflict : str
    holds : bool
        Whether cooperation is still an equilibrium after the package with the programme among the levers.
    holds_without : bool or None
        After the package without it; None where there is none.
    """

    conflict: str
    holds: bool
    holds_without: bool | None


@dataclass(frozen=True, slots=True, eq=False)
class ProgrammeWorth:
    """What the programme is worth against money, at the distance of the calibration [money, all heads, expected].

    Attributes
    ----------
    level : Fraction
        In the cheapest package; 0 where it is not used, or where no package will do.
    cost, cost_without, cost_alone : Fraction or None
        Of the cheapest package with the programme among the levers, without it, and of it alone; None where no such
        package will do.
    cost_friction, cost_loyalty : Fraction or None
        As ``cost``, with a programme that removes friction only, and with one that raises loyalty only.
    price : Fraction or None
        ``programme_cost`` of the calibration, if it has one.
    break_even : Fraction, inf or None
        The largest price at which it is in the package: infinite where no package will do without it, 0 where it saves
        nothing even for free; None where no package will do, or the price does not enter the cost linearly (a
        player of the game bears it, or the search is not exact).
    persists : bool
        Whether its effect stays when it ends.
    remains : tuple of Remains
        For each conflict; empty where no package will do.
    """

    level: Fraction
    cost: Fraction | None
    cost_without: Fraction | None
    cost_alone: Fraction | None
    cost_friction: Fraction | None
    cost_loyalty: Fraction | None
    price: Fraction | None
    break_even: Fraction | float | None
    persists: bool
    remains: tuple[Remains, ...]

    @property
    def is_needed(self) -> bool:
        """Whether there is a package with it and none without it."""
        return self.cost is not None and self.cost_without is None

    @property
    def saving(self) -> Fraction | None:
        """What it saves the public; None where there is nothing to compare."""
        return self._saved(self.cost)

    @property
    def friction_saving(self) -> Fraction | None:
        """What a programme that removes friction only would save."""
        return self._saved(self.cost_friction)

    @property
    def loyalty_saving(self) -> Fraction | None:
        """What a programme that raises loyalty only would save."""
        return self._saved(self.cost_loyalty)

    def _saved(self, cost: Fraction | None) -> Fraction | None:
        return None if cost is None or self.cost_without is None else self.cost_without - cost


def programme_worth(
    asked: Question, programme: Instrument, solution: PolicySolution, without: PolicySolution
) -> ProgrammeWorth:
    """Tell what a programme is worth, from the cheapest packages with it and without it."""
    others = tuple(i for i in asked.instruments if i is not programme)
    parts = {
        part: answer(asked.replace(instruments=(*others, programme_part(programme, is_loyalty=part == LOYALTY)))).cost
        for part in (DISTANCE, LOYALTY)
    }
    after = solution.withdrawal() if solution.feasible else {}
    after_without = without.withdrawal() if without.feasible else {}
    return ProgrammeWorth(
        level=solution.levels.get(PROGRAMME, ZERO),
        cost=solution.cost,
        cost_without=without.cost,
        cost_alone=answer(asked.replace(instruments=(programme,))).cost,
        cost_friction=parts[DISTANCE],
        cost_loyalty=parts[LOYALTY],
        price=asked.calibration.numbers.get(PRICE),
        break_even=_break_even(asked, programme, without.cost),
        persists=programme.persists,
        remains=tuple(Remains(name, holds, after_without.get(name)) for name, holds in after.items()),
    )


def answered(asked: Question, values: Mapping[str, Fraction]) -> PolicySolution:
    """Answer a question at other values of its calibration."""
    return answer(asked.replace(calibration=asked.calibration.replace(**values)))


def programme_part(programme: Instrument, *, is_loyalty: bool) -> Instrument:
    """Return the programme with one of its effects only, at the same price.

    Parameters
    ----------
    programme : Instrument
    is_loyalty : bool
        Whether the terms with ``loyalty_gain`` in them are kept, or the others.

    Returns
    -------
    Instrument
    """
    effects = []
    for row in programme.effects:
        kept = {}
        for player, text in row.formulas.items():
            formula = parse_field(text, player, [])
            terms = [] if formula is None else [t for t in split(formula) if (LOYALTY in t.names) is is_loyalty]
            kept[player] = " ".join(f"{'-' if term.sign < 0 else '+'} {term}" for term in terms) or 0
        effects.append(row.model_copy(update=kept))
    return replace(programme, effects=tuple(effects))


def _break_even(asked: Question, programme: Instrument, without: Fraction | None) -> Fraction | float | None:
    """The price at which the least cost with the programme reaches that without it."""
    is_borne = any(player.pays for conflict in asked.conflicts for player in conflict.players)
    if is_borne or PRICE not in asked.calibration.numbers:
        return None
    k = asked.instruments.index(programme)
    bills = [_bill(asked, k, price) for price in range(3)]
    unit = bills[1] - bills[0]
    found, price = answered(asked, {PRICE: ZERO}), ZERO
    if found.cost is None or unit <= 0 or bills[2] - bills[1] != unit:
        return None
    if without is None:
        return math.inf
    for _ in range(ROUNDS):
        if found.status != "optimal" or found.cost is None:
            return None
        if found.cost >= without:
            return price
        price += (without - found.cost) / (unit * found.vector[k])
        found = answered(asked, {PRICE: price})
    return None


def _bill(asked: Question, k: int, price: int) -> Fraction:
    """Expected cost of one unit of the programme's level at a price, all heads."""
    problem = asked.problem(asked.calibration.replace(**{PRICE: price}))
    return problem.expected_bill[k]  # type: ignore[no-any-return]
