"""What tests share beside the public strategies: matrices of fractions, and positive numbers."""

from fractions import Fraction

import numpy as np

from tvet_games.testing import small_fractions

positive = small_fractions(Fraction(1, 9), 9, max_denominator=9)


def as_fractions(rows: list[list[object]]) -> np.ndarray:
    out = np.empty((len(rows), len(rows[0])), dtype=object)
    for i, row in enumerate(rows):
        out[i] = [Fraction(entry) for entry in row]
    return out
