"""Everything that a report on a scenario says, as results.

dossier  the front door: the answer, and what stands around it
origin   versions, hashes of files and the call that makes it again
words    the summary that a reader without game theory understands
"""
