"""The card of a contract: each player's own numbers."""

from fractions import Fraction

import tvet_games as tg
from tvet_games.tables.text import plain_cell


def test_each_row_holds_the_numbers_of_its_player() -> None:
    game = tg.NormalFormGame.from_bimatrix([[3, 0], [5, 1]], [[4, 5], [0, 1]], players=["school", "firm"])
    found = tg.contract_at(game, [-0.25, 0.25])
    assert len(set(map(float, found.critical_discounts))) == 2, "or a swap would not be seen"
    (table,) = found.card("en").tables
    for i, row in enumerate(table.rows):
        assert row[0] == found.players[i]
        numbers = [found.payments[i], found.room[i], found.margins[i], found.critical_discounts[i]]
        assert [Fraction(plain_cell(cell)) for cell in row[2:]] == [Fraction(n) for n in numbers]
