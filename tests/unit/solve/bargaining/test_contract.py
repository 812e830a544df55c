"""Contracts in words and tables, at the ends, and what is refused."""

from fractions import Fraction

import numpy as np
import pytest

from tvet_games.errors import InputError, ShapeError
from tvet_games.games.normal_form import NormalFormGame
from tvet_games.solve.bargaining.bargain import bargain
from tvet_games.solve.bargaining.contract import contract_at

GAME = NormalFormGame.from_bimatrix(
    [[6, 0], [5, 1]], [[2, 4], [0, 1]], players=("firm", "school"), actions=[["train", "not"], ["teach", "rest"]]
)
"""Rooms at the target: 1 of the firm, -2 of the school. No contract holds without 1 from outside."""


def test_money_from_outside() -> None:
    contract = contract_at(GAME, [0, 0])
    assert list(contract.room) == [1, -2]
    assert not contract.can_hold
    assert not contract.holds
    assert contract.outside_money == 2
    assert contract.least_outside_money == 1
    assert contract.describe() == [
        "If all play as agreed (firm: train, school: teach), nobody pays.",
        "The contract does not hold: school gains 2 by deviating.",
        "It needs 2 from outside; no contract among the players holds with less than 1.",
    ]
    assert contract.describe("zh")[2] == "需要外部资金 2；任何参与者之间的合同至少需要 1。"
    assert contract_at(GAME, {"school": 1, "firm": -1}).outside_money == 1


def test_other_payments_would_hold() -> None:
    richer = NormalFormGame.from_bimatrix([[8, 0], [5, 1]], [[2, 4], [0, 1]])
    contract = contract_at(richer, payoffs=[8, 2])
    assert contract.can_hold
    assert not contract.holds
    assert contract.least_outside_money == 0
    assert "other payments among the players would hold without any" in contract.describe()[-1]
    better = contract_at(richer, payoffs=[6, 4])
    assert better.holds
    assert better.outside_money == 0
    assert [(t.payer, t.payee, t.amount) for t in better.transfers] == [("row", "column", 2)]
    assert (better.applied_to(richer).payoffs[:, 0, 0] == [6, 4]).all()


def test_a_player_without_a_choice_has_unlimited_room() -> None:
    game = NormalFormGame.from_bimatrix([[3, 1]], [[0, 2]])
    contract = contract_at(game, [-2, 2])
    assert contract.room[0] == np.inf
    assert contract.can_hold
    assert contract.holds
    assert contract.outside_money == contract.least_outside_money == 0
    floats = contract_at(game.to_float(), [-2, 2])
    assert floats.holds
    assert floats.outside_money == 0


def test_table() -> None:
    frame = contract_at(GAME, [-1, 1]).to_frame()
    assert frame.loc["school"].tolist()[:4] == ["teach", 1, -2, -1]
    assert "critical discount" in frame
    elsewhere = contract_at(GAME, [0, 0], profile=(1, 1))
    assert elsewhere.critical_discounts is None
    assert "critical discount" not in elsewhere.to_frame()


def test_patience_that_keeps_a_contract() -> None:
    """The school gets 3 after the payment, 4 by deviating and 1 as long as nobody cooperates: (4 - 3) / (4 - 1)."""
    contract = contract_at(GAME, [-1, 1])
    assert list(contract.critical_discounts) == [0, Fraction(1, 3)]


def test_rounding_is_no_temptation() -> None:
    game = NormalFormGame.from_bimatrix([[0.3, 0.0], [0.1 + 0.2, 0.0]], [[0.3, 0.3], [0.0, 0.0]])
    assert contract_at(game, [0.0, 0.0]).holds


def test_solutions_carry_their_contract() -> None:
    found = bargain(GAME, transferable=True)
    assert list(found.payoffs) == [4, 4]
    assert list(found.contract.payments) == [-2, 2]
    assert "firm pays school 2" in str(found)
    assert found.to_frame()["payment"].tolist() == [-2, 2]
    assert found.lottery[0, 0] == 1
    assert not found.surplus_left.any()


def test_what_is_refused() -> None:
    with pytest.raises(InputError, match="add up to 0"):
        contract_at(GAME, [1, 1])
    with pytest.raises(InputError, match="one of them is needed"):
        contract_at(GAME)
    with pytest.raises(InputError, match="one of them is needed"):
        contract_at(GAME, [0, 0], payoffs=[6, 2])
    with pytest.raises(ShapeError, match="profile"):
        contract_at(GAME, [0, 0], profile=(0, True))
    with pytest.raises(ShapeError, match="payments"):
        contract_at(GAME, [[0, 0]])
    with pytest.raises(ShapeError, match="single game"):
        contract_at(NormalFormGame(GAME.payoffs[None], players=GAME.players), [0, 0])
    with pytest.raises(ShapeError, match="same players"):
        contract_at(GAME, [0, 0]).applied_to(NormalFormGame(GAME.payoffs))
