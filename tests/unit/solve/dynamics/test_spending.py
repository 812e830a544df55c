"""What incentives cost along the way, in closed form."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tvet_games.errors import ShapeError
from tvet_games.games.normal_form import NormalFormGame
from tvet_games.solve.dynamics.feedback import FeedbackGame
from tvet_games.solve.dynamics.spending import constant_spending, spending

SHARES = st.floats(0.01, 0.95)
GAINS = st.floats(0.1, 1000)


def grant(rule, slope, baseline=((-1, -1), (0, 0)), second=((1, 0), (1, 0))) -> FeedbackGame:
    """A grant to the first population's cooperators; the second one cooperates anyhow."""
    effect = np.zeros((1, 2, 2, 2))
    effect[0, 0, 0] = 1
    return FeedbackGame(NormalFormGame([baseline, second]), effect, effect[:, 0], rule, slope, ("grant",))


def fixed(level: float) -> FeedbackGame:
    return grant(lambda x: np.full((*x.shape[:-1], 1), level), lambda x: np.zeros((*x.shape[:-1], 1, 2)))


def paid(level: float, gain: float, start: float, end: float) -> float:
    """Level times the integral of x over time: dt = dx / (gain x (1 - x))."""
    return level / gain * np.log((1 - start) / (1 - end))


@settings(max_examples=15)
@given(GAINS, SHARES)
def test_a_constant_grant(gain: float, x: float) -> None:
    level = 1 + gain
    found = spending(fixed(level), [x, 1])
    assert bool(found.reaches_target)
    assert float(found.total) == pytest.approx(paid(level, gain, x, found.ends[0]), rel=1e-5)
    assert float(found.rate_at_end) == pytest.approx(level, rel=2e-4)
    again = constant_spending(fixed(level), np.array([[level]]), [x, 1])
    # Steps of levels that react are finer, so that one arrives a little earlier than the other.
    assert float(again.total[0]) == pytest.approx(float(found.total), rel=2e-3)
    assert float(again.time[0]) == pytest.approx(float(found.time), rel=2e-3)


@settings(max_examples=8)
@given(st.floats(1.1, 50), SHARES)
def test_a_grant_that_fades_by_hand(height: float, x: float) -> None:
    """With 1 + h (1 - x) and a loss of 1 cooperators gain h (1 - x): x' = h x (1 - x)^2."""
    game = grant(
        lambda s: 1 + height * (1 - s[..., :1]), lambda s: np.broadcast_to([[-height, 0.0]], (*s.shape[:-1], 1, 2))
    )
    found = spending(game, [x, 1])
    end = float(found.ends[0])
    # Cost x (1 + h (1 - x)) over h x (1 - x)^2, integrated from the start to the end.
    exact = (1 / (1 - end) - 1 / (1 - x)) / height + np.log((1 - x) / (1 - end))
    assert float(found.total) == pytest.approx(exact, rel=1e-4)


def test_levels_are_followed_each_for_itself() -> None:
    game = fixed(1.0)
    levels = np.array([[0.5], [1.5], [3.0], [10.0]])
    found = constant_spending(game, levels, [0.3, 0.6])
    assert found.reaches_target.tolist() == [False, True, True, True]
    assert found.total.shape == found.time.shape == (4,)
    assert found.ends.shape == (4, 2)
    for k, level in enumerate(levels):
        one = constant_spending(game, level[None], [0.3, 0.6])
        assert one.total[0] == found.total[k]
        assert one.time[0] == found.time[k]
    assert found.vertex[0] == 2


def test_what_costs_nothing_costs_nothing() -> None:
    found = constant_spending(fixed(1.0), np.array([[0.0]]), [0.3, 0.6])
    assert found.total.tolist() == [0]
    assert found.rate_at_end.tolist() == [0]


def test_a_start_at_the_target_is_there_already() -> None:
    found = spending(fixed(2.0), [1.0, 1.0])
    assert bool(found.reaches_target)
    assert float(found.total) == float(found.time) == 0
    assert float(found.rate_at_end) == 2


def test_frame() -> None:
    frame = constant_spending(fixed(1.0), np.array([[0.5], [3.0]]), [0.3, 0.6]).to_frame()
    assert frame.columns.tolist() == ["end 0", "end 1", "spent", "time", "rate at end", "outcome"]
    assert frame["outcome"].tolist() == ["vertex", "vertex"]
    assert len(spending(fixed(3.0), [0.3, 0.6]).to_frame()) == 1


def test_starts_that_do_not_fit() -> None:
    for call in (lambda s: spending(fixed(1.0), s), lambda s: constant_spending(fixed(1.0), np.ones((1, 1)), s)):
        with pytest.raises(ShapeError, match="2 shares"):
            call([0.5])
        with pytest.raises(ShapeError, match="between 0 and 1"):
            call([0.5, 2])


def test_one_start() -> None:
    with pytest.raises(ShapeError, match="one"):
        spending(fixed(3.0), [[0.3, 0.6], [0.2, 0.2]])
