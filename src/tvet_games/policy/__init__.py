"""The cheapest policy that makes cooperation the equilibrium.

question      what is asked
search        the front door: cheapest_policy; assembly: what every way of searching shares
problem       a policy question as arrays; build makes it, arrays are its conflicts, levers its instruments
criteria      what cooperation must satisfy
requirements  from criteria and limits to conditions
rows          conditions as linear rows, for one exact problem or a batch of worlds; joint: who leaves what together
choices       requirements that are a choice between sets of rows, and the branch and bound over them
linear_batch  very many linear programs at once
basin         the criterion that is not linear; products: terms that are not affine
outcome       before and after, from the equilibrium engine
verdict       does a game satisfy a criterion, with what slack; verify: does a solution hold
solution      what the search returns; accounts: who gains and loses (standing: what each has); shadow: shadow prices
shortfall     why there is no policy, and which bound would have to move
contract      side payments between players as levers
threshold     the least level of one instrument as a formula
words         the answer in words
scenario      answering a scenario file
"""
