"""Which mechanism settles which conflict, in four countries; then a closer look at one that money does not settle.

Run: python examples/mechanisms.py
"""

import tvet_games as tg

COUNTRIES = ["germany_2022", "austria_2016", "switzerland_2016", "china_2021"]
DYADS = ["school_enterprise", "enterprise_student", "school_student", "school_teacher", "enterprise_teacher"]

for country in COUNTRIES:
    table = tg.compare_mechanisms(DYADS, country)
    print(f"\n{country}")
    for sentence in table.describe()[: len(DYADS)]:
        print(" ", sentence)

# Germany with the government as a player: under this policy no outcome lasts, and shares circle for ever.
policy = tg.Policy(training_subsidy=4000, school_grant=2000)
print("\nA mediator where nothing lasts:")
for sentence in tg.communication("government_school_enterprise", "germany_2022", policy).describe():
    print(" ", sentence)

print("\nA Chinese school that places its students where it is convenient:")
for sentence in tg.evaluation("school_student", "china_2021", warnings=1).describe()[:4]:
    print(" ", sentence)
