"""Texts of files that are right, and the same with one mistake that a reader must tell."""

from __future__ import annotations

import re
from importlib.resources import files
from typing import Literal

from hypothesis import strategies as st

from tvet_games.model import library

Kind = Literal["conflict", "calibration", "instrument", "scenario"]

_NAMES = {
    "conflict": library.conflicts,
    "calibration": library.calibrations,
    "instrument": library.instruments,
    "scenario": library.scenarios,
}

_MISTAKES = ("cut short", "no format", "unknown key", "unknown table", "number for a text", "a bracket more")


@st.composite
def valid_files(draw: st.DrawFn, kind: Kind = "conflict") -> str:
    """Texts of files of a kind: those that ship, with comments and empty lines between."""
    text = _shipped(kind, draw(st.sampled_from(_NAMES[kind]())))
    lines = text.splitlines()
    tops = [k for k, line in enumerate(lines) if line.startswith("[")]
    places = draw(st.lists(st.sampled_from(tops), max_size=3))
    for k in sorted(places, reverse=True):
        lines.insert(k, draw(st.sampled_from(["", "# a comment", "  "])))
    return "\n".join(lines) + "\n"


@st.composite
def broken_files(draw: st.DrawFn, kind: Kind = "conflict") -> tuple[str, str]:
    """Texts of files with one mistake, and what the mistake is."""
    text = draw(valid_files(kind))
    mistake = draw(st.sampled_from(_MISTAKES))
    if mistake == "cut short":
        place = draw(st.integers(1, text.index("[", text.index("[") + 1) - 1))
        return text[:place], mistake
    if mistake == "no format":
        return text.replace("format = 1", "", 1), mistake
    if mistake == "unknown key":
        return re.sub(r"^(\[\w+\])$", r"\1\nnonsense = 1", text, count=1, flags=re.MULTILINE), mistake
    if mistake == "unknown table":
        return f"{text}\n[nonsense]\nx = 1\n", mistake
    if mistake == "number for a text":
        return re.sub(r'^(name\s*=\s*)"[^"]*"', r"\g<1>3", text, count=1, flags=re.MULTILINE), mistake
    return f"{text}]\n", mistake


def _shipped(kind: Kind, name: str) -> str:
    return (files("tvet_games") / "library" / f"{kind}s" / f"{name}.toml").read_text(encoding="utf-8")
