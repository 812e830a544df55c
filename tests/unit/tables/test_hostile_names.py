"""Names and labels of games and graphs that look like markup stay texts, in HTML and in LaTeX."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import cache
from typing import Any
from xml.etree import ElementTree

import numpy as np
import pytest

import tvet_games as tg
from tvet_games.tables.labels import LANGUAGES, Labels
from tvet_games.tables.latex import latex_of

HOSTILE = "<script>alert(1)</script> $5_{x}$ & 100 % \\of #"
ESCAPED = (
    r"\textless{}script\textgreater{}alert(1)\textless{}/script\textgreater{} "
    r"\$5\_\{x\}\$ \& 100 \% \textbackslash{}of \#"
)
NAMES = ("train", "free_ride")
PLAYERS = ("school", "firm")
LABELS = Labels(*({name: f"{HOSTILE}{name}" for name in (*NAMES, *PLAYERS)} for _ in LANGUAGES))

HUNT = tg.NormalFormGame(
    [[[4, 0], [3, 2]], [[4, 3], [0, 2]]], players=PLAYERS, actions=[NAMES, NAMES], labels=LABELS, unit=HOSTILE
)
COALITIONS = tg.CoalitionalGame([0, 1, 2, 4], players=PLAYERS, labels=LABELS, unit=HOSTILE)

OBJECTS: dict[str, Callable[[], Any]] = {
    "bargain": lambda: tg.bargain(HUNT, transferable=True),
    "coalitions": lambda: tg.shapley(COALITIONS),
    "commitment": lambda: tg.commitment(HUNT, leader=0),
    "contract": lambda: tg.contract_at(HUNT, [-1, 1]),
    "core": lambda: tg.core(COALITIONS),
    "correlated": lambda: tg.correlated_equilibrium(HUNT),
    "destinations": lambda: tg.destinations(HUNT, starts=16),
    "equilibria": lambda: tg.equilibria(HUNT),
    "equilibrium": lambda: tg.equilibria(HUNT)[0],
    "feasible": lambda: tg.FeasibleSet.of_game(HUNT),
    "finite": lambda: tg.finite_population(HUNT),
    "flow": lambda: tg.flow(HUNT, np.array([[0.2, 0.9], [0.9, 0.9]])),
    "game": lambda: HUNT,
    "graph": lambda: tg.graph_model(HUNT),
    "graph stability": lambda: tg.graph_stability(tg.graph_model(HUNT)),
    "motion": lambda: tg.motion(HUNT),
    "quantal": lambda: tg.quantal_response(HUNT, [0, 1]),
    "region": lambda: tg.payoff_region(HUNT),
    "repeated": lambda: tg.sustainable_payoffs(HUNT, 0.9),
    "rest points": lambda: tg.rest_points(HUNT),
    "selfishness": lambda: tg.selfishness_level(HUNT),
    "vertices": lambda: tg.vertex_stability(HUNT),
}


class Hostile(Mapping[str, str]):
    """A label that looks like markup for every name."""

    def __getitem__(self, name: str) -> str:
        return f"{HOSTILE}{name}"

    def __iter__(self) -> Iterator[str]:
        return iter(())

    def __len__(self) -> int:
        return 0


CONFLICT = replace(tg.load_conflict("school_student"), labels=Labels(Hostile(), Hostile()))

OBJECTS |= {
    "bifurcations": lambda: replace(tg.bifurcations(CONFLICT, "match_share", "austria_2016"), _labels=CONFLICT.labels),
    "discount": lambda: tg.symbolic_discount(CONFLICT),
    "replicator": lambda: tg.symbolic_replicator(CONFLICT),
    "stability": lambda: tg.symbolic_stability(CONFLICT),
    "threshold": lambda: replace(tg.threshold(CONFLICT, "placement_grant"), _labels=CONFLICT.labels),
}

KNOWN = ("school_student", "school", "student", *(a for own in CONFLICT.actions for a in own), "quality_gain")
WRITTEN = replace(CONFLICT, labels=Labels(*({name: f"{HOSTILE}{name}" for name in KNOWN} for _ in LANGUAGES)))
HERE = (WRITTEN, "germany_2022")

OBJECTS |= {
    "common goals": lambda: tg.common_goals(*HERE),
    "communication": lambda: tg.communication(*HERE),
    "discovery": lambda: tg.discover(*HERE, draws=64),
    "evaluation": lambda: tg.evaluation(*HERE),
    "evolution": lambda: tg.evolve(*HERE, starts=16),
    "fan": lambda: tg.fan(*HERE, "placement_grant", [0, 600]),
    "foresight": lambda: tg.foresight(*HERE),
    "leadership": lambda: tg.leadership(*HERE),
    "long run": lambda: tg.long_run(*HERE, "placement_grant", [0, 600]),
    "mechanisms": lambda: tg.compare_mechanisms(*HERE, mechanisms=["communication"]),
    "negotiation": lambda: tg.negotiate(*HERE),
    "patience": lambda: tg.patience(*HERE),
    "probability": lambda: tg.cooperation_probability(*HERE, {HOSTILE: None}, draws=64),
    "responsibilities": lambda: tg.responsibilities(*HERE),
    "screening": lambda: tg.screening(*HERE, paths=4),
    "sharing": lambda: tg.share(*HERE),
    "sweep": lambda: tg.summarise_sweep(tg.sweep(*HERE, {"placement_grant": [0, 600]})),
    "understanding": lambda: tg.understanding(*HERE),
    "variance": lambda: tg.variance_sensitivity(*HERE, n=64),
}


@cache
def example(name: str) -> Any:
    return OBJECTS[name]()


every = pytest.mark.parametrize("name", OBJECTS)


@every
def test_html_runs_no_label(name: str) -> None:
    for language in LANGUAGES:
        html = example(name).to_html(language)
        page = ElementTree.fromstring(f"<page>{html.replace('<br>', '<br/>')}</page>")
        assert not page.findall(".//script")
        assert "<script>alert(1)</script>" in "".join(page.itertext())


@every
def test_latex_escapes_labels(name: str) -> None:
    for language in LANGUAGES:
        latex = latex_of(example(name).card(language))
        tables = "\n".join(line for line in latex.splitlines() if not line.startswith("%"))
        assert "<script>" not in tables
        assert tables.count("alert(1)") == tables.count(ESCAPED)
