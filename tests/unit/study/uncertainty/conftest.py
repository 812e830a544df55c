"""A conflict and a calibration whose worlds can be reckoned with."""

import pytest
from toy_worlds import toy


@pytest.fixture(scope="session")
def toys(tmp_path_factory):
    return toy(tmp_path_factory.mktemp("toy"))
