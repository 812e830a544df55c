"""The explanations: every concept has its place, sources agree with docstrings, measured ratios with the benchmarks."""

import ast
import re
from collections import defaultdict
from pathlib import Path

import tvet_games as tg

ROOT = Path(__file__).parents[2]
PAGES = {path.stem: path.read_text(encoding="utf-8") for path in (ROOT / "docs" / "explanation").glob("*.md")}

CONCEPTS = ("solve.", "policy.", "symbolic.", "study.")

WRITTEN = re.compile(r"(?P<name>[^,(]+),[^(]*\((?P<year>\d{4})[ab]?\)")
CITED = re.compile(r"(?P<name>[^,(]+?)(?:,| and| et al\.| \()[^()]*?\(?(?P<year>\d{4})\)")
ADDRESS = re.compile(r"(?:doi:|https://doi\.org/)(10\.[^\s>;]+[^\s>;.,])")
RATIO = re.compile(r"^\| (?P<what>[^|]+) \| (?P<peer>[^|]+) \| (?P<ratio>[\d,]+) \|$", re.MULTILINE)

DRIFT = 1.5
"""Ratios of two runs of the benchmarks may differ by this factor before the page is out of date."""


def test_every_concept_has_its_place() -> None:
    text = "\n".join(PAGES.values())
    functions = {name for name in tg.__all__ if tg._HOMES[name].startswith(CONCEPTS) and name[0].islower()}
    classes = {name for name in tg.__all__ if tg._HOMES[name] in ("policy.criteria", "solve.dynamics.rules")}
    assert sorted(name for name in functions if f"`tg.{name}" not in text) == []
    assert sorted(name for name in classes if f"`{name}" not in text) == []


def test_every_name_that_is_told_is_public() -> None:
    told = {name for text in PAGES.values() for name in re.findall(r"`tg\.(\w+)", text)}
    assert told - set(tg.__all__) == set()


def test_addresses_are_those_of_the_docstrings() -> None:
    known: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    for path in sorted((ROOT / "src").rglob("*.py")):
        for entry in references_of(path):
            if work := CITED.match(entry):
                known[work["name"], work["year"]] |= set(ADDRESS.findall(entry))
    compared = 0
    for page, text in PAGES.items():
        for entry in text.partition("## References")[2].split("\n- ")[1:]:
            work = WRITTEN.match(entry)
            addresses = set(ADDRESS.findall(entry))
            assert work or not addresses, (page, entry)
            in_code = known[work["name"], work["year"]] if work else set()
            assert not addresses or not in_code or addresses <= in_code, (page, entry)
            compared += bool(addresses and in_code)
    assert compared > len(PAGES)


def references_of(path: Path) -> list[str]:
    """The entries of the reference sections of a module's docstrings."""
    nodes = (ast.Module, ast.ClassDef, ast.FunctionDef)
    tree = ast.parse(path.read_text(encoding="utf-8"))
    texts = [ast.get_docstring(node) or "" for node in ast.walk(tree) if isinstance(node, nodes)]
    sections = [
        re.split(r"\n\w+\n---", text.split("References\n---")[1])[0] for text in texts if "References\n---" in text
    ]
    return [entry for section in sections for entry in re.split(r"\n(?=\w[^()\n]*\(\d{4}\))", section.lstrip("-\n"))]


def test_ratios_are_those_of_the_benchmarks() -> None:
    measured = (ROOT / "benchmarks" / "README.md").read_text(encoding="utf-8")
    rows = [[cell.strip() for cell in line.split("|")[1:-1]] for line in measured.splitlines() if line.startswith("|")]
    told = list(RATIO.finditer(PAGES["compared_with_others"]))
    assert told
    for claim in told:
        peer, ratio = claim["peer"].split(",")[0], number(claim["ratio"])
        matches = [
            number(row[-1])
            for row in rows
            if peer in row[-2] and re.fullmatch(r"[\d,]+", row[-1]) and common(claim["what"], row[0])
        ]
        assert any(ratio / DRIFT <= found <= ratio * DRIFT for found in matches), claim[0]


def number(text: str) -> int:
    """A whole number with separators."""
    return int(text.replace(",", ""))


def common(told: str, measured: str) -> bool:
    """Whether a row is about the size of game that is told."""
    size = re.search(r"\dx\d", told)
    return size is None or size[0] in measured
