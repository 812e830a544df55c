"""Solution concepts: plain functions over payoff arrays, one concept a file.

nash         the front door: equilibria(game)
two_by_two   every equilibrium of any number of 2x2 games, in closed form
vertices     vertices of the best-response polytopes
extreme      all extreme equilibria of bimatrix games, one by one or in batches
components   maximal Nash subsets and components
larger       one equilibrium of a large bimatrix game, guarded
result       what the solvers return
refinement   how safe cooperation is: p-dominance, risk dominance; basin: its basin of attraction
repeated     critical discount factors
bargaining   what two players agree on, by lottery or by contract
coalitions   sharing what all together reach: values, core, nucleolus
"""
