"""Vertices and rest points of the replicator dynamic as cards: what is stable, and the eigenvalues."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from tvet_games.games.naming import Naming, naming, number_text
from tvet_games.games.normal_form import NormalFormGame
from tvet_games.numerics import TOLERANCE
from tvet_games.solve.dynamics.faces import Face
from tvet_games.solve.dynamics.rest_points import RestPoint, RestPoints
from tvet_games.solve.dynamics.stability import StabilityTable, Vertex
from tvet_games.tables.card import Card
from tvet_games.tables.labels import Language
from tvet_games.tables.table import Cell, Math, Strong, Table
from tvet_games.tables.units import unit_label
from tvet_games.tables.words import fill

PHRASES: dict[str, tuple[str, str]] = {
    "vertices": ("Stability of the vertices", "顶点的稳定性"),
    "rest": ("Rest points of the replicator dynamic", "复制者动态的静止点"),
    "stable": ("Stable: {profiles}.", "稳定：{profiles}。"),
    "none": ("No vertex is stable.", "没有稳定的顶点。"),
    "no point": ("No rest point is stable.", "没有稳定的静止点。"),
    "target": ("Everybody's cooperation is stable.", "各方合作是稳定的。"),
    "no target": ("Everybody's cooperation is not stable.", "各方合作不稳定。"),
    "eigenvalues": (
        "λ: what the population named gains by deviating there, in units of the payoffs; stable where all are below 0.",
        "λ：所示群体在该处背离的得失（以收益为单位）；全部小于 0 时稳定。",
    ),
    "jacobian": (
        "λ: eigenvalues of the Jacobian, in units of the payoffs.",
        "λ：雅可比矩阵的特征值（以收益为单位）。",
    ),
    "mixed": ("In {count} of {all} somebody mixes.", "{all} 个中有 {count} 个存在混合。"),
    "continuum": ("Also infinitely many where {face}.", "此外，{face}之处有无穷多个静止点。"),
    "unknown": ("Also some, not told apart, where {face}.", "此外，{face}之处还有未能区分的静止点。"),
    "mixes": ("{player} mixes {actions}", "{player}混合采用{actions}"),
    "takes": ("{player} takes {action}", "{player}采用{action}"),
    "incomplete": (
        "Faces on which several populations mix more than two actions were not all looked at.",
        "未逐一检查多个群体混合两种以上行动的面。",
    ),
    "plays": ("what populations play", "各群体的行动"),
}


def stability_table_card(found: StabilityTable, language: Language) -> Card:
    """Return the card of a stability table: the stable vertices, then a row a vertex."""
    game = found.game
    names = naming(game, language)
    stable = [names.in_brackets(names.profile(vertex.actions)) for vertex in found.stable]
    said = names.said(
        _stable(stable, "none", names),
        fill(PHRASES, "target" if found.target.stable else "no target", language),
    )
    rows = tuple((*names.all(v.actions), *_values(v.eigenvalues, names), _kind(v.kind, v.stable, names)) for v in found)
    heads = (*names.all(game.players), *_lambdas(_owners(game), names), names.word("kind"))
    table = _table(heads, rows, len(game.players), fill(PHRASES, "eigenvalues", language))
    return Card(fill(PHRASES, "vertices", language), unit_label(game.unit, language), (said, table))


def rest_points_card(found: RestPoints, language: Language) -> Card:
    """Return the card of the rest points: what is stable, continua, then a row a point."""
    game = found.game
    names = naming(game, language)
    stable = [names.in_brackets(_played(point, names)) for point in found.stable]
    said = names.said(
        _stable(stable, "no point", names),
        fill(PHRASES, "mixed", language, count=len(found.mixed), all=len(found)),
        *(_continuum(face, names) for face in found.continua),
        *([] if found.complete else [fill(PHRASES, "incomplete", language)]),
    )
    rows = []
    for point in found:
        played = _strategies(point, names)
        values = _values(point.eigenvalues, names)
        rows.append((*played, *values, _kind(point.kind, point.stable, names), *_is(point, names)))
    heads = (*names.all(game.players), *_lambdas([""] * len(_owners(game)), names), *names.words("kind", "equilibrium"))
    table = _table(heads, tuple(rows), len(game.players), fill(PHRASES, "jacobian", language))
    return Card(fill(PHRASES, "rest", language), unit_label(game.unit, language), (said, table))


def vertex_card(found: Vertex, language: Language) -> Card:
    """Return the card of one vertex."""
    names = naming(found, language)
    row = (names.profile(found.actions), *_values(found.eigenvalues, names), _kind(found.kind, found.stable, names))
    heads = (names.word("profile"), *_lambdas([""] * len(found.eigenvalues), names), names.word("kind"))
    return Card(names.word("Vertex"), parts=(_table(heads, (row,), 1, ""),))


def rest_point_card(found: RestPoint, language: Language) -> Card:
    """Return the card of one rest point."""
    names = naming(found, language)
    row = (_played(found, names), *_values(found.eigenvalues, names), _kind(found.kind, found.stable, names))
    heads = (
        fill(PHRASES, "plays", language),
        *_lambdas([""] * len(found.eigenvalues), names),
        *names.words("kind", "equilibrium"),
    )
    return Card(names.word("Rest point"), parts=(_table(heads, ((*row, *_is(found, names)),), 1, ""),))


def _table(heads: tuple[Cell, ...], rows: tuple[tuple[Cell, ...], ...], first: int, note: str) -> Table:
    """A table whose numbers stand from a column on, until the kind."""
    count = sum(isinstance(head, tuple | Math) for head in heads)
    return Table(heads, rows, right=tuple(range(first, first + count)), note=note)


def _owners(game: NormalFormGame) -> list[str]:
    """The population of each eigenvalue at a vertex."""
    return [player for player, count in zip(game.players, game.shape, strict=True) for _ in range(count - 1)]


def _lambdas(owners: Sequence[str], names: Naming) -> tuple[Cell, ...]:
    letters = [Math(rf"\lambda_{{{k + 1}}}", f"λ{k + 1}") for k in range(len(owners))]
    pairs = zip(letters, owners, strict=True)
    return tuple((letter, f" {names(owner)}") if owner else letter for letter, owner in pairs)


def _stable(stable: Sequence[str], none: str, names: Naming) -> str:
    if not stable:
        return fill(PHRASES, none, names.language)
    return fill(PHRASES, "stable", names.language, profiles=names.each(stable))


def _values(eigenvalues: Iterable[Any], names: Naming) -> tuple[str, ...]:
    return tuple(_value(value, names.number) for value in eigenvalues)


def _value(value: Any, number: Callable[[Any], str] = number_text) -> str:
    """An eigenvalue, complex where the dynamic turns.

    Examples
    --------
    >>> _value(-2), _value(complex(-0.5, 2)), _value(complex(0, -2))
    ('-2', '-0.5 + 2i', '-2i')
    """
    if not isinstance(value, complex) or abs(value.imag) < TOLERANCE:
        return number(value.real)
    turning = f"{number(abs(value.imag))}i"
    if abs(value.real) < TOLERANCE:
        return turning if value.imag > 0 else f"-{turning}"
    return f"{number(value.real)} {'+' if value.imag > 0 else '-'} {turning}"


def _kind(kind: str, stable: bool, names: Naming) -> Cell:
    said = names.word("source point" if kind == "source" else kind)
    return Strong(said) if stable else said


def _is(point: RestPoint, names: Naming) -> tuple[str]:
    return (names.word("yes" if point.is_equilibrium else "no"),)


def _strategies(point: RestPoint, names: Naming) -> list[str]:
    return [names.strategy(s, own) for s, own in zip(point.strategies, point.actions, strict=True)]


def _played(point: RestPoint, names: Naming) -> str:
    return names.join(_strategies(point, names))


def _continuum(face: Face, names: Naming) -> str:
    key = "unknown" if face.dimension is None else "continuum"
    return fill(PHRASES, key, names.language, face=face_text(face, names))


def face_text(face: Face, names: Naming) -> str:
    """What populations do on a face."""
    said = []
    for player, support, actions in zip(face.players, face.supports, face.actions, strict=True):
        used = [actions[a] for a in support]
        said.append(
            fill(PHRASES, "mixes", names.language, player=names(player), actions=names.listed(used))
            if len(used) > 1
            else fill(PHRASES, "takes", names.language, player=names(player), action=names(used[0]))
        )
    return names.join(said)
