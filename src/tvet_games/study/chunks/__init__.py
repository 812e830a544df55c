"""Long studies in parts: chunks, whoever computes them, and a store that a killed run resumes from.

blocks     an array in chunks, each a block of it
executor   chunks on threads, processes or a cluster, a few at a time
identity   what makes two studies the same
store      labelled arrays on disk with a map of the finished chunks
labels     what the axes of a store are called
files      Zarr groups, and what is told of them
lock       one run at a time
run        the chunks of a study, into memory or into a store
opening    a store as labelled arrays
streams    the draws of very many worlds, some of the worlds at a time
"""
