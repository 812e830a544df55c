"""Plots: the only folder that imports matplotlib. A plot takes a result, returns axes and computes nothing.

feasible_set  outcomes of a conflict, the disagreement point, the frontier, and what each rule picks
shares        what each gets under each rule
core          the core of a game of three players as a triangle
colours       colours that differ also for the colour-blind, and axes to draw on
files         saving
"""
