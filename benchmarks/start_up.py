"""Import of the package, and whole commands."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from timing import Row, Time, in_turn

NOTHING = Time(0, 0)


def rows() -> list[Row]:
    """Whole processes, measured from outside."""
    tool = str(Path(sys.executable).with_name("tvet-games"))
    policy = ("-c", "austria_2016", "--policy", "training_subsidy=5100")
    bare, package, *commands = in_turn(
        _process(sys.executable, "-c", "pass"),
        _process(sys.executable, "-c", "import tvet_games"),
        _process(tool, "--help"),
        _process(tool, "solve", "school_enterprise", *policy),
        _process(tool, "demo"),
        repeat=7,
    )
    goals = {"--help": "0.25 s", "solve": "0.6 s", "demo": "3 s"}
    return [
        Row("import of the package, beyond that of Python", _told(package, bare, digits=3), "0.05 s"),
        *(Row(f"`tvet-games {name}`", _told(t), goal) for (name, goal), t in zip(goals.items(), commands, strict=True)),
    ]


def _told(time: Time, before: Time = NOTHING, *, digits: int = 2) -> str:
    core, clock = time.core - before.core, time.clock - before.clock
    return f"{core:.{digits}f} s on a core ({clock:.{digits}f} s by the clock)"


def _process(*command: str) -> Callable[[], object]:
    return lambda: subprocess.run(command, capture_output=True, check=True)
