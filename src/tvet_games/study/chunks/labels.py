"""The labels of a store: what its axes are called, and what goes with them."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import numpy as np

from tvet_games.study.chunks.files import squeezed, zarr_group


def write_labels(group: Any, name: str, labels: Any) -> None:
    """Write the labels of an axis, or what goes with them; texts of any length, for which Zarr has a specification."""
    values = labels.values
    group.create_array(
        name,
        data=values.astype(np.dtypes.StringDType()) if values.dtype.kind in "UO" else values,
        dimension_names=labels.dims,
        attributes=dict(labels.attrs),
        compressors=squeezed(values.dtype.itemsize if values.dtype.kind in "fiu" else 1),
        overwrite=True,
        config={"write_empty_chunks": True},
    )


def mend_labels(path: Path, coordinates: Any) -> None:
    """Write labels anew that are lost or damaged."""
    group = zarr_group(path, "r")
    broken = [name for name, labels in coordinates.coords.items() if not _holds(group, name, labels)]
    for name in broken:
        shutil.rmtree(path / name, ignore_errors=True)
        write_labels(zarr_group(path, "r+"), name, coordinates.coords[name])


def _holds(group: Any, name: str, labels: Any) -> bool:
    try:
        there = np.asarray(group[name][:])
    except Exception:  # Zarr raises whatever its parts raise
        return False
    return there.shape == labels.shape and bool((there.astype(labels.dtype) == labels.values).all())
