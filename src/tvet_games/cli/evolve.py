"""tvet-games evolve."""

from __future__ import annotations

from typing import Any

from tvet_games.cli.output import console, language, print_card, print_json
from tvet_games.cli.solve import pairs
from tvet_games.errors import FormulaError, InputError, Problem, nearest
from tvet_games.model.calibration import Calibration
from tvet_games.model.instrument import Instrument
from tvet_games.model.library import load_calibration, load_conflict, load_instrument, shipped_instruments
from tvet_games.model.policy import Policy
from tvet_games.numerics import exact
from tvet_games.solve.dynamics.rules import BestResponse, Dynamic, Logit, Replicator
from tvet_games.study.evolution.evolve import Evolution, evolve

DYNAMICS = ("replicator", "logit", "best-response")


def run(
    *,
    conflict: str,
    calibration: str,
    policy: list[str] | None,
    own: list[str] | None,
    replace: list[str] | None,
    rules: list[str] | None,
    start: list[str] | None,
    dynamic: str,
    plot: str | None,
    plot_shares: str | None,
    json: bool,
    lang: str,
) -> None:
    """Print the vertices with their eigenvalues and who ends there, and what it comes to."""
    tongue = language(lang)
    found = evolve(
        load_conflict(conflict),
        replaced(calibration, replace),
        Policy(**pairs(policy, "--policy")),
        instruments_with(own),
        rules=pairs(rules, "--rule") or None,
        start=read_start(start),
        dynamic=read_dynamic(dynamic),
    )
    _draw(found, plot, plot_shares)
    if json:
        print_json(_data(found))
    else:
        print_card(console(), found.card(tongue))


def replaced(calibration: str, replace: list[str] | None) -> Calibration:
    """A calibration with the values of --set."""
    changes = pairs(replace, "--set")
    figures = load_calibration(calibration)
    return figures.replace(**changes) if changes else figures


def instruments_with(own: list[str] | None) -> list[Instrument]:
    """The shipped instruments, and those of --instrument, which go before them."""
    return list({**shipped_instruments(), **{i.name: i for i in map(load_instrument, own or [])}}.values())


def read_start(given: list[str] | None) -> dict[str, float] | None:
    """Shares by player of --start.

    Raises
    ------
    InputError
        If a share is no number.
    """
    shares = {}
    for name, text in pairs(given, "--start").items():
        try:
            shares[name] = float(exact(text))
        except FormulaError as error:
            raise InputError("", [Problem("--start", str(error), name)]) from None
    return shares or None


def read_dynamic(text: str) -> Dynamic:
    """The dynamic of --dynamic.

    Raises
    ------
    InputError
        If there is no such dynamic, or its noise is no number.
    """
    name, sign, noise = text.partition("=")
    if name not in DYNAMICS or bool(sign) != bool(noise) or (noise and name != "logit"):
        what = f"expected one of {', '.join(DYNAMICS)}; logit may have its noise, as in logit=0.05"
        raise InputError("", [Problem("--dynamic", what, text, nearest(name, DYNAMICS))])
    if name == "logit":
        try:
            return Logit(float(exact(noise))) if noise else Logit()
        except FormulaError as error:
            raise InputError("", [Problem("--dynamic", str(error), text)]) from None
    return Replicator() if name == "replicator" else BestResponse()


def _draw(found: Evolution, plot: str | None, plot_shares: str | None) -> None:
    if plot is None and plot_shares is None:
        return
    from tvet_games.show.files import save
    from tvet_games.show.shares_over_time import plot_shares_over_time

    if plot is not None:
        save(_picture(found), plot)
    if plot_shares is not None:
        save(plot_shares_over_time(found), plot_shares)


def _picture(found: Evolution) -> Any:
    """What shows most: a phase portrait, a cube, or shares over time."""
    if found.conflict.shape == (2, 2):
        from tvet_games.show.phase_portrait import plot_phase_portrait

        return plot_phase_portrait(found)
    if found.conflict.shape == (2, 2, 2):
        from tvet_games.show.cube import plot_cube

        return plot_cube(found)
    from tvet_games.show.shares_over_time import plot_shares_over_time

    return plot_shares_over_time(found)


def _data(found: Evolution) -> dict[str, Any]:
    names = found.game.players
    vertices = [
        {
            "actions": dict(zip(names, vertex.actions, strict=True)),
            "eigenvalues": list(vertex.eigenvalues),
            "kind": vertex.kind,
            "stable": vertex.stable,
            "share_of_starts": float(found.destinations.shares[vertex.profile]),
            "standard_error": float(found.destinations.standard_errors[vertex.profile]),
        }
        for vertex in found.stability
    ]
    points = [
        {"state": point.state, "kind": point.kind, "equilibrium": point.is_equilibrium, "stable": point.stable}
        for point in found.rest.mixed
    ]
    return {
        "conflict": found.conflict.name,
        "calibration": found.calibration.name,
        "policy": dict(found.policy),
        "rules": dict(found.rules),
        "dynamic": found.dynamic.name,
        "unit": found.unit,
        "vertices": vertices,
        "mixed_rest_points": points,
        "at_rest_elsewhere": float(found.destinations.at_rest),
        "moving": float(found.destinations.moving),
        "basin": None
        if found.basin is None
        else {"share": float(found.basin.share), "error": float(found.basin.error)},
        "path": {
            "times": found.path.times,
            "states": found.path.states,
            "outcome": found.path.outcome,
            "vertex": found.path.vertex,
            "arrives": found.path.arrives,
        },
        "sentences": found.describe(),
    }
