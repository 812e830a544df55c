"""The checker by itself: statements that hold, statements that do not, and statements that say nothing."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tvet_games.checker.check import KINDS, verify, verify_text
from tvet_games.checker.statement import StatementError

HUNT = {"shape": [2, 2], "payoffs": [[4, 0, 3, 2], [4, 3, 0, 2]]}
ALL = {
    "kind": "equilibria",
    "game": HUNT,
    "scope": "all",
    "equilibria": [[[1, 0], [1, 0]], [[0, 1], [0, 1]], [["2/3", "1/3"], ["2/3", "1/3"]]],
    "components": [[0], [1], [2]],
}


def test_a_complete_set_holds() -> None:
    found = verify(ALL)
    assert found
    assert found.not_checked == ()
    assert str(found).startswith("equilibria: holds\n  checked: each of 3 equilibria")


@pytest.mark.parametrize("left_out", range(3))
def test_a_set_with_one_missing_does_not(left_out: int) -> None:
    some = [one for k, one in enumerate(ALL["equilibria"]) if k != left_out]  # type: ignore[arg-type]
    found = verify({**ALL, "equilibria": some, "components": [[0], [1]]})
    assert not found
    assert "an equilibrium is missing" in found.wrong


@pytest.mark.parametrize(
    ("changes", "wrong"),
    [
        ({"equilibria": [[[0, 1], [1, 0]]]}, "player 1 gains 1 by action 1"),
        ({"equilibria": [[["1/2", "1/3"], [1, 0]]]}, "do not add up to 1"),
        ({"equilibria": [[[2, -1], [1, 0]]]}, "negative probability"),
        ({"components": [[0, 1], [2]]}, "components are not what hangs together"),
        ({"components": [[0], [1]]}, "components do not hold every equilibrium once"),
        ({"equilibria": [*ALL["equilibria"], ALL["equilibria"][0]]}, "stands twice"),  # type: ignore[misc, index]
    ],
)
def test_what_is_wrong_is_told(changes: dict[str, Any], wrong: str) -> None:
    found = verify({**ALL, **changes})
    assert not found
    assert wrong in found.wrong


def test_a_midpoint_of_a_segment_is_no_extreme_equilibrium() -> None:
    """Everything between the ends is an equilibrium, but only the ends are listed."""
    game = {"shape": [2, 2], "payoffs": [[1, 1, 1, 0], [1, 0, 0, 1]]}
    ends = [[[1, 0], [1, 0]], [["1/2", "1/2"], [1, 0]]]
    claim = {"kind": "equilibria", "game": game, "scope": "all", "equilibria": ends, "components": [[0, 1]]}
    assert verify(claim)
    more = [*ends, [["3/4", "1/4"], [1, 0]]]
    assert "no extreme equilibrium" in verify({**claim, "equilibria": more, "components": [[0, 1, 2]]}).wrong


def test_core_and_its_emptiness() -> None:
    majority = [0, 0, 0, 1, 0, 1, 1, 1]
    half = [{"coalition": k, "weight": "1/2"} for k in (3, 5, 6)]
    assert verify({"kind": "empty_core", "values": majority, "weights": half})
    assert "more than all together" in verify({"kind": "empty_core", "values": [0] * 7 + [2], "weights": half}).wrong
    assert "use everybody once" in verify({"kind": "empty_core", "values": majority, "weights": half[:2]}).wrong
    assert not verify({"kind": "core", "values": majority, "shares": ["1/3"] * 3})
    assert verify({"kind": "shapley", "values": majority, "shares": ["1/3"] * 3})
    assert "the formula says 1/3" in verify({"kind": "shapley", "values": majority, "shares": [1, 0, 0]}).wrong


def test_advice_that_is_not_obeyed() -> None:
    chicken = {"shape": [2, 2], "payoffs": [[6, 2, 7, 0], [6, 7, 2, 0]]}
    assert verify({"kind": "correlated", "game": chicken, "distribution": ["1/2", "1/4", "1/4", 0]})
    told = verify({"kind": "correlated", "game": chicken, "distribution": [1, 0, 0, 0]})
    assert told.wrong == "player 1, told action 1, gains 1 by action 2"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "no JSON"),
        ("[]", "expected a table"),
        ("{}", "'kind' is missing"),
        ('{"kind": "proof"}', "there is no kind 'proof'"),
        ('{"kind": "core", "values": [0, 1.5]}', "1.5 is no exact number"),
        ('{"kind": "core", "values": [0, NaN]}', "NaN is no exact number"),
        ('{"kind": "core", "values": [0, "1/0"], "shares": [1]}', "divides by zero"),
        ('{"kind": "core", "values": [0, 1, 2], "shares": [1]}', "expected 2 to the number of players"),
        ('{"kind": "equilibrium", "game": {"shape": [1000000, 1000000], "payoffs": []}}', "more than 1,000,000"),
        ('{"kind": "equilibrium", "game": {"shape": [2, -1], "payoffs": []}}', "no number of actions"),
        ('{"kind": "equilibrium", "game": {"shape": [true], "payoffs": [[1]]}}', "no number of actions"),
        ("[" * 100_000, "no JSON"),
        ('{"kind": "core", "values": [0, ' + "9" * 30_000 + "]}", ""),
    ],
)
def test_what_says_nothing_is_refused(text: str, message: str) -> None:
    with pytest.raises(StatementError) as stop:
        verify_text(text)
    assert message in str(stop.value)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 9) | st.text(max_size=5) | st.sampled_from(["1/2", "-7/3", "1/0"]),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(["kind", "game", "values"]), inner),
    max_leaves=12,
)
PARTS = ["game", "shape", "payoffs", "strategies", "scope", "equilibria", "components", "values", "shares", "weights"]


@given(st.sampled_from(sorted(KINDS)), st.dictionaries(st.sampled_from(PARTS), JSON))
def test_any_data_is_judged_or_refused(kind: str, parts: dict[str, Any]) -> None:
    try:
        found = verify({**parts, "kind": kind})
    except StatementError:
        return
    assert found.kind == kind


def test_a_file_is_checked_in_a_process_that_loads_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "proof.json"
    run = [sys.executable, "-m", "tvet_games.checker", str(path)]
    for claim, code in ((ALL, 0), ({**ALL, "components": [[0]]}, 1), ({}, 2)):
        path.write_text(json.dumps(claim))
        assert subprocess.run(run, capture_output=True).returncode == code
    loads = "import sys, tvet_games.checker.check; print({'numpy', 'scipy', 'sympy', 'pydantic'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", loads], capture_output=True, text=True, check=True)
    assert done.stdout == "set()\n"
