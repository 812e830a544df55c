"""nashpy, quantecon and Gambit: games go there and come back, with the axes and names that each expects."""

from __future__ import annotations

import sys
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import nashpy
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from labelled_games import floats, games, is_same
from oracles import oracle

from tvet_games.errors import InputError, ShapeError
from tvet_games.games.best_response import pure_equilibria
from tvet_games.games.gambit import from_gambit, to_gambit
from tvet_games.games.nfg import format_nfg, read_nfg, write_nfg
from tvet_games.games.normal_form import NormalFormGame

HUNT = NormalFormGame.from_bimatrix([[4, 0], [3, 2]], [[4, 3], [0, 2]])

THREE = NormalFormGame(np.arange(72).reshape(3, 2, 3, 4))

few = st.integers(-3, 3)


class Player:
    """What a quantecon player looks like."""

    def __init__(self, payoff_array: Any) -> None:
        self.payoff_array = payoff_array


class Game:
    """What a quantecon or nashpy game looks like."""

    def __init__(self, **attributes: Any) -> None:
        vars(self).update(attributes)


class TestNashpy:
    def test_round_trip(self) -> None:
        back = NormalFormGame.from_nashpy(HUNT.to_nashpy(), players=HUNT.players, actions=HUNT.actions)
        assert is_same(back, HUNT)

    def test_integers_are_exact_and_a_zero_sum_game_has_both_matrices(self) -> None:
        game = NormalFormGame.from_nashpy(nashpy.Game(np.array([[1, -2, 3]])))
        assert game.is_exact
        assert game.payoffs.tolist() == [[[1, -2, 3]], [[-1, 2, -3]]]
        assert game.players == ("row", "column")

    @pytest.mark.parametrize("other", [3, HUNT, Game(payoff_matrices=([1, 2], [3, 4])), Game(payoff_matrices=3)])
    def test_other_things_are_refused(self, other: object) -> None:
        with pytest.raises(InputError, match=r"game: .*expected a nashpy\.Game"):
            NormalFormGame.from_nashpy(other)


class TestQuantecon:
    def test_own_actions_come_first(self) -> None:
        own = [np.empty((2, 3, 4), int), np.empty((3, 4, 2), int), np.empty((4, 2, 3), int)]
        for a, b, c in np.ndindex(2, 3, 4):
            own[0][a, b, c], own[1][b, c, a], own[2][c, a, b] = THREE.payoffs[:, a, b, c].astype(int)
        back = NormalFormGame.from_quantecon(Game(players=tuple(map(Player, own))), players=THREE.players)
        assert is_same(back, THREE)
        assert back.is_exact

    @pytest.mark.parametrize("other", [3, HUNT, Game(players=()), Game(players=[Player([1, 2])] * 2)])
    def test_other_things_are_refused(self, other: object) -> None:
        with pytest.raises(InputError, match=r"game: .*expected a quantecon\.game_theory\.NormalFormGame"):
            NormalFormGame.from_quantecon(other)

    @pytest.mark.slow
    def test_profiles_are_those_of_the_package(self) -> None:
        oracle("quantecon")
        theirs = THREE.to_quantecon()
        assert theirs.nums_actions == (2, 3, 4)
        assert [player.payoff_array.shape for player in theirs.players] == [(2, 3, 4), (3, 4, 2), (4, 2, 3)]
        assert np.moveaxis(theirs.payoff_profile_array, -1, 0).tolist() == THREE.payoffs.astype(float).tolist()

    @pytest.mark.slow
    @given(games(floats))
    def test_floats_come_back(self, game: NormalFormGame) -> None:
        oracle("quantecon")
        back = NormalFormGame.from_quantecon(game.to_quantecon(), players=game.players, actions=game.actions)
        assert is_same(back, game)

    @pytest.mark.slow
    @given(games(few))
    def test_same_pure_equilibria(self, game: NormalFormGame) -> None:
        theirs = oracle("quantecon").game_theory.pure_nash_brute(game.to_quantecon())
        assert sorted(theirs) == sorted(tuple(map(int, at)) for at in np.argwhere(pure_equilibria(game)))


class TestGambit:
    @pytest.mark.slow
    @given(games())
    def test_exact_game_comes_back(self, game: NormalFormGame) -> None:
        oracle("pygambit")
        assert is_same(from_gambit(to_gambit(game, "a title")), game)

    @pytest.mark.slow
    @given(games(floats))
    def test_float_game_comes_back_equal_and_exact(self, game: NormalFormGame) -> None:
        oracle("pygambit")
        back = from_gambit(to_gambit(game))
        assert back.is_exact
        assert is_same(back.to_float(), game)

    @pytest.mark.slow
    @given(game=games())
    @settings(max_examples=30)
    def test_files_both_ways(self, game: NormalFormGame, tmp_path_factory: pytest.TempPathFactory) -> None:
        gambit = oracle("pygambit")
        folder = tmp_path_factory.mktemp("nfg")
        write_nfg(game, folder / "ours.nfg")
        gambit.read_nfg(folder / "ours.nfg").to_nfg(folder / "theirs.nfg")
        assert is_same(read_nfg(folder / "theirs.nfg"), game)

    @pytest.mark.slow
    @given(st.permutations(["0", "1", "2", "3", "4", "04", "x"]), st.integers(1, 7))
    def test_numbers_as_names(self, names: list[str], count: int) -> None:
        oracle("pygambit")
        game = NormalFormGame(np.zeros((2, 1, count), int), players=names[:2], actions=[["2"], names[:count]])
        assert is_same(from_gambit(to_gambit(game)), game)

    @pytest.mark.slow
    def test_gambit_pays_what_the_package_pays(self) -> None:
        oracle("pygambit")
        theirs = to_gambit(THREE)
        for profile in np.ndindex(2, 3, 4):
            outcome = theirs[profile]
            assert [outcome[player] for player in theirs.players] == THREE.payoffs[(slice(None), *profile)].tolist()

    @pytest.mark.slow
    @given(games(few))
    def test_same_pure_equilibria(self, game: NormalFormGame) -> None:
        gambit = oracle("pygambit")
        table = to_gambit(game)
        found = [
            tuple([profile[strategy] for strategy in player.strategies].index(1) for player in table.players)
            for profile in gambit.nash.enumpure_solve(table).equilibria
        ]
        assert sorted(found) == sorted(tuple(map(int, at)) for at in np.argwhere(pure_equilibria(game)))

    @pytest.mark.slow
    def test_tree_comes_as_its_strategic_form(self) -> None:
        gambit = oracle("pygambit")
        tree = gambit.Game.new_tree(players=["firm", "student"], title="to train or not")
        tree.append_move(tree.root, "firm", ["train", "not"])
        trained, left = tree.root.children
        tree.append_move(trained, "student", ["stay", "leave"])
        for node, paid in zip([*trained.children, left], ([2, "1/3"], [-1, 3], [0, 0]), strict=True):
            tree.set_outcome(node, tree.add_outcome(str(paid), paid))
        game = from_gambit(tree)
        assert game.players == ("firm", "student")
        assert game.player_payoffs(1).tolist() == [[Fraction(1, 3), 3], [0, 0]]

    def test_other_things_are_refused(self) -> None:
        with pytest.raises(InputError, match=r"game: '3' expected a pygambit\.Game"):
            from_gambit(3)

    def test_text_of_gambit_is_read(self) -> None:
        assert is_same(from_gambit(Game(to_nfg=lambda: format_nfg(HUNT))), HUNT)


GIVES: list[tuple[Callable[[NormalFormGame], Any], str]] = [
    (NormalFormGame.to_quantecon, "quantecon"),
    (to_gambit, "pygambit"),
]


@pytest.mark.parametrize(("give", "package"), GIVES)
def test_missing_package_is_told(
    give: Callable[[NormalFormGame], Any], package: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, package, None)
    with pytest.raises(InputError, match=rf'{package}: is missing.*pip install "tvet_games\[interchange\]"'):
        give(HUNT)


@pytest.mark.parametrize("give", [NormalFormGame.to_quantecon, NormalFormGame.to_nashpy, to_gambit])
def test_batch_is_refused(give: Callable[[NormalFormGame], Any]) -> None:
    batch = NormalFormGame(np.zeros((5, 2, 2, 2)), players=["a", "b"])
    with pytest.raises(ShapeError, match="one game"):
        give(batch)
