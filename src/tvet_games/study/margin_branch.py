"""One branch of the least cost as a function of the margin: a linear program whose marked rows move with it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from fractions import Fraction

from tvet_games.linear_programs.certificate import ZERO, Certificate, Constraint
from tvet_games.linear_programs.exact import minimise
from tvet_games.policy.problem import PolicyProblem
from tvet_games.policy.question import Question
from tvet_games.policy.rows import Condition, row_of

MARK = Fraction(1, 7919)
"""A margin that no file has: tells which rows of a branch move with the margin."""

MAX_DEPTH = 60
"""Most halvings between two breakpoints."""


@dataclass(frozen=True, slots=True, eq=False)
class Branch:
    """The linear program of one branch of the choices, as a function of the margin."""

    question: Question
    problem: PolicyProblem
    conditions: tuple[Condition, ...]
    _solved: dict[Fraction, Certificate] = field(default_factory=dict)

    def at(self, margin: Fraction) -> Certificate:
        """Solve at a margin."""
        if margin not in self._solved:
            levers = self.problem.levers
            rows = [row_of(self.problem, _moved(c, margin)).constraint for c in self.conditions]
            low, high = [lever.low for lever in levers], [lever.high for lever in levers]
            start = next(iter(self._solved.values())).active if self._solved else ()
            self._solved[margin] = minimise(self.problem.expected_bill, low, high, rows, start=start)
        return self._solved[margin]

    def slope(self, margin: Fraction) -> Fraction:
        """A subgradient of the cost in the margin: multipliers times how fast their rows move."""
        certificate = self.at(margin)
        first = len(certificate.constraints) - len(self.conditions)
        return sum((y * self.speed(r - first) for r, y in certificate.multipliers if r >= first), ZERO)

    def speed(self, r: int) -> Fraction:
        """How fast a row moves with the margin."""
        condition = self.conditions[r]
        if condition.bound != MARK:
            return ZERO
        if len(condition.parts) == 1:
            return Fraction(1)
        return max(self.problem.conflicts[part.conflict].heads for part in condition.parts)  # type: ignore[no-any-return]


def _moved(condition: Condition, margin: Fraction) -> Condition:
    return replace(condition, bound=margin) if condition.bound == MARK else condition


def corners_of(branch: Branch, a: Fraction, b: Fraction, depth: int = 0) -> set[Fraction]:
    """Breakpoints of one branch, strictly between two margins at which it is feasible."""
    if a >= b or depth > MAX_DEPTH:
        return set()
    left, right = branch.at(a).value, branch.at(b).value
    up, down = branch.slope(a), branch.slope(b)
    if left + up * (b - a) == right or right - down * (b - a) == left:
        return set()
    meet = (right - left + up * a - down * b) / (up - down) if up != down else (a + b) / 2
    if not a < meet < b:
        meet = (a + b) / 2
    value = branch.at(meet).value
    if value == left + up * (meet - a) == right - down * (b - meet):
        return {meet}
    return {*corners_of(branch, a, meet, depth + 1), *corners_of(branch, meet, b, depth + 1)} | _kink(
        branch, a, meet, b
    )


def _kink(branch: Branch, a: Fraction, middle: Fraction, b: Fraction) -> set[Fraction]:
    """The middle point, unless the curve is straight through it."""
    left, here, right = (branch.at(m).value for m in (a, middle, b))
    return set() if (here - left) * (b - middle) == (right - here) * (middle - a) else {middle}


def last_feasible(branch: Branch, low: Fraction, high: Fraction) -> Fraction | None:
    """The largest margin at which a branch has a policy, exactly: a linear program with the margin as a variable."""
    problem, levers = branch.problem, branch.problem.levers
    rows = []
    for r, condition in enumerate(branch.conditions):
        own = row_of(problem, _moved(condition, ZERO)).constraint
        rows.append(Constraint((*own.coefficients, -branch.speed(r)), own.bound))
    least = [*(lever.low for lever in levers), low]
    most = [*(lever.high for lever in levers), high]
    goal = [*(ZERO for _ in levers), Fraction(-1)]
    found = minimise(goal, least, most, rows)
    return found.x[-1] if found.kind == "optimal" else None
