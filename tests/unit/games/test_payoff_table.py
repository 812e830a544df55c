"""Tables of payoffs: what is read, how each mistake is told, and that what is written comes back."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from labelled_games import floats, games, is_same

from tvet_games.errors import FormulaError, InputError, ShapeError
from tvet_games.games import payoff_table
from tvet_games.games.normal_form import NormalFormGame
from tvet_games.games.payoff_table import format_payoffs, parse_payoffs, read_payoffs, write_payoffs
from tvet_games.tables.labels import Labels

HEAD = "school,enterprise,payoff of school,payoff of enterprise\n"

SHEET = (
    HEAD + "co_train,invest,1200,-3900\nco_train,free_ride,-450.5,1/3\nnominal,invest,0.1,2\nnominal,free_ride,0,0\n"
)


def problems(text: str) -> list[str]:
    with pytest.raises(InputError) as caught:
        parse_payoffs(text, "g.csv")
    assert caught.value.source == "g.csv"
    return [str(problem) for problem in caught.value.problems]


def frame_problems(frame: pd.DataFrame) -> list[str]:
    with pytest.raises(InputError) as caught:
        NormalFormGame.from_frame(frame)
    return [str(problem) for problem in caught.value.problems]


class TestRound:
    @given(games())
    @settings(max_examples=40)
    def test_exact_game_comes_back(self, game: NormalFormGame) -> None:
        assert is_same(parse_payoffs(format_payoffs(game)), game)

    @given(games(floats))
    def test_float_game_comes_back_equal_and_exact(self, game: NormalFormGame) -> None:
        back = parse_payoffs(format_payoffs(game))
        assert back.is_exact
        assert is_same(back.to_float(), game)

    @given(games() | games(floats))
    @settings(max_examples=30)
    def test_frame_comes_back(self, game: NormalFormGame) -> None:
        back = NormalFormGame.from_frame(game.to_frame())
        assert back.is_exact == game.is_exact
        assert is_same(back, game)

    @given(games())
    @settings(max_examples=30)
    def test_no_cell_is_run_as_a_formula(self, game: NormalFormGame) -> None:
        """A spreadsheet sees numbers, and texts that begin with none of the marks of a formula."""
        from tvet_games.games.csv_tables import rows_of

        (_, header), *rows = rows_of(format_payoffs(game), "", "")
        names = [*header, *(cell for _, cells in rows for cell in cells[: len(game.players)])]
        assert not any(name.startswith(("=", "+", "-", "@", "\t", "\r")) for name in names)

    @given(games(), st.randoms(use_true_random=False))
    @settings(max_examples=25)
    def test_order_of_rows_and_columns_does_not_matter(self, game: NormalFormGame, random: object) -> None:
        plain = NormalFormGame(game.payoffs)
        frame = plain.to_frame().rename(columns="payoff of {}".format).reset_index()
        columns = list(frame.columns)
        random.shuffle(columns)  # type: ignore[attr-defined]
        rows = list(range(len(frame)))
        random.shuffle(rows)  # type: ignore[attr-defined]
        back = NormalFormGame.from_frame(frame.iloc[rows][columns]).to_frame()
        back.index = back.index.reorder_levels(plain.players) if len(plain.players) > 1 else back.index
        assert back[list(plain.players)].sort_index().equals(plain.to_frame().sort_index())

    @pytest.mark.parametrize("name", ["政府.csv", "plain.csv"])
    def test_file(self, tmp_path: Path, name: str) -> None:
        game = NormalFormGame([[[1, 2]], [[3, Fraction(-1, 3)]]], players=[Path(name).stem, "b"])
        write_payoffs(game, tmp_path / name)
        assert is_same(read_payoffs(str(tmp_path / name)), game)
        marked = (tmp_path / name).read_bytes().startswith(b"\xef\xbb\xbf")
        assert marked == (name == "政府.csv"), "spreadsheets know UTF-8 by its mark, which ASCII does not need"

    def test_one_action_each(self) -> None:
        game = parse_payoffs("a,b,payoff of a,payoff of b\nx,y,1,2\n")
        assert game.payoffs.tolist() == [[[1]], [[2]]]


class TestRead:
    @given(games())
    @settings(max_examples=20)
    def test_what_pandas_writes(self, game: NormalFormGame) -> None:
        """A data frame as pandas writes it, names not shielded."""
        plain = NormalFormGame(game.payoffs)
        assert is_same(parse_payoffs(plain.to_frame().to_csv()), plain)

    def test_numbers_are_exact(self) -> None:
        game = parse_payoffs(SHEET)
        assert game.players == ("school", "enterprise")
        assert game.actions == (("co_train", "nominal"), ("invest", "free_ride"))
        assert game.player_payoffs(0).tolist() == [[1200, Fraction(-901, 2)], [Fraction(1, 10), 0]]
        assert game.player_payoffs(1).tolist() == [[-3900, Fraction(1, 3)], [2, 0]]

    def test_what_editors_and_spreadsheets_add_is_no_matter(self) -> None:
        padded = "\ufeff" + SHEET.replace("\n", "\r\n") + ",,,\r\n\r\n"
        assert is_same(parse_payoffs(padded.removeprefix("\ufeff")), parse_payoffs(SHEET))

    def test_mark_of_utf8(self, tmp_path: Path) -> None:
        path = tmp_path / "g.csv"
        path.write_bytes(b"\xef\xbb\xbf" + SHEET.encode())
        assert is_same(read_payoffs(path), parse_payoffs(SHEET))

    def test_names_stand_as_they_are(self) -> None:
        game = parse_payoffs('" a",payoff of  a\n"x\ny",1\n x ,2\n\'=1,3\n')
        assert (game.players, game.actions) == ((" a",), (("x\ny", " x ", "=1"),))


class TestProblems:
    @given(
        st.text()
        | st.lists(st.sampled_from(["a", "b", "payoff of a", "payoff of b", ",", "\n", '"', "1", "1/0", "\x00", "'="]))
        .map("".join)
        .map("a,b,payoff of a,payoff of b\n{}".format)
    )
    def test_any_text_is_a_game_or_an_input_error(self, text: str) -> None:
        try:
            game = parse_payoffs(text)
        except InputError:
            return
        assert is_same(parse_payoffs(format_payoffs(game)), game)

    @pytest.mark.parametrize("text", ["", "\n \n", ",,\n"])
    def test_nothing(self, text: str) -> None:
        assert problems(text) == [
            "is empty, expected a column for each player, with actions, and a column 'payoff of NAME' for each"
        ]

    def test_no_rows(self) -> None:
        assert problems(HEAD) == ["has no profiles, expected a header and a row for each"]

    @pytest.mark.parametrize("mark", [";", "\t"])
    def test_other_separator(self, mark: str) -> None:
        (told,) = problems(SHEET.replace(",", mark))
        assert told.startswith("row 1: 'school")
        assert told.endswith("is separated by semicolons or tabs, expected commas (and a point in decimals)")

    def test_broken_quotes(self) -> None:
        assert problems(HEAD + 'a,"b,1,2\n') == ["row 2: is not a row of a CSV table: unexpected end of data"]

    def test_misspelt_column_of_payoffs(self) -> None:
        assert problems(HEAD.replace("payoff of school", "payof of school")) == [
            "header: 'payof of school' is no column of a table of payoffs (did you mean 'payoff of school'?)"
        ]

    def test_misspelt_player(self) -> None:
        assert problems(HEAD.replace("enterprise,", "enterprize,")) == [
            "header: 'enterprize' names a player without a column 'payoff of enterprize' "
            "(did you mean 'payoff of enterprise'?)",
            "header: 'payoff of enterprise' pays a player who has no column (did you mean 'enterprize'?)",
        ]

    def test_columns_twice(self) -> None:
        told = problems("a,a,payoff of a,payoff of a\nx,y,1,2\n")
        assert [line.partition(" names two columns")[0] for line in told] == ["header: 'a'", "header: 'payoff of a'"]

    def test_payoffs_of_nobody(self) -> None:
        assert problems("payoff of a\n1\n") == [
            "header: 'payoff of a' pays a player who has no column",
            "header: 'payoff of a' names no player; expected a column for each player, with actions, and a column "
            "'payoff of NAME' for each",
        ]

    def test_profile_twice_and_cells_of_all_kinds_at_once(self) -> None:
        text = HEAD + 'a,x,1,2\na,x,1,2\n"b\nb",x,1,\na,y,"1,000",1/0\n"b\nb",y,one,1e99\nc,x,1\n'
        assert problems(text) == [
            "row 3, profile: 'a, x' stands in row 2 already; every profile has one row",
            "row 4, column payoff of enterprise: is empty, expected a number",
            "row 6, column payoff of school: '1,000' is not a number, expected one without separators and with a "
            "decimal point",
            "row 6, column payoff of enterprise: '1/0' divides by zero",
            "row 7, column payoff of school: 'one' is not a finite decimal number",
            "row 7, column payoff of enterprise: '1e99' is beyond 10**30 (or 10**-30) in size",
            "row 9: has 3 cells, the header has 4",
        ]

    def test_missing_profile(self) -> None:
        assert problems(SHEET.replace("nominal,invest,0.1,2\n", "")) == [
            "row 4, column school: 'nominal' stands in this row only; is it another action, misspelt?",
            "row 2, column enterprise: 'invest' stands in this row only; is it another action, misspelt?",
            "profiles: 2 x 2 actions make a row for each profile; there is none for school 'nominal', enterprise "
            "'invest'",
        ]

    def test_misspelt_action(self) -> None:
        rows = "".join(f"{a},{b},1,2\n" for a in ("train", "exploit") for b in ("engage", "withdraw"))
        told = problems(HEAD + rows + "free,engage,1,2\nfree,withdraw ,1,2\n")
        assert told == [
            "row 7, column enterprise: 'withdraw ' stands in this row only; is it another action, misspelt? "
            "(did you mean 'withdraw'?)",
            "profiles: 3 x 3 actions make a row for each profile; there is none for school 'train', enterprise "
            "'withdraw '; school 'exploit', enterprise 'withdraw '; school 'free', enterprise 'withdraw'",
        ]

    def test_many_missing_profiles_cost_nothing(self) -> None:
        players = [f"p{i}" for i in range(40)]
        header = ",".join([*players, *(f"payoff of {name}" for name in players)])
        rows = "\n".join(",".join([f"a{k}"] * 40 + ["1"] * 40) for k in range(10))
        assert "... (9,999,999,999" in problems(f"{header}\n{rows}\n")[-1]

    def test_many_problems_are_counted(self) -> None:
        rows = "".join(f"x,y{k},one,2\n" for k in range(30))
        told = problems(HEAD + rows)
        assert len(told) == 21
        assert told[-1] == "and 10 more problems"

    def test_too_many_players_and_profiles(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(payoff_table, "SIZES", (1, 2))
        assert problems(SHEET) == ["header: names 2 players, expected at most 1"]
        assert problems("a,payoff of a\nx,1\ny,2\nz,3\n") == ["row 4: is one profile too many, expected at most 2"]

    @pytest.mark.parametrize("name", ["", "Unnamed: 0"])
    def test_index_of_pandas(self, name: str) -> None:
        rows = "".join(f"{k},{line}\n" for k, line in enumerate(SHEET.splitlines()[1:]))
        (said,) = problems(f"{name},{HEAD}{rows}")
        assert "looks like the index of pandas: write with to_csv(path, index=False)" in said
        (said,) = frame_problems(pd.DataFrame({name: [0], "a": ["x"], "payoff of a": [1]}))
        assert "read_csv(path, index_col=0)" in said

    def test_files(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        path = tmp_path / "g.csv"
        path.write_bytes(HEAD.encode() + b"a,\xff,1,2\n")
        with pytest.raises(InputError, match=r"g\.csv: line 2, column 3: the byte 0xff is not UTF-8"):
            read_payoffs(path)
        with pytest.raises(InputError, match="cannot be read: No such file"):
            read_payoffs(tmp_path / "none.csv")
        with pytest.raises(InputError, match="is a folder, expected a CSV file"):
            read_payoffs(tmp_path)
        monkeypatch.setattr(payoff_table, "MAX_BYTES", 10)
        with pytest.raises(InputError, match="is larger than 10 bytes"):
            read_payoffs(path)


class TestNames:
    """Labels and the unit, which no table holds, come from the game that the table comes from."""

    GAME = NormalFormGame([[1, 2]], players=["a"], actions=[["x", "y"]], labels=Labels({"x": "stay"}), unit="EUR")

    def test_of_a_file(self, tmp_path: Path) -> None:
        write_payoffs(self.GAME, tmp_path / "g.csv")
        plain = read_payoffs(tmp_path / "g.csv")
        again = read_payoffs(tmp_path / "g.csv", labels=self.GAME.labels, unit=self.GAME.unit)
        assert (plain.unit, plain.labels.of("x")) == ("", "x")
        assert (again.unit, again.labels.of("x")) == ("EUR", "stay")

    def test_of_a_frame(self) -> None:
        again = NormalFormGame.from_frame(self.GAME.to_frame(), labels=self.GAME.labels, unit="EUR")
        assert again.card("en") == self.GAME.card("en")


class TestFrame:
    def test_text_is_exact_and_floats_stay(self) -> None:
        frame = pd.DataFrame({"a": ["x", "y"], "payoff of a": ["1/3", "0.1"]})
        assert NormalFormGame.from_frame(frame).payoffs.tolist() == [[Fraction(1, 3), Fraction(1, 10)]]
        assert not NormalFormGame.from_frame(frame.assign(**{"payoff of a": [0.5, 1.0]})).is_exact

    def test_whole_numbers_may_name_actions(self) -> None:
        frame = pd.DataFrame({"a": [0, 1], "payoff of a": [5, 6]})
        game = NormalFormGame.from_frame(frame)
        assert game.actions == (("0", "1"),)
        assert game.is_exact

    def test_problems(self) -> None:
        frame = pd.DataFrame({"a": ["x", None, 1.5, "z"], "payoff of a": [None, float("inf"), True, 1j]}, dtype=object)
        assert frame_problems(frame) == [
            "row 1, column payoff of a: 'None' is not a number",
            "row 2, column a: is empty, expected text or a whole number",
            "row 2, column payoff of a: is not a finite number",
            "row 3, column a: 1.5 is no name, expected text or a whole number",
            "row 3, column payoff of a: 'True' is not a number",
            "row 4, column payoff of a: '1j' is not a number",
        ]
        gap = pd.DataFrame({"a": ["x", "y"], "payoff of a": [1, None]})
        assert frame_problems(gap) == ["row 2, column payoff of a: is empty, expected a number"]

    def test_other_things(self) -> None:
        assert frame_problems(pd.DataFrame({"site": ["Ulm"]})) == [
            "header: 'site' names a player without a column 'payoff of site'"
        ]
        with pytest.raises(InputError, match=r"expected a pandas\.DataFrame"):
            NormalFormGame.from_frame([[1, 2]])


class TestWrite:
    def test_short_decimals_and_quotients(self) -> None:
        game = NormalFormGame([[Fraction(1, 3), Fraction(3, 8), 12345678901234567890, Fraction(1, 2**80)]])
        numbers = [line.rpartition(",")[2] for line in format_payoffs(game).splitlines()[1:]]
        assert numbers == ["1/3", "0.375", "12345678901234567890", f"1/{2**80}"]

    def test_batch_is_refused(self, tmp_path: Path) -> None:
        batch = NormalFormGame(np.zeros((5, 2, 2, 2)), players=["a", "b"])
        with pytest.raises(ShapeError, match="one game"):
            write_payoffs(batch, tmp_path / "g.csv")
        assert not (tmp_path / "g.csv").exists()

    def test_what_could_not_be_read_back_is_refused(self, tmp_path: Path) -> None:
        with pytest.raises(FormulaError, match="beyond"):
            format_payoffs(NormalFormGame([[1e300]]))
        with pytest.raises(FormulaError, match="thousands of digits"):
            format_payoffs(NormalFormGame([[Fraction(10**5000)]]))
        with pytest.raises(FormulaError, match="half a character"):
            write_payoffs(NormalFormGame([[1]], players=["\ud800"]), tmp_path / "g.csv")
        assert not (tmp_path / "g.csv").exists()
