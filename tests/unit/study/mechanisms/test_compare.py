"""The comparison of mechanisms: what each cell says, and that its call says the same."""

from fractions import Fraction

import pytest

import tvet_games as tg
from tvet_games.errors import InputError, UnknownNameError
from tvet_games.policy.solution import PolicySolution
from tvet_games.study.contract import ContractEffect
from tvet_games.study.mechanisms.call import Call, written
from tvet_games.study.mechanisms.cell import STANDINGS
from tvet_games.study.mechanisms.columns import MECHANISMS
from tvet_games.study.mechanisms.compare_words import MEASURES, MECHANISM_NAMES, PHRASES, side_effects
from tvet_games.study.mechanisms.stakeholder_map import stakeholder_map

DYADS = ["school_enterprise", "enterprise_student", "school_student", "school_teacher", "enterprise_teacher"]


@pytest.fixture(scope="module")
def germany() -> tg.MechanismComparison:
    return tg.compare_mechanisms([*DYADS, "community", "agency_coordination"], "germany_2022")


@pytest.fixture(scope="module")
def china() -> tg.MechanismComparison:
    return tg.compare_mechanisms([*DYADS, "government_school_enterprise"], "china_2021")


def test_coordination_needs_talk_and_conflict_needs_money(germany) -> None:
    """Where cooperation is one equilibrium among several a mediator is enough; where it is none, money is needed."""
    table = germany.to_frame()
    for name in ("school_student", "school_teacher", "enterprise_teacher", "agency_coordination"):
        assert table.loc[name, ["today", "communication", "order_of_moves"]].tolist() == [
            "possible",
            "settles",
            "settles",
        ]
    assert table.loc["school_enterprise"].value_counts()["fails"] >= 8
    assert germany.cell("school_enterprise", "incentives").public_cost > 3_000
    assert germany.cell("school_enterprise", "together").public_cost < 1_200
    assert "cooperation is no equilibrium" in germany.describe()[0]


@pytest.mark.parametrize("found", ["germany", "china"])
def test_every_cell_can_be_repeated_from_its_text(found, request) -> None:
    comparison = request.getfixturevalue(found)
    for cell in comparison.cells:
        if cell.call is None:
            assert (cell.standing, cell.result) == ("none", None)
            continue
        again = eval(str(cell.call), {"tg": tg, "Fraction": Fraction})
        assert type(again) is type(cell.result)
        if isinstance(again, PolicySolution):
            assert (again.levels, again.cost, again.status) == (
                cell.result.levels,
                cell.result.cost,
                cell.result.status,
            )
        elif isinstance(again, ContractEffect):
            assert (again.missing, again.alone.levels) == (cell.result.missing, cell.result.alone.levels)
        else:
            assert again.describe() == cell.result.describe()


def test_the_standings_are_those_of_the_engine(germany, china) -> None:
    for comparison in (germany, china):
        for cell in comparison.cells:
            solution = cell.result.alone if isinstance(cell.result, ContractEffect) else cell.result
            if not isinstance(solution, PolicySolution) or cell.mechanism == "today" or not solution.feasible:
                continue
            after = solution.outcomes[0].after
            assert cell.settles is (after.target is not None)
            assert (cell.standing == "possible") is (len(after) > 1)
            assert cell.public_cost == solution.cost
            assert len(cell.remains) == sum(not e.is_target for e in after if e.profile is not None)
            assert all(gain < 0 for n, gain in solution.outcomes[0].gains.items() if n in cell.losers)


def test_today_and_the_names_of_mechanisms(china) -> None:
    """How conflicts stand today is told also where no column of that name was asked for."""
    narrow = tg.compare_mechanisms("school_enterprise", "china_2021", mechanisms=["long_term_cooperation"])
    assert narrow.today["school_enterprise"].standing == china.today["school_enterprise"].standing
    assert narrow.today["school_enterprise"].mechanism == "today"
    assert narrow.labels.of("long_term_cooperation") == "long-term cooperation"
    assert narrow.labels.of("long_term_cooperation", "zh") == "长效合作"
    assert narrow.labels.of("school", "zh") == "学校"


def test_advice_and_the_critical_factor(china) -> None:
    for conflict in ("school_student", "school_teacher"):
        game = tg.load_conflict(conflict).game(tg.load_calibration("china_2021"), exact=True)
        target = tg.equilibria(game).target is not None
        assert (china.cell(conflict, "communication").standing == "settles") is target
        factor = float(tg.critical_discount(game))
        cell = china.cell(conflict, "long_term_cooperation")
        assert cell.settles is (factor <= 0.9)
        assert cell.level == pytest.approx(factor) or cell.level == factor


def test_patience_and_purpose_are_limits() -> None:
    mechanisms = ["long_term_cooperation", "common_goals"]
    patient = tg.compare_mechanisms("enterprise_student", "austria_2016", mechanisms=mechanisms)
    hasty = tg.compare_mechanisms("enterprise_student", "austria_2016", mechanisms=mechanisms, patience=0, purpose=0)
    assert patient.cell("enterprise_student", "long_term_cooperation").settles
    assert not hasty.cell("enterprise_student", "long_term_cooperation").settles
    assert not hasty.cell("enterprise_student", "common_goals").settles
    assert patient.cell("enterprise_student", "common_goals").level == hasty.cells[1].level


def test_a_stricter_criterion_and_some_instruments() -> None:
    unique = tg.compare_mechanisms("school_student", "germany_2022", mechanisms=["incentives"], criterion=tg.Unique())
    cell = unique.cells[0]
    assert (cell.standing, cell.public_cost > 0) == ("settles", True)
    assert "tg.Unique(margin=1)" in str(cell.call)
    subsidy = [tg.load_instrument("training_subsidy")]
    few = tg.compare_mechanisms("school_enterprise", "germany_2022", subsidy, mechanisms=["incentives", "evaluation"])
    assert few.to_frame().iloc[0].tolist() == ["possible", "none"]


def test_objects_of_ones_own_are_variables_of_the_call() -> None:
    own = tg.load_calibration("germany_2022").replace(retention=1)
    found = tg.compare_mechanisms("school_enterprise", own, mechanisms=["long_term_cooperation"])
    assert str(found.cells[0].call) == 'tg.patience("school_enterprise", germany_2022)'
    assert written(tg.Policy(training_subsidy=Fraction(1, 2))) == "tg.Policy(training_subsidy=Fraction('1/2'))"
    assert str(Call(tg.core, ((1, 2),), {"a": None})) == "tg.core((1, 2), a=None)"


def test_all_that_ship_and_what_is_left_out() -> None:
    figures = tg.load_calibration("germany_2022")
    found = tg.compare_mechanisms(None, figures, mechanisms=["today"])
    assert {c.name for c in found.conflicts} | set(found.left_out) == set(tg.conflicts())
    assert not found.left_out
    assert len(found.describe("zh")) == len(found.describe()) == len(found.conflicts)


def test_the_map(germany) -> None:
    drawn = stakeholder_map(germany)
    assert len(drawn.parties) == 8
    frame = drawn.transfers_frame()
    pay = frame[(frame["conflict"] == "enterprise_student") & (frame["what"] == "pay_fair")]
    assert pay[["payer", "payee"]].values.tolist() == [["enterprise", "student"]]
    (tie,) = (t for t in drawn.ties if t.conflict == "school_enterprise")
    assert (tie.standing, tie.package) == ("fails", "together")
    (talk,) = (t for t in drawn.ties if t.conflict == "school_teacher")
    assert talk.package == ""
    assert "communication" in talk.settled_by
    assert drawn.to_frame().shape == (len(germany.conflicts), 5)


def test_words_for_everything(germany) -> None:
    assert set(MECHANISM_NAMES) == set(MECHANISMS)
    for cell in germany.cells:
        assert cell.standing in STANDINGS
        assert cell.measure == "" or cell.measure in MEASURES
        assert set(cell.notes) <= set(PHRASES)
        assert len(side_effects(germany, cell)) == len(side_effects(germany, cell, "zh"))
    assert list(germany.details().columns) == [
        "standing",
        "level",
        "measure",
        "public_cost",
        "remains",
        "losers",
        "stays_out",
        "persists",
        "notes",
        "call",
    ]


@pytest.mark.parametrize(
    ("arguments", "options", "message"),
    [
        (([], "germany_2022"), {}, "is empty"),
        ((["school_enterprise"] * 2, "germany_2022"), {}, "stands twice"),
        (("school_entreprise", "germany_2022"), {}, "did you mean 'school_enterprise'"),
        (("school_enterprise", "germany"), {}, "germany_2022"),
        (("school_enterprise", "germany_2022"), {"mechanisms": ["contracts"]}, "did you mean 'contract'"),
        (("school_enterprise", "germany_2022"), {"mechanisms": []}, "is empty"),
        (("school_enterprise", "germany_2022"), {"patience": 2}, "between 0 and 1"),
        (("school_enterprise", "germany_2022"), {"patience": "much"}, "patience"),
        (("school_enterprise", "germany_2022"), {"purpose": -1}, "at least 0"),
        (("school_enterprise", "germany_2022"), {"criterion": "nash"}, "a criterion"),
        ((3, "germany_2022"), {}, "conflicts"),
        (("school_enterprise", 3), {}, "calibration"),
    ],
)
def test_bad_input(arguments, options, message) -> None:
    with pytest.raises(InputError, match=message):
        tg.compare_mechanisms(*arguments, **options)


def test_no_such_cell(germany) -> None:
    with pytest.raises(UnknownNameError, match="mechanism"):
        germany.cell("school_enterprise", "magic")
    with pytest.raises(UnknownNameError, match="conflict of this comparison"):
        germany.cell("training_models", "today")
