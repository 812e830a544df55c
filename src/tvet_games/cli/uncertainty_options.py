"""What the commands on uncertainty share: distributions and verdicts as options, headings in two languages."""

from __future__ import annotations

import math
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
from tvet_games.tables.frame import MOST_COLUMNS
from tvet_games.tables.words import percent

LEAST_P = 1 / 1000
"""Smaller p-values are not written out."""

HEADINGS: dict[str, str] = {
    "policy": "政策",
    "probability of cooperation": "合作的概率",
    "probability": "概率",
    "low": "下限",
    "high": "上限",
    "difference": "差异",
    "difference low": "差异下限",
    "difference high": "差异上限",
    "gained": "新成立",
    "lost": "不再成立",
    "method": "方法",
    "share of the variance": "占方差的比例",
    "by group": "按组",
    "value": "数值",
    "group": "组",
    "first": "单独",
    "first half-width": "单独：区间半宽",
    "total": "含交互作用",
    "total half-width": "含交互作用：区间半宽",
    "elementary effects": "基本效应",
    "provenance": "来源类型",
    "mu": "平均效应",
    "mu_star": "平均效应大小",
    "sigma": "标准差",
    "half-width": "区间半宽",
    "where it fails": "失效之处",
    "box": "区域",
    "p-value": "p 值",
    "coverage": "覆盖率",
    "density": "密度",
    "mass": "占全部情形",
    "drawn worlds": "抽取的情形",
    "distribution": "分布",
    "mean": "平均",
    "assumed": "假定",
    "measured": "实测",
    "statutory": "法定",
    "uniform": "均匀",
    "triangular": "三角",
    "observed": "观测值",
    "Clopper-Pearson": "Clopper-Pearson",
    "no policy": "无政策",
    "probability by level": "各水平下合作的概率",
    "replicates": "独立重复",
    "replicates agree": "独立重复（结果一致）",
}


def headed(frame: Any, lang: str, *, json: bool, shares: Sequence[str] = ()) -> Any:
    """A table as people read it: shares in percent, headings, provenances and methods in the language.

    JSON keeps names and numbers.
    """
    if json:
        return frame
    writers = {**dict.fromkeys(shares, _percent), "p-value": _p_value}
    written = {name: [write(x) for x in frame[name]] for name, write in writers.items() if name in frame.columns}
    is_turned = len(frame) <= MOST_COLUMNS < frame.index.nlevels + len(frame.columns)
    frame = frame.assign(**{name: texts if is_turned else _aligned(texts) for name, texts in written.items()})
    if language(lang) != "zh":
        return frame
    columns = [HEADINGS.get(name, name) for name in frame.columns]
    shown = frame.set_axis(columns, axis="columns").rename_axis([HEADINGS.get(n, n) for n in frame.index.names])
    texts = [name for name in columns if shown[name].dtype.kind not in "fib"]
    for name in texts:
        shown[name] = [HEADINGS.get(entry, entry) for entry in shown[name]]
    if shown.index.nlevels == 1:
        shown.index = shown.index.map(lambda entry: HEADINGS.get(entry, entry))
    return shown


def _percent(share: float) -> str:
    """A share as sentences have it; nothing where there is none."""
    return "" if math.isnan(share) else percent(share + 0.0)  # + 0.0: no negative zero


def _p_value(p: float) -> str:
    """A p-value with three decimals."""
    return "< 0.001" if p < LEAST_P else f"{p:.3f}"


def _aligned(texts: Sequence[str]) -> list[str]:
    """Texts of one width, to the right."""
    width = max(map(len, texts), default=0)
    return [text.rjust(width) for text in texts]


def heading(name: str, lang: str, *, json: bool) -> str:
    """The heading of a table in the language; JSON keeps the name."""
    return name if json or language(lang) != "zh" else HEADINGS[name]


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
