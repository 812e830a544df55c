"""tvet-games communication."""

from __future__ import annotations

from tvet_games.cli.studies import asked, draw, show
from tvet_games.study.mechanisms.communication import communication


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
    """Print what advice brings, and the advice of largest welfare and of most cooperation."""
    found = communication(*asked(conflict, calibration, policy, own, replace))
    setting = found.setting
    frames = {
        "what advice brings": found.to_frame(),
        "advice of largest welfare": found.welfare.advice(),
        "advice with most cooperation": found.target.advice(),
    }
    title = (
        f"{setting.conflict.name} · {setting.calibration.name} · {setting.calibration.unit_per(setting.conflict.per)}"
    )

    def picture() -> object:
        from tvet_games.show.payoff_region import plot_payoff_region

        return plot_payoff_region(found)

    draw(plot, picture)
    show(found, title, frames, json=json, lang=lang)
