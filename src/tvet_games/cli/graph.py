"""tvet-games graph."""

from __future__ import annotations

from typing import Any

from tvet_games.cli.studies import asked, draw, show
from tvet_games.errors import InputError, Problem
from tvet_games.study.mechanisms.foresight import analyse_graph, foresight


def run(
    *,
    name: str,
    calibration: str | None,
    policy: list[str] | None,
    own: list[str] | None,
    replace: list[str] | None,
    start: str | None,
    wanted: str | None,
    plot: str | None,
    json: bool,
    lang: str,
) -> None:
    """Print which states last by which stability, for a graph model, or for a conflict under a calibration."""
    if calibration is None:
        given = (("--policy", policy), ("--instrument", own), ("--set", replace))
        problems = [
            Problem(option, "is for a conflict under a calibration: give -c") for option, value in given if value
        ]
        if problems:
            raise InputError("", problems)
        found = analyse_graph(name, start=start, wanted=wanted)
    else:
        held: dict[str, Any] = {"start": _profile(start, "--start"), "wanted": _profile(wanted, "--wanted")}
        found = foresight(*asked(name, calibration, policy, own, replace), **held)
    title = found.name if calibration is None else f"{found.name} · {calibration}"
    show(found, title, {"states": found.to_frame()}, json=json, lang=lang)

    def picture() -> object:
        from tvet_games.show.graph import plot_graph

        return plot_graph(found)

    draw(plot, picture)


def _profile(text: str | None, option: str) -> dict[str, str] | None:
    """Actions of a state such as school=co_train,enterprise=invest."""
    if text is None:
        return None
    parts = [part.partition("=") for part in text.split(",")]
    if not all(sign and action for _, sign, action in parts):
        raise InputError("", [Problem(option, "expected player=action for every player, with commas between", text)])
    return {player.strip(): action.strip() for player, _, action in parts}
