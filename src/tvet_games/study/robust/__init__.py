"""The cheapest package that holds in every world of the box of ranges.

robust       the front door
worlds       arrays over the box, exact worst worlds
moving_rows  rows whose numbers are multi-affine in the uncertain values
search       cutting planes over worst worlds
orders       one order of elimination for every world
check        drawn worlds that try to break it
words        the answer in sentences
"""
