"""What the commands print with: tables, JSON, numbers, and words in two languages."""

from __future__ import annotations

import json
import math
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from fractions import Fraction
from typing import Any

import numpy as np
from rich.console import Console, Group
from rich.text import Text

from tvet_games.errors import InputError, Problem, nearest
from tvet_games.tables.card import Card
from tvet_games.tables.labels import LANGUAGES, Language
from tvet_games.tables.table import Table
from tvet_games.tables.text import plain_cell, rich_table

WIDTH_OFF_TERMINAL = 110


def language(text: str) -> Language:
    """Check a language option."""
    if text not in LANGUAGES:
        problem = Problem("--lang", f"expected {' or '.join(LANGUAGES)}", text, nearest(text, LANGUAGES))
        raise InputError("", [problem])
    return text


def console() -> Console:
    """A console that neither reads markup out of users' labels nor cuts lines of redirected output."""
    width = None if sys.stdout.isatty() else WIDTH_OFF_TERMINAL
    return Console(width=width, markup=False, highlight=False, emoji=False, soft_wrap=False)


def table(title: str, headers: Sequence[str], rows: Iterable[Sequence[object]], *, right: Sequence[int] = ()) -> Group:
    """A table under its title; every cell is plain text."""
    cells = tuple(tuple(str(cell) for cell in row) for row in rows)
    return laid_out(Table(tuple(headers), cells, title, tuple(right)))


def laid_out(shown: Table) -> Group:
    """A table under its title, with its note."""
    return Group(
        *([Text(shown.title)] * bool(shown.title)), rich_table(shown), *([Text(shown.note)] * bool(shown.note))
    )


def print_card(out: Console, card: Card) -> None:
    """Print a card: what a notebook shows of the same object, folded tables unfolded."""
    out.print(f"{card.title} · {card.about}" if card.about else card.title)
    for part in card.parts:
        out.print(laid_out(part) if isinstance(part, Table) else plain_cell(part))


@contextmanager
def progress(name: str) -> Iterator[Callable[[int, int], None]]:
    """A progress bar on standard error, on a terminal only; call what it gives with (done, total)."""
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    bar = Progress(
        *columns, console=Console(stderr=True, markup=False), transient=True, disable=not sys.stderr.isatty()
    )
    with bar:
        task = bar.add_task(name, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


def print_json(data: object) -> None:
    """Print JSON; fractions as {"exact": "p/q", "value": float}."""
    print(json.dumps(plain(data), ensure_ascii=False, indent=2))


def plain(data: object) -> Any:
    """Turn results into what JSON can hold."""
    if isinstance(data, Fraction):
        return {"exact": str(data), "value": float(data)}
    if isinstance(data, Mapping):
        return {str(key): plain(value) for key, value in data.items()}
    if isinstance(data, np.ndarray):
        return plain(data.tolist())
    if isinstance(data, list | tuple | set | frozenset):
        return [plain(value) for value in data]
    if isinstance(data, np.generic):
        return plain(data.item())
    if isinstance(data, float) and not math.isfinite(data):
        return None if math.isnan(data) else ("infinite" if data > 0 else "-infinite")
    return data
