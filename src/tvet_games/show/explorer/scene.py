"""What the page shows live: the verdict, payoffs, equilibria, and what the levels cost and bring."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Literal

import numpy as np

from tvet_games.games.normal_form import NormalFormGame
from tvet_games.model.policy import Policy
from tvet_games.numerics import to_float
from tvet_games.policy.outcome import baseline_of, outcome_of
from tvet_games.policy.verdict import verdict
from tvet_games.policy.words import describe_criteria
from tvet_games.show.explorer.subject import Subject
from tvet_games.show.explorer.words import said
from tvet_games.solve.nash import equilibria
from tvet_games.solve.result import EquilibriumSet
from tvet_games.tables.card import Part
from tvet_games.tables.html import part_html
from tvet_games.tables.labels import Language
from tvet_games.tables.table import Table
from tvet_games.tables.units import unit_label
from tvet_games.tables.words import listed, money

Standing = Literal["only", "among", "not"]

MOST_PROFILES = 16
"""Games with more profiles have no table of payoffs on the page."""


@dataclass(frozen=True, slots=True)
class Scene:
    """What is shown of a state, as text and HTML.

    Attributes
    ----------
    standing : str
        Whether everybody's cooperation is the ``only`` equilibrium, ``among`` several, or ``not`` one.
    verdict : str
    asked : str
        What was asked for, and whether it is met.
    payoffs, equilibria, costs : str
        HTML.
    game : NormalFormGame
        Under the levels.
    """

    standing: Standing
    verdict: str
    asked: str
    payoffs: str
    equilibria: str
    costs: str
    game: NormalFormGame


def scene_of(subject: Subject) -> Scene:
    """Say what a state leads to.

    Parameters
    ----------
    subject : Subject

    Returns
    -------
    Scene

    Examples
    --------
    >>> from tvet_games.show.explorer.shelf import Shelf
    >>> from tvet_games.show.explorer.state import State
    >>> from tvet_games.show.explorer.subject import subject_of
    >>> scene_of(subject_of(State(), Shelf())).verdict
    'Cooperation is not an equilibrium: enterprise gains 4,675.33 EUR by “free-ride”.'
    """
    language = subject.state.language
    levers = {lever.name: lever.instrument for lever in subject.levers}
    policy = Policy(**subject.state.levels)
    game = subject.conflict.game(subject.calibration, policy, levers.values(), exact=True)
    found = equilibria(game)
    standing: Standing = "not" if found.target is None else "only" if len(found) == 1 else "among"
    return Scene(
        standing,
        _verdict(subject, game, found, standing),
        _asked(subject, game),
        _payoffs(game, language),
        "\n".join(map(part_html, found.card(language).parts)),
        "" if subject.problem is None else part_html(_costs(subject)),
        game,
    )


def _verdict(subject: Subject, game: NormalFormGame, found: EquilibriumSet, standing: Standing) -> str:
    language = subject.state.language
    if standing == "not":
        return said("not", language, who=listed(_leavers(subject, game), language))
    pure = said("pure", language) if found.scope == "pure" else ""
    return said(standing, language, count=len(found), pure=pure)


def _leavers(subject: Subject, game: NormalFormGame) -> list[str]:
    """Who would leave cooperation alone, for what, and what that brings."""
    language, conflict = subject.state.language, subject.conflict
    currency = unit_label(subject.calibration.unit.currency, language)
    told = []
    for i, (player, actions) in enumerate(zip(game.players, game.actions, strict=True)):
        own: Any = tuple(slice(None) if j == i else 0 for j in range(len(game.players)))
        payoffs = game.payoffs[(i, *own)]
        best = int(np.argmax(payoffs))
        gain = payoffs[best] - payoffs[0]
        if gain > 0:
            names = {
                "player": conflict.labels.of(player, language),
                "action": conflict.labels.of(actions[best], language),
            }
            told.append(said("would gain", language, **names, gain=money(gain), currency=currency))
    return told


def _asked(subject: Subject, game: NormalFormGame) -> str:
    language = subject.state.language
    criterion = describe_criteria((subject.criterion,), language)
    if game.shape != (2, 2) and subject.state.criterion in ("risk_dominant", "basin"):
        return ""
    key = "met" if bool(verdict(game, subject.criterion).holds) else "unmet"
    return said(key, language, criterion=criterion)


def _payoffs(game: NormalFormGame, language: Language) -> str:
    if np.prod(game.shape) > MOST_PROFILES:
        return ""
    return "\n".join(map(part_html, game.card(language).parts))


def _costs(subject: Subject) -> Part:
    """What the levels cost, and what each has more where all cooperate than where things stand without them."""
    problem, language = subject.problem, subject.state.language
    assert problem is not None
    vector, unit = subject.vector, unit_label(str(subject.calibration.unit_per(subject.conflict.per)), language)
    (arrays,) = problem.conflicts
    nothing = (Fraction(0),) * len(vector)
    outcome = outcome_of(arrays, vector, baseline_of(arrays, nothing, None))

    def spent(bill: Any) -> str:
        return money(to_float(sum((unit * level for unit, level in zip(bill, vector, strict=True)), Fraction(0))))

    label = subject.conflict.labels.of
    rows = [
        (said("expected", language), spent(problem.expected_bill)),
        (said("target", language), spent(problem.target_bill)),
        *((said("gain", language, player=label(p, language)), _signed(gain)) for p, gain in outcome.gains.items()),
    ]
    return Table(("", unit), tuple(rows), right=(1,))


def _signed(gain: Fraction) -> str:
    return f"{'+' if gain > 0 else '−' if gain < 0 else ''}{money(abs(to_float(gain)))}"
