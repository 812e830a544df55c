"""Coalitional games: the container, the game of a conflict, and tables of coalitions."""

from fractions import Fraction
from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import tvet_games as tg
from tvet_games.errors import InputError, ShapeError, UnknownNameError
from tvet_games.games.coalition_form import coalitional_game
from tvet_games.games.coalition_table import format_coalitions, parse_coalitions, read_coalitions
from tvet_games.games.coalitional import CoalitionalGame, as_coalitional, coalition_sizes, coalition_sums
from tvet_games.games.normal_form import NormalFormGame
from tvet_games.testing import normal_form_games, small_fractions


@given(st.lists(small_fractions(-9, 9, max_denominator=9), min_size=1, max_size=6))
def test_sums_add_up_the_members(shares: list[Fraction]) -> None:
    column = np.array(shares, dtype=object)
    for coalition, total in enumerate(coalition_sums(column)):
        assert total == sum(share for i, share in enumerate(shares) if coalition >> i & 1)


@given(normal_form_games())
def test_a_coalition_gets_its_best_joint_action_against_the_least_helpful_others(game: NormalFormGame) -> None:
    found = coalitional_game(game)
    for coalition in range(1, 8):
        members = [i for i in range(3) if coalition >> i & 1]
        others = [i for i in range(3) if i not in members]
        best = max(
            min(
                sum(game.payoffs[(i, *_profile(members, own, others, rest))] for i in members)
                for rest in product(*(range(1, game.shape[i]) if game.shape[i] > 1 else range(1) for i in others))
            )
            for own in product(*(range(game.shape[i]) for i in members))
        )
        assert found.values[coalition] == best


def _profile(members: list[int], own: tuple[int, ...], others: list[int], rest: tuple[int, ...]) -> tuple[int, ...]:
    chosen = dict(zip(members, own, strict=True)) | dict(zip(others, rest, strict=True))
    return tuple(chosen[i] for i in range(len(chosen)))


@given(
    st.integers(1, 4).flatmap(
        lambda n: st.lists(st.fractions(-9, 9, max_denominator=99), min_size=2**n - 1, max_size=2**n - 1)
    )
)
def test_tables_come_back_as_they_were_written(values: list[Fraction]) -> None:
    game = CoalitionalGame(np.array([Fraction(0), *values], dtype=object))
    again = parse_coalitions(format_coalitions(game))
    assert again.players == game.players
    assert (again.values == game.values).all()


def test_listed_values_are_by_size_and_in_lexicographic_order() -> None:
    game = CoalitionalGame.from_listed(range(1, 16), players=list("abcd"))
    names = ["a", "b", "c", "d", "ab", "ac", "ad", "bc", "bd", "cd", "abc", "abd", "acd", "bcd", "abcd"]
    assert [game.value(*name) for name in names] == list(range(1, 16))


def test_integers_are_exact_and_floats_stay_floats() -> None:
    assert CoalitionalGame([0, 1]).is_exact
    assert CoalitionalGame(np.array([0, 1, 2, 4])).is_exact
    assert not CoalitionalGame([0, 0.5]).is_exact
    assert as_coalitional([0, 1]).total == 1


def test_the_values_cannot_be_changed() -> None:
    with pytest.raises(ValueError, match="read-only"):
        CoalitionalGame([0, 1]).values[1] = 2


def test_makers() -> None:
    assert CoalitionalGame.bankruptcy(100, [100, 200, 300]).values.tolist() == [0, 0, 0, 0, 0, 0, 0, 100]
    assert CoalitionalGame.weighted_voting(51, [50, 49, 1]).value("player 1", "player 3") == 1
    saved = CoalitionalGame.from_costs([0, 300, 270, 410, 280, 410, 410, 550])
    assert saved.values.tolist() == [0, 0, 0, 160, 0, 170, 140, 300]
    assert saved.alone.tolist() == [0, 0, 0]


def test_names() -> None:
    game = CoalitionalGame([0, 1, 2, 4], players=("school", "firm"))
    assert game.index("firm", "firm") == 2
    with pytest.raises(UnknownNameError, match="school"):
        game.value("schol")
    assert game.to_frame().loc["school + firm", "value"] == 4
    assert coalition_sizes(2).tolist() == [0, 1, 1, 2]


@pytest.mark.parametrize("values", [[], [0], [0, 1, 2], np.zeros((2, 2)), 5, np.zeros(2**21)])
def test_wrong_numbers_of_values(values: object) -> None:
    with pytest.raises(ShapeError, match="2\\*\\*n"):
        CoalitionalGame(values)


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ([0, float("nan")], "value at \\(1,\\) is nan"),
        ([0, float("inf")], "finite"),
        ([0, "x"], "'x' is not a number"),
        ([1, 2], "empty coalition; expected 0"),
    ],
)
def test_wrong_values(values: list[object], said: str) -> None:
    with pytest.raises(InputError, match=said):
        CoalitionalGame(values)


def test_wrong_names() -> None:
    for names in (["a"], ["a", "a"], ["a", 1]):
        with pytest.raises(ShapeError, match="different names"):
            CoalitionalGame([0, 1, 2, 3], players=names)
    for listed in ([], [1, 2]):
        with pytest.raises(ShapeError, match="lists"):
            CoalitionalGame.from_listed(listed)


def test_a_batch_has_no_single_coalitional_game() -> None:
    batch = NormalFormGame(np.zeros((3, 2, 2, 2)), players=("a", "b"))
    with pytest.raises(ShapeError, match=r"game\[0\]"):
        coalitional_game(batch)


def test_who_has_one_action_takes_it() -> None:
    game = NormalFormGame.from_bimatrix([[3], [1]], [[2], [5]])
    assert coalitional_game(game).values.tolist() == [0, 3, 5, 6]


def test_the_german_community_gains_by_cooperating() -> None:
    game = tg.load_conflict("community").game(tg.load_calibration("germany_2022"), exact=True)
    found = coalitional_game(game)
    assert found.players == ("school", "enterprise", "student", "teacher")
    assert found.total > sum(found.alone)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "is empty"),
        ("coalitoin,value\na,1", "did you mean 'coalition'"),
        ("value,coalition\n1,a", "expected coalition,value"),
        ("coalition,value\na,1,2", "row 2: 'a,1,2' has 3 cells"),
        ("coalition,value\na,x", "row 2, value: 'x' is not a finite decimal number"),
        ("coalition,value\na,1\na,2", "row 3, coalition: 'a' stands in row 2 already"),
        ("coalition,value\na,1\nb,1", "there is none for a\\+b"),
        ("coalition,value\na++b,1", "different names"),
        ("coalition;value\na;1", "not separated by commas"),
        ("coalition,value\nfirm,1\nschool,1\nfirm+scholl,3", "'scholl' stands in one row only.*did you mean 'school'"),
        ("coalition,value\n,0", "names no player"),
        ('coalition,value\n"a,1', "not a row of a CSV file"),
        ("coalition,value\na,1\n,5", "empty coalition"),
    ],
)
def test_tables_with_mistakes(text: str, said: str) -> None:
    with pytest.raises(InputError, match=said):
        parse_coalitions(text)


def test_names_that_cannot_stand_in_a_table() -> None:
    with pytest.raises(InputError, match="'a\\+b'"):
        format_coalitions(CoalitionalGame([0, 1, 2, 3], players=("a+b", "c")))


def test_reading_a_file(tmp_path) -> None:
    file = tmp_path / "game.csv"
    file.write_text("coalition,value\n\nfirm,1/2\nschool,0.25\nschool + firm,1\n", encoding="utf-8-sig")
    game = read_coalitions(file)
    assert game.players == ("firm", "school")
    assert game.values.tolist() == [0, Fraction(1, 2), Fraction(1, 4), 1]
    file.write_bytes(b"\xff\xfe")
    with pytest.raises(InputError, match="UTF-8"):
        read_coalitions(file)
    with pytest.raises(InputError, match="cannot be read"):
        read_coalitions(tmp_path / "none.csv")


def test_a_table_with_the_index_of_pandas_is_told() -> None:
    with pytest.raises(InputError, match="looks like the index of pandas"):
        parse_coalitions(",coalition,value\n0,a,1\n")
