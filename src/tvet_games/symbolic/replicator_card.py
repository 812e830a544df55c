"""The replicator equations as a card: formulas as papers print them, what the letters are, and the Jacobian."""

from __future__ import annotations

from tvet_games.games.naming import Naming, naming
from tvet_games.symbolic.formulas import formula
from tvet_games.symbolic.replicator import SymbolicReplicator
from tvet_games.tables.card import Card
from tvet_games.tables.labels import Language
from tvet_games.tables.table import Cell, Math, Table
from tvet_games.tables.words import fill

PHRASES: dict[str, tuple[str, str]] = {
    "title": ("Replicator equations", "复制者方程"),
    "share": ("share of {player} that takes {action}", "{player}中采用{action}的比例"),
    "equations": ("Equations", "方程"),
    "jacobian": ("Jacobian", "雅可比矩阵"),
}


def replicator_card(found: SymbolicReplicator, language: Language) -> Card:
    """Return the card of the replicator equations."""
    names = naming(found, language)
    about = " · ".join(filter(None, (names(found.conflict), names(found.calibration))))
    return Card(fill(PHRASES, "title", language), about, (_equations(found, names), _jacobian(found, names)))


def _equations(found: SymbolicReplicator, names: Naming) -> Table:
    owners = [(p, a) for p, own in zip(found.players, found.actions, strict=True) for a in own[:-1]]
    rows: list[tuple[Cell, ...]] = []
    for share, growth, (player, action) in zip(found.shares, found.field, owners, strict=True):
        what = fill(PHRASES, "share", names.language, player=names(player), action=names(action))
        written = formula(growth, found.symbols)
        equation = Math(f"{found.dotted(share)} = {written.latex}", f"{share.name}' = {written.text}")
        rows.append((formula(share, found.symbols), what, equation))
    heads = ("", "", fill(PHRASES, "equations", names.language))
    return Table(heads, tuple(rows))


def _jacobian(found: SymbolicReplicator, names: Naming) -> Table:
    size = range(len(found.shares))
    rows = tuple(
        (
            Math(found.dotted(share), f"{share.name}'"),
            *(formula(found.jacobian[r, c], found.symbols) for c in size),
        )
        for r, share in enumerate(found.shares)
    )
    heads: tuple[Cell, ...] = ("", *(formula(share, found.symbols) for share in found.shares))
    return Table(heads, rows, fill(PHRASES, "jacobian", names.language), folded=True)
