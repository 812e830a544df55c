"""Promises about the package as a whole: cheap import, no text run as code, examples that run."""

import ast
import doctest
import re
import subprocess
import sys
import unicodedata
from pathlib import Path

import pytest

import tvet_games as tg

ROOT = Path(__file__).parents[2]
SOURCES = sorted((ROOT / "src" / "tvet_games").rglob("*.py"))


def test_importing_the_package_loads_nothing_heavy() -> None:
    code = "import sys, tvet_games; print(sorted({'numpy', 'pydantic', 'scipy', 'sympy', 'typer'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_help_loads_no_numbers() -> None:
    code = (
        "import sys; sys.argv = ['tvet-games', '--help']\n"
        "from tvet_games.cli.app import main\n"
        "try: main()\n"
        "except SystemExit: pass\n"
        "print(sorted({'numpy', 'pydantic', 'sympy'} & set(sys.modules)), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stderr.strip() == "[]"


@pytest.mark.parametrize("path", SOURCES, ids=lambda p: p.stem)
def test_no_text_is_run_as_code(path: Path) -> None:
    """A file is parsed only where one of the words stands in it."""
    banned = {"eval", "exec", "compile", "sympify", "parse_expr", "lambdify", "__import__"}
    text = unicodedata.normalize("NFKC", path.read_text(encoding="utf-8"))
    nodes = ast.walk(ast.parse(text)) if banned.intersection(re.findall(r"\w+", text)) else ()
    called = {n.func.id for n in nodes if isinstance(n, ast.Call) and isinstance(n.func, ast.Name)}
    assert not banned & called


def test_public_names_are_sorted_and_there() -> None:
    assert list(tg.__all__) == sorted(tg.__all__)
    assert all(getattr(tg, name) is not None for name in tg.__all__)
    with pytest.raises(AttributeError, match="no attribute"):
        tg.nonsense  # noqa: B018


def test_readme_examples() -> None:
    result = doctest.testfile(str(ROOT / "README.md"), module_relative=False)
    assert result.attempted > 5
    assert result.failed == 0
