"""How a conflict evolves as a card: what is stable, where starts lead, the vertices, and the mixed points of rest."""

from __future__ import annotations

from tvet_games.study.card_parts import about_line, answer_first, heading
from tvet_games.study.evolution.evolve import Evolution
from tvet_games.study.evolution.words import profile_words, share_words
from tvet_games.tables.card import Card
from tvet_games.tables.labels import Language
from tvet_games.tables.table import Strong, Table
from tvet_games.tables.vocabulary import word, yes_or_no
from tvet_games.tables.words import fill, money

PHRASES: dict[str, tuple[str, str]] = {
    "title": ("Evolution", "演化"),
    "rules": ("reacting: {rules}", "随比例变化：{rules}"),
}

MOST_COLUMNS = 5
"""Most players that get a column each."""

MOST_VERTICES = 32
"""Most vertices that are listed; of more only those that are stable or reached."""


def evolution_card(found: Evolution, language: Language) -> Card:
    """Return the card of a conflict followed over time."""
    about = about_line([found.conflict], found.calibration, language, unit=found.unit, policy=found.policy)
    if found.rules:
        rules = "; ".join(f"{name} = {rule}" for name, rule in found.rules.items())
        about = f"{about} · {fill(PHRASES, 'rules', language, rules=rules)}"
    parts = answer_first(found.describe(language), _vertices(found, language), *_mixed(found, language))
    return Card(fill(PHRASES, "title", language), about, parts)


def _vertices(found: Evolution, language: Language) -> Table:
    """A row a vertex; of many only those that are stable or reached."""
    label, is_wide = found.conflict.labels.of, len(found.game.players) > MOST_COLUMNS
    rows = []
    for vertex in found.stability:
        share = found.share_of(vertex.profile)
        if len(found.stability) > MOST_VERTICES and not (vertex.stable or share):
            continue
        wide = [profile_words(found.conflict, vertex.profile, language)]
        names = wide if is_wide else [label(a, language) for a in vertex.actions]
        values = [max(vertex.eigenvalues)] if is_wide else vertex.eigenvalues
        kind = kind_word(vertex.kind, language)
        told = Strong(kind) if vertex.stable else kind
        rows.append((*names, "; ".join(map(money, values)), told, f"{share:.1%}"))
    players = [word("outcome", language)] if is_wide else [label(p, language) for p in found.game.players]
    shown = "largest eigenvalue" if is_wide else "eigenvalues"
    heads = (*players, *(word(key, language) for key in (shown, "kind", "share of starts")))
    return Table(heads, tuple(rows), heading("vertices", language), (len(heads) - 1,))


def kind_word(kind: str, language: Language) -> str:
    """The kind of a rest point in a language; a source of data is another word in Chinese."""
    return word("source point" if kind == "source" and language == "zh" else kind, language)


def _mixed(found: Evolution, language: Language) -> tuple[Table, ...]:
    """Rest points at which somebody mixes; of many only the equilibria."""
    rows = tuple(
        (
            share_words(found.conflict, point.state, language),
            kind_word(point.kind, language),
            yes_or_no(point.is_equilibrium, language),
        )
        for point in found.rest.mixed
        if len(found.rest.mixed) <= MOST_VERTICES or point.is_equilibrium
    )
    heads = tuple(word(key, language) for key in ("share", "kind", "equilibrium"))
    return (Table(heads, rows, heading("rest points at which some mix", language)),) if rows else ()
