"""The codebook: every parameter with its symbol, unit, meaning, conflicts, and its value in each country.

A parameter stands in the codebook if a payoff of a conflict uses it, if an instrument uses it there, or if a
calibration has a value of it. Its meaning is that of the file that declares it: a conflict, an instrument, or, for
what neither uses, a calibration. Money is told per head of the conflicts that use the parameter, in the calibration's
unit.

Two tables: the long one has a row a parameter and calibration, the wide one a row a parameter.

collect     the front door
result      entries and tables
words       sentences and the card
"""
