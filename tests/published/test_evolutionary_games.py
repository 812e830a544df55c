"""Evolutionary games of three papers, written as conflict files, with the states and paths that they must give."""

import json
import re
from ast import literal_eval
from collections.abc import Callable
from fractions import Fraction
from functools import cache
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import tvet_games as tg
from tvet_games.numerics import exact
from tvet_games.solve.dynamics.flow import flow
from tvet_games.solve.dynamics.replicator import replicator_field
from tvet_games.solve.dynamics.rest_points import rest_points
from tvet_games.solve.dynamics.stability import stable_vertices, vertex_stability
from tvet_games.solve.dynamics.trajectory import trajectory
from tvet_games.symbolic.bifurcation import bifurcations
from tvet_games.symbolic.stability import SymbolicStability, symbolic_stability

DATA = Path(__file__).parents[1] / "data"

AUTHOR, GRADUATE, SHARING = "author_reviewer", "hei_graduate", "public_resources_sharing"

FILES = {
    AUTHOR: "evolutionary_author_reviewer.json",
    GRADUATE: "evolutionary_hei_graduate_2025.json",
    SHARING: "evolutionary_subsidy_penalty_tripartite_2026.json",
}

CASES = [
    (conflict, case)
    for conflict, file in FILES.items()
    for case in json.loads((DATA / "published" / file).read_text(encoding="utf-8"))["cases"]
]

NAMES = {
    AUTHOR: {
        "B": "publication_gain",
        "F": "penalty",
        "W1": "reward_for_high",
        "W2": "reward_for_low",
        "c1": "high_cost",
        "c2": "low_cost",
        "e1": "careful_cost",
        "e2": "careless_cost",
    },
    GRADUATE: {
        "dE1": "expansion_gain",
        "C1": "expansion_cost",
        "C2": "enrolled_cost",
        "dC2": "enrolled_rise",
        "beta": "rise_factor",
        "C2_prime": "employed_cost",
        "dC2_prime": "employed_rise",
        "E2_minus_E2prime": "enrolled_benefit",
    },
    SHARING: {
        "M": "penalty",
        "B": "subsidy",
        "p": "detection",
        "L": "absence_loss",
        "Cg": "regulation_cost",
        "Es": "supplier_stake",
        "theta_s": "supplier_risk",
        "Cs": "supplier_cost",
        "Ed": "demander_stake",
        "theta_d": "demander_risk",
        "Cd": "demander_cost",
        "W": "sharing_gain",
        "lambda": "supplier_part",
    },
}
"""What the files call the letters of the papers."""

PRINTED = {AUTHOR: Fraction(0), GRADUATE: Fraction(0), SHARING: Fraction(1, 20000)}
"""Half a unit of the last digit of printed eigenvalues; 0 where they are exact."""

EQUATIONS: dict[str, Callable[..., Any]] = {
    "x(1-x)(c2-c1+(B+F)y)": lambda v, x, y: x * (1 - x) * (v["c2"] - v["c1"] + (v["B"] + v["F"]) * y),
    "y(1-y)(W2-e1+e2+(W1-W2)x)": lambda v, x, y: y * (1 - y) * (v["W2"] - v["e1"] + v["e2"] + (v["W1"] - v["W2"]) * x),
    "x(1-x)(y*dE1 - C1)": lambda v, x, y: x * (1 - x) * (y * v["dE1"] - v["C1"]),
    "y(1-y)( x*(dC2*beta - dC2 + dC2') + (E2-E2') + (C2' - C2 - beta*dC2) )": lambda v, x, y: (
        y
        * (1 - y)
        * (
            x * (v["dC2"] * v["beta"] - v["dC2"] + v["dC2_prime"])
            + v["E2_minus_E2prime"]
            + (v["C2_prime"] - v["C2"] - v["beta"] * v["dC2"])
        )
    ),
    "x(x-1)[p(B+M)(y+z) - 2pM - L + Cg]": lambda v, x, y, z: (
        x * (x - 1) * (v["p"] * (v["B"] + v["M"]) * (y + z) - 2 * v["p"] * v["M"] - v["L"] + v["Cg"])
    ),
    "y(1-y)[p(B+M)x + lambda*W*z - theta_s*Es - Cs]": lambda v, x, y, z: (
        y * (1 - y) * (v["p"] * (v["B"] + v["M"]) * x + v["lambda"] * v["W"] * z - v["theta_s"] * v["Es"] - v["Cs"])
    ),
    "z(1-z)[p(B+M)x + (1-lambda)*W*y - theta_d*Ed - Cd]": lambda v, x, y, z: (
        z
        * (1 - z)
        * (v["p"] * (v["B"] + v["M"]) * x + (1 - v["lambda"]) * v["W"] * y - v["theta_d"] * v["Ed"] - v["Cd"])
    ),
}
"""The published equations as functions of the letters and the state."""

AUTHOR_FORMULA = "m0=(e1-e2-W2)/(W1-W2), n0=(c1-c2)/(B+F)"

GRADUATE_CLAIM = (
    "source marks (0,0) and (1,1) as stable (ESS), (0,1) and (1,0) unstable, and an interior saddle (x*,y*) drawn only "
    "if strictly inside the unit square; x*=(-(E2-E2')-(C2'-C2-beta*dC2))/(dC2*beta-dC2+dC2'), y*=C1/dE1"
)


def letters(case: dict) -> dict[str, Fraction]:
    return {letter: exact(value) for letter, value in case["parameters"].items()}


def calibration_of(conflict: str, parameters: dict) -> tg.Calibration:
    """The baseline with a case's numbers; cases on graduates give one benefit less the other."""
    baseline = tg.load_calibration(DATA / "calibrations" / f"{conflict}.toml")
    values = {NAMES[conflict][letter]: exact(value) for letter, value in parameters.items()}
    if "enrolled_benefit" in values:
        values["enrolled_benefit"] += baseline.numbers["employed_benefit"]
    return baseline.replace(**values)


def conflict_of(conflict: str) -> tg.Conflict:
    return tg.load_conflict(DATA / "conflicts" / f"{conflict}.toml")


def game_of(conflict: str, case: dict) -> tg.NormalFormGame:
    return conflict_of(conflict).game(calibration_of(conflict, case["parameters"]), exact=True)


@cache
def formulas_of(conflict: str) -> SymbolicStability:
    return symbolic_stability(conflict_of(conflict))


def corner(text: str) -> tuple[int, ...]:
    return literal_eval(text)


def stable_corners(conflict: str, case: dict) -> set[tuple[int, ...]]:
    """The stable corners as shares of the first actions: by payoffs, and by the formulas at the case's numbers."""
    game = game_of(conflict, case)
    by_payoffs = {v.profile for v in vertex_stability(game).stable}
    by_formulas = formulas_of(conflict).at(calibration_of(conflict, case["parameters"])).stable
    assert by_payoffs == set(by_formulas) == set(map(tuple, np.argwhere(stable_vertices(game)).tolist()))
    return {tuple(1 - a for a in profile) for profile in by_payoffs}


def same_corners(conflict: str, case: dict, wanted: list) -> bool:
    return stable_corners(conflict, case) == {corner(c) if isinstance(c, str) else tuple(c) for c in wanted}


def same_eigenvalues(conflict: str, case: dict, wanted: dict[str, list[float]]) -> bool:
    """Exact where the paper's are; else within half a unit of the last digit. The formulas give the same fractions."""
    found = {v.profile: v.eigenvalues.tolist() for v in vertex_stability(game_of(conflict, case))}
    for row in formulas_of(conflict).at(calibration_of(conflict, case["parameters"])).rows:
        assert list(row.eigenvalues) == found[row.profile]
    return len(wanted) == len(found) and all(
        abs(exact(printed) - value) <= PRINTED[conflict]
        for text, numbers in wanted.items()
        for printed, value in zip(numbers, found[tuple(1 - c for c in corner(text))], strict=True)
    )


def interior_point(conflict: str, case: dict, point: list[str | None]) -> bool:
    """The point is the one interior rest point if it lies inside; otherwise there is none."""
    shares = [None if share is None else Fraction(share) for share in point]
    inside = all(share is not None and 0 < share < 1 for share in shares)
    found = [p.state.tolist() for p in rest_points(game_of(conflict, case)) if len(p.mixing) == 2]
    return found == ([shares] if inside else [])


def quotient(above: Fraction, below: Fraction) -> str | None:
    return str(above / below) if below else None


def author_formula(conflict: str, case: dict, wanted: str) -> bool:
    v = letters(case)
    m0 = quotient(v["e1"] - v["e2"] - v["W2"], v["W1"] - v["W2"])
    n0 = quotient(v["c1"] - v["c2"], v["B"] + v["F"])
    return wanted == AUTHOR_FORMULA and (case["expected"]["m0"], case["expected"]["n0"]) == (m0, n0)


def state_at_ten(conflict: str, case: dict, wanted: list[float]) -> bool:
    path = trajectory(game_of(conflict, case), [0.5, 0.5], times=[0, 10])
    return bool(np.allclose(path.states[-1], wanted, rtol=0, atol=1e-8))


def graduate_claim(conflict: str, case: dict, wanted: str) -> bool:
    """Its formulas give its numbers; the corners that it calls stable are so where the case has no warning."""
    v = letters(case)
    rise = v["dC2"] * v["beta"] - v["dC2"] + v["dC2_prime"]
    x = quotient(-v["E2_minus_E2prime"] - (v["C2_prime"] - v["C2"] - v["beta"] * v["dC2"]), rise)
    assert (case["expected"]["x_star"], case["expected"]["y_star"]) == (x, quotient(v["C1"], v["dE1"]))
    right = stable_corners(conflict, case) == {(0, 0), (1, 1)}
    return wanted.partition(": ")[2] == GRADUATE_CLAIM and right == ("warning" not in case)


def graduate_saddle(conflict: str, case: dict, wanted: bool) -> bool:
    kinds = [p.kind for p in rest_points(game_of(conflict, case)) if len(p.mixing) == 2]
    return kinds == (["saddle"] if wanted else [])


def threshold_note(conflict: str, case: dict, wanted: str) -> bool:
    """Who is stable for which gain and benefit, that a subsidy of 20 is the least, and that the basin only grows."""
    assert "(1,1) is an ESS iff dE1>C1 and (E2-E2')>-10; (0,0) is an ESS iff C1>0 and (E2-E2')<30" in wanted
    for gain, cost, benefit in product((24, 25, 26, 50), (0, 25), (-11, -10, -9, 29, 30, 31)):
        changed = {**case["parameters"], "dE1": gain, "C1": cost, "E2_minus_E2prime": benefit}
        corners = stable_corners(conflict, {"parameters": changed})
        assert ((1, 1) in corners) == (gain > cost and benefit > -10)
        assert ((0, 0) in corners) == (cost > 0 and benefit < 30)
    assert "must exceed 20" in wanted
    subsidies = np.array([0.0, 5.0, 10.0, 15.0, 19.0, 20.0, 21.0])
    shares = tg.basin(moved_benefit(conflict, case, case["parameters"]["E2_minus_E2prime"] + subsidies))
    assert (shares[subsidies > 20] == 1).all()
    return wanted.endswith("as x*=(30-E2d-s)/40 shrinks") and bool((np.diff(shares[subsidies <= 20]) > 0).all())


def moved_benefit(conflict: str, case: dict, differences: np.ndarray) -> tg.NormalFormGame:
    calibration = calibration_of(conflict, case["parameters"])
    benefit = float(calibration.numbers["employed_benefit"]) + differences
    return conflict_of(conflict).game(calibration.replace(enrolled_benefit=benefit))


def phases(conflict: str, case: dict) -> list[tuple[Any, set[tuple[int, ...]]]]:
    """Where phases of the benefit begin, as a difference, and the stable corners from there on."""
    calibration = calibration_of(conflict, case["parameters"])
    found = bifurcations(conflict_of(conflict), "enrolled_benefit", calibration).phases
    return [
        (phase.low - calibration.numbers["employed_benefit"], {tuple(1 - a for a in p) for p in phase.profiles})
        for phase in found
    ]


def low_disappears(conflict: str, case: dict, wanted: float) -> bool:
    differences = np.array([wanted - 1, wanted - 1e-6, wanted, wanted + 1e-6, wanted + 1])
    assert stable_vertices(moved_benefit(conflict, case, differences))[:, 1, 1].tolist() == [True] * 2 + [False] * 3
    low = [start for start, corners in phases(conflict, case) if (0, 0) not in corners]
    return low == [wanted]


def high_requires(conflict: str, case: dict, wanted: float) -> bool:
    differences = np.array([wanted - 1, wanted - 1e-6, wanted, wanted + 1e-6, wanted + 1])
    assert stable_vertices(moved_benefit(conflict, case, differences))[:, 0, 0].tolist() == [False] * 3 + [True] * 2
    return min(start for start, corners in phases(conflict, case) if (1, 1) in corners) == wanted


def sharing_label(conflict: str, case: dict, wanted: str) -> bool:
    """A panel with a label has one stable corner; the baseline, which depends on the start, has two."""
    count = {"panel label in analysis_trajectory.m": 1}.get(wanted, 2)
    assert wanted.startswith(("panel label", "no single label"))
    return len(stable_corners(conflict, case)) == count


def end_points(conflict: str, case: dict, wanted: dict[str, int]) -> bool:
    ticks = [float(t) for t in re.findall(r"0\.\d", case["source_time_span"])]
    starts = np.array(list(product(ticks, repeat=3)))
    found = flow(game_of(conflict, case), starts, duration=200)
    counts = {text: int(found.at(tuple(1 - c for c in corner(text))).sum()) for text in wanted}
    return counts == wanted and sum(counts.values()) == len(starts) == 125


CHECKS: dict[str, Callable[[str, dict, Any], bool]] = {
    "expected.interior_equilibrium_formula_from_source": author_formula,
    "expected.m0": lambda c, case, m0: interior_point(c, case, [m0, case["expected"]["n0"]]),
    "expected.n0": lambda c, case, n0: interior_point(c, case, [case["expected"]["m0"], n0]),
    "expected.rederived_corner_jacobian_diagonals": same_eigenvalues,
    "expected.rederived_state_at_t10_from_0.5_0.5": state_at_ten,
    "expected.from_source": lambda c, case, text: (graduate_claim if c == GRADUATE else sharing_label)(c, case, text),
    "expected.x_star": lambda c, case, x: interior_point(c, case, [x, case["expected"]["y_star"]]),
    "expected.y_star": lambda c, case, y: interior_point(c, case, [case["expected"]["x_star"], y]),
    "expected.interior_saddle_drawn_by_source": graduate_saddle,
    "expected.note": threshold_note,
    "expected.low_equilibrium_disappears_at_E2diff": low_disappears,
    "expected.high_equilibrium_requires_E2diff_gt": high_requires,
    "expected.unique_ESS": lambda c, case, wanted: same_corners(c, case, [wanted]),
    "expected.rederived_ESS": same_corners,
    "rederived.corner_jacobian_diagonals": same_eigenvalues,
    "rederived.strictly_stable_corners": same_corners,
    "rederived.ESS_by_jacobian": same_corners,
    "rederived.end_points_125_starts_t200": end_points,
}

INPUTS = {
    "parameters",
    "changed_from_baseline",
    "source_time_span",
    "replicator",
    "replicator_numeric",
    "equivalent_bimatrix_payoff_differences",
    "payoff_expectations",
    "payoffs_bimatrix",
    "warning",
}
"""What the tests below read; the rest only describes the case."""

DESCRIPTION = {"name", "source", "kind", "players", "strategies"}


def ids(cases: list[tuple[str, dict]]) -> list[str]:
    return [case["name"] for _, case in cases]


@pytest.mark.parametrize(("conflict", "case"), CASES, ids=ids(CASES))
def test_published(conflict: str, case: dict) -> None:
    assert case["expected"]
    for section in ("expected", "rederived"):
        for key, wanted in case.get(section, {}).items():
            assert CHECKS[f"{section}.{key}"](conflict, case, wanted), key


def test_nothing_is_left_unread() -> None:
    keys = {f"{s}.{key}" for _, case in CASES for s in ("expected", "rederived") for key in case.get(s, {})}
    assert keys == set(CHECKS)
    assert {key for _, case in CASES for key in case} == {"expected", "rederived"} | INPUTS | DESCRIPTION
    assert {text for _, case in CASES for text in case.get("replicator", {}).values()} == set(EQUATIONS)
    for conflict, case in CASES:
        assert set(case["parameters"]) == set(NAMES[conflict])


@pytest.mark.parametrize(("conflict", "case"), CASES, ids=ids(CASES))
def test_the_files_give_the_published_equations(conflict: str, case: dict) -> None:
    """Exactly, at fractions; the derived case has the equations of the panels."""
    game = game_of(conflict, case)
    published = case.get("replicator") or next(c["replicator"] for n, c in CASES if n == conflict)
    for state in ([Fraction(1, 3)] * 3, [Fraction(1, 7), Fraction(4, 5), Fraction(2, 9)]):
        shares = state[: len(game.players)]
        wanted = [EQUATIONS[text](letters(case), *shares) for text in published.values()]
        assert replicator_field(game, np.array(shares, dtype=object)).tolist() == wanted


@pytest.mark.parametrize("conflict", FILES)
def test_calibrations_are_the_baselines(conflict: str) -> None:
    """The first case of two papers; the one that changes nothing of the third."""
    cases = [case for name, case in CASES if name == conflict]
    baseline = next(case for case in cases if not case.get("changed_from_baseline"))
    shipped = tg.load_calibration(DATA / "calibrations" / f"{conflict}.toml")
    assert dict(calibration_of(conflict, baseline["parameters"]).numbers) == dict(shipped.numbers)
    for case in cases:
        if "changed_from_baseline" in case:
            changed = calibration_of(conflict, {**baseline["parameters"], **case["changed_from_baseline"]})
            assert dict(changed.numbers) == dict(calibration_of(conflict, case["parameters"]).numbers)


def test_benefits_of_graduates_are_those_of_the_code() -> None:
    """E2 and E2' of initial_conditions.m; the cases hold their difference."""
    numbers = tg.load_calibration(DATA / "calibrations" / f"{GRADUATE}.toml").numbers
    assert (numbers["enrolled_benefit"], numbers["employed_benefit"]) == (30, 20)


@pytest.mark.parametrize("case", [case for name, case in CASES if name == AUTHOR], ids=lambda case: case["name"])
def test_author_payoffs(case: dict) -> None:
    """The published table, in numbers, and the expectations that the source writes for its four strategies."""
    row, column = game_of(AUTHOR, case).payoffs
    published = case["payoffs_bimatrix"]
    assert row.tolist() == published["numeric_A"]
    assert column.tolist() == published["numeric_B_with_P=0"]
    v = {**letters(case), "P": Fraction(0)}
    cells = {
        "B-c1": v["B"] - v["c1"],
        "-c2-F": -v["c2"] - v["F"],
        "B-c2": v["B"] - v["c2"],
        "P-e1+W1": v["P"] - v["e1"] + v["W1"],
        "P-e1+W2": v["P"] - v["e1"] + v["W2"],
        "P-e2": v["P"] - v["e2"],
    }
    for table, payoffs in ((published["A"], row), (published["B"], column)):
        assert [[cells[text] for text in line] for line in table] == payoffs.tolist()
    expectations = case["payoff_expectations"]
    means = {
        "author high": [(share, cell) for share, cell in zip(("y", "1-y"), published["A"][0], strict=True)],
        "author low": [(share, cell) for share, cell in zip(("y", "1-y"), published["A"][1], strict=True)],
        "reviewer careful": [("x", published["B"][0][0]), ("1-x", published["B"][1][0])],
    }
    for who, parts in means.items():
        assert expectations[who] == "+".join(f"{s if len(s) == 1 else f'({s})'}({cell})" for s, cell in parts)
    assert {expectations["reviewer careless"]} == {published["B"][0][1], published["B"][1][1]}


@pytest.mark.parametrize(
    "case", [case for name, case in CASES if "replicator_numeric" in case], ids=lambda case: case["name"]
)
def test_graduate_payoff_differences(case: dict) -> None:
    row, column = game_of(GRADUATE, case).payoffs
    university, graduate = row[0] - row[1], column[:, 0] - column[:, 1]
    published = case["equivalent_bimatrix_payoff_differences"]
    assert university.tolist() == [exact(v) for v in published["row_player_Expand_minus_NotExpand"].values()]
    assert graduate.tolist() == [exact(v) for v in published["col_player_Enroll_minus_Employ"].values()]
    for text, (first, second) in zip(case["replicator_numeric"].values(), (university, graduate), strict=True):
        slope, constant = map(exact, re.findall(r"-?\d+(?:\.\d+)?", text.partition(")(")[2]))
        assert (first, second) == (slope + constant, constant)


WARNED = [case for _, case in CASES if "warning" in case]


@pytest.mark.parametrize("case", WARNED, ids=ids([("", case) for case in WARNED]))
def test_the_source_calls_two_corners_stable_where_one_is(case: dict) -> None:
    """We disagree with the source in four panels: its script paints (0,0) and (1,1) as ESS in every panel.

    By the Jacobian one of them is none here: an eigenvalue is 0 in three panels, above 0 in one. Where it is 0, the
    whole edge rests, so that a population that is moved along it does not come back.
    """
    assert "paints (0,0) and (1,1) as ESS" in case["warning"]
    game = game_of(GRADUATE, case)
    found = stable_corners(GRADUATE, case)
    assert found < {(0, 0), (1, 1)}
    assert found == {corner(text) for text in case["rederived"]["strictly_stable_corners"]}
    (refused,) = {(0, 0), (1, 1)} - found
    vertex = vertex_stability(game)[0 if refused == (1, 1) else 3]
    largest = max(vertex.eigenvalues)
    assert largest >= 0
    assert not vertex.stable
    assert (largest > 0) == (case["parameters"]["dE1"] < case["parameters"]["C1"])
    if largest == 0:
        moved = np.array([Fraction(c) for c in refused], dtype=object)
        mover = vertex.eigenvalues.tolist().index(0)
        moved[mover] = abs(moved[mover] - Fraction(1, 100))
        assert replicator_field(game, moved).tolist() == [0, 0]
        assert [face.dimension for face in rest_points(game).continua] == [1]


def test_the_warned_panels() -> None:
    assert len(WARNED) == 4
