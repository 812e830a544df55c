"""Portfolios of sites: tables from anyone, what is told of a site that cannot be won, limits, and words."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import tvet_games as tg
from tvet_games.errors import ShapeError, UnknownNameError
from tvet_games.policy.search import answer
from tvet_games.study.portfolio import common_package, site_reader
from tvet_games.study.portfolio import sites as sites_module
from tvet_games.study.portfolio.portfolio import portfolio
from tvet_games.study.portfolio.sites import Sites, read_sites

SCENARIO = "germany_apprenticeship"


def table(**columns: object) -> pd.DataFrame:
    return pd.DataFrame({"site": ["Ulm", "Jena", "Hof"], **columns})


@pytest.fixture
def write(tmp_path: Path):
    def _write(text: str | bytes) -> Path:
        path = tmp_path / "sites.csv"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    return _write


def problems(path: Path) -> list[str]:
    with pytest.raises(tg.InputError) as caught:
        read_sites(path)
    return str(caught.value).replace(f"{path}: ", "").splitlines()


# Tables


def test_a_table_and_back(write) -> None:
    found = read_sites(write('site,trainees,teachers,retention\n"Ulm, Nord",12,3,0.7\n\nJena,30,1.5,0.65\n'))
    assert found.names == ("Ulm, Nord", "Jena")
    assert found.rows == (2, 4)
    assert found.values["trainees_per_teacher"].tolist() == [4, 20]
    again = Sites.from_frame(found.to_frame())
    assert again.names == found.names
    assert {n: a.tolist() for n, a in again.values.items()} == {n: a.tolist() for n, a in found.values.items()}
    assert read_sites(write("\ufeffsite\nHof\n")).heads.tolist() == [1]
    assert len(found) == 2


def test_every_mistake_of_a_table_at_once(write) -> None:
    text = (
        "site,trainees,retension,retention,standing\n"
        "Ulm,0,1,0.7,100\n"
        "Ulm,5,1,1.2,nan\n"
        ",5,1,0.5,inf\n"
        'Hof,many,1,0.5,"1,500"\n'
        "Jena,5,1,0.5\n"
        "Gera\x1b,5,1,,1e31\n"
    )
    assert problems(write(text)) == [
        "row 1: 'retension' is not a value of the calibration (did you mean 'retention'?)",
        "row 2, column trainees: '0' must be more than 0",
        "row 3, column site: 'Ulm' stands already in row 2",
        "row 3, column retention: '1.2' is a share; expected 0 to 1",
        "row 3, column standing: 'nan' is not a finite number within 10**30",
        "row 4, column site: is empty; expected the name of the site",
        "row 4, column standing: 'inf' is not a finite number within 10**30",
        "row 5, column trainees: 'many' is not a finite number within 10**30",
        "row 5, column standing: '1,500' is not a number; expected one without separators and with a decimal point",
        "row 6: has 4 cells, the header has 5",
        "row 7, column site: 'Gera\\\\x1b' holds a control character, which could steer a terminal or hide text",
        "row 7, column retention: is empty; expected a number",
        "row 7, column standing: '1e31' is not a finite number within 10**30",
    ]


def test_a_long_list_of_mistakes_is_cut(write) -> None:
    told = problems(write("site,standing\n" + "".join(f"site {k},x\n" for k in range(50))))
    assert len(told) == 21
    assert told[-1] == "and 30 more problems"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "is empty; expected a header and a row a site"),
        ("site,retention\n", "has no sites"),
        ("site;retention\nUlm;0,7\n", "is separated by semicolons or tabs; expected commas"),
        ("trainees\n5\n", "has no column 'site'"),
        ("Site\nUlm\n", "did you mean 'site'"),
        ("site,standing,standing\nUlm,1,2\n", "is the name of two columns"),
        ("site,teachers,trainees_per_teacher\nUlm,1,2\n", "say the same"),
        ("site,teachers\nUlm,0\n", "must be more than 0"),
        ("site,fine_multiple\nUlm,-1\n", "is a ratio; expected at least 0"),
        (b"site\n\xff\xfe\n", "is not UTF-8 text"),
        ('site\n"Ulm\n', "is not a CSV table"),
        ("site\n" + "x" * 201, "has more than 200 characters"),
        ("site\n" + "x" * 200_000, "is not a CSV table"),
    ],
)
def test_hostile_tables(write, text, said) -> None:
    assert any(said in line for line in problems(write(text)))


def test_tables_that_are_no_files_or_too_large(tmp_path, write, monkeypatch) -> None:
    assert "cannot be read" in problems(tmp_path / "nothing.csv")[0]
    assert "is not a file" in problems(tmp_path)[0]
    monkeypatch.setattr(sites_module, "MAX_ROWS", 2)
    assert "has more than 2 rows" in problems(write("site\na\nb\nc\n"))[0]
    monkeypatch.setattr(sites_module, "MAX_BYTES", 3)
    assert "is larger than" in problems(write("site\na\n"))[0]


def test_names_that_look_like_formulas(tmp_path, write) -> None:
    """They are kept as text, and escaped where they go to a spreadsheet."""
    found = portfolio(SCENARIO, write("site\n=cmd|' /C calc'!A0\n+1\nUlm\n"))
    assert found.sites.names[0] == "=cmd|' /C calc'!A0"
    assert found.to_frame().index[1] == "+1"
    found.to_csv(tmp_path / "out.csv")
    assert [line.split(",")[0] for line in (tmp_path / "out.csv").read_text().splitlines()[1:]] == [
        "'=cmd|' /C calc'!A0",
        "'+1",
        "Ulm",
    ]
    found.sites.to_csv(tmp_path / "sites.csv")
    assert read_sites(tmp_path / "sites.csv").names[1] == "'+1"


def test_frames_are_checked_as_files_are() -> None:
    for column, value in [("retention", True), ("retention", None), ("trainees", 10**400), ("retention", "0.7x")]:
        with pytest.raises(tg.InputError, match="row 2"):
            Sites.from_frame(table(**{column: [0.5, value, 0.5]}).astype({column: object}))
    with pytest.raises(ShapeError, match="retention"):
        Sites(("a",), np.ones(1), {"retention": np.ones(2)})
    with pytest.raises(tg.InputError, match="did you mean 'retention'"):
        portfolio(SCENARIO, Sites(("a",), np.ones(1), {"retension": np.ones(1)}))
    with pytest.raises(tg.InputError, match="row 1, column retention: '2' is a share"):
        portfolio(SCENARIO, Sites(("a",), np.ones(1), {"retention": np.full(1, 2.0)}))
    with pytest.raises(tg.InputError, match="no sites"):
        portfolio(SCENARIO, Sites((), np.ones(0), {}))


def test_values_that_contradict_each_other_are_said_with_the_site() -> None:
    """The bound of a pay floor is pay_fair - pay_low, which is negative at the second site."""
    question = tg.question("enterprise_student", "germany_2022", ["pay_floor", "mentor_allowance"])
    with pytest.raises(tg.InputError, match=r"row 2, site Jena: .*pay_floor: has bounds"):
        portfolio(question, table(pay_low=[8_000, 20_000, 8_000]))


def test_derived_and_tied_values_follow() -> None:
    found = Sites.from_frame(table(training_cost=[20_000, 26_200, 30_000]))
    values = found.calibration(tg.load_calibration("germany_2022")).numbers
    assert values["trainee_output"].tolist() == [11_900, 18_100, 21_900]
    assert found.calibration(tg.load_calibration("austria_2016"), 0).numbers["trainee_output"] == 5_700


# Questions


def test_what_many_sites_do_not_support() -> None:
    question = tg.question("school_enterprise", "germany_2022", ["training_subsidy", "school_grant"])
    for changes, said in [
        ({"criteria": (tg.Basin("1/2"),)}, "there are nash, dominant, p_dominant, aligned, unique"),
        ({"criteria": (tg.Sustainable("1/2"), tg.RiskDominant())}, "risk_dominant"),
        ({"at_most": 1}, "at_most"),
        ({"liability": 5}, "liability"),
        ({"steps": {"school_grant": 10}}, "steps"),
        ({"instruments": ()}, "expected at least one"),
    ]:
        with pytest.raises(tg.InputError, match=said):
            portfolio(question.replace(**changes), table())
    with pytest.raises(UnknownNameError, match="did you mean 'local'"):
        portfolio(question, table(), levels="locale")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "limits",
    [
        {"no_one_worse_off": True},
        {"participation": False},
        {"status_quo": {"training_subsidy": 500}, "no_one_worse_off": True},
        {"bounds": {"training_subsidy": (1_000, 3_000)}},
    ],
)
def test_limits_of_the_question(limits) -> None:
    levers = ["training_subsidy", "school_grant", "public_recognition"]
    question = tg.question("school_enterprise", "germany_2022", levers, criterion=tg.Unique(1), **limits)
    sites = Sites.from_frame(table(trainees=[5, 10, 20], standing=[500, 1_500, 3_000]))
    found = portfolio(question, sites)
    for s in range(3):
        exact = answer(question.replace(calibration=sites.calibration(question.calibration, s)))
        assert found.funded[s] == exact.feasible
        if exact.costs is not None:
            net = float(exact.costs.expected - exact.costs.today)
            assert found.cost[s] == pytest.approx(net * sites.heads[s], rel=1e-6)


def test_three_players_and_a_community() -> None:
    for conflict in ("government_school_enterprise", "school_enterprise_student"):
        question = tg.question(conflict, "germany_2022", criterion=tg.Unique(1))
        sites = Sites.from_frame(table(standing=[1_000, 1_500, 3_000]))
        found = portfolio(question, sites)
        for s in range(3):
            exact = answer(question.replace(calibration=sites.calibration(question.calibration, s)))
            assert found.funded[s] == exact.feasible
            if exact.feasible:
                assert found.cost[s] == pytest.approx(float(exact.cost), rel=1e-6)


def test_the_budget_is_the_questions_own_unless_one_is_given() -> None:
    question = tg.question("school_enterprise", "germany_2022", ["training_subsidy"], budget=9_000)
    sites = table(trainees=[1, 1, 2])
    found = portfolio(question, sites)
    assert found.budget == 9_000
    assert found.trainees_funded == 2
    assert portfolio(question, sites, budget=10**6).trainees_funded == 4
    nothing = portfolio(question, sites, budget=0)
    assert not nothing.funded.any()
    assert nothing.status == "optimal"
    assert nothing.objective == "trainees"
    assert nothing.verified


def test_chunks_of_sites_give_the_same(monkeypatch) -> None:
    sites = Sites.from_frame(table(trainees=[5, 10, 20], standing=[500, 1_500, 3_000]))
    whole, seen = portfolio(SCENARIO, sites), []
    monkeypatch.setattr(site_reader, "CELLS", 1)
    parts = portfolio(SCENARIO, sites, chunk=1, progress=lambda done, of: seen.append((done, of)))
    assert seen == [(1, 3), (2, 3), (3, 3)]
    assert parts.cost == pytest.approx(whole.cost, rel=1e-12)
    monkeypatch.setattr(common_package, "MOST_COMMON", 1)
    with pytest.raises(tg.InputError, match="too many for a common package"):
        portfolio(SCENARIO, sites, levels="common")


# What is told


def test_sites_that_cannot_be_won() -> None:
    question = tg.question(
        "school_enterprise", "germany_2022", ["training_subsidy"], bounds={"training_subsidy": (0, 5_000)}
    )
    found = portfolio(question, table(standing=[1_500, 1_500, 2_000], trainee_output=[18_100, 10_000, 18_100]))
    assert found.funded.tolist() == [True, False, True]
    (short,) = found.shortfalls
    exact = answer(question.replace(calibration=found.sites.calibration(question.calibration, 1))).shortfall
    assert exact is not None
    assert (short.name, short.site) == ("Jena", 1)
    assert short.missing == pytest.approx(float(exact.missing))
    assert found.to_frame()["reason"].tolist()[1].endswith("EUR per head are missing")
    assert "One site cannot be won within the bounds: Jena (" in " ".join(found.describe())
    assert "无法实现合作：Jena" in " ".join(found.describe("zh"))
    none = portfolio(question, table(trainee_output=[10_000] * 3))
    assert none.status == "infeasible"
    assert "3 sites cannot be won" in " ".join(none.describe())
    common = portfolio(question, table(trainee_output=[10_000] * 3), levels="common")
    assert common.status == "infeasible"


def test_the_description() -> None:
    sites = table(trainees=[10, 20, 40], standing=[500, 1_500, 3_000])
    first = portfolio(SCENARIO, sites)
    assert first.describe()[0].startswith("3 of 3 sites are funded, each with levels of its own: 70 of 70 trainees")
    assert "enough for every site" in " ".join(portfolio(SCENARIO, sites, budget=10**9).describe())
    short = portfolio(SCENARIO, sites, budget=first.cost[0] + first.cost[2])
    assert any("not enough for all" in sentence for sentence in short.describe())
    assert any("one more trainee would cost about" in sentence for sentence in short.describe())
    assert any("预算" in sentence for sentence in short.describe("zh"))
    common = portfolio(SCENARIO, sites, levels="common")
    assert common.describe()[0].startswith("One package serves 3 of 3 sites")
    assert common.describe()[1].startswith("The package: ")
    limited = portfolio(SCENARIO, sites, levels="common", budget=common.total_cost * 0.9)
    assert 0 < limited.trainees_funded < 70
    assert limited.total_cost <= limited.budget
    assert limited.verified
    assert limited.status == "optimal"


def test_frames_of_parts() -> None:
    from tvet_games.study.portfolio.common_choice import common_choice
    from tvet_games.study.portfolio.common_levels import common_levels
    from tvet_games.study.portfolio.site_choice import choose_sites
    from tvet_games.study.portfolio.site_levels import cheapest_levels
    from tvet_games.study.portfolio.site_programs import site_programs

    question = tg.question("school_enterprise", "germany_2022", ["training_subsidy"])
    problem = question.problem(is_exact=False)
    programs = site_programs(question, problem, np.ones(2))
    own = cheapest_levels(programs)
    common = common_choice(programs, own, np.ones(2), np.inf)
    parts = (own, common, common_levels(programs, np.arange(2)), choose_sites(np.ones(2), own.cost, 1e9))
    assert [len(part.to_frame()) for part in parts] == [2, 2, 1, 2]
    assert common.kept.all()
