"""tvet-games demo: the main job on real figures."""

from __future__ import annotations

import shlex
import shutil
import sys
from pathlib import Path

from tvet_games.cli.output import console, language
from tvet_games.cli.search import print_solution
from tvet_games.model.library import load_scenario
from tvet_games.policy.scenario import search

SCENARIOS = ("austria_apprenticeship", "germany_apprenticeship")

NAME = "tvet-games"

NEXT = ("list", "show school_enterprise", "new scenario my_question.toml")


def run(*, lang: str) -> None:
    """Answer the Austrian and the German scenario."""
    out, tongue = console(), language(lang)
    for name in SCENARIOS:
        question = load_scenario(name)
        out.rule(question.labels.of(name, tongue))
        print_solution(out, search(question), question, tongue)
        out.print()
    calls = (f"{command()} {call}" for call in NEXT)
    out.print({"en": "next: ", "zh": "下一步："}[tongue] + ", ".join(calls), soft_wrap=True)


def command() -> str:
    """How this program is called here: by its name where the shell finds it, else by its path."""
    path = sys.argv[0]
    return NAME if shutil.which(NAME) or Path(path).stem != NAME else shlex.quote(path)
