r"""What people write in a TOML file and is none: the commonest slips, each with its cure as half a sentence."""

from __future__ import annotations

import re
import unicodedata

from tvet_games.model.formula_slips import decimal_comma

NAMES = (
    'names are ASCII: a letter, then letters, digits or _; in Chinese they stand under [label.zh], as in gain = "收益"'
)

QUOTES = 'texts and formulas stand in straight quotes, as in "0.4*gain"'

ESCAPES = {"\b": "b", "\t": "t", "\n": "n", "\f": "f", "\r": "r"}
"""Characters that a backslash and a letter make in double quotes."""

_PLACE = re.compile(r"at line (\d+), column (\d+)")
_COMMA = re.compile(r"=\s*[+-]?\d+,\d")
_COMMAND = re.compile(r"\\[A-Za-z]+")


def syntax_slip(text: str, said: str) -> str:
    """How to write what a parser did not understand; empty where that is not known.

    Parameters
    ----------
    text : str
        The file.
    said : str
        What the parser said, with line and column.
    """
    found = _PLACE.search(said)
    if found is None:
        return ""
    lines, column = text.split("\n"), int(found[2]) - 1
    line = lines[int(found[1]) - 1] if int(found[1]) <= len(lines) else ""
    sign = line[column : column + 1]
    if said.startswith(("Unescaped", "Invalid hex value")):
        command = _COMMAND.match(line, max(line.rfind("\\", 0, column + 1), 0))
        return backslash(command.group() if command else "\\rho")
    if said.startswith("Invalid value"):
        return QUOTES
    if _COMMA.search(line):
        return decimal_comma(line[line.index("=") :])
    if not sign.isascii():
        plain = unicodedata.normalize("NFKC", sign)
        return f"write {plain!r}" if plain != sign and plain.isascii() else NAMES
    return ""


def backslash(command: str) -> str:
    r"""How to write a command of LaTeX.

    Examples
    --------
    >>> print(backslash(r"\rho"))
    write "\\rho", or '\rho' in single quotes
    """
    return f"""write "\\{command}", or '{command}' in single quotes"""


def control_slip(text: str) -> str:
    r"""Say which control character a text holds, and how to write what was meant by it.

    Examples
    --------
    >>> print(control_slip("\rho"))
    holds a control character, made of \r; for \rho write "\\rho", or '\rho' in single quotes
    """
    for character, letter in ESCAPES.items():
        found = re.search(character + "[A-Za-z]*", text)
        if found:
            command = f"\\{letter}{found.group()[1:]}"
            return f"holds a control character, made of \\{letter}; for {command} {backslash(command)}"
    return "holds a control character, which could steer a terminal or hide text"
