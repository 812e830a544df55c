"""Cards of bargaining and sharing: each number is that of the result."""

from fractions import Fraction

import pytest
import shown_objects_mechanisms

import tvet_games as tg
from tvet_games.study.card_parts import about_line, policy_words
from tvet_games.tables.table import Table
from tvet_games.tables.text import plain_cell
from tvet_games.tables.words import money

EXAMPLES = shown_objects_mechanisms.EXAMPLES


def rows_of(table: Table) -> list[list[str]]:
    return [[plain_cell(cell) for cell in row] for row in table.rows]


def test_rules_of_equal_payoffs_stand_in_one_row() -> None:
    talks = EXAMPLES["Negotiation"]()
    contracts, lotteries = talks.card("en").tables
    assert len(contracts.rows) == len({tuple(a.payoffs) for a in talks.agreements}) == 1
    assert rows_of(contracts)[0][1:3] == [money(x) for x in talks.agreements[0].payoffs]
    assert sum(len(row[0].split(", ")) for row in rows_of(lotteries)) == len(talks.lotteries)
    assert "under training subsidy 4,000" in talks.card("en").about
    assert "151" in rows_of(contracts)[0]


def test_nothing_to_agree_on_has_no_table_of_contracts() -> None:
    talks = tg.negotiate("school_enterprise", "germany_2022")
    assert not talks.agreements
    assert all(not table.title.startswith("With side") for table in talks.card("en").tables)
    assert "under" not in talks.card("en").about


def test_a_column_a_rule_and_a_row_a_group() -> None:
    found = EXAMPLES["Sharing"]()
    divisions, groups = found.card("en").tables
    assert len(divisions.headers) == 1 + len(found.divisions)
    assert rows_of(divisions)[0][1:] == [money(d.allocation.shares[0]) for d in found.divisions]
    assert [row[0] for row in rows_of(groups)][-1] == "school + enterprise + student"
    assert len(groups.rows) == len(found.game.values) - 1


def test_a_table_of_many_players_lists_no_groups() -> None:
    many = tg.share(tg.CoalitionalGame([bin(k).count("1") ** 2 for k in range(64)]))
    (divisions,) = many.card("en").tables
    assert len(divisions.rows) == 6 + 1


def test_many_conflicts_are_counted_and_idle_levels_not_named() -> None:
    conflicts = [tg.load_conflict(name) for name in ("school_enterprise", "school_student", "school_teacher")]
    figures = tg.load_calibration("germany_2022")
    assert about_line(conflicts[:2], figures, "en").startswith("School and enterprise and School and student · ")
    assert about_line(conflicts * 2, figures, "en") == "6 conflicts · Germany 2022"
    assert about_line(conflicts * 2, figures, "zh") == "6 个冲突 · 德国 2022"
    assert policy_words({"school_grant": Fraction(0), "training_subsidy": Fraction(9_000)}, "zh") == "培训补贴 9,000"


@pytest.mark.parametrize(("language", "said"), [("en", "Austria 2016"), ("zh", "奥地利 2016")])
def test_cards_name_a_calibration_as_pictures_do(language: str, said: str) -> None:
    both = ("school_enterprise", "austria_2016")
    found = tg.cheapest_policy(*both, ["training_subsidy"])
    shown = [
        found,
        tg.question(*both),
        tg.explain(tg.question(*both, ["training_subsidy"])),
        tg.threshold("school_enterprise", "training_subsidy", calibration="austria_2016"),
        tg.bifurcations("school_enterprise", "training_subsidy", "austria_2016"),
        tg.symbolic_stability(*both),
        tg.symbolic_discount(*both),
        tg.symbolic_replicator(*both),
        tg.summarise_sweep(tg.sweep(*both, {"training_subsidy": [0, 6000]})),
        tg.draw_worlds("austria_2016", 4, names=["standing"]),
        tg.evolve(*both, starts=8),
        tg.compare_mechanisms(*both, mechanisms=["communication"]),
    ]
    for one in shown:
        told = one.to_text(language)
        assert said in told, type(one).__name__
        assert "austria_2016" not in told, type(one).__name__
