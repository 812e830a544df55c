"""What a policy question asks, as a card: of a scenario, and of what else is asked in the same terms."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from functools import partial

from tvet_games.model.calibration import Calibration
from tvet_games.model.conflict import Conflict
from tvet_games.model.criterion_words import criteria_words
from tvet_games.model.instrument import Instrument
from tvet_games.model.scenario import Bounds, Scenario
from tvet_games.tables.card import Card, Part
from tvet_games.tables.labels import Labels, Language
from tvet_games.tables.table import Cell, Strong, Table
from tvet_games.tables.units import heads_label, unit_label
from tvet_games.tables.vocabulary import word
from tvet_games.tables.words import fill, listed, money, percent

PHRASES: dict[str, tuple[str, str]] = {
    "scenario": ("Policy question", "政策问题"),
    "all that act here": ("all that act here", "所有适用的工具"),
    "participation": ("nobody at the target below the outside option", "目标处任何一方都不低于退出所得"),
    "no_one_worse_off": ("nobody worse off than today", "任何一方都不差于现状"),
    "budget": ("expected cost at most {amount}", "预期成本至多 {amount}"),
    "liability": ("liability at most {amount}", "最大负债至多 {amount}"),
    "at_most": ("at most {count} instruments", "至多 {count} 种工具"),
    "no limits": ("none but the bounds of the levels", "除水平范围外无"),
    "funds": ("{share} beyond the money itself", "每单位资金另有 {share}"),
    "levers": ("Levels that the question sets", "问题中设定的水平"),
    "to": ("{low} to {high}", "{low} 至 {high}"),
    "least": ("at least {low}", "至少 {low}"),
    "most": ("at most {high}", "至多 {high}"),
    "fixed": ("fixed at {low}", "固定为 {low}"),
    "join": ("; ", "；"),
    "plays": ("{player} at “{action}”", "{player}选择“{action}”"),
    "robust": ("a package that holds in the whole box of ranges", "在整个取值范围内成立的组合"),
    "chance": ("a package that fails in at most {risk} of the worlds", "在至多 {risk} 的情形中不成立的组合"),
    "frontier": ("the least cost over {over}", "随 {over} 变化的最低成本"),
    "portfolio": ("the sites of {sites}", "{sites} 中的单位"),
    "take_up": ("take-up of {instrument}", "{instrument}的参与率"),
}

Fact = tuple[str, Cell]
"""What is said and its heading, a row of the table."""


def scenario_card(scenario: Scenario, language: Language) -> Card:
    """Return the card of a scenario: its question, and what it asks in which terms."""
    facts = [
        *subject(scenario.conflicts, scenario.calibration, language),
        (word("instruments", language), instrument_names(scenario.instruments, scenario.contracts, language)),
        (word("criterion", language), criteria_words(scenario.criteria.items(), language)),
        (
            word("limits", language),
            limits(
                language,
                participation=scenario.participation,
                no_one_worse_off=scenario.no_one_worse_off,
                budget=scenario.budget,
                liability=scenario.liability,
                at_most=scenario.at_most,
            ),
        ),
        *circumstances(scenario.heads, scenario.public_funds, scenario.conflicts, scenario.today, language),
        *_also(scenario, language),
    ]
    text = scenario.question.of(language)
    known = instrument_labels(scenario.instruments)
    parts: tuple[Part, ...] = (
        *([Strong(text)] if text else []),
        Table((), tuple(facts)),
        *levers(known, scenario.bounds, scenario.steps, scenario.status_quo, language),
    )
    return Card(scenario.labels.of(scenario.name, language), scenario.name, parts)


def subject(conflicts: Iterable[Conflict], calibration: Calibration, language: Language) -> list[Fact]:
    """Say which conflicts it is about, and whose figures they have."""
    names = listed([c.labels.of(c.name, language) for c in conflicts], language)
    unit = unit_label(str(calibration.unit), language)
    return [
        (word("conflicts", language), names),
        (word("calibration", language), f"{calibration.label(language)} · {unit}"),
    ]


def instrument_names(
    instruments: Iterable[Instrument] | None, contracts: bool | tuple[str, ...], language: Language
) -> str:
    """Name the levers."""
    if instruments is None:
        named = [fill(PHRASES, "all that act here", language)]
    else:
        named = [i.labels.of(i.name, language) for i in instruments]
    named += [word("contracts", language)] if contracts else []
    return listed(named, language) or word("none", language)


def instrument_labels(instruments: Iterable[Instrument] | None) -> Labels:
    """Labels of the levers, by default of those that are shipped."""
    from tvet_games.model.library import shipped_instruments

    every = Labels()
    for instrument in shipped_instruments().values() if instruments is None else instruments:
        every = instrument.labels.over(every)
    return every


def limits(
    language: Language,
    *,
    participation: bool,
    no_one_worse_off: bool,
    budget: Fraction | None,
    liability: Fraction | None,
    at_most: int | None,
) -> str:
    """Say within which limits the answer must keep."""
    said = partial(fill, PHRASES, language=language)
    told = [said("participation")] * participation + [said("no_one_worse_off")] * no_one_worse_off
    told += [] if budget is None else [said("budget", amount=money(budget))]
    told += [] if liability is None else [said("liability", amount=money(liability))]
    told += [] if at_most is None else [said("at_most", count=at_most)]
    return said("join").join(told) or said("no limits")


def circumstances(
    heads: Mapping[str, Fraction],
    public_funds: Fraction,
    conflicts: Iterable[Conflict],
    today: Mapping[str, Mapping[str, str]],
    language: Language,
) -> list[Fact]:
    """Say how many heads it counts, what public money costs, and where things stand, as far as it says so."""
    out: list[Fact] = []
    if heads:
        out.append(
            (word("heads", language), listed([heads_label(money(n), h, language) for h, n in heads.items()], language))
        )
    if public_funds:
        share = fill(PHRASES, "funds", language, share=percent(public_funds))
        out.append((word("cost of raising the money", language), share))
    stands = [
        fill(PHRASES, "plays", language, player=c.labels.of(p, language), action=c.labels.of(action, language))
        for c in conflicts
        for p, action in today.get(c.name, {}).items()
    ]
    return [*out, (word("today", language), fill(PHRASES, "join", language).join(stands))] if stands else out


def levers(
    labels: Labels,
    bounds: Mapping[str, Bounds],
    steps: Mapping[str, Fraction],
    status_quo: Mapping[str, Fraction],
    language: Language,
) -> list[Table]:
    """Tabulate bounds, steps and levels in force that are not the instruments' own."""
    names = [
        n
        for n in dict.fromkeys([*bounds, *steps, *status_quo])
        if (n in steps) or (n in status_quo) or any(end is not None for end in bounds.get(n, ()))
    ]
    columns = {
        "bounds": [_between(bounds.get(n, (None, None)), language) for n in names],
        "step": [money(steps[n]) if n in steps else "" for n in names],
        "status quo": [money(status_quo[n]) if n in status_quo else "" for n in names],
    }
    used = {key: cells for key, cells in columns.items() if any(cells)}
    rows = tuple(zip((labels.of(n, language) for n in names), *used.values(), strict=True))
    heads = tuple(word(key, language) for key in ("instrument", *used))
    right = tuple(range(1, len(heads)))
    return [Table(heads, rows, fill(PHRASES, "levers", language), right)] if rows else []


def _between(bounds: Bounds, language: Language) -> str:
    low, high = (None if end is None else money(end) for end in bounds)
    if low is None or high is None:
        key = "most" if high is not None else "least"
        return "" if low is None and high is None else fill(PHRASES, key, language, low=low, high=high)
    return fill(PHRASES, "fixed" if low == high else "to", language, low=low, high=high)


def _also(scenario: Scenario, language: Language) -> list[Fact]:
    """What else the file asks."""
    said = partial(fill, PHRASES, language=language)
    wanted = scenario.uncertainty
    also = []
    if wanted is not None:
        also.append(said("robust") if wanted.robust else said("chance", risk=percent(Fraction(str(wanted.risk)))))
    if scenario.frontier is not None:
        also.append(said("frontier", over=scenario.frontier.over))
    if scenario.portfolio is not None:
        also.append(said("portfolio", sites=scenario.portfolio.sites))
    if scenario.take_up is not None:
        name = scenario.take_up.instrument
        also.append(said("take_up", instrument=instrument_labels(None).of(name, language)))
    return [(word("also asked", language), said("join").join(also))] if also else []
