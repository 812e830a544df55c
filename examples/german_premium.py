"""Does the German premium for training places (6,000 EUR per contract, 2,000 a year) change anything?

Three questions: does it change the equilibrium by itself; what is still missing on top of it; and how many places that
would not have existed does it bring, given that firms differ?

Run: python examples/german_premium.py
"""

import tvet_games as tg

PREMIUM = 2_000  # EUR per trainee-year: 6,000 per contract over three years (Ausbildungsprämie plus)

conflict = tg.load_conflict("school_enterprise")
germany = tg.load_calibration("germany_2022")

print("1. By itself, for the mean firm")
for level in (0, PREMIUM):
    found = tg.equilibria(conflict.game(germany, tg.Policy(training_subsidy=level), exact=True))
    print(f"   premium {level:>5,}: equilibria {'; '.join(str(e) for e in found)}")
least = tg.threshold(conflict, "training_subsidy", calibration=germany, criterion=tg.Nash(margin=0))
print(f"   training becomes a best reply from {float(least.at()):,.0f} EUR")

print("2. With it in force: the cheapest package, the premium's 2,000 EUR among its subsidy")
question = tg.question(
    conflict,
    germany,
    ["training_subsidy", "free_riding_levy", "cultural_programme", "public_recognition"],
    status_quo={"training_subsidy": PREMIUM},
)
answer = tg.search(question)
for sentence in answer.describe():
    print(f"   {sentence}")

print("3. Firms differ")
curve = tg.take_up(germany, "training_subsidy", levels=[0, PREMIUM, 2 * PREMIUM])
print(curve.to_frame().to_string(float_format=lambda v: f"{v:,.3f}"))
print(f"   {curve.fitted}")
