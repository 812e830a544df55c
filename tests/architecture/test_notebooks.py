"""Notebooks are committed clean, told as a story from a question to an answer, and listed."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

FOLDER = Path(__file__).parents[2] / "notebooks"

NOTEBOOKS = sorted(FOLDER.glob("*.ipynb"))

KERNEL = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}

MACHINE = re.compile(r"(?<![\w.])/(home|root|Users|work|tmp|opt|mnt|var)/|[A-Z]:\\\\|file://")


@pytest.fixture(params=NOTEBOOKS, ids=lambda path: path.stem)
def notebook(request: pytest.FixtureRequest) -> dict[str, Any]:
    return json.loads(request.param.read_text(encoding="utf-8"))  # type: ignore[no-any-return]


def source(cell: dict[str, Any]) -> str:
    return "".join(cell["source"])


def test_there_are_some() -> None:
    assert NOTEBOOKS


def test_it_is_committed_without_outputs_and_counts(notebook: dict[str, Any]) -> None:
    for cell in notebook["cells"]:
        if cell["cell_type"] == "code":
            assert (cell["outputs"], cell["execution_count"]) == ([], None), "run: make strip"


def test_nothing_of_editors_stays_in_it(notebook: dict[str, Any]) -> None:
    assert notebook["metadata"] == {"kernelspec": KERNEL}, "run: make strip"
    assert notebook["nbformat"] == 4
    for k, cell in enumerate(notebook["cells"]):
        assert (cell["metadata"], cell["id"]) == ({}, str(k)), "run: make strip"


def test_it_names_no_place_of_a_machine(notebook: dict[str, Any]) -> None:
    for cell in notebook["cells"]:
        assert not MACHINE.search(source(cell))


def test_it_begins_with_a_question(notebook: dict[str, Any]) -> None:
    first = notebook["cells"][0]
    assert first["cell_type"] == "markdown"
    assert source(first).startswith("# ")
    assert "?" in source(first)


def test_it_ends_with_an_answer_in_words_from_the_results(notebook: dict[str, Any]) -> None:
    texts = [source(cell) for cell in notebook["cells"] if cell["cell_type"] == "markdown"]
    headings = re.findall(r"^#+ .+$", "\n".join(texts), re.MULTILINE)
    last = notebook["cells"][-1]
    assert headings[-1] == "## Answer"
    assert last["cell_type"] == "code"
    assert re.search(r"\{[^}]+\}", source(last)), "the answer is computed"


def test_texts_are_short(notebook: dict[str, Any]) -> None:
    for cell in notebook["cells"]:
        if cell["cell_type"] == "markdown":
            assert len(source(cell).split()) <= 160


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_it_is_listed_with_its_title(path: Path) -> None:
    page = (FOLDER / "README.md").read_text(encoding="utf-8")
    title = source(json.loads(path.read_text(encoding="utf-8"))["cells"][0]).splitlines()[0].removeprefix("# ")
    assert f"[{path.stem.split('_')[0]} {title}]({path.name})" in page
