"""What a mediator's advice can do, in sentences, in English and Chinese."""

from __future__ import annotations

from tvet_games.solve.correlated import CorrelatedEquilibrium
from tvet_games.solve.result import probability
from tvet_games.study.mechanisms.communication import Communication
from tvet_games.tables.labels import Language
from tvet_games.tables.units import unit_label
from tvet_games.tables.words import fill, money

MOST_LISTED = 4
"""Most outcomes of an advice that are told one by one, the likeliest first."""

PHRASES: dict[str, tuple[str, str]] = {
    "certain": (
        "Everybody's cooperation is an equilibrium: a mediator who recommends it is obeyed, and it comes about for "
        "certain. All that is needed is to be told and trusted.",
        "各方合作是均衡：协调人建议合作，各方都会听从，合作必然实现；所需的只是沟通与信任。",
    ),
    "some": (
        "Advice can bring everybody's cooperation about with a probability of {share}, not more: told to cooperate "
        "more often, somebody would disobey.",
        "建议至多能以 {share} 的概率实现各方合作：若更常被建议合作，就会有人不从。",
    ),
    "never": (
        "No advice brings everybody's cooperation about: somebody who is told to cooperate while all do would disobey. "
        "Communication alone does not settle this conflict.",
        "任何建议都不能实现各方合作：总有被建议合作者不从。仅靠沟通无法解决这一冲突。",
    ),
    "promise": (
        "If all promise to follow the advice before they hear it, the probability rises to {share}.",
        "若各方在得知建议之前承诺听从，概率升至 {share}。",
    ),
    "value": (
        "The best advice is worth {value} {unit} more in sum than the best equilibrium without it: {advice}.",
        "最佳建议使总收益比无建议时的最佳均衡多 {value} {unit}：{advice}。",
    ),
    "bound": (
        "The best advice is worth at most {value} {unit} more in sum than the best equilibrium without it (only pure "
        "ones are known): {advice}.",
        "最佳建议使总收益比无建议时的最佳均衡（仅知纯策略均衡）至多多 {value} {unit}：{advice}。",
    ),
    "nothing": (
        "In sum the best advice brings no more than the best equilibrium without it; but it tells which one to play.",
        "就总收益而言，最佳建议不多于无建议时的最佳均衡；但它指明应选哪一个均衡。",
    ),
    "alone": (
        "In sum the best advice brings no more than the only equilibrium without it.",
        "就总收益而言，最佳建议不多于无建议时的唯一均衡。",
    ),
    "alone_pure": (
        "In sum the best advice brings no more than the only pure equilibrium without it.",
        "就总收益而言，最佳建议不多于无建议时的唯一纯策略均衡。",
    ),
    "unknown": (
        "There is no pure equilibrium to compare with; the best advice brings {welfare} {unit} in sum: {advice}.",
        "没有可比较的纯策略均衡；最佳建议的总收益为 {welfare} {unit}：{advice}。",
    ),
    "item": ("{share} {profile}", "{profile} {share}"),
    "rest": ("{share} others", "其余 {share}"),
}


def describe(found: Communication, language: Language = "en") -> tuple[str, ...]:
    """Say what advice can bring about, and what it is worth."""
    conflict = found.setting.conflict
    unit = unit_label(found.setting.calibration.unit_per(conflict.per), language)
    share = found.probability
    key = "certain" if share == 1 else "some" if share else "never"
    said = [fill(PHRASES, key, language, share=probability(share))]
    if found.coarse_target.target_probability > share:
        said.append(fill(PHRASES, "promise", language, share=probability(found.coarse_target.target_probability)))
    advice = _advice(found, found.welfare, language)
    alone = "alone" if found.nash.scope == "all" else "alone_pure"
    value = found.value
    if value is None:
        shown = {"welfare": money(found.welfare.welfare), "unit": unit, "advice": advice}
        said.append(fill(PHRASES, "unknown", language, **shown))
    elif value > 0:
        key = "bound" if found.is_bound else "value"
        said.append(fill(PHRASES, key, language, value=money(value), unit=unit, advice=advice))
    else:
        said.append(fill(PHRASES, "nothing" if len(found.nash) > 1 else alone, language))
    return tuple(said)


def _advice(found: Communication, best: CorrelatedEquilibrium, language: Language) -> str:
    """The outcomes that the mediator draws, the likeliest first."""
    labels = found.setting.labels
    frame = best.to_frame()["probability"].sort_values(ascending=False, kind="stable")
    said = []
    for actions, share in frame.iloc[:MOST_LISTED].items():
        names = ", ".join(labels.of(str(a), language) for a in (actions if isinstance(actions, tuple) else [actions]))
        said.append(fill(PHRASES, "item", language, share=probability(share), profile=names))
    if len(frame) > MOST_LISTED:
        said.append(fill(PHRASES, "rest", language, share=probability(frame.iloc[MOST_LISTED:].sum())))
    return "; ".join(said)
