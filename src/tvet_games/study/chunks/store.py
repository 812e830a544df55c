"""Labelled arrays on disk, written block by block, with a map of the finished chunks.

A store is a Zarr group that xarray opens. Beside the arrays of results it holds ``finished`` (1 for each finished
chunk) and ``checksum`` (CRC-32 of what the chunk holds in all arrays). A chunk is written whole before it is entered in
the map, so that whatever ends a run, the map says no more than the truth.

Workers write different chunks at the same time; only the run itself writes the map.

References
----------
Zarr developers (2024), Zarr core specification 3.0. Zarr chunks are the chunks of the study.
"""

from __future__ import annotations

import shutil
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np

from tvet_games.errors import InputError, Problem, StoreError, missing
from tvet_games.numerics import Array
from tvet_games.study.chunks.blocks import Block, Shape, block_count, blocks

FINISHED, CHECKSUM, CHUNK = "finished", "checksum", "chunk"
"""The map, and its dimension."""

FAILED = "failed"
"""Attribute with the error of each chunk that failed in the last run."""

FORMAT = "tvet_games store 1"


@dataclass(frozen=True, slots=True)
class Variable:
    """An array of results.

    Attributes
    ----------
    dtype : str
    fill : object
        What an unfinished chunk shows.
    attributes : mapping
        Units and meaning.
    extra : mapping of str to int
        Axes after those that are cut into chunks, with their lengths.
    """

    dtype: str
    fill: Any
    attributes: Mapping[str, Any] = field(default_factory=dict)
    extra: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, eq=False)
class Layout:
    """What a store holds.

    Attributes
    ----------
    sizes : mapping of str to int
        Length of each axis.
    chunk : tuple of int
        Shape of a chunk.
    variables : mapping of str to Variable
    coordinates : xarray.Dataset
        Labels of the axes, and attributes of the whole.
    identity : mapping of str to str
        Fingerprints of what decides the numbers, by what they are of.
    """

    sizes: Mapping[str, int]
    chunk: Shape
    variables: Mapping[str, Variable]
    coordinates: Any
    identity: Mapping[str, str]

    @property
    def shape(self) -> Shape:
        """Lengths of the axes."""
        return tuple(self.sizes.values())

    @property
    def count(self) -> int:
        """Number of chunks."""
        return block_count(self.shape, self.chunk)

    @property
    def blocks(self) -> list[Block]:
        """The chunks, in their order."""
        return list(blocks(self.shape, self.chunk))


def checksum(arrays: Sequence[Array]) -> int:
    """CRC-32 of what arrays hold, one after the other."""
    crc = 0
    for array in arrays:
        crc = zlib.crc32(np.ascontiguousarray(array).view(np.uint8).data, crc)
    return crc


def write_block(path: str, block: Block, arrays: Mapping[str, Array]) -> int:
    """Write one chunk of every array; return its checksum. Runs wherever the chunk was computed."""
    group = _group(path, "r+")
    for name, array in arrays.items():
        group[name][block] = array
    return checksum(list(arrays.values()))


@dataclass(slots=True, eq=False)
class ChunkStore:
    """A store that a run has open."""

    path: Path
    layout: Layout
    finished: Array
    checksums: Array

    @classmethod
    def create(cls, path: Path, layout: Layout) -> ChunkStore:
        """Make a new store; nothing may stand there yet.

        Raises
        ------
        StoreError
            If something stands there, or there is no room.
        """
        if path.exists() and (not path.is_dir() or any(path.iterdir())):
            raise StoreError(f"{path}: something is there already; name another place, or resume if it is this study")
        fresh = path.with_name(f"{path.name}.new")
        try:
            shutil.rmtree(fresh, ignore_errors=True)
            _write_empty(fresh, layout)
            if path.exists():
                path.rmdir()
            fresh.rename(path)
        except OSError as error:
            raise out_of_room(path, error) from None
        count = layout.count
        return cls(path, layout, np.zeros(count, dtype=np.uint8), np.zeros(count, dtype=np.uint32))

    @classmethod
    def resume(cls, path: Path, layout: Layout) -> ChunkStore:
        """Open a store that an earlier run of the same study left; its chunks keep their shape.

        Raises
        ------
        StoreError
            If it is no store, is of another study (the message says in what they differ), or its map is damaged.
        """
        group = open_group(path)
        _check_same(path, dict(group.attrs.get("identity", {})), layout.identity)
        try:
            finished, checksums = group[FINISHED][:], group[CHECKSUM][:]
            there = {name: group[name].shape for name in layout.variables}
        except (ValueError, KeyError, RuntimeError) as error:
            raise StoreError(f"{path}: the store is damaged where it says what it holds ({error})") from None
        wanted = {name: (*layout.shape, *told.extra.values()) for name, told in layout.variables.items()}
        same = replace(layout, chunk=tuple(int(size) for size in group.attrs["chunk_shape"]))
        if there != wanted or len(finished) != same.count:
            raise StoreError(f"{path}: the store is damaged: its arrays are not of the size that they should have")
        return cls(path, same, np.asarray(finished), np.asarray(checksums))

    def enter(self, chunk: int, crc: int) -> None:
        """Enter a finished chunk in the map."""
        self.finished[chunk], self.checksums[chunk] = 1, crc
        group = _group(str(self.path), "r+")
        # The checksum first: a chunk counts as finished only once both stand there.
        group[CHECKSUM][chunk], group[FINISHED][chunk] = crc, 1

    def forget(self, chunk: int) -> None:
        """Take a chunk out of the map, so that it is computed again."""
        self.finished[chunk] = 0
        _group(str(self.path), "r+")[FINISHED][chunk] = 0

    def record(self, failed: Mapping[int, str]) -> None:
        """Record which chunks failed in this run, and why."""
        attributes = _group(str(self.path), "r+").attrs
        if failed or FAILED in attributes:
            attributes[FAILED] = {str(chunk): why for chunk, why in failed.items()}

    def damaged(self, progress: Any = None) -> list[int]:
        """Read every finished chunk; return those that do not hold what was written."""
        group = _group(str(self.path), "r")
        every, found = self.layout.blocks, []
        done = np.flatnonzero(self.finished)
        for k, chunk in enumerate(done):
            if read_checksum(group, every[chunk], self.layout.variables) != self.checksums[chunk]:
                found.append(int(chunk))
            if progress is not None:
                progress(k + 1, len(done))
        return found

    @property
    def left(self) -> list[int]:
        """The chunks that are not finished."""
        return [int(k) for k in np.flatnonzero(self.finished == 0)]


def read_checksum(group: Any, block: Block, variables: Sequence[str] | Mapping[str, Any]) -> int | None:
    """Checksum of what a chunk holds now; None where it cannot be read."""
    try:
        return checksum([np.asarray(group[name][block]) for name in variables])
    except (ValueError, RuntimeError, OSError, KeyError):
        return None


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
        group = _group(str(path), "r")
    except (ValueError, KeyError, OSError, RuntimeError) as error:
        raise StoreError(f"{path}: this is no store of a study ({error})") from None
    if group.attrs.get("format") != FORMAT:
        raise StoreError(f"{path}: this is no store of a study, or one of another version of the package")
    return group


def out_of_room(path: Path, error: OSError) -> StoreError:
    """The error of a store that cannot be written to."""
    return StoreError(f"{path}: the store cannot be written to ({error.strerror or error})")


def _check_same(path: Path, there: Mapping[str, str], here: Mapping[str, str]) -> None:
    differ = [name for name in here if there.get(name) != here[name]]
    if differ:
        what = f"is of another study: it differs in {', '.join(differ)}; name another store, or ask the same"
        raise InputError(str(path), [Problem("store", what)])


def _group(path: str, mode: Any) -> Any:
    try:
        import zarr
    except ImportError as error:
        raise missing("zarr", "stores need", "scale") from error
    return zarr.open_group(path, mode=mode, zarr_format=3)


def _storable(coordinates: Any) -> Any:
    """Labels with texts of any length: Zarr has a specification for these, and none for texts of a fixed length."""
    texts = {name: array.astype(object) for name, array in coordinates.coords.items() if array.dtype.kind == "U"}
    return coordinates.assign_coords(texts)


def _write_empty(path: Path, layout: Layout) -> None:
    from zarr.codecs import BloscCodec, Crc32cCodec

    _storable(layout.coordinates).to_zarr(path, mode="w", zarr_format=3, consolidated=False)
    group = _group(str(path), "r+")
    for name, variable in layout.variables.items():
        size = np.dtype(variable.dtype).itemsize
        squeeze = BloscCodec(cname="lz4", clevel=1, shuffle="bitshuffle", typesize=size)
        group.create_array(
            name,
            shape=(*layout.shape, *variable.extra.values()),
            chunks=(*layout.chunk, *variable.extra.values()),
            dtype=variable.dtype,
            fill_value=variable.fill,
            dimension_names=(*layout.sizes, *variable.extra),
            compressors=[squeeze, Crc32cCodec()],
            attributes=dict(variable.attributes),
        )
    for name, dtype in ((FINISHED, "uint8"), (CHECKSUM, "uint32")):
        group.create_array(
            name,
            shape=(layout.count,),
            chunks=(min(layout.count, 4_096),),
            dtype=dtype,
            fill_value=0,
            dimension_names=(CHUNK,),
        )
    group.attrs.update({"format": FORMAT, "identity": dict(layout.identity), "chunk_shape": list(layout.chunk)})
