"""The sources of what ships, of the user's own files, and of functions.

A calibration rests on the figures behind its values and results; an instrument on the figures of the laws and schemes
where it exists; a conflict on a section of the paper; a scenario on all of these; a function on the references that the
docstring of its module lists, or its own.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable
from typing import Any

from tvet_games.model.calibration import Calibration
from tvet_games.model.conflict import Conflict
from tvet_games.model.figures import figures
from tvet_games.model.graph import Graph
from tvet_games.model.instrument import Instrument
from tvet_games.model.scenario import Scenario
from tvet_games.study.citation.facts import PAPER, SOFTWARE
from tvet_games.study.citation.published import reference_of
from tvet_games.study.citation.reference import ADDRESS, Reference, read_reference

HEADING = re.compile(r"^\s*References\n\s*-{3,}\n(?P<lines>.*?)(?=\n\s*\n|\Z)", re.DOTALL | re.MULTILINE)
NEXT = re.compile(r"(?<=[.;\d])\s+(?=(?:[A-Z][\w'-]+)(?:(?:, | and |, and )[A-Z][\w'-]+)* \(\d{4}\))")


def sources_of(thing: Any) -> tuple[Reference, ...]:
    """Return the sources of an object of the package; empty where it names none."""
    if isinstance(thing, Calibration):
        return _of_calibration(thing)
    if isinstance(thing, Instrument):
        return _of_figures(i for basis in thing.basis for i in basis.figures)
    if isinstance(thing, Conflict | Graph):
        return (SOFTWARE, _section(thing.section))
    if isinstance(thing, Scenario):
        parts = [thing.calibration, *(thing.instruments or ())]
        return (SOFTWARE, PAPER, *dict.fromkeys(source for part in parts for source in sources_of(part)))
    return _of_docstring(thing)


def _of_calibration(calibration: Calibration) -> tuple[Reference, ...]:
    values = calibration.values.values()
    ids = [i for v in values for i in v.figures] + [i for r in calibration.reproduces for i in r.figure]
    texts = dict.fromkeys(v.source for v in values if v.source)
    return (*_of_figures(ids), *(read_reference(text) for text in texts))


def _of_figures(ids: Iterable[str]) -> tuple[Reference, ...]:
    """Group figures by their source, in the order in which they occur; computed from others, they have none."""
    known = figures()
    grouped: dict[str, list[str]] = {}
    for name in dict.fromkeys(ids):
        if known[name].grade != "derived" or ADDRESS.search(known[name].source):
            grouped.setdefault(known[name].source, []).append(name)
    return tuple(reference_of(source, tuple(names)) for source, names in grouped.items())


def _section(section: str) -> Reference:
    note = f"section {section}" if section else ""
    return Reference(PAPER.kind, PAPER.title, PAPER.authors, note=note)


def _of_docstring(thing: Any) -> tuple[Reference, ...]:
    module = sys.modules.get(getattr(thing, "__module__", ""))
    for text in (getattr(module, "__doc__", None), getattr(thing, "__doc__", None)):
        found = HEADING.search(text or "")
        if found is not None:
            lines = NEXT.split(" ".join(found["lines"].split()))
            return tuple(dict.fromkeys(read_reference(line) for line in lines))
    return ()
