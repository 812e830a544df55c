"""A payment by contract as a card: one sentence."""

from __future__ import annotations

from tvet_games.model.library import conflicts, load_conflict
from tvet_games.policy.contract import Payment
from tvet_games.tables.card import Card
from tvet_games.tables.labels import Labels, Language
from tvet_games.tables.words import fill, money

PHRASES: dict[str, tuple[str, str]] = {
    "title": ("Payment by contract", "合同支付"),
    "pays": (
        "In “{conflict}” {payer} pays {payee} {amount} per head and period, where all concerned cooperate.",
        "在“{conflict}”中，有关各方合作时{payer}每人每期付给{payee} {amount}。",
    ),
}


def payment_card(paid: Payment, language: Language) -> Card:
    """Return the card of a payment."""
    labels = load_conflict(paid.conflict).labels if paid.conflict in conflicts() else Labels()
    names = {key: labels.of(getattr(paid, key), language) for key in ("conflict", "payer", "payee")}
    return Card(
        fill(PHRASES, "title", language), "", (fill(PHRASES, "pays", language, **names, amount=money(paid.amount)),)
    )
