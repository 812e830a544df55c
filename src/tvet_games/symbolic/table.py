"""The stability table as papers print it: statements, and a card.

Columns: the vertex (its actions and its state), an eigenvalue for each deviation, and when the vertex is an ESS.
Formulas use the symbols that the files give the parameters; names are escaped.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from tvet_games.errors import unknown
from tvet_games.symbolic.formulas import formula, negative
from tvet_games.symbolic.printing import below_zero, latex_of, text_of
from tvet_games.tables.card import Card
from tvet_games.tables.labels import Language
from tvet_games.tables.table import Cell, Math, Piece, Table

if TYPE_CHECKING:
    from tvet_games.symbolic.stability import SymbolicStability, SymbolicVertex

WORDS = {
    "en": {
        "title": "Stability of the vertices",
        "iff": "ESS iff {}",
        "and": " and ",
        "always": "always an ESS",
        "never": "never an ESS: {}",
        "gains": "{player} gains {gain} by {action}",
        "ties": "{player} loses nothing by {action}",
        "clash": "never an ESS: {name} would have to be above {low} and below {high}",
        "join": "; ",
        "vertex": "Vertex",
        "condition": "Stability",
    },
    "zh": {
        "title": "顶点的稳定性",
        "iff": "当且仅当 {} 时为 ESS",
        "and": " 且 ",
        "always": "总是 ESS",
        "never": "不可能是 ESS：{}",
        "gains": "{player}改选“{action}”可多得 {gain}",
        "ties": "{player}改选“{action}”并无损失",
        "clash": "不可能是 ESS：{name} 须大于 {low} 且小于 {high}",
        "join": "；",
        "vertex": "顶点",
        "condition": "稳定性",
    },
}
"""What the tables say."""

_MARK, _BETWEEN = "\x00", "\x01"
"""Stand around formulas, and between their two forms, until a sentence is taken apart."""


def vertex_statement(row: SymbolicVertex, language: Language = "en") -> str:
    """Say when a vertex is an ESS, in words and formulas.

    Examples
    --------
    >>> from tvet_games.symbolic.stability import symbolic_stability
    >>> row = symbolic_stability("school_student").rows[3]
    >>> print(vertex_statement(row))
    ESS iff complaint_cost < convenience_gain + supervision_cost and match_share*skill_gain < effort + slack_value
    """
    words = _words(language)
    if row.always is False:
        return words["never"].format(words["join"].join(_failures(row, language, str, text_of)))
    return _said(language, [below_zero(c) for c in row.conditions])


def interval_statement(
    name: str, lower: Sequence[Any], upper: Sequence[Any], others: Sequence[Any], clash: bool, language: Language = "en"
) -> str:
    """Say between which bounds of a parameter a vertex is an ESS, and what else it takes.

    Parameters
    ----------
    name : str
        The parameter.
    lower, upper : sequence of expression
        It must be above, or below, all of them.
    others : sequence of expression
        They must be below 0.
    clash : bool
        Whether the bounds leave nothing.

    Examples
    --------
    >>> import sympy
    >>> a, b = sympy.symbols("a b")
    >>> interval_statement("p", [a, b], [1 - b], [a - b], False)
    'ESS iff max(a, b) < p < 1 - b and a < b'
    """
    low, high = _extreme("max", lower), _extreme("min", upper)
    return _interval(name, low, high, [below_zero(condition) for condition in others], clash, language)


def interval_pieces(
    name: str,
    lower: Sequence[Any],
    upper: Sequence[Any],
    others: Sequence[Any],
    clash: bool,
    symbols: Mapping[str, str],
    language: Language,
) -> tuple[Piece, ...]:
    """The same with formulas apart from the words; ``name`` is the label of the parameter."""
    low, high = (
        _apart(Math(_extreme_latex(function, bounds, symbols), _extreme(function, bounds))) if bounds else ""
        for function, bounds in (("max", lower), ("min", upper))
    )
    also = [_apart(negative(c, symbols)) for c in others]
    return _pieces(_interval(name, low, high, also, clash, language))


def _interval(name: str, low: str, high: str, others: Sequence[str], clash: bool, language: Language) -> str:
    """Between which bounds, as texts that are empty where there is none."""
    if clash:
        return _words(language)["clash"].format(name=name, low=low, high=high)
    bounds = [f"{low} < {name} < {high}"] if low and high else [f"{name} > {low}"] * bool(low)
    bounds += [f"{name} < {high}"] * bool(high and not low)
    return _said(language, [*bounds, *others])


def stability_card(table: SymbolicStability, language: Language = "en") -> Card:
    """Return the table as a card: a row a vertex, formulas with the symbols that the files give."""
    words = _words(language)
    names = [Math(rf"\lambda_{{{k + 1}}}", f"lambda_{k + 1}") for k in range(len(table.rows[0].eigenvalues))]
    rows: list[tuple[Cell, ...]] = []
    for row in table.rows:
        values = [formula(e, table.symbols) for e in row.eigenvalues]
        rows.append((row.label(language), *values, condition_pieces(row, table.symbols, language)))
    label = table.rows[0].labels.of
    about = " · ".join(label(name, language) for name in (table.conflict, table.calibration) if name)
    return Card(words["title"], about, (Table((words["vertex"], *names, words["condition"]), tuple(rows)),))


def _words(language: Language) -> dict[str, str]:
    if language not in WORDS:
        raise unknown("language", language, WORDS)
    return WORDS[language]


def _said(language: Language, inequalities: Sequence[str]) -> str:
    words = _words(language)
    return words["iff"].format(words["and"].join(inequalities)) if inequalities else words["always"]


def _extreme(function: str, bounds: Sequence[Any]) -> str:
    texts = [text_of(bound) for bound in bounds]
    return ", ".join(texts) if len(texts) < 2 else f"{function}({', '.join(texts)})"


def _extreme_latex(function: str, bounds: Sequence[Any], symbols: Mapping[str, str]) -> str:
    told = [latex_of(bound, symbols) for bound in bounds]
    return told[0] if len(told) == 1 else rf"\{function}\left({', '.join(told)}\right)"


def _failures(
    row: SymbolicVertex, language: Language, name: Callable[[str], str], told: Callable[[Any], str]
) -> list[str]:
    """Who gains by deviating whatever the parameters, or loses nothing."""
    words = _words(language)
    found = []
    for k in row.failing:
        player, action = (name(row.name(each, language)) for each in row.deviations[k])
        gain = row.eigenvalues[k]
        found.append(words["gains" if gain != 0 else "ties"].format(player=player, action=action, gain=told(gain)))
    return found


def condition_pieces(row: SymbolicVertex, symbols: Mapping[str, str], language: Language) -> tuple[Piece, ...]:
    """When the vertex is an ESS, formulas apart from the words."""
    words = _words(language)
    if row.always is False:
        failures = _failures(row, language, str, lambda gain: _apart(formula(gain, symbols)))
        return _pieces(words["never"].format(words["join"].join(failures)))
    said = [_apart(negative(c, symbols)) for c in row.conditions]
    return _pieces(_said(language, said))


def _apart(written: Math) -> str:
    """A formula inside a sentence, between marks that no label holds."""
    return f"{_MARK}{written.latex}{_BETWEEN}{written.text}{_MARK}"


def _pieces(sentence: str) -> tuple[Piece, ...]:
    """The words and the formulas of a sentence."""
    parts = sentence.split(_MARK)
    return tuple(Math(*part.split(_BETWEEN)) if k % 2 else part for k, part in enumerate(parts) if part)
