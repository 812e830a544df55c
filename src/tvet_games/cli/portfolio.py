"""tvet-games portfolio."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any, cast

from tvet_games.cli.output import console, language, print_card, print_json, progress
from tvet_games.cli.registry import NOTHING_FOUND
from tvet_games.cli.studies import draw
from tvet_games.cli.workers import kept_in, processes, store_of, tell_chunks
from tvet_games.errors import FormulaError, InputError, Problem
from tvet_games.model.library import load_scenario
from tvet_games.model.scenario import Scenario
from tvet_games.numerics import exact
from tvet_games.policy.scenario import as_question
from tvet_games.study.portfolio.portfolio import portfolio
from tvet_games.study.portfolio.result import Mode, Portfolio
from tvet_games.study.portfolio.sites import read_sites


def run(
    *,
    scenario: str,
    sites: str | None,
    levels: str | None,
    budget: str | None,
    output: str | None,
    store: str | None,
    resume: bool,
    workers: int | None,
    plot: str | None,
    json: bool,
    lang: str,
) -> None:
    """Print who is funded with what, or write the table of all sites to a file."""
    tongue = language(lang)
    question = load_scenario(scenario)
    asked, table_ = as_question(question), question.portfolio
    place = store_of(store, resume=resume)
    with kept_in(place), processes(workers) as executor, progress("portfolio") as step:
        found = portfolio(
            asked,
            read_sites(_sites(question, sites), question=asked),
            levels=cast(Mode, levels or (table_.levels if table_ else "local")),
            budget=_budget(budget),
            store=place,
            resume=resume,
            executor=executor,
            progress=step,
        )
    tell_chunks(found.chunks_found, found.chunks_damaged)
    if output is not None:
        _write(found, output)
    if json:
        print_json(_data(found))
    else:
        print_card(console(), found.card(tongue))

    def picture() -> object:
        from tvet_games.show.portfolio import plot_portfolio

        return plot_portfolio(found)

    draw(plot, picture)
    if found.status == "infeasible":
        raise SystemExit(NOTHING_FOUND)


def _sites(question: Scenario, given: str | None) -> Path:
    """The file of the option, or that of the scenario, which may be relative to it."""
    if given is not None:
        return Path(given)
    if question.portfolio is None:
        raise InputError(question.name, [Problem("portfolio.sites", "is missing; give it there, or --sites FILE.csv")])
    return question.folder / question.portfolio.sites


def _budget(given: str | None) -> Any:
    try:
        return None if given is None else exact(given)
    except FormulaError as error:
        raise InputError("", [Problem("--budget", str(error))]) from None


def _write(found: Portfolio, output: str) -> None:
    try:
        found.to_csv(output)
    except OSError as error:
        raise InputError("", [Problem("--output", f"cannot be written: {error.strerror}", output)]) from None
    print(f"wrote {output}", file=sys.stderr)


def _data(found: Portfolio) -> dict[str, Any]:
    names = ("mode", "status", "objective", "total_cost", "trainees_funded", "budget", "bound", "gap", "shadow_price")
    sites = [
        {
            "site": name,
            "trainees": found.sites.heads[s],
            "funded": found.funded[s],
            "cost": found.cost[s],
            "levels": dict(zip(found.instruments, found.levels[s], strict=True)),
        }
        for s, name in enumerate(found.sites.names)
    ]
    return {**{n: getattr(found, n) for n in names}, "verified": found.verified, "sites": sites}
