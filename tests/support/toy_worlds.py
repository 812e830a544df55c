"""A conflict whose worlds can be reckoned with: the template, in which the school cooperates where it gains.

With the enterprise paid enough, cooperation is an equilibrium where ``quality_gain >= reform_cost``. The first is
assumed between 1,000 and 5,000 (value 3,000), the second between 1,000 and 3,000 (value 1,500); the enterprise loses
3,000 by training, whatever the worlds.
"""

from importlib.resources import files
from pathlib import Path

import tvet_games as tg
from tvet_games.model.calibration import Calibration
from tvet_games.model.conflict import Conflict

PAID = tg.Policy(training_subsidy=9_000)
"""The enterprise gains 6,000 by training, more than the school ever gains: the margin is that of the school."""


def toy(folder: Path) -> tuple[Conflict, Calibration]:
    """The conflict and its calibration, written to a folder and loaded from it."""
    paths = []
    for kind in ("conflict", "calibration"):
        text = files("tvet_games").joinpath(f"cli/templates/{kind}.toml").read_text(encoding="utf-8")
        paths.append(folder / f"{kind}.toml")
        paths[-1].write_text(text.replace("NAME", "toy").replace('country   = "XX"', 'country   = "AT"'), "utf-8")
    return tg.load_conflict(paths[0]), tg.load_calibration(paths[1])
