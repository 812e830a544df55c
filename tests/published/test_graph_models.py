"""Graph models of the literature: the prisoners, and the Elmira conflict about a polluted aquifer.

The sanction rule is that of :mod:`tvet_games.solve.graph_stability`: any legal sequence of the others' moves in which
nobody moves twice in succession.
"""

import json
from pathlib import Path

import numpy as np
import pytest

from tvet_games.games.graph_model import GraphModel
from tvet_games.games.options import Priorities, option_model
from tvet_games.solve.graph_stability import graph_stability

FILE = Path(__file__).parents[1] / "data" / "published" / "gmcr_conflicts.json"
CASES = json.loads(FILE.read_text(encoding="utf-8"))["cases"]

CONCEPTS = {"Nash": "nash", "GMR": "gmr", "SMR": "smr", "SEQ": "sequential", "SIM": "simultaneous"}


def model(case: dict) -> GraphModel:
    numbers = [state["n"] for state in case["states"]]
    deciders = case["decision_makers"]
    moves = np.zeros((len(deciders), len(numbers), len(numbers)), dtype=bool)
    for i, decider in enumerate(deciders):
        for k, targets in enumerate(decider["unilateral_moves_by_state"]):
            moves[i, k, [numbers.index(n) for n in targets]] = True
    taken = np.array([[c == "Y" for c in state["yn"]] for state in case["states"]])
    choices = [taken[:, d["option_indices"]] @ (1 << np.arange(len(d["option_indices"]))) for d in deciders]
    ranks = np.array([d["ordinal_payoffs_by_state"] for d in deciders])
    names = tuple(d["name"] for d in deciders)
    return GraphModel(names, tuple(map(str, numbers)), ranks, moves, np.stack(choices, axis=-1))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_the_moves_are_those_of_the_options(case) -> None:
    """A move changes the mover's own options only, and the decimal of a state counts its options."""
    for decider in case["decision_makers"]:
        own = set(decider["option_indices"])
        for state, targets in zip(case["states"], decider["unilateral_moves_by_state"], strict=True):
            for n in targets:
                other = next(s for s in case["states"] if s["n"] == n)["yn"]
                assert {k for k, (a, b) in enumerate(zip(state["yn"], other, strict=True)) if a != b} <= own
    for state in case["states"]:
        assert state["decimal"] == sum(1 << k for k, c in enumerate(state["yn"]) if c == "Y")
        assert len(state["yn"]) == len(case["options"])


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_who_is_stable_where(case) -> None:
    found, expected = graph_stability(model(case)), case["expected"]
    for name, by_decider in expected["individually_stable"].items():
        for i, decider in enumerate(case["decision_makers"]):
            stable = [s["n"] for s, yes in zip(case["states"], found.stable[CONCEPTS[name]][i], strict=True) if yes]
            assert stable == by_decider[decider["name"]], (name, decider["name"])


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_equilibria(case) -> None:
    found, expected = graph_stability(model(case)), case["expected"]["equilibria"]
    assert set(expected) == {*CONCEPTS, "SEQ+SIM"}
    for name, concept in CONCEPTS.items():
        assert found.equilibria(concept) == tuple(map(str, expected[name])), name
    both = [s for s in found.equilibria("sequential") if s in found.equilibria("simultaneous")]
    assert both == list(map(str, expected["SEQ+SIM"]))


def test_elmira_from_its_options() -> None:
    """What can be taken back or not tells the published moves: delay cannot be taken up again, accept can be left."""
    (case,) = (c for c in CASES if c["name"] == "GMCR Elmira")
    words = [name.lower() for name in case["options"]]
    options = {d["name"]: [words[k] for k in d["option_indices"]] for d in case["decision_makers"]}
    published, states = model(case), [s["yn"] for s in case["states"]]
    made = option_model(
        options,
        {d: Priorities(()) for d in options},
        infeasible=["-NNN-", "-YY--", "-Y-Y-", "--YY-"],
        irreversible=["modify", "not delay", "abandon"],
    )
    assert list(made.states) == states
    assert (made.moves == published.moves).all()


def test_elmira_with_its_four_ends_as_one_state() -> None:
    """Where the firm abandons its plant nothing matters any more: the literature counts these four states as one."""
    (case,) = (c for c in CASES if "nine_state_summary" in c["expected"])
    labels = case["nine_state_labels"]
    ends = next(key for key in labels if "Abandon" in key)
    as_one = {key: labels[key] for key in labels if key != ends}
    as_one |= dict.fromkeys(ends.split(" ")[0].split(","), labels[ends])
    found = graph_stability(model(case))
    for name, summary in case["expected"]["nine_state_summary"].items():
        assert sorted({as_one[s] for s in found.equilibria(CONCEPTS[name])}) == summary
