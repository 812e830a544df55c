"""A fair contract between a school and a firm: what to pay whom, whether it holds, and what it saves the public.

Run: python examples/fair_contract.py
"""

import tvet_games as tg

CONFLICT, COUNTRY = "school_enterprise", "germany_2022"

print("1. Under which subsidy is there something to bargain over, and can a contract hold?")
for subsidy in (0, 2_000, 4_000, 6_000):
    talks = tg.negotiate(CONFLICT, COUNTRY, tg.Policy(training_subsidy=subsidy))
    surplus, missing = float(talks.surplus), float(talks.bare.least_outside_money)
    print(f"   subsidy {subsidy:>5,}: joint surplus {surplus:>8,.0f}, outside money still missing {missing:>8,.0f}")

print("2. Who pays whom under 4,000 EUR, and does it hold?")
talks = tg.negotiate(CONFLICT, COUNTRY, tg.Policy(training_subsidy=4_000), weights={"school": 2, "enterprise": 1})
for agreement in talks.agreements:
    contract = agreement.contract
    paid = "; ".join(f"{t.payer} pays {t.payee} {float(t.amount):,.0f}" for t in contract.transfers)
    print(f"   {agreement.rule:<18} {paid:<32} {'holds' if contract.holds else 'does not hold'}")
for sentence in talks.describe():
    print(f"   {sentence}")

print("3. What a contract saves the public")
for sentence in tg.contract_effect(tg.question(CONFLICT, COUNTRY, contracts=True)).describe():
    print(f"   {sentence}")
