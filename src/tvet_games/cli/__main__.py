"""python -m tvet_games.cli."""

from tvet_games.cli.app import main

main()
