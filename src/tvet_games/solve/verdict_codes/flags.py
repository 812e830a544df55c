"""The layout of a verdict code: 16 bits that say what a game is.

The target is everybody's cooperation, the profile (0, ..., 0). Bits 0 to 3 say which pure profiles of a 2x2 game are
equilibria, in row-major order, so that bit 0 is the target; in other games bit 1 stands for any other pure equilibrium.
Three bits hold the class of a 2x2 game, each other bit is one statement.

A data set documents its codes by the attributes ``flag_masks``, ``flag_values`` and ``flag_meanings``: a meaning holds
where ``code & mask == value``.

References
----------
Eaton and others (2024), NetCDF Climate and Forecast Metadata Conventions, section 3.5.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

import numpy as np

from tvet_games.errors import unknown
from tvet_games.numerics import Array

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
    return MappingProxyType(named | (_TWO_PLAYERS if len(shape) == 2 else {}) | _EVERY_GAME)


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
    flag : str
        As in :func:`flags_of`, or ``class_`` with one of ``CLASSES``.
    shape : tuple of int

    Raises
    ------
    UnknownNameError
        If codes of this shape have no such flag; the message gives the nearest.

    Examples
    --------
    >>> has_flag(np.array([0b1, 0b10], dtype=np.uint16), "target_equilibrium").tolist()
    [True, False]
    """
    table = flag_attributes(shape)
    meanings = table["flag_meanings"].split()
    if flag not in meanings:
        raise unknown("flag", flag, meanings, source="verdict codes")
    k = meanings.index(flag)
    return (codes & table["flag_masks"][k]) == table["flag_values"][k]


def class_names(codes: Array) -> Array:
    """Return the class of each 2x2 game by name.

    Examples
    --------
    >>> class_names(np.array([CYCLIC, DILEMMA | PURE_11], dtype=np.uint16)).tolist()
    ['cyclic', 'dilemma']
    """
    return np.array(CLASSES)[(np.asarray(codes) & CLASS_MASK) >> CLASS_SHIFT]
