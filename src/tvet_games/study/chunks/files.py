"""Zarr groups: how they are opened and compressed, and what is told where they cannot be read or written."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tvet_games.errors import InputError, StoreError, missing

FORMAT = "tvet_games store 1"


def zarr_group(path: Path | str, mode: Any) -> Any:
    """Open a group of arrays.

    Raises
    ------
    InputError
        If Zarr is not installed.
    """
    try:
        import zarr
    except ImportError as error:
        raise missing("zarr", "stores need", "scale") from error
    return zarr.open_group(str(path), mode=mode, zarr_format=3)


def squeezed(size: int) -> list[Any]:
    """Compression of numbers of so many bytes, with a check of each file."""
    from zarr.codecs import BloscCodec, Crc32cCodec

    return [BloscCodec(cname="lz4", clevel=1, shuffle="bitshuffle", typesize=size), Crc32cCodec()]


def open_group(path: Path) -> Any:
    """Open a store to be read.

    Raises
    ------
    StoreError
        If there is none.
    """
    if not path.exists():
        raise StoreError(f"{path}: there is no such store")
    try:
        group = zarr_group(path, "r")
    except InputError:
        raise
    except Exception as error:  # Zarr raises whatever its parts raise
        raise StoreError(f"{path}: this is no store of a study ({type(error).__name__}: {error})") from None
    if group.attrs.get("format") != FORMAT:
        raise StoreError(f"{path}: this is no store of a study, or one of another version of the package")
    return group


@contextmanager
def reading(path: Path) -> Iterator[None]:
    """Tell a store that cannot be read.

    Raises
    ------
    StoreError
        Of whatever Zarr raises.
    """
    try:
        yield
    except Exception as error:  # Zarr raises whatever its parts raise
        what = f"the store is damaged where it says what it holds ({type(error).__name__}: {error})"
        raise StoreError(f"{path}: {what}; run the study again in another place") from None


def out_of_room(path: Path, error: OSError) -> StoreError:
    """The error of a store that cannot be written to."""
    return StoreError(f"{path}: the store cannot be written to ({error.strerror or error})")
