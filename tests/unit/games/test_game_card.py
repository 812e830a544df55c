"""Cards of games: whose payoff stands where, and which are marked."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from tvet_games.games.best_response import best_responses
from tvet_games.games.game_card import payoff_table
from tvet_games.games.normal_form import NormalFormGame
from tvet_games.tables.table import Best, pieces
from tvet_games.tables.text import plain_cell


@st.composite
def games(draw, most_players):
    shape = tuple(draw(st.lists(st.integers(1, 3), min_size=2, max_size=most_players)))
    count = len(shape) * int(np.prod(shape))
    numbers = draw(st.lists(st.integers(-9, 9), min_size=count, max_size=count))
    return NormalFormGame(np.array(numbers, dtype=np.float64).reshape(len(shape), *shape))


@given(games(4).filter(lambda game: len(game.shape) > 2))
def test_a_row_a_profile_holds_the_payoffs_of_its_players_in_their_order(game) -> None:
    table, best, players = payoff_table(game, "en"), best_responses(game), len(game.shape)
    for row, profile in zip(table.rows, np.ndindex(*game.shape), strict=True):
        assert row[:players] == tuple(own[a] for own, a in zip(game.actions, profile, strict=True))
        told = [float(plain_cell(cell).strip("*[]")) for cell in row[players:]]
        assert told == game.payoffs[(slice(None), *profile)].tolist()
        assert [isinstance(cell, Best) for cell in row[players:]] == best[(slice(None), *profile)].tolist()


@given(games(2))
def test_a_cell_of_a_matrix_holds_the_payoff_of_the_row_first(game) -> None:
    table, best = payoff_table(game, "en"), best_responses(game)
    for place in np.ndindex(*game.shape):
        first, _, second = pieces(table.rows[place[0]][place[1] + 1])
        for player, piece in enumerate((first, second)):
            text = piece.text if isinstance(piece, Best) else piece
            assert float(text) == game.payoffs[(player, *place)]
            assert isinstance(piece, Best) == best[(player, *place)]
