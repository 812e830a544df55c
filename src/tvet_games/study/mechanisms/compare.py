"""Which mechanism settles which conflict, and at what cost: the paper's Figure 1 made computable.

Rows are conflicts, columns the mechanisms and paths of the paper (sections 4.1 and 4.2). Each cell says whether the
mechanism alone brings cooperation about, how much of it that takes, what it costs the public, and with what side
effects; and each keeps the call that made it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, get_args

from tvet_games.errors import FormulaError, InputError, Problem, expected, nearest, unknown
from tvet_games.model.calibration import Calibration
from tvet_games.model.conflict import Conflict
from tvet_games.model.instrument import Instrument
from tvet_games.model.library import calibration_of, conflict_of, conflicts, instruments_by_name, load_conflict
from tvet_games.model.plausible import check_shares
from tvet_games.numerics import Number, exact
from tvet_games.policy.criteria import Criterion, Nash
from tvet_games.policy.search import cheapest_policy
from tvet_games.study.mechanisms.cell import Cell
from tvet_games.study.mechanisms.columns import MECHANISMS
from tvet_games.study.mechanisms.matter import matter_of
from tvet_games.study.mechanisms.packages import today
from tvet_games.tables.card import Card
from tvet_games.tables.labels import Labels, Language, spoken
from tvet_games.tables.shown import Shown

PATIENCE = Fraction(9, 10)
"""[discount factor a year] That parties are supposed to have unless told otherwise: assumed, about 11 % interest."""

PURPOSE = Fraction(1)
"""Largest weight of the group's payoff that counts as possible: nobody cares more for all others than for oneself."""


@dataclass(frozen=True, slots=True, eq=False)
class MechanismComparison(Shown):
    """Mechanisms against conflicts.

    Attributes
    ----------
    conflicts : tuple of Conflict
    calibration : Calibration
    mechanisms : tuple of str
    cells : tuple of Cell
        A row of mechanisms for each conflict, one after another.
    today : mapping of str to Cell
        How each conflict stands without any mechanism.
    patience, purpose : Fraction
        What the parties are supposed to have.
    left_out : mapping of str to tuple of str
        Conflicts for which the calibration lacks values, and which.
    """

    conflicts: tuple[Conflict, ...]
    calibration: Calibration
    mechanisms: tuple[str, ...]
    cells: tuple[Cell, ...] = field(repr=False)
    today: Mapping[str, Cell] = field(repr=False)
    patience: Fraction
    purpose: Fraction
    left_out: Mapping[str, tuple[str, ...]] = field(repr=False)

    def __repr__(self) -> str:
        size = f"{len(self.conflicts)} conflicts x {len(self.mechanisms)} mechanisms"
        return f"MechanismComparison({size} on {self.calibration.name})"

    def cell(self, conflict: str, mechanism: str) -> Cell:
        """The cell of a conflict and a mechanism, by their names.

        Raises
        ------
        UnknownNameError
            If there is no such conflict or mechanism here.
        """
        for kind, name, names in (
            ("conflict of this comparison", conflict, [c.name for c in self.conflicts]),
            ("mechanism", mechanism, self.mechanisms),
        ):
            if name not in names:
                raise unknown(kind, name, names)
        return next(c for c in self.cells if c.conflict == conflict and c.mechanism == mechanism)

    @property
    def instruments(self) -> dict[str, tuple[str, ...]]:
        """The instruments that each mechanism that pays may use, in any of the conflicts."""
        found: dict[str, dict[str, None]] = {}
        for cell in self.cells:
            if cell.call is not None and cell.call.function is cheapest_policy and cell.mechanism != "today":
                found.setdefault(cell.mechanism, {}).update(dict.fromkeys(i.name for i in cell.call.arguments[2]))
        return {mechanism: tuple(names) for mechanism, names in found.items() if names}

    @property
    def labels(self) -> Labels:
        """Names of conflicts, players, actions and mechanisms as people read them."""
        from tvet_games.study.mechanisms.compare_words import MECHANISM_NAMES

        labels = Labels()
        for conflict in self.conflicts:
            labels = labels.over(conflict.labels)
        english, chinese = ({name: both[k] for name, both in MECHANISM_NAMES.items()} for k in (0, 1))
        return labels.over(Labels(english, chinese))

    def card(self, language: Language | None = None) -> Card:
        """Return mechanisms against conflicts."""
        from tvet_games.study.mechanisms.compare_card import comparison_card

        return comparison_card(self, spoken(language))

    def to_frame(self) -> Any:
        """Return a :class:`pandas.DataFrame`: a row a conflict, a column a mechanism, how the conflict then stands."""
        import pandas as pd

        rows = [[self.cell(c.name, m).standing for m in self.mechanisms] for c in self.conflicts]
        return pd.DataFrame(rows, index=[c.name for c in self.conflicts], columns=list(self.mechanisms))

    def details(self) -> Any:
        """Return a :class:`pandas.DataFrame`: a row a cell, with level, public cost, side effects and the call."""
        import pandas as pd

        names = ["standing", "level", "measure", "public_cost", "remains", "losers", "stays_out", "persists", "notes"]
        rows = [{n: getattr(c, n) for n in names} | {"call": "" if c.call is None else str(c.call)} for c in self.cells]
        index = pd.MultiIndex.from_tuples(
            [(c.conflict, c.mechanism) for c in self.cells], names=["conflict", "mechanism"]
        )
        return pd.DataFrame(rows, index=index, columns=[*names, "call"])

    def describe(self, language: Language = "en") -> tuple[str, ...]:
        """A sentence for each conflict: what settles it, at what cost; and the words for the cells."""
        from tvet_games.study.mechanisms.compare_words import describe

        return describe(self, language)


def compare_mechanisms(
    conflicts: Conflict | str | Sequence[Conflict | str] | None,
    calibration: Calibration | str,
    instruments: Iterable[Instrument] | None = None,
    *,
    mechanisms: Sequence[str] | None = None,
    criterion: Criterion = Nash(),
    patience: Number = PATIENCE,
    purpose: Number = PURPOSE,
    progress: Callable[[int, int], None] | None = None,
) -> MechanismComparison:
    """Tell which mechanism settles which conflict, at what level, at what public cost and with what side effects.

    Parameters
    ----------
    conflicts : Conflict, name, or a sequence of them; or None
        None: every conflict that ships and for which the calibration has values.
    calibration : Calibration or name
        Of single values.
    instruments : iterable of Instrument, optional
        What the paying mechanisms may use, told apart by their section of the paper; by default the shipped ones.
    mechanisms : sequence of str, optional
        Some of ``today``, ``long_term_cooperation``, ``communication``, ``contract``, ``incentives``, ``evaluation``,
        ``common_goals``, ``common_understanding``, ``common_culture``, ``order_of_moves``, ``foresight`` and
        ``together`` (every instrument, and contracts); by default all.
    criterion : Criterion
        What instruments and contracts must achieve.
    patience : number
        [discount factor a year] Long-term cooperation counts as possible where the critical factor is not above it.
    purpose : number
        Common goals count as possible where the selfishness level is not above it.
    progress : function, optional
        Called with how many cells are done, and how many there are.

    Returns
    -------
    MechanismComparison

    Raises
    ------
    InputError
        If a name is unknown, a conflict that was asked for lacks values, or a number is out of its range.

    Examples
    --------
    >>> found = compare_mechanisms("school_enterprise", "germany_2022", mechanisms=["today", "contract", "incentives"])
    >>> print(found.to_frame().to_string())
                       today contract incentives
    school_enterprise  fails    fails   possible
    >>> cell = found.cell("school_enterprise", "incentives")
    >>> print(f"{float(cell.public_cost):,.0f} EUR; traced to {cell.call.function.__name__}()")
    3,265 EUR; traced to cheapest_policy()
    """
    figures = calibration_of(calibration)
    if not figures.is_exact:
        raise InputError(figures.name, [Problem("", "holds arrays; expected single values")])
    expected(criterion, get_args(Criterion), "criterion", "a criterion such as Nash(margin=1)")
    chosen, left_out = _conflicts(conflicts, figures)
    columns = _mechanisms(mechanisms)
    levers = tuple(instruments_by_name(instruments).values())
    years, weight = _within("patience", patience, 1), _within("purpose", purpose, None)
    cells: list[Cell] = []
    without = {}
    for conflict in chosen:
        check_shares([conflict], figures)
        matter = matter_of(conflict, figures, levers, criterion, years, weight)
        without[conflict.name] = today(matter)
        for name in columns:
            cells.append(MECHANISMS[name].fill(matter))
            if progress is not None:
                progress(len(cells), len(chosen) * len(columns))
    return MechanismComparison(chosen, figures, columns, tuple(cells), without, years, weight, left_out)


def _conflicts(given: Any, calibration: Calibration) -> tuple[tuple[Conflict, ...], dict[str, tuple[str, ...]]]:
    """The conflicts that are asked for, and those of the shipped ones that have to be left out."""
    if given is None:
        every = [load_conflict(name) for name in conflicts()]
        lacking = {c.name: tuple(sorted(c.names - calibration.numbers.keys())) for c in every}
        return tuple(c for c in every if not lacking[c.name]), {n: names for n, names in lacking.items() if names}
    several = [given] if isinstance(given, Conflict | str) else expected(given, Iterable, "conflicts", "conflicts")
    chosen = tuple(conflict_of(c, "conflicts") for c in several)
    names = [c.name for c in chosen]
    problems = [Problem("", "stands twice", name) for name in sorted({n for n in names if names.count(n) > 1})]
    if not chosen:
        problems = [Problem("", "is empty; name a conflict, or give None for all that ship")]
    if problems:
        raise InputError("conflicts", problems)
    return chosen, {}


def _mechanisms(given: Sequence[str] | None) -> tuple[str, ...]:
    if given is None:
        return tuple(MECHANISMS)
    named = [given] if isinstance(given, str) else list(expected(given, Iterable, "mechanisms", "names of mechanisms"))
    problems = [
        Problem("", f"is no mechanism; there are {', '.join(MECHANISMS)}", str(n), nearest(str(n), MECHANISMS))
        for n in named
        if not isinstance(n, str) or n not in MECHANISMS
    ]
    problems += [Problem("", "stands twice", n) for n in sorted({n for n in MECHANISMS if named.count(n) > 1})]
    if problems or not named:
        raise InputError("mechanisms", problems or [Problem("", f"is empty; there are {', '.join(MECHANISMS)}")])
    return tuple(named)


def _within(name: str, given: Number, most: int | None) -> Fraction:
    try:
        number = exact(given)
    except FormulaError as error:
        raise InputError("", [Problem(name, str(error))]) from None
    if number < 0 or (most is not None and number > most):
        wanted = "at least 0" if most is None else f"between 0 and {most}"
        raise InputError("", [Problem(name, f"expected a number {wanted}", str(given))])
    return number
