"""What a report says, in which order: the answer first, then what it rests on, then how to check it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from tvet_games.games.game_card import payoff_table
from tvet_games.model.calibration_card import shares_told, value_table
from tvet_games.policy.solution_card import package_table
from tvet_games.policy.words import left_out
from tvet_games.show.before_after import plot_before_after
from tvet_games.show.frontier import plot_frontier
from tvet_games.show.report.limits import limits
from tvet_games.show.report.pictures import Picture
from tvet_games.show.shares import plot_shares
from tvet_games.show.take_up import plot_take_up
from tvet_games.show.tornado import plot_tornado
from tvet_games.study.certify.certify import certify
from tvet_games.study.dossier.dossier import Dossier
from tvet_games.tables.card import Part
from tvet_games.tables.labels import Language
from tvet_games.tables.shown import Shown
from tvet_games.tables.table import Strong, Table
from tvet_games.tables.words import fill

PHRASES: dict[str, tuple[str, str]] = {
    "answer": ("The answer in short", "结论摘要"),
    "question": ("The question", "问题"),
    "conflict": ("The conflict", "冲突"),
    "conflicts": ("The conflicts", "冲突"),
    "figures": ("Figures, and what they rest on", "数值及其依据"),
    "policy": ("The cheapest policy, and why it is the cheapest", "成本最低的政策及其理由"),
    "no policy": ("Why no policy will do", "为何没有可行的政策"),
    "frontier": ("What more safety costs", "更稳固的代价"),
    "probability": ("How sure it is", "可靠程度"),
    "take_up": ("How many firms would take it up", "企业参与程度"),
    "contract": ("What contracts achieve", "合同的作用"),
    "sharing": ("How the benefit may be shared", "利益如何分享"),
    "portfolio": ("Who is funded", "资助对象"),
    "leeway": ("What would change the verdict", "什么会改变结论"),
    "limits": ("What the models leave out", "模型未考虑的因素"),
    "sources": ("Sources", "来源"),
    "again": ("How to make this report again", "如何重新生成本报告"),
    "payoffs today": ("Payoffs today: {conflict}", "现状收益：{conflict}"),
    "before after": ("What each has today and under the package", "各方现状与政策后的所得"),
    "curve": ("Least cost against the strength of the criterion", "最低成本随条件强度的变化"),
    "tornado": ("Least cost over the range of each assumed number", "最低成本随各假设值范围的变化"),
    "taken": ("Share of firms that train, by level", "各水平下参与培训的企业比例"),
    "shares": ("Shares under each rule", "各规则下的份额"),
    "values": ("Values used", "所用数值"),
    "published": (
        "Published in the sources below; the numbers of this report are those of the package named there.",
        "数值发表于下列来源；本报告的计算由下述软件包完成。",
    ),
    "command": ("The command: {command}", "命令：{command}"),
    "versions": ("Versions: {versions}", "版本：{versions}"),
    "drawn": ("Drawn worlds: {draws}, seed {seed}.", "抽取的情形：{draws}，随机种子 {seed}。"),
    "prints": ("Fingerprints of the inputs", "输入的指纹"),
    "input": ("input", "输入"),
    "fingerprint": ("fingerprint", "指纹"),
    "verified": (
        "When this report was written, code that shares nothing with the search checked the answer: it holds.",
        "撰写本报告时，与搜索程序无关的检验程序已检验结论：成立。",
    ),
    "not verified": (
        "When this report was written, the answer was checked in fractions, and DOES NOT HOLD.",
        "撰写本报告时已用分数检验结论：不成立。",
    ),
    "counts": ("Checked: {checked}; not checked: {left}.", "已检验 {checked} 项，未检验 {left} 项。"),
    "checker": ("What the checker says", "检验程序的说明"),
    "checked": ("checked", "已检验"),
    "not checked": ("not checked", "未检验"),
}

MOST_PLAYERS_DRAWN = 2
"""Payoffs of more players have no picture."""

Block = Part | Picture


@dataclass(frozen=True, slots=True)
class Section:
    """A section of a report.

    Attributes
    ----------
    key : str
        Its anchor.
    title : str
    blocks : tuple of Table, of cells, or of Picture
    """

    key: str
    title: str
    blocks: tuple[Block, ...]


def sections(found: Dossier, language: Language) -> tuple[Section, ...]:
    """Say what a report says.

    Parameters
    ----------
    found : Dossier
    language : {"en", "zh"}

    Returns
    -------
    tuple of Section
        Those that the question has something to say to.
    """
    told: list[Section] = []
    for key, write in _WRITERS.items():
        blocks = tuple(write(found, language))
        if blocks:
            told.append(Section(key, fill(PHRASES, _title(key, found), language), blocks))
    return tuple(told)


def _title(key: str, found: Dossier) -> str:
    if key == "conflict" and len(found.question.conflicts) > 1:
        return "conflicts"
    return "no policy" if key == "policy" and not found.solution.feasible else key


def _answer(found: Dossier, language: Language) -> Iterator[Block]:
    first, *others = found.describe(language)
    yield first
    yield Strong(others[0])
    yield from others[1:]
    yield from package_table(found.solution, language)
    if found.solution.feasible:
        yield Picture(
            partial(plot_before_after, found.solution, language=language), fill(PHRASES, "before after", language)
        )


def _question(found: Dossier, language: Language) -> Iterator[Block]:
    """In which terms it is asked; the question itself is the title."""
    yield from (part for part in _parts(found.scenario, language) if isinstance(part, Table))


def _conflicts(found: Dossier, language: Language) -> Iterator[Block]:
    for outcome in found.solution.outcomes:
        conflict = outcome.arrays.conflict
        name = conflict.labels.of(conflict.name, language)
        yield Strong(name)
        yield from conflict.card(language).parts
        if len(conflict.player_names) <= MOST_PLAYERS_DRAWN:
            game = outcome.before.game
            title = fill(PHRASES, "payoffs today", language, conflict=name)
            yield replace(payoff_table(game, language), title=title)


def _figures(found: Dossier, language: Language) -> Iterator[Block]:
    calibration, inputs = found.question.calibration, found.solution.inputs
    text = calibration.about.of(language)
    yield from [text] * bool(text)
    yield shares_told(calibration, inputs, language)
    yield value_table(calibration, calibration.roots(inputs), language, fill(PHRASES, "values", language))


def _policy(found: Dossier, language: Language) -> Iterator[Block]:
    """Why it is the cheapest and what it does; the package stands in the answer, the values in their section."""
    solution = found.solution
    told = package_table(solution, language)
    _, *parts = _parts(solution, language)
    yield from (part for part in parts if part not in told and not (isinstance(part, Table) and part.folded))
    yield from left_out(solution, language)
    yield from _checked(found, language)


def _checked(found: Dossier, language: Language) -> Iterator[Block]:
    """What an independent checker says of the answer."""
    told = certify(found.solution)
    holds = bool(told) and found.solution.verify()
    yield fill(PHRASES, "verified" if holds else "not verified", language)
    if language != "en":  # the checker speaks English only
        counts = {"checked": len(told.checked), "left": len(told.not_checked)}
        yield fill(PHRASES, "counts", language, **counts)
        return
    lines = [*told.checked, *([told.wrong] if told.wrong else [])]
    rows = [(fill(PHRASES, "checked", language), line) for line in lines]
    rows += [(fill(PHRASES, "not checked", language), line) for line in told.not_checked]
    yield Table((), tuple(rows), fill(PHRASES, "checker", language))


def _frontier(found: Dossier, language: Language) -> Iterator[Block]:
    yield from _study(found.frontier, plot_frontier, "curve", language)


def _probability(found: Dossier, language: Language) -> Iterator[Block]:
    for study in (found.probability, found.resilient):
        yield from _study(study, None, "", language)


def _take_up(found: Dossier, language: Language) -> Iterator[Block]:
    yield from _study(found.take_up, plot_take_up, "taken", language)


def _sharing(found: Dossier, language: Language) -> Iterator[Block]:
    yield from _study(found.sharing, plot_shares, "shares", language)


def _leeway(found: Dossier, language: Language) -> Iterator[Block]:
    has_bars = found.explanation is not None and bool(found.explanation.leeway)
    yield from _study(found.explanation, plot_tornado if has_bars else None, "tornado", language)


def _sources(found: Dossier, language: Language) -> Iterator[Block]:
    yield fill(PHRASES, "published", language)
    yield from found.sources.card(language).parts


def _again(found: Dossier, language: Language) -> Iterator[Block]:
    origin = found.origin
    yield fill(PHRASES, "command", language, command=origin.command)
    yield fill(PHRASES, "versions", language, versions=origin.versions)
    yield fill(PHRASES, "drawn", language, draws=f"{origin.draws:,}", seed=origin.seed)
    heads = tuple(fill(PHRASES, key, language) for key in ("input", "fingerprint"))
    yield Table(heads, tuple(origin.fingerprints.items()), fill(PHRASES, "prints", language))


def _study(study: Shown | None, plot: Callable[..., Any] | None, caption: str, language: Language) -> Iterator[Block]:
    """What a study says, and its picture; nothing without one."""
    if study is None:
        return
    yield from _parts(study, language)
    if plot is not None:
        yield Picture(partial(plot, study, language=language), fill(PHRASES, caption, language))


def _parts(thing: Shown, language: Language) -> tuple[Part, ...]:
    return thing.card(language).parts


_WRITERS: dict[str, Callable[[Dossier, Language], Iterator[Block]]] = {
    "answer": _answer,
    "question": _question,
    "conflict": _conflicts,
    "figures": _figures,
    "policy": _policy,
    "frontier": _frontier,
    "probability": _probability,
    "leeway": _leeway,
    "take_up": _take_up,
    "contract": lambda found, language: _study(found.contract, None, "", language),
    "sharing": _sharing,
    "portfolio": lambda found, language: _study(found.portfolio, None, "", language),
    "limits": lambda _, language: iter(limits(language)),
    "sources": _sources,
    "again": _again,
}
