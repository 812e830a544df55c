"""Graph models from options: each decider takes or leaves its options, and a state says which are taken.

A state is written with a ``Y`` (taken) or ``N`` (left) for each option, in the order in which the options are given;
a pattern may have ``-`` for either.

References
----------
Fang, Hipel and Kilgour (1993), Interactive Decision Making, chapter 2.
Hipel, Kilgour, Fang and Peng (1997), The decision support system GMCR in environmental conflict management (option
prioritising). doi:10.1016/S0096-3003(96)00170-1
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from tvet_games.errors import FormulaError, InputError, Problem, expected, nearest, shorten
from tvet_games.games.graph_model import GraphModel, unilateral
from tvet_games.games.statements import truth
from tvet_games.numerics import Array
from tvet_games.tables.labels import Labels

MOST_OPTIONS = 12
"""Most options of all deciders together: 4,096 states."""

LEFT = "not "
"""Before an irreversible option: it is its being left that cannot be taken back."""


@dataclass(frozen=True, slots=True)
class Ranking:
    """Preferences as an order of states, the best first; states of one group are equally good.

    Parameters
    ----------
    groups : tuple of tuples of str
        Each entry a state or a pattern such as ``YN-``, which stands for all states that it fits and that no earlier
        group has. Every feasible state has to be named.
    """

    groups: tuple[tuple[str, ...], ...]

    def __post_init__(self) -> None:
        for group in expected(self.groups, (tuple, list), "ranking", "a list of groups, each a list of states"):
            _texts(group, "ranking", "each group to be a list of states or patterns")


@dataclass(frozen=True, slots=True)
class Priorities:
    """Preferences as statements about options, the most important first (option prioritising).

    Of two states the one is better in which the first statement is true that is true in only one of them.

    Parameters
    ----------
    statements : tuple of str
        As in :func:`~tvet_games.games.statements.truth`.
    """

    statements: tuple[str, ...]

    def __post_init__(self) -> None:
        _texts(self.statements, "priorities", "a list of statements")


Preference = Ranking | Priorities


def option_model(
    options: Mapping[str, Sequence[str]],
    preferences: Mapping[str, Preference],
    *,
    infeasible: Sequence[str] = (),
    irreversible: Sequence[str] = (),
    labels: Labels | None = None,
) -> GraphModel:
    """Build a graph model from the deciders' options.

    Parameters
    ----------
    options : mapping of decider to names of its options
    preferences : mapping of decider to Ranking or Priorities
    infeasible : sequence of str
        Patterns of states that cannot be, such as ``YY-``.
    irreversible : sequence of str
        Options that cannot be left once they are taken; or ``not`` and an option that cannot be taken once it is left.
    labels : Labels, optional
        Of deciders and options.

    Returns
    -------
    GraphModel
        States in binary order, the first option counting least.

    Raises
    ------
    InputError
        With every mistake: names that repeat or are unknown, patterns that do not fit, states without a rank.

    Examples
    --------
    >>> model = option_model(
    ...     {"school": ["supervise"], "firm": ["train"]},
    ...     {"school": Priorities(("train", "not supervise")), "firm": Priorities(("train if supervise",))},
    ... )
    >>> model.states, model.preferences.tolist()
    (('NN', 'YN', 'NY', 'YY'), [[1, 0, 3, 2], [1, 0, 1, 1]])
    """
    for own in expected(options, Mapping, "options", "options by decider").values():
        _texts(own, "options", "a list of names of options for each decider")
    names = [name for own in options.values() for name in own]
    _texts(infeasible, "infeasible", "a list of patterns")
    _texts(irreversible, "irreversible", "a list of options")
    problems = _names(options, names, preferences, irreversible)
    problems += _patterns(infeasible, len(names), "infeasible")
    if any(problem.field != "irreversible" for problem in problems):
        raise InputError("graph model", problems)
    every = (np.arange(2 ** len(names))[:, None] >> np.arange(len(names)) & 1).astype(bool)
    taken = every[~np.any([fits(p, every) for p in infeasible], axis=0)] if infeasible else every
    if not len(taken):
        raise InputError("graph model", [Problem("infeasible", "leaves no state")])
    places, choices = 0, []
    for own in options.values():
        choices.append(taken[:, places : places + len(own)] @ (1 << np.arange(len(own))))
        places += len(own)
    lost = _lost(irreversible, names, taken)
    ranks = [_ranks(decider, preferences[decider], names, taken, problems) for decider in options]
    if problems:
        raise InputError("graph model", problems)
    chosen = np.stack(choices, axis=-1)
    states = tuple("".join("Y" if t else "N" for t in row) for row in taken)
    moves = unilateral(chosen, [~lost] * len(options))
    return GraphModel(tuple(options), states, np.stack(ranks), moves, chosen, tuple(names), labels or Labels())


def _texts(given: object, source: str, what: str) -> None:
    """Refuse what is no list of texts; a text alone would be taken for a list of its letters."""
    if isinstance(given, str) or not isinstance(given, Iterable) or not all(isinstance(t, str) and t for t in given):
        raise InputError(source, [Problem("", f"expected {what}", shorten(repr(given)))])


def _lost(irreversible: Sequence[str], names: list[str], taken: Array) -> Array:
    """Whether a change from the first state to the second takes back what cannot be taken back, shape (S, S)."""
    lost = np.zeros((len(taken), len(taken)), dtype=bool)
    for entry in irreversible:
        if entry.removeprefix(LEFT) not in names:  # told with the other mistakes
            continue
        own = taken[:, names.index(entry.removeprefix(LEFT))] != entry.startswith(LEFT)
        lost |= own[:, None] & ~own[None, :]
    return lost


def fits(pattern: str, taken: Array) -> Array:
    """Whether each state fits a pattern of Y, N and -, shape (S,)."""
    wanted = [(k, c == "Y") for k, c in enumerate(pattern) if c != "-"]
    return np.all([taken[:, k] == yes for k, yes in wanted], axis=0) if wanted else np.ones(len(taken), dtype=bool)


def _names(
    options: Mapping[str, Sequence[str]], names: list[str], preferences: Any, irreversible: Sequence[str]
) -> list[Problem]:
    """Mistakes in the names of deciders and options."""
    problems = [Problem("options", "stands twice", str(n)) for n in sorted({n for n in names if names.count(n) > 1})]
    if not names or len(names) > MOST_OPTIONS:
        problems.append(Problem("options", f"expected 1 to {MOST_OPTIONS} in all", str(len(names))))
    given = expected(preferences, Mapping, "preferences", "preferences by decider")
    problems += [Problem("preferences", "has none; give a Ranking or Priorities", d) for d in options if d not in given]
    problems += [
        Problem("preferences", "is no decider", str(d), nearest(str(d), options)) for d in given if d not in options
    ]
    problems += [
        Problem(f"preferences.{d}", "expected a Ranking or Priorities", shorten(repr(p)))
        for d, p in given.items()
        if not isinstance(p, Ranking | Priorities)
    ]
    problems += [
        Problem("irreversible", "is no option", n, nearest(n.removeprefix(LEFT), names))
        for n in irreversible
        if n.removeprefix(LEFT) not in names
    ]
    return problems


def _patterns(patterns: Iterable[str], length: int, field: str) -> list[Problem]:
    what = f"expected {length} characters of Y, N and -"
    return [
        Problem(field, what, str(p))
        for p in patterns
        if not isinstance(p, str) or len(p) != length or not set(p) <= set("YN-")
    ]


def _ranks(decider: str, given: Preference, names: list[str], taken: Array, problems: list[Problem]) -> Array:
    """The order of the states for a decider; collects a problem for each mistake."""
    field = f"preferences.{decider}"
    score = np.zeros(len(taken), dtype=np.int64)
    if isinstance(given, Ranking):
        wrong = _patterns((p for group in given.groups for p in group), len(names), field)
        problems += wrong
        for k, group in enumerate(given.groups if not wrong else ()):
            for pattern in group:
                found = fits(pattern, taken)
                if not (found & (score == 0)).any():
                    problems.append(Problem(field, "stands for no state that no earlier group has", pattern))
                score[found & (score == 0)] = len(given.groups) - k
        left = np.flatnonzero(score == 0)
        if len(left) and not wrong:
            shown = ", ".join("".join("Y" if t else "N" for t in taken[k]) for k in left[:5])
            problems.append(Problem(field, f"ranks no state such as {shown}"))
        return score
    for text in given.statements:
        try:
            true = truth(text, names, taken)
        except FormulaError as error:
            problems.append(Problem(field, str(error)))
            continue
        score = np.unique(2 * score + true, return_inverse=True)[1].reshape(score.shape)
    return score
