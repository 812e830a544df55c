"""A contract in sentences, in English and Chinese."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tvet_games.games.naming import Naming, naming
from tvet_games.tables.labels import Language
from tvet_games.tables.words import fill

if TYPE_CHECKING:
    from tvet_games.solve.bargaining.contract import Contract

PHRASES: dict[str, tuple[str, str]] = {
    "agreed": ("If all play as agreed ({profile}), {paid}.", "若各方按约定行动（{profile}），{paid}。"),
    "action": ("{player}: {action}", "{player}：{action}"),
    "pays": ("{payer} pays {payee} {amount}", "{payer}付给{payee} {amount}"),
    "nobody": ("nobody pays", "无人支付"),
    "holds": (
        "The contract holds: nobody gains by deviating alone.",
        "合同成立：任何一方单独背离都无利可图。",
    ),
    "fails": ("The contract does not hold: {tempted}.", "合同不成立：{tempted}。"),
    "tempted": ("{player} gains {amount} by deviating", "{player}背离可多得 {amount}"),
    "needs": ("It needs {amount} from outside; {best}.", "需要外部资金 {amount}；{best}。"),
    "other": (
        "other payments among the players would hold without any",
        "换一种参与者之间的支付，则无需外部资金即可成立",
    ),
    "least": (
        "no contract among the players holds with less than {amount}",
        "任何参与者之间的合同至少需要 {amount}",
    ),
}


def describe(found: Contract, language: Language) -> list[str]:
    """Say who pays whom, and whether the contract holds.

    Examples
    --------
    >>> from tvet_games.games.normal_form import NormalFormGame
    >>> from tvet_games.solve.bargaining.contract import contract_at
    >>> dilemma = NormalFormGame.from_bimatrix([[4, 0], [3, 2]], [[2, 3], [0, 2]])
    >>> describe(contract_at(dilemma, [-1, 1]), "zh")[1]
    '合同成立：任何一方单独背离都无利可图。'
    """
    names = naming(found, language)
    sentences = [fill(PHRASES, "agreed", language, profile=_profile(found, names), paid=paid_text(found, names))]
    if found.holds:
        return [*sentences, fill(PHRASES, "holds", language)]
    tempted = [
        fill(PHRASES, "tempted", language, player=names(player), amount=names.number(-margin))
        for player, margin in zip(found.players, found.margins, strict=True)
        if margin < 0
    ]
    best = fill(
        PHRASES, "other" if found.can_hold else "least", language, amount=names.number(found.least_outside_money)
    )
    return [
        *sentences,
        fill(PHRASES, "fails", language, tempted=names.each(tempted)),
        fill(PHRASES, "needs", language, amount=names.number(found.outside_money), best=best),
    ]


def _profile(found: Contract, names: Naming) -> str:
    return names.join(
        fill(PHRASES, "action", names.language, player=names(player), action=names(own[k]))
        for player, own, k in zip(found.players, found.actions, found.profile, strict=True)
    )


def paid_text(found: Contract, names: Naming) -> str:
    """Who pays whom how much."""
    paid = [
        fill(PHRASES, "pays", names.language, payer=names(t.payer), payee=names(t.payee), amount=names.number(t.amount))
        for t in found.transfers
    ]
    return names.each(paid) or fill(PHRASES, "nobody", names.language)
