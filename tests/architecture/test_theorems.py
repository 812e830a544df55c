"""The table of theorems: every public solution concept has a row, and every test that it names exists."""

import ast
import re
from pathlib import Path

import tvet_games as tg

TESTS = Path(__file__).parents[1]

ROW = re.compile(r"^\| (`\w+`(?:, `\w+`)*) \| ([^|]+) \| (`[^|]+`) \|$", re.MULTILINE)


def rows() -> list[tuple[list[str], list[str]]]:
    """Concepts and tests of each row."""
    text = (TESTS / "README.md").read_text(encoding="utf-8").split("## Theorems")[1]
    return [(re.findall(r"`([^`]+)`", row[0]), re.findall(r"`([^`]+)`", row[2])) for row in ROW.findall(text)]


def test_every_solution_concept_has_a_theorem() -> None:
    told = {name for names, _ in rows() for name in names}
    homes = {name: tg._HOMES[name] for name in tg.__all__}
    functions = {name for name, home in homes.items() if home.startswith(("solve.", "policy.")) and name[0].islower()}
    criteria = {name for name, home in homes.items() if home == "policy.criteria"}
    assert (functions | criteria) - told == set()
    assert told <= set(tg.__all__)


def test_every_test_that_is_named_exists() -> None:
    known: dict[str, set[str]] = {}
    for _, tests in rows():
        assert tests
        for one in tests:
            file, name = one.split("::")
            if file not in known:
                tree = ast.parse((TESTS / "properties" / file).read_text(encoding="utf-8"))
                known[file] = {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}
            assert f"test_{name}" in known[file], one
