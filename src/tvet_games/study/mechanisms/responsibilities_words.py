"""Responsibilities in sentences, in English and Chinese."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from tvet_games.model.calibration import PROVENANCES
from tvet_games.model.instrument import LEVEL
from tvet_games.study.evolution.words import profile_words
from tvet_games.study.mechanisms.responsibilities import THE_PUBLIC, Entry, InForce, Party, Responsibilities, Transfer
from tvet_games.study.setting import Setting
from tvet_games.tables.labels import Labels, Language, check_language
from tvet_games.tables.units import unit_label
from tvet_games.tables.words import capital, fill, listed, money

PHRASES: dict[str, tuple[str, str]] = {
    "where": (
        "“{conflict}”, where {profile} (amounts in {unit}):",
        "“{conflict}”，此时{profile}（金额单位：{unit}）：",
    ),
    "has": ("{player} has {net} in all: it {parts}.", "{player}合计 {net}：{parts}。"),
    "nothing": ("{player} neither gains nor bears anything here.", "{player}在此既无收益也无成本。"),
    "benefit": ("gains {sum} ({terms})", "获益 {sum}（{terms}）"),
    "cost": ("bears {sum} ({terms})", "承担 {sum}（{terms}）"),
    "received": ("receives {sum} ({terms})", "收到 {sum}（{terms}）"),
    "paid": ("pays {sum} ({terms})", "支付 {sum}（{terms}）"),
    "transfer": ("{payer} pays {payee} {amount} ({what}).", "{payer}付给{payee} {amount}（{what}）。"),
    "force": (
        "{instrument} at {level} costs {payers} {cost}; it is worth {gains}.",
        "{instrument}（水平 {level}）使{payers}支出 {cost}；其价值：{gains}。",
    ),
    "force_free": (
        "{instrument} at {level} costs nothing here; it is worth {gains}.",
        "{instrument}（水平 {level}）在此不花费；其价值：{gains}。",
    ),
    "force_brings": (
        "{instrument} at {level} brings {payers} {cost}; it is worth {gains}.",
        "{instrument}（水平 {level}）为{payers}带来 {cost}；其价值：{gains}。",
    ),
    "gain": ("{amount} to {player}", "对{player} {amount}"),
    "no_gain": ("nothing to anybody", "对各方均无"),
    "duty": (
        "{player} ({kind}) wants {interests}; its responsibilities: {responsibilities}.",
        "{player}（{kind}）的利益诉求：{interests}；责任：{responsibilities}。",
    ),
    "no_record": (
        "{player} is no stakeholder of the paper: no interests or responsibilities are on record.",
        "{player}不是论文中的利益相关者：没有记录其诉求或责任。",
    ),
    "rests": (
        "Figures behind the terms: {count}, of which {parts}.",
        "各项所依据的数值共 {count} 个，其中{parts}。",
    ),
    "part": ("{count} {provenance}", "{provenance} {count} 个"),
    THE_PUBLIC: ("the public", "公共财政"),
    "core": ("core stakeholder", "核心利益相关者"),
    "important": ("important stakeholder", "重要利益相关者"),
    "measured": ("measured", "实测"),
    "derived": ("derived from others", "推算"),
    "statutory": ("set by law", "法定"),
    "assumed": ("assumed", "假设"),
}

_NAME = re.compile(r"[A-Za-z_]\w*")

KINDS = ("benefit", "cost", "received", "paid")


def describe(found: Responsibilities, language: Language = "en") -> tuple[str, ...]:
    """Who gets, bears, pays and receives what; what each must do; and what it all rests on."""
    check_language(language)
    sentences = []
    for around, profile in zip(found.settings, found.profiles, strict=True):
        conflict = around.conflict
        shown = {
            "conflict": around.labels.of(conflict.name, language),
            "profile": profile_words(conflict, profile, language),
            "unit": unit_label(around.calibration.unit_per(conflict.per), language),
        }
        sentences.append(fill(PHRASES, "where", language, **shown))
        own = [entry for entry in found.entries if entry.conflict == conflict.name]
        sentences += [_has(around, name, own, language) for name in conflict.player_names]
        sentences += [_paid(around, t, language) for t in found.transfers if t.conflict == conflict.name]
        sentences += [_force(around, f, language) for f in found.in_force if f.conflict == conflict.name]
    sentences += [_duty(found, party, language) for party in found.parties]
    return (*sentences, *_rests(found, language))


def duties(found: Responsibilities, language: Language = "en") -> Any:
    """The record of each player as a :class:`pandas.DataFrame`; None where there is none."""
    import pandas as pd

    check_language(language)
    rows = []
    for party in found.parties:
        record = party.stakeholder
        rows.append(
            {
                "class": record.kind if record else None,
                "interests": "; ".join(record.interests(language)) if record else None,
                "responsibilities": "; ".join(record.responsibilities(language)) if record else None,
                "section": record.section if record else None,
            }
        )
    names = pd.Index([party.name for party in found.parties], name="stakeholder")
    return pd.DataFrame(rows, index=names, dtype=object)


def term_words(term: str, labels: Labels, language: Language = "en") -> str:
    """A term with the names of its parameters as people read them.

    Examples
    --------
    >>> term_words("retention*hiring_saving/2", Labels(zh={"retention": "留用率"}), "zh")
    '留用率 × hiring saving / 2'
    """
    spaced = term.replace("**", "^").replace("*", " × ").replace("/", " / ")
    return _NAME.sub(lambda match: labels.of(match.group(), language), spaced)


def _has(around: Setting, player: str, entries: Sequence[Entry], language: Language) -> str:
    own = [entry for entry in entries if entry.holder == player]
    name, parts = around.labels.of(player, language), []
    for kind in KINDS:
        terms = [entry for entry in own if entry.kind == kind]
        if terms:
            each = [f"{what_words(around, e, language)} {money(abs(e.amount))}" for e in terms]
            said = {"sum": money(sum(abs(e.amount) for e in terms)), "terms": _joined(each, language)}
            parts.append(fill(PHRASES, kind, language, **said))
    if not parts:
        return fill(PHRASES, "nothing", language, player=capital(name))
    net = money(sum(entry.amount for entry in own))
    return fill(PHRASES, "has", language, player=capital(name), net=net, parts=listed(parts, language))


def _paid(around: Setting, paid: Transfer, language: Language) -> str:
    who = {n: holder_label(around, getattr(paid, n), language) for n in ("payer", "payee")}
    what = what_words(around, paid, language)
    sentence = fill(PHRASES, "transfer", language, **who, amount=money(paid.amount), what=what)
    return capital(sentence)


def _force(around: Setting, force: InForce, language: Language) -> str:
    cost = force.public_cost
    key = "force" if cost > 0 else "force_brings" if cost else "force_free"
    worth = [
        fill(PHRASES, "gain", language, amount=money(amount), player=holder_label(around, name, language))
        for name, amount in force.gains.items()
        if amount
    ]
    shown = {
        "instrument": capital(around.known[force.instrument].labels.of(force.instrument, language)),
        "level": money(force.level),
        "payers": listed([holder_label(around, name, language) for name in force.payers], language),
        "cost": money(abs(cost)),
        "gains": listed(worth, language) or fill(PHRASES, "no_gain", language),
    }
    return fill(PHRASES, key, language, **shown)


def _duty(found: Responsibilities, party: Party, language: Language) -> str:
    record = party.stakeholder
    if record is None:
        label = next(s.labels for s in found.settings if party.name in s.conflict.player_names).of(party.name, language)
        return fill(PHRASES, "no_record", language, player=capital(label))
    said = {
        "player": record.label.of(language),
        "kind": fill(PHRASES, record.kind, language),
        "interests": listed(list(record.interests(language)), language),
        "responsibilities": _joined(list(record.responsibilities(language)), language),
    }
    return fill(PHRASES, "duty", language, **said)


def _rests(found: Responsibilities, language: Language) -> list[str]:
    """How many of the figures are measured, derived, set by law and assumed; each counts once."""
    inputs = {i.name: i.provenance for entry in found.entries for i in entry.inputs if i.provenance in PROVENANCES}
    if not inputs:
        return []
    counts = {p: list(inputs.values()).count(p) for p in PROVENANCES}
    parts = [
        fill(PHRASES, "part", language, count=count, provenance=fill(PHRASES, p, language))
        for p, count in counts.items()
        if count
    ]
    return [fill(PHRASES, "rests", language, count=len(inputs), parts=listed(parts, language))]


def what_words(around: Setting, paid: Entry | Transfer, language: Language) -> str:
    """What a term is: of an instrument its name for the level, on an edge what a parameter stands for there."""
    labels = around.labels
    term = paid.what if isinstance(paid, Transfer) else paid.term
    if paid.instrument:
        known = around.known[paid.instrument].labels
        name = known.of(paid.instrument, language)
        labels = Labels({LEVEL: name}, {LEVEL: name}).over(known).over(labels)
    stands: dict[str, str] = {}
    for edge in around.conflict.edges:
        if edge.conflict.name == paid.edge:
            form = "({})" if {"*", "/"} & set(term) else "{}"
            stands = {name: form.format(formula) for name, formula in edge.values.items()}
    term = _NAME.sub(lambda match: stands.get(match.group(), match.group()), term)
    return term_words(term, labels, language)


def holder_label(around: Setting, name: str, language: Language) -> str:
    """A stakeholder, or the public, as people read it."""
    return fill(PHRASES, name, language) if name == THE_PUBLIC else around.labels.of(name, language)


def _joined(items: list[str], language: Language) -> str:
    return ("；" if language == "zh" else "; ").join(items)
