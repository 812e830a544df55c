"""Other packages of the field, against which tests check what the package gives to and takes from them."""

from __future__ import annotations

import importlib
import os
from types import ModuleType

import pytest

REQUIRED = "TVET_ORACLES_REQUIRED"
"""Set in ``make test-all``, which installs them: there a missing one is a failure, elsewhere the test is skipped."""


def oracle(name: str) -> ModuleType:
    """The package of that name."""
    return importlib.import_module(name) if os.environ.get(REQUIRED) else pytest.importorskip(name)
