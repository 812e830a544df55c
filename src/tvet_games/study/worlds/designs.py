"""Designs: points of the unit cube, shape (n, k), a column a name.

random           independent. The numbers of a name come from a stream of its own, which the seed and the name give:
                 they depend neither on the other names nor, world by world, on n.
latin_hypercube  each name has one point in each of n equal slices, in an order of its own. Depends on n, not on the
                 other names.
sobol            scrambled Sobol points (n a power of 2). The first worlds do not depend on n; all depend on which names
                 are drawn.

References
----------
McKay, Beckman and Conover (1979), A comparison of three methods for selecting values of input variables, Technometrics
21. doi:10.2307/1268522
Owen (1998), Scrambling Sobol' and Niederreiter-Xing points, Journal of Complexity 14. doi:10.1006/jcom.1998.0487
"""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256
from typing import Literal, get_args

import numpy as np

from tvet_games.errors import InputError, Problem, shorten, unknown
from tvet_games.numerics import Array

Design = Literal["random", "latin_hypercube", "sobol"]

DESIGNS: tuple[str, ...] = get_args(Design)

LARGEST_SEED = 2**63
"""Seeds that stand for a given generator are below it."""

WORD = 2**32

MOST_WORLDS = 2**30
"""Most points of a design."""

MOST_NUMBERS = 2**28
"""Most numbers of all points of a design: 2 GB."""


def unit_points(names: Sequence[str], n: int, design: str, seed: int) -> Array:
    """Return the points of a design.

    Parameters
    ----------
    names : sequence of str
        k of them.
    n : int
        Number of points; a power of 2 for ``sobol``.
    design : str
        ``random``, ``latin_hypercube`` or ``sobol``.
    seed : int

    Returns
    -------
    array, shape (n, k)
        [share] In [0, 1); same seed, same bits. A column is contiguous in memory.

    Raises
    ------
    UnknownNameError
        If there is no such design.
    InputError
        If n does not fit it, or there are more than ``MOST_NUMBERS`` numbers.

    Examples
    --------
    >>> few, many = unit_points(["b"], 2, "random", seed=3), unit_points(["a", "b"], 5, "random", seed=3)
    >>> bool((few[:, 0] == many[:2, 1]).all())
    True
    """
    check_design(n, design)
    check_size(n, len(names))
    if not names:
        return np.empty((n, 0))
    if design == "sobol":
        return _sobol(len(names), n, seed)
    points = np.empty((len(names), n))
    for row, name in zip(points, names, strict=True):
        stream = np.random.default_rng(_stream(seed, name))
        row[:] = stream.random(n) if design == "random" else _slices(n, stream)
    return points.T


def check_design(n: int, design: str) -> None:
    """Refuse an unknown design, and numbers of worlds that do not fit it.

    Raises
    ------
    UnknownNameError
        If there is no such design.
    InputError
        If n does not fit it.
    """
    if design not in DESIGNS:
        raise unknown("design", str(design), DESIGNS, source="worlds", field="design")
    if not isinstance(n, int | np.integer) or isinstance(n, bool) or not 1 <= n <= MOST_WORLDS:
        what = f"expected a whole number from 1 to {MOST_WORLDS:,}"
        raise InputError("worlds", [Problem("n", what, shorten(repr(n)))])
    if design == "sobol" and n & (n - 1):
        below = 1 << (int(n).bit_length() - 1)
        close = below if n - below <= 2 * below - n else 2 * below
        raise InputError("worlds", [Problem("n", "a Sobol design takes a power of 2", str(n), nearest=str(close))])


def check_size(n: int, k: int, source: str = "worlds") -> None:
    """Refuse designs that do not fit the memory of a usual machine.

    Raises
    ------
    InputError
        If there are more than ``MOST_NUMBERS`` numbers.
    """
    if n * k > MOST_NUMBERS:
        what = f"worlds of {k} values are more than {MOST_NUMBERS:,} numbers; draw fewer, or fewer values"
        raise InputError(source, [Problem("n", what, f"{n:,}")])


def seed_of(rng: int | np.random.Generator, source: str = "worlds") -> int:
    """Return a seed: the one that is given, or one that a generator gives.

    Raises
    ------
    InputError
        If it is neither a whole number from 0 on nor a generator.
    """
    if isinstance(rng, np.random.Generator):
        return int(rng.integers(LARGEST_SEED))
    if isinstance(rng, int | np.integer) and not isinstance(rng, bool) and rng >= 0:
        return int(rng)
    what = "is neither a whole number from 0 on nor a numpy.random.Generator"
    raise InputError(source, [Problem("rng", what, shorten(repr(rng)))])


def child_seed(seed: int, *path: int) -> int:
    """Return the seed of an independent design, by the seed and its place.

    Examples
    --------
    >>> len({child_seed(0), child_seed(0, 1), child_seed(0, 2), child_seed(1, 1)})
    4
    """
    high, low = np.random.SeedSequence([seed, *path]).generate_state(2)
    return int(high) % (LARGEST_SEED // WORD) * WORD + int(low)


def _stream(seed: int, name: str) -> np.random.SeedSequence:
    """The stream of a name: its hash is the same on every machine."""
    return np.random.SeedSequence([seed, int.from_bytes(sha256(name.encode()).digest()[:16], "big")])


def _slices(n: int, stream: np.random.Generator) -> Array:
    from scipy.stats import qmc

    return np.asarray(qmc.LatinHypercube(d=1, rng=stream).random(n)[:, 0])


def _sobol(k: int, n: int, seed: int) -> Array:
    from scipy.stats import qmc

    if k > qmc.Sobol.MAXDIM:
        raise InputError("worlds", [Problem("names", f"a Sobol design takes at most {qmc.Sobol.MAXDIM}", str(k))])
    return np.asfortranarray(qmc.Sobol(d=k, scramble=True, rng=np.random.default_rng(seed)).random(n))
