"""tvet-games evaluation."""

from __future__ import annotations

from tvet_games.cli.studies import asked, draw, show
from tvet_games.errors import InputError, Problem
from tvet_games.solve.deterrence_curves import deterrence_curves
from tvet_games.study.mechanisms.evaluation import DISCOUNT, evaluation


def run(
    *,
    conflict: str,
    calibration: str,
    policy: list[str] | None,
    own: list[str] | None,
    replace: list[str] | None,
    warnings: int,
    plot: str | None,
    json: bool,
    lang: str,
) -> None:
    """Print what inspection deters, the cheapest packages of evaluation, and what warnings do."""
    found = evaluation(*asked(conflict, calibration, policy, own, replace), warnings=warnings)
    frames = {"inspection": found.to_frame(), "packages": found.packages_to_frame()}
    title = f"{found.conflict.name} · {found.calibration.name} · {found.calibration.unit_per(found.conflict.per)}"

    def picture() -> object:
        from tvet_games.show.inspection import plot_inspection

        if found.fine_multiple is None:
            raise InputError("", [Problem("--plot", f"shows inspection, which does nothing in {found.conflict.name}")])
        return plot_inspection(deterrence_curves(found.fine_multiple, discount=DISCOUNT))

    draw(plot, picture)
    show(found, title, frames, found.conflict.labels, json=json, lang=lang)
