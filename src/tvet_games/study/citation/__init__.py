"""How to cite the package, the paper it encodes, and the sources of what it ships.

reference   one reference, and how a line of text becomes one
facts       the package and its paper
published   authors, years and titles of the sources of published figures
bibtex      BibTeX, with its escapes
sources     the sources of calibrations, instruments, conflicts, scenarios and functions
cite        the front door
"""
