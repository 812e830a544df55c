"""The mechanisms and paths of the paper (section 4), each applied, priced and compared.

patience          long-term cooperation: how patient the parties must be
communication     what a mediator's advice brings
evaluation        inspection, warnings, published ratings; exposures: what inspection is directed against
common_goals      how much all must care for the group
understanding     what becomes of cooperation when the parties misjudge
culture           what cultural distance costs; programme: what a cultural programme is worth
responsibilities  who bears which cost, and pays and receives what
leadership        who moves first
foresight         graph models: what lasts
compare           all of them against all conflicts: matter (a row), columns, packages (those that pay), cell, call
stakeholder_map   the comparison on the map of the stakeholders

Each has its sentences in a file of ``_words``.
"""
