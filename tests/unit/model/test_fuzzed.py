"""What fuzzing found, and a little fuzzing: every reader answers or refuses in its own words."""

from pathlib import Path

import fuzz
import pytest

KEPT = sorted((Path(__file__).parents[2] / "data" / "fuzz").iterdir())


@pytest.mark.parametrize("path", KEPT, ids=lambda path: path.name)
def test_what_crashed_once_does_not_again(path: Path) -> None:
    _, read = fuzz.READERS[path.name.split("-")[0]]
    assert is_fine(fuzz.crash(read, path.read_bytes()))


@pytest.mark.parametrize("name", fuzz.READERS)
def test_a_hundred_damaged_files(name: str) -> None:
    seeds, read = fuzz.READERS[name]
    chance = fuzz.random.Random(name)
    for _ in range(100):
        content = fuzz.damaged(chance.choice(seeds), chance)
        assert is_fine(fuzz.crash(read, content))


def is_fine(told: str) -> bool:
    """Nothing is timed or weighed here: a worker of many tests is slow and large for other reasons."""
    return not told or told.startswith(("took", "the process"))
