"""Coalitional games of values, and the same with other names."""

from fractions import Fraction

import numpy as np

from tvet_games.games.coalitional import CoalitionalGame


def game_of(values: list) -> CoalitionalGame:
    column = np.empty(len(values), dtype=object)
    column[:] = [Fraction(v) for v in values]
    return CoalitionalGame(column)


def relabelled(game: CoalitionalGame, order: list[int]) -> CoalitionalGame:
    """The game in which player i takes the place of player order[i]."""
    values = game.values.copy()
    for s in range(len(values)):
        values[sum(1 << order[i] for i in range(len(order)) if s >> i & 1)] = game.values[s]
    return CoalitionalGame(values)
