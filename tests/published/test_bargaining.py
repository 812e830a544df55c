"""Bargaining in the literature: closed forms and worked examples, with what they are known to give."""

import json
from fractions import Fraction
from itertools import permutations
from pathlib import Path

import numpy as np
import pytest

from tvet_games.solve.bargaining.bargain import bargain
from tvet_games.solve.bargaining.feasible_set import FeasibleSet

FILE = Path(__file__).parents[1] / "data" / "published" / "bargaining.json"
CASES = {case["name"]: case for case in json.loads(FILE.read_text(encoding="utf-8"))["cases"]}

PIE = FeasibleSet.transferable(1)
NOTHING = [0, 0]


def rubinstein_alternating_offers(case: dict) -> None:
    for key, split in case["rederived"].items():
        discounts = [Fraction(part.split("=")[1]) for part in key.split(",")]
        found = bargain(PIE, "rubinstein", disagreement=NOTHING, discounts=discounts)
        assert np.allclose(found.payoffs.astype(float), split, rtol=0, atol=1e-12)
        d1, d2 = discounts
        assert found.payoffs[0] == (1 - d2) / (1 - d1 * d2)
        if d1 == d2:
            assert found.payoffs[0] == 1 / (1 + d1)


def t_period_alternating_offers(case: dict) -> None:
    """Steps of the induction: the split with that round as the first one. A proposes in odd, B in even rounds."""
    formulas = {
        "0": lambda r: 0,
        "1": lambda r: 1,
        "r": lambda r: r,
        "1-r": lambda r: 1 - r,
        "r(1-r)": lambda r: r * (1 - r),
        "1-r(1-r)": lambda r: 1 - r * (1 - r),
    }
    for r in (Fraction(1, 2), Fraction(9, 10)):
        two = bargain(PIE, "rubinstein", disagreement=NOTHING, discounts=(r, r), rounds=2)
        assert list(two.payoffs) == [formulas[text](r) for text in case["expected"]["T=2"]]
        for step in case["expected"]["backward_steps"].split("; "):
            which, _, shares = step.partition(":(")
            rounds = 1 + int(which[2:] or 0)
            found = bargain(PIE, "rubinstein", disagreement=NOTHING, discounts=(r, r), rounds=rounds).payoffs
            split = found if rounds % 2 == 0 else found[::-1]
            assert list(split) == [formulas[text](r) for text in shares.removesuffix(")").split(",")]


def nash_power_utilities(case: dict) -> None:
    assert case["expected"]["x"] == "g1/(g1+g2)"
    for g1, g2, w1, w2 in [(1, 1, 1, 1), (0.5, 1, 1, 1), (0.5, 0.25, 1, 1), (0.5, 1, 3, 1), (0.8, 0.3, 1, 2)]:
        frontier = FeasibleSet.from_function(lambda z, g=g1: z**g, lambda z, g=g2: (1 - z) ** g, 0, 1)
        found = bargain(frontier, disagreement=NOTHING, weights=(w1, w2))
        assert found.level == pytest.approx(w1 * g1 / (w1 * g1 + w2 * g2), abs=1e-7)


def nash_wage_example(case: dict) -> None:
    wage = FeasibleSet.from_points([[100, 0], [0, 100]])
    for feasible in (wage, FeasibleSet.transferable(100)):
        found = bargain(feasible, disagreement=[30, 20])
        assert list(found.payoffs) == case["expected"]["rederived"]
        assert np.prod(found.gains) == case["expected"]["nash_product"]


def nash_linear_frontier(case: dict) -> None:
    corners = FeasibleSet.from_points([[6, 0], [0, 12]])
    curve = FeasibleSet.from_function(lambda z: z, lambda z: 12 - 2 * z, 0, 6)
    for rule in ("nash", "kalai_smorodinsky"):
        found = bargain(corners, rule, disagreement=[1, 2])
        assert list(found.payoffs) == case["expected"]["rederived"]
        assert np.prod(found.gains) == case["expected"]["nash_product"]
        assert np.allclose(bargain(curve, rule, disagreement=[1, 2]).payoffs, [3, 6], atol=1e-6)
    ideal = corners.individually_rational((Fraction(1), Fraction(2)))
    assert (ideal[-1].payoffs[0], ideal[0].payoffs[1]) == (5, 10)


def splitting_pizza(case: dict) -> None:
    assert case["expected"]["two"] == "x+g/2,y+g/2 with g=n-(x+y)"
    assert case["expected"]["one_essential_plus_either_of_two"].startswith("x+2g/3,y+g/6,z+g/6")
    x, y, z, n = 2, 3, 1, Fraction(12)
    half = (n - x - y) / 2
    assert list(bargain(FeasibleSet.transferable(n), disagreement=[x, y]).payoffs) == [x + half, y + half]
    gain, alone = Fraction(6), (x, y, z)

    def worth(group) -> Fraction:
        return sum(alone[i] for i in group) + (gain if 0 in group and len(group) > 1 else 0)

    orders = list(permutations(range(3)))
    added = [sum(worth(o[: o.index(i) + 1]) - worth(o[: o.index(i)]) for o in orders) / len(orders) for i in range(3)]
    assert added == [x + 2 * gain / 3, y + gain / 6, z + gain / 6]


def alice_and_george(case: dict) -> None:
    options, d = FeasibleSet.from_points(case["payoffs"]["points"]), case["payoffs"]["d"]
    derived = case["rederived"]
    assert "Nash = (50,110)" in derived["nash_max_product_on_hull"]
    assert list(bargain(options, disagreement=d).payoffs) == [50, 110]
    chain = options.individually_rational((Fraction(0), Fraction(0)))
    assert [chain[-1].payoffs[0], chain[0].payoffs[1]] == derived["KS_ideal"]
    assert derived["KS"].endswith("at u=140/3, v=350/3")
    found = bargain(options, "kalai_smorodinsky", disagreement=d)
    assert list(found.payoffs) == [Fraction(140, 3), Fraction(350, 3)]


CHECKS = {
    "Rubinstein alternating offers": rubinstein_alternating_offers,
    "T-period alternating offers, last mover B, T even": t_period_alternating_offers,
    "Nash bargaining, power utilities": nash_power_utilities,
    "Nash bargaining, wage example, linear frontier u1+u2=100, d=(30,20)": nash_wage_example,
    "Nash bargaining, frontier u2=12-2u1, d=(1,2)": nash_linear_frontier,
    "Splitting pizza slices with fallbacks": splitting_pizza,
    "Alice-George three options": alice_and_george,
}


@pytest.mark.parametrize("name", CASES)
def test_published(name: str) -> None:
    CHECKS[name](CASES[name])


def test_no_check_without_a_case() -> None:
    assert set(CHECKS) == set(CASES)
