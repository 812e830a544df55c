"""Read-only mappings that can be sent to another process.

Python cannot pickle its own read-only view of a dictionary; importing this module teaches it how.
"""

from __future__ import annotations

import copyreg
from collections.abc import Mapping
from types import MappingProxyType
from typing import TypeVar

K = TypeVar("K")
V = TypeVar("V")


def read_only(mapping: Mapping[K, V]) -> MappingProxyType[K, V]:
    """Return a copy of a mapping that nobody can change.

    Examples
    --------
    >>> import pickle
    >>> dict(pickle.loads(pickle.dumps(read_only({"a": 1}))))
    {'a': 1}
    """
    return MappingProxyType(dict(mapping))


copyreg.pickle(MappingProxyType, lambda proxy: (read_only, (dict(proxy),)))
