r"""The stability table as papers print it: statements, a LaTeX tabular, HTML.

Columns: the vertex (its actions and its state), an eigenvalue for each deviation, and when the vertex is an ESS.
Formulas use the symbols that the files give the parameters; names are escaped.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from html import escape
from typing import TYPE_CHECKING, Any

from tvet_games.errors import unknown
from tvet_games.symbolic.printing import below_zero, latex_below_zero, latex_of, text_of
from tvet_games.tables.labels import Language

if TYPE_CHECKING:
    from tvet_games.symbolic.stability import SymbolicStability, SymbolicVertex

WORDS = {
    "en": {
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

_LATEX = {
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{c: f"\\{c}" for c in "&%$#_{}"},
}


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
    if clash:
        return _words(language)["clash"].format(name=name, low=low, high=high)
    bounds = [f"{low} < {name} < {high}"] if lower and upper else [f"{name} > {low}"] * bool(lower)
    bounds += [f"{name} < {high}"] * bool(upper and not lower)
    return _said(language, [*bounds, *(below_zero(condition) for condition in others)])


def latex_table(table: SymbolicStability, language: Language = "en") -> str:
    """Write the table as a LaTeX tabular that needs no package."""
    words = _words(language)
    count = len(table.rows[0].eigenvalues)
    names = [rf"$\lambda_{{{k + 1}}}$" for k in range(count)]
    # The condition is the long column: it wraps.
    lines = [rf"\begin{{tabular}}{{l{'l' * count}p{{0.4\textwidth}}}}", r"\hline"]
    lines += [_line([words["vertex"], *names, words["condition"]]), r"\hline"]
    for row in table.rows:
        vertex = f"{latex_escape(row.label(language))} ${row.shares}$".replace(",)", ")")
        values = [f"${latex_of(e, table.symbols)}$" for e in row.eigenvalues]
        lines.append(_line([vertex, *values, _condition(table, row, language, latex_escape)]))
    return "\n".join([*lines, r"\hline", r"\end{tabular}"])


def html_table(table: SymbolicStability, language: Language = "en") -> str:
    """Write the table as HTML."""
    words = _words(language)
    names = [rf"$\lambda_{{{k + 1}}}$" for k in range(len(table.rows[0].eigenvalues))]
    head = "".join(f"<th>{cell}</th>" for cell in (words["vertex"], *names, words["condition"]))
    lines = ["<table>", f"<thead><tr>{head}</tr></thead>", "<tbody>"]
    for row in table.rows:
        cells = [escape(f"${latex_of(e, table.symbols)}$") for e in row.eigenvalues]
        cells.append(escape(_condition(table, row, language, str)))
        data = "".join(f"<td>{cell}</td>" for cell in cells)
        lines.append(f"<tr><th>{escape(row.label(language))}</th>{data}</tr>")
    return "\n".join([*lines, "</tbody>", "</table>"])


def latex_escape(text: str) -> str:
    r"""Escape what LaTeX reads as a command.

    Examples
    --------
    >>> print(latex_escape("R&D_1"))
    R\&D\_1
    """
    return "".join(_LATEX.get(c, c) for c in text)


def _words(language: Language) -> dict[str, str]:
    if language not in WORDS:
        raise unknown("language", language, WORDS)
    return WORDS[language]


def _said(language: Language, inequalities: Sequence[str]) -> str:
    words = _words(language)
    return words["iff"].format(words["and"].join(inequalities)) if inequalities else words["always"]


def _extreme(function: str, bounds: Sequence[Any]) -> str:
    texts = [text_of(bound) for bound in bounds]
    return texts[0] if len(texts) == 1 else f"{function}({', '.join(texts)})"


def _failures(
    row: SymbolicVertex, language: Language, name: Callable[[str], str], formula: Callable[[Any], str]
) -> list[str]:
    """Who gains by deviating whatever the parameters, or loses nothing."""
    words = _words(language)
    found = []
    for k in row.failing:
        player, action = (name(row.name(each, language)) for each in row.deviations[k])
        gain = row.eigenvalues[k]
        found.append(words["gains" if gain != 0 else "ties"].format(player=player, action=action, gain=formula(gain)))
    return found


def _condition(table: SymbolicStability, row: SymbolicVertex, language: Language, name: Callable[[str], str]) -> str:
    """When the vertex is an ESS, formulas in LaTeX between dollar signs."""
    if row.always is False:
        words = _words(language)
        failures = _failures(row, language, name, lambda gain: f"${latex_of(gain, table.symbols)}$")
        return words["never"].format(words["join"].join(failures))
    return _said(language, [f"${latex_below_zero(c, table.symbols)}$" for c in row.conditions])


def _line(cells: Sequence[str]) -> str:
    return rf"{' & '.join(cells)} \\"
