"""The cheapest policy with a basin of attraction of at least a share.

search           the front door
directions       for a fixed direction of the incentives the question is a linear program
direction_space  the search over directions
levels           the search over levels, for what no grid of directions meets
finish           from levels in floats to a policy in fractions
bound            a certified lower bound over boxes of directions
best_bound       best-first branch and bound for such bounds
shortfall        what to say where there is no policy
"""
