"""What evaluation and feedback do in a conflict, in sentences, in English and Chinese."""

from __future__ import annotations

import math
from typing import Any

from tvet_games.policy.solution import PolicySolution
from tvet_games.policy.words import cost_unit, describe_row
from tvet_games.solve.repeated_inspection import RepeatedInspection
from tvet_games.study.mechanisms.evaluation import RECOGNITION, Evaluation
from tvet_games.study.mechanisms.exposures import FINE, INSPECTION, Exposure
from tvet_games.tables.labels import Language
from tvet_games.tables.units import unit_label
from tvet_games.tables.words import fill, listed, money

PROVENANCES = {"measured": "实测", "derived": "推算", "statutory": "法定", "assumed": "假定"}

PHRASES: dict[str, tuple[str, str]] = {
    "nothing": (
        "Inspection does nothing in “{conflict}”: no gain there is confiscated or fined. What is left of evaluation "
        "are published ratings and recognition.",
        "监督检查在“{conflict}”中不起作用：其中没有可没收或处罚的所得。评价机制只剩公开评级和表彰。",
    ),
    "fine": (
        "The illegal gain is confiscated, and the fine is {multiple} times as much ({provenance}): on that gain alone "
        "detection deters from probability {p} on.",
        "没收违法所得并处以 {multiple} 倍罚款（{provenance}）；仅就该所得而言，查处概率达到 {p} 即可威慑。",
    ),
    "range": (
        "Over the range of the fine, {low} to {high} times the gain, that is {most} to {least}.",
        "罚款倍数在 {low} 至 {high} 之间时，该概率为 {most} 至 {least}。",
    ),
    "basis": (
        "In law: {basis}. For whom it does not name the same multiple is assumed.",
        "法律依据：{basis}。对未列明的主体假定适用同一倍数。",
    ),
    "tempted": (
        "{player} gains {gain} {unit} by “{action}” while the others cooperate, and loses {sanction} when found out: "
        "detection must reach {p}{bound}.",
        "在他方合作时，{player}选择“{action}”可得 {gain} {unit}，被查处则失去 {sanction}：查处概率须达到 {p}{bound}。",
    ),
    "not tempted": (
        "{player} gains nothing by “{action}” while the others cooperate: there is nothing to deter.",
        "在他方合作时，{player}选择“{action}”无利可图：无需威慑。",
    ),
    "beyond": (", more than the {high} that an inspectorate reaches", "，超过检查机构可达到的 {high}"),
    "within": (", within the {high} that an inspectorate reaches", "，在检查机构可达到的 {high} 以内"),
    "others": (
        "Others gain by deviating too whom inspection does not reach, so no inspection alone makes cooperation an "
        "equilibrium.",
        "还有检查不涉及的一方背离有利，因此仅靠检查无法使合作成为均衡。",
    ),
    "package": (
        "With {what} alone cooperation is an equilibrium at {levels}; in all that costs the public {cost} {unit}.",
        "仅用{what}即可使合作成为均衡：{levels}，公共成本共 {cost} {unit}。",
    ),
    "not needed": ("Cooperation is an equilibrium without {what}.", "无需{what}，合作已是均衡。"),
    "no package": (
        "With {what} alone it is not within the bounds: {who}, and {missing} {currency} per head are missing.",
        "在给定范围内，仅用{what}不够：{who}，每人还缺 {missing} {currency}。",
    ),
    "warned": (
        "Warned {warnings} before a sanction, and found out with probability {p}, {player} exploits {periods} in "
        "expectation before it first stops, and in the long run in {share} of all periods; with a sanction at once in "
        "{at_once}.",
        "制裁前警告 {warnings} 次、查处概率为 {p} 时，{player}首次停止前预计违规 {periods}，长期违规的时期占 {share}；"
        "立即制裁时为 {at_once}。",
    ),
    "never": (
        "Warned {warnings} before a sanction, and found out with probability {p}, {player} exploits for ever; with a "
        "sanction at once in {at_once} of all periods.",
        "制裁前警告 {warnings} 次、查处概率为 {p} 时，{player}始终违规；立即制裁时违规的时期占 {at_once}。",
    ),
    "at once": (
        "With a sanction at once, and found out with probability {p}, {player} exploits in {share} of all periods.",
        "立即制裁、查处概率为 {p} 时，{player}违规的时期占 {share}。",
    ),
    "free": (
        "No detection probability deters whoever has no warning yet; with all warnings {player} complies {from_where}.",
        "对尚无警告者，任何查处概率都没有威慑力；{player}在受满警告后{from_where}。",
    ),
    "from": ("from {p} on", "自查处概率 {p} 起守规"),
    "at none": ("at none either", "同样不会守规"),
    "inspector": (
        "An inspector who is free to look, and collects the sanction, looks with probability {looks}, and {player} "
        "takes “{action}” with probability {rate}.",
        "若检查者可自行决定是否检查并收取罚没款，其检查概率为 {looks}，{player}选择“{action}”的概率为 {rate}。",
    ),
    "patience": (
        "Where a breach becomes known with probability {p}, patience alone sustains cooperation from a discount factor "
        "of {without} a period on; where results are published, from {published} on.",
        "背离被知晓的概率为 {p} 时，仅凭耐心维持合作需每期贴现因子达到 {without}；公开评价结果后为 {published}。",
    ),
    "impatient": (
        "No patience sustains cooperation, whether results are published or not: no equilibrium that could answer a "
        "breach leaves {players} worse off than cooperation.",
        "无论结果是否公开，耐心都无法维持合作：没有可用来回应背离、又使{players}境况差于合作的均衡。",
    ),
    "published only": (
        "Where a breach never becomes known no patience sustains cooperation; where results are published it does from "
        "a discount factor of {published} a period on.",
        "若背离永不被知晓，耐心无法维持合作；公开评价结果后，每期贴现因子达到 {published} 即可。",
    ),
    "no patience": (
        "Cooperation is an equilibrium of one period already; ratings add nothing to that.",
        "合作已是单期均衡，公开评级不再增加什么。",
    ),
    "once": ("once", "1"),
    "twice": ("twice", "2"),
    "times": ("{count} times", "{count}"),
    "period": ("{count} period", "{count} 期"),
    "periods": ("{count} periods", "{count} 期"),
}


def describe(found: Evaluation, language: Language = "en") -> tuple[str, ...]:
    """What deters, what it takes here, what warnings cost, and what recognition and ratings add."""
    sentences = _law(found, language)
    for exposure in found.exposures:
        sentences += _exposure(found, exposure, language)
    if found.exposures and found.least_level == math.inf and all(e.least_detection < math.inf for e in found.exposures):
        sentences.append(fill(PHRASES, "others", language))
    packages = (
        (found.inspection, [INSPECTION]),
        (found.both, [INSPECTION, RECOGNITION]),
        (found.recognition, [RECOGNITION]),
    )
    sentences += [_package(found, package, names, language) for package, names in packages if package is not None]
    sentences.append(_patience(found, language))
    return tuple(text[0].upper() + text[1:] for text in sentences)


def _law(found: Evaluation, language: Language) -> list[str]:
    """What the law takes, and what deters on that alone."""
    if found.lever is None or found.fine_multiple is None or not found.exposures:
        return [fill(PHRASES, "nothing", language, conflict=found.labels.of(found.conflict.name, language))]
    value = found.calibration.values[FINE]
    provenance = PROVENANCES[value.provenance] if language == "zh" else value.provenance
    said = {"multiple": money(found.fine_multiple), "provenance": provenance}
    sentences = [fill(PHRASES, "fine", language, p=_plain(found.exposures[0].deterring), **said)]
    if value.low is not None and value.high is not None and value.low < value.high:
        ends = {"low": money(value.low), "high": money(value.high)}
        least, most = _plain(1 / (1 + value.high)), _plain(1 / (1 + value.low))
        sentences.append(fill(PHRASES, "range", language, least=least, most=most, **ends))
    basis = [b.what for b in found.lever.instrument.basis if b.country == found.calibration.country]
    return sentences + ([fill(PHRASES, "basis", language, basis="; ".join(basis))] if basis else [])


def _exposure(found: Evaluation, exposure: Exposure, language: Language) -> list[str]:
    """What deters one who is exposed, with warnings too, and under a free inspector."""
    assert found.lever is not None
    label = found.labels.of
    names = {"player": label(exposure.player, language), "action": label(exposure.action, language)}
    if exposure.repeated is None:
        return [fill(PHRASES, "not tempted", language, **names)]
    key = "within" if exposure.least_detection <= found.lever.high else "beyond"
    bound = fill(PHRASES, key, language, high=_plain(found.lever.high))
    amounts = {
        "gain": money(exposure.temptation),
        "sanction": money(exposure.sanction),
        "unit": unit_label(found.unit, language),
    }
    needed = {"bound": bound, "p": _plain(exposure.least_detection)}
    sentences = [fill(PHRASES, "tempted", language, **names, **amounts, **needed)]
    sentences += _warned(exposure.repeated, names["player"], language)
    if exposure.free_inspector.profile is None:
        rates = {"looks": _plain(exposure.inspection_rate), "rate": _plain(exposure.violation_rate)}
        sentences.append(fill(PHRASES, "inspector", language, **names, **rates))
    return sentences


def _warned(repeated: RepeatedInspection, player: str, language: Language) -> list[str]:
    """What one does who is inspected again and again."""
    said = {"player": player, "p": _plain(repeated.rule.detection), "share": _percent(repeated.share_exploited)}
    if repeated.at_once is None:
        return [fill(PHRASES, "at once", language, **said)]
    count = repeated.rule.warnings
    said["warnings"] = fill(PHRASES, {1: "once", 2: "twice"}.get(count, "times"), language, count=count)
    said["at_once"] = _percent(repeated.at_once.share_exploited)
    if repeated.periods_exploited == math.inf:
        sentences = [fill(PHRASES, "never", language, **said)]
    else:
        periods = money(repeated.periods_exploited)
        lasts = fill(PHRASES, "period" if periods == "1" else "periods", language, count=periods)
        sentences = [fill(PHRASES, "warned", language, periods=lasts, **said)]
    if repeated.least_detection[0] == math.inf:
        last = repeated.least_detection[-1]
        where = fill(PHRASES, "at none" if last == math.inf else "from", language, p=_plain(last))
        sentences.append(fill(PHRASES, "free", language, player=player, from_where=where))
    return sentences


def _package(found: Evaluation, package: PolicySolution, names: list[str], language: Language) -> str:
    """The cheapest policy with some instruments, or what is missing."""
    labels = {lever.name: lever.instrument.labels.of(lever.name, language) for lever in package.problem.levers}
    what = listed([labels[name] for name in names], language)
    if package.shortfall is not None:
        who = listed([describe_row(package, row, language) for row in package.shortfall.rows], language)
        missing, currency = money(package.shortfall.missing), unit_label(found.calibration.unit.currency, language)
        return fill(PHRASES, "no package", language, what=what, who=who, missing=missing, currency=currency)
    used = [f"{labels[name]} {money(package.levels[name])}" for name in names if package.levels[name]]
    if not used:
        return fill(PHRASES, "not needed", language, what=what)
    assert package.cost is not None
    said = {"levels": listed(used, language), "cost": money(package.cost), "unit": cost_unit(package, language)}
    return fill(PHRASES, "package", language, what=what, **said)


def _patience(found: Evaluation, language: Language) -> str:
    """What published ratings do for lasting cooperation."""
    ratings, players = found.ratings, found.conflict.player_names
    without, published = max(ratings.without), max(ratings.published)
    if published == math.inf:
        unhurt = [
            found.labels.of(name, language)
            for name, factor in zip(players, ratings.published, strict=True)
            if factor == math.inf
        ]
        return fill(PHRASES, "impatient", language, players=listed(unhurt, language))
    if published == 0:
        return fill(PHRASES, "no patience", language)
    if without == math.inf:
        return fill(PHRASES, "published only", language, published=_plain(published))
    factors = {"without": _plain(without), "published": _plain(published)}
    return fill(PHRASES, "patience", language, p=_plain(ratings.detection), **factors)


def _plain(number: Any) -> str:
    """A probability or factor in four digits."""
    return f"{float(number):.4g}"


def _percent(share: Any) -> str:
    return f"{float(share):.1%}"
