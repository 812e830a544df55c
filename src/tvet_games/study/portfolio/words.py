"""A portfolio of sites in sentences, in English and Chinese, filled from the result's own numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tvet_games.policy.rows import Condition, Move
from tvet_games.tables.labels import Language
from tvet_games.tables.units import unit_label
from tvet_games.tables.words import fill, listed, money

if TYPE_CHECKING:
    from tvet_games.study.portfolio.result import Portfolio
    from tvet_games.study.portfolio.site_shortfalls import SiteShortfall

NAMED = 3
"""Sites that a summary names among those that cannot be won."""

PHRASES: dict[str, tuple[str, str]] = {
    "local": (
        "{funded} of {sites} sites are funded, each with levels of its own: {trainees} of {all} trainees, at an "
        "expected public cost of {cost} {currency} per period.",
        "{sites} 个单位中有 {funded} 个获得资助，水平各自确定：覆盖 {all} 名学徒中的 {trainees} 名，"
        "每期公共预期成本为 {cost} {currency}。",
    ),
    "common": (
        "One package serves {funded} of {sites} sites: {trainees} of {all} trainees, at an expected public cost of "
        "{cost} {currency} per period.",
        "同一套政策覆盖 {sites} 个单位中的 {funded} 个：{all} 名学徒中的 {trainees} 名，"
        "每期公共预期成本为 {cost} {currency}。",
    ),
    "package": ("The package: {levels}.", "政策组合：{levels}。"),
    "enough": (
        "The budget of {budget} {currency} is enough for every site that can be won.",
        "预算 {budget} {currency} 足以覆盖所有可行的单位。",
    ),
    "short": (
        "The budget of {budget} {currency} is not enough for all; no choice within it reaches more trainees.",
        "预算 {budget} {currency} 不足以覆盖全部单位；在预算内没有覆盖更多学徒的选择。",
    ),
    "short bound": (
        "The budget of {budget} {currency} is not enough for all; at most {bound} trainees could be reached (gap "
        "{gap}).",
        "预算 {budget} {currency} 不足以覆盖全部单位；最多可覆盖 {bound} 名学徒（差距 {gap}）。",
    ),
    "partly": (
        "No package will do at all sites; none reaches more trainees.",
        "没有一套政策适用于所有单位；也没有覆盖更多学徒的政策。",
    ),
    "partly bound": (
        "No package will do at all sites; at most {bound} trainees could be reached (gap {gap}).",
        "没有一套政策适用于所有单位；最多可覆盖 {bound} 名学徒（差距 {gap}）。",
    ),
    "cost bound": (
        "No package costs less than {bound} {currency} (gap {gap}).",
        "任何政策的成本都不低于 {bound} {currency}（差距 {gap}）。",
    ),
    "price": (
        "With more money, one more trainee would cost about {price} {currency}.",
        "若增加预算，每多覆盖一名学徒约需 {price} {currency}。",
    ),
    "failed": (
        "{count} sites cannot be won within the bounds, such as {examples}.",
        "{count} 个单位在给定范围内无法实现合作，例如{examples}。",
    ),
    "failed one": (
        "One site cannot be won within the bounds: {examples}.",
        "有 1 个单位在给定范围内无法实现合作：{examples}。",
    ),
    "verified": (
        "The games of every funded site were checked: cooperation satisfies the criterion in each.",
        "已逐一检验获资助单位的博弈：合作均满足条件。",
    ),
    "not verified": (
        "Some funded sites did not pass the check of their games.",
        "部分获资助单位的博弈未通过检验。",
    ),
    "would": ("in “{conflict}” {player} would choose “{action}”", "在“{conflict}”中{player}会选择“{action}”"),
    "stay out": ("{player} would stay out of “{conflict}”", "{player}会退出“{conflict}”"),
    "worse off": ("{player} would be worse off in “{conflict}” than today", "{player}在“{conflict}”中的处境会不如现状"),
    "missing": ("{who}; {missing} {currency} per head are missing", "{who}，每人还缺 {missing} {currency}"),
    "ceilings": ("the ceilings on support cannot be kept", "无法满足支持上限"),
}


def describe(found: Portfolio, language: Language = "en") -> tuple[str, ...]:
    """Say who is funded at what cost, what limits it, and who cannot be won and why.

    Parameters
    ----------
    found : Portfolio
    language : str
        ``en`` or ``zh``.

    Returns
    -------
    tuple of str
        Sentences.
    """
    currency = unit_label(found.question.calibration.unit.currency, language)
    shown = {
        "funded": f"{int(found.funded.sum()):,}",
        "sites": f"{len(found.sites):,}",
        "trainees": money(found.trainees_funded),
        "all": money(float(found.sites.heads.sum())),
        "cost": money(round(found.total_cost, 2)),
        "currency": currency,
    }
    sentences = [_phrase(found.mode, language, **shown)]
    if found.mode == "common" and found.funded.any():
        sentences.append(_phrase("package", language, levels=_package(found, language)))
    sentences += _limits(found, language)
    if found.shadow_price:
        sentences.append(_phrase("price", language, price=money(round(1 / found.shadow_price, 2)), currency=currency))
    if found.shortfalls:
        sentences.append(_failed(found, language))
    if found.funded.any():
        sentences.append(_phrase("verified" if found.verified else "not verified", language))
    return tuple(sentences)


def reason(found: Portfolio, short: SiteShortfall, language: Language = "en") -> str:
    """Say why a site cannot be won, and how much is missing."""
    if short.condition is None:
        return _phrase("ceilings", language)
    who = (" and " if language == "en" else "，并且").join(
        _describe(found, short.condition, move, language) for move in short.condition.moves
    )
    currency = unit_label(found.question.calibration.unit.currency, language)
    return _phrase("missing", language, who=who, missing=money(round(short.missing, 2)), currency=currency)


def _phrase(key: str, language: Language, **values: object) -> str:
    return fill(PHRASES, key, language, **values)


def _package(found: Portfolio, language: Language) -> str:
    levels = found.levels[found.funded.argmax()]
    used = zip(found.instruments, levels, strict=True)
    return (
        listed(
            [f"{found.question.label(name, language)} {money(round(float(x), 4))}" for name, x in used if x], language
        )
        or "0"
    )


def _limits(found: Portfolio, language: Language) -> list[str]:
    """What the budget or the bounds have to say."""
    if found.status == "infeasible":
        return []
    shown = {
        "budget": money(found.budget or 0),
        "bound": money(round(found.bound, 2)),
        "gap": f"{found.gap:.2g}",
        "currency": unit_label(found.question.calibration.unit.currency, language),
    }
    ending = " bound" if found.status == "bound" else ""
    if found.objective == "trainees":
        return [_phrase(("partly" if found.budget is None else "short") + ending, language, **shown)]
    sentences = [] if found.budget is None else [_phrase("enough", language, **shown)]
    return [*sentences, _phrase("cost bound", language, **shown)] if ending else sentences


def _failed(found: Portfolio, language: Language) -> str:
    examples = [f"{s.name} ({reason(found, s, language)})" for s in found.shortfalls[:NAMED]]
    key = "failed" if len(found.shortfalls) > 1 else "failed one"
    return _phrase(key, language, count=f"{len(found.shortfalls):,}", examples=listed(examples, language))


def _describe(found: Portfolio, condition: Condition, move: Move, language: Language) -> str:
    conflict = found.question.conflicts[move.conflict]
    label = conflict.labels.of
    shown = {"conflict": label(conflict.name, language), "player": label(conflict.player_names[move.player], language)}
    if move.action < 0:
        return _phrase("worse off" if condition.kind == "worse_off" else "stay out", language, **shown)
    action = label(conflict.actions[move.player][move.action], language)
    return _phrase("would", language, action=action, **shown)
