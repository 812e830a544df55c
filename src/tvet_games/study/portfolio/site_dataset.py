"""The labelled form of what is found at each site: what a store of a portfolio holds, with units, and what makes it so.

The budget is no part of it: whom the money reaches is chosen from these arrays.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from tvet_games.policy.question import Question
from tvet_games.policy.rows import Condition
from tvet_games.study.chunks.identity import NUMBERS_FROM, fingerprint, versions
from tvet_games.study.chunks.store import Layout, Variable
from tvet_games.study.portfolio.site_reader import SiteReader
from tvet_games.study.portfolio.site_shortfalls import NOTHING
from tvet_games.study.portfolio.sites import Sites, dimensions

SITE, INSTRUMENT = "site", "instrument"
"""The axes."""

PLAIN = "1"
"""Unit of what has none."""


def site_layout(reader: SiteReader, sites: Sites, chunk: int, *, stored: bool) -> Layout:
    """Say how the sites are cut and what is kept of each.

    Parameters
    ----------
    reader : SiteReader
    sites : Sites
    chunk : int
        Most sites of a chunk; a chunk is a number of whole strips, and at least one.
    stored : bool
        Whether it is for a store, which needs labels and fingerprints.
    """
    strips = max(1, chunk // reader.strip)
    return Layout(
        sizes={SITE: len(sites)},
        chunk=(min(strips * reader.strip, len(sites)),),
        variables=_variables(reader),
        coordinates=_coordinates(reader.question, sites) if stored else None,
        identity=_identity(reader, sites) if stored else {},
    )


def _variables(reader: SiteReader) -> dict[str, Variable]:
    question = reader.question
    unit = question.calibration.unit
    money, head = f"{unit.currency} per site and period", str(unit)

    def flag(meaning: str) -> Variable:
        return Variable("uint8", 0, {"long_name": meaning, "flag_values": [0, 1], "flag_meanings": "no yes"})

    def amount(meaning: str, units: str, **extra: int) -> Variable:
        return Variable("float64", np.nan, {"long_name": meaning, **({"units": units} if units else {})}, extra)

    return {
        "levels": amount("cheapest levels of the site", "", **{INSTRUMENT: len(question.instruments)}),
        "cost": amount("expected public cost of these levels beyond that of the status quo", money),
        "feasible": flag("whether any levels will do"),
        "good": flag("whether the games under these levels pass every check"),
        "before": flag("whether cooperation holds under the levels in force today"),
        "missing": amount("what is missing where no levels will do", head),
        "condition": Variable(
            "int32",
            NOTHING,
            {
                "long_name": "what it is missing for",
                "flag_values": list(range(NOTHING, len(reader.conditions))),
                "flag_meanings": " ".join(["none", *(_meaning(question, c) for c in reader.conditions)]),
            },
        ),
    }


def _meaning(question: Question, condition: Condition) -> str:
    """A condition in one word without blanks: where, who, what instead, and what the others play."""
    moves = []
    for move in condition.moves:
        conflict = question.conflicts[move.conflict]
        played = [conflict.actions[j][a] for j, a in enumerate(move.others) if j != move.player]
        action = conflict.actions[move.player][move.action] if move.action >= 0 else "out"
        moves.append(f"{conflict.name}:{conflict.player_names[move.player]}:{action}:{'+'.join(played)}")
    return "_".join([condition.kind, *moves] if moves else [condition.kind, condition.what]).replace(" ", "_")


def _coordinates(question: Question, sites: Sites) -> Any:
    import xarray as xr

    calibration, own = question.calibration, dimensions(question)
    units = [_unit(question, i.dimension, i.paid_once_per) for i in question.instruments]
    found: dict[str, Any] = {
        SITE: (SITE, np.array(sites.names)),
        "trainees": (SITE, sites.heads, {"long_name": "trainees of the site", "units": PLAIN}),
        INSTRUMENT: (INSTRUMENT, np.array([i.name for i in question.instruments])),
        "unit": (INSTRUMENT, np.array(units), {"long_name": "unit of the level of the instrument"}),
    }
    for name, array in sites.values.items():
        told = {"long_name": question.label(name), "units": _unit(question, own.get(name, ""))}
        found[name] = (SITE, array, {key: text for key, text in told.items() if text})
    attributes = {
        "title": f"cheapest policies of {len(sites)} sites for {question.name or 'a question'} on {calibration.name}",
        "Conventions": "CF-1.11 (flags, units)",
        "conflicts": [conflict.name for conflict in question.conflicts],
        "calibration": calibration.name,
        "criteria": [str(criterion) for criterion in question.requirements.criteria],
        "versions": versions(),
    }
    return xr.Dataset(coords=found, attrs=attributes)


def _unit(question: Question, dimension: str, head: str = "") -> str:
    money = question.calibration.unit_per(head) if head else str(question.calibration.unit)
    units: Mapping[str, str] = {"money": money, "share": PLAIN, "ratio": PLAIN, "count": PLAIN}
    return units.get(dimension, "")


def _identity(reader: SiteReader, sites: Sites) -> dict[str, str]:
    """Fingerprints of what decides the numbers; the budget and the question's name do not."""
    question = reader.question
    asked = replace(question, requirements=replace(question.requirements, budget=None), name="", unavailable={})
    return {
        "question": fingerprint(asked),
        "sites": fingerprint([list(sites.names), sites.heads, sites.values]),
        "strips": str(reader.strip),
        "versions": versions((*NUMBERS_FROM, "highspy")),
    }
