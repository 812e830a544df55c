"""References: who, when, what, where; and how a line of text becomes one.

Published figures and docstrings name their sources in one line, ``Authors (year), title, address``. What does not have
this form keeps its whole text as the title. Titles in square brackets describe what has none.
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
DATED = re.compile(r"^(?P<title>.*\w.*) \((?P<year>\d{4})\)$", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Reference:
    """One reference.

    Attributes
    ----------
    kind : str
    title : str
    authors : tuple of str
        ``Family, Given`` for a person whose given name is known; otherwise as written.
    year, version, licence, where, volume, number, doi, url : str
        Empty where not known; ``where``: the journal, or who published it.
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
    where: str = ""
    volume: str = ""
    number: str = ""
    doi: str = ""
    url: str = ""
    note: str = ""
    figures: tuple[str, ...] = ()

    @property
    def address(self) -> str:
        """Where it can be read; empty where no address is known."""
        return f"https://doi.org/{self.doi}" if self.doi else self.url

    @property
    def place(self) -> str:
        """Where it was published, with volume and number.

        Examples
        --------
        >>> Reference("article", "The bargaining problem", where="Econometrica", volume="18", number="2").place
        'Econometrica, 18(2)'
        """
        part = f"{self.volume}({self.number})" if self.volume and self.number else self.volume or self.number
        return ", ".join(filter(None, (self.where, part)))

    @property
    def key(self) -> str:
        """A BibTeX key: first author, year, first word of the title.

        Examples
        --------
        >>> Reference("article", "The bargaining problem", ("Nash, John",), "1950").key
        'nash1950bargaining'
        """
        family = self.authors[0].split(",")[0].removesuffix(" et al.").split()[-1:] if self.authors else []
        words = [w for w in re.findall(r"[a-z0-9_]+", self.title.lower()) if w not in ("the", "a", "an", "of", "on")]
        parts = [*re.findall(r"[a-z0-9]+", " ".join(family).lower()), self.year[:4], *words[:1]]
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
        if len(names) == 2 and "," not in names[0]:
            people = " & ".join(names)
        year = f"({self.year or 'n.d.'})."
        what = f"{self.title} (Version {self.version}) [Computer software]" if self.version else self.title
        head = f"{people} {year} {what}." if people else f"{what}. {year}"
        return " ".join(filter(None, (head, f"{self.place.rstrip('.')}." if self.place else "", self.address)))

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
        return f"{who}{', '.join(filter(None, (what, self.place, self.address)))}"


def read_reference(line: str, *, note: str = "", figures: tuple[str, ...] = ()) -> Reference:
    """Make a reference of a line of text.

    Examples
    --------
    >>> read_reference("Kalai and Smorodinsky (1975), Other solutions. doi:10.2307/1914280").authors
    ('Kalai', 'Smorodinsky')
    >>> read_reference("BIBB press release 08/2015, https://www.bibb.de/en/25969.php").url
    'https://www.bibb.de/en/25969.php'
    >>> read_reference("price list of the centre (2024)").year
    '2024'
    """
    text = " ".join(line.split())
    address, doi = ADDRESS.search(text), DOI.search(text)
    for found in (address, doi):
        text = text.replace(found.group(0), "") if found else text
    url, number = (address.group(1).rstrip(".") if address else ""), (doi.group(1).rstrip(".") if doi else "")
    told, dated = AUTHORS.match(text), DATED.match(text.strip(" .,;"))
    if told is None or not told["rest"].strip(" .,;"):
        title, year = (dated["title"], dated["year"]) if dated else (text.strip(" .,;"), "")
        return Reference("misc", title, (), year, doi=number, url=url, note=note, figures=figures)
    authors = tuple(re.split(r", (?:and )?| and | & ", told["authors"]))
    title = told["rest"].strip(" .,;")
    return Reference("misc", title, authors, told["year"], doi=number, url=url, note=note, figures=figures)


def _initials(name: str) -> str:
    """A person by family name and initials; any other name as it is."""
    family, _, given = name.partition(", ")
    return f"{family}, {' '.join(f'{part[0]}.' for part in given.split())}" if given else family
