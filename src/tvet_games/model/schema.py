"""The file formats: what a conflict, calibration, instrument, scenario and stakeholder file may hold.

pydantic checks keys and types and reports every mistake of a file; what the words mean (names, formulas, profiles) is
checked where the objects are built. Unknown keys are errors with the nearest name.
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Annotated, Any, Literal, get_args

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from tvet_games.errors import nearest
from tvet_games.model.formula import is_name
from tvet_games.model.formula_slips import label_slip
from tvet_games.numerics import exact


def _number(value: object) -> object:
    if isinstance(value, str) and "/" in value:
        return exact(value)
    if isinstance(value, bool) or not isinstance(value, int | Decimal | Fraction):
        raise ValueError("expected a number")
    return value


def _number_or_formula(value: object) -> object:
    if isinstance(value, bool) or not isinstance(value, int | Decimal | str):
        raise ValueError("expected a number or a formula")
    return value


def _name(value: object) -> object:
    if not isinstance(value, str) or not is_name(value):
        what = "expected a name: a letter, then letters, digits or _, and no reserved word"
        raise ValueError(what + (f"; {cure}" if (cure := label_slip(value)) else ""))
    return value


def _contracts(value: object) -> object:
    if isinstance(value, bool):
        return value
    if not isinstance(value, list) or not all(isinstance(name, str) for name in value):
        raise ValueError('expected true, false or a list of conflicts, as in ["school_enterprise"]')
    return tuple(value)


def _list(value: object) -> object:
    return [value] if isinstance(value, str) else value


Number = Annotated[Any, BeforeValidator(_number)]
FormulaText = Annotated[Any, BeforeValidator(_number_or_formula)]
Name = Annotated[str, BeforeValidator(_name)]
Texts = Annotated[list[str], BeforeValidator(_list)]
Contracts = Annotated[Any, BeforeValidator(_contracts)]
Head = Literal["trainee", "teacher", "site"]


class Table(BaseModel):
    """A table of a file: unknown keys are errors."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class Row(BaseModel):
    """A row with one formula a player, under the player's name."""

    model_config = ConfigDict(extra="allow", frozen=True, strict=True)
    __pydantic_extra__: dict[str, FormulaText] = Field(init=False)
    when: dict[str, str] = {}

    @property
    def formulas(self) -> dict[str, Any]:
        """The formula of each player named."""
        return self.__pydantic_extra__


class Text(Table):
    """A text in two languages."""

    en: str = ""
    zh: str = ""


class Labels(Table):
    """Names as people read them."""

    en: dict[str, str] = {}
    zh: dict[str, str] = {}


class File(Table):
    """What every file begins and ends with."""

    format: Literal[1]
    label: Labels = Labels()


class ParameterTable(Table):
    """A parameter of a formula."""

    dimension: Literal["money", "share", "ratio", "count"]
    meaning: str
    symbol: str = ""


# Conflicts


class ConflictTable(Table):
    """What the conflict is about."""

    name: Name
    per: Head
    section: str = ""
    about: Text = Text()
    includes: Name | None = None
    instruments_when: dict[str, str] = {}


class PlayerTable(Table):
    """A player; the first action is the cooperative one."""

    name: Name
    actions: Annotated[list[Name], Field(min_length=1, max_length=50)]
    outside: FormulaText = 0
    pays: bool = False


class ConflictEffect(Row):
    """What a level of an instrument does in this conflict."""

    instrument: Name
    public_cost: FormulaText = 0


class EdgeTable(Table):
    """A two-player conflict that is played as part of a community."""

    conflict: Name
    weight: FormulaText = 1
    set: dict[Name, FormulaText] = {}
    without: list[Name] = []
    carries: str = ""


DisagreementRule = Literal["baseline_equilibrium", "worst_equilibrium", "maxmin", "outside"]


def _disagreement(value: object) -> object:
    rules = get_args(DisagreementRule)
    if isinstance(value, dict) or value in rules:
        return value
    near = nearest(value, rules) if isinstance(value, str) else ""
    hint = f" (did you mean {near!r}?)" if near else ""
    raise ValueError(f"is no rule; expected {', '.join(rules)}, or a formula for each of the two{hint}")


class BargainingTable(Table):
    """What the two bargain over when they cooperate."""

    about: Text = Text()
    between: Annotated[list[Name], Field(min_length=2, max_length=2)]
    disagreement: Annotated[DisagreementRule | dict[Name, FormulaText], BeforeValidator(_disagreement)] = (
        "worst_equilibrium"
    )
    weights: dict[Name, Number] = {}
    read_as: Name | None = None
    against: Name | None = None
    relative_to: Name | None = None
    compare_with: list[str] = []


class ConflictFile(File):
    """A conflict."""

    conflict: ConflictTable
    player: list[PlayerTable] = []
    parameter: dict[Name, ParameterTable] = {}
    payoff: list[Row] = []
    effect: list[ConflictEffect] = []
    edge: list[EdgeTable] = []
    bargaining: BargainingTable | None = None


# Calibrations


class UnitTable(Table):
    """The money unit of a calibration."""

    currency: str
    per: str
    prices_of: int


class CalibrationTable(Table):
    """What the calibration describes."""

    name: Name
    country: str
    unit: UnitTable
    heads: dict[Head, FormulaText] = {"trainee": 1}
    breakdown: FormulaText = 0
    years: FormulaText = 1
    covers: list[Name] = []
    about: Text = Text()


class ValueTable(Table):
    """A value; the key that holds it says where it comes from."""

    measured: Number = None
    derived: FormulaText = None
    statutory: Number = None
    assumed: Number = None
    figure: Texts = []
    source: str = ""
    low: Number = None
    high: Number = None
    tied: FormulaText = None
    why: str = ""
    note: str = ""


class LeastLevel(Table):
    """The least level of one instrument that makes the target an equilibrium."""

    instrument: Name
    level: FormulaText


class ReproducesTable(Table):
    """A published result that the model must give."""

    what: str
    conflict: Name
    replaced: dict[Name, FormulaText] = Field({}, alias="with")
    policy: dict[Name, FormulaText] = {}
    profile: dict[str, str] = {}
    payoff: dict[str, FormulaText] = {}
    pure_equilibria: list[dict[str, str]] | None = None
    threshold: LeastLevel | None = None
    figure: Texts = []


class CalibrationFile(File):
    """A calibration."""

    calibration: CalibrationTable
    parameter: dict[Name, ParameterTable] = {}
    value: dict[Name, ValueTable]
    reproduces: list[ReproducesTable] = []


# Instruments


class BasisTable(Table):
    """Where an instrument exists."""

    country: str
    what: str
    figure: Texts = []


class CapTable(Table):
    """A ceiling on what several instruments pay together at the target."""

    group: Name
    limit: FormulaText


class InstrumentTable(Table):
    """What the instrument is."""

    name: Name
    dimension: Literal["money", "share", "ratio", "count"]
    bounds: Annotated[list[FormulaText], Field(min_length=2, max_length=2)]
    section: str = ""
    paid_once_per: Head
    about: Text = Text()
    basis: list[BasisTable] = []
    persists: bool = False
    escapable_by_exit: bool = True
    joint: Literal["once", "each"] = "once"
    cap: CapTable | None = None
    interacts: list[Name] = []


class InstrumentEffect(Row):
    """What a level does in a conflict, and what the public pays there."""

    conflict: str
    public_cost: FormulaText = 0


class InstrumentFile(File):
    """An instrument."""

    instrument: InstrumentTable
    parameter: dict[Name, ParameterTable] = {}
    effect: Annotated[list[InstrumentEffect], Field(min_length=1)]


# Scenarios


class ScenarioTable(Table):
    """The question."""

    name: Name
    question: Text = Text()
    conflicts: Annotated[list[str], Field(min_length=1, max_length=50)]
    calibration: str
    replace: dict[Name, FormulaText] = {}
    heads: dict[Head, Number] = {}
    today: dict[Name, dict[str, str]] = {}
    status_quo: dict[Name, Number] = {}
    public_funds: Number = 0
    contracts: Contracts = False


class LeverTable(Table):
    """How an instrument may be used; empty: within its own bounds."""

    low: Number = None
    high: Number = None
    fixed: Number = None
    step: Number = None
    on_off: bool = False


class MarginTable(Table):
    """A criterion with a margin."""

    margin: Number = 1


class PDominantTable(MarginTable):
    """p-dominance at a belief p."""

    p: Number


class SustainableTable(MarginTable):
    """Repeated cooperation at a discount factor per period."""

    delta: Number


class BasinTable(MarginTable):
    """A basin of at least a share of all starting points."""

    share: Number


class AlignedTable(MarginTable):
    """An equilibrium with weight alpha on the group's payoff."""

    alpha: Number


class CriterionTable(Table):
    """What cooperation must satisfy; each that is named must hold."""

    nash: MarginTable | None = None
    dominant: MarginTable | None = None
    p_dominant: PDominantTable | None = None
    risk_dominant: MarginTable | None = None
    unique: MarginTable | None = None
    sustainable: SustainableTable | None = None
    basin: BasinTable | None = None
    aligned: AlignedTable | None = None


class LimitTable(Table):
    """What the policy must keep within."""

    participation: bool = True
    no_one_worse_off: bool = False
    budget: Number = None
    liability: Number = None
    instruments: Annotated[int, Field(ge=0)] | None = None


class UncertaintyTable(Table):
    """Which worlds the package must hold in besides the central one: the whole box of ranges, or most drawn worlds."""

    robust: bool = False
    risk: Number = None
    draws: Annotated[int, Field(ge=10, le=100_000)] = 500
    seed: Annotated[int, Field(ge=0)] = 0
    distribution: Literal["uniform", "triangular"] = "uniform"


class FrontierTable(Table):
    """Along which strength of the criterion the cost is drawn."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, populate_by_name=True)

    over: Literal["margin", "budget", "p", "delta", "share", "alpha"]
    start: Number = Field(None, alias="from")
    stop: Number = Field(None, alias="to")
    points: Annotated[int, Field(ge=2, le=1_000)] = 21


class PortfolioTable(Table):
    """Many sites, a row each in a CSV file."""

    sites: str
    levels: Literal["local", "common"] = "local"


class TakeUpTable(Table):
    """How many more firms train at a level of an instrument."""

    instrument: Name = "training_subsidy"
    distribution: Literal["normal", "logistic"] = "normal"


class ScenarioFile(File):
    """A scenario."""

    scenario: ScenarioTable
    instrument: dict[str, LeverTable] = {}
    criterion: CriterionTable = CriterionTable(nash=MarginTable())
    limit: LimitTable = LimitTable()
    uncertainty: UncertaintyTable | None = None
    frontier: FrontierTable | None = None
    portfolio: PortfolioTable | None = None
    take_up: TakeUpTable | None = None


# Stakeholders


class StakeholderTexts(Table):
    """Several texts in two languages."""

    en: list[str] = []
    zh: list[str] = []


class StakeholderTable(Table):
    """One stakeholder of the paper."""

    name: Name
    kind: Literal["core", "important"] = Field(alias="class")
    interests: StakeholderTexts
    responsibilities: StakeholderTexts
    section: str
    label: Text = Text()


class StakeholdersFile(Table):
    """The stakeholder records."""

    format: Literal[1]
    stakeholder: list[StakeholderTable]
