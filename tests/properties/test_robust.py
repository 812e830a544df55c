"""Theorems about worst worlds and packages that hold in all of them."""

from fractions import Fraction
from functools import lru_cache
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import tvet_games as tg
from tvet_games.linear_programs.exact import minimise
from tvet_games.model.multi_affine import MultiAffine, parameter
from tvet_games.policy.question import Question
from tvet_games.policy.requirements import conditions_of
from tvet_games.policy.rows import rows_of
from tvet_games.policy.scenario import as_question
from tvet_games.policy.verdict import verdict
from tvet_games.study.robust.check import drawn_worlds
from tvet_games.study.robust.robust import RobustPolicy, robust

seeds = st.integers(0, 10**6)


def random_number(rng: np.random.Generator, count: int) -> MultiAffine:
    """A sum of up to a dozen random monomials; of a parameter only x or only 1/x, and some ranges hold 0."""
    inverse = rng.random(count) < 0.25
    box = {}
    for k in range(count):
        low = int(rng.integers(1, 5) if inverse[k] else rng.integers(-4, 4))
        box[f"p{k}"] = (Fraction(low), Fraction(low + int(rng.integers(1, 6)), int(rng.integers(1, 2))))
    names = list(box)
    total = parameter(names[0], box) if not inverse[0] else 1 / parameter(names[0], box)
    for _ in range(int(rng.integers(1, 12))):
        term = Fraction(int(rng.integers(-9, 10)), int(rng.integers(1, 4)))
        for k in np.flatnonzero(rng.random(count) < 0.4):
            own = parameter(names[k], box)
            term = term / own if inverse[k] else term * own
        total = total + term
    return total


@given(seeds, st.integers(1, 6))
def test_the_least_value_is_that_of_the_best_vertex(seed, count) -> None:
    number = random_number(np.random.default_rng(seed), count)
    if not isinstance(number, MultiAffine):
        return
    names = sorted(number.names)
    corners = [dict(zip(names, ends, strict=True)) for ends in product(*(number.ranges[n] for n in names))]
    values = [number.at(corner) for corner in corners]
    lowest, highest = number.minimum(), number.maximum()
    assert lowest.value == min(values)
    assert highest.value == max(values)
    for found in (lowest, highest):
        assert all(value in number.ranges[name] for name, value in found.at.items())
        assert all(number.at({**corner, **found.at}) == found.value for corner in corners)
    low, high = number.bounds()
    assert low <= lowest.value <= highest.value <= high


@given(seeds, st.integers(1, 6))
def test_no_point_inside_is_below_the_least_value(seed, count) -> None:
    rng = np.random.default_rng(seed)
    number = random_number(rng, count)
    if not isinstance(number, MultiAffine):
        return
    least = number.minimum().value
    for _ in range(20):
        part = {n: Fraction(int(rng.integers(0, 101)), 100) for n in number.names}
        inside = {n: a + part[n] * (b - a) for n, (a, b) in number.ranges.items() if n in part}
        assert number.at(inside) >= least


CRITERIA = {
    "nash": tg.Nash(1),
    "dominant": tg.Dominant(1),
    "half": tg.PDominant("1/2", 1),
    "aligned": tg.Aligned("1/10", 1),
    "unique": tg.Unique(1),
}

SCENARIOS = ("germany_apprenticeship", "austria_apprenticeship", "switzerland_it", "china_school_enterprise")


@lru_cache
def asked(scenario: str, criterion: str) -> Question:
    return as_question(scenario).replace(criteria=(CRITERIA[criterion],), budget=None)


def some_names(question: Question, seed: int, count: int) -> list[str]:
    """Parameters that the conflicts of a question rest on."""
    germany = question.calibration.with_ties()
    used = germany.roots(frozenset().union(*(c.names for c in question.conflicts))) & germany.ranges.keys()
    return [str(n) for n in np.random.default_rng(seed).permutation(sorted(used))[:count]]


@settings(max_examples=10)
@given(st.sampled_from(SCENARIOS), st.sampled_from(sorted(CRITERIA)), seeds)
def test_dearer_in_a_larger_box_and_never_broken_in_it(scenario, criterion, seed) -> None:
    """With nothing moving it is the central package; then the cost can only grow, and no random world breaks it."""
    question = asked(scenario, criterion)
    names = some_names(question, seed, 12)
    before = robust(question, over=())
    assert before.cost == before.solution.cost
    assert before.levels == before.solution.levels
    for count in (1, 4, 12):
        found = robust(question, over=names[:count])
        assert found.checked_on_grid == ()
        if not before.feasible:
            assert not found.feasible
        elif found.feasible:
            assert found.cost >= before.cost
            assert found.worst_cost >= found.cost
            assert found.verify(200, seed)
        else:
            assert found.shortfall.missing > 0
            assert found.verify()
        before = found


@settings(max_examples=10)
@given(st.sampled_from(SCENARIOS), st.sampled_from(["nash", "dominant", "half", "aligned"]), seeds)
def test_the_cost_is_that_of_the_program_with_every_vertex(scenario, criterion, seed) -> None:
    """Brute force: the rows of all 16 vertices of four parameters, each from the exact arrays of its own world."""
    question = asked(scenario, criterion)
    names = some_names(question, seed, 4)
    found = robust(question, over=names)
    central, ties = question.problem(), question.calibration.with_ties()
    conditions = conditions_of(central, question.requirements)
    rows = [row for row in rows_of(central, conditions) if row.kind == "cap"]
    moving = [c for c in conditions if c.kind != "cap"]
    for ends in product(*(ties.ranges[n] for n in names)):
        there = question.problem(ties.replace(**dict(zip(names, ends, strict=True))))
        rows += rows_of(there, moving)
    low, high = [lever.low for lever in central.levers], [lever.high for lever in central.levers]
    whole = minimise(central.expected_bill, low, high, list({row.constraint: None for row in rows}))
    assert found.feasible == (whole.kind == "optimal")
    if found.feasible:
        assert found.cost == whole.value


@settings(max_examples=12)
@given(st.sampled_from(SCENARIOS), st.sampled_from(sorted(CRITERIA)), seeds)
def test_the_verdict_agrees_in_random_worlds(scenario, criterion, seed) -> None:
    """By the games themselves, conflict by conflict, not by rows."""
    question = asked(scenario, criterion)
    found = robust(question, over=some_names(question, seed, 4))
    if found.feasible and criterion != "aligned":
        for game in games_of(found, 40, seed):
            assert verdict(game, CRITERIA[criterion]).holds.all()


def games_of(found: RobustPolicy, samples: int, seed: int) -> list[tg.NormalFormGame]:
    worlds = drawn_worlds(found, samples, np.random.default_rng(seed))
    levers = found.solution.problem.levers
    fixed = {lever.name: (lever.low, lever.high) for lever in levers}
    problem = found.question.replace(bounds=fixed).problem(worlds, is_exact=False)
    return [
        tg.NormalFormGame(
            arrays.payoffs([float(level) for level in found.vector]),
            players=arrays.conflict.player_names,
            actions=arrays.conflict.actions,
        )
        for arrays in problem.conflicts
    ]


NOT_ROWS = {"sustainable", "basin", "risk_dominant"}

LINEAR = [n for n in tg.scenarios() if not tg.load_scenario(n).criteria.keys() & NOT_ROWS and n != "germany_premium"]
"""Scenarios whose criteria are rows and that do not limit the number of instruments."""


@pytest.mark.slow
@pytest.mark.parametrize("name", LINEAR)
def test_ten_thousand_worlds(name: str) -> None:
    """Every such scenario: all ranges at once, or all but those in which it is known to break."""
    names = list(as_question(name).calibration.with_ties().ranges)
    found = robust(name)
    while not found.feasible:
        assert found.verify()
        named = {n for world in found.shortfall.worlds for n in world.values}
        assert named
        names = [n for n in names if n not in named]
        found = robust(name, over=names)
    assert len(names) >= 30
    assert found.premium >= 0
    assert found.verify(10_000)
