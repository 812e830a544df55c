"""What --verify and --proof do: an answer before the independent checker, and its statement as a file."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from rich.console import Console

from tvet_games.checker.check import Verification, verify
from tvet_games.errors import InputError, Problem
from tvet_games.study.certify.statements import statement_of

REFUTED = 1
"""Exit code of an answer that does not hold."""


def verified(out: Console | None, result: Any, *, check: bool, proof: str | None) -> dict[str, Any]:
    """Check a result and write its statement, as far as either is asked for; what --json tells of it."""
    if not check and proof is None:
        return {}
    told = statement_of(result)
    if proof is not None:
        _write(proof, told)
    if not check:
        return {}
    found = verify(told)
    if out is not None:
        out.print(str(found))
    if not found:
        print(f"error: {found.wrong}", file=sys.stderr)
        raise SystemExit(REFUTED)
    return {"verification": data_of(found)}


def data_of(found: Verification) -> dict[str, Any]:
    """A verification as JSON holds it."""
    return {name: getattr(found, name) for name in found.__dataclass_fields__}


def _write(path: str, told: dict[str, Any]) -> None:
    try:
        Path(path).write_text(json.dumps(told), encoding="utf-8", newline="\n")
    except OSError as error:
        raise InputError(path, [Problem("", f"cannot be written: {error.strerror or error}")]) from None
    print(f"wrote {path}; check it: python -m tvet_games.checker {path}", file=sys.stderr)
