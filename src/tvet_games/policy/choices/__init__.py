"""Requirements that are a choice between sets of rows, and the branch and bound over them.

branching     best-first search over linear programs in fractions
elimination   the order of elimination for a unique equilibrium
splits        how two threshold beliefs share what they may add up to
punishment    which stage equilibrium punishes
whole_levels  whole steps, at most k instruments
"""
