"""Policy instruments: what a level does to payoffs, what it costs the public, how far it may go."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from tvet_games.errors import InputError, Problem
from tvet_games.model.formula import Formula
from tvet_games.model.rows import parse_field
from tvet_games.model.schema import InstrumentEffect, InstrumentFile
from tvet_games.tables.card import Card
from tvet_games.tables.labels import Labels, Language, Text, spoken
from tvet_games.tables.shown import Shown

LEVEL = "level"
"""The name under which a formula of an instrument sees its level."""

EVERY_CONFLICT = "*"


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter of formulas: what it measures and means."""

    name: str
    dimension: str
    meaning: str
    symbol: str = ""


@dataclass(frozen=True, slots=True)
class Cap:
    """A ceiling on what all instruments of a group pay together at the target."""

    group: str
    limit: Formula


@dataclass(frozen=True, slots=True)
class Basis:
    """Where an instrument exists in law or practice."""

    country: str
    what: str
    figures: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Instrument(Shown):
    """A policy instrument.

    Attributes
    ----------
    name : str
    dimension : str
        Of the level: money, share, ratio or count.
    low, high : Formula
        Bounds of the level, over the calibration's values.
    paid_once_per : str
        Head that public cost is billed for: trainee, teacher or site.
    joint : str
        ``once``: a stakeholder whom it touches in several conflicts receives or loses it once; ``each``: in each.
    persists : bool
        Whether its effect stays when the policy ends.
    escapable_by_exit : bool
        False where staying out of the partnership does not avoid it: then it lowers the outside option too.
    cap : Cap or None
    interacts : tuple of str
        Other instruments whose levels its formulas use, under their names.
    parameters : mapping of str to Parameter
        Its own parameters, valued in the calibration.
    effects : tuple of InstrumentEffect
        Rows as written; a conflict resolves them to its own players and actions.
    between : (str, str) or None
        Who pays whom, where it is a contract between two players; None for what the public does.
    """

    name: str
    dimension: str
    low: Formula
    high: Formula
    paid_once_per: str
    joint: Literal["once", "each"]
    persists: bool
    escapable_by_exit: bool
    cap: Cap | None
    interacts: tuple[str, ...]
    section: str
    about: Text = field(repr=False)
    basis: tuple[Basis, ...] = field(repr=False)
    parameters: Mapping[str, Parameter] = field(repr=False)
    effects: tuple[InstrumentEffect, ...] = field(repr=False)
    labels: Labels = field(repr=False)
    source: str = field(repr=False)
    between: tuple[str, str] | None = None

    def __repr__(self) -> str:
        return f"Instrument({self.name!r}, dimension={self.dimension!r}, low={self.low}, high={self.high})"

    @property
    def conflicts(self) -> tuple[str, ...]:
        """Names of the conflicts that its rows touch."""
        return tuple(dict.fromkeys(row.conflict for row in self.effects if row.conflict != EVERY_CONFLICT))

    def card(self, language: Language | None = None) -> Card:
        """Return its bounds, what a level does to whom, and where it exists."""
        from tvet_games.model.instrument_card import instrument_card

        return instrument_card(self, spoken(language))

    def to_frame(self) -> Any:
        """Return a :class:`pandas.DataFrame`: a row an effect; conflict, actions, change of payoffs, public cost."""
        import pandas as pd

        rows = [
            {
                "conflict": row.conflict,
                "when": ", ".join(row.when.values()),
                "effect": "; ".join(f"{player}: {formula}" for player, formula in row.formulas.items()),
                "public cost": str(row.public_cost or ""),
            }
            for row in self.effects
        ]
        return pd.DataFrame(rows)


def build_instrument(file: InstrumentFile, source: str) -> Instrument:
    """Make an instrument of a checked file.

    Raises
    ------
    InputError
        With every mistake of its formulas.
    """
    table = file.instrument
    problems: list[Problem] = []
    low, high = (parse_field(text, f"instrument.bounds[{k + 1}]", problems) for k, text in enumerate(table.bounds))
    cap = None
    if table.cap:
        limit = parse_field(table.cap.limit, "instrument.cap.limit", problems)
        cap = Cap(table.cap.group, limit) if limit else None
    for k, row in enumerate(file.effect):
        if row.conflict == EVERY_CONFLICT and (row.when or row.formulas):
            what = 'with conflict = "*" may only hold public_cost, because conflicts differ in players'
            problems.append(Problem(f"effect[{k + 1}]", what))
        if not row.formulas and row.public_cost == 0:
            problems.append(Problem(f"effect[{k + 1}]", "does nothing: give a player a formula, or a public_cost"))
    if problems or low is None or high is None:
        raise InputError(source, problems)
    return Instrument(
        name=table.name,
        dimension=table.dimension,
        low=low,
        high=high,
        paid_once_per=table.paid_once_per,
        joint=table.joint,
        persists=table.persists,
        escapable_by_exit=table.escapable_by_exit,
        cap=cap,
        interacts=tuple(table.interacts),
        section=table.section,
        about=Text(table.about.en, table.about.zh),
        basis=tuple(Basis(b.country, b.what, tuple(b.figure)) for b in table.basis),
        parameters={n: Parameter(n, p.dimension, p.meaning, p.symbol) for n, p in file.parameter.items()},
        effects=tuple(file.effect),
        labels=Labels(file.label.en, file.label.zh),
        source=source,
    )
