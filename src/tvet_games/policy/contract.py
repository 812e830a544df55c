"""Contracts: what one player of a conflict pays another where everybody cooperates, as levers of the policy search.

The level c >= 0 of a contract [money per head of the conflict and period] moves c from the payer to the payee at the
target t and nothing elsewhere. The public pays nothing for it, and it persists when a policy ends. Of two players each
ordered pair is a lever, so that the search decides who pays whom; in a community the two of each edge have contracts of
their own, paid where these two cooperate. A player who bears the public cost has none: what it pays or gets is policy.

With ``A1 = u_1(t) - max_b u_1(b, t_2)`` and B1 likewise, a contract alone makes the target of a two-player conflict an
equilibrium at margin m exactly if ``A1 + B1 >= 2m``, whatever the split; ``2m - A1 - B1`` is what outsiders must add.

References
----------
Coase (1960), The problem of social cost, J. Law and Economics 3, 1-44. doi:10.1086/466560
Jackson and Wilkie (2005), Endogenous games and mechanisms: side payments among players, Review of Economic Studies 72,
543-566. doi:10.1111/j.1467-937X.2005.00342.x
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import permutations
from typing import TYPE_CHECKING, Any

from tvet_games.errors import InputError, Problem, unknown
from tvet_games.linear_programs.certificate import ZERO
from tvet_games.model.algebra import FRACTIONS
from tvet_games.model.calibration import Calibration
from tvet_games.model.conflict import Conflict
from tvet_games.model.instrument import LEVEL, Instrument, build_instrument
from tvet_games.model.schema import InstrumentFile
from tvet_games.policy.levers import Bounds, Lever, bounded_lever
from tvet_games.tables.card import Card
from tvet_games.tables.labels import LANGUAGES, Language, spoken
from tvet_games.tables.shown import Shown

if TYPE_CHECKING:
    from tvet_games.policy.solution import PolicySolution

ROOM = 2
"""How often what could ever be paid fits below the upper bound of a contract: other sites and worlds have more."""

TIDY = (1, 2, 5, 10)
"""First digits of an upper bound."""


@dataclass(frozen=True, slots=True)
class Payment(Shown):
    """What a contract comes to.

    Attributes
    ----------
    conflict, payer, payee : str
        Of a community the conflict is that of the edge.
    amount : Fraction
        [money per head of the conflict and period]
    """

    conflict: str
    payer: str
    payee: str
    amount: Fraction

    def card(self, language: Language | None = None) -> Card:
        """Return who pays whom how much."""
        from tvet_games.policy.payment_card import payment_card

        return payment_card(self, spoken(language))

    def to_frame(self) -> Any:
        """Return a :class:`pandas.DataFrame` of one row."""
        import pandas as pd

        return pd.DataFrame([{n: getattr(self, n) for n in Payment.__dataclass_fields__}])


def contract_levers(conflict: Conflict, limit: Fraction) -> tuple[Instrument, ...]:
    """Return the contracts of a conflict as levers: one for each ordered pair of its players who bear no public cost.

    Parameters
    ----------
    conflict : Conflict
        Of a community the contracts are those of its edges.
    limit : Fraction
        [money per head of the conflict and period] Upper bound of each payment.

    Returns
    -------
    tuple of Instrument
        Empty where there are no two such players.

    Examples
    --------
    >>> from tvet_games.model.library import load_conflict
    >>> [lever.name for lever in contract_levers(load_conflict("school_enterprise"), Fraction(50_000))]
    ['contract_school_enterprise_from_school', 'contract_school_enterprise_from_enterprise']
    """
    if not conflict.edges:
        return tuple(_levers(conflict, str(limit)))
    # A payment on an edge arrives with the edge's weight, so its bound is that much higher.
    every = [c for edge in conflict.edges for c in _levers(edge.conflict, f"{limit}/({edge.weight.text})")]
    return tuple({lever.name: lever for lever in every}.values())


def contracts_of(
    conflicts: Sequence[Conflict],
    calibration: Calibration,
    instruments: Sequence[Instrument] = (),
    bounds: Mapping[str, Bounds] | None = None,
    wanted: bool | Sequence[str] = True,
) -> tuple[Instrument, ...]:
    """Return the contracts of a question's conflicts as levers, with upper bounds that nobody would reach.

    Parameters
    ----------
    conflicts : sequence of Conflict
    calibration : Calibration
        Of single values.
    instruments : sequence of Instrument
        What could bring a player money to pay with.
    bounds : mapping of str to (low, high), optional
        Narrower bounds of these instruments.
    wanted : bool or sequence of str
        True: those of every conflict; or of the conflicts named.

    Returns
    -------
    tuple of Instrument

    Raises
    ------
    InputError
        If a conflict that is named is unknown, or has no two players between whom there could be a contract.

    Examples
    --------
    >>> from tvet_games.model.library import load_calibration, load_conflict
    >>> pair = contracts_of([load_conflict("school_enterprise")], load_calibration("germany_2022"))
    >>> pair[0].between, pair[0].high.text
    (('school', 'enterprise'), '50000')
    """
    if wanted is False:
        return ()
    known = {conflict.name: conflict for conflict in conflicts}
    names = list(known) if wanted is True else list(dict.fromkeys(wanted))
    for name in names:
        if name not in known:
            raise unknown("conflict of this question", name, known, source="contracts")
    found: dict[str, Instrument] = {}
    for name in names:
        limit = _limit(known[name], calibration, instruments, bounds or {})
        levers = contract_levers(known[name], limit)
        if not levers and (wanted is not True or len(names) == 1):
            what = "has no two players who bear no public cost, so there is no contract"
            raise InputError("contracts", [Problem("", what, name)])
        found |= {lever.name: lever for lever in levers}
    return tuple(found.values())


def payments(solution: PolicySolution) -> tuple[Payment, ...]:
    """Return what the contracts of a policy come to: who pays whom how much, both directions set against each other.

    Parameters
    ----------
    solution : PolicySolution

    Returns
    -------
    tuple of Payment
        Those above 0.

    Examples
    --------
    >>> from tvet_games.policy.search import cheapest_policy
    >>> found = cheapest_policy("school_enterprise", "germany_2022", contracts=True)
    >>> [(p.payer, p.payee, round(p.amount)) for p in payments(found)]
    [('school', 'enterprise', 2442)]
    """
    net: dict[tuple[str, str, str], Fraction] = {}
    for lever, level in zip(solution.problem.levers, solution.vector, strict=True):
        if lever.instrument.between is not None:
            (conflict,), (payer, payee) = lever.instrument.conflicts, lever.instrument.between
            back = net.get((conflict, payee, payer), ZERO)
            net[conflict, payee, payer] = max(back - level, ZERO)
            net[conflict, payer, payee] = max(level - back, ZERO)
    return tuple(Payment(*who, amount) for who, amount in net.items() if amount)


def _levers(conflict: Conflict, high: str) -> Iterator[Instrument]:
    names = [player.name for player in conflict.players if not player.pays]
    for payer, payee in permutations(names, 2):
        to = f"_to_{payee}" if len(names) > 2 else ""
        yield _contract(conflict, f"contract_{conflict.name}_from_{payer}{to}", payer, payee, high)


def _contract(conflict: Conflict, name: str, payer: str, payee: str, high: str) -> Instrument:
    who = {lang: [conflict.labels.of(player, lang) for player in (payer, payee)] for lang in LANGUAGES}
    table = {
        "name": name,
        "dimension": "money",
        "bounds": [0, high],
        "paid_once_per": conflict.per,
        "joint": "each",
        "persists": True,
        "about": {
            "en": "What {} pays {} where everybody cooperates; the public pays nothing.".format(*who["en"]),
            "zh": "各方合作时{}付给{}的款项；不花公共资金。".format(*who["zh"]),
        },
    }
    row = {
        "conflict": conflict.name,
        "when": {player.name: player.actions[0] for player in conflict.players},
        payer: f"-{LEVEL}",
        payee: LEVEL,
    }
    labels = {
        "en": {name: "contract: {} pays {}".format(*who["en"])},
        "zh": {name: "合同：{}付给{}".format(*who["zh"])},
    }
    file = InstrumentFile.model_validate({"format": 1, "instrument": table, "effect": [row], "label": labels})
    return replace(build_instrument(file, name), between=(payer, payee))


# How far a contract could ever go


def _limit(
    conflict: Conflict, calibration: Calibration, instruments: Sequence[Instrument], bounds: Mapping[str, Bounds]
) -> Fraction:
    """What nobody would pay: all that could be had in a conflict, by all players, under all instruments together."""
    numbers = conflict.values(calibration, exact=True)
    own = (ZERO, *conflict.outside_options(numbers, FRACTIONS))
    total = sum((_span(u, own) for u in conflict.payoffs(calibration, exact=True)), ZERO)
    acting = [
        bounded_lever(i, numbers, bounds.get(i.name, (None, None)), calibration, FRACTIONS)
        for i in instruments
        if conflict.touched_by(i)
    ]
    for lever in acting:
        total += sum((_span(u, own[:1]) for u in _most(conflict, calibration, lever, acting)), ZERO)
    return _tidy(ROOM * total)


def _most(conflict: Conflict, calibration: Calibration, lever: Lever, others: Sequence[Lever]) -> Any:
    """What an instrument does at its upper bound, and those that it works with at theirs."""
    values = conflict.values(calibration, lever.instrument, exact=True)
    high = {other.name: other.high for other in others}
    levels = {name: high.get(name, ZERO) for name in lever.instrument.interacts}
    effect, cost = conflict.effect(lever.instrument, {**values, **levels, LEVEL: lever.high}, FRACTIONS)
    return conflict.charged(effect, cost, lever.instrument, calibration, values, FRACTIONS)


def _span(payoffs: Any, others: Sequence[Fraction]) -> Fraction:
    every = [*payoffs.flat, *others]
    return Fraction(max(every) - min(every))


def _tidy(amount: Fraction) -> Fraction:
    """Round up to 1, 2 or 5 times a power of ten."""
    power = Fraction(1)
    while power > amount > 0:
        power /= 10
    while power * 10 <= amount:
        power *= 10
    return min(digit * power for digit in TIDY if digit * power >= amount)
