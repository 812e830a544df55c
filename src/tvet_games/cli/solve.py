"""tvet-games solve."""

from __future__ import annotations

from typing import Any

from rich.console import Console

from tvet_games.cli.output import console, language, print_json, table
from tvet_games.cli.registry import NOTHING_FOUND
from tvet_games.errors import InputError, Problem
from tvet_games.model.conflict import Conflict
from tvet_games.model.library import load_calibration, load_conflict
from tvet_games.model.plausible import check_shares
from tvet_games.model.policy import Policy
from tvet_games.solve.nash import equilibria
from tvet_games.solve.result import Equilibrium, EquilibriumSet, describe_strategy
from tvet_games.tables.labels import Language
from tvet_games.tables.vocabulary import word
from tvet_games.tables.words import listed, money

SCOPES = {"all": "all equilibria", "pure": "all pure equilibria", "some": "some equilibria"}


def run(
    *,
    conflict: str,
    calibration: str,
    policy: list[str] | None,
    replace: list[str] | None,
    plot: str | None,
    plot_responses: str | None,
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
    if json:
        print_json({"conflict": game_of.name, "calibration": values.name, "policy": dict(levels), **as_data(found)})
    else:
        out = console()
        out.print(f"{game_of.labels.of(game_of.name, tongue)} · {values.name} · {values.unit}")
        _print_payoffs(out, game_of, found, tongue)
        print_equilibria(out, game_of, found, tongue)
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


def _print_payoffs(out: Console, conflict: Conflict, found: EquilibriumSet, lang: Language) -> None:
    game = found.game
    if len(game.players) != 2:
        return
    label = conflict.labels.of
    first, second = (label(p, lang) for p in game.players)
    headers = [f"{first} \\ {second}", *(label(a, lang) for a in game.actions[1])]
    rows = [
        [
            label(a, lang),
            *(f"{money(game.payoffs[0, i, j])}, {money(game.payoffs[1, i, j])}" for j in range(game.shape[1])),
        ]
        for i, a in enumerate(game.actions[0])
    ]
    out.print(table(word("payoffs", lang), headers, rows, right=range(1, len(headers))))


def print_equilibria(out: Console, conflict: Conflict, found: EquilibriumSet, lang: Language) -> None:
    """Print a table of equilibria."""
    headers = [
        *(conflict.labels.of(p, lang) for p in found.game.players),
        word("payoffs", lang),
        word("kind", lang),
        word("regret", lang),
    ]
    rows = [
        [
            *strategy_labels(conflict, e, lang),
            ", ".join(money(v) for v in e.payoffs),
            kind_of(e, lang),
            f"{float(e.regret):.1g}",
        ]
        for e in found
    ]
    out.print(table(word(SCOPES[found.scope], lang), headers, rows))


def strategy_labels(conflict: Conflict, e: Equilibrium, lang: Language) -> list[str]:
    """Each player's strategy in words."""
    return [
        describe_strategy(s, [conflict.labels.of(a, lang) for a in names])
        for s, names in zip(e.strategies, e.actions, strict=True)
    ]


def kind_of(e: Equilibrium, lang: Language) -> str:
    """Strict, weak or mixed, and whether it is the target."""
    kind = word("strict" if e.strict else "weak" if e.profile is not None else "mixed", lang)
    return (
        listed([kind, word("target", lang)], "zh")
        if e.is_target and lang == "zh"
        else f"{kind}, target"
        if e.is_target
        else kind
    )
