"""Hypothesis profiles, memory and the places of test data."""

import gc
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

CALM = [HealthCheck.too_slow, HealthCheck.filter_too_much]
settings.register_profile("default", deadline=None, max_examples=60, suppress_health_check=CALM)
settings.load_profile("default")


def pytest_collection_finish() -> None:
    """What is loaded stays: the garbage collector leaves it alone and comes by less often."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 20, 20)


@pytest.fixture(scope="session")
def data() -> Path:
    return Path(__file__).parent / "data"
