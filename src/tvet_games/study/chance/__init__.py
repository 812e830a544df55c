"""The cheapest package that holds in all but a share of the drawn worlds.

chance             the front door
sample_bound       how many drawn worlds may be given up
drawn              worlds and their rows
fresh              how often the package fails in worlds that nothing was chosen by
discarding         which worlds to give up: order statistic, integer program
discarding_rounds  the integer program, made tight in rounds
kept_worlds        linear programs over the worlds that are kept
words              the answer in sentences
"""
