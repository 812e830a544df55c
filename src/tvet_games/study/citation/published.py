"""The sources of published figures as references.

Figures name their source in a line of free text. ``library/sources.csv`` takes these lines apart: authors (``;``
between them), year, title, where published, volume, number, note. A year stands there only if the line dates the source
itself, not what it reports; a title in square brackets describes a source whose title the line does not give.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from tvet_games.model.read_only import read_only
from tvet_games.study.citation.reference import ADDRESS, Reference, read_reference


def reference_of(source: str, figures: tuple[str, ...] = ()) -> Reference:
    """Make a reference of the source of published figures; of any other line as far as it can be read.

    Examples
    --------
    >>> from tvet_games.model.figures import figures
    >>> print(reference_of(figures()["de_pay_2023"].source).apa())
    Schoenfeld & Wenzelmann (2024). Tarifliche Ausbildungsverguetungen 2023. BIBB. https://bibb.de/de/184710.php
    """
    row = _rows().get(source)
    if row is None:
        return read_reference(source, figures=figures)
    address = ADDRESS.search(source)
    return Reference(
        "article" if row["number"] or row["volume"] else "misc",
        row["title"],
        tuple(filter(None, row["authors"].split("; "))),
        row["year"],
        where=row["where"],
        volume=row["volume"],
        number=row["number"],
        url=address.group(1) if address else "",
        note=row["note"],
        figures=figures,
    )


@cache
def _rows() -> Mapping[str, Mapping[str, str]]:
    """The rows of the file by the text of the source."""
    text = files("tvet_games").joinpath("library/sources.csv").read_text(encoding="utf-8")
    return read_only({row["source"]: read_only(row) for row in csv.DictReader(text.splitlines())})
