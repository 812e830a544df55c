"""Where does a subsidy work? A grid, a cloud of worlds, and a run that can be interrupted and gone on with.

Run: python examples/sweep.py        (needs the extra scale)
"""

import tempfile
from pathlib import Path

import numpy as np

import tvet_games as tg

CONFLICT, COUNTRY = "school_enterprise", "germany_2022"

subsidies = np.linspace(0, 8_000, 81)
worlds = tg.draw_worlds(COUNTRY, 4_096, design="sobol", names=["retention", "standing", "spillover", "school_service"])
print(*tg.plan_sweep(CONFLICT, COUNTRY, {"training_subsidy": subsidies}, worlds=worlds, stored=True).describe())

with tempfile.TemporaryDirectory() as folder:
    store = Path(folder) / "worlds.zarr"
    points = tg.sweep(
        CONFLICT, COUNTRY, {"training_subsidy": subsidies}, worlds=worlds, outputs=["margin"], store=store, resume=True
    )
    for sentence in tg.summarise_sweep(points).describe():
        print(" ", sentence)

    # In how many worlds does each subsidy make cooperation an equilibrium? The least with nine in ten:
    share = tg.has_flag(points.verdict, "target_equilibrium").mean("world")
    enough = share.training_subsidy[(share >= 0.9).values]
    print(f"nine worlds in ten from {float(enough.min()):,.0f} EUR on")

    # The worlds in which that is still too little, and how they differ.
    fails = ~tg.has_flag(points.verdict, "target_equilibrium").sel(training_subsidy=enough.min())
    for name in worlds.names:
        values = points[name]
        inside, outside = float(values[fails].mean()), float(values[~fails].mean())
        print(f"  {name}: {inside:,.3g} where it fails, {outside:,.3g} elsewhere")
