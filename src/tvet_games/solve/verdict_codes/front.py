"""The front door to verdict codes: chunks that fit the cache, threads, and what goes with a code on request."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from tvet_games.errors import InputError, Problem, ShapeError, unknown, whole
from tvet_games.games.door import a_game
from tvet_games.games.normal_form import NormalFormGame
from tvet_games.numerics import Array
from tvet_games.solve.basin import basin
from tvet_games.solve.refinement import p_dominance
from tvet_games.solve.verdict_codes.cube import PROFILES, STABLE_SHIFT, write_cube_codes
from tvet_games.solve.verdict_codes.flags import (
    TARGET,
    TIE_BIT,
    UNDEFINED,
    class_names,
    flags_of,
    has_flag,
)
from tvet_games.solve.verdict_codes.general import general_codes
from tvet_games.solve.verdict_codes.two_by_two import Workspace, write_codes
from tvet_games.tables.card import Card
from tvet_games.tables.labels import Language, spoken
from tvet_games.tables.shown import Shown

CHUNKS = {(2, 2): 32_768, (2, 2, 2): 32_768}
"""Games judged together, by shape: fastest of 1,024 to 262,144 on a core with 1 MiB of cache."""

TOGETHER = 4
"""Threads take chunks so many times larger. They wait for each other between the calls of a chunk: fewer are better;
two threads judge 0.9 times as many 2x2 games as one with chunks of the same size, 1.2 to 1.45 times with these."""

OTHER_PAYOFFS = 524_288
"""Payoffs of a chunk of games of any other shape: from here on, larger chunks gain little (measured to 1,048,576)."""

OUTPUTS = ("code", "profiles", "p_level", "basin")
"""What can be said of a batch. ``profiles`` is for 2x2x2 games, ``basin`` for 2x2 games."""

_ONLY_FOR = {"profiles": (2, 2, 2), "basin": (2, 2)}


@dataclass(frozen=True, slots=True, eq=False)
class VerdictCodes(Shown):
    """What the games of a batch are.

    Attributes
    ----------
    shape : tuple of int
        Number of actions of each player.
    code : array of uint16, shape (...)
        Packed statements; :meth:`has` takes them out.
    profiles : array of uint16, shape (...), or None
        Of 2x2x2 games: bits 0 to 7 are the pure equilibria in row-major order, bits 8 to 15 the stable ones.
    p_level : array, shape (...), or None
        [probability] The p-dominance level of the target; nan where the game is undefined.
    basin : array, shape (...), or None
        [share of the unit square] The target's basin; nan where the game is undefined.
    """

    shape: tuple[int, ...]
    code: Array = field(repr=False)
    profiles: Array | None = field(default=None, repr=False)
    p_level: Array | None = field(default=None, repr=False)
    basin: Array | None = field(default=None, repr=False)

    def has(self, flag: str) -> Any:
        """Tell where a statement holds, an array of bool of shape (...).

        Raises
        ------
        UnknownNameError
            If codes of games of this shape have no such flag; the message lists those that they have.
        """
        return has_flag(self.code, flag, self.shape)

    @property
    def classes(self) -> Array:
        """The class of each 2x2 game by name."""
        return class_names(self.code)

    def equilibria(self, profile: tuple[int, ...], *, stable: bool = False) -> Array:
        """Tell where a pure profile of a 2x2x2 game is an equilibrium, or a stable one.

        Raises
        ------
        ShapeError
            If these are not 2x2x2 games.
        """
        if self.profiles is None or profile not in PROFILES:
            raise ShapeError(f"{profile} is not a profile of 2x2x2 games")
        return np.asarray(self.profiles >> (PROFILES.index(profile) + STABLE_SHIFT * stable) & 1).astype(bool)

    def card(self, language: Language | None = None) -> Card:
        """Return what it shows in notebooks and papers."""
        from tvet_games.solve.verdict_codes.codes_card import codes_card

        return codes_card(self, spoken(language))

    def to_frame(self) -> Any:
        """Return a :class:`pandas.DataFrame`: a row a game, a column a statement."""
        import pandas as pd

        columns = {flag: np.ravel(self.has(flag)) for flag in flags_of(self.shape)}
        if self.shape == (2, 2):
            columns["class"] = np.ravel(self.classes)
        levels = {"profiles": self.profiles, "p_level": self.p_level, "basin": self.basin}
        return pd.DataFrame(columns | {n: np.ravel(a) for n, a in levels.items() if a is not None})


def verdict_codes(
    game: NormalFormGame, *, p_level: bool = False, basin: bool = False, workers: int = 1
) -> VerdictCodes:
    """Say what every game of a batch is: which equilibria it has, its class, how safe the target is.

    Parameters
    ----------
    game : NormalFormGame
        One game or a batch, of any shape; exact games are judged in floats. Fastest where the batch runs fastest in
        memory, as in games from a conflict.
    p_level, basin : bool
        Whether to give the p-dominance level and, of 2x2 games, the basin of the target.
    workers : int
        Threads; the codes are the same.

    Returns
    -------
    VerdictCodes

    Raises
    ------
    ShapeError
        If a basin is asked of games that are not 2x2.
    InputError
        If the number of workers is not a whole number from 1 on.

    Notes
    -----
    :mod:`~tvet_games.solve.verdict_codes.flags` tells what each statement means. Differences of payoffs within ``TIE``
    of a player's payoff span count as ties, and the flag ``tie`` is set.

    Examples
    --------
    >>> payoffs = np.array([[[[4, 0], [3, 2]], [[4, 3], [0, 2]]], [[[3, 0], [4, 1]], [[3, 4], [0, 1]]]], dtype=float)
    >>> found = verdict_codes(NormalFormGame(payoffs, players=("row", "column")), p_level=True)
    >>> found.classes.tolist(), found.has("target_equilibrium").tolist(), found.p_level.round(3).tolist()
    (['coordination', 'dilemma'], [True, False], [0.667, inf])
    """
    a_game(game, "verdict_codes")
    if whole(workers, "verdict_codes", "workers") == 0:
        raise InputError("verdict_codes", [Problem("workers", "expected at least one", "0")])
    wanted = ["code"] + ["profiles"] * (game.shape == (2, 2, 2)) + ["p_level"] * p_level + ["basin"] * basin
    cells = cells_first(game.payoffs.astype(np.float64, copy=False), len(game.shape))
    found = {name: np.empty(cells.shape[-1], dtype=dtype_of(name, levels=np.float64)) for name in wanted}
    write_verdicts(cells, found, workers=workers)
    return VerdictCodes(game.shape, **{name: array.reshape(game.batch_shape)[()] for name, array in found.items()})


def dtype_of(output: str, *, levels: Any = np.float32) -> Any:
    """The type of an output: 16 bits for codes, and the type that levels are to have.

    Raises
    ------
    UnknownNameError
        If there is no such output.
    """
    if output not in OUTPUTS:
        raise unknown("output", output, OUTPUTS, source="verdicts")
    return np.uint16 if output in ("code", "profiles") else levels


def cells_first(payoffs: Array, players: int) -> Array:
    """Payoffs (..., n, a1, ..., an) with the games as one last axis, (n, a1, ..., an, games); a view if possible.

    Examples
    --------
    >>> cells_first(np.zeros((5, 7, 2, 2, 2)), 2).shape
    (2, 2, 2, 35)
    """
    core = range(payoffs.ndim - players - 1, payoffs.ndim)
    moved = np.moveaxis(payoffs, core, range(players + 1))
    return moved.reshape(*moved.shape[: players + 1], -1)


def write_verdicts(payoffs: Array, out: Mapping[str, Array], *, workers: int = 1) -> None:
    """Write what is asked of a batch.

    Parameters
    ----------
    payoffs : array of float, shape (n, a1, ..., an, games)
    out : mapping of output to array, shape (games,)
        Names of ``OUTPUTS``, ``code`` among them.
    workers : int
        Threads.

    Raises
    ------
    UnknownNameError
        If there is no such output.
    ShapeError
        If an output is not defined for games of this shape.
    """
    games = payoffs.shape[-1]
    shape = payoffs.shape[1:-1]
    _check_outputs(shape, out)
    size = CHUNKS.get(shape) or max(1, OTHER_PAYOFFS // math.prod(payoffs.shape[:-1]))
    if workers > 1:
        size *= TOGETHER
    share = -(-games // (size * workers)) * size
    parts = [slice(start, min(start + share, games)) for start in range(0, games, max(share, 1))]
    write = _writer(shape)

    def work(part: slice) -> None:
        write(payoffs[..., part], {name: array[part] for name, array in out.items()}, size)

    if len(parts) <= 1:
        for part in parts:
            work(part)
        return
    with ThreadPoolExecutor(len(parts)) as threads:
        list(threads.map(work, parts))


def _check_outputs(shape: tuple[int, ...], names: Iterable[str]) -> None:
    for name in names:
        dtype_of(name)
        if shape != _ONLY_FOR.get(name, shape):
            raise ShapeError(f"{name} is given for {_ONLY_FOR[name]} actions, these games have {shape}")


Writer = Callable[[Array, dict[str, Array], int], None]


def _writer(shape: tuple[int, ...]) -> Writer:
    return {(2, 2): _write_two_by_two, (2, 2, 2): _write_cubes}.get(shape, _write_any)


def _write_two_by_two(payoffs: Array, out: dict[str, Array], size: int) -> None:
    room = Workspace.of(min(size, payoffs.shape[-1]))
    for part, cells in _chunks(payoffs, size):
        code = out["code"][part]
        differences = write_codes(cells, code, room.first(len(code)))
        if "p_level" in out:
            out["p_level"][part] = _p_levels(cells, differences[:4].reshape(2, 2, -1), code)
        if "basin" in out:
            out["basin"][part] = _level(cells, code, basin)


def _write_cubes(payoffs: Array, out: dict[str, Array], size: int) -> None:
    room = np.empty((3, 2, 2, min(size, payoffs.shape[-1])))
    for part, cells in _chunks(payoffs, size):
        code = out["code"][part]
        incentives = room[..., : len(code)]
        profiles = out["profiles"][part] if "profiles" in out else np.empty_like(code)
        write_cube_codes(cells, code, profiles, incentives)
        if "p_level" in out:
            out["p_level"][part] = _p_levels(cells, incentives.reshape(3, 4, -1), code)


def _write_any(payoffs: Array, out: dict[str, Array], size: int) -> None:
    for part, cells in _chunks(payoffs, size):
        code = out["code"][part] = general_codes(cells)
        if "p_level" in out:
            out["p_level"][part] = _level(cells, code, p_dominance)


def _chunks(payoffs: Array, size: int) -> Iterator[tuple[slice, Array]]:
    """Parts of a batch with their payoffs, the games running fastest in memory."""
    for start in range(0, payoffs.shape[-1], size):
        part = slice(start, start + size)
        cells = payoffs[..., part]
        yield part, cells if cells.strides[-1] == cells.itemsize else np.ascontiguousarray(cells)


def _level(cells: Array, code: Array, measure: Callable[[NormalFormGame], Any]) -> Array:
    """A measure of each game, nan where a payoff is not finite."""
    defined = code != UNDEFINED
    level = np.full(len(code), np.nan)
    if defined.any():
        players = [f"player {i + 1}" for i in range(len(cells))]
        level[defined] = measure(NormalFormGame(np.moveaxis(cells[..., defined], -1, 0), players=players))
    return level


def _p_levels(cells: Array, incentives: Array, code: Array) -> Array:
    """p-dominance levels of games with two actions each; those with a tie are done with care.

    Incentives (n, others, games) against each profile of the others, the target first.
    """
    level = np.zeros(len(code))
    with np.errstate(divide="ignore", invalid="ignore"):
        for own in incentives:
            fear = np.minimum(own[1:].min(axis=0), 0)
            belief = fear / (fear - own[0])
            np.maximum(level, belief, out=level)
    level[code & TARGET == 0] = np.inf
    careful = np.flatnonzero(code & (TIE_BIT | UNDEFINED))
    if careful.size:
        level[careful] = _level(cells[..., careful], code[careful], p_dominance)
    return level
