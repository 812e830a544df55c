"""tvet-games evolve."""

from __future__ import annotations

from typing import Any

from rich.console import Console

from tvet_games.cli.output import console, language, print_json, table
from tvet_games.cli.solve import pairs
from tvet_games.errors import FormulaError, InputError, Problem, nearest
from tvet_games.model.calibration import Calibration
from tvet_games.model.instrument import Instrument
from tvet_games.model.library import load_calibration, load_conflict, load_instrument, shipped_instruments
from tvet_games.model.policy import Policy
from tvet_games.numerics import exact
from tvet_games.solve.dynamics.rules import BestResponse, Dynamic, Logit, Replicator
from tvet_games.study.evolution.evolve import Evolution, evolve
from tvet_games.study.evolution.words import profile_words, share_words
from tvet_games.tables.labels import Language
from tvet_games.tables.vocabulary import word, yes_or_no
from tvet_games.tables.words import money

DYNAMICS = ("replicator", "logit", "best-response")

MOST_COLUMNS = 5
"""Most players that get a column each."""

MOST_VERTICES = 32
"""Most vertices that are listed; of more only those that are stable or reached."""


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
        _print(console(), found, tongue)


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


def _print(out: Console, found: Evolution, lang: Language) -> None:
    label = found.conflict.labels.of
    out.print(f"{label(found.conflict.name, lang)} · {found.calibration.name} · {found.unit}")
    is_wide = len(found.game.players) > MOST_COLUMNS
    players = [word("outcome", lang)] if is_wide else [label(p, lang) for p in found.game.players]
    shown = word("largest eigenvalue" if is_wide else "eigenvalues", lang)
    headers = [*players, shown, word("kind", lang), word("share of starts", lang)]
    rows = []
    for vertex in found.stability:
        share = found.share_of(vertex.profile)
        if len(found.stability) > MOST_VERTICES and not (vertex.stable or share):
            continue
        names = (
            [profile_words(found.conflict, vertex.profile, lang)]
            if is_wide
            else [label(a, lang) for a in vertex.actions]
        )
        values = [max(vertex.eigenvalues)] if is_wide else vertex.eigenvalues
        rows.append([*names, "; ".join(money(v) for v in values), kind_word(vertex.kind, lang), f"{share:.1%}"])
    out.print(table(word("vertices", lang), headers, rows, right=[len(headers) - 1]))
    if found.rest.mixed:
        _print_mixed(out, found, lang)
    for sentence in found.describe(lang):
        out.print(sentence)


def kind_word(kind: str, lang: Language) -> str:
    """The kind of a rest point in a language; a source of data is another word in Chinese."""
    return word("source point" if kind == "source" and lang == "zh" else kind, lang)


def _print_mixed(out: Console, found: Evolution, lang: Language) -> None:
    """Rest points at which somebody mixes; of many only the equilibria."""
    points = [p for p in found.rest.mixed if len(found.rest.mixed) <= MOST_VERTICES or p.is_equilibrium]
    if not points:
        return
    shares = [share_words(found.conflict, point.state, lang) for point in points]
    rows = [
        [said, kind_word(point.kind, lang), yes_or_no(point.is_equilibrium, lang)]
        for said, point in zip(shares, points, strict=True)
    ]
    headers = [word("share", lang), word("kind", lang), word("equilibrium", lang)]
    out.print(table(word("rest points at which some mix", lang), headers, rows))
