"""The package and the paper that it encodes; a test holds CITATION.cff and LICENSE to the same facts.

The text of the paper that the package encodes tells neither journal nor year.
"""

from __future__ import annotations

from tvet_games import __version__
from tvet_games.study.citation.reference import Reference

SOFTWARE = Reference(
    "software",
    "tvet_games: game-theoretic conflict analysis in vocational education",
    ("The tvet_games developers",),
    "2026",
    version=__version__,
    licence="MIT",
)

PAPER = Reference(
    "article",
    "Construction of High-quality Talents Training Community in Secondary Vocational Education",
    ("Du, Ting", "Zeng, Shaolun"),
)
