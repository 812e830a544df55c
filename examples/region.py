"""A region of many sites from a CSV file: who is funded when one budget must do for all?

Each row of region.csv is a school with its partner firm: how many trainees, and what differs from the national means.

Run: python examples/region.py
"""

from pathlib import Path

import tvet_games as tg

question = tg.question(
    "school_enterprise",
    "germany_2022",
    ["training_subsidy", "school_grant", "retention_bonus", "cultural_programme"],
    criterion=tg.Nash(margin=10),
)
sites = tg.read_sites(Path(__file__).with_name("region.csv"))

everything = tg.portfolio(question, sites)
print(f"All {len(sites.names)} sites together would cost {everything.total_cost:,.0f} EUR a year.")

for share in (0.25, 0.5, 0.75):
    budget = share * everything.total_cost
    found = tg.portfolio(question, sites, budget=budget)
    funded = [name for name, chosen in zip(sites.names, found.funded, strict=True) if chosen]
    print(f"{share:.0%} of that reaches {found.trainees_funded:,.0f} trainees at {len(funded)} sites ({found.status})")

common = tg.portfolio(question, sites, levels="common")
print(f"One package for all would cost {common.total_cost:,.0f} EUR: what equal treatment costs here.")
