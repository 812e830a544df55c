"""Plots: the only folder that imports matplotlib. A plot takes a result, returns axes and computes nothing.

Each is decorated with ``in_style``, takes ``ax`` and ``language`` and begins with ``language = spoken(language)``.

payoffs           the payoff table of two players: best replies, equilibria, who gains by deviating
best_responses    what is best for each of two players against what the other does
before_after      what each has today and at the target, and what the public pays
frontier          what a stronger criterion costs; tornado: what assumed numbers do to that cost
take_up           who trains at each level of an instrument, and what one more trainee costs
portfolio         who is funded
feasible_set      outcomes of a conflict, the disagreement point, the frontier, and what each rule picks
shares            what each gets under each rule
core              the core of a game of three players as a triangle
phase_portrait    two populations: where shares move and rest, and what separates the basins
shares_over_time  the shares of each population along a path
cube              three populations: where trajectories lead
fan               paths over time for several values of one quantity
bifurcation       long-run cooperation against one quantity
sensitivity       what each uncertain value does to the outcome, as a tornado
mechanisms        mechanisms against conflicts; stakeholder_map: who is at odds, who pays whom, what settles it
patience          critical discount factors against one quantity; repeated_payoffs: what repetition sustains
payoff_region     what a mediator's advice can give two players
quantal           cooperation against how well the parties judge
inspection        what a firm does against the probability of detection
culture           public cost against cultural distance
policy_map        two instruments: regions by equilibria, the cheapest package; policy_map_labels, policy_map_looks
sweep             a sweep over two axes as a heat map, over one as a line
probability       how likely cooperation is against the level of an instrument
variance          whose uncertainty the variance of an answer comes from; screening: which values matter at all
graph             states of a graph model, who moves where, and what lasts
style             in_style: what every plot is drawn in (paper.mplstyle), and the widths COLUMN and PAGE
typefaces         the fonts, which are shipped (fonts/)
placing           labels inside areas, where they fit
colours           colours, marks, lines and hatches that differ for everybody and in grey, and axes to draw on
names, axis_words texts in lines; titles, shares and quantities; in English and Chinese
uncertain_words   what plots of uncertainty say
legends, ticks    legends that cover nothing, numbers with their thousands apart
files             figures into files
"""
