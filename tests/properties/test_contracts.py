"""Theorems about contracts at a profile: when they hold, when some contract does, and what money closes the gap."""

from fractions import Fraction

import numpy as np
from bargaining_sets import HULL_RULES, discounts, numbers, pairs, positive_weights, two_player_games
from hypothesis import assume, given
from hypothesis import strategies as st

from tvet_games.games.best_response import pure_equilibria
from tvet_games.games.normal_form import NormalFormGame
from tvet_games.solve.bargaining.bargain import bargain, can_gain
from tvet_games.solve.bargaining.contract import contract_at


@st.composite
def contracts(draw):
    players = draw(st.integers(2, 3))
    shape = [draw(st.integers(1, 3)) for _ in range(players)]
    flat = draw(st.lists(numbers, min_size=players * int(np.prod(shape)), max_size=players * int(np.prod(shape))))
    game = NormalFormGame(np.array(flat, dtype=object).reshape(players, *shape))
    profile = tuple(draw(st.integers(0, size - 1)) for size in shape)
    payments = draw(st.lists(numbers, min_size=players - 1, max_size=players - 1))
    return game, profile, [*payments, -sum(payments)]


@given(contracts())
def test_a_contract_holds_exactly_if_the_profile_is_an_equilibrium_with_it(drawn) -> None:
    game, profile, payments = drawn
    contract = contract_at(game, payments, profile=profile)
    paid = contract.applied_to(game)
    assert contract.holds == pure_equilibria(paid)[profile]
    assert contract_at(game.to_float(), payments, profile=profile).holds == contract.holds
    received = dict.fromkeys(game.players, Fraction(0))
    for transfer in contract.transfers:
        received[transfer.payee] += transfer.amount
        received[transfer.payer] -= transfer.amount
    assert list(received.values()) == list(contract.payments)
    assert len(contract.transfers) < len(game.players)
    if contract.critical_discounts is not None and contract.holds:
        assert not contract.critical_discounts.any()


@given(contracts())
def test_some_contract_holds_exactly_if_the_rooms_add_up(drawn) -> None:
    game, profile, payments = drawn
    contract = contract_at(game, payments, profile=profile)
    if (np.array(game.shape) == 1).any():
        assert contract.can_hold
        return
    best = [contract.room.sum() / len(game.players) - room for room in contract.room]
    assert contract_at(game, best, profile=profile).holds == contract.can_hold
    assert contract.least_outside_money == max(0, -contract.room.sum())
    assert contract_at(game, best, profile=profile).outside_money == contract.least_outside_money


@given(contracts())
def test_outside_money_closes_the_gap_exactly(drawn) -> None:
    game, profile, payments = drawn
    contract = contract_at(game, payments, profile=profile)
    missing = [max(Fraction(0), -margin) for margin in contract.margins]
    assert sum(missing) == contract.outside_money >= contract.least_outside_money
    for share, closes in ((Fraction(1), True), (Fraction(99, 100), not any(missing))):
        payoffs = contract.applied_to(game).payoffs.copy()
        payoffs[(slice(None), *profile)] += [share * money for money in missing]
        assert pure_equilibria(NormalFormGame(payoffs))[profile] == closes


@given(two_player_games(), st.sampled_from([*HULL_RULES, "rubinstein"]), positive_weights, discounts, pairs)
def test_contracts_of_transferable_solutions(game, rule, weights, factors, d) -> None:
    assume(can_gain(game, d, transferable=True))
    terms = {"discounts": factors} if rule == "rubinstein" else {"weights": weights}
    terms = {} if rule == "kalai_smorodinsky" else terms
    options = {"disagreement": d, "transferable": True, **terms}
    found = bargain(game, rule, **options)
    contract = found.contract
    own = game.payoffs[(slice(None), *contract.profile)]
    assert (contract.payments == found.payoffs - own).all()
    assert found.payoffs.sum() == own.sum() == game.payoffs.sum(axis=0).max()
    assert found.lottery[contract.profile] == 1
    batch = bargain(NormalFormGame(game.payoffs[None], players=game.players), rule, **options)
    assert (batch.payoffs[0] == found.payoffs).all()
    assert np.allclose(bargain(game.to_float(), rule, **options).payoffs, found.payoffs.astype(float))
    if can_gain(game, d, transferable=True, profile=(0, 0)):
        at_target = bargain(game, rule, **options, profile=(0, 0))
        assert at_target.contract.profile == (0, 0)
        assert at_target.payoffs.sum() == game.payoffs[:, 0, 0].sum()
