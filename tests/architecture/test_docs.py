"""The documentation: its examples run, it names everything that is public, and what is built loads nothing."""

import doctest
import io
import re
import shlex
import subprocess
import sys
from contextlib import redirect_stderr, redirect_stdout
from html.parser import HTMLParser
from importlib import import_module
from pathlib import Path

import pytest

import tvet_games as tg
from tvet_games.cli.app import main

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
PAGES = sorted(DOCS.rglob("*.md"))

CONSOLE = re.compile(r"```console\n(.*?)```", re.DOTALL)
LINK = re.compile(r"\]\((?!https?:|mailto:)([^)#\s]*)(?:#[^)]*)?\)")


@pytest.mark.parametrize("path", [p for p in PAGES if ">>>" in p.read_text(encoding="utf-8")], ids=lambda p: p.stem)
def test_python_examples_run(path: Path) -> None:
    found = doctest.testfile(str(path), module_relative=False, encoding="utf-8")
    assert found.attempted
    assert found.failed == 0


@pytest.mark.parametrize(
    "path", [p for p in PAGES if "```console" in p.read_text(encoding="utf-8")], ids=lambda p: p.stem
)
def test_console_examples_run(path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A line that begins with $ is a command; what follows is what it prints, `...` for lines left out."""
    monkeypatch.chdir(tmp_path)
    for block in CONSOLE.findall(path.read_text(encoding="utf-8")):
        for command, told in commands(block):
            assert matches(told, called(command, monkeypatch)), command


def commands(block: str) -> list[tuple[str, list[str]]]:
    """The commands of a block, each with the lines that it prints."""
    found: list[tuple[str, list[str]]] = []
    for line in block.splitlines():
        if line.startswith("$ "):
            found.append((line[2:], []))
        else:
            found[-1][1].append(line.rstrip())
    return found


def called(command: str, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What a command prints, called in this process."""
    program, *arguments = shlex.split(command)
    assert program == "tvet-games"
    monkeypatch.setattr(sys, "argv", [program, *arguments])
    out = io.StringIO()
    with redirect_stdout(out), redirect_stderr(out), pytest.raises(SystemExit):
        main()
    return [line.rstrip() for line in out.getvalue().splitlines()]


def matches(told: list[str], printed: list[str]) -> bool:
    """Whether the lines told are those printed, in order, with gaps only where `...` stands."""
    pattern = "\n".join(re.escape(line) for line in told if line or told).replace(re.escape("..."), r"(?s:.*?)")
    return re.fullmatch(pattern.strip(), "\n".join(printed).strip()) is not None


def test_every_public_name_has_one_group(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(DOCS / "extensions"))
    generated = import_module("generated")
    groups = {name: generated.group_of(name) for name in tg.__all__}
    assert set(groups.values()) == set(generated.GROUPS)
    pages = "\n".join(generated.api_pages().values())
    assert [name for name in tg.__all__ if f"\n   {name}\n" not in pages] == []
    listed = (DOCS / "reference" / "index.md").read_text(encoding="utf-8")
    assert all(f"api_{key}" in listed for key in generated.GROUPS)


def test_pages_from_the_package_name_all_that_ships(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(DOCS / "extensions"))
    generated = import_module("generated")
    library, commands_ = generated.library_page(), generated.commands_page()
    for name in (*tg.conflicts(), *tg.calibrations(), *tg.instruments(), *tg.scenarios()):
        assert f"`{name}`" in library
    for name in ("search", "report", "explore", "take-up"):
        assert f"## {name}\n" in commands_
    assert all(f"## {kind}\n" in generated.formats_page() for kind in ("Conflict", "Calibration", "Scenario"))


@pytest.mark.parametrize("path", [ROOT / "README.md", *PAGES], ids=lambda p: f"{p.parent.name}-{p.stem}")
def test_links_lead_somewhere(path: Path) -> None:
    """To a page, or to one that is made when the site is built."""
    made = {"commands.md", "formats.md", "library.md", "changelog.md"}
    for target in LINK.findall(path.read_text(encoding="utf-8")):
        place = path.parent / target
        assert place.exists() or place.name in made or place.name.startswith("api_"), target


def test_pictures_are_small_and_told_in_words() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    shown = {ROOT / target: words for words, target in re.findall(r"!\[([^\]]*)\]\(([^)]+)\)", readme)}
    assert set(shown) == set((DOCS / "pictures").glob("*.png"))
    assert all(len(words) > 20 for words in shown.values())
    assert all(path.stat().st_size < 150_000 for path in shown)


def test_every_how_to_is_listed() -> None:
    for folder in ("how_to", "explanation"):
        index = (DOCS / folder / "index.md").read_text(encoding="utf-8")
        for page in (DOCS / folder).glob("*.md"):
            assert page.stem == "index" or page.stem in index, page


@pytest.mark.slow
def test_the_site_builds_and_loads_nothing(tmp_path: Path) -> None:
    site = tmp_path / "site"
    build = [sys.executable, DOCS / "build.py", "--without-notebooks", "--output", site, "--sources", tmp_path / "in"]
    done = subprocess.run([str(part) for part in build], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    pages = sorted(site.rglob("*.html"))
    assert len(pages) > len(tg.__all__)
    loaded = {address for page in pages for address in loads(page.read_text(encoding="utf-8"))}
    assert {address for address in loaded if "//" in address} == set()


def loads(text: str) -> set[str]:
    """The addresses that a page loads by itself: scripts, styles, pictures, fonts."""
    found: set[str] = set()

    class Reader(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            named = dict(attrs)
            if tag in ("script", "img", "iframe", "source", "video") and named.get("src"):
                found.add(str(named["src"]))
            if tag == "link" and named.get("rel") in ("stylesheet", "preload", "icon"):
                found.add(str(named.get("href")))

    Reader().feed(text)
    return {address for address in found if not address.startswith("data:")}
