"""tvet-games common-goals."""

from __future__ import annotations

from tvet_games.cli.studies import asked, show
from tvet_games.study.mechanisms.common_goals import common_goals


def run(
    *,
    conflict: str,
    calibration: str,
    policy: list[str] | None,
    own: list[str] | None,
    replace: list[str] | None,
    json: bool,
    lang: str,
) -> None:
    """Print how much all must care, and the public cost at several weights of the group."""
    found = common_goals(*asked(conflict, calibration, policy, own, replace))
    title = f"{found.conflict.name} · {found.calibration.name} · {found.unit}"
    show(found, title, {"cost by weight of the group": found.to_frame()}, json=json, lang=lang)
