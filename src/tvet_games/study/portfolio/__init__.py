"""Many sites under one budget.

portfolio        the front door
result           what it says
sites            a table of sites, from a CSV file that comes from anyone
site_reader      the programs of sites, strip by strip
site_programs    the rows of all sites of a strip at once
site_levels      the cheapest levels of each site
site_shortfalls  why a site cannot be won
site_checks      does cooperation hold at the funded sites
site_chunks      all that is found at each site by itself, in chunks, with a store
site_dataset     what the store holds
site_choice      whom a budget reaches: a knapsack
common_package   one package: for all, else for as many as possible
common_levels    the cheapest for all
common_choice    the one that reaches most
zero_one         integer programs through HiGHS
words            the answer in sentences
"""
