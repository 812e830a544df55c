"""What commands on long studies share: processes, what a store held already, and an interruption that loses nothing."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from concurrent.futures import Executor
from contextlib import contextmanager
from multiprocessing import parent_process
from pathlib import Path
from threading import Thread

from tvet_games.errors import InputError, Problem, whole

INTERRUPTED = 130
"""Exit code of a command that was stopped from the keyboard, as shells have it."""


@contextmanager
def processes(workers: int | None) -> Iterator[Executor | None]:
    """So many processes, which end with the command however it ends; none where the command itself is enough.

    Raises
    ------
    InputError
        If the number is not a whole number from 1 on.
    """
    if workers is None or whole(workers, "", "--workers", least=1) == 1:
        yield None
        return
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_context

    with ProcessPoolExecutor(workers, mp_context=get_context("spawn"), initializer=end_with_parent) as pool:
        yield pool


def end_with_parent() -> None:
    """End this process once the one that started it is gone: killed, it could not say so itself."""
    Thread(target=_outlive_nobody, daemon=True).start()


def _outlive_nobody() -> None:
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def store_of(store: str | None, *, resume: bool) -> Path | None:
    """The store of the option.

    Raises
    ------
    InputError
        If a study is to go on, and nobody says where.
    """
    if store is None and resume:
        raise InputError("", [Problem("--resume", "needs the store to go on with: give --store")])
    return None if store is None else Path(store)


@contextmanager
def kept_in(store: Path | None) -> Iterator[None]:
    """Say what is kept where a study is interrupted from the keyboard."""
    try:
        yield
    except KeyboardInterrupt:
        there = store is not None and store.exists()
        kept = f"; what is finished is kept in {store}, go on with --resume" if there else ""
        print(f"interrupted{kept}", file=sys.stderr)
        raise SystemExit(INTERRUPTED) from None


def tell_chunks(found: int, damaged: int) -> None:
    """Say on standard error what a store held already."""
    if found:
        print(f"{found:,} chunks were there already", file=sys.stderr)
    if damaged:
        print(f"{damaged:,} of them were damaged and computed again", file=sys.stderr)
