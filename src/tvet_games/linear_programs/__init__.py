"""Linear programs with answers in fractions and proofs that anyone can check.

certificate  constraints, and proofs of optimality or infeasibility
simplex      the simplex method on active sets, in fractions
exact        the front door: HiGHS for speed, the simplex method for the answer
"""
