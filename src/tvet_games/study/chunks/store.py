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

import json
import shutil
import tempfile
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np

from tvet_games.errors import InputError, Problem, StoreError
from tvet_games.numerics import Array
from tvet_games.study.chunks.blocks import Block, Shape, block_count, blocks
from tvet_games.study.chunks.files import FORMAT, open_group, out_of_room, reading, squeezed, zarr_group
from tvet_games.study.chunks.labels import mend_labels, write_labels

FINISHED, CHECKSUM, CHUNK = "finished", "checksum", "chunk"
"""The map, and its dimension."""

FAILED = "failed"
"""Attribute with the error of each chunk that failed in the last run."""


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
    group = zarr_group(path, "r+")
    for name, array in arrays.items():
        # Also a chunk that is all fill, so that a file that is missing is a file that was lost.
        group[name].with_config({"write_empty_chunks": True})[block] = array
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
        fresh = None
        try:
            fresh = Path(tempfile.mkdtemp(prefix=f"{path.name}.", suffix=".new", dir=path.parent))
            _write_empty(fresh, layout)
            if path.exists():
                path.rmdir()
            fresh.rename(path)
        except OSError as error:
            if fresh is not None:
                shutil.rmtree(fresh, ignore_errors=True)
            raise out_of_room(path, error) from None
        count = layout.count
        return cls(path, layout, np.zeros(count, dtype=np.uint8), np.zeros(count, dtype=np.uint32))

    @classmethod
    def resume(cls, path: Path, layout: Layout) -> ChunkStore:
        """Open a store that an earlier run of the same study left; its chunks keep their shape, lost labels return.

        Raises
        ------
        StoreError
            If it is no store, is of another study (the message says in what they differ), or its map is damaged.
        """
        group = open_group(path)
        _check_same(path, json.loads(group.attrs.get("identity", "{}")), layout.identity)
        with reading(path):
            finished, checksums = group[FINISHED][:], group[CHECKSUM][:]
            there = {name: group[name].shape for name in layout.variables}
        wanted = {name: (*layout.shape, *told.extra.values()) for name, told in layout.variables.items()}
        same = replace(layout, chunk=tuple(int(size) for size in group.attrs["chunk_shape"]))
        if there != wanted or len(finished) != same.count:
            raise StoreError(f"{path}: the store is damaged: its arrays are not of the size that they should have")
        for litter in path.rglob("*.partial"):
            litter.unlink()
        mend_labels(path, layout.coordinates)
        return cls(path, same, np.asarray(finished), np.asarray(checksums))

    def enter(self, chunk: int, crc: int) -> None:
        """Enter a finished chunk in the map."""
        group = zarr_group(self.path, "r+")
        # The checksum first: a chunk counts as finished only once both stand there.
        group[CHECKSUM][chunk] = crc
        group[FINISHED][chunk] = 1
        self.finished[chunk], self.checksums[chunk] = 1, crc

    def forget(self, chunk: int) -> None:
        """Take a chunk out of the map, so that it is computed again."""
        self.finished[chunk] = 0
        zarr_group(self.path, "r+")[FINISHED][chunk] = 0

    def record(self, failed: Mapping[int, str]) -> None:
        """Record which chunks failed in this run, and why."""
        attributes = zarr_group(self.path, "r+").attrs
        if failed or FAILED in attributes:
            attributes[FAILED] = json.dumps({str(chunk): why for chunk, why in failed.items()})

    def damaged(self) -> list[int]:
        """Read every finished chunk; return those that do not hold what was written."""
        group = zarr_group(self.path, "r")
        every = self.layout.blocks
        return [
            int(chunk)
            for chunk in np.flatnonzero(self.finished)
            if read_checksum(group, every[chunk], self.layout.variables) != self.checksums[chunk]
        ]

    @property
    def left(self) -> list[int]:
        """The chunks that are not finished."""
        return [int(k) for k in np.flatnonzero(self.finished == 0)]


def read_checksum(group: Any, block: Block, variables: Sequence[str] | Mapping[str, Any]) -> int | None:
    """Checksum of what a chunk holds now; None where it cannot be read."""
    try:
        return checksum([np.asarray(group[name][block]) for name in variables])
    except Exception:  # Zarr raises whatever its parts raise
        return None


def _check_same(path: Path, there: Mapping[str, str], here: Mapping[str, str]) -> None:
    differ = [name for name in here if there.get(name) != here[name]]
    if differ:
        what = f"is of another study: it differs in {', '.join(differ)}; name another store, or ask the same"
        raise InputError(str(path), [Problem("store", what)])


def _write_empty(path: Path, layout: Layout) -> None:
    """Write a store in which no chunk is finished."""
    group = zarr_group(path, "w")
    labels = layout.coordinates.coords
    for name in labels:
        write_labels(group, name, labels[name])
    for name, variable in layout.variables.items():
        group.create_array(
            name,
            shape=(*layout.shape, *variable.extra.values()),
            chunks=(*layout.chunk, *variable.extra.values()),
            dtype=variable.dtype,
            fill_value=variable.fill,
            dimension_names=(*layout.sizes, *variable.extra),
            compressors=squeezed(np.dtype(variable.dtype).itemsize),
            attributes={k: v.tolist() if isinstance(v, np.ndarray) else v for k, v in variable.attributes.items()},
        )
    for name, dtype in ((FINISHED, "uint8"), (CHECKSUM, "uint32")):
        group.create_array(
            name,
            shape=(layout.count,),
            chunks=(min(layout.count, 4_096),),
            dtype=dtype,
            fill_value=0,
            dimension_names=(CHUNK,),
            compressors=squeezed(np.dtype(dtype).itemsize),
        )
    beside = [name for name in labels if name not in layout.sizes]  # so that xarray takes them for labels, not results
    told = {"format": FORMAT, "identity": json.dumps(dict(layout.identity)), "chunk_shape": list(layout.chunk)}
    group.attrs.update({**layout.coordinates.attrs, **told, "holds": list(labels), "coordinates": " ".join(beside)})
