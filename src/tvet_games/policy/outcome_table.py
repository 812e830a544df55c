"""The equilibria of every conflict before and after a policy, in one table.

A row is an equilibrium, with what each player has there before and after; a dash where it is none. So it is seen at a
glance which equilibria a policy makes and which it removes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tvet_games.games.strategy_words import strategy_words
from tvet_games.model.conflict import Conflict
from tvet_games.numerics import Array
from tvet_games.policy.outcome import Outcome
from tvet_games.policy.solution import PolicySolution
from tvet_games.solve.result import Equilibrium
from tvet_games.tables.labels import Language
from tvet_games.tables.table import Cell, Strong, Table
from tvet_games.tables.vocabulary import word
from tvet_games.tables.words import fill, money

MOST = 12
"""Most equilibria of one conflict that are shown."""

PHRASES: dict[str, tuple[str, str]] = {
    "title": ("Equilibria before and after", "政策前后的均衡"),
    "title alone": ("Equilibria", "均衡"),
    "title before": ("Equilibria before", "政策前的均衡"),
    "marks": (
        "Payoffs of the players in their order; – where it is no equilibrium. * Where things stand.",
        "按参与者顺序列出收益；– 表示不是均衡。* 为现状。",
    ),
    "target": (" Everybody's cooperation stands out.", "突出显示的为各方都合作。"),
    "pure": (
        " Of three players and more only pure equilibria are looked for.",
        "三方及以上的冲突只搜索纯策略均衡。",
    ),
    "conflict": ("{name}\n({players})", "{name}\n（{players}）"),
    "weak": ("{payoffs} (weak)", "{payoffs}（非严格）"),
    "more": ("and {count} more", "另有 {count} 个"),
    "none": ("–", "–"),
}


@dataclass(slots=True)
class _Line:
    """One equilibrium, before, after, or both."""

    strategies: Sequence[Array]
    before: Equilibrium | None = None
    after: Equilibrium | None = None


def outcome_table(solution: PolicySolution, language: Language) -> Table:
    """Tabulate the equilibria of every conflict before and after; in one column, where nothing changes.

    Parameters
    ----------
    solution : PolicySolution
    language : {"en", "zh"}

    Returns
    -------
    Table
        Columns: conflict, equilibrium, before, after.
    """
    changed = solution.feasible and tuple(solution.vector) != tuple(solution.problem.today)
    columns = ("before", "after") if changed else ("before",)
    rows: list[tuple[Cell, ...]] = []
    for outcome in solution.outcomes:
        lines = _lines(outcome, solution.feasible)
        shown = [_row(outcome, line, columns, language) for line in lines[:MOST]] or [_empty(columns)]
        more = len(lines) - MOST
        if more > 0:
            shown.append((fill(PHRASES, "more", language, count=more), *([""] * len(columns))))
        name = _named(outcome.arrays.conflict, language)
        rows += [(name if k == 0 else "", *cells) for k, cells in enumerate(shown)]
    named = ("payoffs",) if solution.feasible and not changed else columns
    heads = tuple(word(head, language) for head in ("conflict", "equilibrium", *named))
    title = "title" if changed else "title before" if not solution.feasible else "title alone"
    return Table(heads, tuple(rows), fill(PHRASES, title, language), note=_note(solution, language))


def _named(conflict: Conflict, language: Language) -> str:
    """A conflict, and below it its players in their order."""
    players = " / ".join(conflict.labels.of(player, language) for player in conflict.player_names)
    return fill(PHRASES, "conflict", language, name=conflict.labels.of(conflict.name, language), players=players)


def _lines(outcome: Outcome, feasible: bool) -> list[_Line]:
    """The equilibria before and after, where things stand first, the target next."""
    lines: dict[tuple[tuple[object, ...], ...], _Line] = {}

    def line_of(e: Equilibrium) -> _Line:
        key = tuple(tuple(strategy.tolist()) for strategy in e.strategies)
        return lines.setdefault(key, _Line(e.strategies))

    if outcome.baseline_is_given:
        line_of(outcome.baseline)
    for e in sorted(outcome.before, key=lambda e: not _is_baseline(outcome, e.strategies)):
        line_of(e).before = e
    for e in sorted(outcome.after, key=lambda e: not e.is_target) if feasible else ():
        line_of(e).after = e
    return list(lines.values())


def _is_baseline(outcome: Outcome, strategies: Sequence[Array]) -> bool:
    return all((a == b).all() for a, b in zip(strategies, outcome.baseline.strategies, strict=True))


def _row(outcome: Outcome, line: _Line, columns: Sequence[str], language: Language) -> tuple[Cell, ...]:
    conflict = outcome.arrays.conflict
    played = " / ".join(
        strategy_words(strategy, [conflict.labels.of(a, language) for a in own], language)
        for strategy, own in zip(line.strategies, conflict.actions, strict=True)
    )
    stands = _is_baseline(outcome, line.strategies)
    is_target = any(e is not None and e.is_target for e in (line.before, line.after))
    cells = {"before": _payoffs(line.before, language), "after": _payoffs(line.after, language)}
    if stands:
        today = _payoffs(line.before or outcome.baseline, language)
        cells["before"] = f"{today} *"
    texts = [cells[column] for column in columns]
    return (Strong(played), *map(Strong, texts)) if is_target else (played, *texts)


def _payoffs(e: Equilibrium | None, language: Language) -> str:
    if e is None:
        return fill(PHRASES, "none", language)
    payoffs = " / ".join(money(v) for v in e.payoffs)
    return payoffs if e.strict or e.profile is None else fill(PHRASES, "weak", language, payoffs=payoffs)


def _empty(columns: Sequence[str]) -> tuple[Cell, ...]:
    return ("–", *("–" for _ in columns))


def _note(solution: PolicySolution, language: Language) -> str:
    keys = ["marks"]
    found = [o.after if solution.feasible else o.before for o in solution.outcomes]
    keys += ["target"] * any(games.target is not None for games in found)
    keys += ["pure"] * any(games.scope != "all" for games in found)
    return "".join(fill(PHRASES, key, language) for key in keys)
