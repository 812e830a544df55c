"""tvet-games share."""

from __future__ import annotations

from typing import Any

from tvet_games.cli.output import console, language, print_card, print_json
from tvet_games.cli.solve import pairs
from tvet_games.errors import InputError, Problem
from tvet_games.games.coalition_table import read_coalitions
from tvet_games.model.library import load_calibration
from tvet_games.model.policy import Policy
from tvet_games.study.sharing import Sharing, share


def run(
    *,
    what: str,
    calibration: str | None,
    policy: list[str] | None,
    replace: list[str] | None,
    plot: str | None,
    plot_core: str | None,
    json: bool,
    lang: str,
) -> None:
    """Print who gets what under each rule, which divisions are stable, and what they take."""
    tongue = language(lang)
    found = _found(what, calibration, policy, replace)
    if plot is not None:
        from tvet_games.show.files import save
        from tvet_games.show.shares import plot_shares

        save(plot_shares(found), plot)
    if plot_core is not None:
        from tvet_games.show.core import plot_core as triangle
        from tvet_games.show.files import save

        save(triangle(found), plot_core)
    if json:
        print_json(_data(found))
    else:
        print_card(console(), found.card(tongue))


def _found(what: str, calibration: str | None, policy: list[str] | None, replace: list[str] | None) -> Sharing:
    if what.endswith(".csv"):
        for option, given in (("--calibration", calibration), ("--policy", policy), ("--set", replace)):
            if given:
                raise InputError("", [Problem(option, "is for conflicts; a table of coalitions has its values")])
        return share(read_coalitions(what))
    levels = pairs(policy, "--policy")
    if calibration is None:
        if replace:
            raise InputError("", [Problem("--set", "needs a calibration: give it with -c")])
        return share(what, None, Policy(**levels) if levels else None)
    values = load_calibration(calibration).replace(**pairs(replace, "--set"))
    return share(what, values, Policy(**levels))


def _data(found: Sharing) -> dict[str, Any]:
    players = found.game.players
    divisions = [
        {
            "rule": d.rule,
            "shares": dict(zip(players, d.allocation.shares, strict=True)),
            "in_core": d.allocation.in_core,
            "payments": None if d.contract is None else dict(zip(players, d.contract.payments, strict=True)),
            "transfers": None
            if d.contract is None
            else [{"payer": t.payer, "payee": t.payee, "amount": t.amount} for t in d.contract.transfers],
            "holds": None if d.contract is None else d.contract.holds,
            "outside_money": d.outside_money,
        }
        for d in found.divisions
    ]
    profile = None
    if found.outcomes is not None and found.profile is not None:
        profile = {p: a[k] for p, a, k in zip(players, found.outcomes.actions, found.profile, strict=True)}
    first = found.divisions[0].contract
    return {
        "name": found.name,
        "total": found.game.total,
        "profile": profile,
        "cheapest": [d.rule for d in found.cheapest],
        "least_outside_money": None if first is None else first.least_outside_money,
        "sentences": found.describe(),
        "unit": found.unit,
        "players": players,
        "coalitions": {" + ".join(found.game.members(k)): v for k, v in enumerate(found.game.values) if k},
        "divisions": divisions,
        "undefined": dict(found.undefined),
        "core": {
            "is_empty": found.core.is_empty,
            "point": found.core.point,
            "cost_of_stability": found.core.cost_of_stability,
        },
        "is_convex": found.properties.is_convex,
        "is_superadditive": found.properties.is_superadditive,
    }
