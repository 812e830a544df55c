"""A map of two instruments: what each pair of levels makes of a conflict, and the cheapest pair.

planes      the parts into which straight lines cut a rectangle, in fractions
structure   the lines of a question, and which equilibria there are on which side of them
policy_map  the front door
result      regions, and the map
words       names of the parts, and the map in sentences
"""
