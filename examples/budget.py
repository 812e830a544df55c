"""What a budget buys: how firmly can German training stand for a given sum per trainee and year?

The margin is what a firm or a school would lose by leaving. Its least cost is exactly piecewise linear, so the curve
can be read the other way round: the largest margin that a budget buys, and which instruments buy it.

Run: python examples/budget.py
"""

import tvet_games as tg

question = tg.question("school_enterprise", "germany_2022", criterion=tg.Nash())
curve = tg.frontier(question, over="budget", stop=6_000)

print("Breakpoints: from here on another instrument, or a dearer one, carries the next euro.")
for point in curve.points:
    used = ", ".join(f"{name} {float(level):,.0f}" for name, level in point.levels.items() if level)
    print(
        f"  margin {float(point.strength):>7,.0f} EUR  costs {float(point.cost):>7,.0f} EUR per trainee-year  ({used})"
    )

for budget in (3_000, 3_500, 4_000, 5_000):
    margin = curve.bought_by(budget)
    bought = "does not make firms train" if margin is None else f"buys a margin of {float(margin):,.0f} EUR"
    print(f"{budget:,} EUR per trainee-year {bought}")
