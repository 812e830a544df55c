"""Run notebooks from top to bottom, each in a fresh kernel and a folder of its own, two at a time.

    python notebooks/run.py [--output FOLDER] [NOTEBOOK ...]

A warning from a cell or from the package is an error. What failed is shown with its cell; the exit code is then 1.
"""

from __future__ import annotations

import argparse
import os
import re
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from tempfile import TemporaryDirectory

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError

FOLDER = Path(__file__).parent

AT_ONCE = 2

LONGEST_CELL = 600
"""Seconds after which a cell has failed."""

QUIET = ["--IPKernelApp.log_level=40"]
"""What goes wrong in a kernel is told; what it thinks of its network is not."""

COLOURS = re.compile(r"\x1b\[[0-9;]*m")

STRICT = r"import warnings; warnings.filterwarnings('error', module=r'tvet_games|__main__')"


def main() -> int:
    """Run the notebooks asked for, by default all; return the exit code."""
    parser = argparse.ArgumentParser(description="Run notebooks from top to bottom.")
    parser.add_argument("notebooks", nargs="*", type=Path, help="by default all")
    parser.add_argument("--output", type=Path, help="a folder for the notebooks with their outputs")
    asked = parser.parse_args()
    if asked.output is not None:
        asked.output.mkdir(parents=True, exist_ok=True)
    paths = asked.notebooks or sorted(FOLDER.glob("*.ipynb"))
    with TemporaryDirectory() as settings, ThreadPoolExecutor(AT_ONCE) as pool:
        os.environ["IPYTHONDIR"] = settings  # nobody's own settings
        passed = list(pool.map(lambda path: run(path, asked.output), paths))
    print(f"notebooks: {sum(passed)} passed, {len(passed) - sum(passed)} failed")
    return 0 if all(passed) else 1


def run(path: Path, output: Path | None) -> bool:
    """Run one notebook, tell how long it took, and what went wrong."""
    notebook = nbformat.read(path, as_version=4)
    strict = nbformat.v4.new_code_cell(STRICT)
    notebook.cells.insert(0, strict)
    start = time.perf_counter()
    try:
        with TemporaryDirectory() as folder:
            place = {"metadata": {"path": folder}}
            NotebookClient(notebook, timeout=LONGEST_CELL, resources=place, extra_arguments=QUIET).execute()
        wrong = ""
    except (CellExecutionError, CellTimeoutError, DeadKernelError) as error:
        wrong = COLOURS.sub("", str(error))
    took = time.perf_counter() - start
    print(f"{path.name:<45} {took:6.1f} s  {'FAILED' if wrong else 'ok'}", flush=True)
    if wrong:
        print(f"\n{path.name}:\n{wrong}", file=sys.stderr, flush=True)
    if output is not None:
        notebook.cells.remove(strict)
        nbformat.write(notebook, output / path.name)
    return not wrong


if __name__ == "__main__":
    sys.exit(main())
