"""Run notebooks from top to bottom, each in a fresh kernel and a folder of its own, two at a time.

    python notebooks/run.py [--output FOLDER] [NOTEBOOK ...]

What a cell writes to standard error, such as a warning, is an error, too. What failed is shown with its cell; the exit
code is then 1.
"""

from __future__ import annotations

import argparse
import os
import re
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from itertools import repeat
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError

FOLDER = Path(__file__).parent

AT_ONCE = 2

LONGEST_CELL = 120
"""Seconds after which a cell has failed."""

QUIET = ["--IPKernelApp.log_level=40", "--HistoryManager.enabled=False"]
"""What goes wrong in a kernel is told; what it thinks of its network is not. It keeps no history."""

COLOURS = re.compile(r"\x1b\[[0-9;]*m")


def main() -> int:
    """Run the notebooks asked for, by default all; return the exit code."""
    parser = argparse.ArgumentParser(description="Run notebooks from top to bottom.")
    parser.add_argument("notebooks", nargs="*", type=Path, help="by default all")
    parser.add_argument("--output", type=Path, help="a folder for the notebooks with their outputs")
    asked = parser.parse_args()
    if asked.output is not None:
        asked.output.mkdir(parents=True, exist_ok=True)
    paths = asked.notebooks or sorted(FOLDER.glob("*.ipynb"))
    with ProcessPoolExecutor(AT_ONCE, mp_context=get_context("spawn"), max_tasks_per_child=1) as pool:
        passed = list(pool.map(run, paths, repeat(asked.output)))
    print(f"notebooks: {sum(passed)} passed, {len(passed) - sum(passed)} failed")
    return 0 if all(passed) else 1


def run(path: Path, output: Path | None) -> bool:
    """Run one notebook, tell how long it took, and what went wrong."""
    notebook = nbformat.read(path, as_version=4)
    start = time.perf_counter()
    try:
        with TemporaryDirectory() as folder, TemporaryDirectory() as settings:
            place = {"metadata": {"path": folder}}
            client = NotebookClient(notebook, timeout=LONGEST_CELL, resources=place, extra_arguments=QUIET)
            env = {**os.environ, "IPYTHONDIR": settings}  # nobody's own settings
            try:
                client.execute(env=env)
            except CellTimeoutError:  # now and then a message of a kernel with widgets gets lost; once more tells
                print(f"{path.name}: no answer, once more", file=sys.stderr, flush=True)
                client.execute(env=env)
        wrong = warnings_of(notebook)
    except (CellExecutionError, CellTimeoutError, RuntimeError) as error:  # the last: a kernel that did not start
        wrong = COLOURS.sub("", str(error))
    took = time.perf_counter() - start
    print(f"{path.name:<45} {took:6.1f} s  {'FAILED' if wrong else 'ok'}", flush=True)
    if wrong:
        print(f"\n{path.name}:\n{wrong}", file=sys.stderr, flush=True)
    if output is not None:
        nbformat.write(notebook, output / path.name)
    return not wrong


def warnings_of(notebook: nbformat.NotebookNode) -> str:
    """What cells have written to standard error, each below its cell."""
    cells = [cell for cell in notebook.cells if cell.cell_type == "code"]
    return "\n".join(
        f"{cell.source}\n------------------\n{output.text}"
        for cell in cells
        for output in cell.outputs
        if output.output_type == "stream" and output.name == "stderr"
    )


if __name__ == "__main__":
    sys.exit(main())
