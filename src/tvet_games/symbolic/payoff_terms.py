"""What a payoff is made of: the terms of the rows that meet at one profile, each with its worth.

At a profile a the payoff of player i is the sum over rows of the conflict that apply at a; in a community the sum over
its edges of weight times the rows of the dyad, read with the edge's own values. An instrument at a level adds the terms
of its own rows; its public cost at a is a bill with terms of its own, charged to the players who bear the public cost,
and to the public where no player does. All terms of a player add up to its payoff, exactly.

A term that an edge sets to 0 is left out: another edge counts it.

Two terms of different holders are a *transfer* where they have the same text and are worth the same with opposite
signs, in the same conflict or on the same edge, and of the same instrument.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from tvet_games.model.algebra import FRACTIONS
from tvet_games.model.calibration import Calibration, Value
from tvet_games.model.conflict import Conflict, Edge
from tvet_games.model.formula import Formula, evaluate
from tvet_games.model.instrument import LEVEL, Instrument
from tvet_games.model.rows import Row
from tvet_games.model.terms import Term, split

PUBLIC = -1
"""The public, in the place of a player."""

Profile = tuple[int, ...]
Values = Mapping[str, Fraction]


@dataclass(frozen=True, slots=True, eq=False)
class PayoffTerm:
    """One term of a payoff, or of the public's bill.

    Attributes
    ----------
    player : int
        Of the conflict, or ``PUBLIC``.
    term : Term
        As it is written, without the weight of the edge.
    amount : Fraction
        [money per head of the conflict and period] With its sign and the weight: below 0 it is a cost.
    edge : Edge or None
        Of a community.
    instrument : Instrument or None
        Whose row it is; None for the conflict's own payoffs.
    is_bill : bool
        Whether it is the public cost of the instrument.
    values : mapping of str to Fraction
        What its names stand for.
    """

    player: int
    term: Term
    amount: Fraction
    edge: Edge | None
    instrument: Instrument | None
    is_bill: bool
    values: Values = field(repr=False)


@dataclass(frozen=True, slots=True)
class Input:
    """A number behind a term.

    Attributes
    ----------
    name, meaning : str
    value : Fraction
    provenance : str
        ``measured``, ``derived``, ``statutory`` or ``assumed``; ``policy`` for the level of an instrument.
    source : str
        The formula that derives it, the ids of the published figures, or else the source or reason.
    """

    name: str
    meaning: str
    value: Fraction
    provenance: str
    source: str


def payoff_terms(conflict: Conflict, calibration: Calibration, profile: Profile) -> tuple[PayoffTerm, ...]:
    """Return the terms of every player's payoff at a profile, without policy.

    Parameters
    ----------
    conflict : Conflict
    calibration : Calibration
        Of single values.
    profile : n ints
        Actions.

    Returns
    -------
    tuple of PayoffTerm
        In the order of the rows.

    Raises
    ------
    InputError
        If a value is missing.

    Examples
    --------
    >>> from tvet_games.model.library import load_calibration, load_conflict
    >>> dyad, at = load_conflict("enterprise_student"), load_calibration("germany_2022")
    >>> [(str(t.term), str(t.amount)) for t in payoff_terms(dyad, at, (0, 0)) if t.player == 1]
    [('pay_fair', '12792'), ('skill_gain', '7848'), ('effort', '-4000')]
    """
    values = conflict.values(calibration, exact=True)
    if not conflict.edges:
        return tuple(_of_rows(conflict.rows, profile, values))
    return tuple(
        found
        for edge in conflict.edges
        for found in _on_edge(edge, edge.conflict.rows, profile, values, instrument=None)
    )


def instrument_terms(
    conflict: Conflict, instrument: Instrument, calibration: Calibration, amounts: Values, profile: Profile
) -> tuple[PayoffTerm, ...]:
    """Return the terms that an instrument adds at a profile, and those of its bill.

    Parameters
    ----------
    conflict : Conflict
    instrument : Instrument
    calibration : Calibration
        Of single values.
    amounts : mapping of str to Fraction
        The level under the name ``level``, and the levels of instruments that it interacts with.
    profile : n ints

    Returns
    -------
    tuple of PayoffTerm
        A bill once for every player who bears the public cost, or once for the public.

    Raises
    ------
    InputError
        If a value is missing.

    Notes
    -----
    Where several edges of a community show a bill, it is the largest.
    """
    values = {**conflict.values(calibration, instrument, exact=True), **amounts}
    ratio = calibration.heads_for(instrument.paid_once_per, conflict.per, values, FRACTIONS)
    payers = [i for i, player in enumerate(conflict.players) if player.pays] or [PUBLIC]
    if not conflict.edges:
        rows = conflict.effect_rows(instrument)
        bill = _bill(rows, profile, values, ratio, payers, instrument, edge=None)
        return (*_of_rows(rows, profile, values, instrument), *bill)
    acting = [e for e in conflict.edges if instrument.name not in e.without and e.conflict.touched_by(instrument)]
    found: list[PayoffTerm] = []
    bills = []
    for edge in acting:
        rows = edge.conflict.effect_rows(instrument)
        found += _on_edge(edge, rows, profile, values, instrument)
        own = tuple(profile[i] for i in edge.players)
        bills.append(_bill(rows, own, _edge_values(edge, values), ratio, payers, instrument, edge))
    return (*found, *min(bills, key=lambda bill: sum(term.amount for term in bill), default=[]))


def counterparts(terms: Sequence[PayoffTerm]) -> dict[int, int]:
    """Return which terms mirror each other: for the place of each side of a transfer the place of the other side.

    Parameters
    ----------
    terms : sequence of PayoffTerm
        Of one conflict at one profile.

    Returns
    -------
    dict of int to int
        Each term has at most one counterpart, the first that fits.
    """
    open_sides: dict[Any, list[int]] = {}
    pairs: dict[int, int] = {}
    for k, found in enumerate(terms):
        if not found.amount:
            continue
        place = (found.edge and found.edge.conflict.name, found.instrument and found.instrument.name, found.term.key)
        waiting = open_sides.setdefault((*place, -found.amount), [])
        match = next((j for j in waiting if terms[j].player != found.player), None)
        if match is None:
            open_sides.setdefault((*place, found.amount), []).append(k)
        else:
            waiting.remove(match)
            pairs |= {k: match, match: k}
    return pairs


def inputs_of(found: PayoffTerm, conflict: Conflict, calibration: Calibration) -> tuple[Input, ...]:
    """Return the numbers behind a term, the weight of its edge among them, with what they mean and where they are from.

    Parameters
    ----------
    found : PayoffTerm
    conflict : Conflict
        In which it stands.
    calibration : Calibration

    Returns
    -------
    tuple of Input
        In the order of their names.
    """
    edge, instrument = found.edge, found.instrument
    declared = dict(conflict.parameters) | (dict(edge.conflict.parameters) if edge else {})
    declared |= dict(instrument.parameters) if instrument else {}
    weight = edge.weight.names if edge and not found.is_bill else frozenset()
    inputs = []
    for name in sorted(found.term.names | weight):
        meaning = declared[name].meaning if name in declared else ""
        value = found.values[name]
        if instrument and name in (LEVEL, *instrument.interacts):
            called = instrument.name if name == LEVEL else name
            inputs.append(Input(called, instrument.about.en if name == LEVEL else "", value, "policy", ""))
        elif edge and name in edge.values:
            text = edge.values[name].text
            inputs.append(Input(name, meaning, value, "derived", f"{text} on the edge {edge.conflict.name}"))
        else:
            known = calibration.values[name]
            inputs.append(Input(name, meaning, value, known.provenance, _source(known)))
    return tuple(inputs)


def _source(value: Value) -> str:
    """Where a value comes from, in the shortest form: formula and figures, else source or reason."""
    parts = [*([value.formula.text] if value.formula else []), *value.figures]
    return ", ".join(parts) or value.source or value.why


def _of_rows(
    rows: Sequence[Row], profile: Profile, values: Values, instrument: Instrument | None = None
) -> Iterator[PayoffTerm]:
    for row in _rows_at(rows, profile):
        for player, formula in row.formulas.items():
            for term, amount in _terms(formula, values):
                yield PayoffTerm(player, term, amount, None, instrument, False, values)


def _on_edge(
    edge: Edge, rows: Sequence[Row], profile: Profile, values: Values, instrument: Instrument | None
) -> Iterator[PayoffTerm]:
    own, weight = _edge_values(edge, values), evaluate(edge.weight, values, FRACTIONS)
    zero = {name for name in edge.values if not own[name]}
    for found in _of_rows(rows, tuple(profile[i] for i in edge.players), own, instrument):
        if found.amount or not found.term.names & zero:
            player, amount = edge.players[found.player], weight * found.amount
            yield PayoffTerm(player, found.term, amount, edge, instrument, False, own)


def _bill(
    rows: Sequence[Row],
    profile: Profile,
    values: Values,
    ratio: Fraction,
    payers: Sequence[int],
    instrument: Instrument,
    edge: Edge | None,
) -> list[PayoffTerm]:
    return [
        PayoffTerm(payer, term, -ratio * amount, edge, instrument, True, values)
        for row in _rows_at(rows, profile)
        if row.public_cost is not None
        for term, amount in _terms(row.public_cost, values)
        for payer in payers
    ]


def _rows_at(rows: Sequence[Row], profile: Profile) -> Iterator[Row]:
    return (
        row for row in rows if all(wanted in (None, action) for wanted, action in zip(row.when, profile, strict=True))
    )


def _terms(formula: Formula, values: Values) -> Iterator[tuple[Term, Fraction]]:
    return ((term, term.value(values, FRACTIONS)) for term in split(formula))


def _edge_values(edge: Edge, values: Values) -> dict[str, Fraction]:
    """Values as an edge sees them; its own formulas see the calibration's."""
    return {**values, **{name: evaluate(formula, values, FRACTIONS) for name, formula in edge.values.items()}}
