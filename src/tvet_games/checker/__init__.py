"""An independent checker of answers: a few hundred lines, fractions only, and nothing of the package but this folder.

An answer is written as a **statement**: plain data (as in JSON) that says what is claimed and, where a proof is needed,
gives it. The checker derives for itself what the claim requires, and compares. Whoever doubts an answer need trust no
solver, only what is read here; ``python -m tvet_games.checker proof.json`` checks a file.

statement   numbers and tables of a statement, within bounds
linear      linear systems, and proofs about linear programs
games       equilibria, and that a set of them is complete
policies    the conditions of a policy question, its levels, its cost, and that none is cheaper
coalitions  divisions in the core, Shapley values
advice      correlated equilibria
check       the front door
"""
