"""Equilibria of normal-form games: each by itself, and whether a set of them is complete.

Completeness of two players is checked by the definition: a strategy that is a vertex of its player's best-response
polytope is the only solution of as many tight constraints as it has entries, so every choice of constraints is tried;
the extreme equilibria are the pairs of vertices in which every action is a best response or not used.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import combinations, product
from math import comb, prod
from typing import Any

from tvet_games.checker.linear import solved
from tvet_games.checker.statement import (
    Profile,
    StatementError,
    Tensor,
    numbers,
    part,
    profiles,
    replaced,
    require,
    shape_of,
    tensor,
)

MOST_CHOICES = 1_000
"""Of constraints of one player; beyond (about 6 x 6) completeness is not checked."""

MOST_PROFILES = 100_000
"""Of games whose pure equilibria are looked for."""

Strategies = tuple[tuple[Fraction, ...], ...]


def payoffs_of(game: Any) -> tuple[Profile, list[Tensor]]:
    """Shape and payoffs of a game: a tensor a player."""
    shape = shape_of(part(game, "shape", list))
    given = part(game, "payoffs", list)
    if len(given) != len(shape):
        raise StatementError(f"'payoffs' has {len(given)} players, 'shape' {len(shape)}")
    return shape, [tensor(own, shape, f"payoffs of player {i + 1}") for i, own in enumerate(given)]


def check_equilibrium(statement: Mapping[str, Any]) -> tuple[list[str], list[str]]:
    """Check one equilibrium; what was checked, and what was not."""
    shape, payoffs = payoffs_of(part(statement, "game", Mapping))
    tolerance = numbers([statement.get("tolerance", 0)], "tolerance", 1)[0]
    played = _strategies(part(statement, "strategies", list), shape)
    _is_equilibrium(shape, payoffs, played, tolerance)
    said = (
        "nobody gains by another action" if not tolerance else f"nobody gains more than {tolerance} of the payoff span"
    )
    return [f"strategies are probabilities, and {said}"], []


def check_equilibria(statement: Mapping[str, Any]) -> tuple[list[str], list[str]]:
    """Check a set of equilibria, and that it is complete where it says so."""
    shape, payoffs = payoffs_of(part(statement, "game", Mapping))
    tolerance = numbers([statement.get("tolerance", 0)], "tolerance", 1)[0]
    scope = part(statement, "scope", str)
    found = [_strategies(one, shape) for one in part(statement, "equilibria", list)]
    for played in found:
        _is_equilibrium(shape, payoffs, played, tolerance)
    checked, left = [f"each of {len(found)} equilibria: nobody gains by another action"], []
    require(len(set(found)) == len(found), "an equilibrium stands twice")
    if tolerance:
        left.append("that the set is complete: its numbers are rounded")
    elif scope == "all" and len(shape) == 2 and _choices(shape) <= MOST_CHOICES:
        _is_complete(shape, payoffs, found)
        checked.append("the set is complete: no other pair of vertices is an equilibrium")
        _are_components(statement, found)
        checked.append("equilibria that hang together, and only those, are in one component")
    elif scope == "pure" and prod(shape) <= MOST_PROFILES:
        _has_all_pure(shape, payoffs, found)
        checked.append("the set is complete: no other profile of pure actions is an equilibrium")
        left.append("mixed equilibria, of which it says nothing")
    else:
        left.append(f"that the set is complete: it says {scope!r} of {' x '.join(map(str, shape))}")
    return checked, left


def _strategies(given: Any, shape: Profile) -> Strategies:
    if not isinstance(given, list) or len(given) != len(shape):
        raise StatementError("an equilibrium has not one strategy a player")
    return tuple(tuple(numbers(own, "a strategy", size)) for own, size in zip(given, shape, strict=True))


def _is_equilibrium(shape: Profile, payoffs: Sequence[Tensor], played: Strategies, tolerance: Fraction) -> None:
    for i, own in enumerate(played):
        require(all(p >= 0 for p in own), f"player {i + 1} has a negative probability")
        apart = abs(sum(own, Fraction(0)) - 1)
        require(apart <= tolerance, f"the probabilities of player {i + 1} do not add up to 1")
    for i, table in enumerate(payoffs):
        gains = [_expected(table, played, i, a) for a in range(shape[i])]
        has = sum((p * gain for p, gain in zip(played[i], gains, strict=True)), Fraction(0))
        span = max(table.values()) - min(table.values()) or Fraction(1)
        best = max(range(shape[i]), key=lambda a: gains[a])
        told = f"player {i + 1} gains {gains[best] - has} by action {best + 1}"
        require(gains[best] - has <= tolerance * span, told)


def _expected(table: Tensor, played: Strategies, player: int, action: int) -> Fraction:
    """What a player expects of an action against the others."""
    used = [[a for a, p in enumerate(own) if p] for own in played]
    used[player] = [action]
    total = Fraction(0)
    for profile in product(*used):
        weight = Fraction(1)
        for j, a in enumerate(profile):
            if j != player:
                weight *= played[j][a]
        total += weight * table[profile]
    return total


def _choices(shape: Profile) -> int:
    return max(comb(sum(shape), size) for size in shape)


def _is_complete(shape: Profile, payoffs: Sequence[Tensor], found: Sequence[Strategies]) -> None:
    rows, columns = shape
    first = _vertices(rows, [[payoffs[1][a, b] for a in range(rows)] for b in range(columns)])
    second = _vertices(columns, [[payoffs[0][a, b] for b in range(columns)] for a in range(rows)])
    every = {
        (x, y)
        for x, labels in first.items()
        for y, others in second.items()
        if labels | {(1 - side, action) for side, action in others} == _every(rows, columns)
    }
    missing = every - set(found)
    require(not missing, f"an equilibrium is missing: {_told(next(iter(missing)))}" if missing else "")
    more = set(found) - every
    require(not more, f"no extreme equilibrium: {_told(next(iter(more)))}" if more else "")


def _every(rows: int, columns: int) -> set[tuple[int, int]]:
    """Every action of both players: (0, a) of who mixes in the first polytope, (1, b) of the other."""
    return {(0, a) for a in range(rows)} | {(1, b) for b in range(columns)}


def _vertices(size: int, against: Sequence[Sequence[Fraction]]) -> dict[tuple[Fraction, ...], set[tuple[int, int]]]:
    """Strategies of a player that are vertices, with what is tight: own actions not used, best responses of the other.

    ``against[b]`` has what the other earns by action b against each of the player's actions.
    """
    zero, one = Fraction(0), Fraction(1)
    tight = [(0, a) for a in range(size)] + [(1, b) for b in range(len(against))]
    found: dict[tuple[Fraction, ...], set[tuple[int, int]]] = {}
    for chosen in combinations(tight, size):
        if not any(side for side, _ in chosen):
            continue
        matrix = [[one] * size + [zero]]
        for side, action in chosen:
            if side:
                matrix.append([*against[action], -one])
            else:
                matrix.append([one if a == action else zero for a in range(size)] + [zero])
        point = solved(matrix, [one] + [zero] * size)
        if point is None:
            continue
        strategy, best = tuple(point[:size]), point[size]
        earned = [sum((p * u for p, u in zip(strategy, row, strict=True)), zero) for row in against]
        if min(strategy) >= 0 and max(earned) <= best:
            unused = {(0, a) for a, p in enumerate(strategy) if not p}
            found[strategy] = unused | {(1, b) for b, u in enumerate(earned) if u == best}
    return found


def _are_components(statement: Mapping[str, Any], found: Sequence[Strategies]) -> None:
    """Two equilibria hang together if they share a strategy, or a third one links them."""
    given = part(statement, "components", list)
    places = sorted(k for group in given if isinstance(group, list) for k in group if isinstance(k, int))
    require(places == list(range(len(found))), "components do not hold every equilibrium once")
    groups: list[set[int]] = []
    for k, (x, y) in enumerate(found):
        linked = [g for g in groups if any(found[j][0] == x or found[j][1] == y for j in g)]
        groups = [g for g in groups if g not in linked] + [{k}.union(*linked)]
    require(sorted(map(sorted, given)) == sorted(map(sorted, groups)), "components are not what hangs together")


def _has_all_pure(shape: Profile, payoffs: Sequence[Tensor], found: Sequence[Strategies]) -> None:
    known = {tuple(own.index(Fraction(1)) for own in played) for played in found if all(1 in own for own in played)}
    require(len(known) == len(found), "an equilibrium is not pure")
    for profile in profiles(shape):
        stable = all(
            table[profile] >= table[replaced(profile, i, a)] for i, table in enumerate(payoffs) for a in range(shape[i])
        )
        require(not stable or profile in known, f"an equilibrium is missing: {tuple(a + 1 for a in profile)}")


def _told(strategies: Strategies) -> str:
    return "; ".join(", ".join(map(str, own)) for own in strategies)
