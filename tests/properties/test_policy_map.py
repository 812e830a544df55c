"""Theorems about maps of two instruments: regions against the equilibria, the cheapest pair, what costs as much."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from questions import by_hand, lever

import tvet_games as tg
from tvet_games.study.policy_map.planes import area, cells, is_inside, middle, outline, rectangle
from tvet_games.study.policy_map.structure import structure_of
from tvet_games.testing import small_fractions

FIVE = Fraction(5)

BOX = rectangle((Fraction(0), FIVE), (Fraction(0), FIVE))

coefficients = st.integers(-3, 3).map(Fraction)

lines = st.lists(st.tuples(coefficients, coefficients, small_fractions(-5, 5, max_denominator=2)), max_size=5)

levels = small_fractions(0, 5, max_denominator=3)


def distinct(found):
    """Real lines, each once whatever its factor."""
    scaled = {tuple(v / (a or b) for v in (a, b, c)) for a, b, c in found if a or b}
    return sorted(scaled)


@st.composite
def games(draw):
    """A shape, small whole payoffs, and for each of two payments who gets it in which cells."""
    shape = draw(st.sampled_from([(2, 2), (2, 3), (2, 2, 2)]))
    size = int(np.prod(shape))
    payoffs = [draw(st.lists(st.integers(-3, 3), min_size=size, max_size=size)) for _ in shape]
    cell = st.tuples(*(st.sampled_from([None, 0, 1]) for _ in shape))
    return shape, payoffs, [(draw(st.integers(0, len(shape) - 1)), draw(cell)) for _ in range(2)]


def problem_of(shape, payoffs, paid):
    tables = [np.array(own, dtype=object).reshape(shape) for own in payoffs]
    pays = [lever(name, {player: list(cell)}, high=5) for name, (player, cell) in zip("xy", paid, strict=True)]
    return by_hand(tables, pays).problem


@given(lines, levels, levels)
def test_cells_tile_the_rectangle(found, x, y) -> None:
    parts = cells(BOX, distinct(found))
    assert sum(area(cell.polygon) for cell in parts) == area(BOX)
    assert all(area(cell.polygon) > 0 for cell in parts)
    assert any(is_inside(cell.polygon, (x, y)) for cell in parts)
    assert outline(cell.polygon for cell in parts) == outline([BOX])
    half = parts[::2]
    assert sum(map(area, outline(cell.polygon for cell in half))) == sum(area(cell.polygon) for cell in half)


@given(games(), levels, levels)
def test_where_a_point_lies_says_what_its_equilibria_are(game, x, y) -> None:
    problem = problem_of(*game)
    (arrays,) = problem.conflicts
    parts = structure_of(problem, (0, 1)).parts(BOX)
    for polygon, _ in parts:
        assert area(polygon) > 0
    for point in ((x, y), *(middle(polygon) for polygon, _ in parts)):
        there = tg.NormalFormGame(arrays.payoffs(point), players=arrays.conflict.player_names)
        own = {e.profile for e in tg.equilibria(there) if e.profile is not None}
        around = [set(pure[0]) for polygon, pure in parts if is_inside(polygon, point)]
        assert around
        # On a border somebody is indifferent: what is an equilibrium on either side is one there.
        assert set().union(*around) <= own
        if len(around) == 1 and 0 < point[0] < FIVE and 0 < point[1] < FIVE:
            assert around[0] == own


QUESTIONS = [
    ("school_enterprise", "germany_2022", "training_subsidy", "school_grant", tg.Nash(1)),
    ("school_enterprise", "austria_2016", "training_subsidy", "enterprise_guarantee", tg.Dominant(1)),
    ("school_student", "china_2021", "placement_grant", "student_stipend", tg.Nash(0)),
    ("training_models", "china_2021", "training_subsidy", "school_grant", tg.PDominant("1/2", 1)),
    ("community", "germany_2022", "training_subsidy", "student_stipend", tg.Nash(1)),
    ("school_enterprise", "germany_2022", "training_subsidy", "free_riding_levy", tg.Unique(1)),
    (["school_enterprise", "enterprise_student"], "germany_2022", "training_subsidy", "student_stipend", tg.Nash(1)),
]

MAPS = [tg.policy_map(c, values, x, y, criterion=criterion) for c, values, x, y, criterion in QUESTIONS]


@st.composite
def points_of_maps(draw):
    """The number of a map, and a point on it."""
    k = draw(st.integers(0, len(MAPS) - 1))
    (left, low), _, (right, high), _ = MAPS[k].box
    part_x, part_y = (Fraction(draw(st.integers(0, 60)), 60) for _ in "xy")
    return k, (left + part_x * (right - left), low + part_y * (high - low))


def held(asked, point) -> tg.PolicySolution:
    """The same question with both levels given."""
    conflicts, values, x, y, criterion = asked
    bounds = {x: (point[0], point[0]), y: (point[1], point[1])}
    return tg.cheapest_policy(conflicts, values, [x, y], criterion=criterion, bounds=bounds)


@given(points_of_maps())
def test_shipped_maps_say_what_the_search_says_of_a_point(drawn) -> None:
    k, point = drawn
    found, alone = MAPS[k], held(QUESTIONS[k], point)
    if found.allowed is not None:
        assert alone.feasible == is_inside(found.allowed, point)
    if alone.feasible:
        assert alone.cost == found.cost_at(*point)
        assert is_inside(found.ceiling, point)
        assert found.region_at(*point).standings


@given(points_of_maps())
def test_nothing_on_the_cheap_side_of_the_budget_line_will_do(drawn) -> None:
    k, point = drawn
    found = MAPS[k]
    if found.solution.cost is None or found.cost_at(*point) < found.solution.cost:
        assert not held(QUESTIONS[k], point).feasible


@pytest.mark.parametrize("k", range(len(QUESTIONS)))
def test_the_optimum_is_that_of_the_search_and_lies_on_its_line(k) -> None:
    found, (conflicts, values, x, y, criterion) = MAPS[k], QUESTIONS[k]
    best = tg.cheapest_policy(conflicts, values, [x, y], criterion=criterion)
    assert found.solution.cost == best.cost
    if best.feasible:
        assert found.optimum == (best.levels[x], best.levels[y])
        assert found.cost_at(*found.optimum) == best.cost
        assert is_inside(found.box, found.optimum)
        ends = found.budget_line()
        assert ends is not None
        assert {found.cost_at(*end) for end in ends} == {best.cost}


@pytest.mark.parametrize("found", MAPS, ids=lambda found: found.question.conflicts[0].name)
def test_regions_cover_the_map_once(found) -> None:
    assert sum(region.share for region in found.regions) == 1
    for region in found.regions:
        assert sum(map(area, region.rings)) == region.share * area(found.box)
