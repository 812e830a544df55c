"""tvet-games bargain."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from rich.console import Console

from tvet_games.cli.output import console, language, print_json, table
from tvet_games.cli.registry import NOTHING_FOUND
from tvet_games.cli.solution_data import contract_data
from tvet_games.cli.solve import pairs
from tvet_games.errors import FormulaError, InputError, Problem
from tvet_games.model.library import load_calibration, load_conflict
from tvet_games.model.plausible import check_shares
from tvet_games.model.policy import Policy
from tvet_games.numerics import exact
from tvet_games.policy.question import question
from tvet_games.study.contract import contract_effect
from tvet_games.study.disagreement import DISAGREEMENT
from tvet_games.study.negotiation import Agreement, Negotiation, negotiate, rule_name
from tvet_games.study.negotiation_words import rule_label
from tvet_games.study.pay_reading import PayReading
from tvet_games.tables.labels import Language
from tvet_games.tables.vocabulary import word, yes_or_no
from tvet_games.tables.words import money

LEGEND = (
    "Holds: nobody gains by leaving alone. Outside money: what is missing for that; patience: the discount factor from "
    "which repetition does instead (- for none). In core: nobody has less than without the other."
)


def run(
    *,
    conflict: str,
    calibration: str,
    policy: list[str] | None,
    replace: list[str] | None,
    disagreement: str | None,
    today: list[str] | None,
    weights: list[str] | None,
    discounts: str | None,
    plot: str | None,
    json: bool,
    lang: str,
) -> None:
    """Print what two stakeholders bargain over, what each rule gives them, and the contracts."""
    tongue = language(lang)
    game_of = load_conflict(conflict)
    values = load_calibration(calibration).replace(**pairs(replace, "--set"))
    check_shares([game_of], values)
    levels = pairs(policy, "--policy")
    talks = negotiate(
        game_of,
        values,
        Policy(**levels),
        disagreement=_point(disagreement),
        today=pairs(today, "--today") or None,
        weights=pairs(weights, "--weight") or None,
        discounts=None if discounts is None else _numbers(discounts, "--discount"),
    )
    if plot is not None:
        from tvet_games.show.feasible_set import plot_feasible_set
        from tvet_games.show.files import save

        save(plot_feasible_set(talks), plot)
    effect = contract_effect(question(game_of, values, contracts=True))
    given = {**levels, **pairs(replace, "--set"), **pairs(today, "--today")}
    if json:
        print_json(_data(talks) | {"given": given, "contract_effect": contract_data(effect)})
    else:
        out = console()
        _print(out, talks, given, tongue)
        if levels:
            out.print(word("Searched anew, without the policy given:", tongue))
        for sentence in effect.describe(tongue):
            out.print(sentence)
    if not talks.agreements and not talks.lotteries:
        raise SystemExit(NOTHING_FOUND)


def _point(given: str | None) -> Any:
    """A rule by name, or two payoffs apart by a comma."""
    if given is None or given in DISAGREEMENT or "," not in given:
        return given
    return _numbers(given, "--disagreement")


def _numbers(text: str, option: str) -> list[Any]:
    try:
        numbers = [exact(part.strip()) for part in text.split(",")]
    except FormulaError as error:
        raise InputError("", [Problem(option, str(error))]) from None
    if len(numbers) != 2:
        raise InputError("", [Problem(option, "expected two numbers, as in 0.9,0.8", text)])
    return numbers


def _data(talks: Negotiation) -> dict[str, Any]:
    players = talks.game.players
    agreements = [
        {
            "rule": a.rule,
            "payoffs": dict(zip(players, a.payoffs, strict=True)),
            "payments": None if a.contract is None else dict(zip(players, a.contract.payments, strict=True)),
            "holds": None if a.contract is None else a.contract.holds,
            "outside_money": a.outside_money,
            "critical_discount": a.critical_discount,
            "in_core": a.in_core,
            "reading": None if a.contract is None or talks.reading is None else talks.reading.under(a.contract),
        }
        for a in talks.agreements
    ]
    lotteries = [
        {
            "rule": rule_name(s),
            "payoffs": dict(zip(players, s.payoffs, strict=True)),
            "lottery": s.lottery,
        }
        for s in talks.lotteries
    ]
    return {
        "conflict": talks.conflict.name,
        "calibration": talks.calibration.name,
        "unit": talks.unit,
        "disagreement": {
            "rule": talks.disagreement_rule,
            "payoffs": dict(zip(players, talks.disagreement, strict=True)),
        },
        "weights": dict(talks.weights),
        "surplus": talks.surplus,
        "target_is_best": talks.target_is_best,
        "contract_can_hold": talks.bare.can_hold,
        "least_outside_money": talks.bare.least_outside_money,
        "with_side_payments": agreements,
        "without": lotteries,
        "reading": _reading_data(talks),
    }


def _reading_data(talks: Negotiation) -> dict[str, Any] | None:
    read = talks.reading
    if read is None:
        return None
    published = [{"figure": p.figure, "quantity": p.quantity, "ratio": p.value} for p in read.published]
    return {
        "parameter": read.parameter,
        "value": read.value,
        "relative_to": read.relative_to,
        "ratio": read.ratio(read.value),
        "against": read.against,
        "output": read.output,
        "published": published,
    }


def _print(out: Console, talks: Negotiation, given: Mapping[str, str], lang: Language) -> None:
    label, section = talks.conflict.labels.of, talks.conflict.bargaining
    about = "" if section is None else section.about.zh if lang == "zh" and section.about.zh else section.about.en
    put_in = ", ".join(f"{name} = {value}" for name, value in given.items())
    parts = (label(talks.conflict.name, lang), talks.calibration.name, talks.unit, put_in, about)
    out.print(" · ".join(part for part in parts if part))
    for sentence in talks.describe(lang):
        out.print(sentence)
    names = [label(p, lang) for p in talks.game.players]
    if talks.agreements:
        out.print("")
        out.print(_contracts(talks, names, lang))
        out.print(word(LEGEND, lang))
    if talks.lotteries:
        headers = [word("rule", lang), *names, word("lottery", lang)]
        groups = _grouped([(rule_name(s), s) for s in talks.lotteries])
        rows = [[_rules(rules, lang), *(money(v) for v in s.payoffs), _lottery(talks, s, lang)] for rules, s in groups]
        out.print(table(word("without side payments", lang), headers, rows, right=[1, 2]))
    if talks.reading is not None and talks.reading.published:
        out.print("")
        _published(out, talks.reading, lang)


def _grouped(named: list[tuple[str, Any]]) -> list[tuple[list[str], Any]]:
    """Rules that give the same payoffs stand in one row."""
    groups: dict[tuple[Any, ...], tuple[list[str], Any]] = {}
    for name, found in named:
        groups.setdefault(tuple(found.payoffs), ([], found))[0].append(name)
    return list(groups.values())


def _rules(names: list[str], lang: Language) -> str:
    return (", " if lang == "en" else "、").join(rule_label(name, lang) for name in names)


def _contracts(talks: Negotiation, names: list[str], lang: Language) -> Any:
    """A row for the rules that agree; what they lack only where one of them lacks something."""
    read, short = talks.reading, any(a.outside_money != 0 for a in talks.agreements)
    headers = [word("rule", lang), *names, word("contract", lang), word("holds", lang), word("in core", lang)]
    headers += [word("outside money", lang), word("patience", lang)] if short else []
    headers += [] if read is None else [talks.conflict.labels.of(read.parameter, lang)]
    rows = []
    for rules, a in _grouped([(a.rule, a) for a in talks.agreements]):
        row = ["\n".join(rule_label(name, lang) for name in rules), *(money(v) for v in a.payoffs)]
        signed = a.contract is not None
        row += [_paid(talks, a, lang), yes_or_no(a.contract.holds, lang)] if a.contract is not None else ["-", "-"]
        row.append(yes_or_no(a.in_core, lang))
        if short:
            row += [money(a.outside_money), _factor(a)] if signed else ["-", "-"]
        if read is not None:
            row.append(_read(read, read.under(a.contract)) if a.contract is not None else "-")
        rows.append(row)
    return table(word("with side payments when both cooperate", lang), headers, rows, right=[1, 2, *range(6, 9)])


def _read(read: PayReading, amount: Any) -> str:
    return money(amount) if read.scale is None else f"{money(amount)} ({float(read.ratio(amount)):.0%})"


def _published(out: Console, read: PayReading, lang: Language) -> None:
    """Published ratios; of those named ``what: of which`` a row each what, a column each of which."""
    pivot: dict[str, dict[str, str]] = {}
    alone = []
    for p in read.published:
        row, colon, column = p.quantity.partition(": ")
        where, ratio = f"({p.country} {p.year})", f"{float(p.value):.0%}"
        if colon:
            pivot.setdefault(f"{row} {where}", {})[column] = ratio
        else:
            alone.append(f"{p.quantity} {where}: {ratio}")
    columns = list(dict.fromkeys(column for cells in pivot.values() for column in cells))
    rows = [[row, *(cells.get(column, "") for column in columns)] for row, cells in pivot.items()]
    if rows:
        out.print(table(word("published ratios", lang), ["", *columns], rows, right=range(1, len(columns) + 1)))
    for line in alone:
        out.print(line)


def _factor(a: Agreement) -> str:
    return "-" if math.isinf(a.critical_discount) else f"{float(a.critical_discount):.3g}"


def _paid(talks: Negotiation, a: Agreement, lang: Language) -> str:
    assert a.contract is not None
    label = talks.conflict.labels.of
    paid = [f"{label(t.payer, lang)} → {label(t.payee, lang)} {money(t.amount)}" for t in a.contract.transfers]
    return "; ".join(paid) or word("none", lang)


def _lottery(talks: Negotiation, s: Any, lang: Language) -> str:
    """The outcomes that are played, with their probabilities."""
    import numpy as np

    label = talks.conflict.labels.of
    played = []
    for profile in np.argwhere(s.lottery != 0):
        actions = ", ".join(label(talks.game.actions[i][a], lang) for i, a in enumerate(profile))
        p = s.lottery[tuple(profile)]
        played.append(actions if p == 1 else f"{float(p):.1%} {actions}")
    text = " + ".join(played)
    left = [
        f"{label(player, lang)} {money(more)}"
        for player, more in zip(talks.game.players, s.surplus_left, strict=True)
        if more
    ]
    return f"{text} ({word('given up', lang)}: {', '.join(left)})" if left else text
