"""Draws in parts are the draws of one call, whatever the generator, and leave it where that call would."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tvet_games.study.chunks import streams as module
from tvet_games.study.chunks.streams import Streams

METHODS = {"uniform": (2.0, 5.0), "triangular": (0.0, 1.0, 4.0), "integers": (0, 2)}

GENERATORS = st.sampled_from([np.random.PCG64, np.random.MT19937, np.random.Philox, np.random.SFC64])


@settings(max_examples=60)
@given(
    GENERATORS,
    st.integers(0, 10**6),
    st.lists(st.sampled_from(sorted(METHODS)), min_size=1, max_size=6),
    st.lists(st.integers(0, 9), min_size=1, max_size=5),
    st.integers(1, 7),
)
def test_parts_are_the_whole(kind, seed, calls, sizes, step) -> None:
    total, one = sum(sizes), np.random.Generator(kind(seed))
    whole = [getattr(one, name)(*METHODS[name], total) for name in calls]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "STEP", step)
        streams = Streams(np.random.Generator(kind(seed)), dict.fromkeys(METHODS, total))
        for name in calls:
            assert getattr(streams, name)(*METHODS[name], total).size == 0
    parts = [[streams.part(k, size) for k in range(len(calls))] for size in sizes]
    for k, expected in enumerate(whole):
        assert np.concatenate([part[k] for part in parts]).tolist() == expected.tolist()
        assert streams.whole(k).tolist() == expected.tolist()
    assert streams.rng.random() == one.random()


def test_quantities_of_different_length() -> None:
    one = np.random.default_rng(5)
    whole = one.integers(0, 2, 7), one.uniform(0, 1, 4), one.integers(0, 2, 7)
    streams = Streams(np.random.default_rng(5), {"integers": 7, "uniform": 4})
    streams.integers(0, 2), streams.uniform(0, 1), streams.integers(0, 2)
    assert [streams.part(k, len(own)).tolist() for k, own in enumerate(whole)] == [own.tolist() for own in whole]
