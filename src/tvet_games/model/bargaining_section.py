"""The ``[bargaining]`` section of a conflict file, checked: who bargains, over what, and what if they fail.

Two players of the conflict bargain. Weights and formulas of the disagreement point name both of them, or nobody. A
contract is read as a change of a money parameter, which may be held against what it is paid for (``against``), and told
as a share of another value (``relative_to``) beside published ratios (``compare_with``).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from tvet_games.errors import Problem, nearest
from tvet_games.model.figures import figures
from tvet_games.model.rows import check_formula, parse_field
from tvet_games.model.schema import BargainingTable


def check_bargaining(
    table: BargainingTable, names: Sequence[str], dimensions: Mapping[str, str], problems: list[Problem]
) -> None:
    """Check the section against the conflict, and collect a problem for each mistake.

    Parameters
    ----------
    table : BargainingTable
    names : sequence of str
        The players of the conflict.
    dimensions : mapping of str to str
        Its parameters: money, share, ratio or count.
    problems : list of Problem
        What is wrong is added to it.
    """
    strangers = [player for player in table.between if player not in names]
    for player in strangers:
        problems.append(Problem("bargaining.between", "is not a player", player, nearest(player, names)))
    if table.between[0] == table.between[1]:
        problems.append(Problem("bargaining.between", "stands twice; bargaining is between two", table.between[0]))
    elif not strangers:
        _check_weights(table, problems)
        _check_disagreement(table, dimensions, problems)
    _check_reading(table, dimensions, problems)


def _check_weights(table: BargainingTable, problems: list[Problem]) -> None:
    if not table.weights:
        return
    _check_keys(table.weights, table.between, "bargaining.weights", problems)
    for player, weight in table.weights.items():
        number = parse_field(weight, f"bargaining.weights.{player}", problems)
        if number is not None and weight < 0:
            problems.append(Problem(f"bargaining.weights.{player}", "is below 0", str(weight)))
    if not any(table.weights.values()):
        problems.append(Problem("bargaining.weights", "are all 0; expected one above 0"))


def _check_disagreement(table: BargainingTable, dimensions: Mapping[str, str], problems: list[Problem]) -> None:
    if isinstance(table.disagreement, str):
        return
    _check_keys(table.disagreement, table.between, "bargaining.disagreement", problems)
    for player, text in table.disagreement.items():
        where = f"bargaining.disagreement.{player}"
        formula = parse_field(text, where, problems)
        if formula is not None:
            check_formula(formula, dimensions, "money", where, problems)


def _check_keys(given: Collection[str], between: Sequence[str], where: str, problems: list[Problem]) -> None:
    """One entry for each of the two who bargain, and for nobody else."""
    strangers = [player for player in given if player not in between]
    who = " and ".join(between)
    for player in strangers:
        problems.append(Problem(where, f"does not bargain; {who} do", player, nearest(player, between)))
    if not strangers:
        problems += [Problem(where, f"has no entry; {who} need one each", p) for p in between if p not in given]


def _check_reading(table: BargainingTable, dimensions: Mapping[str, str], problems: list[Problem]) -> None:
    """What a contract is read as is money, and so is what it is held against; published figures are listed ones."""
    for key in ("read_as", "against", "relative_to"):
        name, where = getattr(table, key), f"bargaining.{key}"
        if name is None:
            continue
        if name not in dimensions:
            problems.append(Problem(where, "is not a declared parameter", name, nearest(name, dimensions)))
        elif dimensions[name] != "money":
            problems.append(Problem(where, f"is a {dimensions[name]}, expected money", name))
        if table.read_as is None:
            problems.append(Problem(where, "needs read_as: the parameter that a contract is read as"))
    known = figures()
    for figure in table.compare_with:
        if figure not in known:
            hint = nearest(figure, known)
            problems.append(Problem("bargaining.compare_with", "is not in the list of figures", figure, hint))
