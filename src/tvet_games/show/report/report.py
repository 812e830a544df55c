"""A report: what a ministry is handed, in one file."""

from __future__ import annotations

import datetime
import os
from pathlib import Path

from tvet_games.errors import InputError, Problem, nearest
from tvet_games.model.scenario import Scenario
from tvet_games.show.report.page import page
from tvet_games.show.report.sections import sections
from tvet_games.study.dossier.dossier import Dossier, Progress, dossier
from tvet_games.tables.labels import Language, spoken

FORMATS = (".html", ".htm")


def report(
    asked: Dossier | Scenario | str | Path,
    path: str | Path,
    *,
    language: Language | None = None,
    date: datetime.date | str | None = None,
    draws: int = 4096,
    rng: int = 0,
    progress: Progress | None = None,
) -> Dossier:
    """Write a report on a scenario: the answer, what it rests on, how sure it is, where the numbers come from.

    Parameters
    ----------
    asked : Dossier, Scenario, name or path
    path : str or Path
        Ends in .html. One file, with its pictures, that loads nothing and prints on A4.
    language : {"en", "zh"}, optional
        By default the one that is set.
    date : datetime.date or str, optional
        What stands under the title; a string as in 2026-12-31; by default today.
    draws, rng : int
        Of the worlds that are drawn for the probability of cooperation; unused for a dossier.
    progress : function, optional
        Called with how many studies are done, and how many there are.

    Returns
    -------
    Dossier
        What the report says.

    Raises
    ------
    InputError
        If the scenario has mistakes, the date is none, or the file cannot be written.

    Notes
    -----
    The same scenario, date, draws and seed give the same file. Where there is no policy, the report says what cannot be
    paid for, and which bound would have to move.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     found = report("germany_apprenticeship", f"{folder}/report.html", draws=64)
    >>> found.solution.feasible
    True
    """
    target, day, tongue = _target(path), _day(date), spoken(language)
    found = asked if isinstance(asked, Dossier) else dossier(asked, draws=draws, rng=rng, progress=progress)
    _write(target, report_html(found, day, tongue))
    return found


def report_html(found: Dossier, date: datetime.date, language: Language) -> str:
    """Return a report as HTML."""
    scenario = found.scenario
    title = scenario.question.of(language) or scenario.labels.of(scenario.name, language)
    about = " · ".join((scenario.labels.of(scenario.name, language), scenario.calibration.label(language), str(date)))
    return page(title, about, sections(found, language), language)


def _target(path: str | Path) -> Path:
    target = Path(path)
    suffix = target.suffix.lower()
    if suffix not in FORMATS:
        what = f"is no file of a report; expected one that ends in {' or '.join(FORMATS)}"
        raise InputError(str(path), [Problem("", what, suffix or "no ending", nearest(suffix, FORMATS))])
    return target


def _day(date: datetime.date | str | None) -> datetime.date:
    if isinstance(date, datetime.date):
        return date
    try:
        return datetime.date.today() if date is None else datetime.date.fromisoformat(date)
    except (TypeError, ValueError):
        raise InputError("report", [Problem("date", "is no date, as in 2026-12-31", str(date))]) from None


def _write(path: Path, text: str) -> None:
    """Write a file whole or not at all."""
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        try:
            beside.write_text(text, encoding="utf-8", newline="\n")
            beside.replace(path)
        finally:
            beside.unlink(missing_ok=True)
    except OSError as error:
        raise InputError(str(path), [Problem("", f"cannot be written: {error.strerror or error}")]) from None
