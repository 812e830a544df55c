"""tvet-games evaluation."""

from __future__ import annotations

from fractions import Fraction

from tvet_games.cli.output import language
from tvet_games.cli.studies import asked, draw, show
from tvet_games.errors import InputError, Problem
from tvet_games.games.naming import Naming
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
        from tvet_games.show.axis_words import title_of
        from tvet_games.show.inspection import plot_inspection

        tempted = [e for e in found.exposures if e.temptation > 0]
        if not tempted:
            what = f"shows inspection, which has nothing to deter in {found.conflict.name}"
            raise InputError("", [Problem("--plot", what)])
        # What is gained here beside the illegal gain counts too: the fine, as a multiple of all of it.
        multiple = tempted[0].sanction / tempted[0].temptation - 1
        tongue = language(lang)
        curves = deterrence_curves(max(multiple, Fraction(0)), discount=DISCOUNT)
        area = plot_inspection(curves, language=tongue)
        who = Naming(found.labels, tongue).profile((tempted[0].player, tempted[0].action))
        area.set_title(f"{title_of(found.conflict, found.calibration, language=tongue)}\n{who}")
        return area

    draw(plot, picture)
    show(found, title, frames, json=json, lang=lang)
