"""The report: says what the package says, in one valid file that loads nothing and runs nothing."""

import datetime
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import html5lib
import pytest

import tvet_games as tg
from tvet_games.errors import InputError
from tvet_games.show.report.report import report_html
from tvet_games.tables.words import money

DAY = datetime.date(2026, 12, 1)

QUICK = ("germany_apprenticeship", "switzerland_it_patience")
SLOW = tuple(name for name in tg.scenarios() if name not in QUICK)
SCENARIOS = [*QUICK, *(pytest.param(name, marks=pytest.mark.slow) for name in SLOW)]

HOSTILE = '<script>window.hacked=1</script><img src=x onerror="window.hacked=1">'

LEFT_OUT = """
format = 1
[scenario]
name        = "mine"
question.en = '{text}'
question.zh = '{text}'
conflicts   = ["school_enterprise"]
calibration = "germany_2022"
[criterion]
nash = {{ margin = 1 }}
[instrument.training_subsidy]
high = {high}
[label.en]
mine = '{text}'
"""


@cache
def dossier(name: str) -> tg.Dossier:
    return tg.dossier(name, draws=256)


@pytest.fixture(params=SCENARIOS)
def found(request: pytest.FixtureRequest) -> tg.Dossier:
    return dossier(request.param)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_report_is_valid_and_whole(found: tg.Dossier, language: str) -> None:
    text = report_html(found, DAY, language)
    tree = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(text)
    ids = [e.get("id") for e in tree.iter() if e.get("id")]
    assert len(ids) == len(set(ids))
    links = [e.get("href") for e in tree.iter("a")]
    assert {link[1:] for link in links if link.startswith("#")} <= set(ids)
    assert all(link.startswith(("#", "http://", "https://")) for link in links)
    names = {named[1:] for named in re.findall(r'xlink:href="(#[^"]+)"', text)} | set(
        re.findall(r"url\(#([^)]+)\)", text)
    )
    assert names <= set(ids)
    assert not list(tree.iter("script"))
    assert not [e for e in tree.iter() if e.get("src")]
    assert found.scenario.question.of(language) in "".join(tree.find("body").find("header").itertext())


def test_numbers_are_those_of_the_search(found: tg.Dossier) -> None:
    text = plain(report_html(found, DAY, "en"))
    solution = tg.search(found.scenario)
    assert solution.cost is not None
    assert money(solution.cost) in text
    for level in solution.levels.values():
        assert money(level) in text or not level
    assert "checked the answer: it holds" in text
    for reference in found.sources.references:
        assert " ".join(reference.title.split()) in text


def test_chinese_has_no_english_phrases() -> None:
    """But for the command, the versions, and what files and sources say in English."""
    text = report_html(dossier("germany_apprenticeship"), DAY, "zh")
    body = text[text.index("<body>") : text.index('<section id="figures"')]
    told = re.sub(r"<svg.*?</svg>|<math.*?</math>", " ", body, flags=re.DOTALL)
    words = set(re.findall(r"[a-z]{4,}", plain(told)))
    meanings = " ".join(p.meaning for p in tg.load_conflict("school_enterprise").parameters.values())
    assert words <= set(re.findall(r"[a-z]{4,}", meanings))


def test_same_input_same_file(tmp_path: Path) -> None:
    for name in ("a.html", "b.html"):
        tg.report(dossier("germany_apprenticeship"), tmp_path / name, language="en", date="2026-12-01")
    assert (tmp_path / "a.html").read_bytes() == (tmp_path / "b.html").read_bytes()
    assert sorted(p.name for p in tmp_path.iterdir()) == ["a.html", "b.html"]


def test_a_scenario_is_taken_as_an_object(tmp_path: Path) -> None:
    scenario = tg.load_scenario("germany_apprenticeship")
    found = tg.report(scenario, tmp_path / "r.html", draws=64, rng=3)
    assert found.origin.seed == 3
    assert "--draws 64 --seed 3" in (tmp_path / "r.html").read_text(encoding="utf-8")


def test_what_files_say_is_never_markup(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(LEFT_OUT.format(text=HOSTILE, high=20_000), encoding="utf-8")
    for language in ("en", "zh"):
        text = report_html(tg.dossier(path, draws=64), DAY, language)
        tree = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(text)
        assert not list(tree.iter("script"))
        assert not list(tree.iter("img"))
        assert HOSTILE in "".join(tree.itertext())


def test_without_a_policy_it_says_what_is_missing(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(LEFT_OUT.format(text="Is 100 EUR enough?", high=100), encoding="utf-8")
    found = tg.report(path, tmp_path / "r.html", language="en")
    text = plain((tmp_path / "r.html").read_text(encoding="utf-8"))
    assert not found.solution.feasible
    assert "Why no policy will do" in text
    assert found.solution.describe()[0] in text
    assert found.explanation is None


@pytest.mark.parametrize(
    ("path", "date", "message"),
    [
        ("r.pdf", None, "'.pdf' is no file of a report; expected one that ends in .html or .htm"),
        ("r.html", "2026-13-01", "date: '2026-13-01' is no date, as in 2026-12-31"),
        ("none/r.html", None, "cannot be written: No such file or directory"),
    ],
)
def test_bad_requests_are_told(tmp_path: Path, path: str, date: str | None, message: str) -> None:
    with pytest.raises(InputError, match=re.escape(message)):
        tg.report(dossier("germany_apprenticeship"), tmp_path / path, date=date)
    assert not list(tmp_path.iterdir())


def plain(text: str) -> str:
    """What a page says, without its pictures' letters."""
    tree = html5lib.parse(text, namespaceHTMLElements=False)
    return " ".join("".join(words(tree)).split())


def words(element: object) -> Iterator[str]:
    yield from element.itertext()  # type: ignore[attr-defined]
