"""Many trajectories to their outcomes."""

import numpy as np
import pytest

from tvet_games.errors import InputError, ShapeError
from tvet_games.games.normal_form import NormalFormGame
from tvet_games.solve.dynamics.feedback import FeedbackGame
from tvet_games.solve.dynamics.flow import OUTCOMES, flow
from tvet_games.solve.dynamics.rules import BestResponse, Logit
from tvet_games.solve.dynamics.systems import NEAR

HUNT = NormalFormGame.from_bimatrix([[4, 0], [3, 2]], [[4, 3], [0, 2]])
PENNIES = NormalFormGame.from_bimatrix([[1, -1], [-1, 1]], [[-1, 1], [1, -1]])
SADDLE = [2 / 3, 2 / 3]


def words(found) -> list[str]:
    return [OUTCOMES[k] for k in np.ravel(found.outcome)]


def test_outcomes() -> None:
    found = flow(HUNT, [[0.9, 0.9], [0.5, 0.5], SADDLE, [1, 1], [0, 1]])
    # From the corner (0, 1) no population moves: that is rest at a vertex that is not stable.
    assert words(found) == ["vertex", "vertex", "rest", "vertex", "vertex"]
    assert found.vertex.tolist() == [0, 3, -1, 0, 2]
    assert found.at((0, 0)).tolist() == [True, False, False, True, False]
    assert found.share("vertex") == 0.8
    assert found.share("moving") == 0
    assert found.ends[2].tolist() == pytest.approx(SADDLE)
    assert (np.abs(found.ends[:2] - [[1, 1], [0, 0]]) <= NEAR).all()


def test_a_share_that_is_0_stays_0() -> None:
    rng = np.random.default_rng(4)
    game = NormalFormGame(rng.normal(size=(2, 3, 3)))
    found = flow(game, [[0, 0.5, 0.3, 0.3], [0.4, 0, 0.3, 0.7], [0.2, 0.3, 0, 0]])
    assert found.ends[0, 0] == 0
    assert found.ends[1, 1] == 0
    assert (found.ends[2, 2:] == 0).all()


def test_on_an_edge_the_other_population_decides() -> None:
    found = flow(HUNT, [[1, 0.2], [0, 0.8], [0.2, 1], [0.8, 0]])
    assert found.vertex.tolist() == [0, 3, 0, 3]


def test_closed_orbits_are_still_moving() -> None:
    found = flow(PENNIES, [[0.3, 0.4], [0.5, 0.5]])
    assert words(found) == ["moving", "rest"]
    assert found.vertex.tolist() == [-1, -1]
    short = flow(PENNIES, [0.3, 0.4], duration=1.0)
    assert float(short.time) == float(short.duration) == 1


@pytest.mark.parametrize("dynamic", [Logit(0.05), BestResponse()])
def test_other_dynamics_find_the_same_two_ends(dynamic) -> None:
    found = flow(HUNT, [[0.9, 0.9], [0.3, 0.3]], dynamic=dynamic)
    assert np.abs(found.ends - [[1, 1], [0, 0]]).max() < 0.01
    assert "moving" not in words(found)


def test_much_noise_leads_to_equal_shares() -> None:
    found = flow(HUNT, [[0.9, 0.9], [0.1, 0.1]], dynamic=Logit(1000.0))
    assert words(found) == ["rest", "rest"]
    assert np.allclose(found.ends, 0.5, atol=1e-3)


def test_games_and_starts_are_broadcast() -> None:
    games = NormalFormGame(np.stack([HUNT.payoffs, -HUNT.payoffs])[:, None], players=HUNT.players)
    starts = np.random.default_rng(0).uniform(0.1, 0.9, size=(6, 2))
    for dynamic in (Logit(0.1), BestResponse()):
        found = flow(games, starts, dynamic=dynamic)
        assert found.vertex.shape == (2, 6)
        for k in range(2):
            one = flow(NormalFormGame(games.payoffs[k, 0]), starts, dynamic=dynamic)
            assert (found.ends[k] == one.ends).all()


def test_scale_of_payoffs_changes_the_time_only() -> None:
    starts = np.random.default_rng(1).uniform(0.1, 0.9, size=(8, 2))
    plain, large = flow(HUNT, starts), flow(NormalFormGame(HUNT.payoffs * 10**9), starts)
    assert (plain.vertex == large.vertex).all()
    assert np.allclose(plain.time, large.time * 1e9, rtol=1e-3)


def test_frame() -> None:
    frame = flow(HUNT, [[0.9, 0.9], SADDLE]).to_frame()
    assert frame.columns.tolist() == [
        *("start: row", "start: column", "end: row", "end: column"),
        *("outcome", "vertex", "time"),
    ]
    assert frame["vertex"].tolist() == ["row 1, column 1", ""]
    assert frame["outcome"].tolist() == ["vertex", "rest"]


def test_tied_payoffs_rest_where_they_start() -> None:
    still = NormalFormGame(np.ones((2, 2, 2)))
    found = flow(still, [[0.3, 0.4], [1, 0]])
    assert words(found) == ["rest", "vertex"]
    assert found.ends.tolist() == pytest.approx(np.array([[0.3, 0.4], [1, 0]]))


def test_mistakes() -> None:
    for game in ("hunt", HUNT.payoffs):
        with pytest.raises(InputError, match="expected a game"):
            flow(game, [0.5, 0.5])
    with pytest.raises(InputError, match="expected Replicator"):
        flow(HUNT, [0.5, 0.5], dynamic="logit")
    for name in ("duration", "accuracy"):
        for bad in (0, -1, float("nan"), float("inf"), "x"):
            with pytest.raises(InputError, match=f"{name}: .* expected a number above 0"):
                flow(HUNT, [0.5, 0.5], **{name: bad})
    with pytest.raises(ShapeError, match="2 shares"):
        flow(HUNT, [0.5])
    with pytest.raises(InputError, match="expected one of vertex, rest, moving"):
        flow(HUNT, [0.5, 0.5]).share("vertx")


def test_best_responses_need_constant_payoffs() -> None:
    effect = np.zeros((1, 2, 2, 2))
    game = FeedbackGame(HUNT, effect, effect[:, 0], lambda x: x[..., :1], lambda x: x[..., None, :], ("level",))
    with pytest.raises(InputError, match="use Logit with little noise"):
        flow(game, [0.5, 0.5], dynamic=BestResponse())
    # Nothing depends on the level, so that this is the game itself.
    assert flow(game, [0.9, 0.9]).vertex == 0
    assert flow(game, [0.9, 0.9], dynamic=Logit(0.05)).ends == pytest.approx(
        flow(HUNT, [0.9, 0.9], dynamic=Logit(0.05)).ends, abs=1e-6
    )
