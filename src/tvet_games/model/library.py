"""What ships with the package, and loading by name or path.

A name is a file of the library without ``.toml``; anything that ends in ``.toml`` or ``.csv`` or contains a slash is a
path. A calibration may be a CSV table.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache
from importlib.resources import as_file, files
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, TypeVar

from tvet_games.errors import InputError, Problem, UnknownNameError, expected, unknown
from tvet_games.model.calibration import Calibration
from tvet_games.model.calibration_csv import read_calibration
from tvet_games.model.calibration_file import build_calibration
from tvet_games.model.conflict import Conflict
from tvet_games.model.conflict_file import build_conflict
from tvet_games.model.instrument import LEVEL, Instrument, build_instrument
from tvet_games.model.rows import check_formula
from tvet_games.model.schema import (
    CalibrationFile,
    ConflictFile,
    InstrumentFile,
    ScenarioFile,
    StakeholdersFile,
)
from tvet_games.model.toml import read_toml
from tvet_games.model.validation import Model, built, validated

if TYPE_CHECKING:
    from tvet_games.model.graph import Graph
    from tvet_games.model.scenario import Scenario
    from tvet_games.model.stakeholder import Stakeholders

Kind = Literal["conflict", "calibration", "instrument", "scenario", "graph"]

KINDS: tuple[Kind, ...] = ("conflict", "calibration", "instrument", "scenario", "graph")

MAX_INCLUDES = 10

T = TypeVar("T")


def conflicts() -> tuple[str, ...]:
    """Names of the shipped conflicts.

    Examples
    --------
    >>> "school_enterprise" in conflicts()
    True
    """
    return _shipped("conflict")


def calibrations() -> tuple[str, ...]:
    """Names of the shipped calibrations."""
    return _shipped("calibration")


def instruments() -> tuple[str, ...]:
    """Names of the shipped instruments."""
    return _shipped("instrument")


def scenarios() -> tuple[str, ...]:
    """Names of the shipped scenarios."""
    return _shipped("scenario")


def graphs() -> tuple[str, ...]:
    """Names of the shipped graph models."""
    return _shipped("graph")


def stakeholders() -> Stakeholders:
    """The eight stakeholders of the paper, with their interests and responsibilities."""
    from tvet_games.model.stakeholder import build_stakeholders

    with as_file(files("tvet_games").joinpath("library/stakeholders.toml")) as path:
        return build_stakeholders(validated(StakeholdersFile, read_toml(path), path.name))


def load_conflict(name_or_path: str | Path) -> Conflict:
    """Load a conflict that ships, by name, or one of the user's own, by path.

    Parameters
    ----------
    name_or_path : str or Path

    Returns
    -------
    Conflict

    Raises
    ------
    UnknownNameError
        If nothing goes by that name; the message gives the nearest.
    InputError
        If the file has mistakes; all of them are listed.

    Examples
    --------
    >>> load_conflict("school_enterprise").player_names
    ('school', 'enterprise')
    """
    return _conflict(_locate("conflict", name_or_path), ())


def load_calibration(name_or_path: str | Path) -> Calibration:
    """Load a calibration by name or path; see :func:`load_conflict`.

    Examples
    --------
    >>> str(load_calibration("austria_2016").unit)
    'EUR per apprenticeship'
    """
    path = _locate("calibration", name_or_path)
    if is_table(path):
        return _cached(path, lambda: read_calibration(path))
    return _cached(path, lambda: _built(path, CalibrationFile, build_calibration))


def load_instrument(name_or_path: str | Path) -> Instrument:
    """Load an instrument by name or path; see :func:`load_conflict`.

    Examples
    --------
    >>> load_instrument("training_subsidy").conflicts
    ('school_enterprise', 'enterprise_student')
    """
    path = _locate("instrument", name_or_path)
    found = _instrument(path)
    if name_or_path not in _shipped("instrument"):
        check_instrument(found, path.parent, elsewhere=True)
    return found


def conflict_of(given: Conflict | str, source: str = "conflict") -> Conflict:
    """A conflict that is given itself, or by name or path.

    Raises
    ------
    InputError
        If it is neither; ``source`` says where it stands.
    """
    found = load_conflict(given) if isinstance(given, str) else given
    return expected(found, Conflict, source, "a conflict or its name")  # type: ignore[no-any-return]


def calibration_of(given: Calibration | str) -> Calibration:
    """A calibration that is given itself, or by name or path.

    Raises
    ------
    InputError
        If it is neither.
    """
    found = load_calibration(given) if isinstance(given, str) else given
    return expected(found, Calibration, "calibration", "a calibration or its name")  # type: ignore[no-any-return]


def instruments_by_name(instruments: Iterable[Instrument] | None) -> dict[str, Instrument]:
    """The instruments that names may stand for; by default the shipped ones.

    Raises
    ------
    InputError
        If they are not instruments.
    """
    if instruments is None:
        return dict(shipped_instruments())
    what = "instruments, as load_instrument gives them"
    if isinstance(instruments, str):
        raise InputError("instruments", [Problem("", f"expected {what}", instruments)])
    given = list(expected(instruments, Iterable, "instruments", what))
    return {expected(i, Instrument, "instruments", what).name: i for i in given}


def load_scenario(name_or_path: str | Path) -> Scenario:
    """Load a scenario by name or path, with its conflicts, calibration and instruments; see :func:`load_conflict`."""
    from tvet_games.model.scenario import build_scenario

    path = _locate("scenario", name_or_path)
    return _built(path, ScenarioFile, lambda file, source: build_scenario(file, source, path.parent))


def load_graph(name_or_path: str | Path) -> Graph:
    """Load a graph model by name or path; see :func:`load_conflict`.

    Examples
    --------
    >>> load_graph("internship_placement").model.deciders
    ('enterprise', 'school', 'student')
    """
    from tvet_games.model.graph import GraphFile, build_graph

    path = _locate("graph", name_or_path)
    return _cached(path, lambda: _built(path, GraphFile, build_graph))


@cache
def shipped_instruments() -> dict[str, Instrument]:
    """Every shipped instrument by name."""
    return {name: load_instrument(name) for name in instruments()}


def check(path: str | Path) -> tuple[Problem, ...]:
    """Return every problem of a conflict, calibration, instrument, scenario or graph file; empty where there is none.

    Parameters
    ----------
    path : str or Path

    Returns
    -------
    tuple of Problem

    Raises
    ------
    InputError
        Never for what is wrong with the file itself: that is returned.

    Examples
    --------
    >>> from importlib.resources import files
    >>> check(str(files("tvet_games") / "library/conflicts/school_enterprise.toml"))
    ()
    """
    path = Path(path)
    try:
        kind = kind_at(path)
        loaders: dict[Kind, Callable[[Path], Any]] = {
            "conflict": lambda p: _conflict(p, ()),
            "calibration": load_calibration,
            "instrument": lambda p: check_instrument(_instrument(p), p.parent),
            "scenario": load_scenario,
            "graph": load_graph,
        }
        loaders[kind](path)
    except InputError as error:
        return error.problems
    return ()


def kind_at(path: Path) -> Kind:
    """Tell what kind of file this is: a table is a calibration."""
    return "calibration" if is_table(path) else kind_of(read_toml(path), str(path))


def is_table(path: Path) -> bool:
    """Whether this is a CSV table, by its name."""
    return path.suffix.lower() == ".csv"


def kind_of(data: dict[str, Any], source: str) -> Kind:
    """Tell what kind of file this is by its main table."""
    found = [kind for kind in KINDS if kind in data and isinstance(data[kind], dict)]
    if "scenario" in found:
        return "scenario"
    if len(found) != 1:
        tables = ", ".join(f"[{kind}]" for kind in KINDS)
        raise InputError(source, [Problem("", f"is no file of this package: it needs one of the tables {tables}")])
    return found[0]


def check_instrument(instrument: Instrument, folder: Path | None = None, *, elsewhere: bool = False) -> None:
    """Check the formulas of an instrument against the conflicts that its rows touch.

    Parameters
    ----------
    instrument : Instrument
    folder : Path, optional
        Where conflicts of the user's own may lie beside it, each in a file of its name.
    elsewhere : bool
        Whether conflicts may lie elsewhere too. What acts in one that is not found is checked when they meet.

    Raises
    ------
    InputError
        With every unknown conflict, player, action or parameter, and every wrong dimension.
    """
    problems: list[Problem] = []
    touched = []
    for name in instrument.conflicts:
        local = folder / f"{name}.toml" if folder is not None else None
        try:
            touched.append(load_conflict(local if local is not None and _is_there(local) else name))
        except InputError as error:
            if elsewhere and isinstance(error, UnknownNameError):
                return
            problems += [Problem("effect.conflict", problem.what, name, problem.nearest) for problem in error.problems]
        else:
            if name not in touched[-1].lineage:
                what = "is a file, or the name of one; expected the name of the conflict in it"
                problems.append(Problem("effect.conflict", what, name, touched[-1].name))
    dimensions = {n: p.dimension for conflict in touched for n, p in conflict.parameters.items()}
    dimensions |= {n: p.dimension for n, p in instrument.parameters.items()}
    for field, formula in (("bounds[1]", instrument.low), ("bounds[2]", instrument.high)):
        check_formula(formula, dimensions, instrument.dimension, f"instrument.{field}", problems)
    dimensions[LEVEL] = instrument.dimension
    for name in instrument.interacts:
        try:
            dimensions[name] = load_instrument(name).dimension
        except InputError as error:
            problems += [Problem("instrument.interacts", p.what, name, p.nearest) for p in error.problems]
    for conflict in touched:
        try:
            for row in conflict.effect_rows(instrument):
                for formula in [*row.formulas.values(), *([row.public_cost] if row.public_cost else [])]:
                    check_formula(formula, dimensions, "money", row.field, problems)
        except InputError as error:
            problems += error.problems
    if problems:
        raise InputError(instrument.source, dict.fromkeys(problems))


def _instrument(path: Path) -> Instrument:
    return _cached(path, lambda: _built(path, InstrumentFile, build_instrument))


def _built(path: Path, model: type[Model], build: Callable[[Model, str], T]) -> T:
    return built(model, read_toml(path), _shown(path), build)


def _conflict(path: Path, above: tuple[Path, ...]) -> Conflict:
    if path in above or len(above) > MAX_INCLUDES:
        chain = " -> ".join(p.stem for p in (*above, path))
        raise InputError(_shown(path), [Problem("conflict.includes", f"is circular or too deep: {chain}")])

    def load(name: str) -> Conflict:
        local = path.parent / f"{name}.toml"
        return _conflict(local if _is_there(local) else _locate("conflict", name), (*above, path))

    def build() -> Conflict:
        return _built(path, ConflictFile, lambda file, source: build_conflict(file, source, load))

    return _cached(path, build)


def _is_there(path: Path) -> bool:
    """Whether there is a file; a name that no file can have is none."""
    try:
        return path.is_file()
    except OSError:  # too long, say
        return False


_loaded: dict[tuple[Path, int, int], Any] = {}


def _cached(path: Path, build: Callable[[], T]) -> T:
    """Build once for each state of a file: a community reads its dyads again and again."""
    try:
        state = path.stat()
    except OSError:
        return build()
    key = (path.resolve(), state.st_mtime_ns, state.st_size)
    if key not in _loaded:
        _loaded[key] = build()
    return _loaded[key]  # type: ignore[no-any-return]


def _folder(kind: Kind) -> Path:
    with as_file(files("tvet_games").joinpath("library", f"{kind}s")) as path:
        return path


@cache
def _shipped(kind: Kind) -> tuple[str, ...]:
    return tuple(sorted(path.stem for path in _folder(kind).glob("*.toml")))


def _locate(kind: Kind, name_or_path: str | Path) -> Path:
    """Find the file of a name or path."""
    text = str(name_or_path)
    if isinstance(name_or_path, Path) or text.endswith((".toml", ".csv")) or "/" in text or "\\" in text:
        return Path(name_or_path)
    names = _shipped(kind)
    if text not in names:
        raise unknown(kind, text, names)
    return _folder(kind) / f"{text}.toml"


def _shown(path: Path) -> str:
    """A file as messages name it: shipped ones by their place in the library."""
    try:
        return str(path.relative_to(_folder("conflict").parent))
    except ValueError:
        return str(path)


def find(name: str) -> tuple[Kind, ...]:
    """Return the kinds of things that go by a name.

    Raises
    ------
    UnknownNameError
        If nothing does.
    """
    found = tuple(kind for kind in KINDS if name in _shipped(kind))
    if not found:
        everything = [n for kind in KINDS for n in _shipped(kind)]
        raise unknown("name", name, everything)
    return found
