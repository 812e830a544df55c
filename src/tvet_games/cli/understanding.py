"""tvet-games understanding."""

from __future__ import annotations

from tvet_games.cli.studies import asked, draw, show
from tvet_games.study.mechanisms.understanding import understanding


def run(
    *,
    conflict: str,
    calibration: str,
    policy: list[str] | None,
    own: list[str] | None,
    replace: list[str] | None,
    plot: str | None,
    json: bool,
    lang: str,
) -> None:
    """Print how likely each cooperates, the better all judge, with the policy and without it."""
    found = understanding(*asked(conflict, calibration, policy, own, replace))

    def picture() -> object:
        from tvet_games.show.quantal import plot_quantal

        return plot_quantal(found)

    draw(plot, picture)
    setting = found.setting
    title = f"{setting.conflict.name} · {setting.calibration.name}"
    show(found, title, {"cooperation by rationality": found.to_frame()}, json=json, lang=lang)
