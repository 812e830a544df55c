"""Around the search: what a package rests on, when it holds, whom it reaches, how it compares.

frontier     cost against the strength of a criterion, what a budget buys; margin_curve: exact breakpoints
policy_map   two instruments: regions by equilibria, the cheapest pair, what costs as much
explain      what each instrument is worth; leeway: how far each assumed number may move
robust       the package that holds in every world of the ranges
chance       the package that holds in most drawn worlds
worlds       values drawn from what is known of them
uncertainty  how likely cooperation is, what an answer hangs on, in which worlds a policy fails
portfolio    many sites under one budget
take_up      firms differ: how many more train, what each costs, the windfall
compare      scenarios and countries side by side
negotiation  what two stakeholders bargain over, from which disagreement; pay_reading: what a payment means for pay
sharing      the benefit of a conflict, a community or a table, divided by every rule
mechanisms   the paper's mechanisms and paths, each applied, priced and compared
setting      what a study is about, under one or many values of a quantity
contract     what contracts achieve alone, and how much public money is still needed beside them
"""
