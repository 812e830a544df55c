"""An array in chunks: blocks that tile it, in row-major order."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from itertools import product

Shape = tuple[int, ...]
Block = tuple[slice, ...]
"""One slice an axis."""


def chunk_shape(shape: Sequence[int], most: int) -> Shape:
    """Return the largest shape of at most ``most`` entries that fills the last axes first.

    Examples
    --------
    >>> chunk_shape((100, 200, 300), 100_000)
    (1, 200, 300)
    >>> chunk_shape((100, 200, 300), 200_000), chunk_shape((100, 200, 300), 1_000)
    ((3, 200, 300), (1, 3, 300))
    """
    left, sizes = max(1, most), []
    for size in reversed(shape):
        taken = max(1, min(size, left))
        sizes.append(taken)
        left //= taken
    return tuple(reversed(sizes))


def blocks(shape: Sequence[int], chunk: Sequence[int]) -> Iterator[Block]:
    """Go through the blocks that tile an array, in row-major order.

    Examples
    --------
    >>> [(a.start, a.stop, b.start, b.stop) for a, b in blocks((3, 4), (2, 4))]
    [(0, 2, 0, 4), (2, 3, 0, 4)]
    """
    sides = [
        [slice(first, min(first + step, size)) for first in range(0, size, step)]
        for size, step in zip(shape, chunk, strict=True)
    ]
    yield from product(*sides)


def block_count(shape: Sequence[int], chunk: Sequence[int]) -> int:
    """Number of blocks that tile an array.

    Examples
    --------
    >>> block_count((3, 4), (2, 4))
    2
    """
    return math.prod(-(-size // step) for size, step in zip(shape, chunk, strict=True))


def block_shape(block: Block) -> Shape:
    """Lengths of a block."""
    return tuple(part.stop - part.start for part in block)
