"""tvet_games."""
