"""Critical discount factors as formulas: as text, in English and Chinese, and in LaTeX."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sympy

from tvet_games.symbolic.printing import at_least_zero, below_zero, latex_below_zero, latex_of, text_of
from tvet_games.tables.labels import Language, check_language
from tvet_games.tables.latex import escape as latex_escape

if TYPE_CHECKING:
    from tvet_games.symbolic.discount import SymbolicDiscount
    from tvet_games.symbolic.discount_cases import DiscountCase

WORDS: dict[str, tuple[str, str]] = {
    "stable": ("no patience is needed where {}", "无需耐心的条件：{}"),
    "always": ("no patience is needed", "无需耐心"),
    "and": (" and ", " 且 "),
    "case": ("punishment ({})", "惩罚（{}）"),
    "none": ("no profile can be a credible punishment", "没有可信的惩罚组合"),
    "least": ("  {player}: delta >= {least}{where}", "  {player}：delta >= {least}{where}"),
    "least by": (
        "  {player} ({action}): delta >= {least}{where}",
        "  {player}（{action}）：delta >= {least}{where}",
    ),
    "never": (
        "  {player}: no discount factor below 1 is enough{where}, the punishment does not hurt",
        "  {player}：惩罚无痛，任何小于 1 的贴现因子都不够{where}",
    ),
    "nothing": ("  {player}: nothing tempts", "  {player}：没有背离的诱惑"),
    "where": (" where {}", "（条件：{}）"),
    "hurts": ("  if it hurts: {}", "  惩罚有痛的条件：{}"),
    "bears": ("  if it is no reward: {}", "  惩罚不是奖励的条件：{}"),
    "credible": ("  if it is an equilibrium: {}", "  惩罚为均衡的条件：{}"),
}
"""What the text says, in English and Chinese."""


def statement(found: SymbolicDiscount, language: Language = "en") -> str:
    """Say what is needed: where no patience is, and for each punishment a line for each player and condition."""
    lines = []
    if not found.stable:
        lines.append(_said("always", language))
    elif not any(c.is_number for c in found.stable):
        wanted = _said("and", language).join(map(at_least_zero, found.stable))
        lines.append(_said("stable", language, wanted))
    lines += [line for case in found.cases for line in _case_lines(found, case, language)]
    return "\n".join(lines or [_said("none", language)])


def _case_lines(found: SymbolicDiscount, case: DiscountCase, language: Language) -> list[str]:
    names = ("，" if language == "zh" else ", ").join(found.label(a, language) for a in case.actions)
    lines = [_said("case", language, names)]
    for player, factor in zip(found.players, case.factors, strict=True):
        own = [term for term in case.terms if term.player == player]
        for term in own:
            where = "" if term.always else _said("where", language, below_zero(-term.temptation))
            key = "never" if factor == sympy.oo else "least by" if len(own) > 1 else "least"
            shown = {"player": found.label(player, language), "action": found.label(term.action, language)}
            lines.append(_said(key, language, **shown, least=text_of(term.expression), where=where))
        if not own:
            key = "never" if factor == sympy.oo else "nothing"
            lines.append(_said(key, language, player=found.label(player, language), where=""))
    lines += [_said("hurts", language, below_zero(-c)) for c in case.hurts]
    lines += [_said("bears", language, at_least_zero(c)) for c in case.bears]
    return lines + [_said("credible", language, at_least_zero(c)) for c in case.credible]


def _said(key: str, language: Language, *parts: str, **named: str) -> str:
    return WORDS[key][1 if check_language(language) == "zh" else 0].format(*parts, **named)


def statement_latex(found: SymbolicDiscount) -> str:
    """Write the formulas in LaTeX, a line a punishment."""
    return " \\\\\n".join(_case_latex(found, case) for case in found.cases)


def _case_latex(found: SymbolicDiscount, case: DiscountCase) -> str:
    parts = []
    for player, factor in zip(found.players, case.factors, strict=True):
        name = rf"\delta_{{\mathrm{{{latex_escape(player)}}}}} \geq "
        own = [term for term in case.terms if term.player == player]
        parts += [f"{name}{latex_of(factor, found.symbols)}"] if not own else []
        for term in own:
            where = "" if term.always else rf" \;\mathrm{{if}}\; {latex_below_zero(-term.temptation, found.symbols)}"
            parts.append(f"{name}{latex_of(term.expression, found.symbols)}{where}")
    parts += [latex_below_zero(-c, found.symbols) for c in case.hurts]
    for condition in (*case.bears, *case.credible):
        strict = latex_below_zero(-condition, found.symbols)
        parts.append(strict.replace(" < ", r" \leq ").replace(" > ", r" \geq "))
    return r",\quad ".join(parts)
