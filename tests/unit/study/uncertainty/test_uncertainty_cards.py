"""Cards of uncertainty and of sweeps: each number is that of the result."""

import numpy as np
import shown_objects_mechanisms

import tvet_games as tg
from tvet_games.tables.table import Table
from tvet_games.tables.text import plain_cell
from tvet_games.tables.words import money, percent

EXAMPLES = shown_objects_mechanisms.EXAMPLES


def rows_of(table: Table) -> list[list[str]]:
    return [[plain_cell(cell) for cell in row] for row in table.rows]


def test_policies_beside_the_first() -> None:
    found = EXAMPLES["CooperationProbability"]()
    (table,) = found.card("en").tables
    assert [row[1] for row in rows_of(table)] == [percent(p.probability) for p in found.policies]
    assert rows_of(table)[0][3:] == [""] * 4
    assert table.note == "Intervals: Clopper-Pearson."
    alone = tg.cooperation_probability("school_enterprise", "germany_2022", draws=64)
    assert len(alone.card("en").tables[0].headers) == 3


def test_levels_of_the_curve() -> None:
    found = EXAMPLES["ProbabilityCurve"]()
    (table,) = found.card("zh").tables
    assert table.headers[:2] == ("培训补贴", "概率")
    assert [row[1] for row in rows_of(table)] == [percent(p) for p in found.probability]


def test_shares_of_the_variance_without_negative_zero() -> None:
    found = EXAMPLES["VarianceSensitivity"]()
    values, groups = found.card("en").tables
    assert len(values.rows) == len(found.values.names)
    assert len(groups.rows) == len(found.groups.names)
    assert "-0 %" not in found.to_text("en")


def test_a_constant_output_has_no_table() -> None:
    found = tg.variance_sensitivity("school_enterprise", "austria_2016", output="cost", n=64)
    assert found.is_constant
    assert found.card("en").tables == ()


def test_effects_without_the_noise_of_rounding() -> None:
    found = EXAMPLES["Screening"]()
    (table,) = found.card("en").tables
    assert "e-" not in "".join(cell for row in rows_of(table) for cell in row)
    assert rows_of(table)[0][3] == money(np.round(found.effects.mu_star[0]))


def test_what_a_box_holds_is_told_once() -> None:
    found = EXAMPLES["Discovery"]()
    (table,) = found.card("en").tables
    assert len(table.rows) == sum(len(box.limits) for box in found.boxes)
    assert [row[6] for row in rows_of(table) if row[0]] == [percent(box.coverage) for box in found.boxes]


def test_a_sweep_on_the_whole_names_actions_in_both_languages() -> None:
    found = EXAMPLES["SweepSummary"]()
    statements, *along = found.card("zh").tables
    held = [share for share in found.shares.values() if share]
    assert [row[1] for row in rows_of(statements)] == [percent(share) for share in held]
    assert rows_of(statements)[0][2] == "共同培养, 投入培训"
    assert len(along) == len(found.axes)


def test_a_stored_sweep_keeps_its_labels(tmp_path) -> None:
    grid = {"training_subsidy": [0, 8_000]}
    stored = tg.sweep("school_enterprise", "germany_2022", grid, store=tmp_path / "sweep.zarr")
    assert tg.summarise_sweep(stored).labels.of("free_ride", "zh") == "搭便车"
    assert "学校与企业" in tg.summarise_sweep(tg.open_store(tmp_path / "sweep.zarr")).card("zh").about


def test_a_view_has_its_largest_value_on_top_as_the_picture() -> None:
    found = EXAMPLES["SweepView"]()
    (table,) = found.card("en").tables
    assert found.y is not None
    assert [row[0] for row in rows_of(table)] == [money(value) for value in found.y.values[::-1]]
    assert rows_of(table)[-1][1:] == ["yes" if holds else "-" for holds in found.values[0]]
    wide = tg.sweep("school_enterprise", "germany_2022", {"training_subsidy": range(0, 12_001, 100)})
    (line,) = tg.view_sweep(wide, "training_subsidy").card("en").tables
    assert len(line.rows) == 40


def test_a_plan_tells_its_axes() -> None:
    axes, needs = EXAMPLES["SweepPlan"]().card("en").tables
    assert rows_of(axes) == [["training subsidy", "121"]]
    assert [row[0] for row in rows_of(needs)] == ["chunks", "results", "memory"]
