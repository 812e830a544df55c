"""The long run against one quantity."""

import numpy as np
import pytest

import tvet_games as tg
from tvet_games.errors import InputError, UnknownNameError

BASE = ("school_enterprise", "austria_2016")

PAIRS = [
    ("school_enterprise", "training_subsidy"),
    ("school_enterprise", "school_grant"),
    ("school_student", "student_stipend"),
    ("school_teacher", "teacher_allowance"),
    ("enterprise_student", "retention_bonus"),
    ("government_school_enterprise", "training_subsidy"),
]


@pytest.mark.parametrize("calibration", tg.calibrations())
@pytest.mark.parametrize(("conflict", "instrument"), PAIRS)
def test_changes_are_the_ends_of_the_phases(conflict: str, instrument: str, calibration: str) -> None:
    found = tg.long_run(conflict, calibration, instrument, starts=8)
    phases = tg.bifurcations(conflict, instrument, calibration).phases
    ends = [float(phase.high) for phase in phases if phase.high < found.values[-1]]
    assert found.changes == pytest.approx(ends, abs=1e-3)
    for phase in phases:
        inside = (found.values > float(phase.low) + 1e-3) & (found.values < float(phase.high) - 1e-3)
        for stable in found.stable[inside]:
            assert {tuple(map(int, p)) for p in np.argwhere(stable)} == set(phase.profiles)


def test_a_change_is_found_once_though_a_value_lies_on_it() -> None:
    """At 2850 neither vertex is stable: one change, not one before and one after."""
    found = tg.long_run(*BASE, "school_grant", [0, 2850, 5700], starts=8)
    assert found.changes == pytest.approx([2850])


def test_changes_of_a_value_of_the_calibration() -> None:
    found = tg.long_run("school_teacher", "germany_2022", "career_value", starts=8)
    phases = tg.bifurcations("school_teacher", "career_value", "germany_2022").phases
    low, high = found.values[[0, -1]]
    assert found.changes == pytest.approx([float(p.high) for p in phases if low < p.high < high], abs=1e-3)
    assert found.now == float(tg.load_calibration("germany_2022").numbers["career_value"])


@pytest.mark.parametrize("calibration", tg.calibrations())
def test_a_subsidy_never_makes_fewer_cooperate(calibration: str) -> None:
    found = tg.long_run("school_enterprise", calibration, "training_subsidy", starts=64)
    assert (np.diff(found.target_share) >= -1e-6).all()
    assert found.target_share[-1] == pytest.approx(1)
    assert len(found.values) == 101


def test_the_path_is_that_of_evolve() -> None:
    start = {"school": 0.8, "enterprise": 0.6}
    found = tg.long_run(*BASE, "training_subsidy", [0, 12000, 24000], start=start, starts=64)
    for k, level in enumerate(found.values):
        one = tg.evolve(*BASE, tg.Policy(training_subsidy=float(level)), start=start, starts=64)
        assert found.target_share[k] == pytest.approx(float(one.basin.share))
        assert float(one.destinations.shares[0, 0]) == pytest.approx(found.target_share[k], abs=0.1)
        profile = one.path.vertex
        assert np.abs(found.ends[k] - [profile[0] == 0, profile[1] == 0]).max() < 1e-3


def test_where_a_quantity_does_nothing_everything_stays() -> None:
    found = tg.long_run(*BASE, "effort", [5000, 10000, 15000], starts=16)
    assert found.changes == ()
    assert np.ptp(found.target_share) == 0
    zero = tg.long_run(*BASE, "training_subsidy", [0], starts=16)
    assert zero.stable.shape == (1, 2, 2)


def test_frame() -> None:
    frame = tg.long_run(*BASE, "training_subsidy", [0, 12000, 24000], starts=16).to_frame()
    assert frame.index.name == "training_subsidy"
    expected = ["share of starts that end in cooperation", "standard error", "end 1: school", "end 2: enterprise"]
    assert {*expected, "stable"} <= set(frame.columns)
    assert frame["stable"].tolist() == [
        "nominal, free_ride",
        "co_train, invest; nominal, free_ride",
        "co_train, invest",
    ]
    models = tg.long_run("training_models", "germany_2022", "training_subsidy", [0], starts=8).to_frame()
    assert sum(name.startswith("end ") for name in models.columns) == 6


@pytest.mark.parametrize("dynamic", [tg.Logit(0.05), tg.BestResponse()])
def test_other_dynamics(dynamic) -> None:
    found = tg.long_run(*BASE, "training_subsidy", [0, 24000], dynamic=dynamic, starts=16)
    assert found.ends[0] == pytest.approx([0, 0], abs=0.15)
    assert found.ends[1] == pytest.approx([1, 1], abs=0.15)


@pytest.mark.parametrize("values", [[], [3, 2], [1, 1], [0, float("nan")], [0, float("inf")], "abc", {"a": 1}, [None]])
def test_values_that_do_not_increase(values: object) -> None:
    with pytest.raises(InputError, match=r"values: training_subsidy: .*expected numbers"):
        tg.long_run(*BASE, "training_subsidy", values)


def test_complex_values() -> None:
    with pytest.raises(InputError, match="expected numbers"):
        tg.long_run(*BASE, "training_subsidy", [1j, 5])


@pytest.mark.parametrize(
    ("over", "said"),
    [
        ("training_subsdy", "did you mean 'training_subsidy'"),
        ("retension", "did you mean 'retention'"),
        ("teacher_allowance", "does nothing in the conflict school_enterprise"),
        (3, "is neither a value of the calibration nor an instrument"),
        (None, "is neither a value of the calibration nor an instrument"),
        (["training_subsidy"], "is neither a value of the calibration nor an instrument"),
    ],
)
def test_names(over: object, said: str) -> None:
    with pytest.raises(InputError, match=said):
        tg.long_run(*BASE, over)


def test_a_value_without_range_needs_values() -> None:
    values = tg.load_calibration("austria_2016")
    (name, *_) = [n for n in values.values if n not in values.ranges]
    with pytest.raises(InputError, match=f"{name}: has no range in the calibration; give the values"):
        tg.long_run("school_enterprise", values, name)


def test_levels_below_0_and_unknown_conflicts() -> None:
    with pytest.raises(InputError, match=r"below 0|at least 0"):
        tg.long_run(*BASE, "training_subsidy", [-5, 5])
    with pytest.raises(UnknownNameError, match="did you mean 'school_enterprise'"):
        tg.long_run("school_enterprize", "austria_2016", "training_subsidy")
