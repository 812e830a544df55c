"""Whose uncertainty the variance of an answer comes from: value by value, and by the provenance of the numbers.

The output is one of :mod:`~tvet_games.study.uncertainty.outputs` under one policy; worlds are points of the unit cube
taken through the same quantile functions as in :func:`draw_worlds`. What the indices are, is in
:mod:`~tvet_games.study.uncertainty.indices`. Values that the calibration ties to others move with these, and their part
of the variance counts as that of what they follow.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from tvet_games.errors import InputError, Problem, nearest, whole
from tvet_games.model.calibration import Calibration
from tvet_games.model.conflict import Conflict
from tvet_games.model.instrument import Instrument
from tvet_games.numerics import Array
from tvet_games.policy.criteria import Criterion
from tvet_games.policy.question import Question
from tvet_games.study.uncertainty.cooperation import Wanted, read_wanted
from tvet_games.study.uncertainty.indices import SobolIndices, sobol_indices
from tvet_games.study.uncertainty.intervals import check_confidence
from tvet_games.study.uncertainty.outputs import MONEY, Function, check_output, defined, output_function
from tvet_games.study.uncertainty.subject import Policies, Subject, read_subject
from tvet_games.study.worlds.designs import child_seed, seed_of
from tvet_games.study.worlds.distributions import Distribution
from tvet_games.tables.card import Card
from tvet_games.tables.labels import Language, spoken
from tvet_games.tables.shown import Shown

SOURCE = "variance_sensitivity"

Groups = str | Mapping[str, str]
Asked = Conflict | str | Sequence[Conflict | str] | Question

LEAST_POINTS = 64
"""Fewest base points of the pick-freeze design; with fewer, the intervals of the indices mean nothing."""


@dataclass(frozen=True, slots=True, eq=False)
class VarianceSensitivity(Shown):
    """Whose uncertainty the variance of an output comes from.

    Attributes
    ----------
    subject : Subject
        Conflicts, calibration, the policy, and how each value may lie.
    output : str
    verdict : tuple of str or Criterion
        What ``cooperation`` means.
    values : SobolIndices
        Of each value, the largest total first; none where the output is constant.
    groups : SobolIndices
        Of each group.
    group_of : mapping of str to str
        The group of each value: its provenance, or as asked.
    confidence : float
    undefined : float or None
        What counted where the output is infinite or undefined.
    undefined_share : float
        [share of the worlds of ``values``] In which that was so.
    seed : int
    """

    subject: Subject = field(repr=False)
    output: str
    verdict: tuple[str | Criterion, ...]
    values: SobolIndices = field(repr=False)
    groups: SobolIndices = field(repr=False)
    group_of: Mapping[str, str] = field(repr=False)
    confidence: float
    undefined: float | None
    undefined_share: float
    seed: int

    def __repr__(self) -> str:
        return f"VarianceSensitivity({self.subject.where}, {self.output!r})"

    @property
    def is_constant(self) -> bool:
        """Whether the output is the same in all worlds, so that there is no variance to share out."""
        return not self.values.names

    def card(self, language: Language | None = None) -> Card:
        """Return shares of the variance."""
        from tvet_games.study.uncertainty.card import variance_card

        return variance_card(self, spoken(language))

    def to_frame(self) -> Any:
        """Return a :class:`pandas.DataFrame`: a row a value, the largest total first."""
        frame = self.values.to_frame().rename_axis("value")
        frame.insert(0, "group", [self.group_of[name] for name in self.values.names])
        return frame

    def groups_to_frame(self) -> Any:
        """Return a :class:`pandas.DataFrame`: a row a group."""
        return self.groups.to_frame().rename_axis("group")

    def describe(self, language: Language = "en") -> tuple[str, ...]:
        """Say it in sentences, in English or Chinese."""
        from tvet_games.study.uncertainty.sensitivity_words import describe_variance

        return describe_variance(self, language)


def variance_sensitivity(
    conflicts: Asked,
    calibration: Calibration | str | None = None,
    policy: Policies = None,
    *,
    output: str = "margin",
    verdict: Wanted = "equilibrium",
    groups: Groups = "provenance",
    n: int = 4096,
    distribution: Distribution = "uniform",
    undefined: float | None = None,
    rng: int | np.random.Generator = 0,
    confidence: float = 0.95,
    instruments: Iterable[Instrument] | None = None,
) -> VarianceSensitivity:
    """Tell which uncertain values the variance of an answer comes from, and how much of it is assumed.

    Parameters
    ----------
    conflicts : Conflict or name, or a sequence of them; or a Question, for ``least_cost``
    calibration : Calibration or name
        None with a question, which has its own.
    policy : Policy or result with levels, optional
    output : str
        ``margin`` [money], ``p_level`` [probability], ``basin`` [share], ``cooperation`` (0 or 1, by the verdict),
        ``cost`` or ``least_cost`` [money].
    verdict : str or Criterion, or a sequence of these
        What ``cooperation`` means, as in :func:`cooperation_probability`.
    groups : str or mapping of str to str
        ``provenance``, or the group of each value by name; values without one are grouped as ``other``.
    n : int
        A power of 2; (values + groups + 4) n worlds are played.
    distribution
        As in :func:`draw_worlds`.
    undefined : float, optional
        What counts in worlds in which the output is infinite; by default that is an error.
    rng : int or numpy.random.Generator
    confidence : float
        [share] Of the intervals.
    instruments : iterable of Instrument, optional

    Returns
    -------
    VarianceSensitivity

    Raises
    ------
    UnknownNameError
        If a name is unknown.
    InputError
        If n is no power of 2, there is more than one policy, a question is missing or one too many, the output does not
        fit a conflict or is undefined in some worlds, nothing that the conflicts use is uncertain, or SALib is not
        installed.

    References
    ----------
    Saltelli and others (2010), Variance based sensitivity analysis of model output, Computer Physics Communications
    181. doi:10.1016/j.cpc.2009.09.018

    Examples
    --------
    >>> found = variance_sensitivity("school_enterprise", "austria_2016", n=256)
    >>> found.values.names[0], round(float(found.groups.first.sum()))
    ('retention', 1)
    """
    if whole(n, SOURCE, "n") < LEAST_POINTS:
        what = f"is too few for shares of the variance; expected a power of 2 from {LEAST_POINTS} on"
        raise InputError(SOURCE, [Problem("n", what, str(n))])
    subject, wanted, function, missing = read_output(
        conflicts, calibration, policy, output, verdict, distribution, undefined, instruments
    )
    level, seed = check_confidence(confidence, SOURCE), seed_of(rng, SOURCE)
    group_of = _groups(subject, groups)
    each = sobol_indices(function, subject.names, n=n, seed=seed, confidence=level)
    share = float(np.concatenate(missing).mean())
    belongs = [group_of[name] for name in subject.names]
    grouped = sobol_indices(function, subject.names, groups=belongs, n=n, seed=child_seed(seed, 2), confidence=level)
    return VarianceSensitivity(
        subject, output, wanted, _ordered(each), _ordered(grouped), group_of, level, undefined, share, seed
    )


def read_output(
    conflicts: Asked,
    calibration: Calibration | str | None,
    policy: Policies,
    output: str,
    verdict: Wanted,
    distribution: Distribution,
    undefined: float | None,
    instruments: Iterable[Instrument] | None,
) -> tuple[Subject, tuple[str | Criterion, ...], Function, list[Array]]:
    """Read what a sensitivity study is about: its subject, its verdict, and its output as a function.

    The last is a list to which the function adds, at each call, which outputs were infinite or undefined.

    Raises
    ------
    UnknownNameError
        If a name is unknown.
    InputError
        If there is more than one policy, or the output does not fit a conflict.
    """
    asked = conflicts if isinstance(conflicts, Question) else None
    check_output(output, asked.conflicts if asked is not None else ())
    _check_question(asked, calibration, policy, output)
    subject = _subject(asked, conflicts, calibration, policy, distribution, instruments, output)
    if len(subject.policies) > 1:
        what = "expected one policy"
        raise InputError("policy", [Problem("", what, ", ".join(subject.policies))])
    check_output(output, subject.conflicts)
    wanted = read_wanted(verdict, subject.conflicts) if output == "cooperation" else ("equilibrium",)
    if asked is not None:
        wanted = asked.requirements.criteria
    raw = output_function(subject, output, wanted, asked)

    missing: list[Array] = []

    def function(unit: Array) -> Array:
        found = raw(unit)
        missing.append(~np.isfinite(found))
        return defined(found, unit, subject, output, undefined)

    return subject, wanted, function, missing


def _subject(
    asked: Question | None,
    conflicts: Any,
    calibration: Any,
    policy: Policies,
    distribution: Distribution,
    instruments: Iterable[Instrument] | None,
    output: str,
) -> Subject:
    if asked is None:
        bill = output == "cost"
        return read_subject(conflicts, calibration, policy, distribution, instruments, games=not bill, costs=bill)
    levers = asked.instruments
    return read_subject(asked.conflicts, asked.calibration, None, distribution, levers, levers=levers, costs=True)


def _check_question(asked: Question | None, calibration: Any, policy: Policies, output: str) -> None:
    if (asked is not None) != (output == "least_cost"):
        what = "least_cost takes a question, and a question gives only this: question(conflicts, calibration, levers)"
        raise InputError("output", [Problem("", what, output)])
    if asked is not None and (calibration is not None or policy is not None):
        raise InputError("output", [Problem(output, "its question has the calibration, and no policy: leave them out")])
    if asked is None and calibration is None:
        raise InputError("calibration", [Problem("", "is missing; give a Calibration or a name")])


def unit_of(subject: Subject, output: str) -> str:
    """Unit of an output: money per head of the conflict, for costs of the first kind, or nothing for a share."""
    if output == "margin":
        return subject.calibration.unit_per(subject.conflicts[0].per)
    return str(subject.calibration.unit) if output in MONEY else ""


def _groups(subject: Subject, groups: Groups) -> dict[str, str]:
    if groups == "provenance":
        return {name: subject.calibration.values[name].provenance for name in subject.names}
    if not isinstance(groups, Mapping):
        what = "expected provenance, or a mapping of names of values to groups"
        raise InputError(SOURCE, [Problem("groups", what, str(groups))])
    wrong = [name for name in groups if name not in subject.names]
    if wrong:
        what = "is no value that is uncertain here"
        raise InputError(SOURCE, [Problem("groups", what, str(n), nearest(str(n), subject.names)) for n in wrong])
    return {name: str(groups.get(name, "other")) for name in subject.names}


def _ordered(found: SobolIndices) -> SobolIndices:
    """The same, the largest total first."""
    order = np.argsort(-found.total, kind="stable")
    columns = {name: getattr(found, name)[order] for name in ("first", "first_half", "total", "total_half")}
    return replace(found, names=tuple(found.names[k] for k in order), **columns)
