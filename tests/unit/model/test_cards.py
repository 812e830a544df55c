"""Cards of what files hold: instruments, scenarios, graph models, stakeholders, figures, policies."""

from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest

import tvet_games as tg
from tvet_games.model.criterion_words import criteria_words
from tvet_games.tables.table import Link, Math, pieces
from tvet_games.tables.text import plain_cell


def cells(thing: object, title: str) -> list[list[str]]:
    (found,) = [table for table in thing.card("en").tables if table.title == title]  # type: ignore[attr-defined]
    return [[plain_cell(cell) for cell in row] for row in found.rows]


def test_an_instrument_tells_what_a_level_does() -> None:
    levy = tg.load_instrument("free_riding_levy")
    assert cells(levy, "What a level does") == [
        ["School and enterprise", "free-ride", "enterprise: -level", "-level"],
        ["Enterprise and student", "exploit", "enterprise: -level", "-level"],
        ["every conflict", "", "", "levy_administration_share*level"],
    ]
    card = levy.card("en")
    assert "between 0 and levy_ceiling." in plain_cell(card.parts[1])
    assert "Staying out of the partnership does not avoid it." in plain_cell(card.parts[2])
    (effects, parameters, basis) = card.tables
    assert effects.rows[2][3] == Math(r"a_l \, \mathrm{level}", "levy_administration_share*level")
    assert parameters.rows[0][0] == Math("a_l", "levy_administration_share")
    assert any(isinstance(piece, Link) for piece in pieces(basis.rows[0][2]))


def test_texts_of_a_file_are_texts(tmp_path: Path) -> None:
    hostile = "<script>alert(1)</script> & 5 % of $x_1$"
    path = tmp_path / "mine.toml"
    path.write_text(
        f"""
format = 1
[instrument]
name = "mine"
dimension = "money"
bounds = [0, 100]
paid_once_per = "trainee"
about.en = "{hostile}"
basis = [{{ country = "{hostile}", what = "{hostile}" }}]
[parameter]
mine_cost = {{ symbol = "\\\\input{{x}}", dimension = "share", meaning = "{hostile}" }}
[[effect]]
conflict = "school_enterprise"
when = {{ enterprise = "invest" }}
enterprise = "level"
public_cost = "mine_cost*level"
[label.en]
mine = "{hostile}"
"""
    )
    card = tg.load_instrument(path)
    page = ElementTree.fromstring(f"<page>{card.to_html('en')}</page>")
    assert not page.findall(".//script")
    assert "".join(page.itertext()).count(hostile) == 5
    latex = card.to_latex("en")
    assert r"\input" not in latex
    assert "<script>" not in latex


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("name", tg.instruments())
def test_every_instrument_has_a_row_an_effect(name: str, language: str) -> None:
    instrument = tg.load_instrument(name)
    assert len(instrument.card(language).tables[0].rows) == len(instrument.effects)
    assert instrument.to_html(language)
    assert len(repr(instrument)) < 300


@pytest.mark.parametrize("name", tg.scenarios())
def test_a_scenario_and_its_question_say_the_same(name: str) -> None:
    from tvet_games.policy.scenario import as_question

    scenario = tg.load_scenario(name)
    asked = as_question(scenario)
    assert len(repr(scenario)) < 300
    assert len(repr(asked)) < 300
    said, other = (
        {plain_cell(row[0]): plain_cell(row[1]) for row in thing.card("en").tables[0].rows}
        for thing in (scenario, asked)
    )
    for key in ("conflicts", "calibration", "criterion", "limits", "heads", "cost of raising the money", "today"):
        assert said.get(key) == other.get(key)
    levels, others = (thing.card("en").tables[1:] for thing in (scenario, asked))
    assert levels == others


def test_a_scenario_tells_its_limits_in_words() -> None:
    card = tg.load_scenario("germany_premium").card("en")
    facts = {plain_cell(row[0]): plain_cell(row[1]) for row in card.tables[0].rows}
    assert facts["limits"].endswith("nobody worse off than today; at most 2 instruments")
    assert facts["cost of raising the money"] == "20 % beyond the money itself"
    assert cells(tg.load_scenario("germany_premium"), "Levels that the question sets")[0] == [
        "training subsidy",
        "100",
        "2,000",
    ]


def test_bounds_of_a_scenario_in_words(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(
        'format = 1\n[scenario]\nname = "mine"\nconflicts = ["school_enterprise"]\ncalibration = "germany_2022"\n'
        "[instrument]\ntraining_subsidy = { low = 100, high = 900 }\nschool_grant = { fixed = 50 }\n"
        "retention_bonus = { high = 10 }\n"
    )
    scenario = tg.load_scenario(path)
    assert [row[1] for row in cells(scenario, "Levels that the question sets")] == [
        "100 to 900",
        "fixed at 50",
        "at most 10",
    ]


def test_criteria_have_the_same_words_in_files_and_in_questions() -> None:
    from tvet_games.policy.words import describe_criteria

    assert describe_criteria((tg.PDominant("1/4", margin=3), tg.Nash())) == criteria_words(
        [("p_dominant", {"p": 0.25, "margin": 3}), ("nash", {"margin": 1})]
    )


def test_a_graph_model_marks_where_things_stand_and_what_is_wanted() -> None:
    graph = tg.load_graph("internship_placement")
    rows = cells(graph, "rank (larger is better)")
    marked = {row[-1]: row[0] for row in rows if row[-1]}
    assert marked == {"status quo": graph.status_quo, "wanted": graph.wanted}
    assert len(rows) == len(graph.model.states)


def test_stakeholders_are_a_tuple_that_shows_itself() -> None:
    everybody = tg.stakeholders()
    assert isinstance(everybody, tuple)
    assert [row[0] for row in cells(everybody, "")] == [s.label.en for s in everybody]
    assert everybody.to_frame().loc["school", "kind"] == "core"
    assert everybody[0].card("zh").title == "学校"


def test_figures_are_a_mapping_that_nobody_changes() -> None:
    every = tg.figures()
    assert len(every.to_frame()) == len(every)
    assert sum(len(table.rows) for table in every.card("en").tables) == len(every)
    with pytest.raises(TypeError):
        every["mine"] = every["at_subsidy_total"]  # type: ignore[index]
    assert "5,100 EUR per apprenticeship" in every["at_subsidy_total"].to_text("en")


def test_a_policy_shows_its_levels_and_stays_a_value() -> None:
    policy = tg.Policy(training_subsidy=5_100, inspection=0)
    assert str(policy) == repr(policy) == "Policy(training_subsidy=5100, inspection=0)"
    assert cells(policy, "") == [["training subsidy", "5,100"]]
    assert plain_cell(policy.card("en").parts[1]) == "At level 0: inspection."
    many = tg.Policy(training_subsidy=np.linspace(0, 100, 11))
    assert cells(many, "") == [["training subsidy", "11 levels, 0 to 100"]]
    assert "No instrument is used." in tg.Policy().to_text("en")
    long = tg.Policy(**dict.fromkeys(tg.instruments(), 0) | {"training_subsidy": "1/3"})
    assert repr(long) == f"Policy(training_subsidy=1/3, and {len(long) - 1} at 0)"


def test_values_have_the_labels_of_the_conflicts() -> None:
    assert "（standing）" in tg.load_calibration("germany_2022").to_html("zh")
