"""Formulas as SymPy expressions: the only folder that imports SymPy.

algebra      the walker's numbers over SymPy
payoffs      the payoff table of a conflict, and what a unit of an instrument does to it
signs        signs of expressions in parameters that are not negative
level_bounds what conditions say of a level, and the least level
printing     expressions as text and LaTeX
"""
