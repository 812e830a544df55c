"""tvet-games patience."""

from __future__ import annotations

from tvet_games.cli.long_run import read_over
from tvet_games.cli.output import language
from tvet_games.cli.studies import asked, draw, show
from tvet_games.errors import InputError, Problem
from tvet_games.study.mechanisms.patience import patience
from tvet_games.tables.vocabulary import word
from tvet_games.tables.words import money


def run(
    *,
    conflict: str,
    calibration: str,
    policy: list[str] | None,
    own: list[str] | None,
    replace: list[str] | None,
    over: str | None,
    delta: str | None,
    detection: str,
    plot: str | None,
    json: bool,
    lang: str,
) -> None:
    """Print how patient each player must be, or against a quantity how patient all must be."""
    name, values = read_over(over) if over is not None else (None, None)
    found = patience(
        *asked(conflict, calibration, policy, own, replace), over=name, values=values, delta=delta, detection=detection
    )

    def picture() -> object:
        if over is not None:
            from tvet_games.show.patience import plot_patience

            return plot_patience(found)
        from tvet_games.show.repeated_payoffs import plot_repeated_payoffs
        from tvet_games.solve.repeated_payoffs import sustainable_payoffs

        if found.delta is None:
            what = "shows what is sustainable at a discount factor: give --delta, or --over for a quantity"
            raise InputError("", [Problem("--plot", what)])
        return plot_repeated_payoffs(sustainable_payoffs(found.game, float(found.delta)), labels=found.conflict.labels)

    draw(plot, picture)
    years = f"{word('years of a period', language(lang))} {money(found.years)}"
    title = f"{found.conflict.name} · {found.calibration.name} · {years}"
    show(found, title, {"critical discount factor": found.to_frame()}, json=json, lang=lang)
