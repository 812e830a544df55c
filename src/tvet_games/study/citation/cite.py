"""How to cite: the package and the paper it encodes, or the sources of a calibration, an instrument, a function."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from importlib import import_module
from typing import Any, Literal, get_args

from tvet_games.errors import InputError, Problem, shorten, unknown
from tvet_games.model import library
from tvet_games.study.citation.bibtex import entry
from tvet_games.study.citation.facts import PAPER, SOFTWARE
from tvet_games.study.citation.reference import Reference
from tvet_games.study.citation.sources import sources_of
from tvet_games.tables.card import Card
from tvet_games.tables.labels import Language, spoken
from tvet_games.tables.shown import Shown
from tvet_games.tables.table import Cell, Link
from tvet_games.tables.words import fill

Style = Literal["bibtex", "apa", "text"]

STYLES: tuple[Style, ...] = get_args(Style)

PHRASES = {
    "package": ("How to cite tvet_games", "如何引用 tvet_games"),
    "sources": ("Sources of {what}", "{what} 的来源"),
    "none": ("It names no published source.", "未列出已发表的来源。"),
}


@dataclass(frozen=True, slots=True, repr=False)
class Citation(Shown):
    """References, and how to write them.

    Attributes
    ----------
    what : str
        Whose sources they are; empty for the package.
    references : tuple of Reference
    style : str
        Of :attr:`text`: ``text``, ``apa`` or ``bibtex``.
    """

    what: str
    references: tuple[Reference, ...] = field(repr=False)
    style: Style

    @property
    def text(self) -> str:
        """The references in the style asked for."""
        if self.style == "bibtex":
            return self.bibtex()
        return "\n".join(r.apa() if self.style == "apa" else r.text() for r in self.references)

    def bibtex(self) -> str:
        """The references as BibTeX entries, each with a key of its own."""
        keys = [r.key for r in self.references]
        counts, seen = Counter(keys), Counter[str]()
        entries = []
        for key, reference in zip(keys, self.references, strict=True):
            seen[key] += 1
            entries.append(entry(reference, f"{key}{_letters(seen[key])}" if counts[key] > 1 else key))
        return "\n\n".join(entries)

    def to_frame(self) -> Any:
        """Return a :class:`pandas.DataFrame`: a row a reference."""
        import pandas as pd

        people, place = ("kind", "title", "authors", "year"), ("version", "where", "volume", "number")
        names = (*people, *place, "doi", "url", "note", "figures")
        rows = [[_plain(getattr(r, n)) for n in names] for r in self.references]
        return pd.DataFrame(rows, index=[r.key for r in self.references], columns=list(names))

    def card(self, language: Language | None = None) -> Card:
        """Return the references, a paragraph each, with links."""
        tongue = spoken(language)
        title = fill(PHRASES, "sources" if self.what else "package", tongue, what=self.what)
        said = [_paragraph(r) for r in self.references] or [fill(PHRASES, "none", tongue)]
        return Card(title, parts=tuple(said))

    def __str__(self) -> str:
        return self.text

    def __repr__(self) -> str:
        return self.text


def cite(what: Any = None, style: Style = "text") -> Citation:
    """Tell how to cite the package and the paper it encodes, or the sources of a part of it.

    Parameters
    ----------
    what : str or object, optional
        A calibration, conflict, instrument, scenario, graph model, or a function of the package, itself or by name;
        files also by path. By default the package.
    style : {"text", "apa", "bibtex"}
        How :attr:`Citation.text` writes them.

    Returns
    -------
    Citation

    Raises
    ------
    UnknownNameError
        If there is no such style, or nothing goes by that name.
    InputError
        If what is given is nothing that the package knows.

    Notes
    -----
    What a source does not tell is left out, so that its author or year may have to be added by hand; so do the journal
    and the year of the paper. "n.d." says that a page names no date.

    Examples
    --------
    >>> print(cite().references[1].text())
    Ting Du and Shaolun Zeng, Construction of High-quality Talents Training Community in Secondary Vocational Education
    >>> print(*cite("austria_2016").references[1].figures)
    at_net_total at_hire at_subsidy_total at_profit
    >>> print(cite("quantal_response").references[0].text())
    McKelvey and Palfrey (1995), Quantal response equilibria for normal form games, https://doi.org/10.1006/game.1995.1023
    """
    if style not in STYLES:
        raise unknown("style", str(style), STYLES, source="cite", field="style")
    if what is None:
        return Citation("", (SOFTWARE, PAPER), style)
    thing, name = _named(what) if isinstance(what, str) else (what, _name(what))
    return Citation(name, sources_of(thing), style)


def _named(name: str) -> tuple[Any, str]:
    """What goes by a name or stands in a file."""
    package = import_module("tvet_games")
    loaders: dict[str, Any] = {
        "calibration": library.load_calibration,
        "conflict": library.load_conflict,
        "instrument": library.load_instrument,
        "scenario": library.load_scenario,
        "graph": library.load_graph,
    }
    if name.endswith(".toml") or "/" in name:
        from pathlib import Path

        from tvet_games.model.toml import read_toml

        return loaders[library.kind_of(read_toml(Path(name)), name)](name), name
    shipped = {"calibration": library.calibrations(), "conflict": library.conflicts()}
    shipped |= {"instrument": library.instruments(), "scenario": library.scenarios(), "graph": library.graphs()}
    for kind, names in shipped.items():
        if name in names:
            return loaders[kind](name), name
    if name in package.__all__:
        return getattr(package, name), name
    raise unknown("name", name, {n for names in shipped.values() for n in names} | set(package.__all__), source="cite")


def _name(thing: Any) -> str:
    """The name of an object that the package knows."""
    name = getattr(thing, "name", None) or getattr(thing, "__name__", None)
    inside = str(getattr(thing, "__module__", type(thing).__module__)).startswith("tvet_games")
    if not inside or not isinstance(name, str):
        known = "a calibration, conflict, instrument, scenario, graph or function of the package, or its name"
        raise InputError("cite", [Problem("", f"expected {known}", shorten(repr(thing)))])
    return name


def _letters(count: int) -> str:
    """a, b, ..., z, aa, ab, ... for 1, 2, ..."""
    text = ""
    while count:
        count, place = divmod(count - 1, 26)
        text = chr(ord("a") + place) + text
    return text


def _paragraph(reference: Reference) -> Cell:
    said = reference.text()
    note = "; ".join(filter(None, (reference.note, ", ".join(reference.figures))))
    tail = f" [{note}]" if note else ""
    if not reference.address:
        return f"{said}{tail}"
    return (said.removesuffix(reference.address), Link(reference.address, reference.address), tail)


def _plain(value: Any) -> Any:
    return "; ".join(value) if isinstance(value, tuple) else value
