"""Every public object shows itself: well-formed HTML in two languages, LaTeX that balances, a short repr."""

import re
from collections.abc import Callable
from functools import cache
from typing import Any
from xml.etree import ElementTree

import pytest
import shown_objects
import shown_objects_mechanisms
import shown_objects_studies

import tvet_games as tg
from tvet_games.policy.criteria import CRITERIA
from tvet_games.tables.labels import LANGUAGES
from tvet_games.tables.shown import Shown

EXAMPLES: dict[str, Callable[[], Any]] = {
    **shown_objects.EXAMPLES,
    **shown_objects_mechanisms.EXAMPLES,
    **shown_objects_studies.EXAMPLES,
}

HOMES = tuple(f"tvet_games.{name}" for name in ("games", "solve", "symbolic", "model", "policy", "study"))
"""Where every public class shows itself."""

VALUES = {
    *(kind.__name__ for kind in CRITERIA.values()),
    *("BestResponse", "Logit", "Replicator"),  # dynamics
    *("Citation", "Priorities", "Ranking", "Transfer"),
}
"""Classes that are written as they are."""

SOURCES = {"Calibration", "Codebook", "Figure", "Figures"}
"""What quotes sources, in their language and units."""

every = pytest.mark.parametrize("name", sorted(EXAMPLES))


@cache
def example(name: str) -> Any:
    return EXAMPLES[name]()


def test_no_public_class_is_forgotten() -> None:
    public = {name: getattr(tg, name) for name in tg.__all__}
    kinds = {name for name, thing in public.items() if isinstance(thing, type) and thing.__module__.startswith(HOMES)}
    assert kinds - VALUES <= EXAMPLES.keys()


@every
def test_it_is_what_it_is_called(name: str) -> None:
    assert type(example(name)).__name__ == name
    assert isinstance(example(name), Shown)


@every
def test_its_repr_is_short(name: str) -> None:
    said = repr(example(name))
    assert len(said) < 300
    assert said.startswith(name)
    assert "\n" not in said


@every
def test_html_is_well_formed_and_loads_nothing(name: str) -> None:
    for language in LANGUAGES:
        html = example(name).to_html(language)
        page = ElementTree.fromstring(f"<page>{html.replace('<br>', '<br/>')}</page>")
        assert {
            e.tag for e in page.iter() if "src" in e.attrib or e.tag in ("script", "img", "iframe", "link")
        } == set()
        assert all(e.attrib["href"].startswith("http") for e in page.iter() if "href" in e.attrib)
        assert "url(" not in html


@every
def test_the_languages_differ(name: str) -> None:
    english, chinese = (example(name).to_text(language) for language in LANGUAGES)
    assert not re.search("[\u4e00-\u9fff]", re.sub("“[^”]*”", "", english))
    assert re.search("[\u4e00-\u9fff]", chinese.splitlines()[0]), "the title is in Chinese"


@pytest.mark.parametrize("name", sorted(EXAMPLES.keys() - SOURCES))
def test_units_are_told_in_the_language(name: str) -> None:
    shown = example(name)
    said = shown.describe("zh") if hasattr(shown, "describe") else ()
    for text in (shown.to_html("zh"), *map(str, said)):
        assert not re.search("(EUR|CHF|CNY) per|(trainee|teacher|site)-year|[0-9] (EUR|CHF|CNY)", text)


@every
def test_latex_balances(name: str) -> None:
    for language in LANGUAGES:
        latex = example(name).to_latex(language)
        for tabular in re.findall(r"\\begin\{tabular\}.*?\\end\{tabular\}", latex, re.DOTALL):
            check_tabular(tabular)
        assert latex.count(r"\begin{tabular}") == latex.count(r"\end{tabular}")


def check_tabular(tabular: str) -> None:
    r"""As many cells in each row as columns; braces and dollar signs in pairs."""
    plain = re.sub(r"\\[\\{}$&%#_]", lambda m: "\n" if m.group() == r"\\" else "", tabular)
    assert plain.count("{") == plain.count("}")
    assert plain.count("$") % 2 == 0
    head, *lines = plain.splitlines()
    columns = re.sub(r"p\{[^}]*\}", "p", head.removeprefix(r"\begin{tabular}").replace(r"\textwidth", ""))
    count = len(re.sub("[^lrcp]", "", columns))
    rows = [line for line in lines if line.strip() and not line.startswith((r"\hline", r"\end"))]
    assert rows
    assert {line.count("&") + 1 for line in rows} <= {count, 1}


@every
def test_it_has_a_table_for_papers(name: str) -> None:
    frame = example(name).to_frame()
    assert len(frame.columns)
    assert len(frame)


@every
def test_a_shell_shows_the_title_first(name: str) -> None:
    for language in LANGUAGES:
        card = example(name).card(language)
        assert card.title
        assert example(name).to_text(language).startswith(card.title[:40])
        assert card.parts
