"""The report: a dossier as one file, to be read in a browser or printed.

report     the front door: writes the file
sections   what a report says, in which order
limits     what the models leave out, in words
page       sections as a page of HTML
pictures   plots as pictures within a page
"""
