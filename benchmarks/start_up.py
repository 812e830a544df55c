"""Import of the package, and whole commands."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from timing import Row, in_turn


def rows() -> list[Row]:
    """Medians by the clock: processes are measured from outside."""
    tool = str(Path(sys.executable).with_name("tvet-games"))
    policy = ("-c", "austria_2016", "--policy", "training_subsidy=5100")
    bare, package, usage, solve, demo = (
        time.clock
        for time in in_turn(
            _process(sys.executable, "-c", "pass"),
            _process(sys.executable, "-c", "import tvet_games"),
            _process(tool, "--help"),
            _process(tool, "solve", "school_enterprise", *policy),
            _process(tool, "demo"),
            repeat=7,
        )
    )
    return [
        Row("import of the package", f"{package - bare:.3f} s", "0.05 s"),
        Row("`tvet-games --help`", f"{usage:.2f} s", "0.25 s"),
        Row("`tvet-games solve`", f"{solve:.2f} s", "0.6 s"),
        Row("`tvet-games demo`", f"{demo:.2f} s", "3 s"),
    ]


def _process(*command: str) -> Callable[[], object]:
    return lambda: subprocess.run(command, capture_output=True, check=True)
