"""tvet-games leadership."""

from __future__ import annotations

from tvet_games.cli.studies import asked, show
from tvet_games.study.mechanisms.leadership import leadership


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
    """Print what each leader of each dyad brings about."""
    found = leadership(*asked(conflict, calibration, policy, own, replace))
    title = f"{found.conflict.name} · {found.calibration.name} · {found.unit}"
    show(found, title, {"who moves first": found.to_frame()}, json=json, lang=lang)
