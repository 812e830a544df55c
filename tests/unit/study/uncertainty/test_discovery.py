"""Scenario discovery: planted boxes, limits that do not matter, guards, words."""

import sys

import numpy as np
import pytest
from toy_worlds import PAID

import tvet_games as tg
from tvet_games.errors import InputError
from tvet_games.study.uncertainty.boxes import Drawn, find_boxes
from tvet_games.study.uncertainty.discovery import discover

OPTIONS = {"density": 0.8, "limits": 4, "most": 4, "level": 0.05}
NAMES = [f"v{k}" for k in range(8)]


def drawn(seed: int, n: int = 4096, noise: float = 0.0) -> Drawn:
    """Failures where v0 <= 0.4 and v3 > 0.5; some change sides."""
    rng = np.random.default_rng(seed)
    values = rng.random((n, 8))
    return Drawn(values, ((values[:, 0] <= 0.4) & (values[:, 3] > 0.5)) ^ (rng.random(n) < noise))


@pytest.mark.parametrize("noise", [0.0, 0.03])
def test_a_planted_box(noise) -> None:
    (box,) = find_boxes(drawn(1, noise=noise), drawn(2, noise=noise), NAMES, **OPTIONS)
    found = {limit.name: limit for limit in box.limits}
    assert found.keys() == {"v0", "v3"}
    assert found["v0"].high == pytest.approx(0.4, abs=0.01)
    assert found["v3"].low == pytest.approx(0.5, abs=0.01)
    assert found["v0"].low == -np.inf
    assert found["v3"].high == np.inf
    assert box.density > 0.95
    assert box.mass == pytest.approx(0.2, abs=0.02)
    assert max(limit.p_value for limit in box.limits) < 1e-6
    if not noise:
        assert box.coverage > 0.97


def test_two_planted_boxes() -> None:
    def worlds(seed: int) -> Drawn:
        values = np.random.default_rng(seed).random((8192, 8))
        return Drawn(values, (values[:, 1] < 0.2) | ((values[:, 4] > 0.7) & (values[:, 5] > 0.6)))

    boxes = find_boxes(worlds(1), worlds(2), NAMES, **OPTIONS)
    assert {tuple(sorted(limit.name for limit in box.limits)) for box in boxes} >= {("v1",)}
    fresh = worlds(3)
    values = dict(zip(NAMES, fresh.values.T, strict=True))
    inside = np.logical_or.reduce([box.holds(values) for box in boxes])
    assert (inside & fresh.failing).sum() / fresh.failing.sum() > 0.95
    assert (inside & fresh.failing).sum() / inside.sum() > 0.95


@pytest.mark.parametrize("seed", range(6))
def test_no_box_says_again_what_those_before_it_say(seed) -> None:
    def worlds(part: int) -> Drawn:
        values = np.random.default_rng([seed, part]).random((8192, 8))
        first, second = (values[:, 1] > 0.7) & (values[:, 4] <= 0.25), (values[:, 0] < 0.1) & (values[:, 2] > 0.5)
        return Drawn(values, first | second)

    boxes = find_boxes(worlds(1), worlds(2), NAMES, **OPTIONS)
    fresh = worlds(3)
    values = dict(zip(NAMES, fresh.values.T, strict=True))
    held = np.zeros(len(fresh.failing), dtype=bool)
    for box in boxes:
        own = box.holds(values) & fresh.failing
        assert (own & ~held).sum() > 0.05 * own.sum()
        held |= own
    assert held.sum() / fresh.failing.sum() > 0.9


def test_failures_by_chance_have_no_box() -> None:
    rng = np.random.default_rng(0)
    worlds = [Drawn(rng.random((4096, 8)), rng.random(4096) < 0.1) for _ in range(2)]
    for box in find_boxes(*worlds, NAMES, **OPTIONS):
        assert box.density < 0.5


def test_a_threshold_is_found(toys) -> None:
    """With a cost of 3,000 the school cooperates where its gain is at least that."""
    conflict, calibration = toys
    found = discover(conflict, calibration.replace(reform_cost=3000), PAID, draws=2048)
    (box,) = found.boxes
    (limit,) = box.limits
    assert limit.name == "quality_gain"
    assert limit.high == pytest.approx(3000, abs=20)
    assert found.interval.low < 0.5 < found.interval.high
    assert found.coverage == box.coverage > 0.98
    assert found.density == box.density > 0.98


def test_shipped_figures_and_words() -> None:
    policy = tg.Policy(training_subsidy=15_000)
    found = discover("school_enterprise", "austria_2016", policy, draws=4096)
    assert all(box.density > 4 * found.failing for box in found.boxes)
    frame = found.to_frame()
    assert frame.index.names == ["box", "value"]
    assert len(frame) == sum(len(box.limits) for box in found.boxes)
    said = found.describe()
    assert said[0].startswith("Training subsidy 15,000: cooperation fails to be an equilibrium in")
    assert "of the failures lie where quality gain is at most" in said[1]
    assert "16 assumed" not in said[-1]
    assert "的失效情形位于" in found.describe("zh")[1]
    again = discover("school_enterprise", "austria_2016", policy, draws=4096)
    assert again.to_frame().equals(frame)


def test_never_and_always(toys) -> None:
    conflict, calibration = toys
    always = discover(conflict, calibration, None, draws=256)
    assert always.boxes == ()
    assert always.failing == 1
    assert "no value tells where" in always.describe()[1]
    never = discover(conflict, calibration.replace(reform_cost=500), PAID, draws=256)
    assert never.failing == 0
    assert never.interval.high > 0
    assert "nothing to find" in never.describe()[1]
    assert never.to_frame().empty
    assert "均未失效" in never.describe("zh")[1]


def test_where_no_box_is_dense(toys) -> None:
    """One limit cannot tell Q < R; the best balanced box is given, and said to fall short."""
    found = discover(*toys, PAID, limits=1, density=1.0, draws=1024)
    assert len(found.boxes) == 1
    assert found.density < 1
    assert "No box with so few limits reaches a density of 100 %" in found.describe()[2]


@pytest.mark.parametrize(
    ("changes", "match"),
    [
        ({"density": 0}, "above 0"),
        ({"density": "a"}, "above 0"),
        ({"limits": 0}, "at least 1"),
        ({"most": 1.5}, "whole number"),
        ({"policy": [None, PAID]}, "expected one policy"),
        ({"draws": 0}, "from 1 to"),
    ],
)
def test_what_is_refused(toys, changes, match) -> None:
    with pytest.raises(InputError, match=match):
        discover(*toys, **changes)


def test_a_missing_library(toys, monkeypatch) -> None:
    monkeypatch.setitem(sys.modules, "sklearn.tree", None)
    with pytest.raises(InputError, match=r"pip install .*tvet_games\[discovery\]"):
        discover(*toys, PAID, draws=256)
