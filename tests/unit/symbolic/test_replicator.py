"""Replicator equations as formulas: names, rules, a published model."""

import json
from pathlib import Path

import numpy as np
import pytest
import sympy

import tvet_games as tg
from tvet_games.model.library import load_conflict
from tvet_games.symbolic.game import symbolic_game
from tvet_games.symbolic.replicator import symbolic_replicator
from tvet_games.symbolic.stability import symbolic_stability

PUBLISHED = Path(__file__).parents[2] / "data" / "published" / "evolutionary_author_reviewer.json"
CASES = json.loads(PUBLISHED.read_text())["cases"]

HEAD = """
format = 1
[conflict]
name = "{name}"
per = "trainee"
section = "0"
[[player]]
name = "{one}"
actions = ["high", "low"]
[[player]]
name = "reviewer"
actions = ["careful", "careless"]
[parameter]
"""

AUTHOR = """
[[payoff]]
when = { author = "high" }
author = "B - c1"
[[payoff]]
when = { author = "low" }
author = "-c2"
[[payoff]]
when = { author = "low", reviewer = "careful" }
author = "-F"
[[payoff]]
when = { author = "low", reviewer = "careless" }
author = "B"
[[payoff]]
when = { reviewer = "careful" }
reviewer = "-e1"
[[payoff]]
when = { reviewer = "careless" }
reviewer = "-e2"
[[payoff]]
when = { author = "high", reviewer = "careful" }
reviewer = "W1"
[[payoff]]
when = { author = "low", reviewer = "careful" }
reviewer = "W2"
"""


def declared(names: str, symbols: str = "") -> str:
    pairs = zip(names.split(), symbols.split() or names.split(), strict=True)
    return "\n".join(f"{n} = {{ symbol = '{s}', dimension = 'money', meaning = 'm' }}" for n, s in pairs)


def written(tmp_path: Path, text: str) -> tg.Conflict:
    path = tmp_path / "written.toml"
    path.write_text(text, encoding="utf-8")
    return load_conflict(path)


@pytest.fixture
def review(tmp_path: Path) -> tg.Conflict:
    head = HEAD.format(name="author_reviewer", one="author")
    return written(tmp_path, head + declared("B F W1 W2 c1 c2 e1 e2") + AUTHOR)


def test_the_published_equations(review: tg.Conflict) -> None:
    """x' = x(1-x)(c2-c1+(B+F)y), y' = y(1-y)(W2-e1+e2+(W1-W2)x), and the interior point of the source."""
    found = symbolic_replicator(review)
    x, y = found.shares
    named = {n: sympy.Symbol(n, real=True) for n in ["B", "F", "W1", "W2", "c1", "c2", "e1", "e2"]}
    b, f, w1, w2, c1, c2, e1, e2 = named.values()
    assert (found.field[0] - x * (1 - x) * (c2 - c1 + (b + f) * y)).expand() == 0
    assert (found.field[1] - y * (1 - y) * (w2 - e1 + e2 + (w1 - w2) * x)).expand() == 0
    inner = {x: (e1 - e2 - w2) / (w1 - w2), y: (c1 - c2) / (b + f)}
    assert [sympy.simplify(g.subs(inner)) for g in found.field] == [0, 0]
    assert sympy.simplify(found.jacobian.subs(inner).trace()) == 0


@pytest.mark.parametrize("case", CASES, ids=[c["name"] for c in CASES])
def test_the_published_vertices(review: tg.Conflict, case: dict) -> None:
    table = symbolic_stability(review)
    corners = case["expected"]["rederived_corner_jacobian_diagonals"]
    for row in table.at(case["parameters"]).rows:
        shares = f"({1 - row.profile[0]},{1 - row.profile[1]})"
        assert [int(v) for v in row.eigenvalues] == corners[shares]
        assert row.stable == (max(corners[shares]) < 0)


@pytest.mark.parametrize("case", CASES, ids=[c["name"] for c in CASES])
def test_the_published_interior_point(review: tg.Conflict, case: dict) -> None:
    at = {sympy.Symbol(n, real=True): v for n, v in case["parameters"].items()}
    found = symbolic_replicator(review)
    x, y = found.shares
    gains = [sympy.cancel(g / (s * (1 - s))).subs(at) for g, s in zip(found.field, found.shares, strict=True)]
    assert str(sympy.solve(gains[0], y)[0]) == case["expected"]["n0"]
    assert [str(v) for v in sympy.solve(gains[1], x)] == [v for v in [case["expected"]["m0"]] if v]


def test_a_share_never_has_the_name_or_the_letter_of_a_parameter(tmp_path: Path) -> None:
    text = HEAD.format(name="clash", one="author").replace('"careful", ', '"careful", "hasty", ')
    text += declared("reviewer_careful reviewer_careful_share B", "x p z")
    text += """
[[payoff]]
when     = { author = "high", reviewer = "careful" }
author   = "reviewer_careful + reviewer_careful_share"
reviewer = "B"
[[payoff]]
author   = 0
reviewer = 0
"""
    found = symbolic_replicator(written(tmp_path, text))
    assert [s.name for s in found.shares] == ["author", "reviewer_careful_share_share", "reviewer_hasty"]
    careful, loss = (sympy.Symbol(f"reviewer_careful{end}", real=True) for end in ("", "_share"))
    x, y, _ = found.shares
    assert (found.field[0] - x * (1 - x) * y * (careful + loss)).expand() == 0
    assert found.to_latex().splitlines()[1].startswith(r"\dot{q}_{\mathrm{author}} &= q_{\mathrm{author}} ")
    assert r"\dot{q}_{\mathrm{reviewer,careful}}" in found.to_latex()


def test_more_than_two_actions() -> None:
    found = symbolic_replicator("training_models", "austria_2016")
    assert [s.name for s in found.shares[:2]] == ["school_apprenticeship", "school_alternation"]
    assert found.jacobian.shape == (6, 6)
    assert all(g.subs(dict.fromkeys(found.shares, 0)) == 0 for g in found.field)


def test_latex_and_frame() -> None:
    found = symbolic_replicator("government_school_enterprise")
    for name, parameter in tg.load_conflict("government_school_enterprise").parameters.items():
        if any(sympy.Symbol(name, real=True) in g.free_symbols for g in found.field):
            assert parameter.symbol in found.to_latex(), name
    assert found.to_latex().count("\\\\\n") == 2
    assert found.jacobian_latex().startswith("\\begin{pmatrix}\n")
    frame = found.to_frame()
    assert frame.shape == (3, 6)
    assert frame.loc["school", "by school"] == found.jacobian[1, 1]


def test_whoever_pays_is_charged_for_the_policy() -> None:
    """With a policy, in every conflict, the payoffs are those of the exact game."""
    at = tg.load_calibration("austria_2016")
    for name in tg.conflicts():
        conflict = tg.load_conflict(name)
        acting = [i for i in tg.instruments() if i != "tax_credit" and conflict.touched_by(tg.load_instrument(i))]
        policy = tg.Policy(**dict.fromkeys(acting[:3], 0.25))
        exact = conflict.game(at, policy, exact=True).payoffs
        assert (symbolic_game(name, at, policy=policy).payoffs == exact).all()
    paid = symbolic_game("government_school_enterprise", policy=tg.Policy(training_subsidy=7))
    free = symbolic_game("government_school_enterprise")
    assert (paid.payoffs - free.payoffs)[:, 0, 0, 0].tolist() == [-7, 0, 7]


def test_rules_that_react() -> None:
    found = symbolic_replicator(
        "school_enterprise", rules={"training_subsidy": "max(0, training_cost*(1 - enterprise))"}
    )
    cost, share = sympy.Symbol("training_cost", real=True), sympy.Symbol("enterprise", real=True)
    level = sympy.Max(0, cost * (1 - share), evaluate=False)
    plain = symbolic_game("school_enterprise").payoffs
    assert (found.payoffs - plain)[1, 0, 0] == level
    assert found.jacobian[1, 1].subs({share: sympy.Rational(1, 2)}).has(cost)
    constant = symbolic_replicator("school_enterprise", rules={"training_subsidy": 7})
    policy = symbolic_replicator("school_enterprise", policy=tg.Policy(training_subsidy=7))
    assert [(a - b).expand() for a, b in zip(constant.field, policy.field, strict=True)] == [0, 0]
    assert (constant.payoffs == policy.payoffs).all()


@pytest.mark.parametrize(
    ("name", "arguments", "message"),
    [
        ("school_enterprise", {"free": ["retention"]}, "is for a calibration"),
        ("school_enterprise", {"rules": {"training_subsidy": "1 - enterprize"}}, "did you mean 'enterprise'"),
        ("school_enterprise", {"rules": {"training_subsidy": "__import__"}}, "__import__"),
        ("school_enterprise", {"rules": {"training_subsidi": 1}}, "did you mean 'training_subsidy'"),
        ("school_enterprise", {"rules": {"placement_grant": 1}}, "does nothing"),
        ("school_enterprise", {"rules": "training_subsidy"}, "a mapping of instruments"),
        ("school_enterprise", {"policy": {"training_subsidy": 1}}, "a Policy"),
        ("school_enterprise", {"policy": tg.Policy(training_subsidy=np.ones(2))}, "is an array"),
        (
            "school_enterprise",
            {"rules": {"training_subsidy": 1}, "policy": tg.Policy(training_subsidy=1)},
            "already has a level",
        ),
        ("training_models", {"rules": {"training_subsidy": 1}}, "(more than two actions|does nothing)"),
    ],
)
def test_errors(name: str, arguments: dict, message: str) -> None:
    with pytest.raises(tg.InputError, match=message):
        symbolic_replicator(name, **arguments)
