"""Formulas as SymPy expressions: the only folder that imports SymPy.

algebra      the walker's numbers over SymPy
payoffs      the payoff table of a conflict as expressions
"""
