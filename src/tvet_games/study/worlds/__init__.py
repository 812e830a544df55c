"""Possible worlds: values drawn from what is known of them.

distributions  how each value may lie: its range, a triangle, a given distribution or observed numbers
designs        points of the unit cube: random, Latin hypercube, Sobol
draw           worlds: points of the cube taken through the quantile functions, derived and tied values following
"""
