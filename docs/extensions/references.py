"""References in docstrings become lists with links; formulas become MathML, so that the site loads nothing."""

from __future__ import annotations

import pkgutil
import re
from typing import Any

from docutils import nodes
from latex2mathml.converter import convert
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util.docutils import SphinxTranslator

import tvet_games as tg

DOI = re.compile(r"\bdoi:\s*(10\.[^\s,;]+[^\s,;.])")
ENTRY = re.compile(r"^\w[^()]*\(\d{4}[a-z]?\)")


def as_list(lines: list[str]) -> list[str]:
    """Make a list of a docstring's references, an entry each, DOIs as addresses.

    >>> as_list(["Text.", "", "References", "----------", "Nash (1951), Games,", "Annals, doi:10.2307/1969529", ""])
    ['Text.', '', 'References', '----------', '- Nash (1951), Games,', '  Annals, https://doi.org/10.2307/1969529', '']
    """
    out, within = [], False
    for k, line in enumerate(lines):
        if within and line.strip():
            follows = lines[k + 1] if k + 1 < len(lines) else ""
            if set(follows.strip()) == {"-"}:
                within = False
        if within and line.strip() and set(line.strip()) != {"-"}:
            text = DOI.sub(r"https://doi.org/\1", line.strip())
            out.append(f"- {text}" if ENTRY.match(text) else f"  {text}")
        else:
            out.append(line)
        within = within or line.strip() == "References"
    return out


def _process(app: Sphinx, what: str, name: str, thing: Any, options: Any, lines: list[str]) -> None:
    lines[:] = as_list(lines)


def _found(app: Sphinx, env: BuildEnvironment, node: nodes.Element, text: nodes.Element) -> nodes.Element | None:
    """Lead a name to its public page, wherever the package keeps it; what is not public stays a text."""
    target = str(node.get("reftarget", ""))
    parts = target.split(".")
    public = next((k for k, part in enumerate(parts) if part in tg.__all__), None)
    if public is not None:
        name = ".".join(["tvet_games", *parts[public:]])
        domain = env.get_domain("py")
        led = domain.resolve_xref(env, node["refdoc"], app.builder, node["reftype"], name, node, text)
        if led is not None:
            return led
    try:
        pkgutil.resolve_name(target)
    except (AttributeError, ImportError, ValueError):
        return None
    return text


def _inline(self: SphinxTranslator, node: nodes.math) -> None:
    self.body.append(convert(node.astext()))  # type: ignore[attr-defined]
    raise nodes.SkipNode


def _block(self: SphinxTranslator, node: nodes.math_block) -> None:
    self.body.append(f"<div>{convert(node.astext(), display='block')}</div>")  # type: ignore[attr-defined]
    raise nodes.SkipNode


def setup(app: Sphinx) -> dict[str, bool]:
    """Tell Sphinx; before numpydoc reads a docstring."""
    app.connect("missing-reference", _found)
    app.connect("autodoc-process-docstring", _process, priority=100)
    app.add_html_math_renderer("mathml", inline_renderers=(_inline, None), block_renderers=(_block, None))
    return {"parallel_read_safe": True, "parallel_write_safe": True}
