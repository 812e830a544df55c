"""Games with hard names, and whether two games are the same."""

from __future__ import annotations

import numpy as np
from hypothesis import strategies as st

from tvet_games.games.normal_form import NormalFormGame

TRAPS = [
    "政府",
    "企业",
    'a "quote"',
    "back\\slash",
    '\\"',
    "\\",
    "\\\\",
    "line\nbreak",
    "{ }",
    "}",
    "",
    " ",
    "é",
    "e",
    "é",
    "=1+1",
    "'=1+1",
    "-3",
    " @",
    "a, b",
    "\r",
    "\ufeff",
    "payoff of a",
]
"""Names that are hard on a file."""

numbers = st.fractions(max_denominator=10**9).filter(lambda number: abs(number) < 10**15)
floats = st.floats(allow_nan=False, allow_infinity=False).filter(lambda x: x == 0 or 1e-30 <= abs(x) < 1e30)


def rows(count: int) -> st.SearchStrategy[list[str]]:
    label = st.text(max_size=12) | st.sampled_from(TRAPS) | st.text(alphabet='\\"{}\n\r,u0022=中', max_size=8)
    return st.lists(label, min_size=count, max_size=count, unique=True)


@st.composite
def games(draw: st.DrawFn, entries: st.SearchStrategy[object] = numbers) -> NormalFormGame:
    shape = draw(st.lists(st.integers(1, 3), min_size=1, max_size=4))
    size = len(shape) * int(np.prod(shape))
    flat = np.array(draw(st.lists(entries, min_size=size, max_size=size)))
    players = draw(rows(len(shape)))
    return NormalFormGame(flat.reshape(len(shape), *shape), players=players, actions=[draw(rows(m)) for m in shape])


def is_same(one: NormalFormGame, other: NormalFormGame) -> bool:
    names = (one.players, one.actions) == (other.players, other.actions)
    return names and one.payoffs.shape == other.payoffs.shape and bool((one.payoffs == other.payoffs).all())
