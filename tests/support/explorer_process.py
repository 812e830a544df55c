"""The explorer as a user starts it: a command in a process of its own."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

TOOL = Path(sys.executable).with_name("tvet-games")

LONGEST = 60.0
"""After so long a server that says nothing is ended [s]."""


@dataclass(frozen=True, slots=True)
class Server:
    """A running explorer and its address, which ends in a slash."""

    process: subprocess.Popen[str]
    address: str

    @property
    def port(self) -> int:
        """On which it listens."""
        return int(self.address.rsplit(":", 1)[1].rstrip("/"))

    def end(self) -> int:
        """Interrupt it, as Ctrl+C does; return its exit code."""
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(LONGEST)


@contextmanager
def running(*options: str) -> Iterator[Server]:
    """An explorer on a free port, until the block ends."""
    command = [str(TOOL), "explore", "--port", "0", "--no-browser", *options]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    try:
        yield Server(process, _address(process))
    finally:
        process.kill()
        process.wait()
        assert process.stdout is not None
        process.stdout.close()


def _address(process: subprocess.Popen[str]) -> str:
    """Read the address from what the command prints first."""
    assert process.stdout is not None
    limit = threading.Timer(LONGEST, process.kill)
    limit.start()
    told = process.stdout.readline()
    limit.cancel()
    found = re.search(r"http://127\.0\.0\.1:\d+/", told)
    if found is None:
        raise RuntimeError(f"the explorer did not start: {told}{process.stdout.read()}")
    return found[0]
