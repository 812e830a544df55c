"""Stakeholders, their conflicts, the transfers between them and the mechanisms that settle them: the paper's Figure 1.

A comparison of mechanisms is put on the map of the stakeholders. Transfers are those of cooperation: what one pays
another in the conflict itself, and, where cooperation is no equilibrium, what the cheapest package adds.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from tvet_games.errors import expected
from tvet_games.model.library import stakeholders
from tvet_games.model.stakeholder import Stakeholder
from tvet_games.policy.solution import PolicySolution
from tvet_games.study.contract import ContractEffect
from tvet_games.study.mechanisms.cell import Cell, Standing
from tvet_games.study.mechanisms.compare import MechanismComparison
from tvet_games.study.mechanisms.responsibilities import Transfer, responsibilities
from tvet_games.tables.card import Card
from tvet_games.tables.labels import Language, spoken
from tvet_games.tables.shown import Shown


@dataclass(frozen=True, slots=True)
class Tie:
    """A conflict on the map.

    Attributes
    ----------
    conflict : str
    players : tuple of str
    standing : str
        Without any mechanism.
    settled_by : tuple of str
        Mechanisms under which cooperation is the only equilibrium, or which select it.
    possible_with : tuple of str
        Mechanisms that make it an equilibrium among others.
    package : str
        The mechanism whose package the transfers show; empty where none is needed or none will do.
    """

    conflict: str
    players: tuple[str, ...]
    standing: Standing
    settled_by: tuple[str, ...]
    possible_with: tuple[str, ...]
    package: str


@dataclass(frozen=True, slots=True, eq=False)
class StakeholderMap(Shown):
    """Who is there, what they are at odds about, who pays whom, and what settles it.

    Attributes
    ----------
    comparison : MechanismComparison
    parties : mapping of str to Stakeholder or None
        The eight stakeholders of the paper, then players of the conflicts who are none of them.
    ties : tuple of Tie
    transfers : tuple of Transfer
    """

    comparison: MechanismComparison = field(repr=False)
    parties: dict[str, Stakeholder | None] = field(repr=False)
    ties: tuple[Tie, ...]
    transfers: tuple[Transfer, ...]

    def __repr__(self) -> str:
        size = f"{len(self.parties)} stakeholders, {len(self.ties)} conflicts, {len(self.transfers)} transfers"
        return f"StakeholderMap({size})"

    def card(self, language: Language | None = None) -> Card:
        """Return conflicts and transfers."""
        from tvet_games.study.mechanisms.stakeholder_map_card import stakeholder_map_card

        return stakeholder_map_card(self, spoken(language))

    def to_frame(self) -> Any:
        """Return a :class:`pandas.DataFrame`: a row a conflict; its players, how it stands, what settles it."""
        import pandas as pd

        names = ("players", "standing", "settled_by", "possible_with", "package")
        rows = [{n: _listed(getattr(tie, n)) for n in names} for tie in self.ties]
        return pd.DataFrame(rows, index=[tie.conflict for tie in self.ties], columns=list(names))

    def transfers_frame(self) -> Any:
        """Return a :class:`pandas.DataFrame`: a row a transfer; who pays whom what, in which conflict."""
        import pandas as pd

        names = ("conflict", "edge", "payer", "payee", "what", "instrument", "amount", "unit")
        return pd.DataFrame([[getattr(t, n) for n in names] for t in self.transfers], columns=list(names))


def stakeholder_map(found: MechanismComparison) -> StakeholderMap:
    """Put a comparison of mechanisms on the map of the stakeholders.

    Parameters
    ----------
    found : MechanismComparison

    Returns
    -------
    StakeholderMap

    Raises
    ------
    InputError
        If it is no comparison.

    Examples
    --------
    >>> from tvet_games.study.mechanisms.compare import compare_mechanisms
    >>> drawn = stakeholder_map(compare_mechanisms("school_enterprise", "germany_2022", mechanisms=["incentives"]))
    >>> [(t.payer, t.payee, t.instrument) for t in drawn.transfers]
    [('the public', 'enterprise', 'training_subsidy')]
    """
    expected(found, MechanismComparison, "stakeholder_map", "what compare_mechanisms() returns")
    ties, transfers = [], list[Transfer]()
    for conflict in found.conflicts:
        cells = [c for c in found.cells if c.conflict == conflict.name and c.mechanism != "today"]
        standing = found.today[conflict.name].standing
        package = None if standing in ("settles", "possible") else min(_packages(cells), key=_cost, default=None)
        ties.append(
            Tie(
                conflict.name,
                conflict.player_names,
                standing,
                tuple(c.mechanism for c in cells if c.standing == "settles"),
                tuple(c.mechanism for c in cells if c.standing == "possible"),
                package.mechanism if package is not None else "",
            )
        )
        levels = None if package is None else _solution(package)
        transfers += responsibilities(conflict, found.calibration, levels).transfers
    every: dict[str, Stakeholder | None] = {s.name: s for s in stakeholders()}
    for tie in ties:
        every |= {name: None for name in tie.players if name not in every}
    return StakeholderMap(found, every, tuple(ties), tuple(transfers))


def _packages(cells: list[Cell]) -> Iterator[Cell]:
    """Cells of packages that bring cooperation about."""
    return (c for c in cells if c.settles and _solution(c) is not None)


def _solution(cell: Cell) -> PolicySolution | None:
    found = cell.result.alone if isinstance(cell.result, ContractEffect) else cell.result
    return found if isinstance(found, PolicySolution) and found.feasible else None


def _cost(cell: Cell) -> Any:
    return cell.public_cost


def _listed(value: Any) -> Any:
    return ", ".join(value) if isinstance(value, tuple) else value
