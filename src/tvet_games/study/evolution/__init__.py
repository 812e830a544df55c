"""How cooperation evolves: a conflict and a country's figures followed over time.

evolve       the front door: stability, rest points, where starting points lead, one path
words        what it comes to, in sentences
rules        rules of incentives that react to the shares, written as formulas
feedback     what such incentives cost along the way, against the best constant level
long_run     the level of an instrument, or a value, against long-run cooperation
sensitivity  what each uncertain value does to the outcome
fan          paths over time for several values of one parameter
changes      where the set of stable vertices changes along a quantity
inputs       starts, read and checked
"""
