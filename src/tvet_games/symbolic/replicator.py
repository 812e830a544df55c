r"""The replicator dynamic of a conflict as formulas: one population a player, payoffs as expressions.

The share of population i that takes action a grows as fast as the action does better than the population's average:

    x_ia' = x_ia (u_i(a, x_-i) - u_i(x)) = x_ia (g_ia - sum of x_ib g_ib over all b but the last),

with ``g_ia`` what action a gains over the last action against the shares of the others. For two actions this is
``x (1 - x) g``, as papers write it. The state is the flat vector of the shares of every action but the last of each
population, in order: for two actions ``(x1, ..., xn)``, the shares that cooperate. The Jacobian is that of the state,
of shape d x d; where the level of an instrument reacts to the state, it holds what the level changes.

References
----------
Taylor and Jonker (1978), Evolutionary stable strategies and game dynamics. doi:10.1016/0025-5564(78)90077-9
Hofbauer and Sigmund (1998), Evolutionary Games and Population Dynamics, chapter 10. doi:10.1017/CBO9781139173179
"""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from math import prod
from typing import Any

import numpy as np
import sympy

from tvet_games.errors import FormulaError, InputError, Problem, expected, nearest
from tvet_games.model.calibration import Calibration
from tvet_games.model.conflict import Conflict
from tvet_games.model.formula import evaluate, parse
from tvet_games.model.instrument import Instrument
from tvet_games.model.policy import Policy
from tvet_games.numerics import Array
from tvet_games.symbolic.game import SymbolicGame, symbolic_game
from tvet_games.symbolic.level_bounds import tidy
from tvet_games.symbolic.payoffs import ALGEBRA, symbol
from tvet_games.symbolic.printing import latex_of, text_of
from tvet_games.tables.card import Card
from tvet_games.tables.labels import Labels, Language, spoken
from tvet_games.tables.shown import Shown

LETTERS = ("x", "z", "p", "q")
"""Letters for the shares in LaTeX; the first that no symbol of a parameter begins with."""


@dataclass(frozen=True, slots=True, eq=False)
class SymbolicReplicator(Shown):
    """The replicator equations of a conflict.

    Attributes
    ----------
    conflict, calibration : str
        Their names; no calibration: an empty text.
    players : tuple of str
    actions : tuple of tuple of str
    shares : tuple of d symbols
        The state. For two actions a share is named after its player, else ``player_action``; ``_share`` is added to a
        name that a parameter has.
    field : tuple of d expressions
        How fast each share grows [share per unit of time, which is 1 / payoff].
    jacobian : sympy matrix, shape d x d
        Entry [r, c] is the derivative of share r's growth by share c.
    payoffs : array of expressions, shape (n, a1, ..., an)
        With the effects of the policy; they hold shares where a level reacts to them.
    """

    conflict: str
    calibration: str
    players: tuple[str, ...]
    actions: tuple[tuple[str, ...], ...] = dataclasses.field(repr=False)
    shares: tuple[Any, ...] = dataclasses.field(repr=False)
    field: tuple[Any, ...] = dataclasses.field(repr=False)
    jacobian: Any = dataclasses.field(repr=False)
    payoffs: Array = dataclasses.field(repr=False)
    _symbols: Mapping[str, str] = dataclasses.field(repr=False)
    _labels: Labels = dataclasses.field(default=Labels(), repr=False)

    @property
    def labels(self) -> Labels:
        """Labels of players and actions."""
        return self._labels

    @property
    def symbols(self) -> Mapping[str, str]:
        """LaTeX of the parameters and shares."""
        return self._symbols

    def card(self, language: Language | None = None) -> Card:
        """Return the equations and the Jacobian, with the symbols that the files give the parameters."""
        from tvet_games.symbolic.replicator_card import replicator_card

        return replicator_card(self, spoken(language))

    def dotted(self, share: Any) -> str:
        """The growth of a share as a symbol, in LaTeX."""
        letter, index = self._symbols[share.name].split("_", 1)
        return rf"\dot{{{letter}}}_{index}"

    def to_latex(self, language: Language | None = None) -> str:  # noqa: ARG002  # formulas have no language
        """Return the equations as aligned LaTeX (amsmath), for mathematics mode, with the symbols of the files."""
        lines = []
        for share, growth in zip(self.shares, self.field, strict=True):
            lines.append(rf"{self.dotted(share)} &= {latex_of(growth, self._symbols)}")
        return "\\begin{aligned}\n" + " \\\\\n".join(lines) + "\n\\end{aligned}"

    def jacobian_latex(self) -> str:
        """Return the Jacobian as a LaTeX matrix."""
        size = range(len(self.shares))
        rows = [" & ".join(latex_of(self.jacobian[r, c], self._symbols) for c in size) for r in size]
        return "\\begin{pmatrix}\n" + " \\\\\n".join(rows) + "\n\\end{pmatrix}"

    def __str__(self) -> str:
        return "\n".join(f"{x.name}' = {text_of(growth)}" for x, growth in zip(self.shares, self.field, strict=True))

    def to_frame(self) -> Any:
        """Return a :class:`pandas.DataFrame`: a row a share; its growth, and the derivatives of that by each share."""
        import pandas as pd

        owners = [(p, a) for p, own in zip(self.players, self.actions, strict=True) for a in own[:-1]]
        names = [x.name for x in self.shares]
        frame = pd.DataFrame(owners, columns=["player", "action"], index=names)
        frame["growth"] = list(self.field)
        for c, name in enumerate(names):
            frame[f"by {name}"] = [self.jacobian[r, c] for r in range(len(names))]
        return frame


def symbolic_replicator(
    conflict: Conflict | str,
    calibration: Calibration | str | None = None,
    free: Sequence[str] = (),
    *,
    policy: Policy | None = None,
    instruments: Iterable[Instrument] | None = None,
    rules: Mapping[str, str | float] | None = None,
) -> SymbolicReplicator:
    """Return the replicator dynamic of a conflict as formulas, with its Jacobian.

    Parameters
    ----------
    conflict : Conflict or name
        Communities too.
    calibration : Calibration or name, optional
        Values for all parameters that are not free; without it every parameter is a symbol.
    free : sequence of str
        Values of the calibration that stay symbols; derived values follow them.
    policy : Policy, optional
        Levels of instruments, which stay.
    instruments : iterable of Instrument, optional
        What the names of the policy and the rules mean; by default the shipped instruments.
    rules : mapping of instrument to formula, optional
        [dimension of the instrument's level] Levels that react: formulas over the players' names, each the share that
        cooperates, and the parameters. For conflicts of two actions a player.

    Returns
    -------
    SymbolicReplicator

    Raises
    ------
    InputError
        If a name is unknown, a value is missing, an instrument does nothing here or acts together with another one, or
        a rule is no formula or for more than two actions.

    Notes
    -----
    Whether the level of a rule stays within its bounds is not looked at. Where a rule takes a ``min`` or ``max``, the
    Jacobian at a tie is the mean of those on its two sides.

    References
    ----------
    Hofbauer and Sigmund (1998), chapter 10. doi:10.1017/CBO9781139173179

    Examples
    --------
    >>> print(symbolic_replicator("school_student", "austria_2016", ["effort"]))
    school' = school*(1 - school)*(2000*student - 900)
    student' = student*(1 - student)*(14400*school + 600 - effort)
    """
    ruled = dict(expected(rules or {}, Mapping, "rules", "a mapping of instruments to formulas"))
    game = symbolic_game(conflict, calibration, free, policy=policy, instruments=instruments, open_levels=tuple(ruled))
    owners = game.conflict
    shares = _shares(owners, {*game.parameters, *game.values, *free})
    levels = {name: _level(name, text, game, shares) for name, text in ruled.items()}
    payoffs = game.payoffs
    gains = _gains(payoffs, shares)
    for name, level in levels.items():
        payoffs = payoffs + game.effects[name] * level
        pushes = _gains(game.effects[name], shares)
        gains = [[g + level * p for g, p in zip(*own, strict=True)] for own in zip(gains, pushes, strict=True)]
    state = tuple(x for own in shares for x in own)
    growth = tuple(rate for own, gain in zip(shares, gains, strict=True) for rate in _growth(own, gain))
    return SymbolicReplicator(
        conflict=owners.name,
        calibration=game.calibration,
        players=owners.player_names,
        actions=owners.actions,
        shares=state,
        field=growth,
        jacobian=_jacobian(shares, gains, growth),
        payoffs=payoffs,
        _symbols={**game.symbols, **_share_symbols(owners, shares, game.symbols.values())},
        _labels=game.labels,
    )


def _shares(conflict: Conflict, taken: set[str]) -> list[list[Any]]:
    """A symbol for every action but the last of each player."""
    used = set(taken)
    found = []
    for player in conflict.players:
        own = []
        for action in player.actions[:-1]:
            name = player.name if len(player.actions) == 2 else f"{player.name}_{action}"
            while name in used:
                name += "_share"
            used.add(name)
            own.append(symbol(name))
        found.append(own)
    return found


def _share_symbols(conflict: Conflict, shares: Sequence[Sequence[Any]], used: Collection[str]) -> dict[str, str]:
    """LaTeX of the shares by their names: one letter, which no parameter has, with an index."""
    letter = next((each for each in LETTERS if not any(s.startswith(each) for s in used)), LETTERS[0])
    found = {}
    for player, own in zip(conflict.players, shares, strict=True):
        for action, share in zip(player.actions, own, strict=False):
            index = player.name if len(player.actions) == 2 else f"{player.name},{action}"
            found[share.name] = letter + r"_{\mathrm{" + index.replace("_", r"\_") + "}}"
    return found


def _level(name: str, text: str | float, game: SymbolicGame, shares: Sequence[Sequence[Any]]) -> Any:
    """The level that a rule sets, as an expression."""
    many = [p.name for p in game.conflict.players if len(p.actions) != 2]
    if many:
        raise InputError("rules", [Problem(p, "has more than two actions; rules speak of one share") for p in many])
    known = {**game.values, **{p: x for p, (x,) in zip(game.conflict.player_names, shares, strict=True)}}
    try:
        formula = parse(text)
        what = "is neither a player (the share that cooperates) nor a parameter"
        problems = [Problem(name, what, n, nearest(n, known)) for n in sorted(formula.names - known.keys())]
        if problems:
            raise InputError("rules", problems)
        return evaluate(formula, known, ALGEBRA)
    except FormulaError as error:
        raise InputError("rules", [Problem(name, str(error))]) from None


def _gains(payoffs: Array, shares: Sequence[Sequence[Any]]) -> list[list[Any]]:
    """What every action gains over the player's last one, as polynomials in the shares of the others."""
    found = []
    for i in range(len(shares)):
        own = np.moveaxis(payoffs[i], i, 0)
        others = [s for j, s in enumerate(shares) if j != i]
        found.append([_mean(table, others) for table in own[:-1] - own[-1:]])
    return found


def _mean(table: Array, shares: Sequence[Sequence[Any]]) -> Any:
    """The mean of a table over independent shares: affine in the shares of each population."""
    for axis in range(table.ndim):
        last = table.take([-1], axis=axis)
        rest = table.take(range(table.shape[axis] - 1), axis=axis)
        table = np.concatenate([rest - last, last], axis=axis)
    terms = []
    for index in np.ndindex(table.shape):
        moved = [own[a] for own, a in zip(shares, index, strict=True) if a < len(own)]
        terms.append(tidy(table[index]) * prod(moved, start=sympy.Integer(1)))
    return sympy.Add(*terms)


def _growth(own: Sequence[Any], gains: Sequence[Any]) -> list[Any]:
    """Growth of the shares of one population, factored."""
    if len(own) == 1:
        return [own[0] * (1 - own[0]) * gains[0]]
    average = sympy.Add(*(x * g for x, g in zip(own, gains, strict=True)))
    return [x * (g - average) for x, g in zip(own, gains, strict=True)]


def _jacobian(shares: Sequence[Sequence[Any]], gains: Sequence[Sequence[Any]], growth: Sequence[Any]) -> Any:
    """Derivatives of the growth by the shares; for two actions the own one as ``(1 - 2 x) g``, as papers write it."""
    state = [x for own in shares for x in own]
    rows = []
    rates = iter(growth)
    for own, gain in zip(shares, gains, strict=True):
        if len(own) == 1:
            (x,), (g,) = own, gain
            next(rates)
            rows.append([x * (1 - x) * g.diff(y) + ((1 - 2 * x) * g if y == x else 0) for y in state])
        else:
            rows += [[rate.diff(y) for y in state] for rate in islice(rates, len(own))]
    return sympy.ImmutableMatrix(rows)
