"""The nucleolus as a textbook has it: one linear program of SciPy over all coalitions after the other, in floats.

Coalitions whose excess cannot fall below the level, by a linear program each, are settled (Kopelowitz 1967).
"""

from __future__ import annotations

import numpy as np
from scipy.optimize import linprog

TOLERANCE = 1e-7


def nucleolus(values: np.ndarray) -> np.ndarray:
    """Return the prenucleolus of a game of 2**n values."""
    n = len(values).bit_length() - 1
    members = np.array([[s >> i & 1 for i in range(n)] for s in range(2**n)], dtype=float)
    open_, settled = list(range(1, 2**n - 1)), {2**n - 1: 0.0}
    while True:
        equal = members[list(settled)]
        sides = [values[s] - e for s, e in settled.items()]
        if np.linalg.matrix_rank(equal) == n:
            return np.linalg.lstsq(equal, np.array(sides), rcond=None)[0]
        rows = np.hstack([-members[open_], -np.ones((len(open_), 1))])
        found = linprog(
            [0.0] * n + [1.0],
            rows,
            -values[open_],
            np.hstack([equal, np.zeros((len(equal), 1))]),
            sides,
            [(None, None)] * (n + 1),
        )
        level = found.x[-1]
        tight = [s for s in open_ if values[s] - members[s] @ found.x[:n] > level - TOLERANCE]
        for s in tight:  # settled if its share cannot be larger
            most = linprog(-members[s], -members[open_], level - values[open_], equal, sides, [(None, None)] * n)
            if values[s] + most.fun > level - TOLERANCE:
                settled[s] = level
        open_ = [s for s in open_ if s not in settled]
