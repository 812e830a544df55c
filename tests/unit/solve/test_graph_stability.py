"""Stability, status quo and the inverse question by example."""

import numpy as np
import pytest

from tvet_games.errors import InputError, UnknownNameError
from tvet_games.games.graph_model import GraphModel, graph_model
from tvet_games.games.normal_form import NormalFormGame
from tvet_games.solve.graph_inverse import least_changes
from tvet_games.solve.graph_stability import graph_stability
from tvet_games.solve.status_quo import status_quo

CHICKEN = graph_model(NormalFormGame.from_bimatrix([[3, 2], [4, 1]], [[3, 4], [2, 1]]))
COOPERATE = "row 1, column 1"


def test_chicken() -> None:
    """Both giving way lasts only by fear of escalation: it is no Nash, but a symmetric metarational equilibrium."""
    found = graph_stability(CHICKEN)
    assert found.equilibria("nash") == ("row 1, column 2", "row 2, column 1")
    assert found.strongest(COOPERATE) == "smr"
    assert found.strongest("row 2, column 2") is None
    frame = found.to_frame()
    assert frame.loc[COOPERATE, ("smr", "all")]
    assert not frame.loc[COOPERATE, ("nash", "row")]


def test_one_decider_fears_nobody() -> None:
    moves = np.array([[[False, True], [True, False]]])
    found = graph_stability(GraphModel(("a",), ("s", "t"), np.array([[0, 1]]), moves))
    assert all(found.equilibria(c) == ("t",) for c in ("nash", "sequential", "smr", "gmr"))
    assert "simultaneous" not in found.stable
    with pytest.raises(UnknownNameError, match="stability"):
        found.equilibria("simultaneous")


def test_what_cannot_be_taken_back() -> None:
    there = np.zeros((2, 3, 3), dtype=bool)
    there[0, 0, 1] = there[1, 1, 2] = True
    model = GraphModel(("firm", "school"), ("start", "hired", "closed"), np.array([[1, 2, 0], [2, 0, 1]]), there)
    assert status_quo(model, "start").steps == {"start": 0, "hired": 1, "closed": 2}
    assert status_quo(model, "closed", by="moves").steps == {"closed": 0}
    assert status_quo(model, "start", most=1).steps == {"start": 0, "hired": 1}
    assert [s.decider for s in status_quo(model, "start").paths["closed"]] == ["firm", "school"]
    assert status_quo(model, "start").to_frame().loc["closed", "path"] == "firm: hired > school: closed"
    assert not status_quo(model, "hired").reaches("start")
    assert graph_stability(model).strongest("start") == "sequential"


def test_the_least_changes() -> None:
    found = least_changes(CHICKEN, COOPERATE)
    assert found.total == 2
    assert found.holds
    assert least_changes(CHICKEN, COOPERATE, "smr").total == 0
    assert least_changes(CHICKEN, COOPERATE, "sequential").total == 2
    assert found.to_frame().loc["row", "no longer preferred"] == "row 2, column 1"


def test_one_sanction_can_meet_two_temptations() -> None:
    """From s the decider could go to t or u, and the other can bring both to v: it is enough to fear v."""
    moves = np.zeros((2, 4, 4), dtype=bool)
    moves[0, 0, [1, 2]] = moves[1, [1, 2], 3] = True
    model = GraphModel(("a", "b"), ("s", "t", "u", "v"), np.array([[0, 1, 2, 3], [0, 0, 0, 0]]), moves)
    assert least_changes(model, "s", "gmr").no_longer_preferred == {"a": ("v",), "b": ()}
    assert least_changes(model, "s").no_longer_preferred["a"] == ("t", "u")


@pytest.mark.parametrize("call", [lambda: least_changes(CHICKEN, COOPERATE, "nahs"), lambda: least_changes(3, "s")])
def test_wrong_questions(call) -> None:
    with pytest.raises(InputError):
        call()


@pytest.mark.parametrize("options", [{"by": "improvement"}, {"most": -1}, {"most": 1.5}])
def test_wrong_options(options) -> None:
    with pytest.raises(InputError):
        status_quo(CHICKEN, COOPERATE, **options)
