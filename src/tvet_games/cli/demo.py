"""tvet-games demo: the main job on real figures."""

from __future__ import annotations

from tvet_games.cli.output import console, language
from tvet_games.cli.search import print_solution
from tvet_games.model.library import load_scenario
from tvet_games.policy.scenario import search

SCENARIOS = ("austria_apprenticeship", "germany_apprenticeship")


def run(*, lang: str) -> None:
    """Answer the Austrian and the German scenario."""
    out, tongue = console(), language(lang)
    for name in SCENARIOS:
        question = load_scenario(name)
        out.rule(question.labels.of(name, tongue))
        print_solution(out, search(question), question, tongue)
        out.print()
    hint = {
        "en": "next: tvet-games list, tvet-games show school_enterprise, tvet-games new scenario my_question.toml",
        "zh": "下一步：tvet-games list, tvet-games show school_enterprise, tvet-games new scenario my_question.toml",
    }
    out.print(hint[tongue])
