"""The front door: a statement in, what was checked out."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from tvet_games.checker.advice import check_correlated
from tvet_games.checker.coalitions import check_core, check_empty_core, check_shapley
from tvet_games.checker.games import check_equilibria, check_equilibrium
from tvet_games.checker.policies import check_policy
from tvet_games.checker.statement import Refuted, StatementError, part

KINDS: dict[str, Callable[[Mapping[str, Any]], tuple[list[str], list[str]]]] = {
    "equilibrium": check_equilibrium,
    "equilibria": check_equilibria,
    "policy": check_policy,
    "core": check_core,
    "empty_core": check_empty_core,
    "shapley": check_shapley,
    "correlated": check_correlated,
}

MOST_BYTES = 50_000_000


@dataclass(frozen=True, slots=True)
class Verification:
    """Whether a claim holds, and what of it was checked.

    Attributes
    ----------
    kind : str
    holds : bool
        Whether everything that was checked holds; also the truth of the object itself.
    checked : tuple of str
    not_checked : tuple of str
        What the claim rests on and the checker does not derive.
    wrong : str
        The first thing that does not hold; empty where all does.

    Examples
    --------
    >>> game = {"shape": [2, 2], "payoffs": [[3, 0, 5, 1], [3, 5, 0, 1]]}
    >>> claim = {"kind": "equilibrium", "game": game, "strategies": [[1, 0], [1, 0]]}
    >>> found = verify(claim)
    >>> bool(found), found.wrong
    (False, 'player 1 gains 2 by action 2')
    """

    kind: str
    holds: bool
    checked: tuple[str, ...]
    not_checked: tuple[str, ...] = ()
    wrong: str = ""

    def __bool__(self) -> bool:
        return self.holds

    def __str__(self) -> str:
        head = f"{self.kind}: {'holds' if self.holds else 'DOES NOT HOLD'}"
        lines = [head, *(f"  checked: {one}" for one in self.checked)]
        lines += [f"  wrong: {self.wrong}"] * bool(self.wrong)
        return "\n".join([*lines, *(f"  not checked: {one}" for one in self.not_checked)])


def verify(statement: Mapping[str, Any]) -> Verification:
    """Check a statement.

    Parameters
    ----------
    statement : mapping
        Plain data, as JSON holds it; ``kind`` says what is claimed. Numbers are whole, or texts such as ``"7/3"``.

    Returns
    -------
    Verification

    Raises
    ------
    StatementError
        If it says nothing that can be checked: something is missing, or of another kind.
    """
    kind = part(statement, "kind", str)
    if kind not in KINDS:
        raise StatementError(f"there is no kind {kind!r}; there are {', '.join(KINDS)}")
    try:
        checked, left = KINDS[kind](statement)
    except Refuted as error:
        return Verification(kind, False, (), (), str(error))
    except StatementError:
        raise
    except ValueError:  # a sum of long fractions that Python does not write
        raise StatementError("numbers too long to be told") from None
    return Verification(kind, True, tuple(checked), tuple(left))


def verify_text(text: str) -> Verification:
    """Check a statement written as JSON.

    Raises
    ------
    StatementError
        If it is no JSON, too large, or says nothing that can be checked.
    """
    if len(text) > MOST_BYTES:
        raise StatementError(f"more than {MOST_BYTES:,} characters")
    try:
        return verify(json.loads(text, parse_float=_no_float, parse_constant=_no_float))
    except (json.JSONDecodeError, RecursionError) as error:
        raise StatementError(f"no JSON: {error}") from None
    except ValueError as error:
        raise StatementError(str(error)) from None


def _no_float(text: str) -> None:
    raise StatementError(f"{text} is no exact number; write a fraction as a text")
