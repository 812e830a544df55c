"""What two stakeholders bargain over: the surplus of cooperation, its division by each rule, and the contracts for it.

Both players of a conflict cooperate at the target t. Side payments at t move along the line of payoffs that add up to
``u_1(t) + u_2(t)``; a rule picks a point of it, and the contract is the payment that leads there. A contract paid only
if both cooperate can make t an equilibrium exactly if ``A1 + B1 >= 0``, what both together lose by leaving it. Without
payments a rule picks a lottery over outcomes, in the convex hull of the payoffs.

References
----------
Nash (1950), The bargaining problem, Econometrica 18, 155-162. doi:10.2307/1907266
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

import numpy as np

from tvet_games.errors import FormulaError, InputError, Problem, expected, unknown
from tvet_games.games.coalition_form import coalitional_game
from tvet_games.games.coalitional import CoalitionalGame
from tvet_games.games.normal_form import NormalFormGame
from tvet_games.model.calibration import Calibration
from tvet_games.model.conflict import Conflict
from tvet_games.model.instrument import Instrument
from tvet_games.model.library import calibration_of, conflict_of
from tvet_games.model.policy import Policy
from tvet_games.numerics import Array, Number, core, exact
from tvet_games.solve.bargaining.bargain import bargain, can_gain
from tvet_games.solve.bargaining.contract import Contract, contract_at
from tvet_games.solve.bargaining.solution import BargainingSolution
from tvet_games.solve.bargaining.terms import read_terms
from tvet_games.solve.coalitions.allocation import Allocation
from tvet_games.solve.coalitions.nucleolus import nucleolus
from tvet_games.solve.coalitions.values import shapley
from tvet_games.study.disagreement import disagreement_of
from tvet_games.study.pay_reading import PayReading, pay_reading
from tvet_games.tables.card import Card
from tvet_games.tables.labels import Language, spoken
from tvet_games.tables.shown import Shown

RULES = ("nash", "kalai_smorodinsky", "egalitarian", "utilitarian")
"""Rules that need nothing but the set and the disagreement point."""


@dataclass(frozen=True, slots=True, eq=False)
class Agreement:
    """What one rule gives both players when they cooperate, and the contract that brings it about.

    Attributes
    ----------
    rule : str
        ``weighted_nash`` stands for the asymmetric Nash solution.
    payoffs : array, shape (2,)
        [money per head and period]
    contract : Contract or None
        The side payment at the target; None where cooperation does not bring what the rule shares out.
    in_core : bool
        Whether neither player could do better alone while the other does not cooperate.
    critical_discount : number
        [discount factor a period] From which the two keep cooperating under the contract in repetition; 0 where it
        makes cooperation an equilibrium, infinite where no patience is enough.
    """

    rule: str
    payoffs: Array
    contract: Contract | None
    in_core: bool
    critical_discount: Any

    @property
    def outside_money(self) -> Any:
        """Money from outside without which this contract does not make cooperation an equilibrium [money per head]."""
        return None if self.contract is None else self.contract.outside_money


@dataclass(frozen=True, slots=True, eq=False)
class Negotiation(Shown):
    """What two stakeholders bargain over, and what each rule gives them.

    Attributes
    ----------
    conflict : Conflict
    calibration : Calibration
    game : NormalFormGame
        Under the policy, in fractions.
    disagreement_rule : str
        Where the disagreement point comes from.
    disagreement : array, shape (2,)
        [money per head and period] Payoffs without an agreement.
    weights : mapping of str to Fraction
        Bargaining weights of the players.
    bare : Contract
        The target without any payment: what each would lose by leaving it, and what outside money is missing.
    agreements : tuple of Agreement
        With side payments, a rule each; empty where cooperating does not give both more than the disagreement point.
    lotteries : tuple of BargainingSolution
        The same rules without side payments, over the convex hull of all outcomes; empty where nobody can gain there.
    reading : PayReading or None
        What the payments mean for the parameter that the two bargain about.
    policy : Policy
        In force.
    """

    conflict: Conflict
    calibration: Calibration
    game: NormalFormGame
    disagreement_rule: str
    disagreement: Array
    weights: Mapping[str, Fraction]
    bare: Contract
    agreements: tuple[Agreement, ...]
    lotteries: tuple[BargainingSolution, ...] = field(repr=False)
    reading: PayReading | None = field(repr=False)
    policy: Policy = field(default_factory=Policy, repr=False)

    def __repr__(self) -> str:
        rules = f"{len(self.agreements)} agreements, {len(self.lotteries)} lotteries"
        return f"Negotiation({self.conflict.name} on {self.calibration.name}, {self.policy!r}, {rules})"

    @property
    def target(self) -> Array:
        """Payoffs at the target without a contract, shape (2,)."""
        return np.asarray(self.game.payoffs[core(0, 0)])

    @property
    def unit(self) -> str:
        """Money unit of the payoffs: the calibration's, per head of this conflict."""
        return self.calibration.unit_per(self.conflict.per)

    @property
    def surplus(self) -> Any:
        """What cooperation brings both together beyond the disagreement point [money per head and period]."""
        return self.target.sum() - self.disagreement.sum()

    @property
    def target_is_best(self) -> bool:
        """Whether no other outcome has a larger sum of payoffs."""
        return bool(self.target.sum() >= self.game.payoffs.sum(axis=0).max())

    @property
    def cheapest(self) -> tuple[Agreement, ...]:
        """The agreements that are cheapest to sustain: least outside money, then least patience."""
        having = [a for a in self.agreements if a.contract is not None]
        costs = [(a.outside_money, a.critical_discount) for a in having]
        return tuple(a for a, cost in zip(having, costs, strict=True) if cost == min(costs))

    def card(self, language: Language | None = None) -> Card:
        """Return every rule with its contract."""
        from tvet_games.study.negotiation_card import negotiation_card

        return negotiation_card(self, spoken(language))

    def describe(self, language: Language = "en") -> tuple[str, ...]:
        """What can be agreed and what it takes, in sentences."""
        from tvet_games.study.negotiation_words import describe

        return describe(self, language)

    def to_frame(self) -> Any:
        """Return a :class:`pandas.DataFrame`: a row a rule, with side payments and without."""
        import pandas as pd

        rows = []
        for a in self.agreements:
            row: dict[str, Any] = {"rule": a.rule, "side payments": True}
            row |= dict(zip(self.game.players, a.payoffs, strict=True))
            if a.contract is not None:
                paid = dict(zip(self.game.players, a.contract.payments, strict=True))
                row |= {f"paid to {name}": amount for name, amount in paid.items()}
                row |= {"holds": a.contract.holds, "outside money": a.outside_money}
                row |= {"critical discount": a.critical_discount}
                if self.reading is not None:
                    row[self.reading.parameter] = self.reading.under(a.contract)
            rows.append(row | {"in core": a.in_core})
        for s in self.lotteries:
            row = {"rule": s.solution, "side payments": False, "lottery": str(s)}
            rows.append(row | dict(zip(self.game.players, s.payoffs, strict=True)))
        return pd.DataFrame(rows)


def negotiate(
    conflict: Conflict | str,
    calibration: Calibration | str,
    policy: Policy | None = None,
    instruments: Sequence[Instrument] | None = None,
    *,
    disagreement: str | Sequence[Number] | None = None,
    today: Mapping[str, str] | None = None,
    weights: Mapping[str, Number] | None = None,
    discounts: Sequence[Number] | None = None,
) -> Negotiation:
    """Return what the two players of a conflict bargain over, and what each rule gives them.

    Parameters
    ----------
    conflict : Conflict or name
        Of two players. Its ``[bargaining]`` section says where the disagreement point comes from and how strong each
        is.
    calibration : Calibration or name
        Of single values.
    policy : Policy, optional
        Levels of instruments in force, which both take as given.
    instruments : sequence of Instrument, optional
        What the names of the policy mean; by default the shipped instruments.
    disagreement : str or two numbers, optional
        In place of the file's: ``baseline_equilibrium`` (where things stand without the policy: ``today``, or the
        equilibrium of least welfare), ``worst_equilibrium`` (of least welfare under the policy), ``maxmin``,
        ``outside`` (outside options), or payoffs [money per head and period].
    today : mapping of player to action, optional
        Where things stand, for ``baseline_equilibrium``.
    weights : mapping of player to number, optional
        In place of the file's: a weak position is a small weight.
    discounts : two numbers, optional
        [discount factor a round of offers] Adds the Rubinstein agreement in which the first player of the conflict
        makes the first offer.

    Returns
    -------
    Negotiation
        Also where there is nothing to gain: then it has no agreements and says so.

    Raises
    ------
    InputError
        If the conflict does not have two players, or a name or number is wrong.

    References
    ----------
    Kalai (1977), Proportional solutions to bargaining situations, Econometrica 45. doi:10.2307/1913954
    Kalai and Smorodinsky (1975), Other solutions to Nash's bargaining problem, Econometrica 43. doi:10.2307/1914280

    Examples
    --------
    >>> talks = negotiate("school_enterprise", "germany_2022")
    >>> print(float(talks.surplus), talks.bare.can_hold, f"{float(talks.bare.least_outside_money):.2f}")
    -302.0 False 3215.33
    """
    game_of, values = conflict_of(conflict), calibration_of(calibration)
    expected(policy, (Policy, type(None)), "policy", "a Policy, as in Policy(training_subsidy=5100)")
    if len(game_of.players) != 2:
        what = "bargaining is between two players; for more share the benefit (share) instead"
        raise InputError(game_of.name, [Problem("player", what, ", ".join(game_of.player_names))])
    game = game_of.game(values, policy, instruments, exact=True)
    apart = disagreement_of(game_of, values, game, disagreement, today)
    point = apart.point
    strength = _weights(game_of, weights)
    if discounts is not None:  # also where there turns out to be nothing to gain
        read_terms("rubinstein", game.players, discounts=discounts)
    bare = contract_at(game, [0, 0])
    lotteries: list[BargainingSolution] = []
    agreements: list[Agreement] = []
    if can_gain(game, point, transferable=True, profile=(0, 0)):
        agreements = _agreements(game, point, strength, discounts)
    if can_gain(game, point):
        lotteries = _solutions(game, point, strength, discounts, transferable=False)
    reading = pay_reading(game_of, values)
    given = (tuple(agreements), tuple(lotteries), reading, policy or Policy())
    return Negotiation(game_of, values, game, apart.rule, point, strength, bare, *given)


def _solutions(
    game: NormalFormGame,
    point: Array,
    weights: Mapping[str, Fraction],
    discounts: Sequence[Number] | None,
    *,
    transferable: bool,
) -> list[BargainingSolution]:
    """Every rule, on the line of side payments at the target or on the hull of all outcomes."""
    place: dict[str, Any] = {"disagreement": point, "transferable": transferable}
    if transferable:
        place["profile"] = (0, 0)
    found = [bargain(game, rule, **place) for rule in RULES]
    if len(set(weights.values())) > 1:
        found.insert(1, bargain(game, "nash", weights=weights, **place))
    if discounts is not None:
        found.append(bargain(game, "rubinstein", discounts=discounts, **place))
    return found


def _agreements(
    game: NormalFormGame, point: Array, weights: Mapping[str, Fraction], discounts: Sequence[Number] | None
) -> list[Agreement]:
    """The rules with side payments, then two solutions of the coalitional game."""
    coalitions = coalitional_game(game)
    found = [
        _agreement(coalitions, rule_name(s), s.payoffs, s.contract)
        for s in _solutions(game, point, weights, discounts, transferable=True)
    ]
    for solve in (shapley, nucleolus):
        shares = solve(coalitions)
        within = shares.shares.sum() == game.payoffs[:, 0, 0].sum()
        contract = contract_at(game, payoffs=shares.shares) if within else None
        found.append(_agreement(coalitions, shares.rule, shares.shares, contract))
    return found


def _agreement(coalitions: CoalitionalGame, rule: str, payoffs: Array, contract: Contract | None) -> Agreement:
    in_core = Allocation(coalitions, rule, payoffs).in_core
    if contract is None:
        return Agreement(rule, payoffs, None, in_core, None)
    assert contract.critical_discounts is not None
    return Agreement(rule, payoffs, contract, in_core, contract.critical_discounts.max())


def rule_name(solution: BargainingSolution) -> str:
    """Name of a rule: the Nash solution with different weights goes by its own."""
    weighted = solution.weights is not None and len(set(solution.weights)) > 1
    return f"weighted_{solution.solution}" if weighted else solution.solution


def _weights(conflict: Conflict, given: Mapping[str, Number] | None) -> dict[str, Fraction]:
    """Weights of the players: those given, else those of the file, else equal ones."""
    filed = conflict.bargaining.weights if conflict.bargaining else {}
    chosen = filed if given is None else given
    for name in chosen:
        if name not in conflict.player_names:
            raise unknown("player", name, conflict.player_names, source="weights")
    strength = {}
    for name in conflict.player_names:
        try:
            strength[name] = exact(chosen.get(name, 1))
        except FormulaError as error:
            raise InputError("weights", [Problem(name, str(error))]) from None
        if strength[name] < 0:
            raise InputError("weights", [Problem(name, "is below 0", str(chosen[name]))])
    if not any(strength.values()):
        raise InputError("weights", [Problem("", "are all 0; expected one above 0")])
    return strength
