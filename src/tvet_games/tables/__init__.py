"""Tables as people read them: in a notebook (HTML), in a paper (LaTeX), in a shell (text); English and Chinese.

labels      names as people read them; the language that is set
words       sentences, lists, amounts, shares; units: units and dimensions; spread: some of many rows
vocabulary  words of the tables in Chinese
table       Table, and the cells that are more than a text: formulas, links, marks
card        Card: a title, sentences and tables, as every object shows itself
frame       tables of data frames
markup      how HTML and LaTeX write texts; html, latex, text write a card
shown       the base of everything that shows itself
"""
