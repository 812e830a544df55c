"""Paths for several values of one quantity."""

import numpy as np
import pytest

import tvet_games as tg
from tvet_games.errors import InputError

BASE = ("school_enterprise", "austria_2016")


def test_each_path_is_that_of_evolve() -> None:
    start = {"school": 0.7, "enterprise": 0.4}
    found = tg.fan(*BASE, "training_subsidy", [0, 12000, 24000], start=start)
    for level, path in zip(found.values, found.paths, strict=True):
        one = tg.evolve(*BASE, tg.Policy(training_subsidy=float(level)), start=start, starts=8)
        same = tg.trajectory(one.game, [0.7, 0.4], times=path.times)
        assert path.states == pytest.approx(same.states, abs=1e-8)
        assert path.vertex == one.path.vertex


def test_all_paths_are_as_long_as_the_slowest_takes() -> None:
    found = tg.fan(*BASE, "training_subsidy", [8000, 12000, 24000])
    assert len({float(path.times[-1]) for path in found.paths}) == 1
    assert found.paths[0].times[-1] >= max(path.arrives for path in found.paths)
    short = tg.fan(*BASE, "training_subsidy", [8000, 24000], duration=0.001)
    assert [path.times[-1] for path in short.paths] == [0.001, 0.001]


def test_by_default_five_values_over_the_range() -> None:
    levels = tg.fan(*BASE, "training_subsidy")
    assert levels.values == pytest.approx(np.linspace(0, 70000, 5))
    low, high = tg.load_calibration("austria_2016").ranges["retention"]
    assert tg.fan(*BASE, "retention").values == pytest.approx(np.linspace(float(low), float(high), 5))


@pytest.mark.parametrize("dynamic", [tg.Logit(0.05), tg.BestResponse()])
def test_other_dynamics(dynamic) -> None:
    found = tg.fan(*BASE, "training_subsidy", [0, 24000], dynamic=dynamic)
    assert found.paths[0].states[-1] == pytest.approx([0, 0], abs=0.15)
    assert found.paths[1].states[-1] == pytest.approx([1, 1], abs=0.15)


def test_frame() -> None:
    frame = tg.fan(*BASE, "training_subsidy", [0, 24000]).to_frame()
    assert frame.index.names == ["training_subsidy", "time"]
    assert frame.columns.tolist() == ["school", "enterprise"]
    assert len(frame) == 2 * 201


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"over": "training_subsdy"}, "did you mean 'training_subsidy'"),
        ({"over": "teacher_allowance"}, "does nothing"),
        ({"over": 5}, "is neither a value"),
        ({"values": [2, 1]}, "expected numbers that increase"),
        ({"values": "abc"}, "expected numbers"),
        ({"start": {"school": 0.5}}, "enterprise: has no share"),
        ({"duration": 0}, "duration: '0' expected a number above 0"),
        ({"duration": "x"}, "duration: 'x' expected a number above 0"),
        ({"dynamic": "logit"}, "expected Replicator"),
        ({"policy": {"school_grant": 1}}, "expected a Policy"),
        ({"conflict": 3}, "expected a conflict or its name"),
        ({"calibration": "austria"}, "did you mean 'austria_2016'"),
    ],
)
def test_mistakes(options: dict, said: str) -> None:
    base = {"conflict": BASE[0], "calibration": BASE[1], "over": "training_subsidy"}
    with pytest.raises(InputError, match=said):
        tg.fan(**{**base, **options})
