"""tvet-games cite."""

from __future__ import annotations

from typing import cast

from tvet_games.study.citation.cite import Style, cite


def run(*, what: str | None, style: str) -> None:
    """Print how to cite the package, or the sources of a part of it."""
    print(cite(what, cast(Style, style)).text)
