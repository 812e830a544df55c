"""The same card in HTML, LaTeX and text: nothing unescaped, nothing lost."""

from xml.etree import ElementTree

import pytest

from tvet_games.tables.card import Card
from tvet_games.tables.html import html_of
from tvet_games.tables.latex import latex_of
from tvet_games.tables.table import Best, Link, Math, Strong, Table
from tvet_games.tables.text import text_of

HOSTILE = "<script>alert('x')</script> & 100 % of $5_{x} ~^\\ \"q\""


def card_of(cell: object) -> Card:
    return Card(HOSTILE, HOSTILE, (HOSTILE, Table((HOSTILE,), ((cell,),), HOSTILE, note=HOSTILE)))  # type: ignore[arg-type]


def body(card: Card) -> ElementTree.Element:
    """The card as XML: fails where HTML is not well formed."""
    return ElementTree.fromstring(f"<page>{html_of(card)}</page>")


@pytest.mark.parametrize("cell", [HOSTILE, Best(HOSTILE), Strong(HOSTILE), Link(HOSTILE, "https://x.org/?a=1&b=2")])
def test_html_keeps_every_text_and_runs_none(cell: object) -> None:
    page = body(card_of(cell))
    assert not page.findall(".//script")
    said = "".join(page.itertext())
    assert said.count(HOSTILE) == 7
    # A dollar sign alone in its element is no start of mathematics.
    assert all("$" not in (e.text or "") or e.text == "$" for e in page.iter() if e.tag != "style")


@pytest.mark.parametrize("address", ["javascript:alert(1)", "data:text/html,x", "file:///etc", " https://x"])
def test_links_lead_to_pages_only(address: str) -> None:
    page = body(card_of(Link("source", address)))
    assert not page.findall(".//a")
    assert "source" in "".join(page.itertext())


def test_an_address_cannot_leave_its_attribute() -> None:
    (link,) = body(card_of(Link("source", 'https://x.org/" onclick="alert(1)'))).findall(".//a")
    assert set(link.attrib) == {"href", "target", "rel"}


def test_formulas_are_mathml() -> None:
    page = body(card_of(Math(r"\frac{\rho \, H}{2}")))
    (formula,) = (e for e in page.iter() if e.tag.endswith("}math"))
    assert "".join("".join(formula.itertext()).split()) == "ρH2"


def test_latex_escapes_every_text() -> None:
    latex = latex_of(card_of(Best(HOSTILE)))
    tabular = latex[latex.index(r"\begin") :]
    assert r"\textless{}script\textgreater{}" in tabular
    assert r"\& 100 \% of \$5\_\{x\} \textasciitilde{}\textasciicircum{}\textbackslash{}" in tabular
    assert tabular.count("{") - tabular.count(r"\{") == tabular.count("}") - tabular.count(r"\}")


def test_a_title_stays_a_comment_in_latex() -> None:
    table = Table(("a",), (("1",),), "two\nlines")
    assert latex_of(Card("", parts=(table,))).splitlines()[0] == "% two lines"


def test_latex_rows_do_not_begin_with_a_bracket() -> None:
    table = Table((), (("[a]", "1"), ("b", "2")), framed=frozenset({(1, 1)}))
    lines = latex_of(Card("", parts=(table,))).splitlines()
    assert lines[2:4] == [r"{}[a] & 1 \\", r"b & \fbox{2} \\"]


@pytest.mark.parametrize(
    ("texts", "columns"),
    [
        (("x" * 30, "1", "y" * 30), "lrl"),
        (("x" * 60, "1", "y" * 60), r"p{0.46\textwidth}rp{0.46\textwidth}"),
        (("x" * 10, "1", "y" * 90), r"lrp{0.79\textwidth}"),
        (("企业" * 20, "1", "y" * 10), r"p{0.79\textwidth}rl"),
        (("x" * 200, "1" * 80, "y" * 200), r"p{0.1\textwidth}rp{0.1\textwidth}"),
    ],
)
def test_the_widest_texts_wrap_where_the_page_is_too_narrow(texts: tuple[str, ...], columns: str) -> None:
    table = Table(("a", "b", "c"), (texts,), right=(1,))
    assert latex_of(Card("", parts=(table,))).splitlines()[0] == rf"\begin{{tabular}}{{{columns}}}"


@pytest.mark.parametrize(("count", "kind"), [(45, "tabular"), (46, "longtable")])
def test_a_table_longer_than_a_page_is_a_longtable(count: int, kind: str) -> None:
    table = Table(("a",), (("1",),) * count)
    lines = latex_of(Card("", parts=(table,))).splitlines()
    assert lines[0] == rf"\begin{{{kind}}}{{l}}"
    assert lines[-1] == rf"\end{{{kind}}}"
    assert (r"\endhead" in lines) == (kind == "longtable")


def test_folded_tables_stay_in_latex_and_text() -> None:
    table = Table(("a",), (("1",),), "Details", folded=True)
    card = Card("Title", parts=(table,))
    assert "<details>" in html_of(card)
    assert r"\begin{tabular}" in latex_of(card)
    assert text_of(card).splitlines()[:2] == ["Title", "Details"]


def test_text_marks_best_responses_and_frames(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    table = Table((), ((Best("4"), (Best("1"), " / ", "[bold]2[/bold]")),), framed=frozenset({(0, 1)}))
    assert text_of(Card("t", parts=(table,))).splitlines()[1].split("  ")[-1].strip() == "[1* / [bold]2[/bold]]"


def test_empty_tables_are_written() -> None:
    card = Card("t", parts=(Table((), ()),))
    assert body(card).findall(".//table")
    assert latex_of(card).endswith(r"\end{tabular}")
    assert text_of(card) == "t"
