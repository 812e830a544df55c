"""Sweeps: what a conflict is at every point of a grid, a cloud of worlds, a table of sites, or their product.

axes      the axes of a sweep, and the values that they move
points    the games at a block of points, and what is said of them
dataset   the labelled result: coordinates, units, provenance, versions
plan      how large a sweep is, before it starts
summary   in what share of the points each statement holds; words: in sentences
view      along one or two axes: shares and means
sweep     the front door
"""
