"""Sharing what all together reach: solution concepts of coalitional games.

allocation    what each gets, and whether it lies in the core
values        Shapley and Banzhaf values, equal surplus
other_values  tau value, Gately point, Johnston index
core          the core, its vertices (core_vertices), the least core, the cost of stability
nucleolus     nucleolus and prenucleolus
properties    convex, superadditive, monotone, essential
excess        linear programs over all coalitions, a few rows at a time
"""
