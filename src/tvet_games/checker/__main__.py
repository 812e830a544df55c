"""python -m tvet_games.checker FILE: 0 what it says holds, 1 it does not, 2 it says nothing that can be checked."""

from __future__ import annotations

import sys
from pathlib import Path

from tvet_games.checker.check import verify_text
from tvet_games.checker.statement import StatementError


def main(arguments: list[str]) -> int:
    """Check a file; return the exit code."""
    if len(arguments) != 1:
        print("usage: python -m tvet_games.checker FILE", file=sys.stderr)
        return 2
    try:
        found = verify_text(Path(arguments[0]).read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, StatementError) as error:
        print(f"error: {arguments[0]}: {error}", file=sys.stderr)
        return 2
    print(found)
    return 0 if found else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
