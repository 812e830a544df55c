"""Sections as a page of HTML: one file, nothing to load, no script; printed on A4 as it is read on a screen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from html import escape as escape_html
from importlib.resources import files

from tvet_games.show.report.pictures import Picture, svg_of
from tvet_games.show.report.sections import Block, Section
from tvet_games.tables.html import STYLE, escape, part_html
from tvet_games.tables.labels import Language
from tvet_games.tables.table import Table
from tvet_games.tables.words import fill

PHRASES: dict[str, tuple[str, str]] = {
    "contents": ("Contents", "目录"),
    "table": ("Table", "表"),
    "figure": ("Figure", "图"),
}

POLICY = "default-src 'none'; style-src 'unsafe-inline'"
"""What a browser may load for the page beside itself: nothing."""

TAGS: dict[Language, str] = {"en": "en", "zh": "zh-Hans"}


def page(title: str, about: str, told: Sequence[Section], language: Language) -> str:
    """Write a page.

    Parameters
    ----------
    title, about : str
        Its heading, and the line below.
    told : sequence of Section
    language : {"en", "zh"}

    Returns
    -------
    str
        HTML.

    Examples
    --------
    >>> text = page("A <b> report", "2026", [Section("answer", "Answer", ("Nothing is needed.",))], "en")
    >>> "<h1>A &lt;b&gt; report</h1>" in text, text.count("<h2")
    (True, 2)
    """
    said = "\n".join(_section(k, section) for k, section in enumerate(told, 1))
    entries = "\n".join(f'<li><a href="#{s.key}">{escape(s.title)}</a></li>' for s in told)
    contents = fill(PHRASES, "contents", language)
    return f"""<!DOCTYPE html>
<html lang="{TAGS[language]}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{escape_html(title)}</title>
{STYLE}
<style>
{_style(language)}
</style>
</head>
<body>
<header>
<h1>{escape(title)}</h1>
<p class="about">{escape(about)}</p>
</header>
<nav aria-labelledby="contents">
<h2 id="contents">{escape(contents)}</h2>
<ol>
{entries}
</ol>
</nav>
<main class="tvet-games">
{said}
</main>
</body>
</html>
"""


def _style(language: Language) -> str:
    text = files("tvet_games.show.report").joinpath("report.css").read_text(encoding="utf-8")
    for key in ("table", "figure"):
        text = text.replace(f"${key}", fill(PHRASES, key, language))
    return text.strip()


def _section(number: int, section: Section) -> str:
    blocks = "\n".join(_block(block, f"{section.key}-{k}-") for k, block in enumerate(section.blocks))
    return f'<section id="{section.key}">\n<h2>{number}. {escape(section.title)}</h2>\n{blocks}\n</section>'


def _block(block: Block, prefix: str) -> str:
    if isinstance(block, Picture):
        return f"<figure>\n{svg_of(block, prefix)}\n<figcaption>{escape(block.caption)}</figcaption>\n</figure>"
    return part_html(replace(block, folded=False) if isinstance(block, Table) else block)
