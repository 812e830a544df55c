"""Questions around what ships are answered with certificates; calibrations and policies make games."""

from hypothesis import given

import tvet_games as tg
from tvet_games import testing


@given(testing.questions())
def test_every_answer_is_certified(asked: tg.Question) -> None:
    testing.assert_certified(tg.answer(asked))


@given(testing.calibrations(), testing.policies())
def test_calibrations_and_policies_make_games(calibration: tg.Calibration, policy: tg.Policy) -> None:
    game = tg.load_conflict("school_enterprise").game(calibration, policy, exact=True)
    testing.assert_complete(tg.equilibria(game))
