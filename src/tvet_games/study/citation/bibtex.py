r"""BibTeX: entries, and the escapes that they need.

Letters with accents become commands, so that old and new programs read them alike; ``& % $ # _ { } ~ ^ \`` are
escaped in texts. Addresses and DOIs stay as they are: styles set them with ``\url``. Titles stand in two braces, so
that no style changes their capitals; so do names of bodies, so that none is taken apart. The figures that are taken
from a source stand in ``annote``, which styles do not print.
"""

from __future__ import annotations

import unicodedata

from tvet_games.study.citation.reference import Reference
from tvet_games.tables.latex import escape

ENTRY = {"software": "software", "misc": "misc"}
"""Types of entries; an article is one only if its journal is known, which the type requires."""

ACCENTS = {
    "\u0300": "`",
    "\u0301": "'",
    "\u0302": "^",
    "\u0303": "~",
    "\u0304": "=",
    "\u0306": "u",
    "\u0307": ".",
    "\u0308": '"',
    "\u030a": "r",
    "\u030b": "H",
    "\u030c": "v",
    "\u0327": "c",
    "\u0328": "k",
}

LETTERS = {
    "ß": r"{\ss}",
    "æ": r"{\ae}",
    "Æ": r"{\AE}",
    "œ": r"{\oe}",
    "Œ": r"{\OE}",
    "ø": r"{\o}",
    "Ø": r"{\O}",
    "å": r"{\aa}",
    "Å": r"{\AA}",
    "ł": r"{\l}",
    "Ł": r"{\L}",
    "ı": r"{\i}",
    "–": "--",
    "—": "---",
    "“": "``",
    "”": "''",
    "‘": "`",
    "’": "'",
    "„": r"{\quotedblbase}",
}


def bibtex_text(text: str) -> str:
    r"""Escape a text for a field.

    Examples
    --------
    >>> print(bibtex_text("Schlögl & Søn: 66 % of at_hire"))
    Schl{\"o}gl \& S{\o}n: 66 \% of at\_hire
    """
    return "".join(_letter(c) for c in unicodedata.normalize("NFC", text))


def entry(reference: Reference, key: str) -> str:
    r"""Write one entry.

    Examples
    --------
    >>> print(entry(Reference("misc", "R&D", ("BIBB",), "2024"), "bibb2024"))
    @misc{bibb2024,
      author = {{BIBB}},
      title = {{R\&D}},
      year = {2024},
    }
    """
    kind = ENTRY.get(reference.kind, "article" if reference.where else "misc")
    texts = {
        "author": " and ".join(_person(name) for name in reference.authors),
        "title": f"{{{bibtex_text(reference.title)}}}",
        "year": reference.year,
        "version": reference.version,
        "license": reference.licence,
        "journal" if kind == "article" else "howpublished": bibtex_text(reference.where),
        "volume": reference.volume,
        "number": reference.number,
        "doi": reference.doi,
        "url": reference.url,
        "note": bibtex_text(reference.note),
        "annote": bibtex_text(f"figures {', '.join(reference.figures)}") if reference.figures else "",
    }
    lines = [f"  {name} = {{{text}}}," for name, text in texts.items() if text]
    return "\n".join([f"@{kind}{{{key},", *lines, "}"])


def _person(name: str) -> str:
    if name.endswith(" et al."):
        return f"{_person(name.removesuffix(' et al.'))} and others"
    return bibtex_text(name) if ", " in name else f"{{{bibtex_text(name)}}}"


def _letter(c: str) -> str:
    if c in LETTERS:
        return LETTERS[c]
    base, *marks = list(unicodedata.normalize("NFD", c))
    if len(marks) == 1 and marks[0] in ACCENTS and base.isascii():
        accent = ACCENTS[marks[0]]
        return f"{{\\{accent}{{{base}}}}}" if accent.isalpha() else f"{{\\{accent}{base}}}"
    return escape(c)
