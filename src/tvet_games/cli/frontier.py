"""tvet-games frontier."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any, cast

from tvet_games.cli.output import console, language, print_json, progress, table
from tvet_games.cli.registry import NOTHING_FOUND
from tvet_games.cli.studies import draw
from tvet_games.cli.workers import processes
from tvet_games.model.library import load_scenario
from tvet_games.policy.scenario import as_question
from tvet_games.study.frontier import Frontier, frontier
from tvet_games.study.margin_curve import Over
from tvet_games.tables.vocabulary import word
from tvet_games.tables.words import listed, money


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
        _print(found, tongue)
    if all(point.cost is None for point in found.points):
        raise SystemExit(NOTHING_FOUND)

    def picture() -> object:
        from tvet_games.show.frontier import plot_frontier

        return plot_frontier(found)

    draw(plot, picture)


def _data(found: Frontier) -> dict[str, Any]:
    points = [asdict(p) | {"levels": dict(p.levels)} for p in found.points]
    return {"over": found.over, "is_exact": found.is_exact, "is_checked": found.is_checked, "points": points}


def _print(found: Frontier, lang: Any) -> None:
    out = console()
    unit = found.question.calibration.unit
    rows = []
    for point in found.points:
        used = [f"{found.question.label(name, lang)} {money(level)}" for name, level in point.levels.items() if level]
        cost = word("none", lang) if point.cost is None else money(point.cost)
        mark = word("breakpoint", lang) if point.is_breakpoint else ""
        rows.append([money(point.strength), cost, mark, listed(used, lang)])
    strength = "margin" if found.over == "budget" else found.over
    headers = [
        f"{word('strength', lang)} ({strength})",
        word("expected cost", lang),
        "",
        word("cheapest package", lang),
    ]
    out.print(table(f"{found.question.name} · {unit}", headers, rows, right=[0, 1]))
    if rows:
        out.print(_said(found)[lang == "zh"])
    else:
        short = (
            "Nothing can be had for so little: no policy within this cost will do.",
            "这一成本以内没有可行的政策。",
        )
        out.print(short[lang == "zh"])


def _said(found: Frontier) -> tuple[str, str]:
    """What the curve is between two rows, in English and Chinese."""
    if found.is_exact:
        return "Between two rows the cost is linear, exactly.", "相邻两行之间成本为精确线性。"
    if found.is_checked:
        return (
            "Each row is exact, and halfway between two rows the search agrees with the straight line; "
            "elsewhere in between the cost may be lower.",
            "每一行都是精确值，在相邻两行的中点处搜索结果与直线一致；其余位置的成本可能更低。",
        )
    return "Each row is exact; between rows the cost need not be linear.", "每一行都是精确值；行与行之间未必是线性。"
