"""The fonts of plots: shipped with the package, so that pictures are the same everywhere and Chinese is never boxes.

Latin and Greek come from TVET Games Sans, Chinese (GB 2312) from TVET Games Chinese, and what neither has from
DejaVu Sans, which Matplotlib ships. For rarer characters a font of the system is looked for.

References
----------
GB/T 2312-1980, Code of Chinese graphic character set for information interchange, primary set.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterable
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent / "fonts"

FAMILIES = ("TVET Games Sans", "TVET Games Chinese", "DejaVu Sans")
"""Each is asked for the characters that those before it do not have."""

OF_SYSTEMS = (
    "Noto Sans CJK SC",
    "Noto Sans SC",
    "Source Han Sans SC",
    "Source Han Sans CN",
    "PingFang SC",
    "Microsoft YaHei",
    "WenQuanYi Zen Hei",
    "Droid Sans Fallback",
    "SimHei",
    "Arial Unicode MS",
)
"""Fonts with more Chinese characters that a system may have, in the order in which they are asked."""

_TOLD: set[str] = set()


@cache
def register() -> None:
    """Make the fonts of the package known to Matplotlib, once.

    Chinese has one weight, which stands in for bold.
    """
    from dataclasses import replace

    from matplotlib.font_manager import fontManager

    for path in sorted(FOLDER.glob("*.ttf")):
        fontManager.addfont(path)
    (chinese,) = (font for font in fontManager.ttflist if font.name == FAMILIES[1])
    fontManager.ttflist.append(replace(chinese, weight=700))


def families_for(texts: Iterable[str]) -> list[str]:
    """Return the families that write some texts; a character that no font has is told once, and shown as a box.

    Parameters
    ----------
    texts : iterable of str

    Returns
    -------
    list of str
        The families of the package, then those of the system that are needed.

    Warns
    -----
    UserWarning
        If no font has one of the characters.

    Examples
    --------
    >>> families_for(["training subsidy", "培训补贴"])
    ['TVET Games Sans', 'TVET Games Chinese', 'DejaVu Sans']
    """
    register()
    missing = {character for text in texts for character in text if character.isprintable()}
    families = list(FAMILIES)
    for family in FAMILIES:
        missing -= _characters(family)
    for family in OF_SYSTEMS if missing else ():
        has = _characters(family)
        if missing & has:
            families.append(family)
            missing -= has
    if missing - _TOLD:
        _tell(missing - _TOLD)
    return families


@cache
def _characters(family: str) -> frozenset[str]:
    """All characters of a family; none if the system does not have it."""
    from matplotlib.font_manager import fontManager, get_font

    paths = [font.fname for font in fontManager.ttflist if font.name == family]
    return frozenset(chr(code) for code in get_font(paths[0]).get_charmap()) if paths else frozenset()


def _tell(missing: set[str]) -> None:
    _TOLD.update(missing)
    what = f"no font here has the characters {' '.join(sorted(missing))}; they are drawn as boxes"
    cure = f"install a font that has them, such as {OF_SYSTEMS[0]}, and start Python anew"
    warnings.warn(f"{what}. To see them, {cure}.", UserWarning, stacklevel=2)
