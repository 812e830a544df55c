"""The card of a policy solution: what it says is what the solution holds."""

import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest

import tvet_games as tg
from tvet_games.tables.table import Strong, Table, pieces
from tvet_games.tables.text import plain_cell
from tvet_games.tables.words import money

HOSTILE = "<script>alert(1)</script> & 5 % of $x_1$ ^~\\"


def table_of(solution: tg.PolicySolution, title: str) -> Table:
    (found,) = [table for table in solution.card("en").tables if table.title.startswith(title)]
    return found


def rows_of(table: Table) -> list[list[str]]:
    return [[plain_cell(cell) for cell in row] for row in table.rows]


@pytest.fixture(scope="module")
def german() -> tg.PolicySolution:
    return tg.search("germany_apprenticeship")


def test_the_answer_comes_first_and_the_rest_is_folded(german: tg.PolicySolution) -> None:
    card = german.card("en")
    assert card.title == "Cheapest policy"
    assert card.about == "Germany 2022 · EUR per trainee-year · a Nash equilibrium (margin 1)"
    first, *_ = pieces(card.parts[0])
    assert first == Strong(german.describe()[0])
    assert [table.folded for table in card.tables] == [False, False, True, True, True, True, True, True]
    said = [part for part in card.parts if isinstance(part, str)]
    assert all(sentence in said for sentence in german.describe()[2:4])


def test_the_package_is_that_of_the_solution(german: tg.PolicySolution) -> None:
    rows = rows_of(table_of(german, "Cheapest package"))
    used = {name.replace("_", " "): money(level) for name, level in german.levels.items() if level}
    assert {row[0]: row[1] for row in rows} == used
    assert {row[0]: row[2] for row in rows} == {
        "cultural programme": "share",
        "free riding levy": "EUR",
        "training subsidy": "EUR",
    }
    total = sum(float(row[4].replace(",", "")) for row in rows)
    assert total == pytest.approx(float(german.cost), abs=0.01)


def test_every_equilibrium_stands_in_one_row(german: tg.PolicySolution) -> None:
    (outcome,) = german.outcomes
    rows = rows_of(table_of(german, "Equilibria before and after"))
    assert rows[0][1:] == ["nominal / free-ride", "0 / 0 *", "0 / -891.36"], "where things stand, marked"
    assert rows[1][1:] == ["co-train / invest", "–", "3,700 / 22.97"]
    assert [row[2] != "–" for row in rows].count(True) == len(outcome.before)
    assert [row[3] != "–" for row in rows].count(True) == len(outcome.after)


def test_a_status_quo_stands_beside_the_package() -> None:
    found = tg.search("germany_premium")
    package = table_of(found, "Cheapest package")
    assert package.headers[1:3] == ("status quo", "level")
    assert rows_of(package)[0][:3] == ["training subsidy", "2,000", "4,000"]


def test_one_that_is_given_need_be_no_equilibrium() -> None:
    today = {"school_enterprise": {"school": "co_train", "enterprise": "free_ride"}}
    found = tg.cheapest_policy("school_enterprise", "germany_2022", ["training_subsidy", "school_grant"], today=today)
    first = rows_of(table_of(found, "Equilibria before and after"))[0]
    assert first[1] == "co-train / free-ride"
    assert first[2].endswith("*")
    assert "学校" in found.outcomes[0].baseline.to_text("zh")


def test_where_there_is_none() -> None:
    found = tg.cheapest_policy("school_enterprise", "germany_2022", ["public_recognition"])
    card = found.card("en")
    assert card.title == "No policy will do"
    assert "No policy within the bounds will do" in plain_cell(card.parts[0])
    before = table_of(found, "Equilibria before")
    assert [plain_cell(head) for head in before.headers] == ["conflict", "equilibrium", "before"]
    assert not [table for table in card.tables if table.title == "Cheapest package"]
    assert found.card("zh").title == "没有可行的政策"


def test_where_none_is_needed() -> None:
    found = tg.cheapest_policy("school_student", "germany_2022")
    card = found.card("en")
    assert card.title == "No policy is needed"
    table = table_of(found, "Equilibria")
    assert (table.title, table.headers) == ("Equilibria", ("conflict", "equilibrium", "payoffs"))
    assert len(table.rows) == len(found.outcomes[0].before) == 3
    assert "What it costs the public" not in [table.title for table in card.tables]
    assert rows_of(table_of(found, "Balance"))[-2][1] == "0", "no sign before nothing"


def test_it_says_where_its_proof_does_not_hold(german: tg.PolicySolution) -> None:
    from dataclasses import replace

    assert "verified in fractions" in german.to_text("en")
    other = replace(german, lower_bound=german.lower_bound - 1)
    assert "NOT VERIFIED" in other.to_text("en")
    assert "未通过验证" in other.to_text("zh")


def test_a_mixed_equilibrium_is_told_in_percent(german: tg.PolicySolution) -> None:
    told = [row[1] for row in rows_of(table_of(german, "Equilibria before and after"))]
    assert told[-1] == "almost always co-train / 34.6 % invest + 65.4 % free-ride"


def test_the_command_prints_the_card(german: tg.PolicySolution, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "110")
    run = [sys.executable, "-m", "tvet_games.cli", "search", "germany_apprenticeship"]
    out = subprocess.run(run, capture_output=True, text=True, check=True).stdout
    printed = [line.strip() for line in out.splitlines() if line.strip()]
    assert printed[0].startswith("question: ")
    assert printed[1:] == [line.strip() for line in german.to_text("en").splitlines()]


def test_labels_of_others_are_texts(tmp_path: Path) -> None:
    library = Path(tg.__file__).parent / "library"
    text = next(library.rglob("school_enterprise.toml")).read_text(encoding="utf-8")
    start = text.index("[label.")
    labels = "\n".join(f"{name} = '{HOSTILE}'" for name in ("school_enterprise", "school", "co_train", "enterprise"))
    path = tmp_path / "school_enterprise.toml"
    path.write_text(f"{text[:start]}\n[label.en]\n{labels}\n", encoding="utf-8")
    found = tg.cheapest_policy(tg.load_conflict(path), "germany_2022", ["training_subsidy", "school_grant"])
    page = ElementTree.fromstring(f"<page>{found.to_html('en').replace('<br>', '<br/>')}</page>")
    assert not page.findall(".//script")
    assert HOSTILE in "".join(page.itertext())
    assert r"\textless{}script\textgreater{}" in found.to_latex("en")
    assert "<script>" not in found.to_latex("en")
