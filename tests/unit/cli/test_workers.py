"""Processes of a command: none for one, and none that outlives a command that was killed."""

import os
import signal
import subprocess
import sys
import time

import pytest

from tvet_games.cli.workers import processes

HOLD = """
import sys, time
from tvet_games.cli.workers import processes

if __name__ == "__main__":
    with processes(2) as pool:
        pool.submit(abs, -1).result()
        print(*pool._processes, flush=True)
        time.sleep(600)
"""

PATIENCE = 20
"""[seconds]"""


def test_one_worker_is_the_command_itself() -> None:
    for workers in (None, 1):
        with processes(workers) as pool:
            assert pool is None


def is_there(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


@pytest.mark.slow
def test_workers_end_with_a_command_that_was_killed(tmp_path) -> None:
    script = tmp_path / "hold.py"
    script.write_text(HOLD)
    with subprocess.Popen([sys.executable, str(script)], stdout=subprocess.PIPE, text=True) as command:
        workers = [int(pid) for pid in command.stdout.readline().split()]
        assert all(map(is_there, workers))
        command.send_signal(signal.SIGKILL)
    ends = time.monotonic() + PATIENCE
    while any(map(is_there, workers)) and time.monotonic() < ends:
        time.sleep(0.1)
    assert workers
    assert not any(map(is_there, workers))
