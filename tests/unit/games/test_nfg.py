"""Gambit's .nfg files: what is read, how each mistake is told, and that what is written comes back."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from labelled_games import floats, games, is_same

from tvet_games.errors import FormulaError, InputError, ShapeError
from tvet_games.games import nfg
from tvet_games.games.nfg import format_nfg, parse_nfg, read_nfg, write_nfg
from tvet_games.games.normal_form import NormalFormGame

HEAD = 'NFG 1 R "t" { "Ann" "Bob" } '

# Payoffs are 100 times the action of player 1, 10 times that of player 2, once that of player 3, plus the player.
THREE_PLAYERS = """NFG 1 R "three" { "A" "B" "C" }
{ { "a1" "a2" } { "b1" "b2" "b3" } { "c1" "c2" } }
""

1110 1111 1112  2110 2111 2112
1210 1211 1212  2210 2211 2212
1310 1311 1312  2310 2311 2312
1120 1121 1122  2120 2121 2122
1220 1221 1222  2220 2221 2222
1320 1321 1322  2320 2321 2322
"""


def through_gambit(string: str, *, doubles: bool) -> str:
    """Read the inside of a string as Gambit's file.cc does, and escape it as its versions do when they save."""
    read, after_slash = "", False
    for character in string:
        assert character != '"' or after_slash
        if character == '"':
            read += character
        elif after_slash:
            read += "\\" + character
        elif character != "\\":
            read += character
        after_slash = character == "\\"
    if doubles:
        read = read.replace("\\", "\\\\")
    return read.replace('"', '\\"')


def problem(text: str) -> str:
    with pytest.raises(InputError) as caught:
        parse_nfg(text, "g.nfg")
    assert caught.value.source == "g.nfg"
    assert len(caught.value.problems) == 1
    return str(caught.value.problems[0])


class TestRound:
    @given(games())
    def test_exact_game_comes_back(self, game: NormalFormGame) -> None:
        text = format_nfg(game)
        assert text.isascii()
        assert is_same(parse_nfg(text), game)

    @given(games(floats))
    def test_float_game_comes_back_equal_and_exact(self, game: NormalFormGame) -> None:
        back = parse_nfg(format_nfg(game))
        assert back.is_exact
        assert is_same(back.to_float(), game)

    @given(games(), st.text())
    def test_title_never_spoils_the_file(self, game: NormalFormGame, title: str) -> None:
        text = format_nfg(game, title)
        assert text.isascii()
        assert is_same(parse_nfg(text), game)

    @pytest.mark.slow
    @given(games())
    def test_labels_suit_gambit(self, game: NormalFormGame) -> None:
        """Gambit 17 takes printable labels with single spaces and none around, and misreads backslashes."""
        bare = parse_nfg(format_nfg(game).replace("tvet_games:", "another comment:"))
        for label in (*bare.players, *(label for row in bare.actions for label in row)):
            assert label
            assert label == " ".join(label.split())
            assert label.isascii()
            assert label.isprintable()
            assert "\\" not in label

    @pytest.mark.slow
    @given(games(), st.lists(st.booleans(), max_size=3))
    def test_names_survive_gambit(self, game: NormalFormGame, trips: list[bool]) -> None:
        prologue, opening, rest = format_nfg(game).partition('"tvet_games:')
        if opening:
            comment, closing, body = rest.rpartition('"')
            for doubles in trips:
                comment = through_gambit(comment, doubles=doubles)
            assert is_same(parse_nfg(prologue + opening + comment + closing + body), game)

    def test_file(self, tmp_path: Path) -> None:
        game = NormalFormGame([[[1, 2]], [[3, Fraction(-1, 3)]]], players=["政府", "企业"])
        path = tmp_path / "政府.nfg"
        write_nfg(game, path)
        assert path.read_bytes().isascii()
        assert is_same(read_nfg(path), game)
        assert is_same(read_nfg(str(path)), game)

    def test_plain_names_need_no_comment(self) -> None:
        text = format_nfg(NormalFormGame([[1, 2]], players=['say "hi"'], actions=[["a", "b"]]), "T")
        assert text == 'NFG 1 R "T" { "say \\"hi\\"" }\n\n{ { "a" "b" }\n}\n""\n\n1\n2\n'

    def test_foreign_names_stay_distinct_and_not_empty(self) -> None:
        game = NormalFormGame([[1, 2, 3, 4]], players=["政府"], actions=[["Zoé", "Zoe", "中", "a\\b"]])
        text = format_nfg(game, "Título")
        assert text.startswith(
            'NFG 1 R "Titulo" { "player 1" }\n\n{ { "Zoe" "Zoe (2)" "action 3" "a/b" }\n}\n"tvet_games: '
        )

    def test_no_label_is_the_number_of_a_later_one(self) -> None:
        """Gambit 16.7 numbers players and actions before it reads their labels, and refuses such a label."""
        names = ["2", "1", "4", "03", "9", "action 2", "7"]
        game = NormalFormGame([[0] * 7], players=["1"], actions=[names])
        labels = '{ "action 2" "1" "action 4" "03" "9" "action 2 (2)" "7" }'
        assert format_nfg(game).startswith(f'NFG 1 R "" {{ "1" }}\n\n{{ {labels}\n}}\n"tvet_games: ')
        assert is_same(parse_nfg(format_nfg(game)), game)

    def test_exponents_have_no_plus(self) -> None:
        """Gambit 16.7 reads no 1e+16."""
        assert format_nfg(NormalFormGame([[1e16, -2.5e20]])).endswith("\n1e16\n-2.5e20\n")

    def test_fractions_and_floats_are_written_in_full(self) -> None:
        assert format_nfg(NormalFormGame([[Fraction(1, 3), 2]])).endswith("\n1/3\n2\n")
        assert format_nfg(NormalFormGame([[0.1, 1e-7]])).endswith("\n0.1\n1e-07\n")

    def test_batch_is_refused(self, tmp_path: Path) -> None:
        batch = NormalFormGame(np.zeros((5, 2, 2, 2)), players=["a", "b"])
        with pytest.raises(ShapeError, match="one game"):
            format_nfg(batch)
        with pytest.raises(ShapeError, match="one game"):
            write_nfg(batch, tmp_path / "g.nfg")
        assert not (tmp_path / "g.nfg").exists()

    def test_number_of_thousands_of_digits_is_refused(self) -> None:
        with pytest.raises(FormulaError, match="thousands of digits"):
            format_nfg(NormalFormGame([[Fraction(10**5000), Fraction(0)]]))


class TestRead:
    def test_player_one_runs_fastest(self) -> None:
        game = parse_nfg(THREE_PLAYERS)
        assert game.actions == (("a1", "a2"), ("b1", "b2", "b3"), ("c1", "c2"))
        for player, a, b, c in np.ndindex(3, 2, 3, 2):
            assert game.payoffs[player, a, b, c] == 1000 * (a + 1) + 100 * (b + 1) + 10 * (c + 1) + player
        assert parse_nfg(format_nfg(game, "three")).payoffs.tolist() == game.payoffs.tolist()
        assert format_nfg(game, "three").split()[-36:] == THREE_PLAYERS.split()[-36:]

    def test_payoff_version_of_the_documentation(self) -> None:
        selten = 'NFG 1 R "Selten (IJGT, 75), Figure 2, normal form"\n{ "Player 1" "Player 2" } { 3 2 }\n\n'
        game = parse_nfg(selten + "1 1 0 2 0 2 1 1 0 3 2 0")
        assert game.players == ("Player 1", "Player 2")
        assert game.actions == (("action 1", "action 2", "action 3"), ("action 1", "action 2"))
        assert game.player_payoffs(0).tolist() == [[1, 1], [0, 0], [0, 2]]
        assert game.player_payoffs(1).tolist() == [[1, 1], [2, 3], [2, 0]]

    def test_outcome_version_equals_payoff_version(self) -> None:
        outcomes = '{ { "x" 1, 1 } { "" 0 2 } { "y" 0,3, } { "" 2 ,0 } }'
        for actions in ("{ 3 2 }", '{ { "action 1" "action 2" "action 3" } { "action 1" "action 2" } } "comment"'):
            one = parse_nfg(f"{HEAD}{actions} {outcomes} 1 2 2 1 3 4")
            assert is_same(one, parse_nfg(f"{HEAD}{actions} 1 1 0 2 0 2 1 1 0 3 2 0"))

    def test_outcome_zero_pays_nothing(self) -> None:
        game = parse_nfg(f'{HEAD}{{ 2 1 }} {{ {{ "x" 5 6 }} }} 0 1')
        assert game.payoffs.tolist() == [[[0], [5]], [[0], [6]]]
        assert parse_nfg(f"{HEAD}{{ 1 1 }} {{ }} 0").payoffs.tolist() == [[[0]], [[0]]]

    @pytest.mark.parametrize(
        ("word", "value"),
        [
            ("3", Fraction(3)),
            ("+3", Fraction(3)),
            ("-1/3", Fraction(-1, 3)),
            ("0.1", Fraction(1, 10)),
            (".5", Fraction(1, 2)),
            ("5.", Fraction(5)),
            ("1e-3", Fraction(1, 1000)),
            ("-2.5E+2", Fraction(-250)),
        ],
    )
    def test_numbers_are_exact(self, word: str, value: Fraction) -> None:
        payoff = parse_nfg(f'NFG 1 R "" {{ "A" }} {{ 1 }} {word}').payoffs[0, 0]
        assert isinstance(payoff, Fraction)
        assert payoff == value

    def test_older_form_and_layout_do_not_matter(self) -> None:
        text = 'NFG\r\n1\tD"t"{"Ann""Bob"}{{"x"}{"y"}}"c"1\v2\f'
        assert is_same(parse_nfg(text), parse_nfg(f'{HEAD} {{ {{ "x" }} {{ "y" }} }} 1 2'))

    def test_strings(self) -> None:
        game = parse_nfg('NFG 1 R "" { "a \\"b\\" { \n" "c\\\\" "\\d" } { 1 1 1 } 0 0 0')
        assert game.players == ('a "b" { \n', "c\\", "\\d")

    def test_empty_and_repeated_labels(self) -> None:
        game = parse_nfg('NFG 1 R "" { "" "player 1" "" } { { "x" "x" "x (2)" "x" } { "" "" } { "" } } ' + "0 " * 24)
        assert game.players == ("player 1 (2)", "player 1", "player 3")
        assert game.actions == (("x", "x (3)", "x (2)", "x (4)"), ("action 1", "action 2"), ("action 1",))

    def test_byte_order_mark(self, tmp_path: Path) -> None:
        path = tmp_path / "g.nfg"
        path.write_text(THREE_PLAYERS, encoding="utf-8-sig")
        assert is_same(read_nfg(path), parse_nfg(THREE_PLAYERS))

    def test_labels_in_utf8(self, tmp_path: Path) -> None:
        path = tmp_path / "g.nfg"
        path.write_text('NFG 1 R "" { "政府" } { 1 } 1', encoding="utf-8")
        assert read_nfg(path).players == ("政府",)

    def test_many_repeated_labels_take_linear_time(self) -> None:
        game = parse_nfg('NFG 1 R "" { "A" } { {' + ' "x"' * 50_000 + "} }" + " 1" * 50_000)
        assert game.actions[0][-1] == "x (50000)"

    def test_long_string_takes_linear_time(self) -> None:
        assert parse_nfg('NFG 1 R "' + '\\"' * 500_000 + '" { "A" } { 1 } 1').players == ("A",)
        assert "never ends" in problem('NFG 1 R "' + "\\" * 1_000_001 + '"')


class TestComment:
    @staticmethod
    def read(comment: str) -> NormalFormGame:
        escaped = comment.replace("\\", "\\\\").replace('"', '\\"')
        return parse_nfg(f'{HEAD}{{ 1 2 }} "{escaped}" 1 2 3 4')

    def test_names_come_from_the_comment(self) -> None:
        names = {"players": ["政府", "Zoé"], "actions": [["\n"], ["", "中"]]}
        game = self.read("tvet_games: " + json.dumps(names))
        assert game.players == ("政府", "Zoé")
        assert game.actions == (("\n",), ("", "中"))

    def test_several_backslashes_count_as_one(self) -> None:
        game = self.read(r'tvet_games: {"players": ["\\u005c", "\\\u0022"], "actions": [["a"], ["\n", "\\\\u4e2d"]]}')
        assert game.players == ("\\", '"')
        assert game.actions == (("a",), ("\n", "中"))

    @pytest.mark.parametrize(
        "comment",
        [
            "",
            "a comment",
            "tvet_games:",
            "tvet_games: {",
            "tvet_games: []",
            "tvet_games: 1" + "0" * 5000,
            "tvet_games: " + "[" * 100_000,
            'tvet_games: {"players": ["x", "y"]}',
            'tvet_games: {"players": ["x", "y"], "actions": 3}',
            'tvet_games: {"players": "xy", "actions": [["a"], ["b", "c"]]}',
            'tvet_games: {"players": ["x", "y"], "actions": [["a"], ["b"]]}',
            'tvet_games: {"players": ["x", "y"], "actions": [["a"], ["b", "c"], ["d"]]}',
            'tvet_games: {"players": ["x"], "actions": [["a"], ["b", "c"]]}',
            'tvet_games: {"players": ["x", "x"], "actions": [["a"], ["b", "c"]]}',
            'tvet_games: {"players": ["x", 2], "actions": [["a"], ["b", "c"]]}',
            'tvet_games: {"players": ["x", "y"], "actions": [["a"], ["b", "b"]]}',
            'tvet_games: {"players": ["x", "\\ud800"], "actions": [["a"], ["b", "c"]]}',
            'tvet_games: {"players": ["x", "y"], "actions": [["a"], "bc"]}',
        ],
    )
    def test_anything_else_is_only_a_comment(self, comment: str) -> None:
        game = self.read(comment)
        assert game.players == ("Ann", "Bob")
        assert game.actions == (("action 1",), ("action 1", "action 2"))


class TestMistakes:
    @pytest.mark.parametrize(
        ("text", "told"),
        [
            ("", "line 1, column 1: the file ends, expected NFG"),
            ('\n EFG 2 R ""', "line 2, column 2: 'EFG' found, expected NFG"),
            ('NFG 2 R ""', "line 1, column 5: '2' found, expected 1"),
            ('NFG 1 Q ""', "line 1, column 7: 'Q' found, expected R or D"),
            ("NFG 1 R { }", "line 1, column 9: '{' found, expected the title in quotes"),
            ('NFG 1 R "a\nb', "line 1, column 9: '\"a\\nb' begins a string that never ends"),
            ('NFG 1 R "" "A" }', "line 1, column 12: '\"A\"' found, expected '{' before the player names"),
            ('NFG 1 R "" { }', "line 1, column 14: '}' found, expected a player name in quotes"),
            ('NFG 1 R "" { "A", "B" }', "line 1, column 17: ',' found, expected a player name in quotes or '}'"),
            ('NFG 1 R "" { "A" { 1 } 1', "line 1, column 18: '{' found, expected a player name in quotes or '}'"),
            ('NFG 1 R "" {' + ' "A"' * 64, "line 1, column 266: '\"A\"' is one player too many, expected at most 63"),
            (HEAD + "1 1", "line 1, column 29: '1' found, expected '{' before the actions"),
            (HEAD + "{ 0 2 }", "line 1, column 31: '0' found, expected the number of actions of player 1, at least 1"),
            (HEAD + "{ 2 -1 }", "line 1, column 33: '-1' found, expected the number of actions of player 2"),
            (HEAD + "{ 2 1.5 }", "line 1, column 33: '1.5' found, expected the number of actions of player 2"),
            (HEAD + "{ 2 ٣ }", "line 1, column 33: '٣' found, expected the number of actions of player 2"),
            (HEAD + "{ 2 " + "9" * 5000, "line 1, column 33: '999"),
            (HEAD + "{ 2 }", "line 1, column 33: '}' found, expected the number of actions of player 2"),
            (HEAD + "{ 2 2 2 }", "line 1, column 35: '2' found, expected '}' after the actions of all 2 players"),
            (
                HEAD + "{ 1000 1001 }",
                "column 29: the game has 1000 x 1001 = 1,001,000 profiles, expected at most 1,000,000",
            ),
            (HEAD + "{ 999999999 999999999 }", "profiles, expected at most 1,000,000"),
            (HEAD + '{ { "a" } { } }', "line 1, column 41: '}' found, expected an action label of player 2 in quotes"),
            (HEAD + '{ { "a" } }', "line 1, column 39: '}' found, expected '{' before the action labels of player 2"),
            (HEAD + '{ { "a" } { "b" } { "c" } }', "line 1, column 47: '{' found, expected '}' after the actions"),
            (
                HEAD + '{ { "a" "b" 1',
                "line 1, column 41: '1' found, expected an action label of player 1 in quotes or '}'",
            ),
            (HEAD + '{ { "a" }\n{ "b', "line 2, column 3: '\"b' begins a string that never ends"),
            (
                HEAD + "{ 1 1 }",
                "line 1, column 36: the file ends after 0 payoffs, expected 2 (1 x 1 profiles, 2 payoffs each)",
            ),
            (HEAD + "{ 2 1 }\n1 2 3\n", "line 3, column 1: the file ends after 3 payoffs, expected 4 (2 x 1 profiles"),
            (HEAD + "{ 1 1 }\n1 2 3 4", "line 2, column 5: '3' is one too many: there are 4 payoffs, expected 2"),
            (HEAD + "{ 1 1 }\n1 2 end", "line 2, column 5: 'end' found, expected the end of the file"),
            (HEAD + '{ 1 1 }\n1 2 ""', "line 2, column 5: '\"\"' found, expected the end of the file"),
            (HEAD + "{ 1 1 } 1, 2", "line 1, column 38: ',' found, expected payoff 2 of 2"),
            (HEAD + "{ 1 1 } 1 x", "line 1, column 39: 'x' found, expected a number"),
            (HEAD + "{ 1 1 } 1 1_0", "line 1, column 39: '1_0' found, expected a number"),
            (HEAD + "{ 1 1 } 1 ٣", "line 1, column 39: '٣' found, expected a number"),
            (HEAD + "{ 1 1 } 1 nan", "line 1, column 39: 'nan' found, expected a number"),
            (HEAD + "{ 1 1 } 1 1-2", "line 1, column 39: expected a number, such as 2, -0.5, 1e-3 or 1/3, but '1-2'"),
            (HEAD + "{ 1 1 } 1 1/0", "but '1/0' divides by zero"),
            (HEAD + "{ 1 1 } 1 1/", "line 1, column 39: '1/' found, expected a number"),
            (HEAD + "{ 1 1 } 1 1.5/2", "line 1, column 39: '1.5/2' found, expected a number"),
            (HEAD + "{ 1 1 } 1 1/2/3", "line 1, column 39: '1/2/3' found, expected a number"),
            (
                HEAD + "{ 1 1 } 1 1e99",
                "line 1, column 39: expected a number, such as 2, -0.5, 1e-3 or 1/3, but '1e99' is beyond",
            ),
            (HEAD + "{ 1 1 } 1 " + "1" * 99, "has more than 60 characters"),
            (HEAD + '{ 1 1 } "a" "b" 1 2', "line 1, column 41: '\"b\"' found, expected payoff 1 of 2"),
            (HEAD + "{ 1 1 } { 1 2 } 1", "line 1, column 39: '1' found, expected '{' before an outcome or '}' after"),
            (HEAD + "{ 1 1 } { { 1 2 } } 1", "line 1, column 41: '1' found, expected the name of outcome 1 in quotes"),
            (HEAD + '{ 1 1 } { { "" 1 } } 1', "line 1, column 46: outcome 1 has 1 payoff, expected 2, one a player"),
            (HEAD + '{ 1 1 } { { "" 1 2 3 } } 1', "line 1, column 50: outcome 1 has 3 payoffs, expected 2"),
            (HEAD + '{ 1 1 } { { "" 1,,2 } } 1', "line 1, column 46: ',' found, expected a payoff or '}' in outcome 1"),
            (HEAD + '{ 1 1 } { { "" 1 b } } 1', "line 1, column 46: 'b' found, expected a number"),
            (HEAD + '{ 1 1 } { { "" 1 2 } 1', "line 1, column 50: '1' found, expected '{' before an outcome or '}'"),
            (HEAD + '{ 1 1 } { { "" 1 2', "line 1, column 47: the file ends, expected a payoff or '}' in outcome 1"),
            (
                HEAD + '{ 1 1 } { { "" 1 2 } } 2',
                "line 1, column 52: '2' found, expected the number of an outcome, from 0 to 1",
            ),
            (HEAD + '{ 1 1 } { { "" 1 2 } } -1', "'-1' found, expected the number of an outcome, from 0 to 1"),
            (
                HEAD + '{ 2 1 } { { "" 1 2 } } 1',
                "column 53: the file ends after 1 outcome number, expected 2 (2 x 1 profiles)",
            ),
            (HEAD + '{ 1 1 } { { "" 1 2 } } 1 0 1', "'0' is one too many: there are 3 outcome numbers, expected 1"),
        ],
    )
    def test_mistake_is_told_with_its_place(self, text: str, told: str) -> None:
        assert told in problem(text)

    @given(st.integers(0, len(THREE_PLAYERS.rstrip()) - 5))
    def test_every_cut_file_is_refused(self, length: int) -> None:
        assert problem(THREE_PLAYERS[:length]).startswith("line ")

    @given(st.text(alphabet='NFG1R {}",\\\n/-.e2', max_size=60) | st.text())
    def test_nothing_but_input_errors(self, text: str) -> None:
        for whole in (text, HEAD + text, HEAD + "{ 1 1 } " + text):
            try:
                parse_nfg(whole)
            except InputError as error:
                assert error.problems[0].field.startswith("line ")  # noqa: PT017

    @pytest.mark.slow
    def test_too_many_labels(self) -> None:
        assert "'\"\"' is one action too many, expected at most 1,000,000" in problem(HEAD + "{ {" + '""' * 1_000_001)

    def test_missing_file(self, tmp_path: Path) -> None:
        with pytest.raises(InputError, match=r"nowhere\.nfg: .*cannot be read: No such file"):
            read_nfg(tmp_path / "nowhere.nfg")

    def test_folder(self, tmp_path: Path) -> None:
        with pytest.raises(InputError, match="is a folder"):
            read_nfg(tmp_path)

    def test_not_utf8(self, tmp_path: Path) -> None:
        path = tmp_path / "g.nfg"
        path.write_bytes('NFG 1 R ""\n{ "政'.encode() + b"\xff")
        with pytest.raises(InputError, match=r"g\.nfg: line 2, column 5: the byte 0xff is not UTF-8"):
            read_nfg(path)

    def test_large_file(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        assert nfg.MAX_BYTES == 50_000_000
        path = tmp_path / "g.nfg"
        path.write_text(THREE_PLAYERS, encoding="ascii")
        monkeypatch.setattr(nfg, "MAX_BYTES", len(THREE_PLAYERS))
        assert read_nfg(path).shape == (2, 3, 2)
        monkeypatch.setattr(nfg, "MAX_BYTES", len(THREE_PLAYERS) - 1)
        with pytest.raises(InputError, match="is larger than"):
            read_nfg(path)

    def test_file_mistake_names_the_file(self, tmp_path: Path) -> None:
        path = tmp_path / "g.nfg"
        path.write_text("NFG 1 R", encoding="ascii")
        with pytest.raises(InputError, match=r"g\.nfg: line 1, column 8: .*the file ends, expected the title"):
            read_nfg(path)
