"""The layout of a verdict code: 16 bits that say what a game is.

The target is everybody's cooperation, the profile (0, ..., 0). What each statement means:

==========================  ===========================================================================================
target_equilibrium          the target is an equilibrium
target_strict               whoever leaves the target alone loses
target_unique               it is the only equilibrium, mixed ones included; for more than two players and for games too
                            large to enumerate: shown by iterated elimination of strictly dominated actions
target_dominant             cooperating is a best reply to whatever the others do, for everybody
target_strictly_dominant    it is the only one
target_risk_dominant        2x2: it is strict, and the two threshold beliefs add up to less than 1
equilibrium_01, _10, _11    2x2: this profile of actions is an equilibrium
other_pure_equilibrium      other shapes: a pure profile that is not the target is an equilibrium
mixed_equilibrium           two players: an isolated equilibrium in which somebody mixes
continuum                   two players: there are infinitely many equilibria
tie                         two actions of a player earn the same against some profile of the others, or risk dominance
                            or a dilemma hangs on a tie
undefined                   a payoff is not finite, or beyond ``ranges.LARGEST``; no other bit is set
==========================  ===========================================================================================

Bits 0 to 3 are the pure equilibria of a 2x2 game in row-major order; three bits hold its class. A data set documents
its codes by the attributes ``flag_masks``, ``flag_values`` and ``flag_meanings``: a meaning holds where
``code & mask == value``.

References
----------
Eaton and others (2024), NetCDF Climate and Forecast Metadata Conventions, section 3.5.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

import numpy as np

from tvet_games.errors import InputError, Problem, unknown
from tvet_games.numerics import Array
from tvet_games.solve.extreme import enumerable

TARGET, PURE_01, PURE_10, PURE_11 = 1 << 0, 1 << 1, 1 << 2, 1 << 3
MIXED, CONTINUUM = 1 << 4, 1 << 5
STRICT, UNIQUE, DOMINANT, STRICTLY_DOMINANT, RISK_DOMINANT = 1 << 6, 1 << 7, 1 << 8, 1 << 9, 1 << 10
CLASS_SHIFT, CLASS_MASK = 11, 0b111 << 11
TIE_BIT, UNDEFINED = 1 << 14, 1 << 15

CLASSES = ("other", "degenerate", "dominance", "dilemma", "coordination", "anti_coordination", "cyclic")
"""Classes of 2x2 games by their number. ``degenerate``: an incentive is 0; ``dominance``: somebody has a strictly
dominant action; ``dilemma``: not cooperating is strictly dominant for both, and both would be better off cooperating;
``coordination``: the strict equilibria are (0,0) and (1,1); ``anti_coordination``: (0,1) and (1,0); ``cyclic``: there
is none in pure actions; ``other``: games of another shape."""

DEGENERATE, DOMINANCE, DILEMMA, COORDINATION, ANTI_COORDINATION, CYCLIC = (k << CLASS_SHIFT for k in range(1, 7))

_TARGET_FLAGS = {
    "target_equilibrium": TARGET,
    "target_strict": STRICT,
    "target_unique": UNIQUE,
    "target_dominant": DOMINANT,
    "target_strictly_dominant": STRICTLY_DOMINANT,
}
_EVERY_GAME = {"tie": TIE_BIT, "undefined": UNDEFINED}
_TWO_PLAYERS = {"mixed_equilibrium": MIXED, "continuum": CONTINUUM}


def flags_of(shape: tuple[int, ...]) -> Mapping[str, int]:
    """Return the bit of each statement that the codes of games of a shape make.

    Parameters
    ----------
    shape : tuple of int
        Number of actions of each player.

    Examples
    --------
    >>> list(flags_of((2, 2, 2)))[-3:]
    ['other_pure_equilibrium', 'tie', 'undefined']
    """
    named = dict(_TARGET_FLAGS)
    if shape == (2, 2):
        named["target_risk_dominant"] = RISK_DOMINANT
        named |= {"equilibrium_01": PURE_01, "equilibrium_10": PURE_10, "equilibrium_11": PURE_11}
    else:
        named["other_pure_equilibrium"] = PURE_01
    solved = len(shape) == 2 and enumerable(*shape)
    return MappingProxyType(named | (_TWO_PLAYERS if solved else {}) | _EVERY_GAME)


def flag_attributes(shape: tuple[int, ...]) -> dict[str, Any]:
    """Return the attributes that document the codes of games of a shape in a data set.

    Examples
    --------
    >>> attributes = flag_attributes((2, 2))
    >>> attributes["flag_meanings"].split()[-1], hex(attributes["flag_masks"][-1])
    ('class_cyclic', '0x3800')
    """
    named = flags_of(shape)
    masks, values, meanings = list(named.values()), list(named.values()), list(named)
    if shape == (2, 2):
        masks += [CLASS_MASK] * (len(CLASSES) - 1)
        values += [k << CLASS_SHIFT for k in range(1, len(CLASSES))]
        meanings += [f"class_{name}" for name in CLASSES[1:]]
    return {
        "flag_masks": np.array(masks, dtype=np.uint16),
        "flag_values": np.array(values, dtype=np.uint16),
        "flag_meanings": " ".join(meanings),
    }


def has_flag(codes: Any, flag: str, shape: tuple[int, ...] = (2, 2)) -> Any:
    """Tell where a statement holds.

    Parameters
    ----------
    codes : array of uint16, or anything that takes ``&``
        The verdicts of a data set (:class:`xarray.DataArray`) say themselves what their flags are.
    flag : str
        As in :func:`~tvet_games.solve.verdict_codes.flags.flags_of`, or ``class_`` with one of ``CLASSES``.
    shape : tuple of int
        Of the games, where the codes do not say.

    Raises
    ------
    UnknownNameError
        If codes of this shape have no such flag; the message gives the nearest.
    InputError
        If these are no codes.

    Examples
    --------
    >>> has_flag(np.array([0b1, 0b10], dtype=np.uint16), "target_equilibrium").tolist()
    [True, False]
    """
    if getattr(getattr(codes, "dtype", None), "kind", "") not in ("u", "i"):
        raise InputError("verdict codes", [Problem("", "expected the whole numbers of a verdict, as in found.verdict")])
    own = getattr(codes, "attrs", {})
    table = own if "flag_meanings" in own else flag_attributes(shape)
    meanings = table["flag_meanings"].split()
    if flag not in meanings:
        raise unknown("flag", flag, meanings, source="verdict codes")
    k = meanings.index(flag)
    held = (codes & table["flag_masks"][k]) == table["flag_values"][k]
    if own:
        held.attrs = {"long_name": flag.replace("_", " ")}
    return held


def class_names(codes: Array) -> Array:
    """Return the class of each 2x2 game by name.

    Examples
    --------
    >>> class_names(np.array([CYCLIC, DILEMMA | PURE_11], dtype=np.uint16)).tolist()
    ['cyclic', 'dilemma']
    """
    return np.asarray(np.array(CLASSES)[(np.asarray(codes) & CLASS_MASK) >> CLASS_SHIFT])
