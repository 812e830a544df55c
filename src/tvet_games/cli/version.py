"""tvet-games --version: the package, Python, and what numbers come from, as far as it is installed."""

from __future__ import annotations

import platform
import re
from importlib.metadata import PackageNotFoundError, requires, version

from tvet_games import __version__

COMPUTING = ("scale", "finite", "sensitivity", "discovery", "interchange", "explore")
"""Extras that users install; the others are for work on the package."""


def run() -> None:
    """Print a line each: the package, Python, what it needs, and extras that are there."""
    print(f"tvet-games {__version__}")
    print(f"Python {platform.python_version()}, {platform.system()} {platform.machine()}")
    needed, extras = dependencies()
    print(f"needs: {', '.join(needed)}")
    print(f"extras: {', '.join(extras) or 'none'}")


def dependencies() -> tuple[list[str], list[str]]:
    """What the package needs, and what of its extras is installed, each with its version."""
    needed, extras = list[str](), set[str]()
    for requirement in requires("tvet_games") or []:
        name = re.match(r"[\w.-]+", requirement)
        assert name is not None
        try:
            told = f"{name[0]} {version(name[0])}"
        except PackageNotFoundError:
            continue
        if "extra ==" not in requirement:
            needed.append(told)
        elif any(f'extra == "{extra}"' in requirement for extra in COMPUTING):
            extras.add(told)
    return needed, sorted(extras, key=str.lower)
