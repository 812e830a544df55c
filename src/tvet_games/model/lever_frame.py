"""The levers of a question as a data frame: what bounds each, in which steps, and where it stands today."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any


def lever_frame(
    names: Sequence[str], bounds: Mapping[str, tuple[Any, Any]], steps: Mapping[str, Any], status_quo: Mapping[str, Any]
) -> Any:
    """Return a :class:`pandas.DataFrame`: a row an instrument; bounds, step, status quo, None where nothing is set."""
    import pandas as pd

    ends = [bounds.get(name, (None, None)) for name in names]
    columns = {
        "low": [low for low, _ in ends],
        "high": [high for _, high in ends],
        "step": [steps.get(name) for name in names],
        "status quo": [status_quo.get(name) for name in names],
    }
    return pd.DataFrame(columns, index=pd.Index(names, name="instrument"), dtype=object)
