"""Hypothesis profiles and the places of test data."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

CALM = [HealthCheck.too_slow, HealthCheck.filter_too_much]
settings.register_profile("default", deadline=None, max_examples=60, suppress_health_check=CALM)
settings.load_profile("default")


@pytest.fixture(scope="session")
def data() -> Path:
    return Path(__file__).parent / "data"
