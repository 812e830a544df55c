"""Solution concepts: plain functions over payoff arrays, one concept a file.

nash         the front door: equilibria(game)
two_by_two   every equilibrium of any number of 2x2 games, in closed form
vertices     vertices of the best-response polytopes
extreme      all extreme equilibria of bimatrix games, one by one or in batches
components   maximal Nash subsets and components
larger       one equilibrium of a large bimatrix game, guarded
result       what the solvers return
verdict_codes  what each game of a large batch is, packed into 16 bits
refinement   how safe cooperation is: p-dominance, risk dominance; basin: its basin of attraction
repeated     critical discount factors; repeated_payoffs: what is sustainable, as polygon
correlated   correlated and coarse correlated equilibria; obedience: their constraints; payoff_region: their payoffs
quantal      logit quantal responses; quantal_two_by_two: without a path, quantal_branch: along the branch
commitment   leader and follower; commitment_mixed: to a mixture
alignment    selfishness levels
inspection   what detection deters; repeated_inspection: warnings before sanctions, inspection_process: what a firm does
graph_stability  graph models: what lasts; graph_inverse: what would have to change; status_quo: what is reached
bargaining   what two players agree on, by lottery or by contract
coalitions   sharing what all together reach: values, core, nucleolus
"""
