"""tvet-games bargain."""

from __future__ import annotations

from dataclasses import replace as replace_field
from typing import Any

from tvet_games.cli.output import console, language, print_card, print_json
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
from tvet_games.study.negotiation import Negotiation, negotiate, rule_name
from tvet_games.tables.vocabulary import word


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
        out, shown = console(), talks.card(tongue)
        put_in = ", ".join(f"{name} = {value}" for name, value in given.items() if name not in levels)
        print_card(out, replace_field(shown, about=" · ".join(filter(None, (shown.about, put_in)))))
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
