"""Compare three countries: what does it take, per year and relative to what training costs, for firms to train?

Run: python examples/compare_countries.py
"""

import tvet_games as tg

COUNTRIES = ["germany_2022", "austria_2016", "china_2021"]

questions = [
    tg.question("school_enterprise", country, criterion=tg.Unique(margin=10), participation=True)
    for country in COUNTRIES
]
table = tg.compare(questions)

print(f"{'':14}{'unit':22}{'per year':>10}{'of gross cost':>15}{'assumed inputs':>16}   package")
for row in table.rows:
    package = ", ".join(f"{name} {float(row.solution.levels[name]):,.2f}" for name in row.instruments)
    print(
        f"{row.name:14}{row.unit:22}{float(row.cost_per_year):>10,.0f}{float(row.share_of_gross):>15.1%}"
        f"{row.assumed:>16.0%}   {package}"
    )

print("\nMoney of different units is never added: compare the shares, and how much of each answer is assumed.")
