"""Processes that work while the page stays alive: kept warm, and ended with what they do when nobody waits any more."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from multiprocessing import get_context
from multiprocessing.connection import Connection
from typing import Any, TypeVar

T = TypeVar("T")

AT_ONCE = 2
"""So many jobs at one time; others wait."""

LIMIT = 120.0
"""After so long a job is ended [s]."""


class Worker:
    """A process of its own that answers one question after the other."""

    def __init__(self) -> None:
        context = get_context("spawn")  # a fork would share the server's sockets
        self._here, there = context.Pipe()
        self._process = context.Process(target=_serve, args=(there,), daemon=True)
        self._process.start()
        there.close()

    def ask(self, function: Callable[..., T], arguments: tuple[Any, ...]) -> T:
        """Call a function over there and wait for what it returns.

        Raises
        ------
        EOFError
            If the process has ended.
        """
        self._here.send((function, arguments))
        failed, result = self._here.recv()
        if failed:
            raise result
        return result  # type: ignore[no-any-return]

    def end(self) -> None:
        """End the process, whatever it does."""
        self._process.kill()
        self._process.join()


class Workers:
    """A few workers, started when they are first needed."""

    def __init__(self) -> None:
        self._idle: list[Worker] = []
        self._busy: set[Worker] = set()
        self._places = asyncio.Semaphore(AT_ONCE)

    async def run(self, function: Callable[..., T], *arguments: Any) -> T:
        """Call a function in another process; when this is cancelled, the process ends.

        Raises
        ------
        TimeoutError
            After ``LIMIT`` seconds.
        """
        async with self._places:
            worker = self._idle.pop() if self._idle else await asyncio.to_thread(Worker)
            self._busy.add(worker)
            try:
                result = await asyncio.wait_for(asyncio.to_thread(worker.ask, function, arguments), LIMIT)
            except (asyncio.CancelledError, TimeoutError, EOFError):
                worker.end()
                raise
            except Exception:
                self._idle.append(worker)  # the function failed, not the process
                raise
            else:
                self._idle.append(worker)
                return result
            finally:
                self._busy.discard(worker)

    def end(self) -> None:
        """End all processes."""
        for worker in (*self._idle, *self._busy):
            worker.end()


def _serve(there: Connection) -> None:
    """Answer questions until the other side closes."""
    import signal

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the server ends its workers itself
    while True:
        try:
            function, arguments = there.recv()
        except EOFError:
            return
        try:
            answer: tuple[bool, Any] = False, function(*arguments)
        except Exception as error:
            answer = True, error
        there.send(answer)
