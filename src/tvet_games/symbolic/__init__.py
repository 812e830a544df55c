"""Formulas as SymPy expressions: the only folder that imports SymPy.

algebra      the walker's numbers over SymPy
payoffs      the payoff table of a conflict, and what a unit of an instrument does to it
signs        signs of expressions in parameters that are not negative
level_bounds what conditions say of a level, and the least level
printing     expressions as text and LaTeX
game         payoffs under a policy, public cost charged to whoever bears it
replicator   the replicator dynamic: equations and Jacobian
stability    eigenvalues and ESS conditions of every vertex
proofs       eigenvalues that are negative, or are not, whatever the parameters
table        the stability table in LaTeX and HTML
discount     critical discount factors; discount_cases: the punishments, discount_text: in words and LaTeX
payoff_terms the terms of payoffs, what they rest on, and which of them pay somebody else
bifurcation  where the stability of vertices changes, as formulas
zeros        where an expression changes sign
"""
