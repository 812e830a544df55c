"""What batches of games are, in one pass and packed into 16 bits a game.

flags          the layout of a code, what each statement means, and how a data set documents it
ranges         which payoffs are judged, and the bound on ties of a chunk
two_by_two     2x2 games, by the signs of four incentives
cube           2x2x2 games, by twelve
general        games of any other shape
front          the front door, over chunks and threads
"""
