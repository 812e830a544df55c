"""The bargaining solution of one feasible set: a hull or a line in fractions, a curve in floats.

Float payoffs of a hull are taken with their exact value, solved in fractions and given back as floats, so that floats
and fractions go the same way. Only whether there is anything to gain, and whether weighted sums are equal, is judged
with the tolerance for ties.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np

from tvet_games.errors import InputError, Problem
from tvet_games.numerics import Array, row_of_numbers
from tvet_games.solve.bargaining import rules
from tvet_games.solve.bargaining.chain import Agreement, Chain, Pair
from tvet_games.solve.bargaining.contract import amount
from tvet_games.solve.bargaining.curve import CurveOutcome, RationalCurve
from tvet_games.solve.bargaining.feasible_set import FeasibleSet, rational
from tvet_games.solve.bargaining.line import alternating, shares, surplus
from tvet_games.solve.bargaining.rules import Outcome
from tvet_games.solve.bargaining.solution import BargainingSolution
from tvet_games.solve.bargaining.terms import Terms


def solve_set(feasible: FeasibleSet, d: Array, terms: Terms, outside: Array | None = None) -> BargainingSolution:
    """Return the bargaining solution of one feasible set.

    Parameters
    ----------
    feasible : FeasibleSet
    d : array, shape (n,)
        The disagreement point [the game's unit].
    terms : Terms
    outside : array, shape (n,), optional
        Outside options under alternating offers.

    Returns
    -------
    BargainingSolution

    Raises
    ------
    InputError
        If no agreement gives every player more than the disagreement point, or the outside options.

    Examples
    --------
    >>> pie = FeasibleSet.from_points([[0, 12], [6, 0]])
    >>> print(*solve_set(pie, np.array([Fraction(1), Fraction(2)]), Terms("kalai_smorodinsky")).payoffs)
    3 6
    """
    floor = _floor(d, outside, terms)
    if not gains_for_all(feasible, d):
        raise nothing_to_gain(feasible, d, "disagreement")
    if not gains_for_all(feasible, floor):
        raise nothing_to_gain(feasible, floor, "outside")
    if feasible.curve is not None:
        return _of_curve(feasible, d, floor, terms, outside)
    if feasible.total is not None:
        return _of_line(feasible, d, floor, terms, outside)
    return _of_hull(feasible, d, floor, terms, outside)


def gains_for_all(feasible: FeasibleSet, d: Array) -> bool:
    """Whether some agreement gives every player more than a point, by more than rounding."""
    if feasible.curve is not None:
        return RationalCurve.of(feasible.curve, _floats(d)) is not None
    if feasible.total is not None:
        return bool(surplus(np.asarray(feasible.total), d) > 0)
    point = rational(d)
    chain = feasible.individually_rational(point)
    if not chain:
        return False
    slack = feasible.slack(point)
    even = rules.egalitarian(chain, point, slack if any(slack) else (Fraction(1), Fraction(1)))
    return all(u - v > s for u, v, s in zip(even.payoffs, point, slack, strict=True))


def nothing_to_gain(feasible: FeasibleSet, d: Array, field: str) -> InputError:
    """Build the error for a feasible set in which no point gives every player more."""
    have = ", ".join(f"{name} {amount(v)}" for name, v in zip(feasible.players, d, strict=True))
    if feasible.total is not None:
        best = f"the largest sum of payoffs is {amount(feasible.total)}, together they have {amount(d.sum())} already"
    else:
        if feasible.curve is not None:
            most: Any = feasible.curve.at(1.0).payoffs[0], feasible.curve.at(0.0).payoffs[1]
        else:
            most = feasible.frontier[-1].payoffs[0], feasible.frontier[0].payoffs[1]
        each = ", ".join(f"{name} {amount(v)}" for name, v in zip(feasible.players, most, strict=True))
        best = f"the best that each could have alone is {each}"
    what = f"leaves nothing to gain: no agreement gives every player more; {best}"
    return InputError("bargaining", [Problem(field, what, have)])


def _floor(d: Array, outside: Array | None, terms: Terms) -> Array:
    return d if outside is None or terms.solution != "rubinstein" else np.maximum(d, outside)


def _of_hull(feasible: FeasibleSet, d: Array, floor: Array, terms: Terms, outside: Array | None) -> BargainingSolution:
    assert feasible.points is not None
    point = rational(d)
    chain = feasible.individually_rational(point)
    outcome = _rule(chain, point, rational(floor), terms, feasible.slack(point))
    lottery = row_of_numbers([Fraction(0)] * len(feasible.points), exact=True)
    for index, chance in outcome.agreement.lottery:
        lottery[index] = chance
    rest = [u - v for u, v in zip(outcome.agreement.payoffs, outcome.payoffs, strict=True)]
    shape = tuple(len(names) for names in feasible.actions) or (len(feasible.points),)
    exact = feasible.is_exact
    return make(
        feasible,
        terms,
        outside,
        payoffs=row_of_numbers(outcome.payoffs, exact=exact),
        d=d,
        lottery=row_of_numbers(lottery, exact=exact).reshape(shape),
        rest=row_of_numbers(rest, exact=exact),
        method="fractions, along the corners of the Pareto frontier",
    )


def _rule(chain: Chain, d: Pair, floor: Pair, terms: Terms, slack: Pair) -> Outcome:
    if terms.solution == "rubinstein":
        agreed: Agreement = alternating(chain, d, floor, terms)
        return Outcome(agreed.payoffs, agreed)
    if terms.solution == "kalai_smorodinsky":
        return rules.kalai_smorodinsky(chain, d)
    weights = _two(terms.weights)
    if terms.solution == "nash":
        return rules.nash(chain, d, weights)
    if terms.solution == "egalitarian":
        return rules.egalitarian(chain, d, weights)
    return rules.utilitarian(chain, d, weights, weights[0] * slack[0] + weights[1] * slack[1])


def _of_line(feasible: FeasibleSet, d: Array, floor: Array, terms: Terms, outside: Array | None) -> BargainingSolution:
    exact = feasible.is_exact
    if terms.solution == "rubinstein" and outside is not None:
        point = rational(d)
        agreed = alternating(feasible.individually_rational(point), point, rational(floor), terms)
        payoffs = row_of_numbers(agreed.payoffs, exact=exact)
    else:
        share = row_of_numbers(shares(terms, len(feasible.players)), exact=exact)
        payoffs = d + share * surplus(np.asarray(feasible.total), d)
    method = "shares of the surplus on the transferable-utility line"
    return make(feasible, terms, outside, payoffs=payoffs, d=d, lottery=None, rest=None, method=method)


def _of_curve(feasible: FeasibleSet, d: Array, floor: Array, terms: Terms, outside: Array | None) -> BargainingSolution:
    assert feasible.curve is not None
    curve = RationalCurve.of(feasible.curve, _floats(d))
    assert curve is not None
    outcome = _rule_on_curve(curve, _floats(floor), terms)
    return make(
        feasible,
        terms,
        outside,
        payoffs=np.array(outcome.payoffs),
        d=d,
        lottery=None,
        rest=np.subtract(outcome.point.payoffs, outcome.payoffs),
        level=feasible.curve.level(outcome.point.share),
        method="Brent's methods (SciPy) on the frontier given as functions",
    )


def _rule_on_curve(curve: RationalCurve, floor: tuple[float, float], terms: Terms) -> CurveOutcome:
    if terms.solution == "rubinstein":
        first, second = _floats(_two(terms.discounts))
        return curve.alternating_offers((first, second), floor, terms.rounds)
    if terms.solution == "kalai_smorodinsky":
        return curve.kalai_smorodinsky()
    weights = _floats(_two(terms.weights))
    if terms.solution == "nash":
        return curve.nash(weights)
    return curve.egalitarian(weights) if terms.solution == "egalitarian" else curve.utilitarian(weights)


def make(
    of: Any,
    terms: Terms,
    outside: Array | None,
    *,
    payoffs: Array,
    d: Array,
    lottery: Array | None,
    rest: Array | None,
    method: str,
    agrees: Array | None = None,
    level: float | None = None,
) -> BargainingSolution:
    """Put a solution together; ``of`` is the game or the set, for the names."""
    return BargainingSolution(
        solution=terms.solution,
        payoffs=payoffs,
        disagreement=d,
        agrees=np.array(True) if agrees is None else agrees,
        lottery=lottery,
        surplus_left=rest,
        contract=None,
        weights=terms.weights,
        discounts=terms.discounts,
        rounds=terms.rounds,
        outside=outside,
        level=level,
        method=method,
        players=of.players,
        actions=of.actions,
        labels=of.labels,
        unit=of.unit,
    )


def _two(values: tuple[Fraction, ...] | None) -> Pair:
    assert values is not None
    first, second = values
    return first, second


def _floats(values: Any) -> tuple[float, float]:
    first, second = (float(v) for v in values)
    return first, second
