"""Cards of evolution: each number is that of the result."""

from dataclasses import replace

import shown_objects_mechanisms

import tvet_games as tg
from tvet_games.tables.table import Strong, Table
from tvet_games.tables.text import plain_cell
from tvet_games.tables.words import money

EXAMPLES = shown_objects_mechanisms.EXAMPLES


def rows_of(table: Table) -> list[list[str]]:
    return [[plain_cell(cell) for cell in row] for row in table.rows]


def test_stable_vertices_stand_out() -> None:
    found = EXAMPLES["Evolution"]()
    (vertices,) = found.card("en").tables
    assert [isinstance(row[-2], Strong) for row in vertices.rows] == [vertex.stable for vertex in found.stability]
    assert [row[-1] for row in rows_of(vertices)] == [f"{found.share_of(v.profile):.1%}" for v in found.stability]


def test_mixed_rest_points_have_a_table() -> None:
    found = tg.evolve("school_student", "germany_2022", starts=16)
    _, mixed = found.card("en").tables
    assert len(mixed.rows) == len(found.rest.mixed)


def test_rules_are_told() -> None:
    rules = {"training_subsidy": "9000 * (1 - enterprise)"}
    found = replace(EXAMPLES["Evolution"](), rules=rules)
    assert "reacting: training_subsidy = 9000 * (1 - enterprise)" in found.card("en").about


def test_paths_that_cooperate_are_counted() -> None:
    found = EXAMPLES["Fan"]()
    said, table, _ = found.card("en").parts
    assert said == "Of 2 paths everybody comes to cooperate in 1: where training subsidy is 14,000."
    assert isinstance(table, Table)
    assert [row[0] for row in rows_of(table)] == [money(value) for value in found.values]


def test_reacting_levels_beside_constant_ones() -> None:
    found = EXAMPLES["Feedback"]()
    (table,) = found.card("en").tables
    assert [row[0] for row in rows_of(table)] == ["reacting", "constant"]
    assert rows_of(table)[1][3] == money(round(found.spent_constant, 2))
    assert rows_of(table)[1][1].startswith("training subsidy ")


def test_long_runs_are_cut_and_repeat_nothing() -> None:
    short = EXAMPLES["LongRun"]()
    (table,) = short.card("en").tables
    assert [row[1] for row in rows_of(table)] == [f"{share:.1%}" for share in short.target_share]
    assert [bool(row[-1]) for row in rows_of(table)] == [True, False, True, True]
    whole = tg.long_run("school_enterprise", "austria_2016", "training_subsidy")
    (cut,) = whole.card("zh").tables
    assert len(cut.rows) == 21
    assert cut.note == "101 个取值中的 21 个；to_frame() 含全部。"


def test_the_value_that_moves_most_is_named() -> None:
    found = EXAMPLES["OutcomeSensitivity"]()
    most = max(found.effects, key=lambda effect: effect.swing)
    assert f"Most moves {most.name.replace('_', ' ')} (assumed)" in found.to_text("en")
    assert len(found.card("en").tables[0].rows) == len(found.effects)
