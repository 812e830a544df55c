"""Labels in the attributes of a sweep, so that a stored result is read in words without the files it was made from."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from tvet_games.model.calibration import Calibration
from tvet_games.model.conflict import Conflict
from tvet_games.tables.labels import Labels

LABELS = "labels"
"""Name of the attribute: JSON, by language and name."""


def label_attributes(conflict: Conflict, calibration: Calibration) -> dict[str, str]:
    """Return the labels of a conflict, its players and actions, and of a calibration, as an attribute.

    Examples
    --------
    >>> from tvet_games.model.library import load_calibration, load_conflict
    >>> said = label_attributes(load_conflict("school_enterprise"), load_calibration("austria_2016"))
    >>> stored_labels(said).of("school", "zh"), stored_labels(said).of("austria_2016")
    ('学校', 'Austria 2016')
    """
    known = conflict.labels.over(calibration.labels)
    names = (
        conflict.name,
        calibration.name,
        *conflict.player_names,
        *(action for own in conflict.actions for action in own),
    )
    kept = {
        language: {name: table[name] for name in names if name in table}
        for language, table in (("en", known.en), ("zh", known.zh))
    }
    return {LABELS: json.dumps(kept, ensure_ascii=False)}


def stored_labels(attributes: Mapping[str, Any]) -> Labels:
    """Return the labels that a result keeps; none of one that keeps none."""
    kept = json.loads(attributes.get(LABELS, "{}"))
    return Labels(kept.get("en", {}), kept.get("zh", {}))
