"""Questions with a term that is not affine in the levels.

products      the front door
fixed_levels  with the factors fixed the question is a linear program
mccormick     lifted forms and their relaxation
bound         a certified lower bound over boxes of the factors
"""
