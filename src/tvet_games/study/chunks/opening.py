"""Opening the store of a study as labelled arrays."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np

from tvet_games.errors import StoreError
from tvet_games.study.chunks.files import open_group, reading
from tvet_games.study.chunks.store import CHECKSUM, FAILED, FINISHED

FLAGS = ("flag_masks", "flag_values")


def open_store(path: str | Path, *, partial: bool = False) -> Any:
    """Open the store of a study as a labelled result that is read when it is used.

    Parameters
    ----------
    path : str or Path
    partial : bool
        Whether a study that is not finished will do; what is missing shows as undefined.

    Returns
    -------
    xarray.Dataset

    Raises
    ------
    StoreError
        If there is none, or it is not finished.
    """
    import xarray as xr

    place = Path(path)
    group = open_group(place)
    with reading(place):
        finished = group[FINISHED][:]
        lost = [name for name in group.attrs["holds"] if name not in group or _lacks_files(group, name)]
    if not partial and not finished.all():
        failed = json.loads(group.attrs.get(FAILED, "{}"))
        done = f"{int(finished.sum()):,} of {len(finished):,} chunks are finished"
        what = f" and {len(failed):,} failed" if failed else ""
        raise StoreError(f"{place}: {done}{what}; run the same study with resume to go on, or open it as partial")
    with reading(place):
        opened = xr.open_dataset(place, engine="zarr", consolidated=False, zarr_format=3, chunks=None)
        lost += [] if partial else [name for name in opened.data_vars if _lacks_files(group, str(name))]
    if lost:
        what = f"parts of {', '.join(lost)} are lost"
        raise StoreError(f"{place}: {what}; run the same study with resume, which computes them again")
    for array in opened.data_vars.values():  # CF wants flags in the type of what they are flags of
        array.attrs |= {k: np.array(v, dtype=array.dtype) for k, v in array.attrs.items() if k in FLAGS}
    return opened.drop_vars([FINISHED, CHECKSUM])


def _lacks_files(group: Any, name: str) -> bool:
    """Whether a chunk of an array that is whole has no file: Zarr would read it as its fill value."""
    return bool(group[name].nchunks_initialized < group[name].nchunks)
