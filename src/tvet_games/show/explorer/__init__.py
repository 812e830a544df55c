"""The explorer: a page on this machine to play with a conflict, its values and policies.

What is on the page is one frozen :class:`~tvet_games.show.explorer.state.State`; everything shown follows from it by
functions that know no page.

state      what was chosen, and its form as an address
shelf      what there is to choose from: what ships, and files that were opened
subject    the state's names resolved: conflict, figures, levers, question
scene      what is shown live: verdict, payoffs, equilibria, costs
drawing    shapes as SVG
portrait   the phase portrait, or shares over time
region_map the policy map, with a point where the levels are
jobs       what takes longer, as functions for processes of their own
scenario   the state as a scenario file
words      the page's words, in two languages
guard      who may talk to the server
controls   the choices, sliders and fields
page       the page itself
serve      the server
"""
