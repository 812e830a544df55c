"""Studies: what a policy does over many firms, worlds or levels at once.

take_up  firms differ: how many more train at a level, and what each additional trainee costs
"""
