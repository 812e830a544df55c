"""The least level of one instrument as a formula.

threshold  the front door
rows       the rows of a criterion over SymPy
level      from rows to the least level
words      as text and LaTeX
"""
