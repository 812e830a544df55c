"""What two players agree on when they bargain, exactly and in batches; more players where money can be paid.

bargain            the front door
feasible_set       what can be agreed on: hull, curve, or transferable-utility line
chain              the Pareto frontier of a hull, in fractions
rules              Nash, Kalai-Smorodinsky, egalitarian and utilitarian solution on such a frontier
alternating_offers Rubinstein's solution on any frontier
curve              frontiers given as functions, and the rules on them
line               the rules where payments are possible
single             one feasible set
many               batches of games, and games with payments
batch              closed forms for any number of games
disagreement       what the players have without an agreement
terms              the options, read and checked
solution           the result
contract           the payments that carry out an agreement, and whether it holds
"""
