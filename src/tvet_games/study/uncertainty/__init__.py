"""What uncertain values do to an answer: how likely it is, what it hangs on, and where it fails.

cooperation    in which worlds everybody cooperates, by name or by a criterion
subject        conflicts, policies and values of a study, and its games in any worlds
outputs        numbers that a world gives: margin, belief, basin, cooperation, cost, least cost
intervals      confidence intervals of a share and of the difference of two
probability    how likely cooperation is under each policy
curve          how likely it is at each level of an instrument, and from which on it is likely enough
indices        variance-based and screening indices of any function on the unit cube
variance       whose uncertainty the variance comes from, value by value and by provenance
screening      which values matter at all
discovery      the box of values in which a policy fails; boxes: how it is found
*_words        the same in sentences
"""
