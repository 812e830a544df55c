"""References: who, when, what, where; and how a line of text becomes one.

Published figures and docstrings name their sources in one line, ``Authors (year), title, address``. What does not have
this form keeps its whole text as the title.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from tvet_games.tables.words import listed

Kind = Literal["software", "article", "misc"]

ADDRESS = re.compile(r"(?:,?\s*|\bat )(https?://[^\s,;)]+)")
DOI = re.compile(r",?\s*\bdoi:\s*(10\.[^\s,;]+)", re.IGNORECASE)
AUTHORS = re.compile(
    r"^(?P<authors>\w[^()\d,\"]*(?:, [^()\d,\"]+)*?) \((?P<year>\d{4})\)[,:]?\s*(?P<rest>.*)$", re.DOTALL
)


@dataclass(frozen=True, slots=True)
class Reference:
    """One reference.

    Attributes
    ----------
    kind : str
    title : str
    authors : tuple of str
        ``Family, Given`` for a person whose given name is known; otherwise as written.
    year, version, licence, doi, url : str
        Empty where not known.
    note : str
        What it is cited for.
    figures : tuple of str
        Ids of the published figures that are taken from it.
    """

    kind: Kind
    title: str
    authors: tuple[str, ...] = ()
    year: str = ""
    version: str = ""
    licence: str = ""
    doi: str = ""
    url: str = ""
    note: str = ""
    figures: tuple[str, ...] = ()

    @property
    def address(self) -> str:
        """Where it can be read; empty where no address is known."""
        return f"https://doi.org/{self.doi}" if self.doi else self.url

    @property
    def key(self) -> str:
        """A BibTeX key: first author, year, first word of the title.

        Examples
        --------
        >>> Reference("article", "The bargaining problem", ("Nash, John",), "1950").key
        'nash1950bargaining'
        """
        named = bool(self.authors) and (bool(self.year) or "," in self.authors[0])
        family = self.authors[0].split(",")[0].split()[-1:] if named else []
        words = [w for w in re.findall(r"[a-z0-9_]+", self.title.lower()) if w not in ("the", "a", "an", "of", "on")]
        parts = [*re.findall(r"[a-z0-9]+", " ".join(family).lower()), self.year, *words[:1]]
        return "".join(parts) or "source"

    def apa(self) -> str:
        """The reference in the style of the APA; n.d. where no year is known.

        Examples
        --------
        >>> Reference("article", "The bargaining problem", ("Nash, John",), "1950", doi="10.2307/1907266").apa()
        'Nash, J. (1950). The bargaining problem. https://doi.org/10.2307/1907266'
        """
        names = [_initials(name) for name in self.authors]
        people = names[0] if len(names) == 1 else f"{', '.join(names[:-1])}, & {names[-1]}" if names else ""
        year = f"({self.year or 'n.d.'})."
        what = f"{self.title} (Version {self.version}) [Computer software]" if self.version else self.title
        head = f"{people.rstrip('.')}. {year} {what}." if people.endswith(".") else f"{people} {year} {what}."
        return f"{head if people else f'{what}. {year}'} {self.address}".strip()

    def text(self) -> str:
        """The reference in one line, as people name it.

        Examples
        --------
        >>> Reference("article", "The bargaining problem", ("Nash, John",), "1950").text()
        'John Nash (1950), The bargaining problem'
        """
        people = listed([" ".join(reversed(name.split(", "))) for name in self.authors])
        who = f"{people} ({self.year}), " if people and self.year else f"{people}, " if people else ""
        what = f"{self.title}, version {self.version}" if self.version else self.title
        return f"{who}{what}{f', {self.address}' if self.address else ''}"


def read_reference(line: str, *, note: str = "", figures: tuple[str, ...] = ()) -> Reference:
    """Make a reference of a line of text.

    Examples
    --------
    >>> read_reference("Kalai and Smorodinsky (1975), Other solutions. doi:10.2307/1914280").authors
    ('Kalai', 'Smorodinsky')
    >>> read_reference("BIBB press release 08/2015, https://www.bibb.de/en/25969.php").url
    'https://www.bibb.de/en/25969.php'
    """
    text = " ".join(line.split())
    address, doi = ADDRESS.search(text), DOI.search(text)
    for found in (address, doi):
        text = text.replace(found.group(0), "") if found else text
    url, number = (address.group(1).rstrip(".") if address else ""), (doi.group(1).rstrip(".") if doi else "")
    told = AUTHORS.match(text)
    if told is None or not told["rest"].strip(" .,;"):
        return Reference("misc", text.strip(" .,;"), doi=number, url=url, note=note, figures=figures)
    authors = tuple(re.split(r", (?:and )?| and | & ", told["authors"]))
    title = told["rest"].strip(" .,;")
    return Reference("misc", title, authors, told["year"], doi=number, url=url, note=note, figures=figures)


def _initials(name: str) -> str:
    """A person by family name and initials; any other name as it is."""
    family, _, given = name.partition(", ")
    return f"{family}, {' '.join(f'{part[0]}.' for part in given.split())}" if given else family
