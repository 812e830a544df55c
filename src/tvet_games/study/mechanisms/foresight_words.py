"""A graph model in sentences, in English and Chinese."""

from __future__ import annotations

from tvet_games.solve.graph_stability import CONCEPTS
from tvet_games.study.mechanisms.foresight import Foresight
from tvet_games.tables.labels import Language
from tvet_games.tables.words import fill, listed

MOST_LISTED = 4
"""Most states that are told one by one."""

PHRASES: dict[str, tuple[str, str]] = {
    "nash": (
        "Nobody can improve by moving alone (Nash): {states}.",
        "任何一方单独行动都不能改善（纳什稳定）：{states}。",
    ),
    "nash_none": ("In every state somebody can improve by moving alone.", "在每一状态下都有人可通过单独行动改善。"),
    "sequential": (
        "Lasting if all expect the others to answer by improvements of their own (sequential): also {states}.",
        "若各方预期他人以自身改善回应（序贯稳定），还包括：{states}。",
    ),
    "smr": (
        "Lasting if all fear any answer that they cannot escape (symmetric metarational): also {states}.",
        "若各方忌惮无法摆脱的任何回应（对称亚理性稳定），还包括：{states}。",
    ),
    "gmr": (
        "Lasting if all fear any answer whatever (metarational): also {states}.",
        "若各方忌惮任何回应（一般亚理性稳定），还包括：{states}。",
    ),
    "and_more": ("{states} and {count} more", "{states}等另 {count} 个"),
    "lasts": ("The wanted state, {state}, lasts: {how}.", "期望状态“{state}”可以持续：{how}。"),
    "fails": (
        "The wanted state, {state}, does not last by any of the four stabilities.",
        "期望状态“{state}”按四种稳定性均不能持续。",
    ),
    "how_nash": ("nobody can improve by leaving it", "任何一方离开都不能改善"),
    "how_sequential": (
        "whoever leaves it has to expect that the others answer by improvements of their own",
        "离开者须预期他人会以自身改善回应",
    ),
    "how_smr": ("whoever leaves it could be punished without escape", "离开者可能受到无法摆脱的惩罚"),
    "how_gmr": ("whoever leaves it could be punished", "离开者可能受到惩罚"),
    "lacks": (
        "For it to last without any threat, {changes}.",
        "要使其无需威胁即可持续，{changes}。",
    ),
    "change": (
        "{decider} must no longer prefer {states}",
        "{decider}须不再偏好：{states}",
    ),
    "reached": (
        "From where things stand ({start}) moves by preference lead to the wanted state: {path}.",
        "从现状（{start}）出发，依偏好行动即可到达期望状态：{path}。",
    ),
    "there": ("Things stand in the wanted state already.", "现状已是期望状态。"),
    "stuck": (
        "From where things stand ({start}) nobody moves by preference.",
        "从现状（{start}）出发，没有人愿意行动。",
    ),
    "elsewhere": (
        "From where things stand ({start}) moves by preference do not lead to the wanted state.",
        "从现状（{start}）出发，依偏好行动不能到达期望状态。",
    ),
    "by_moves": (
        "It can be reached, at the earliest with move {count}, if some first go where they do not want to be.",
        "若有人先走不情愿的一步，经 {count} 步可达。",
    ),
    "never": ("No sequence of moves leads there.", "没有任何行动序列可以到达。"),
    "step": ("{decider} moves to {state}", "{decider}转到{state}"),
}


def describe(found: Foresight, language: Language = "en") -> tuple[str, ...]:
    """Say what lasts, whether the wanted state does, what it lacks, and what becomes of the start."""
    said = _lasting(found, language)
    if found.wanted is not None:
        said += _wanted(found, language)
        if found.start is not None:
            said += _from_start(found, language)
    return tuple(said)


def _lasting(found: Foresight, language: Language) -> list[str]:
    """The states of each stability that no more demanding one has."""
    said, known = [], set[str]()
    for concept in CONCEPTS:
        states = [s for s in found.stability.equilibria(concept) if s not in known]
        known |= set(states)
        if states:
            said.append(fill(PHRASES, concept, language, states=_several(found, states, language)))
        elif concept == "nash":
            said.append(fill(PHRASES, "nash_none", language))
    return said


def _wanted(found: Foresight, language: Language) -> list[str]:
    assert found.wanted is not None
    state = found.words(found.wanted, language)
    strongest = found.strongest
    if strongest == "nash":
        return [fill(PHRASES, "lasts", language, state=state, how=fill(PHRASES, "how_nash", language))]
    said = [fill(PHRASES, "fails", language, state=state)]
    if strongest is not None:
        said = [fill(PHRASES, "lasts", language, state=state, how=fill(PHRASES, f"how_{strongest}", language))]
    changes = [
        fill(PHRASES, "change", language, decider=found.labels.of(d, language), states=_several(found, s, language))
        for d, s in found.changes["nash"].no_longer_preferred.items()
        if s
    ]
    return [*said, fill(PHRASES, "lacks", language, changes=listed(changes, language))]


def _from_start(found: Foresight, language: Language) -> list[str]:
    assert found.start is not None
    assert found.wanted is not None
    assert found.by_improvements is not None
    assert found.by_moves is not None
    if found.start == found.wanted:
        return [fill(PHRASES, "there", language)]
    start = found.words(found.start, language)
    path = found.by_improvements.paths.get(found.wanted)
    if path is not None:
        steps = [
            fill(
                PHRASES,
                "step",
                language,
                decider=found.labels.of(s.decider, language),
                state=found.words(s.after, language),
            )
            for s in path
        ]
        shown = {"start": start, "path": "; ".join(steps)}
        return [fill(PHRASES, "reached", language, **shown)]
    key = "stuck" if len(found.by_improvements.steps) == 1 else "elsewhere"
    count = found.by_moves.steps.get(found.wanted)
    way = fill(PHRASES, "never", language) if count is None else fill(PHRASES, "by_moves", language, count=count)
    return [fill(PHRASES, key, language, start=start), way]


def _several(found: Foresight, states: list[str] | tuple[str, ...], language: Language) -> str:
    shown = "; ".join(f"({found.words(s, language)})" for s in states[:MOST_LISTED])
    if len(states) <= MOST_LISTED:
        return shown
    return fill(PHRASES, "and_more", language, states=shown, count=len(states) - MOST_LISTED)
