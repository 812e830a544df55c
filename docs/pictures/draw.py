"""Draw the pictures of the README and of the documentation's first page: `make pictures`.

    python docs/pictures/draw.py [FOLDER]

Plots are drawn from what ships; the page of the explorer is photographed in Chromium.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import tvet_games as tg
from tvet_games.show.files import save

HERE = Path(__file__).parent

COLOURS = 96

sys.path.insert(0, str(HERE.parents[1] / "tests" / "support"))


def main(folder: Path = HERE) -> None:
    """Draw all pictures into a folder."""
    found = tg.search("germany_apprenticeship")
    save(tg.plot_before_after(found), folder / "before_after.png")
    save(
        tg.plot_policy_map(tg.policy_map("school_enterprise", "austria_2016", "training_subsidy", "school_grant")),
        folder / "policy_map.png",
    )
    save(tg.plot_phase_portrait(tg.evolve("school_teacher", "germany_2022")), folder / "phase_portrait.png")
    photograph(folder / "explorer.png")
    for path in folder.glob("*.png"):
        shrink(path)


def shrink(path: Path) -> None:
    """Write a picture with few colours: half the size, and nobody sees it."""
    from PIL import Image

    Image.open(path).convert("RGB").quantize(COLOURS).save(path, optimize=True)


def photograph(path: Path) -> None:
    """Take a picture of the explorer's page with a package on it."""
    from chromium import chromium

    with served() as address, chromium() as browser:
        page = browser.new_page(viewport={"width": 1280, "height": 860})
        page.goto(f"{address}?conflict=school_enterprise&calibration=germany_2022&level.training_subsidy=6100")
        page.get_by_test_id("map").locator("svg").wait_for()
        page.wait_for_timeout(500)  # until sliders stand still
        page.screenshot(path=path)


@contextmanager
def served() -> Iterator[str]:
    """The explorer, and its address."""
    command = [sys.executable, "-m", "tvet_games.cli", "explore", "--port", "0", "--no-browser"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        try:
            yield next(word for word in server.stdout.readline().split() if word.startswith("http"))
        finally:
            server.terminate()


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
