"""How a conflict evolves, in sentences, in English and Chinese."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from tvet_games.games.normal_form import NormalFormGame
from tvet_games.model.conflict import Conflict
from tvet_games.numerics import TOLERANCE, Array
from tvet_games.solve.dynamics.feedback import FeedbackGame
from tvet_games.solve.dynamics.motion import motion
from tvet_games.solve.dynamics.rules import Replicator
from tvet_games.solve.dynamics.state import state_of, strategies_of
from tvet_games.study.evolution.evolve import Evolution
from tvet_games.tables.labels import Language
from tvet_games.tables.words import fill, listed

MOST_LISTED = 5
"""Most places of rest, or lines of them, that are told one by one."""

PHRASES: dict[str, tuple[str, str]] = {
    "stable": ("Stable in the long run: {profiles}.", "长期稳定：{profiles}。"),
    "stable_replicator": (
        "Stable in the replicator dynamic (other than the one followed here): {profiles}.",
        "在复制者动态（并非此处所用动态）下稳定：{profiles}。",
    ),
    "none": (
        "No vertex is stable: no outcome in which each population does one thing lasts.",
        "没有稳定的顶点：没有任何一种各方行动一致的结局能够持久。",
    ),
    "settles": ("Shares can also settle where {shares}.", "比例也可能稳定在：{shares}。"),
    "basin": (
        "From {share} of all starting points everybody comes to cooperate (exactly, without simulation).",
        "从 {share} 的起点出发，各方最终都会合作（精确值，非模拟）。",
    ),
    "target": (
        "From {share} of all starting points everybody comes to cooperate (standard error {error}).",
        "从 {share} 的起点出发，各方最终都会合作（标准误 {error}）。",
    ),
    "elsewhere": (
        "{share} come to rest elsewhere than at a vertex.",
        "{share} 的起点停留在顶点以外的地方。",
    ),
    "place": ("{share} come to rest where {shares}.", "{share} 的起点停留在：{shares}。"),
    "none_replicator": (
        "In the replicator dynamic (other than the one followed here) no vertex is stable.",
        "在复制者动态（并非此处所用动态）下没有稳定的顶点。",
    ),
    "revisions": (
        "Time counts revisions: all populations reconsider equally often. Paths and destinations rest on that.",
        "时间以修正次数计：各方重新考虑的频率相同；路径和去向依赖于此。",
    ),
    "moving": (
        "{share} never come to rest, or had not when the time was over.",
        "{share} 的起点始终未静止，或在时间结束时仍在变化。",
    ),
    "vertex": ("{start}, they come to: {profile}.", "{start}，最终到达：{profile}。"),
    "rest": ("{start}, they come to rest where {end}.", "{start}，停留在：{end}。"),
    "still": ("{start}, they are still moving at the end.", "{start}，到最后仍在变化。"),
    "continua": (
        "Whole lines of rest points, because some are indifferent: {faces}.",
        "因有的参与者对行动无所谓而存在连续的静止点：{faces}。",
    ),
    "more": ("{count} more", "另有 {count} 处"),
    "mixes": ("{player} mixes", "{player}混合"),
    "equal": ("Starting from equal shares of all actions", "从所有行动比例相等的状态出发"),
    "from": ("Starting where {shares}", "从{shares}出发"),
    "share": ("{share} choose “{action}” ({player})", "{player}中 {share} 选择“{action}”"),
    "speed": (
        "Basins and paths take every population to move at one speed a unit of money; what is stable does not rest on "
        "that.",
        "吸引域和路径假设各方对单位收益的反应速度相同；稳定性不依赖于此。",
    ),
}


def describe(found: Evolution, language: Language = "en") -> tuple[str, ...]:
    """What is stable, where starting points lead, what becomes of the path, and what that rests on."""
    stable = [profile_words(found.conflict, v.profile, language) for v in found.stability.stable]
    said = "；" if language == "zh" else "; or "
    key = ("stable" if stable else "none") + ("" if isinstance(found.dynamic, Replicator) else "_replicator")
    sentences = [fill(PHRASES, key, language, profiles=said.join(stable))]
    sentences += [
        fill(PHRASES, "settles", language, shares=share_words(found.conflict, p.state, language))
        for p in found.rest.mixed
        if p.stable
    ]
    if found.motion is not None and found.motion.kind in ("closed orbits", "degenerate"):
        sentences += motion(_labelled(found, language)).describe(language)
    elif found.rest.continua:
        lines = [face_words(found.conflict, face.supports, language) for face in found.rest.continua[:MOST_LISTED]]
        more = len(found.rest.continua) - len(lines)
        lines += [fill(PHRASES, "more", language, count=more)] if more else []
        sentences.append(fill(PHRASES, "continua", language, faces=said.join(lines)))
    sentences += _reached(found, language)
    start = _start(found, language)
    if found.path.vertex is not None:
        end = profile_words(found.conflict, found.path.vertex, language)
        sentences.append(fill(PHRASES, "vertex", language, start=start, profile=end))
    elif found.path.outcome == "rest":
        where = share_words(found.conflict, found.path.states[-1], language)
        sentences.append(fill(PHRASES, "rest", language, start=start, end=where))
    else:
        sentences.append(fill(PHRASES, "still", language, start=start))
    return (*sentences, fill(PHRASES, "speed" if isinstance(found.dynamic, Replicator) else "revisions", language))


def _start(found: Evolution, language: Language) -> str:
    state = found.path.states[0]
    equal = [np.full(size, 1 / size) for size in found.conflict.shape]
    if np.allclose(state, state_of(equal), rtol=0, atol=TOLERANCE):
        return fill(PHRASES, "equal", language)
    return fill(PHRASES, "from", language, shares=share_words(found.conflict, state, language))


def _reached(found: Evolution, language: Language) -> list[str]:
    sentences = []
    if found.basin is not None and isinstance(found.dynamic, Replicator):
        sentences.append(fill(PHRASES, "basin", language, share=f"{float(found.basin.share):.1%}"))
    else:
        target = (0,) * len(found.conflict.shape)
        share, error = (float(t[target]) for t in (found.destinations.shares, found.destinations.standard_errors))
        sentences.append(fill(PHRASES, "target", language, share=f"{share:.1%}", error=f"{error:.1%}"))
    places = found.destinations.resting
    if len(places) <= MOST_LISTED:
        sentences += [
            fill(
                PHRASES,
                "place",
                language,
                share=f"{place.share:.1%}",
                shares=share_words(found.conflict, place.state, language),
            )
            for place in places
        ]
    else:
        sentences.append(fill(PHRASES, "elsewhere", language, share=f"{float(found.destinations.at_rest):.1%}"))
    if float(found.destinations.moving) > 0:
        sentences.append(fill(PHRASES, "moving", language, share=f"{float(found.destinations.moving):.1%}"))
    return sentences


def face_words(conflict: Conflict, supports: Sequence[Sequence[int]], language: Language = "en") -> str:
    """A face with the names of players and actions."""
    label, parts = conflict.labels.of, []
    for player, support in zip(conflict.players, supports, strict=True):
        name = label(player.name, language)
        mixes = len(support) > 1
        action = "" if mixes else label(player.actions[support[0]], language)
        parts.append(fill(PHRASES, "mixes", language, player=name) if mixes else f"{name} {action}")
    return ("，" if language == "zh" else ", ").join(parts)


def profile_words(conflict: Conflict, profile: Sequence[int], language: Language = "en") -> str:
    """A profile with the names of players and actions."""
    label = conflict.labels.of
    pairs = [
        f"{label(p.name, language)} {label(p.actions[a], language)}"
        for p, a in zip(conflict.players, profile, strict=True)
    ]
    return ("，" if language == "zh" else ", ").join(pairs)


def share_words(conflict: Conflict, state: Array, language: Language = "en") -> str:
    """A state in words: what share of each population takes which action."""
    label, parts = conflict.labels.of, []
    for player, strategy in zip(conflict.players, strategies_of(conflict.shape, state), strict=True):
        for action, share in zip(player.actions[:-1], strategy[:-1], strict=True):
            names = {"player": label(player.name, language), "action": label(action, language)}
            parts.append(fill(PHRASES, "share", language, share=f"{float(share):.1%}", **names))
    return listed(parts, language)


def _labelled(found: Evolution, language: Language) -> NormalFormGame:
    """The game with names as people read them."""
    assert not isinstance(found.game, FeedbackGame)
    label = found.conflict.labels.of
    return NormalFormGame(
        found.game.payoffs,
        players=[label(p, language) for p in found.game.players],
        actions=[[label(a, language) for a in actions] for actions in found.game.actions],
    )
