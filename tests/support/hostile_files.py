"""Files as an ill-meaning colleague sends them: every text that people read would be a script, if anything let it."""

from __future__ import annotations

import re
from importlib.resources import files

LIBRARY = files("tvet_games") / "library"

FLAG = "broken"
"""What a script that runs leaves behind in the window."""

PAYLOAD = (
    f'"><img src=x onerror="window.{FLAG}=1"><script>window.{FLAG}=1</script>'
    f'{{{{constructor.constructor("window.{FLAG}=1")()}}}}[x](javascript:window.{FLAG}=1)'
)
"""For markup, for attributes, for the templates of a page, and for Markdown."""

SHOWN = "<script>"
"""A part of it that is read as it stands where it is shown well."""

READ = re.compile(
    r"""^(\s*(?:(?:about|question)\.\w+|section)\s*=\ )"[^"]*"
    |\b((?:meaning|why|note|what|source|symbol)\ =\ )"(?:[^"\\]|\\.)*\"""",
    re.M | re.X,
)

CITED = re.compile(r'\bfigure = (?:"[^"]*"|\[[^\]]*\])')

UNIT = re.compile(r'\b(currency|per|country)(\s*= )"[^"]*"')

LABELS = re.compile(r"^\[label\.\w+\]\n(?:[^\[\n].*\n|\n)*", re.M)


def hostile(kind: str, name: str) -> bytes:
    """A shipped file with the payload for every text, label, source and unit of money.

    Examples
    --------
    >>> b"onerror" in hostile("conflict", "school_enterprise")
    True
    """
    text = (LIBRARY / f"{kind}s" / f"{name}.toml").read_text(encoding="utf-8")
    text = READ.sub(lambda found: f"{found[1] or found[2]}'{PAYLOAD}'", text)
    if kind == "calibration":
        text = UNIT.sub(rf"\1\2'{PAYLOAD}'", CITED.sub(f"source = '{PAYLOAD}'", text))
    names = {name, *re.findall(r"^(\w+)\s*= \"", "".join(LABELS.findall(text)), re.M)}
    labels = "\n".join(f"{one} = '{PAYLOAD}'" for one in sorted(names))
    return (LABELS.sub("", text) + f"\n[label.en]\n{labels}\n[label.zh]\n{labels}\n").encode()
