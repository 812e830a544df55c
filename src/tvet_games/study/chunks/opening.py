"""Opening the store of a study as labelled arrays."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tvet_games.errors import StoreError
from tvet_games.study.chunks.store import CHECKSUM, FAILED, FINISHED, open_group


def open_store(path: str | Path, *, partial: bool = False) -> Any:
    """Open the store of a study as a labelled result that is read when it is used.

    Parameters
    ----------
    path : str or Path
    partial : bool
        Whether a study that is not finished will do.

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
    finished, failed = group[FINISHED][:], dict(group.attrs.get(FAILED, {}))
    if not partial and not finished.all():
        done = f"{int(finished.sum()):,} of {len(finished):,} chunks are finished"
        what = f" and {len(failed):,} failed" if failed else ""
        raise StoreError(f"{place}: {done}{what}; run the same study with resume to go on, or open it as partial")
    opened = xr.open_dataset(place, engine="zarr", consolidated=False, zarr_format=3, chunks=None)
    return opened.drop_vars([FINISHED, CHECKSUM])
