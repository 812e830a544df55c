"""The cheapest policy that makes cooperation the equilibrium.

problem      a policy question as arrays: baseline, effect, cost
criteria     what cooperation must satisfy, as linear rows
linear       linear programs: HiGHS for speed, fractions for the answer
search       the front door: cheapest_policy
elimination  the order of elimination for a unique equilibrium
solution     what the search returns
explain      the answer in words
"""
