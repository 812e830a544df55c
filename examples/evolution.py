"""How cooperation evolves: the table of a published model, what tips it, and an incentive that reacts.

Run: python examples/evolution.py
"""

import tvet_games as tg

CONFLICT, COUNTRY = "government_school_enterprise", "germany_2022"

print("1. When is each outcome evolutionarily stable? (LaTeX: tg.symbolic_stability(...).to_latex())")
table = tg.symbolic_stability(CONFLICT)
print(f"   everybody cooperates: {table.rows[0].statement()}")

print("2. With German figures")
for sentence in tg.evolve(CONFLICT, COUNTRY).describe():
    print(f"   {sentence}")

print("3. With a subsidy and a grant the government stops regulating once all is well, and it starts anew")
for sentence in tg.evolve(CONFLICT, COUNTRY, tg.Policy(training_subsidy=6_000, school_grant=2_000)).describe()[:3]:
    print(f"   {sentence}")

print("4. School and firm in Austria: from which subsidy, and from how many starting points?")
curve = tg.long_run("school_enterprise", "austria_2016", "training_subsidy", [8_000, 10_000, 15_000, 20_000, 25_000])
for level, share in zip(curve.values, curve.target_share, strict=True):
    print(f"   {level:>8,.0f} EUR: {share:.0%} of starting points end in cooperation")
print(f"   stable outcomes change at {', '.join(f'{change:,.0f}' for change in curve.changes)} EUR")

print("5. A subsidy that fades as firms join, against the best constant one")
rule = {"training_subsidy": "10000 + 10000*(1 - enterprise)"}
for sentence in tg.feedback("school_enterprise", "austria_2016", rule).describe():
    print(f"   {sentence}")
