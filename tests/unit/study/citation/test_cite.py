"""How to cite: one set of facts, the sources of what ships, and BibTeX that LaTeX can read."""

import re
from dataclasses import replace
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

import tvet_games as tg
from tvet_games.errors import UnknownNameError
from tvet_games.model.figures import figures
from tvet_games.study.citation.bibtex import bibtex_text, entry
from tvet_games.study.citation.cite import STYLES, Citation, cite
from tvet_games.study.citation.facts import PAPER, SOFTWARE
from tvet_games.study.citation.published import reference_of
from tvet_games.study.citation.reference import Reference, read_reference

ROOT = Path(__file__).parents[4]


def test_the_citation_file_tells_the_same() -> None:
    told = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    software = (told["title"], str(told["version"]), told["license"], (told["authors"][0]["name"],))
    assert software == (SOFTWARE.title, SOFTWARE.version, SOFTWARE.licence, SOFTWARE.authors)
    paper = told["references"][0]
    people = tuple(f"{a['family-names']}, {a['given-names']}" for a in paper["authors"])
    assert (paper["type"], paper["title"], people) == (PAPER.kind, PAPER.title, PAPER.authors)
    assert SOFTWARE.version == tg.__version__
    assert f"Copyright (c) {SOFTWARE.year} {SOFTWARE.authors[0]}" in (ROOT / "LICENSE").read_text(encoding="utf-8")


def test_the_package_needs_no_file_beside_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    assert tg.__version__ in cite().text


@pytest.mark.parametrize("name", tg.calibrations())
def test_a_calibration_names_the_source_of_every_published_figure(name: str) -> None:
    calibration, known = tg.load_calibration(name), figures()
    used = {i for v in calibration.values.values() for i in v.figures}
    found = {i for r in cite(name).references for i in r.figures}
    assert found <= set(known)
    assert {known[i].grade for i in used - found} <= {"derived"}
    addresses = {r.url for r in cite(name).references if r.url}
    assert all(any(a in known[i].source for i in found) for a in addresses)


SOURCES = sorted({f.source for f in figures().values() if f.grade != "derived" or "http" in f.source})


@pytest.mark.parametrize("source", SOURCES)
def test_references_of_figures_hold_what_their_source_tells_and_nothing_else(source: str) -> None:
    reference = reference_of(source)
    assert reference.title != source, "it lacks a row in sources.csv"
    told = " ".join((*reference.authors, reference.title, reference.place, reference.note, reference.year))
    words = re.findall(r"\w+", told.lower())
    assert set(words) <= set(re.findall(r"\w+", source.lower()))
    assert reference.url in source
    assert "..." not in reference.address


def test_definitions_are_no_sources() -> None:
    for name in tg.calibrations():
        assert not [r for r in cite(name).references if "definition" in r.title or not (r.authors or r.url or r.year)]


def test_an_apa_list_that_can_be_printed() -> None:
    told = cite("germany_2022", "apa").text
    assert "Schoenfeld & Wenzelmann (2024). Tarifliche Ausbildungsverguetungen 2023. BIBB. https://" in told
    assert "BIBB (2022). Datenreport 2022 (IAB-Betriebspanel). https://" in told
    assert ".." not in told
    assert read_reference("price list of the centre (2024)").apa() == "price list of the centre. (2024)."


def test_entries_have_what_their_type_requires() -> None:
    told = cite("switzerland_electrician").bibtex() + cite("china_2021").bibtex() + cite().bibtex()
    for kind, body in re.findall(r"^@(\w+)\{\w+,\n(.*?)^\}", told, re.MULTILINE | re.DOTALL):
        fields = set(re.findall(r"^  (\w+) = ", body, re.MULTILINE))
        assert "title" in fields
        assert kind != "article" or {"author", "journal", "year"} <= fields
    assert "author = {{Yi} and others}" in told or "author = {Yi and others}" in told
    assert "  note = {figures" not in told


@pytest.mark.parametrize("style", STYLES)
def test_the_same_by_name_and_by_object(style: str) -> None:
    assert cite("austria_2016", style).text == cite(tg.load_calibration("austria_2016"), style).text
    assert cite(tg.nucleolus, style).text == cite("nucleolus", style).text


def test_conflicts_scenarios_and_functions() -> None:
    assert cite("school_enterprise").references[1].note == "section 3.2.2 (1)"
    assert set(cite("germany_2022").references) <= set(cite("germany_apprenticeship").references)
    assert cite("bargain").references[0].doi == "10.2307/1907266"
    assert cite("tax_credit").references


def test_every_public_name_has_readable_references() -> None:
    for name in tg.__all__:
        for reference in cite(name).references:
            assert 3 < len(reference.title) < 250, (name, reference)


def test_what_is_not_known_is_an_error() -> None:
    with pytest.raises(UnknownNameError, match="did you mean 'austria_2016'"):
        cite("austria_2061")
    with pytest.raises(UnknownNameError, match="style"):
        cite(style="mla")  # type: ignore[arg-type]
    with pytest.raises(tg.InputError, match="expected a calibration"):
        cite(3)


def test_keys_are_unique_everywhere() -> None:
    for name in (*tg.calibrations(), *tg.scenarios()):
        keys = re.findall(r"^@\w+\{(.+),$", cite(name).bibtex(), re.MULTILINE)
        assert len(keys) == len(set(keys)) == len(cite(name).references)
        assert all(re.fullmatch(r"\w+", key) for key in keys)


def test_umlauts_and_signs() -> None:
    source = Reference("misc", "Löhne & Kosten: 5 % von $3_000 – „ß“", ("Muñoz, José", "Ministry of R&D"), "2020")
    written = entry(source, "k")
    assert r"author = {Mu{\~n}oz, Jos{\'e} and {Ministry of R\&D}}" in written
    assert r"title = {{L{\"o}hne \& Kosten: 5 \% von \$3\_000 -- {\quotedblbase}{\ss}``}}" in written


def test_addresses_are_left_alone() -> None:
    source = replace(PAPER, url="https://example.org/a_b?c=%20&d=~e#f")
    assert "url = {https://example.org/a_b?c=%20&d=~e#f}" in entry(source, "k")


@given(st.text(alphabet=st.characters(blacklist_categories=("Cs", "Cc"))))
def test_escaped_texts_keep_braces_in_balance_and_nothing_special(text: str) -> None:
    written = bibtex_text(text)
    bare = re.sub(r"\$\\[a-zA-Z]+\$|\\[a-zA-Z]+|\\.", "", written)
    assert not set(bare) & set("&%$#_^~")
    depth = 0
    for sign in re.sub(r"\\[{}]", "", written):
        depth += {"{": 1, "}": -1}.get(sign, 0)
        assert depth >= 0
    assert depth == 0


@given(st.text())
def test_any_line_becomes_a_reference(line: str) -> None:
    read_reference(line)


def test_it_shows_itself() -> None:
    html = Citation("<b>", (Reference("misc", "<script>", url="https://example.org"),), "text").to_html()
    assert "<script>" not in html
    assert 'href="https://example.org"' in html
    assert "如何引用" in cite().to_html("zh")
    assert list(cite("austria_2016").to_frame().columns)[:3] == ["kind", "title", "authors"]
