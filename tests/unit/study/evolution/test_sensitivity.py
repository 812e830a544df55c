"""What each uncertain value does to where a conflict ends."""

import numpy as np
import pytest

import tvet_games as tg
from tvet_games.errors import InputError

STARTS = 64


@pytest.fixture(scope="module")
def found() -> tg.OutcomeSensitivity:
    return tg.outcome_sensitivity("school_teacher", "germany_2022", starts=STARTS)


def test_effects_come_the_strongest_first(found: tg.OutcomeSensitivity) -> None:
    keys = [(effect.swing, effect.drift) for effect in found.effects]
    assert keys == sorted(keys, reverse=True)
    assert all(0 <= effect.swing <= 1 for effect in found.effects)


def test_the_base_is_that_of_evolve(found: tg.OutcomeSensitivity) -> None:
    base = tg.evolve("school_teacher", "germany_2022", starts=STARTS)
    assert found.target_share == pytest.approx(float(base.basin.share))
    assert found.cooperation == pytest.approx(float(base.destinations.cooperation.mean()))


@pytest.mark.parametrize("name", ["career_value", "release_cost"])
def test_an_effect_is_evolve_at_each_value(found: tg.OutcomeSensitivity, name: str) -> None:
    (effect,) = [e for e in found.effects if e.name == name]
    values = tg.load_calibration("germany_2022")
    low, high = values.ranges[name]
    assert effect.values[[0, -1]].tolist() == [float(low), float(high)]
    for k in (0, 7, -1):
        moved = values.replace(**{name: float(effect.values[k])})
        one = tg.evolve("school_teacher", moved, starts=STARTS)
        assert effect.target_share[k] == pytest.approx(float(one.basin.share))
    assert effect.now == float(values.numbers[name])
    assert effect.provenance == values.values[name].provenance


def test_every_value_with_a_range_that_matters_is_moved(found: tg.OutcomeSensitivity) -> None:
    values, chosen = tg.load_calibration("germany_2022"), tg.load_conflict("school_teacher")
    used = values.with_ties().roots(set(chosen.names) & values.values.keys())
    assert {e.name for e in found.effects} == set(values.ranges) & set(used)


def ties() -> list[tuple[str, str, str]]:
    """Conflict, calibration and value: where another value moves with it only by a tie."""
    found = []
    for calibration in tg.calibrations():
        values = tg.load_calibration(calibration)
        for conflict in ("school_enterprise", "enterprise_student", "school_student", "school_teacher"):
            used = set(tg.load_conflict(conflict).names) & values.values.keys()
            for name in set(values.ranges) & set(values.with_ties().roots(used)):
                moved, alone = (v.replace(**{name: values.ranges[name][1]}) for v in (values.with_ties(), values))
                if any(moved.numbers[n] != alone.numbers[n] for n in used):
                    found.append((conflict, calibration, name))
    return sorted(found)


def test_tied_values_follow() -> None:
    """As if all of them were set by hand."""
    cases = ties()
    assert cases
    for conflict, calibration, name in cases[:3]:
        effect = tg.outcome_sensitivity(conflict, calibration, names=[name], starts=8).effects[0]
        values = tg.load_calibration(calibration).with_ties()
        for k in (0, -1):
            one = tg.evolve(conflict, values.replace(**{name: values.ranges[name][k]}), starts=8)
            assert effect.target_share[k] == pytest.approx(float(one.basin.share))


def test_three_populations_are_estimated() -> None:
    found = tg.outcome_sensitivity(
        "government_school_enterprise", "switzerland_2016", names=["retention"], starts=STARTS
    )
    base = tg.evolve("government_school_enterprise", "switzerland_2016", starts=STARTS)
    assert found.target_share == float(base.destinations.shares[0, 0, 0])
    assert found.cooperation == pytest.approx(float(base.destinations.cooperation.mean()))


def test_a_policy_and_its_own_values() -> None:
    policy = tg.Policy(inspection=0.3)
    found = tg.outcome_sensitivity("school_student", "china_2021", policy, starts=16)
    bare = tg.outcome_sensitivity("school_student", "china_2021", starts=16)
    more = {e.name for e in found.effects} - {e.name for e in bare.effects}
    assert more <= set(tg.load_calibration("china_2021").ranges)
    assert {"fine_multiple", "illegal_gain_school"} & {e.name for e in found.effects} == (
        {"fine_multiple", "illegal_gain_school"} & set(tg.load_calibration("china_2021").ranges)
    )


def test_changes_are_those_of_the_long_run(found: tg.OutcomeSensitivity) -> None:
    for effect in found.effects[:3]:
        same = tg.long_run("school_teacher", "germany_2022", effect.name, effect.values, starts=8)
        assert effect.changes == pytest.approx(same.changes)


def test_names() -> None:
    base = ("school_teacher", "germany_2022")
    two = tg.outcome_sensitivity(*base, names=["release_cost", "career_value"], starts=16)
    assert {e.name for e in two.effects} == {"release_cost", "career_value"}
    assert [e.name for e in tg.outcome_sensitivity(*base, names="career_value", starts=16).effects] == ["career_value"]
    nothing = tg.outcome_sensitivity(*base, names=[], starts=16)
    assert nothing.effects == ()
    assert nothing.to_frame().empty
    with pytest.raises(InputError, match=r"'career_valu' has no range .*did you mean 'career_value'"):
        tg.outcome_sensitivity(*base, names=["career_valu"])
    with pytest.raises(InputError) as caught:
        tg.outcome_sensitivity(*base, names=["a", "b", "career_value"])
    assert len(caught.value.problems) == 2
    with pytest.raises(InputError, match="names"):
        tg.outcome_sensitivity(*base, names=[5])
    with pytest.raises(InputError, match="dynamic"):
        tg.outcome_sensitivity(*base, dynamic="logit")


def test_names_of_no_kind() -> None:
    with pytest.raises(InputError, match="names"):
        tg.outcome_sensitivity("school_teacher", "germany_2022", names=5)


def test_frame(found: tg.OutcomeSensitivity) -> None:
    frame = found.to_frame()
    assert frame.index.tolist() == [e.name for e in found.effects]
    assert frame.columns.tolist() == [
        *("low", "now", "high", "provenance", "share of starts at low", "share of starts at high", "swing"),
        *("cooperation at low", "cooperation at high", "changes"),
    ]
    assert (frame["low"] <= frame["high"]).all()
    assert np.isfinite(frame["swing"]).all()
