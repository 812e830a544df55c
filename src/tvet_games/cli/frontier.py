"""tvet-games frontier."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any, cast

from tvet_games.cli.output import console, language, print_card, print_json, progress
from tvet_games.cli.registry import NOTHING_FOUND
from tvet_games.cli.studies import draw
from tvet_games.cli.workers import processes
from tvet_games.model.library import load_scenario
from tvet_games.policy.scenario import as_question
from tvet_games.study.frontier import Frontier, frontier
from tvet_games.study.margin_curve import Over


def run(
    *,
    scenario: str,
    over: str | None,
    start: str | None,
    stop: str | None,
    points: int | None,
    workers: int | None,
    plot: str | None,
    json: bool,
    lang: str,
) -> None:
    """Print the curve as a table, a row a point."""
    tongue = language(lang)
    question = load_scenario(scenario)
    asked, table_ = as_question(question), question.frontier
    if over is not None and table_ is not None and over != table_.over:
        table_ = None  # its ends are those of another strength
    with processes(workers) as executor, progress("frontier") as step:
        found = frontier(
            asked,
            cast(Over, over or (table_.over if table_ else "margin")),
            start=start if start is not None or table_ is None else table_.start,
            stop=stop if stop is not None or table_ is None else table_.stop,
            points=points or (table_.points if table_ else 21),
            executor=executor,
            progress=step,
        )
    if json:
        print_json(_data(found))
    else:
        print_card(console(), found.card(tongue))
    if all(point.cost is None for point in found.points):
        raise SystemExit(NOTHING_FOUND)

    def picture() -> object:
        from tvet_games.show.frontier import plot_frontier

        return plot_frontier(found)

    draw(plot, picture)


def _data(found: Frontier) -> dict[str, Any]:
    points = [asdict(p) | {"levels": dict(p.levels)} for p in found.points]
    return {"over": found.over, "is_exact": found.is_exact, "is_checked": found.is_checked, "points": points}
