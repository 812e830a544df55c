"""Containers for games, and what can be read off their payoffs without solving them.

normal_form     n players, any number of actions, labels
best_response   deviation gains, regret, pure equilibria
polymatrix      pairwise games on a graph of players
coalitional     coalitional games: 2**n values; coalition_form: from a normal form; coalition_table: from a CSV file
graph_model     states, moves and preferences; options: from options, statements: what is preferred about them
nfg             Gambit's .nfg files: writing, and reading by nfg_reader, nfg_tokens and nfg_names; gambit: to pygambit
payoff_table    CSV files of a row a profile; payoff_rows: what they say, payoff_frame: from data frames
other_packages  nashpy and quantecon
csv_tables      CSV files that come from anyone and go to spreadsheets
"""
