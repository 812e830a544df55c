"""A threshold as a statement, as text and in LaTeX."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tvet_games.policy.threshold.threshold import Case, Threshold


def statement(found: Threshold) -> str:
    """Say what the level must be, and where: one line for each way, one for each condition."""
    from tvet_games.symbolic.printing import at_least_zero, text_of

    if not found.cases:
        return "\n".join(["no level will do", *(f"  {line}" for line in failing(found))])
    lines = []
    if all(term.kind == "condition" for case in found.cases for term in case.terms):
        lines.append(f"no deviation depends on {found.instrument}")
    for k, case in enumerate(found.cases):
        way = f"   ({case.what})" if case.what else ""
        lines.append(f"{'or ' if k else ''}level >= {text_of(without_zero(case.expression))}{way}")
        lines += [f"  and level <= {text_of(limit)}" for limit in limits(case)]
        wanted = [at_least_zero(c) for c in own_conditions(case)] + [f"{text_of(w)} > 0" for w in supposed(case)]
        lines += [f"  {'and' if j else 'where'} {text}" for j, text in enumerate(wanted)]
    return "\n".join(lines)


def statement_latex(found: Threshold, symbols: Mapping[str, str]) -> str:
    """Write the same statement in LaTeX, as one formula."""
    from tvet_games.symbolic.printing import latex_of

    def said(expression: Any) -> str:
        return latex_of(expression, symbols)

    if not found.cases:
        return rf"\mathrm{{level}} \geq {said(found.expression)}"
    return r" \quad\text{or}\quad ".join(_case_latex(case, said) for case in found.cases)


def _case_latex(case: Case, said: Callable[[Any], str]) -> str:
    parts = [rf"\mathrm{{level}} \geq {said(without_zero(case.expression))}"]
    parts += [rf"\mathrm{{level}} \leq {said(limit)}" for limit in limits(case)]
    parts += [rf"{said(c)} \geq 0" for c in own_conditions(case)]
    parts += [rf"{said(w)} > 0" for w in supposed(case)]
    return r",\quad ".join(parts)


def without_zero(level: Any) -> Any:
    """The largest of 0 and one bound as that bound: no level is below 0 anyway."""
    bounds = [bound for bound in level.args if bound != 0]
    return bounds[0] if level.is_Function and len(bounds) == 1 < len(level.args) else level


def limits(case: Case) -> list[Any]:
    """Upper limits of this way."""
    return list(dict.fromkeys(term.expression for term in case.terms if term.kind == "at most"))


def own_conditions(case: Case) -> list[Any]:
    """Conditions on the parameters alone: those of the upper limits are said by the limits."""
    own = {term.expression for term in case.terms if term.kind == "condition"}
    return [condition for condition in case.conditions if condition in own]


def supposed(case: Case) -> list[Any]:
    """Signs that the terms of this way suppose."""
    return list(dict.fromkeys(term.where for term in case.terms if term.where is not None))


def failing(found: Threshold) -> list[str]:
    """What stands in the way whatever the level."""
    failing = [c for c in found.conditions if c.is_number]
    own = [t for t in found.terms if t.kind == "condition" and t.player and t.expression in failing]
    lines = [f"{t.player} would choose {t.action}: short by {-t.expression}" for t in own]
    return list(dict.fromkeys(lines)) or ["the limits of the level contradict each other"]
