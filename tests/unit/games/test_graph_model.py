"""Graph models by example: from games, from options, and what is refused."""

import numpy as np
import pytest

from tvet_games.errors import FormulaError, InputError, ShapeError
from tvet_games.games.graph_model import GraphModel, graph_model
from tvet_games.games.normal_form import NormalFormGame
from tvet_games.games.options import Priorities, Ranking, option_model
from tvet_games.games.statements import truth

OPTIONS = ["visit", "on time", "pay"]
TAKEN = np.array([[bool(k >> bit & 1) for bit in range(3)] for k in range(8)])


def build(**changes) -> GraphModel:
    given = {
        "options": {"school": ["visit"], "firm": ["train", "pay"]},
        "preferences": {"school": Priorities(("train",)), "firm": Ranking((("-NN",), ("---",)))},
    }
    return option_model(**{**given, **changes})


def test_a_game_becomes_a_graph() -> None:
    game = NormalFormGame(np.zeros((2, 2, 3)))
    model = graph_model(game)
    assert model.moves.sum() == 6 * (1 + 2)
    assert model.preferences.tolist() == [[0] * 6, [0] * 6]
    assert model.choices.tolist() == [[0, 0], [0, 1], [0, 2], [1, 0], [1, 1], [1, 2]]
    assert model.to_frame().loc["action 1, action 1", "moves of player 1"] == "action 2, action 1"


def test_names_with_commas_stay_apart() -> None:
    game = NormalFormGame(np.zeros((2, 2, 2)), actions=[["a", "a, b"], ["b, c", "c"]])
    assert len(set(graph_model(game).states)) == 4


@pytest.mark.parametrize(
    ("statement", "states"),
    [
        ("visit", [1, 3, 5, 7]),
        ('not "on time"', [0, 1, 4, 5]),
        ("1 and not 3", [1, 3]),
        ("visit or pay and not 2", [1, 3, 4, 5, 7]),
        ("(visit or pay) and not 2", [1, 4, 5]),
        ("visit if pay", [0, 1, 2, 3, 5, 7]),
        ("visit iff pay", [0, 2, 5, 7]),
        ("not not 1", [1, 3, 5, 7]),
    ],
)
def test_statements(statement, states) -> None:
    assert np.flatnonzero(truth(statement, OPTIONS, TAKEN)).tolist() == states


@pytest.mark.parametrize(
    "statement",
    [
        "",
        "vist",
        "4",
        "0",
        "visit and",
        "(visit",
        "visit)",
        '"on time',
        "visit pay",
        "if visit",
        "visit if pay if 2",
        "not " * 40 + "visit",
        "(" * 40 + "visit" + ")" * 40,
        "visit or " * 100 + "visit",
        "__import__('os')",
        3,
    ],
)
def test_no_statements(statement) -> None:
    with pytest.raises(FormulaError):
        truth(statement, OPTIONS, TAKEN)


def test_the_nearest_option_is_named() -> None:
    with pytest.raises(FormulaError, match="did you mean 'visit'"):
        truth("vist", OPTIONS, TAKEN)


def test_states_moves_and_ranks_from_options() -> None:
    model = build(infeasible=["YYY"], irreversible=["pay"])
    assert model.states == ("NNN", "YNN", "NYN", "YYN", "NNY", "YNY", "NYY")
    assert model.preferences[0].tolist() == [0, 0, 1, 1, 0, 0, 1]
    assert model.preferences[1].tolist() == [1, 1, 0, 0, 0, 0, 0]
    there, back = model.place("NNN"), model.place("NNY")
    assert model.moves[1, there, back]
    assert not model.moves[1, back, there]
    assert not model.moves[0, model.place("NYY")].any()


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"infeasible": ["YY"]}, "expected 3 characters"),
        ({"infeasible": ["---"]}, "leaves no state"),
        ({"irreversible": ["pai"]}, "did you mean 'pay'"),
        ({"preferences": {"school": Priorities(())}}, "preferences: 'firm' has none"),
        ({"preferences": {"school": Priorities(("trian",)), "firm": Ranking((("Y--",),))}}, "ranks no state such as N"),
        ({"preferences": {"school": 3, "firm": Ranking((("---",),))}}, "expected a Ranking or Priorities"),
        ({"preferences": {"school": Ranking((("---",), ("Y--",))), "firm": Priorities(())}}, "no earlier group has"),
        ({"options": {"school": ["visit"], "firm": ["visit"]}}, "stands twice"),
        ({"options": {"school": [str(k) + "o" for k in range(13)]}}, "expected 1 to 12"),
        ({"options": 3}, "expected options by decider"),
        ({"options": {"school": "visit"}}, "expected a list of names"),
        ({"options": {"school": None}}, "expected a list of names"),
        ({"infeasible": "YYY"}, "expected a list of patterns"),
        ({"infeasible": None}, "expected a list of patterns"),
        ({"irreversible": "pay"}, "expected a list of options"),
        ({"irreversible": ["not pai"]}, "did you mean 'pay'"),
    ],
)
def test_mistakes_in_options(changes, message) -> None:
    with pytest.raises(InputError, match=message):
        build(**changes)


@pytest.mark.parametrize(
    "make",
    [
        lambda: Priorities("visit"),
        lambda: Priorities(None),
        lambda: Ranking(("YN", "--")),
        lambda: Ranking(None),
        lambda: Ranking(((3,),)),
    ],
)
def test_preferences_are_lists_of_texts(make) -> None:
    with pytest.raises(InputError, match="expected"):
        make()


def test_what_is_left_for_good() -> None:
    model = build(irreversible=["not pay"])
    there, back = model.place("NNN"), model.place("NNY")
    assert model.moves[1, back, there]
    assert not model.moves[1, there, back]


def test_all_mistakes_at_once() -> None:
    with pytest.raises(InputError) as caught:
        build(preferences={"school": Priorities(("trian", "visti")), "firm": Ranking((("Y--",),))})
    assert len(caught.value.problems) == 3


@pytest.mark.parametrize(
    ("ranks", "moves", "error"),
    [
        (np.zeros((1, 3)), np.zeros((1, 2, 2), dtype=bool), ShapeError),
        (np.zeros((1, 2)), np.zeros((1, 2, 2)), ShapeError),
        (np.array([[0.0, np.nan]]), np.zeros((1, 2, 2), dtype=bool), InputError),
        (np.array([["a", "b"]]), np.zeros((1, 2, 2), dtype=bool), InputError),
        (np.array([[1j, 0]]), np.zeros((1, 2, 2), dtype=bool), InputError),
        ([[1], [1, 2]], np.zeros((1, 2, 2), dtype=bool), ShapeError),
    ],
)
def test_arrays_that_are_no_model(ranks, moves, error) -> None:
    with pytest.raises(error):
        GraphModel(("a",), ("s", "t"), ranks, moves)


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"deciders": 3}, InputError),
        ({"deciders": "a"}, InputError),
        ({"states": (1, 2)}, InputError),
        ({"states": ()}, InputError),
        ({"choices": np.zeros((3, 3), dtype=int)}, ShapeError),
        ({"choices": [[0.5], [1.0]]}, ShapeError),
        ({"choices": [[0], [0]]}, InputError),
    ],
)
def test_names_and_choices_that_are_no_model(changes, error) -> None:
    given = {"preferences": np.zeros((1, 2)), "moves": np.zeros((1, 2, 2), dtype=bool), "choices": None}
    with pytest.raises(error):
        GraphModel(**{"deciders": ("a",), "states": ("s", "t"), **given, **changes})


def test_states_by_name_or_place() -> None:
    model = build()
    assert model.place(2) == model.place("NYN") == 2
    for wrong in ("NYX", 8, -1, True, 1.5, None):
        with pytest.raises(InputError, match="none of the 8 states"):
            model.place(wrong)
    with pytest.raises(InputError, match="stands twice"):
        GraphModel(("a",), ("s", "s"), np.zeros((1, 2)), np.zeros((1, 2, 2), dtype=bool))
    with pytest.raises(ShapeError, match="out of the batch"):
        graph_model(NormalFormGame(np.zeros((3, 2, 2, 2)), players=["a", "b"]))
