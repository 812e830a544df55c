"""One run at a time on a store.

The lock is a file beside the store. The system lets go of it when the process ends, however it ends.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tvet_games.errors import StoreError, missing


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold the lock of a store.

    Raises
    ------
    StoreError
        If another run holds it, or the folder cannot be written to.
    """
    try:
        from filelock import FileLock, Timeout
    except ImportError as error:
        raise missing("filelock", "stores need", "scale") from error
    lock = FileLock(f"{path}.lock", timeout=0)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        lock.acquire()
    except Timeout:
        raise StoreError(f"{path}: another run is writing to this store; wait for its end, or name another") from None
    except OSError as error:
        raise StoreError(f"{path}: the store cannot be written to ({error.strerror or error})") from None
    try:
        yield
    finally:
        lock.release()
