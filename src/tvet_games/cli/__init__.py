"""The command line: one file a command; every one prints a table for people, or JSON with --json."""
