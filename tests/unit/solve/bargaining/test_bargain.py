"""The front door of bargaining: worked examples, degenerate games, batches, and what is refused."""

from fractions import Fraction

import numpy as np
import pytest

import tvet_games as tg
from tvet_games.errors import InputError, ShapeError, UnknownNameError
from tvet_games.games.normal_form import NormalFormGame
from tvet_games.solve.bargaining.bargain import bargain, can_gain
from tvet_games.solve.bargaining.disagreement import disagreement_point
from tvet_games.solve.bargaining.feasible_set import FeasibleSet

DILEMMA = NormalFormGame.from_bimatrix(
    [[4, 0], [5, 1]], [[4, 5], [0, 1]], players=("school", "firm"), actions=[["teach", "rest"], ["train", "not"]]
)
SEXES = NormalFormGame.from_bimatrix([[2, 0], [0, 1]], [[1, 0], [0, 2]])


def refused(error: type[Exception], *parts: str, **options) -> None:
    with pytest.raises(error) as caught:
        bargain(options.pop("game", DILEMMA), options.pop("solution", "nash"), **options)
    for part in parts:
        assert part in str(caught.value)


def test_dilemma() -> None:
    found = bargain(DILEMMA)
    assert list(found.payoffs) == [4, 4]
    assert list(found.disagreement) == [1, 1]
    assert list(found.gains) == [3, 3]
    assert found.lottery[0, 0] == 1
    assert bool(found.agrees)
    assert str(found) == "Nash solution: school 4 (gain 3), firm 4 (gain 3). (teach, train)"
    frame = found.to_frame()
    assert list(frame.columns) == ["disagreement", "payoff", "gain"]
    assert frame.loc["firm", "payoff"] == 4


def test_the_worst_equilibrium_of_equal_ones_is_the_first() -> None:
    """Battle of the sexes: the mixed equilibrium is worst; without it the two pure ones have the same welfare."""
    assert list(disagreement_point(SEXES, "worst_equilibrium")) == [Fraction(2, 3), Fraction(2, 3)]
    assert list(bargain(SEXES).payoffs) == [Fraction(3, 2), Fraction(3, 2)]
    tie = NormalFormGame.from_bimatrix([[2, 2], [2, 2]], [[1, 1], [1, 1]])
    assert list(disagreement_point(tie, "worst_equilibrium")) == [2, 1]


def test_maxmin_in_mixed_strategies() -> None:
    pennies = NormalFormGame.from_bimatrix([[1, -1], [-1, 1]], [[-1, 1], [1, -1]])
    assert list(disagreement_point(pennies, "maxmin")) == [0, 0]
    three = np.array([[0, -1, 1], [1, 0, -1], [-1, 1, 0]])
    assert list(disagreement_point(NormalFormGame.from_bimatrix(three, three.T), "maxmin")) == [0, 0]
    alone = NormalFormGame.from_bimatrix([[3, 1]], [[0, 1]])
    assert list(disagreement_point(alone, "maxmin")) == [1, 1]


def test_maxmin_of_three_players_holds_against_the_others_together() -> None:
    payoffs = np.zeros((3, 2, 2, 2), dtype=int)
    payoffs[0] = [[[1, 0], [0, 1]], [[0, 1], [1, 0]]]
    assert disagreement_point(NormalFormGame(payoffs), "maxmin")[0] == Fraction(1, 2)


def test_an_equilibrium_as_disagreement_point() -> None:
    mixed = tg.equilibria(SEXES)[2]
    assert (bargain(SEXES, disagreement=mixed).disagreement == [Fraction(2, 3), Fraction(2, 3)]).all()
    refused(InputError, "row", "school", disagreement=mixed)


def test_numbers_may_be_named() -> None:
    found = bargain(
        DILEMMA,
        "nash",
        disagreement={"firm": 0.5, "school": "1/3"},
        weights={"firm": 2, "school": 1},
        transferable=True,
    )
    assert list(found.disagreement) == [Fraction(1, 3), Fraction(1, 2)]
    surplus = 8 - Fraction(5, 6)
    assert list(found.gains) == [surplus / 3, 2 * surplus / 3]


def test_free_disposal_of_the_egalitarian_rule() -> None:
    """The set gives player 1 more than the equal gains, which the rule gives away, and says so."""
    found = bargain(FeasibleSet.from_points([[5, 2], [6, 0]]), "egalitarian", disagreement=[0, 0])
    assert list(found.payoffs) == [2, 2]
    assert list(found.surplus_left) == [3, 0]
    assert found.lottery.tolist() == [1, 0]


def test_three_players_share_a_sum() -> None:
    payoffs = np.zeros((3, 2, 2, 2), dtype=int)
    payoffs[:, 0, 0, 0] = [6, 0, 0]
    game = NormalFormGame(payoffs)
    d = [0, 1, 2]
    assert list(bargain(game, disagreement=d, transferable=True).payoffs) == [1, 2, 3]
    assert list(bargain(game, "utilitarian", disagreement=d, weights=(1, 2, 2), transferable=True).gains) == [
        0,
        Fraction(3, 2),
        Fraction(3, 2),
    ]
    found = bargain(game, "kalai_smorodinsky", disagreement=d, transferable=True)
    assert [(t.payer, t.payee, t.amount) for t in found.contract.transfers] == [
        ("player 1", "player 2", 2),
        ("player 1", "player 3", 3),
    ]
    refused(ShapeError, "3", "transferable=True", game=game)
    refused(InputError, "two players", game=game, solution="rubinstein", discounts=(0, 0, 0), transferable=True)


def test_ties_of_the_largest_sum_go_to_cooperation() -> None:
    game = NormalFormGame.from_bimatrix([[1, 3], [2, 0]], [[2, 0], [1, 0]])
    found = bargain(game, disagreement=[0, 0], transferable=True)
    assert found.contract.profile == (0, 0)
    assert all(isinstance(chance, Fraction) for chance in found.lottery.ravel())
    assert bargain(game, disagreement=[-1, -1], transferable=True, profile=(1, 1)).contract.profile == (1, 1)


def test_outside_options_as_disagreement_point() -> None:
    found = bargain(DILEMMA, disagreement="outside", outside=[2, 1])
    assert list(found.disagreement) == [2, 1]
    assert list(found.outside) == [2, 1]


def test_outside_options_of_a_total() -> None:
    """Without options 2/3 and 1/3 of 12; an option of 5 of the second binds, one of 3 does not."""
    pie, half = FeasibleSet.transferable(12), (Fraction(1, 2), Fraction(1, 2))
    options = {"disagreement": [0, 0], "discounts": half}
    assert list(bargain(pie, "rubinstein", **options).payoffs) == [8, 4]
    assert list(bargain(pie, "rubinstein", outside=[0, 3], **options).payoffs) == [8, 4]
    assert list(bargain(pie, "rubinstein", outside=[0, 5], **options).payoffs) == [7, 5]
    assert list(bargain(pie, "rubinstein", outside=[0, 5], rounds=1, **options).payoffs) == [7, 5]
    # Player 1 may leave for 7: player 2 can offer no less when it proposes, and so waits for 5/2 only.
    assert list(bargain(pie, "rubinstein", outside=[7, 0], **options).payoffs) == [Fraction(19, 2), Fraction(5, 2)]
    with pytest.raises(InputError, match="outside"):
        bargain(pie, "rubinstein", outside=[7, 5], **options)


def test_a_batch_says_where_there_is_nothing_to_gain() -> None:
    payoffs = np.stack([DILEMMA.payoffs, SEXES.payoffs, 0 * DILEMMA.payoffs])
    for dtype in (object, np.float64):
        for options in ({}, {"transferable": True}, {"solution": "rubinstein", "discounts": (0.5, 0.5)}):
            found = bargain(NormalFormGame(payoffs.astype(dtype), players=("a", "b")), **options)
            assert found.agrees.tolist() == [True, True, False]
            assert np.isnan(found.payoffs[2].astype(float)).all()
            assert not np.isnan(found.payoffs[:2].astype(float)).any()
            assert found.contract is None
            assert len(found.to_frame()) == 6
            assert "2 of which" in str(found)


def test_batches_of_outside_options_and_of_two_axes() -> None:
    payoffs = np.stack([[DILEMMA.payoffs] * 3] * 2)
    game = NormalFormGame(payoffs, players=("a", "b"))
    outside = np.array([0, 3], dtype=object) * np.ones((2, 3, 1), dtype=int)
    outside[1, 2] = [4, 4]
    terms = {"disagreement": [0, 0], "discounts": (0.5, 0.5), "outside": outside}
    for transferable in (False, True):
        found = bargain(game, "rubinstein", transferable=transferable, **terms)
        one = bargain(DILEMMA, "rubinstein", transferable=transferable, **terms | {"outside": [0, 3]})
        assert found.payoffs.shape == (2, 3, 2)
        assert found.agrees.sum() == 5
        assert not found.agrees[1, 2]
        assert (found.payoffs[0, 0] == one.payoffs).all()


def test_empty_batches() -> None:
    game = NormalFormGame(np.zeros((0, 2, 2, 2)), players=("a", "b"))
    for options in ({}, {"disagreement": "maxmin"}, {"transferable": True}):
        assert bargain(game, **options).payoffs.shape == (0, 2)
    assert can_gain(game, [0, 0]).shape == (0,)


def test_games_without_a_known_equilibrium() -> None:
    """No pure equilibrium of three players: an error for one game, NaN in a batch."""
    payoffs = np.zeros((3, 2, 2, 2), dtype=int)
    payoffs[0] = [[[1, 1], [0, 0]], [[0, 0], [1, 1]]]
    payoffs[1] = 1 - payoffs[0]
    game = NormalFormGame(payoffs)
    refused(InputError, "none was found", "maxmin", game=game, transferable=True)
    batch = bargain(NormalFormGame(payoffs[None], players=("a", "b", "c")), transferable=True)
    assert not batch.agrees.any()
    assert np.isnan(batch.payoffs.astype(float)).all()


def test_nothing_to_gain() -> None:
    refused(InputError, "disagreement", "school 4, firm 4", "nothing to gain", "school 5", disagreement=[4, 4])
    refused(InputError, "largest sum of payoffs is 8", disagreement=[4, 4], transferable=True)
    # On the Pareto frontier, on its end, and beyond.
    for d in ([Fraction(9, 2), 2], [5, 0], [0, 5], [9, 0], [0, 9]):
        assert not can_gain(DILEMMA, d)
        assert not can_gain(DILEMMA.to_float(), d)
        refused(InputError, "nothing to gain", disagreement=d)
    assert can_gain(DILEMMA, [3, 3], transferable=True)
    assert not can_gain(DILEMMA, [1, 1], transferable=True, profile=(1, 1))


def test_rounding_is_no_gain() -> None:
    floats = DILEMMA.to_float()
    assert not can_gain(floats, [4 - 1e-13, 4 - 1e-13])
    assert can_gain(DILEMMA, [4 - Fraction(1, 10**13)] * 2)
    batch = NormalFormGame(floats.payoffs[None], players=floats.players)
    assert not can_gain(batch, [4 - 1e-13, 4 - 1e-13])[0]
    assert not can_gain(floats, [4 - 1e-13, 4 - 1e-13], transferable=True)


@pytest.mark.parametrize(
    ("error", "parts", "options"),
    [
        (UnknownNameError, ["nash", "did you mean"], {"solution": "nahs"}),
        (UnknownNameError, ["maxmin", "did you mean"], {"disagreement": "maxmim"}),
        (UnknownNameError, ["did you mean 'firm'"], {"disagreement": {"school": 1, "firn": 2}}),
        (UnknownNameError, ["did you mean 'school'"], {"weights": {"schol": 1, "firm": 2}}),
        (InputError, ["no number", "firm"], {"weights": {"school": 1}}),
        (InputError, ["baseline_equilibrium", "give the payoffs"], {"disagreement": "baseline_equilibrium"}),
        (InputError, ["outside=("], {"disagreement": "outside"}),
        (InputError, ["outside", "not used"], {"outside": [0, 0]}),
        (InputError, ["weights", "not used", "kalai"], {"solution": "kalai_smorodinsky", "weights": (1, 1)}),
        (InputError, ["weights", "not used"], {"solution": "rubinstein", "discounts": (0, 0), "weights": (1, 1)}),
        (InputError, ["discounts", "not used", "rounds"], {"discounts": (0.5, 0.5), "rounds": 2}),
        (InputError, ["discounts", "missing"], {"solution": "rubinstein"}),
        (InputError, ["discounts", "from 0 to below 1"], {"solution": "rubinstein", "discounts": (0.5, 1)}),
        (InputError, ["discounts", "from 0 to below 1"], {"solution": "rubinstein", "discounts": (-0.5, 0)}),
        (InputError, ["rounds", "whole number"], {"solution": "rubinstein", "discounts": (0, 0), "rounds": 0}),
        (InputError, ["rounds", "whole number"], {"solution": "rubinstein", "discounts": (0, 0), "rounds": 1.5}),
        (InputError, ["rounds", "whole number"], {"solution": "rubinstein", "discounts": (0, 0), "rounds": True}),
        (InputError, ["rounds", "1,000"], {"solution": "rubinstein", "discounts": (0, 0), "rounds": 10**9}),
        (ShapeError, ["discounts"], {"solution": "rubinstein", "discounts": (0.5,)}),
        (InputError, ["weights", "not all 0"], {"weights": (0, 0)}),
        (InputError, ["weights", "at least 0"], {"weights": (1, -1)}),
        (InputError, ["weights", "nan"], {"weights": (1, float("nan"))}),
        (InputError, ["weights", "finite"], {"weights": ("one", 1)}),
        (ShapeError, ["weights", "(3,)"], {"weights": (1, 1, 1)}),
        (ShapeError, ["weights"], {"weights": 2}),
        (ShapeError, ["weights"], {"weights": [[1, 1], [2, 2]]}),
        (InputError, ["disagreement", "inf"], {"disagreement": [0, float("inf")]}),
        (ShapeError, ["disagreement", "(3,)"], {"disagreement": [0, 0, 0]}),
        (ShapeError, ["disagreement", "(4, 2)"], {"disagreement": np.zeros((4, 2))}),
        (InputError, ["profile", "transferable=True"], {"profile": (0, 0)}),
        (ShapeError, ["profile", "(0, 2)"], {"profile": (0, 2), "transferable": True}),
        (ShapeError, ["profile", "(0,)"], {"profile": (0,), "transferable": True}),
    ],
)
def test_what_is_refused(error, parts, options) -> None:
    refused(error, *parts, **options)


def test_float_numbers_must_be_finite() -> None:
    refused(InputError, "disagreement of player firm", "nan", game=DILEMMA.to_float(), disagreement=[0.0, float("nan")])
