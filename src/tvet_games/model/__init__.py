"""From text files to payoffs: conflicts, calibrations, instruments, policies, scenarios.

formula      what a formula may hold, and the one walker that evaluates it
algebra      the numbers that it is evaluated over
toml         reading files that come from anyone; toml_text: writing them
schema       the formats of the files
rows         payoff rows: which cell, which formula
conflict     players, actions, payoffs; conflict.game(calibration, policy)
calibration  values with provenance; calibration_csv: from a table, calibration_write: to TOML and CSV
instrument   what a level does and costs
policy       levels
scenario     a question
graph        graph models: options, preferences, no figures
terms        a formula as the sum of its terms
library      what ships, and loading by name or path
"""
