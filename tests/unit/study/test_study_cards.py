"""Cards of what is asked of policies: each number is that of the result."""

import math

import numpy as np
import pytest
import shown_objects_studies

import tvet_games as tg
from tvet_games.tables.spread import spread
from tvet_games.tables.table import Table
from tvet_games.tables.text import plain_cell
from tvet_games.tables.words import money

EXAMPLES = shown_objects_studies.EXAMPLES


def rows_of(table: Table) -> list[list[str]]:
    return [[plain_cell(cell) for cell in row] for row in table.rows]


def test_explanation() -> None:
    found = EXAMPLES["Explanation"]()
    worth, tornado = found.card("en").tables
    assert [row[1] for row in rows_of(worth)] == [money(w.level) for w in found.instruments]
    assert [row[0] for row in rows_of(tornado)] == [found.question.label(entry.name) for entry in found.leeway]
    first = found.leeway[0]
    assert f"moves the least cost most: {money(first.cost_at_low)} at {money(first.low)}" in found.to_text(
        "en"
    ).replace("\n", " ")


def test_what_an_explanation_says_is_what_it_found() -> None:
    found = tg.explain(tg.question("school_enterprise", "germany_2022"))
    said = " ".join(found.describe())
    assert f"The cheapest package costs {money(found.solution.cost)} EUR per trainee-year." in said
    dearest = max((w for w in found.instruments if w.level), key=lambda w: w.cost_without)
    assert f"{dearest.name.replace('_', ' ').capitalize()} saves most" in said
    assert f"without it the least cost is {money(dearest.cost_without)}" in said
    assert f"Direct payments alone would cost {money(found.direct_alone)}." in said
    fails = []
    for entry in found.leeway:
        ends = [found.question.calibration.replace(**{entry.name: end}) for end in (entry.low, entry.high)]
        games = [found.question.conflicts[0].game(values, found.solution.levels) for values in ends]
        fails += [entry.name] * (not all(tg.verdict(game, tg.Nash(margin=0)).holds for game in games))
    named = ", ".join(name.replace("_", " ") for name in fails[:-1])
    assert f"there are {len(fails)} in whose range the package fails somewhere: {named} and loyalty gain." in said


@pytest.mark.parametrize(
    ("conflict", "instruments", "first"),
    [
        ("school_student", None, "No policy is needed."),
        ("school_enterprise", ["public_recognition"], "No policy within the bounds will do."),
    ],
)
def test_an_explanation_without_a_package(conflict, instruments, first) -> None:
    found = tg.explain(tg.question(conflict, "germany_2022", instruments))
    assert found.describe()[0] == first
    assert not any("package" in sentence for sentence in found.describe())
    assert plain_cell(found.card("en").parts[0]) == first


def test_an_instrument_that_nothing_replaces() -> None:
    found = tg.explain(tg.question("school_enterprise", "germany_2022", ["training_subsidy"]))
    assert found.describe()[1] == "Without training subsidy no policy will do."
    assert "no policy will do at 1,500" in " ".join(found.describe())
    assert found.describe("zh")[1] == "缺少培训补贴时没有可行的政策。"


def test_comparison_turns_on_its_side_where_there_are_many() -> None:
    few = EXAMPLES["Comparison"]()
    (table,) = few.card("en").tables
    assert table.headers == ("", "germany_apprenticeship", "austria_apprenticeship")
    many = tg.compare(["germany_apprenticeship"] * 6)
    (table,) = many.card("en").tables
    assert len(table.rows) == 6
    assert rows_of(table)[0][1:3] == ["DE", "EUR per trainee-year"]


def test_frontier() -> None:
    found = EXAMPLES["Frontier"]()
    card = found.card("en")
    assert rows_of(card.tables[0])[0][:2] == [money(found.points[0].strength), money(found.points[0].cost)]
    assert plain_cell(card.parts[-1]).startswith("Between two rows the cost is linear")
    nothing = tg.frontier("germany_apprenticeship", "budget", stop=100)
    assert "Nothing can be had for so little" in nothing.to_text("en")
    fine = tg.frontier("switzerland_it_patience", "delta", points=4)
    assert "need not be linear" in fine.to_text("en").replace("\n", " ")


def test_take_up() -> None:
    found = tg.take_up("germany_2022", levels=[0, 8_100])
    assert rows_of(found.card("en").tables[0]) == [
        ["0", "25.0%", "+0.0%", "0", "-", "100.0%"],
        ["8,100", "50.0%", "+25.0%", "4,050", "16,200", "50.0%"],
    ]
    many = tg.take_up("germany_2022", levels=np.linspace(0, 8_000, 500))
    (table,) = many.card("en").tables
    assert (len(table.rows), table.note) == (40, "40 of 500 rows; to_frame() has all.")
    assert "培训补贴" in found.card("zh").title


@pytest.mark.parametrize(("kind", "column"), [("ChancePolicy", "chance"), ("RobustPolicy", "robust")])
def test_packages_beside_the_central_one(kind: str, column: str) -> None:
    found = EXAMPLES[kind]()
    (table,) = found.card("en").tables
    frame = found.to_frame()
    used = frame[(frame["central"] != 0) | (frame[column] != 0)]
    assert [row[1:3] for row in rows_of(table)] == [
        [money(a), money(b)] for a, b in zip(used["central"], used[column], strict=True)
    ]
    assert plain_cell(found.card("zh").parts[0]) == found.describe("zh")[0]


def test_contracts() -> None:
    found = EXAMPLES["ContractEffect"]()
    without, alone, together = rows_of(found.card("en").tables[0])
    assert without[2] == money(found.public_cost_without)
    assert (alone[1], alone[3]) == ("infeasible", money(found.missing))
    assert together[2:] == [money(found.public_cost_with), "", money(found.payments[0].amount)]


def test_sites_and_portfolio() -> None:
    many = tg.Sites(tuple(f"site {k}" for k in range(100)), np.ones(100), {"training_cost": np.arange(100.0)})
    ranges, sites = many.card("en").tables
    assert rows_of(ranges) == [["training cost", "0", "49.50", "99"]]
    assert (len(sites.rows), sites.note) == (40, "... and 60 more; a CSV file takes all.")
    found = EXAMPLES["Portfolio"]()
    assert [row[2] for row in rows_of(found.card("en").tables[0])] == ["yes" if f else "no" for f in found.funded]


def test_worlds_fold_where_they_are_many() -> None:
    assert EXAMPLES["Worlds"]().card("en").tables[0].folded
    few = tg.draw_worlds("germany_2022", 4, names=["standing"])
    (table,) = few.card("en").tables
    low, mean, high = (money(float(of(few.values))) for of in (np.min, np.mean, np.max))
    assert not table.folded
    assert rows_of(table) == [["standing", "uniform", low, mean, high, "assumed"]]


@pytest.mark.parametrize("count", [0, 1, 2, 39, 40, 41, 1_000])
def test_spread_keeps_the_ends(count: int) -> None:
    rows = range(count)
    few = spread(rows)
    assert len(few) == min(count, 40)
    assert list(few) == sorted(set(few))
    if count:
        assert (few[0], few[-1]) == (0, count - 1)


def test_verdicts() -> None:
    form = tg.NormalFormGame.from_bimatrix
    hunt = form([[4, 0], [3, 2]], [[4, 3], [0, 2]])
    assert "The slack is 0 per head and period." in tg.verdict(hunt, tg.Nash(margin=1)).to_text("en")
    assert "It falls short by" in tg.verdict(hunt, tg.RiskDominant()).to_text("en")
    dilemma = form([[3, 0], [5, 1]], [[3, 5], [0, 1]])
    assert "falls short by 3 " in tg.verdict(dilemma, tg.Nash(margin=1)).to_text("en")
    assert "no equilibrium" in tg.verdict(dilemma, tg.RiskDominant()).to_text("en")
    assert math.isinf(tg.verdict(dilemma, tg.RiskDominant()).slack)
    both = form(np.array([[[4, 0], [3, 2]], [[3, 0], [5, 1]]]), np.array([[[4, 3], [0, 2]], [[3, 5], [0, 1]]]))
    found = tg.verdict(both, tg.Nash(margin=1))
    assert "in 1 of 2 games (50 %)" in found.to_text("en")
    assert len(repr(found)) < 300


@pytest.mark.parametrize("find", [tg.robust, lambda asked: tg.chance(asked, 0.01, draws=700, rng=1)])
def test_a_package_that_there_is_not_has_no_columns(find) -> None:
    asked = tg.question(
        "school_enterprise", "germany_2022", ["training_subsidy"], bounds={"training_subsidy": (0, 5_000)}
    )
    (table,) = find(asked).card("en").tables
    assert table.headers == ("instrument", "level", "bounds")
    assert rows_of(table) == [["training subsidy", "4,676.33", "0 to 5,000"]]
