"""Many sites under one budget.

portfolio      the front door
sites          a table of sites
site_reader    from a CSV file that comes from anyone
site_programs  the rows of all sites at once
site_levels    the cheapest levels of each site
site_choice    whom a budget reaches: a knapsack
common_levels  one package for all
common_choice  one package for as many as possible
site_checks    does cooperation hold at the funded sites
zero_one       integer programs through HiGHS
words          the answer in sentences
"""
