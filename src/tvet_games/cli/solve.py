"""tvet-games solve."""

from __future__ import annotations

import math
from typing import Any

from tvet_games.cli.output import console, language, print_card, print_json
from tvet_games.cli.registry import NOTHING_FOUND
from tvet_games.cli.verification import verified
from tvet_games.errors import InputError, Problem
from tvet_games.model.library import load_calibration, load_conflict
from tvet_games.model.plausible import check_shares
from tvet_games.model.policy import Policy
from tvet_games.solve.nash import equilibria
from tvet_games.solve.result import EquilibriumSet
from tvet_games.tables.spread import MOST_ROWS


def run(
    *,
    conflict: str,
    calibration: str,
    policy: list[str] | None,
    replace: list[str] | None,
    plot: str | None,
    plot_responses: str | None,
    verify: bool,
    proof: str | None,
    json: bool,
    lang: str,
) -> None:
    """Print the payoff table and the equilibria."""
    tongue = language(lang)
    game_of = load_conflict(conflict)
    values = load_calibration(calibration).replace(**pairs(replace, "--set"))
    check_shares([game_of], values)
    levels = Policy(**pairs(policy, "--policy"))
    game = game_of.game(values, levels, exact=True)
    found = equilibria(game)
    out = console()
    checked = verified(None, found, check=verify, proof=proof) if json else {}
    if json:
        print_json(
            {"conflict": game_of.name, "calibration": values.name, "policy": dict(levels), **as_data(found), **checked}
        )
    else:
        out.print(f"{game_of.labels.of(game_of.name, tongue)} · {values.name} · {values.unit}")
        if math.prod(game.shape) <= MOST_ROWS:
            print_card(out, game.card(tongue))
        print_card(out, found.card(tongue))
        verified(out, found, check=verify, proof=proof)
    _draw(found, plot, plot_responses)
    if not found:
        raise SystemExit(NOTHING_FOUND)


def _draw(found: EquilibriumSet, plot: str | None, plot_responses: str | None) -> None:
    """Pictures to files, where they are asked for."""
    if plot is not None:
        from tvet_games.show.files import save
        from tvet_games.show.payoffs import plot_payoffs

        save(plot_payoffs(found), plot)
    if plot_responses is not None:
        from tvet_games.show.best_responses import plot_best_responses
        from tvet_games.show.files import save

        save(plot_best_responses(found), plot_responses)


def pairs(given: list[str] | None, option: str) -> dict[str, Any]:
    """Read name=value options; each name once."""
    out: dict[str, Any] = {}
    for text in given or []:
        name, sign, value = text.partition("=")
        if not sign or not name or not value:
            raise InputError("", [Problem(option, "expected NAME=VALUE, as in retention=0.9", value=text)])
        if name in out:
            raise InputError("", [Problem(option, "is given twice", value=name)])
        out[name.strip()] = value.strip()
    return out


def as_data(found: EquilibriumSet) -> dict[str, Any]:
    """An equilibrium set as JSON data."""
    game = found.game
    members = [
        {
            "strategies": {
                p: dict(zip(n, s, strict=True)) for p, n, s in zip(e.players, e.actions, e.strategies, strict=True)
            },
            "payoffs": dict(zip(e.players, e.payoffs, strict=True)),
            "regret": e.regret,
            "strict": e.strict,
            "target": e.is_target,
        }
        for e in found
    ]
    table_ = {p: game.payoffs[i] for i, p in enumerate(game.players)}
    return {
        "actions": dict(zip(game.players, game.actions, strict=True)),
        "payoffs": table_,
        "scope": found.scope,
        "equilibria": members,
    }
