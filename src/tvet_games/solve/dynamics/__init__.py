"""Evolution: populations that move towards what pays, from the vector field to where it ends.

state        shares of every action but the last of each population, and the vertices
replicator   the replicator dynamic: vector field and Jacobian
rules        the dynamics to choose from: replicator, logit, best response
stability    vertices with their eigenvalues
rest_points  rest points inside and on faces, with their kind
faces        the equations of every face; affine_face and products solve them
reacting_rest rest points where payoffs react to the shares
motion       what a 2x2 game does: one winner, two, or closed orbits with a constant of motion
gains        what actions gain, at many states and in many games at once
integrator   Dormand and Prince's steps for many systems at once, finished ones dropped
flow         many trajectories to their outcomes
destinations the share of starting points that ends at each vertex
trajectory   one trajectory over time
switching    trajectories of the best-response dynamic, piece by piece
feedback     payoffs that react to the shares
spending     what incentives cost along the way
separatrix   the line between two basins, drawn exactly
preparation  a game and a dynamic made ready for the integrator
systems      the dynamics as systems of equations
symmetric    one population: field, evolutionarily stable strategies
haigh        the criterion for them
finite       finite populations, through egttools
"""
