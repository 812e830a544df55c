"""What the commands on uncertainty share: distributions and verdicts as options, and what a table is about."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from tvet_games.cli.evolve import instruments_with, replaced
from tvet_games.cli.output import language
from tvet_games.cli.solve import pairs
from tvet_games.errors import FormulaError, InputError, Problem, nearest
from tvet_games.model.calibration import DISTRIBUTIONS, Calibration
from tvet_games.model.conflict import Conflict
from tvet_games.model.instrument import Instrument
from tvet_games.model.library import load_conflict
from tvet_games.model.policy import Policy
from tvet_games.numerics import exact
from tvet_games.policy.criteria import CRITERIA, Aligned, Basin, Criterion, PDominant, RiskDominant, Sustainable
from tvet_games.policy.question import question
from tvet_games.study.uncertainty.subject import Subject


def read_distribution(usual: str, given: list[str] | None, calibration: Calibration) -> str | dict[str, Any]:
    """Read --distribution and --given, as in ``retention=triangular`` or ``retention=0.6,0.7,0.9``.

    Raises
    ------
    InputError
        If what is given is neither a distribution nor numbers.
    """
    if not given:
        return usual
    found: dict[str, Any] = dict.fromkeys(calibration.ranges, usual)
    for name, text in pairs(given, "--given").items():
        found[name] = text if text in DISTRIBUTIONS else [_number(part, "--given") for part in text.split(",")]
    return found


def check_given(given: list[str] | None, subject: Subject) -> None:
    """Refuse --given of a value that nothing in the study rests on.

    Raises
    ------
    InputError
        With every such value.
    """
    idle = [name for name in pairs(given, "--given") if name not in subject.names]
    if idle:
        what = "is a value that nothing asked here rests on, so how it lies does not matter; leave it out"
        raise InputError("", [Problem("--given", what, name, nearest(name, subject.names)) for name in idle])


def read_verdicts(given: list[str] | None) -> list[str | Criterion]:
    """Read --verdict: names, or a criterion with its strength, as in ``p_dominant=0.6`` or ``nash=100``.

    Raises
    ------
    InputError
        If there is no such criterion, or its strength is no number.
    """
    return [_verdict(text) for text in given or ["equilibrium"]]


def _verdict(text: str) -> str | Criterion:
    name, sign, strength = text.partition("=")
    if not sign:
        return text
    if name not in CRITERIA or CRITERIA[name] in (Aligned, RiskDominant):
        known = ", ".join(n for n, kind in CRITERIA.items() if kind not in (Aligned, RiskDominant))
        raise InputError("", [Problem("--verdict", f"takes a number for {known}", text)])
    kind: Any = CRITERIA[name]
    number = _number(strength, "--verdict")
    own = kind in (PDominant, Basin, Sustainable)
    found: Criterion = kind(number, margin=0) if own else kind(number)
    return found


def _number(text: str, option: str) -> float:
    try:
        return float(exact(text))
    except FormulaError as error:
        raise InputError("", [Problem(option, str(error))]) from None


def read_levers(text: str, known: Sequence[Instrument]) -> list[Instrument | str]:
    """Read names of instruments, as in ``training_subsidy,school_grant``; those that are known as they are."""
    by_name = {instrument.name: instrument for instrument in known}
    return [by_name.get(name.strip(), name.strip()) for name in text.split(",")]


def output_of(
    conflicts: Sequence[str],
    calibration: Calibration,
    policy: list[str] | None,
    own: list[str] | None,
    output: str,
    levers: str | None,
) -> tuple[Any, ...]:
    """The first arguments of a sensitivity study: conflicts, calibration and policy; for a least cost its question."""
    chosen = [load_conflict(name) for name in conflicts]
    if output != "least_cost":
        return chosen, calibration, Policy(**pairs(policy, "--policy"))
    known = instruments_with(own)
    return (question(chosen, calibration, read_levers(levers, known) if levers else None),)


def sensitivity_of(
    study: Callable[..., Any],
    *,
    conflicts: list[str],
    calibration: str,
    policy: list[str] | None,
    own: list[str] | None,
    replace: list[str] | None,
    output: str,
    verdict: list[str] | None,
    levers: str | None,
    undefined: float | None,
    distribution: str,
    given: list[str] | None,
    seed: int,
    **size: int,
) -> tuple[Any, Calibration]:
    """Run a sensitivity study on what the options ask, with its own size; return what it found, and the figures."""
    figures = replaced(calibration, replace)
    found = study(
        *output_of(conflicts, figures, policy, own, output, levers),
        output=output,
        verdict=read_verdicts(verdict),
        distribution=read_distribution(distribution, given, figures),
        undefined=undefined,
        rng=seed,
        instruments=instruments_with(own),
        **size,
    )
    check_given(given, found.subject)
    return found, figures


def title(conflicts: Sequence[Conflict], calibration: Calibration, lang: str) -> str:
    """What a table is about."""
    names = [conflict.labels.of(conflict.name, language(lang)) for conflict in conflicts]
    return f"{', '.join(names)} · {calibration.name}"
