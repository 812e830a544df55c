r"""Names of players and actions in .nfg files: ASCII labels for Gambit, the original names in the comment.

See :mod:`tvet_games.games.nfg` for what Gambit takes and how the comment keeps what it does not.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Sequence
from typing import Any

from tvet_games.games.normal_form import NormalFormGame

COMMENT = "tvet_games:"
"""Start of the comment that keeps the names."""

Names = tuple[str, ...]


def names_in_comment(comment: str, shape: tuple[int, ...]) -> tuple[Names, tuple[Names, ...]] | None:
    """Return the names that a comment keeps, or None where it keeps none that fit the game."""
    if not comment.startswith(COMMENT):
        return None
    try:
        kept = json.loads(re.sub(r"\\+", r"\\", comment.removeprefix(COMMENT)))
    except (ValueError, RecursionError):
        return None
    rows = [kept.get("players"), *_list(kept.get("actions"))] if isinstance(kept, dict) else []
    sizes = (len(shape), *shape)
    if len(rows) != len(sizes) or not all(map(_are_names, rows, sizes)):
        return None
    players, *actions = (tuple(row) for row in rows)
    return players, tuple(actions)


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


def _are_names(names: object, count: int) -> bool:
    """Tell whether these are so many different texts, none with half a surrogate pair."""
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
        return False
    halves = any("\ud800" <= character <= "\udfff" for name in names for character in name)
    return len(names) == count == len(set(names)) and not halves


def ascii_labels(names: Sequence[str], kind: str) -> Names:
    """Spell names in ASCII so that they stay distinct, none is empty, and none is the number of a later one."""
    texts = [ascii_text(name) for name in names]
    count = len(texts)
    return distinct_names(
        [f"{kind} {text}" if _is_later(text, place, count) else text for place, text in enumerate(texts, start=1)], kind
    )


def _is_later(text: str, place: int, count: int) -> bool:
    """Whether a text is the number of a later one, as Gambit writes numbers."""
    return text.isdigit() and len(text) <= len(str(count)) and text[0] != "0" and place < int(text) <= count


def ascii_text(text: str) -> str:
    """Spell a text in printable ASCII as Gambit takes labels: single spaces, none around, no backslashes."""
    plain = " ".join(unicodedata.normalize("NFKD", text).split()).replace("\\", "/")
    kept = "".join(character for character in plain if character.isascii() and character.isprintable())
    return " ".join(kept.split())


def names_comment(game: NormalFormGame) -> str:
    r"""Return the names as JSON in which every backslash is single, but for ``\"`` around names."""
    names = json.dumps({"players": list(game.players), "actions": [list(row) for row in game.actions]})
    names = names.replace("\\\\", "\\u005c").replace('\\"', "\\u0022")
    return f"{COMMENT} {names}".replace('"', '\\"')


def distinct_names(labels: Sequence[str], kind: str) -> Names:
    """Give names to empty labels and numbers to labels that come again; the first of each stays as it is."""
    taken, seen = set(labels), set[str]()
    numbers: dict[str, int] = {}
    names = []
    for place, label in enumerate(labels, start=1):
        name = label
        if not label or label in seen:
            base = name = label or f"{kind} {place}"
            number = numbers.get(base, 1)
            while name in taken:
                number += 1
                name = f"{base} ({number})"
            numbers[base] = number
            taken.add(name)
        seen.add(label)
        names.append(name)
    return tuple(names)
