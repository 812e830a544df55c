"""Pages that are written from the package itself: public names, commands, what ships, templates of files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from importlib import resources
from pathlib import Path
from typing import Any

import typer.main

import tvet_games as tg
from tvet_games.cli.app import app

GROUPS: dict[str, tuple[str, str, tuple[str, ...]]] = {
    "files": (
        "Conflicts, calibrations, instruments, scenarios",
        "What text files hold, and how they are loaded.",
        ("model",),
    ),
    "games": ("Games", "Containers of payoffs, best responses, and exchange with other packages.", ("games",)),
    "equilibria": ("Equilibria", "Nash equilibria, refinements, and solution concepts beside them.", ("solve",)),
    "policy": ("The policy search", "Criteria, questions, the cheapest policy and its verdict.", ("policy",)),
    "studies": ("Around the search", "Frontiers, reasons, robustness, comparison, take-up, maps.", ("study",)),
    "bargaining": (
        "Bargaining and contracts",
        "Rules of division, contracts, and what two stakeholders bargain over.",
        ("solve.bargaining", "study.negotiation", "study.contract", "policy.contract"),
    ),
    "sharing": (
        "Sharing the benefit",
        "Coalitional games and their rules.",
        ("solve.coalitions", "study.sharing", "games.coalitional", "games.coalition_table"),
    ),
    "evolution": (
        "Evolution",
        "Replicator and other dynamics, stability, basins, and incentives that react.",
        ("solve.dynamics", "study.evolution", "solve.basin"),
    ),
    "formulas": (
        "Formulas",
        "Payoffs, thresholds and stability as SymPy expressions.",
        ("symbolic", "policy.threshold"),
    ),
    "mechanisms": ("Mechanisms", "The paper's mechanisms and paths, each as a study.", ("study.mechanisms",)),
    "uncertainty": (
        "Uncertainty",
        "Drawn worlds, probabilities with intervals, whose numbers matter, where a policy fails.",
        ("study.uncertainty", "study.worlds"),
    ),
    "scale": (
        "Scale",
        "Verdict codes of batches, sweeps in a store, portfolios of many sites.",
        ("study.sweep", "study.chunks", "study.portfolio", "solve.verdict_codes"),
    ),
    "plots": ("Plots and reports", "Figures in one style, and reports.", ("show",)),
    "reference": (
        "Sources, codebook, certificates",
        "How to cite, what every parameter means, and answers checked by code that did not find them.",
        ("study.citation", "study.codebook", "study.dossier", "study.certify", "checker"),
    ),
    "common": (
        "Errors and language",
        "What is raised, and in which language objects show themselves.",
        ("errors", "tables"),
    ),
}
"""Groups of public names: title, what it is, and the modules whose names belong to it; the longest one counts."""

FORMATS = """# File formats

Files are TOML, read by a schema that refuses what it does not know, with every mistake of a file at once:
`tvet-games check FILE`. Formulas are numbers, declared names, `+ - * / **`, `min`, `max`, `exp`, `log` and `sqrt`; no
text is ever run as code. These are the commented templates that `tvet-games new KIND FILE` writes.
"""


def write_all(folder: Path) -> None:
    """Write every generated page into a folder of sources."""
    reference = folder / "reference"
    for key, text in {
        **api_pages(),
        "commands": commands_page(),
        "library": library_page(),
        "formats": formats_page(),
    }.items():
        (reference / f"{key}.md").write_text(text, encoding="utf-8")


def group_of(name: str) -> str:
    """The group of a public name: that of the longest module that its home begins with."""
    home = tg._HOMES[name]  # the package's own table of where its names live
    fits = [
        (module, key)
        for key, (*_, modules) in GROUPS.items()
        for module in modules
        if f"{home}.".startswith(f"{module}.")
    ]
    return max(fits, key=lambda fit: len(fit[0]))[1]


def api_pages() -> dict[str, str]:
    """A page a group: its names as a table that leads to each."""
    pages = {}
    for key, (title, about, _) in GROUPS.items():
        names = [name for name in tg.__all__ if group_of(name) == key]
        listed = "\n".join(f"   {name}" for name in names)
        table = f".. currentmodule:: tvet_games\n\n.. autosummary::\n   :toctree: api\n   :nosignatures:\n\n{listed}"
        pages[f"api_{key}"] = f"# {title}\n\n{about}\n\n```{{eval-rst}}\n{table}\n```\n"
    return pages


def commands_page() -> str:
    """Every command with its arguments and options, as `--help` tells them."""
    command: Any = typer.main.get_command(app)
    parts = [
        "# Commands\n\n`tvet-games COMMAND --help` tells the same. Exit codes: 0 done, 2 bad input, 3 nothing found or "
        "infeasible. `--json` prints JSON, `--lang zh` Chinese.\n"
    ]
    for name, one in sorted(command.commands.items()):
        used = " ".join(_usage(one.params))
        parts.append(f"## {name}\n\n{one.help}\n\n```\ntvet-games {name} {used}\n```\n")
        rows = [
            (", ".join(f"`{o}`" for o in p.opts), _cell(p.help or ""))
            for p in one.params
            if p.param_type_name == "option"
        ]
        parts.append(_table(("option", "what"), rows))
    return "\n".join(parts)


def _usage(params: Iterable[Any]) -> Iterator[str]:
    for param in params:
        if param.param_type_name == "argument":
            yield (param.name or "").upper() + ("..." if param.nargs == -1 else "")
        elif param.required:
            yield f"{param.opts[-1]} {(param.name or '').upper()}"
    yield "[OPTIONS]"


def library_page() -> str:
    """What ships, with the question or the subject of each."""
    conflicts = [tg.load_conflict(name) for name in tg.conflicts()]
    calibrations = [tg.load_calibration(name) for name in tg.calibrations()]
    instruments = [tg.load_instrument(name) for name in tg.instruments()]
    scenarios = [tg.load_scenario(name) for name in tg.scenarios()]
    return "\n".join(
        (
            "# What ships\n\n`tvet-games show NAME` shows each whole.\n",
            "## Conflicts\n",
            _table(
                ("name", "players", "about"),
                [(f"`{c.name}`", ", ".join(c.player_names), c.about.of("en")) for c in conflicts],
            ),
            "## Calibrations\n",
            _table(
                ("name", "unit", "prices of", "about"),
                [(f"`{c.name}`", str(c.unit), c.unit.prices_of, c.about.of("en")) for c in calibrations],
            ),
            "## Instruments\n",
            _table(("name", "level", "about"), [(f"`{i.name}`", i.dimension, i.about.of("en")) for i in instruments]),
            "## Scenarios\n",
            _table(("name", "question"), [(f"`{s.name}`", s.question.of("en")) for s in scenarios]),
        )
    )


def formats_page() -> str:
    """The templates that `tvet-games new` writes: commented files of each kind."""
    parts = [FORMATS]
    folder = resources.files("tvet_games.cli") / "templates"
    for path in sorted(folder.iterdir(), key=lambda one: one.name):
        title, text = path.name.removesuffix(".toml").capitalize(), path.read_text(encoding="utf-8").strip()
        parts.append(f"## {title}\n\n```toml\n{text}\n```\n")
    return "\n".join(parts)


def _table(heads: Iterable[object], rows: Iterable[Iterable[object]]) -> str:
    lines = [" | ".join(map(_cell, row)) for row in (heads, *rows)]
    width = len(list(heads))
    return "\n".join([f"| {lines[0]} |", "|" + "---|" * width, *(f"| {line} |" for line in lines[1:])]) + "\n"


def _cell(thing: object) -> str:
    return " ".join(str(thing).split()).replace("|", r"\|").replace("<", "&lt;")
