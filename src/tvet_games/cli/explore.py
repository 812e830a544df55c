"""tvet-games explore."""

from __future__ import annotations

from tvet_games.cli.output import language


def run(*, scenario: str | None, port: int, browser: bool, lang: str) -> None:
    """Serve the page until it is interrupted."""
    tongue = language(lang)
    from tvet_games.show.explorer.serve import serve

    serve(scenario, port=port, browser=browser, language=tongue)
