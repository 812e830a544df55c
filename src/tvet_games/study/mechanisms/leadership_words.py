"""What the order of moves does, in sentences, in English and Chinese."""

from __future__ import annotations

from tvet_games.solve.commitment import Commitment
from tvet_games.study.mechanisms.leadership import INITIATIVE, Dyad, Lead, Leadership
from tvet_games.tables.labels import Language
from tvet_games.tables.units import unit_label
from tvet_games.tables.words import fill, listed, money

PHRASES: dict[str, tuple[str, str]] = {
    "at once": (
        "“{dyad}”, moving at once: at the equilibrium of least welfare {first} has {one} and {second} {two} {unit}.",
        "“{dyad}”，双方同时行动：在总福利最低的均衡中，{first}得 {one}，{second}得 {two} {unit}。",
    ),
    "cooperate": (
        "If {leader} moves first, both cooperate: {own} for {leader} ({change}) and {other} for {follower}.",
        "若{leader}先行，双方合作：{leader}得 {own}（{change}），{follower}得 {other}。",
    ),
    "otherwise": (
        "If {leader} moves first, it comes to {profile}: {own} for {leader} ({change}) and {other} for {follower}.",
        "若{leader}先行，结果为{profile}：{leader}得 {own}（{change}），{follower}得 {other}。",
    ),
    "all cooperate": (
        "Whoever moves first, both cooperate: {own} for {leader} ({change}) and {other} for {follower} ({second}).",
        "无论谁先行，双方都合作：{leader}得 {own}（{change}），{follower}得 {other}（{second}）。",
    ),
    "all otherwise": (
        "Whoever moves first, it comes to {profile}: {own} for {leader} ({change}) and {other} for {follower} "
        "({second}).",
        "无论谁先行，结果都是{profile}：{leader}得 {own}（{change}），{follower}得 {other}（{second}）。",
    ),
    "more": ("{amount} more", "多 {amount}"),
    "less": ("{amount} less", "少 {amount}"),
    "same": ("no more", "不变"),
    "goodwill": (
        "If {leader} moves first, that takes the goodwill of {follower}, who would lose nothing by replying otherwise.",
        "若{leader}先行，这有赖于{follower}的善意：另作回应，它也无所失。",
    ),
    "mixture": (
        "By committing to a mixture ({mixture}) {leader} would have {amount} more than by an action, and {follower} "
        "would reply {action}.",
        "若{leader}承诺按比例行事（{mixture}），可比单一行动多得 {amount}，{follower}会选择{action}。",
    ),
    "share": ("{share} {action}", "{share} {action}"),
    "both want": ("Both would rather have {leader} move first.", "双方都希望{leader}先行。"),
    "each first": ("Each of the two would rather move first.", "双方都愿意先行。"),
    "each second": ("Each of the two would rather reply than move first.", "双方都宁愿后行。"),
    "one wants": (
        "{player} would rather have {leader} move first; to {other} it makes no difference.",
        "{player}希望{leader}先行；对{other}则无差别。",
    ),
    "no difference": ("Who moves first makes no difference to either.", "谁先行对双方都没有差别。"),
    "usual": (
        "If {leader} moves first, who usually takes the initiative, both cooperate in {names}.",
        "若通常采取主动的{leader}先行，双方在{names}中合作。",
    ),
    "usual not": ("Not so in {names}.", "在{names}中则不然。"),
    "usual fails": (
        "If {leader} moves first, who usually takes the initiative, it does not come to cooperation in {names}.",
        "即使通常采取主动的{leader}先行，在{names}中也达不成合作。",
    ),
    "parts": (
        "Each benefit and cost counts once in a community: these dyads hold only their part of it, and may come out "
        "otherwise on their own.",
        "共同体中每项收益和成本只计一次：各组关系只含其中一部分，单独分析时结果可能不同。",
    ),
    "uncharged": (
        "What {players} pays for the policy is a bill of the whole community and is in none of these dyads.",
        "{players}承担的政策成本属于整个共同体，不计入任何一组关系。",
    ),
}


def describe(found: Leadership, language: Language = "en") -> tuple[str, ...]:
    """Who brings about what by moving first, who would want to, and what that rests on."""
    sentences = []
    for dyad in found.dyads:
        sentences += _dyad(found, dyad, language)
    sentences += _usual(found, language)
    if found.conflict.edges:
        sentences.append(fill(PHRASES, "parts", language))
    if found.uncharged:
        players = listed([found.conflict.labels.of(name, language) for name in found.uncharged], language)
        sentences.append(fill(PHRASES, "uncharged", language, players=players))
    return tuple(sentences)


def _dyad(found: Leadership, dyad: Dyad, language: Language) -> list[str]:
    first, second = (dyad.labels.of(name, language) for name in dyad.game.players)
    said = {"first": first, "second": second, "one": money(dyad.at_once[0]), "two": money(dyad.at_once[1])}
    sentences = [
        fill(PHRASES, "at once", language, dyad=_name(dyad, language), unit=unit_label(found.unit, language), **said)
    ]
    if _same(dyad):
        sentences.append(_outcome(dyad, 0, "all ", language))
        return [*sentences, *_rests(dyad, dyad.leads[0], language), *_rests(dyad, dyad.leads[1], language)]
    for player, lead in enumerate(dyad.leads):
        sentences += [_outcome(dyad, player, "", language), *_rests(dyad, lead, language)]
    return [*sentences, _wanted(dyad, language)]


def _same(dyad: Dyad) -> bool:
    """Whether it comes to the same whoever moves first."""
    one, two = (lead.pure for lead in dyad.leads)
    return (one.leader_action, one.follower_action) == (two.follower_action, two.leader_action)


def _outcome(dyad: Dyad, player: int, whoever: str, language: Language) -> str:
    """What becomes of it when a player moves first (``whoever``: or the other)."""
    lead = dyad.leads[player]
    said = {
        "leader": dyad.labels.of(lead.leader, language),
        "follower": dyad.labels.of(lead.follower, language),
        "own": money(lead.pure.leader_payoff),
        "other": money(lead.pure.payoffs[1 - player]),
        "change": _change(dyad.gain(player), language),
        "second": _change(lead.pure.payoffs[1 - player] - dyad.at_once[1 - player], language),
    }
    if lead.pure.is_target:
        return fill(PHRASES, f"{whoever}cooperate", language, **said)
    return fill(PHRASES, f"{whoever}otherwise", language, profile=_profile(dyad, lead.pure, language), **said)


def _rests(dyad: Dyad, lead: Lead, language: Language) -> list[str]:
    """What that rests on, and whether a mixture is worth more."""
    sentences = []
    if not lead.secure:
        leader, follower = (dyad.labels.of(name, language) for name in (lead.leader, lead.follower))
        sentences.append(fill(PHRASES, "goodwill", language, leader=leader, follower=follower))
    return [*sentences, _mixture(dyad, lead, language)] if lead.mixing_gain > 0 else sentences


def _change(gain: object, language: Language) -> str:
    amount = float(gain)  # type: ignore[arg-type]
    if not amount:
        return fill(PHRASES, "same", language)
    return fill(PHRASES, "more" if amount > 0 else "less", language, amount=money(abs(amount)))


def _profile(dyad: Dyad, pure: Commitment, language: Language) -> str:
    """What the two do, the leader first."""
    order, label = (pure.leader, pure.follower), dyad.labels.of
    taken = (int(pure.leader_action), int(pure.follower_action))
    names = [
        f"{label(dyad.game.players[i], language)} {label(dyad.game.actions[i][a], language)}"
        for i, a in zip(order, taken, strict=True)
    ]
    return listed(names, language)


def _mixture(dyad: Dyad, lead: Lead, language: Language) -> str:
    label, found = dyad.labels.of, lead.mixed
    shares = [
        fill(PHRASES, "share", language, share=f"{float(share):.1%}", action=label(action, language))
        for share, action in zip(found.strategy, dyad.game.actions[found.leader], strict=True)
        if share
    ]
    return fill(
        PHRASES,
        "mixture",
        language,
        mixture=listed(shares, language),
        leader=label(lead.leader, language),
        follower=label(lead.follower, language),
        amount=money(lead.mixing_gain),
        action=label(dyad.game.actions[found.follower][int(found.follower_action)], language),
    )


def _wanted(dyad: Dyad, language: Language) -> str:
    names = dyad.game.players
    wanted = [dyad.prefers(i) for i in (0, 1)]
    label = dyad.labels.of
    if not any(wanted):
        return fill(PHRASES, "no difference", language)
    if wanted[0] == wanted[1]:
        return fill(PHRASES, "both want", language, leader=label(wanted[0], language))
    if all(wanted):
        return fill(PHRASES, "each first" if wanted[0] == names[0] else "each second", language)
    i = 0 if wanted[0] else 1
    player, other = label(names[i], language), label(names[1 - i], language)
    return fill(PHRASES, "one wants", language, player=player, other=other, leader=label(wanted[i], language))


def _usual(found: Leadership, language: Language) -> list[str]:
    """What becomes of the dyads of the one who usually takes the initiative."""
    own = [(dyad, lead) for dyad in found.dyads for lead in dyad.leads if lead.leader == INITIATIVE]
    if not own:
        return []
    leader = own[0][0].labels.of(INITIATIVE, language)
    good, bad = (
        listed([f"“{_name(dyad, language)}”" for dyad, lead in own if bool(lead.pure.is_target) is wanted], language)
        for wanted in (True, False)
    )
    if not good:
        return [fill(PHRASES, "usual fails", language, leader=leader, names=bad)]
    sentences = [fill(PHRASES, "usual", language, leader=leader, names=good)]
    return [*sentences, fill(PHRASES, "usual not", language, names=bad)] if bad else sentences


def _name(dyad: Dyad, language: Language) -> str:
    return dyad.labels.of(dyad.conflict.name, language)
