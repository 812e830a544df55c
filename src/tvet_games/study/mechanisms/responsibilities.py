"""Responsibilities: who bears which cost, who gets which benefit, and who pays whom, under a policy.

Every payoff formula of the files is split into its terms (:mod:`~tvet_games.model.terms`): a product is one term, a
bracket of things that add up is multiplied out, and a gap such as ``(pay_fair - pay_low)`` stays whole. A term is a
benefit where it is worth more than 0 to its player, else a cost. All terms of a player add up to its payoff exactly.

A *transfer* is a term that one player (or the public) has and another has to pay: the same text, worth the same with
the opposite sign, in the same conflict or on the same edge, and of the same instrument. It is no benefit or cost to the
community. What an instrument is worth beyond what is paid, and what it costs beyond what anybody receives, is none.

Amounts are per head of the conflict and period. Conflicts are never added up: dyads alone show the same benefit several
times, and count by different heads. A community counts everything once.

References
----------
The paper, sections 3.2.1 (interests) and 4.1.1 (responsibilities).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, Literal

from tvet_games.errors import InputError, Problem, expected, shorten, unknown
from tvet_games.model.calibration import Calibration
from tvet_games.model.conflict import Conflict
from tvet_games.model.instrument import LEVEL, Instrument
from tvet_games.model.library import conflict_of, instruments_by_name, stakeholders
from tvet_games.model.policy import Policy
from tvet_games.model.stakeholder import Stakeholder
from tvet_games.policy.solution import PolicySolution
from tvet_games.study.setting import Setting, read_setting
from tvet_games.symbolic.payoff_terms import (
    PUBLIC,
    Input,
    PayoffTerm,
    counterparts,
    inputs_of,
    instrument_terms,
    payoff_terms,
)
from tvet_games.tables.card import Card
from tvet_games.tables.labels import Language, spoken
from tvet_games.tables.shown import Shown

THE_PUBLIC = "the public"
"""Who bears the public cost where no player does."""

ZERO = Fraction(0)


@dataclass(frozen=True, slots=True, eq=False)
class Entry:
    """A term of what somebody has.

    Attributes
    ----------
    conflict, edge : str
        ``edge``: the dyad of a community; else empty.
    holder : str
        A player, or ``the public``.
    instrument : str
        Whose row it is; empty for a payoff of the conflict.
    term : str
        Without its sign.
    amount : Fraction
        [money per head of the conflict and period] Below 0 it is borne.
    other : str
        Who pays it, or receives it, where it is a transfer; else empty.
    inputs : tuple of Input
    """

    conflict: str
    edge: str
    holder: str
    instrument: str
    term: str
    amount: Fraction
    other: str
    inputs: tuple[Input, ...] = field(repr=False)

    @property
    def kind(self) -> Literal["benefit", "cost", "received", "paid", "none"]:
        """What it is to its holder; ``none`` where it is worth nothing."""
        if not self.amount:
            return "none"
        if self.other:
            return "received" if self.amount > 0 else "paid"
        return "benefit" if self.amount > 0 else "cost"


@dataclass(frozen=True, slots=True)
class Transfer:
    """What one pays another.

    Attributes
    ----------
    conflict, edge : str
    payer, payee : str
        A player, or ``the public``.
    what : str
        The term.
    instrument : str
        Whose row it is; empty for a payoff of the conflict.
    amount : Fraction
        [unit] More than 0.
    unit : str
    """

    conflict: str
    edge: str
    payer: str
    payee: str
    what: str
    instrument: str
    amount: Fraction
    unit: str


@dataclass(frozen=True, slots=True, eq=False)
class InForce:
    """An instrument at its level, at the profile.

    Attributes
    ----------
    conflict, instrument : str
    level : Fraction
        [dimension of the instrument]
    payers : tuple of str
        Who bears the public cost: players, or the public.
    public_cost : Fraction
        [money per head of the conflict and period] To each of them; below 0 where it brings money in.
    gains : mapping of str to Fraction
        What it is worth to each player whom it touches there, before that cost.
    """

    conflict: str
    instrument: str
    level: Fraction
    payers: tuple[str, ...]
    public_cost: Fraction
    gains: Mapping[str, Fraction]


@dataclass(frozen=True, slots=True)
class Party:
    """A player and its record among the stakeholders.

    Attributes
    ----------
    name : str
    stakeholder : Stakeholder or None
        None for a player that the paper does not name.
    """

    name: str
    stakeholder: Stakeholder | None


@dataclass(frozen=True, slots=True, eq=False)
class Responsibilities(Shown):
    """Who bears, gets, pays and receives what.

    Attributes
    ----------
    settings : tuple of Setting
        A conflict each, with the calibration and the policy.
    profiles : tuple of tuple of int
        The actions that are taken in each conflict.
    entries : tuple of Entry
        Every term of every player, and of the public's bill.
    transfers : tuple of Transfer
    in_force : tuple of InForce
    parties : tuple of Party
    """

    settings: tuple[Setting, ...] = field(repr=False)
    profiles: tuple[tuple[int, ...], ...]
    entries: tuple[Entry, ...] = field(repr=False)
    transfers: tuple[Transfer, ...]
    in_force: tuple[InForce, ...]
    parties: tuple[Party, ...]

    def __repr__(self) -> str:
        names = ", ".join(around.conflict.name for around in self.settings)
        return f"Responsibilities({shorten(names)} on {self.settings[0].calibration.name}, {self.settings[0].policy!r})"

    def card(self, language: Language | None = None) -> Card:
        """Return balance, terms and duties."""
        from tvet_games.study.mechanisms.responsibilities_card import responsibilities_card

        return responsibilities_card(self, spoken(language))

    def to_frame(self) -> Any:
        """Return a :class:`pandas.DataFrame`: a row a term; what it is, its worth, and what it rests on."""
        import pandas as pd

        names = ("conflict", "edge", "holder", "instrument", "term", "amount", "kind", "other")
        rows = []
        for entry in self.entries:
            row = {name: getattr(entry, name) for name in names} | {"unit": self._unit(entry.conflict)}
            row["parameters"] = "; ".join(f"{i.name}: {i.meaning}" for i in entry.inputs)
            row["provenance"] = "; ".join(f"{i.name}: {i.provenance}" for i in entry.inputs)
            row["source"] = "; ".join(f"{i.name}: {i.source}" for i in entry.inputs)
            rows.append(row)
        return pd.DataFrame(rows, columns=[*names, "unit", "parameters", "provenance", "source"])

    def balance(self) -> Any:
        """Return a :class:`pandas.DataFrame`: a row a conflict and stakeholder.

        The net is benefits less costs, plus what is received, less what is paid: the payoff in the game. The public has
        a row where an instrument costs or brings it money.
        """
        import pandas as pd

        kinds = {"benefit": "benefits", "cost": "costs", "received": "received", "paid": "paid"}
        sums: dict[tuple[str, str], dict[str, Fraction]] = {
            (around.conflict.name, name): dict.fromkeys([*kinds.values(), "net"], ZERO)
            for around in self.settings
            for name in around.conflict.player_names
        }
        for entry in self.entries:
            row = sums.setdefault((entry.conflict, entry.holder), dict.fromkeys([*kinds.values(), "net"], ZERO))
            row["net"] += entry.amount
            if entry.kind != "none":
                row[kinds[entry.kind]] += abs(entry.amount)
        order = [around.conflict.name for around in self.settings]
        keys = sorted(sums, key=lambda key: order.index(key[0]))
        return pd.DataFrame(
            [sums[key] for key in keys], index=pd.MultiIndex.from_tuples(keys, names=["conflict", "stakeholder"])
        )

    def duties(self, language: Language = "en") -> Any:
        """Return a :class:`pandas.DataFrame` of the records: class, interests and responsibilities of each player."""
        from tvet_games.study.mechanisms.responsibilities_words import duties

        return duties(self, language)

    def describe(self, language: Language = "en") -> tuple[str, ...]:
        """Say who gets, bears, pays and receives what, what each must do, and what it all rests on."""
        from tvet_games.study.mechanisms.responsibilities_words import describe

        return describe(self, language)

    def _unit(self, conflict: str) -> str:
        return next(_unit_of(around) for around in self.settings if around.conflict.name == conflict)


def responsibilities(
    conflicts: Conflict | str | Sequence[Conflict | str],
    calibration: Calibration | str,
    policy: Policy | PolicySolution | None = None,
    instruments: Iterable[Instrument] | None = None,
    *,
    profile: Mapping[str, Any] | None = None,
) -> Responsibilities:
    """Read off the files who bears which cost, gets which benefit, and pays or receives which transfer.

    Parameters
    ----------
    conflicts : Conflict, name, or a sequence of them
    calibration : Calibration or name
        Of single values.
    policy : Policy or PolicySolution, optional
        Levels in force; of a solution its levels are taken, contracts among them.
    instruments : iterable of Instrument, optional
        What the names of the policy mean; by default the shipped instruments, and those of the solution.
    profile : mapping, optional
        What is done: ``{player: action}`` for one conflict, ``{conflict: {player: action}}`` for several; by default
        everybody cooperates.

    Returns
    -------
    Responsibilities

    Raises
    ------
    InputError
        If a name is unknown, a value is missing, an instrument does nothing in any of the conflicts, or the solution
        has no levels.

    Examples
    --------
    >>> found = responsibilities("enterprise_student", "germany_2022", Policy(training_subsidy=1000))
    >>> [(t.payer, t.payee, t.what, str(t.amount)) for t in found.transfers]
    [('enterprise', 'student', 'pay_fair', '12792'), ('the public', 'enterprise', 'level', '1000')]
    >>> found.balance().loc[("enterprise_student", "student")].map(str).to_dict()
    {'benefits': '7848', 'costs': '4000', 'received': '12792', 'paid': '0', 'net': '16640'}
    """
    games = _conflicts(conflicts)
    levels, known = _policy(policy, instruments)
    settings = [read_setting(game, calibration, levels, known) for game in games]
    _check_acting(settings[0], games)
    profiles = _profiles(games, profile)
    entries, transfers, in_force = list[Entry](), list[Transfer](), list[InForce]()
    for around, actions in zip(settings, profiles, strict=True):
        terms = _terms(around, actions)
        pairs = counterparts(terms)
        holders = [THE_PUBLIC if t.player == PUBLIC else around.conflict.player_names[t.player] for t in terms]
        own = [_entry(around, t, holders[k], holders[pairs[k]] if k in pairs else "") for k, t in enumerate(terms)]
        entries += own
        transfers += [_transfer(e, _unit_of(around)) for e in own if e.kind == "received"]
        in_force += _in_force(around, terms)
    names = dict.fromkeys(name for game in games for name in game.player_names)
    records = {record.name: record for record in stakeholders()}
    parties = tuple(Party(name, records.get(name)) for name in names)
    return Responsibilities(tuple(settings), profiles, tuple(entries), tuple(transfers), tuple(in_force), parties)


# What is asked


def _conflicts(given: Any) -> list[Conflict]:
    several = [given] if isinstance(given, str | Conflict) else expected(given, Iterable, "conflicts", "one or several")
    games = [conflict_of(conflict, "conflicts") for conflict in several]
    names = [game.name for game in games]
    if not games:
        raise InputError("conflicts", [Problem("", "is empty; expected one or several")])
    repeated = sorted({name for name in names if names.count(name) > 1})
    if repeated:
        raise InputError("conflicts", [Problem("", "stands twice", name) for name in repeated])
    return games


def _policy(policy: Any, instruments: Iterable[Instrument] | None) -> tuple[Policy, tuple[Instrument, ...]]:
    """The levels in force, and what their names mean."""
    known = instruments_by_name(instruments)
    if isinstance(policy, PolicySolution):
        if not policy.feasible:
            raise InputError("policy", [Problem("", "is a search that found no policy; it has no levels")])
        known |= {lever.name: lever.instrument for lever in policy.problem.levers}
        policy = policy.levels
    what = "a Policy, as in Policy(training_subsidy=5100), or what cheapest_policy() returns"
    levels = expected(policy, (Policy, type(None)), "policy", what) or Policy()
    return levels, tuple(known.values())


def _check_acting(around: Setting, games: Sequence[Conflict]) -> None:
    for name in around.policy.active:
        if name not in around.known:
            raise unknown("instrument", name, around.known, source="policy")
        if not any(game.touched_by(around.known[name]) for game in games):
            what = f"does nothing in {', '.join(game.name for game in games)}"
            raise InputError("policy", [Problem(name, what)])


def _profiles(games: Sequence[Conflict], given: Any) -> tuple[tuple[int, ...], ...]:
    targets = {game.name: (0,) * len(game.shape) for game in games}
    if given is None:
        return tuple(targets.values())
    expected(given, Mapping, "profile", "actions by player, or by conflict and player")
    if not any(isinstance(actions, Mapping) for actions in given.values()):
        if len(games) > 1:
            raise InputError("profile", [Problem("", "expected {conflict: {player: action}} for several conflicts")])
        given = {games[0].name: given}
    for name in given:
        if name not in targets:
            raise unknown("conflict", str(name), targets, source="profile")
        expected(given[name], Mapping, f"profile.{name}", "actions by player")
    return tuple(game.profile(given[game.name]) if game.name in given else targets[game.name] for game in games)


# What the rows say


def _terms(around: Setting, profile: tuple[int, ...]) -> list[PayoffTerm]:
    """Every term of a conflict at a profile under the policy."""
    terms = list(payoff_terms(around.conflict, around.calibration, profile))
    for name, instrument in _acting(around).items():
        amounts = {other: around.policy.get(other, ZERO) for other in instrument.interacts}
        amounts[LEVEL] = around.policy[name]
        terms += instrument_terms(around.conflict, instrument, around.calibration, amounts, profile)
    return terms


def _acting(around: Setting) -> dict[str, Instrument]:
    chosen = {name: around.known[name] for name in around.policy.active}
    return {name: instrument for name, instrument in chosen.items() if around.conflict.touched_by(instrument)}


def _entry(around: Setting, found: PayoffTerm, holder: str, other: str) -> Entry:
    return Entry(
        around.conflict.name,
        found.edge.conflict.name if found.edge else "",
        holder,
        found.instrument.name if found.instrument else "",
        str(found.term),
        found.amount,
        other,
        inputs_of(found, around.conflict, around.calibration),
    )


def _transfer(entry: Entry, unit: str) -> Transfer:
    """What an entry says that somebody receives."""
    said = (entry.term, entry.instrument, entry.amount, unit)
    return Transfer(entry.conflict, entry.edge, entry.other, entry.holder, *said)


def _in_force(around: Setting, terms: Sequence[PayoffTerm]) -> list[InForce]:
    names = around.conflict.player_names
    payers = tuple(player.name for player in around.conflict.players if player.pays) or (THE_PUBLIC,)
    found = []
    for name in _acting(around):
        own = [t for t in terms if t.instrument is not None and t.instrument.name == name]
        touched = sorted({t.player for t in own if not t.is_bill})
        gains = {names[i]: sum((t.amount for t in own if t.player == i and not t.is_bill), ZERO) for i in touched}
        bill = -sum((t.amount for t in own if t.is_bill), ZERO) / len(payers)
        found.append(InForce(around.conflict.name, name, around.policy[name], payers, bill, gains))
    return found


def _unit_of(around: Setting) -> str:
    return around.calibration.unit_per(around.conflict.per)
