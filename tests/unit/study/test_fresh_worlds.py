"""Fresh worlds in parts: the same worlds, counts and descriptions as from one draw, whoever looks at them."""

from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import replace
from multiprocessing import get_context

import numpy as np
import pytest

import tvet_games as tg
from tvet_games.numerics import TOLERANCE, to_float
from tvet_games.policy.assembly import baselines
from tvet_games.study.chance import fresh
from tvet_games.study.chance.chance import chance
from tvet_games.study.chance.discarding import fails
from tvet_games.study.chance.drawn import drawn, generators, rows_and_limits, telling
from tvet_games.study.needed import inputs, needed
from tvet_games.study.robust import check
from tvet_games.study.robust.robust import robust

PAIR = ["school_enterprise", "enterprise_student"]

ASKED = {
    "nash": tg.question("school_enterprise", "germany_2022", ["training_subsidy", "school_grant"]),
    "aligned": tg.question(PAIR, "germany_2022", criterion=tg.Aligned("1/10")),
    "stand": tg.question("school_enterprise", "germany_2022", no_one_worse_off=True),
    "three": tg.question("school_enterprise_student", "germany_2022"),
}

COUNT = 301


def expected(found, distribution):
    """As one draw of all worlds has it, every value drawn."""
    question, problem = found.question, found.solution.problem
    worlds = question.calibration.sample(COUNT, generators(found.seed)[2], distribution=distribution)
    rows, _ = rows_and_limits(question, problem)
    highest = np.array([to_float(lever.high) for lever in problem.levers])
    packages = [[found.levels[lever.name] for lever in problem.levers], found.solution.vector]
    broken = [fails(np.array([to_float(x) for x in own]), *rows.rows(worlds), highest) for own in packages]
    columns = {name: array for name, array in drawn(worlds).items() if name in inputs(question)}
    return broken[0].mean(), broken[1].mean(), telling(columns.items(), broken[0])


@pytest.mark.parametrize("distribution", ["uniform", "triangular"])
@pytest.mark.parametrize("name", sorted(ASKED))
def test_the_check_in_parts_is_the_check_in_one(monkeypatch, name, distribution) -> None:
    monkeypatch.setattr(fresh, "PART", 37)
    how = {"draws": 60, "confidence": "1/2", "check": COUNT, "distribution": distribution, "rng": 4}
    found = chance(ASKED[name], "1/2", **how)
    assert found.status == "optimal"
    said = expected(found, distribution)
    assert (found.violation_rate, found.central_violation_rate, found.telling) == said
    assert 0 < found.violation_rate < 1
    assert found.checked == COUNT
    with ThreadPoolExecutor(3) as threads:
        again = chance(ASKED[name], "1/2", **how, executor=threads)
    assert (again.violation_rate, again.central_violation_rate, again.telling) == said


@pytest.mark.parametrize("samples", [1, 2, COUNT, COUNT + 1])
def test_violations_in_parts_are_violations_in_one(monkeypatch, samples) -> None:
    monkeypatch.setattr(check, "PART", 16)
    found = robust("germany_apprenticeship")
    short = replace(found, levels=found.solution.levels)
    worlds = check.drawn_worlds(short, samples, np.random.default_rng(9))
    stand = baselines(short.solution.problem, short.question.requirements.today)
    slack, size = check.slacks(short, worlds, stand)
    said = int((slack < -TOLERANCE * (1 + size)).any(axis=-1).sum())
    assert short.violations(samples, 9) == short.violations(samples, 9, workers=2) == said
    assert found.violations(samples, 9) == 0


def test_a_generator_is_left_behind_all_draws() -> None:
    found = robust("germany_apprenticeship")
    one, other = np.random.default_rng(2), np.random.default_rng(2)
    check.drawn_worlds(found, COUNT, one)
    found.violations(COUNT, other)
    assert one.random() == other.random()


def test_a_box_of_one_world() -> None:
    found = robust("germany_apprenticeship", over=[])
    assert found.violations(10) == 0
    assert replace(found, levels=tg.Policy()).violations(10) == 10
    assert found.verify(10, workers=2)


def test_workers_are_checked() -> None:
    with pytest.raises(tg.InputError, match=r"workers.*at least 1"):
        chance(ASKED["nash"], "1/10", workers=0)
    with pytest.raises(tg.InputError, match=r"workers.*at least 1"):
        robust("germany_apprenticeship").violations(10, workers=0)


def test_what_a_question_rests_on() -> None:
    asked = ASKED["aligned"]
    assert inputs(asked) <= needed(asked) <= asked.calibration.values.keys()
    heads = {name for formula in asked.calibration.heads.values() for name in formula.names}
    assert asked.calibration.with_ties().roots(heads) <= needed(asked)


@pytest.mark.slow
def test_processes_look_at_the_same_worlds(monkeypatch) -> None:
    monkeypatch.setattr(fresh, "PART", 37)
    found = robust("germany_apprenticeship")
    short = replace(found, levels=found.solution.levels)
    alone = chance(ASKED["nash"], "1/10", draws=200, check=COUNT)
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        again = chance(ASKED["nash"], "1/10", draws=200, check=COUNT, executor=pool)
        assert short.violations(COUNT, executor=pool) == short.violations(COUNT)
    assert (again.violation_rate, again.telling) == (alone.violation_rate, alone.telling)
