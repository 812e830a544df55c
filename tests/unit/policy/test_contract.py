"""Contracts as levers: whose they are, how far they go, and what everything else makes of them."""

import json
from fractions import Fraction
from pathlib import Path

import pytest
from unchecked import unchecked_instrument

import tvet_games as tg
from tvet_games.cli.app import main
from tvet_games.policy.contract import contract_levers, contracts_of, payments
from tvet_games.policy.scenario import as_question
from tvet_games.study.chance.chance import chance
from tvet_games.study.explain import explain
from tvet_games.study.frontier import frontier
from tvet_games.study.robust.robust import robust

PAIR = ["contract_school_enterprise_from_school", "contract_school_enterprise_from_enterprise"]


@pytest.fixture
def asked() -> tg.Question:
    return tg.question("school_enterprise", "germany_2022", contracts=True)


@pytest.fixture
def found() -> tg.PolicySolution:
    return tg.cheapest_policy("school_enterprise", "germany_2022", contracts=True)


def test_one_lever_for_each_ordered_pair() -> None:
    first, second = contract_levers(tg.load_conflict("school_enterprise"), Fraction(100))
    assert [first.name, second.name] == PAIR
    assert first.between == ("school", "enterprise")
    assert first.labels.of(first.name) == "contract: school pays enterprise"
    assert second.labels.of(second.name, "zh") == "合同：企业付给学校"
    assert first.persists
    assert first.joint == "each"
    assert (first.low.text, first.high.text) == ("0", "100")


def test_who_bears_the_public_cost_has_no_contract() -> None:
    """A payment by the government would be public money that costs nothing."""
    levers = contract_levers(tg.load_conflict("government_school_enterprise"), Fraction(100))
    assert {player for lever in levers for player in lever.between} == {"school", "enterprise"}


def test_a_community_has_those_of_its_edges() -> None:
    community = tg.load_conflict("community")
    levers = contract_levers(community, Fraction(100))
    assert len(levers) == 2 * len(community.edges)
    per_teacher = next(lever for lever in levers if lever.conflicts == ("school_teacher",))
    assert per_teacher.paid_once_per == "teacher"
    assert "trainees_per_teacher" in per_teacher.high.text, "its weight is a small one, so its bound is a large one"
    found = tg.search(tg.question("community", "germany_2022", criterion=tg.Nash(margin=1), contracts=True))
    assert found.verify()
    assert found.cost < tg.search("community_germany").cost / 10
    assert {p.conflict for p in payments(found)} >= {"school_enterprise", "enterprise_student"}
    assert found.accounts.welfare == sum(found.accounts.gains.values()) - found.costs.at_target


def test_more_than_two_players_name_the_payee(tmp_path: Path) -> None:
    text = """
        format = 1
        [conflict]
        name = "trio"
        per = "trainee"
        [[player]]
        name = "a"
        actions = ["do", "shirk"]
        [[player]]
        name = "b"
        actions = ["do", "shirk"]
        [[player]]
        name = "c"
        actions = ["do"]
        [[payoff]]
        a = 0
        b = 0
        c = 0
        [[payoff]]
        when = { a = "shirk" }
        a = 3
        [[payoff]]
        when = { a = "do", b = "do" }
        c = 9
    """
    (tmp_path / "trio.toml").write_text(text)
    trio = tg.load_conflict(tmp_path / "trio.toml")
    assert len(contract_levers(trio, Fraction(9))) == 6
    found = tg.cheapest_policy(trio, "germany_2022", [], criterion=tg.Nash(margin=0), contracts=True)
    assert found.verify()
    assert [(p.payer, p.payee, p.amount) for p in payments(found)] == [("c", "a", 3)]
    assert found.describe()[0].endswith("c pays a 3 EUR per trainee in “trio”.")
    assert found.describe()[1] == "No public instrument is needed beside it."
    assert found.withdrawal() == {"trio": True}, "a contract persists"


def test_german_firms(found: tg.PolicySolution) -> None:
    assert found.verify()
    assert float(found.cost) == pytest.approx(1118.571, abs=1e-3)
    (paid,) = payments(found)
    assert (paid.payer, paid.payee) == ("school", "enterprise")
    assert float(paid.amount) == pytest.approx(2442.046, abs=1e-3)
    assert paid.to_frame().loc[0, "payee"] == "enterprise"
    package, _, contract, *_ = found.describe()
    assert "contract" not in package, "what the school pays is no public money"
    assert "school pays enterprise 2,442.05 EUR per trainee in “School and enterprise”" in contract
    assert "学校按每名学徒付给企业 2,442.05 欧元" in found.describe("zh")[2]
    assert found.to_frame().loc[PAIR, "expected cost"].tolist() == [0, 0]
    assert found.accounts.welfare == sum(found.accounts.gains.values()) - found.costs.at_target
    assert all(price.left == price.right > 0 for price in found.shadow_prices())
    assert found.inputs <= set(found.problem.calibration.numbers)


@pytest.mark.parametrize(
    "criterion",
    [
        tg.Dominant(),
        tg.Unique(),
        tg.Sustainable(delta=0.9),
        tg.RiskDominant(),
        tg.PDominant(p=0.5),
        tg.Aligned(alpha=1),
    ],
    ids=lambda c: type(c).__name__,
)
def test_every_criterion(criterion: object) -> None:
    for conflicts in ("school_enterprise", ["school_enterprise", "enterprise_student"]):
        if isinstance(criterion, tg.RiskDominant) and not isinstance(conflicts, str):
            continue
        without, found = (
            tg.cheapest_policy(conflicts, "germany_2022", criterion=criterion, contracts=c) for c in (False, True)
        )
        assert found.verify()
        assert found.lower_bound <= found.cost <= without.cost


def test_around_the_search(asked: tg.Question, found: tg.PolicySolution) -> None:
    worth = {w.name: w for w in explain(asked, found).instruments}
    assert worth[PAIR[0]].cost_without == tg.search("germany_apprenticeship").cost
    assert not worth[PAIR[0]].is_direct
    curve = frontier(asked, start=0, stop=100)
    assert curve.is_exact
    assert curve.cost_at(1) == found.cost
    package = robust(asked, over=["retention"])
    assert package.verify(100)
    assert package.cost >= found.cost
    drawn = chance(asked, 0.3, draws=60)
    assert drawn.cost >= found.cost


def test_limits_of_a_contract(asked: tg.Question, found: tg.PolicySolution) -> None:
    """A contract has bounds, steps and a level in force as any lever."""
    half = tg.cheapest_policy("school_enterprise", "germany_2022", contracts=True, bounds={PAIR[0]: (0, 1_000)})
    assert half.levels[PAIR[0]] <= 1_000
    assert half.cost > found.cost
    steps = tg.cheapest_policy("school_enterprise", "germany_2022", contracts=True, steps={PAIR[0]: 500})
    assert steps.levels[PAIR[0]] % 500 == 0
    assert steps.verify()
    force = tg.cheapest_policy("school_enterprise", "germany_2022", contracts=True, status_quo={PAIR[0]: 1_000})
    assert force.costs.today == 0
    assert force.verify()
    one = tg.cheapest_policy("school_enterprise", "germany_2022", contracts=True, at_most=2)
    assert sum(1 for level in one.levels.values() if level) <= 2


def test_terms_that_are_not_affine(tmp_path: Path) -> None:
    """The search over products takes contracts too."""
    text = """
        format = 1
        [instrument]
        name = "matching"
        dimension = "money"
        bounds = [0, 300]
        paid_once_per = "trainee"
        [[effect]]
        conflict = "school_enterprise"
        when = { enterprise = "invest" }
        enterprise = "level**2/10"
        public_cost = "level"
    """
    (tmp_path / "matching.toml").write_text(text)
    matching = unchecked_instrument(tmp_path / "matching.toml")
    without, found = (
        tg.cheapest_policy("school_enterprise", "germany_2022", [matching], contracts=c) for c in (False, True)
    )
    assert found.verify()
    assert found.cost < without.cost
    assert payments(found)


def test_what_is_refused() -> None:
    with pytest.raises(tg.InputError, match=r"'school_enterprize'.*did you mean 'school_enterprise'"):
        tg.question("school_enterprise", "germany_2022", contracts=["school_enterprize"])
    with pytest.raises(tg.InputError, match="contracts: '3' expected True, False or names"):
        tg.question("school_enterprise", "germany_2022", contracts=3)
    with pytest.raises(tg.InputError, match="contracts: '3' expected True, False or names"):
        tg.question("school_enterprise", "germany_2022", contracts=[3])
    named = tg.question("school_enterprise", "germany_2022", contracts="school_enterprise")
    assert [i.name for i in named.instruments if i.between] == PAIR
    assert not [i for i in tg.question("school_enterprise", "germany_2022", contracts=[]).instruments if i.between]


def test_one_player_has_no_contract(tmp_path: Path) -> None:
    text = """
        format = 1
        [conflict]
        name = "alone"
        per = "trainee"
        [[player]]
        name = "a"
        actions = ["do", "shirk"]
        [[payoff]]
        a = 1
    """
    (tmp_path / "alone.toml").write_text(text)
    alone = tg.load_conflict(tmp_path / "alone.toml")
    for contracts in (True, ["alone"]):
        with pytest.raises(tg.InputError, match="no two players"):
            tg.question(alone, "germany_2022", [], contracts=contracts)
    both = [alone, tg.load_conflict("school_enterprise")]
    assert [i.name for i in contracts_of(both, tg.load_calibration("germany_2022"))] == PAIR


@pytest.mark.parametrize("levels", ["local", "common"])
def test_sites_with_other_values_have_room(tmp_path: Path, levels: str) -> None:
    """The bound of a contract comes from the central values; sites twice as dear stay far below it."""
    rows = ["site,trainees,training_cost", "cheap,10,20000", "dear,20,32000"]
    (tmp_path / "sites.csv").write_text("\n".join(rows))
    asked = tg.question("school_enterprise", "germany_2022", contracts=True)
    found = tg.portfolio(asked, tmp_path / "sites.csv", levels=levels)
    used = [k for k, name in enumerate(found.instruments) if name in PAIR]
    assert found.funded.all()
    assert (found.levels[:, used].sum(axis=1) > 0).all()
    assert (found.levels[:, used] < 50_000).all()


def scenario(folder: Path, contracts: str) -> Path:
    text = f"""
        format = 1
        [scenario]
        name = "agreed"
        conflicts = ["school_enterprise"]
        calibration = "germany_2022"
        contracts = {contracts}
    """
    path = folder / "agreed.toml"
    path.write_text(text)
    return path


def test_scenario_files(tmp_path: Path, found: tg.PolicySolution) -> None:
    for contracts in ("true", '["school_enterprise"]'):
        assert tg.search(scenario(tmp_path, contracts)).levels == found.levels
    for contracts in ("false", "[]"):
        assert not any(i.between for i in as_question(scenario(tmp_path, contracts)).instruments)
    with pytest.raises(tg.InputError, match=r"scenario\.contracts: 'school' is not a conflict of the scenario"):
        as_question(scenario(tmp_path, '["school"]'))
    with pytest.raises(tg.InputError, match=r"scenario\.contracts.*expected true, false or a list"):
        as_question(scenario(tmp_path, '"school_enterprise"'))


def test_the_command_line(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    path = str(scenario(tmp_path, "true"))

    def printed(*arguments: str) -> str:
        monkeypatch.setattr("sys.argv", ["tvet-games", *arguments])
        with pytest.raises(SystemExit) as done:
            main()
        assert done.value.code in (0, None)
        return capsys.readouterr().out

    assert "contract: school pays enterprise" in printed("search", path)
    assert "合同：学校付给企业" in printed("search", path, "--lang", "zh")
    data = json.loads(printed("search", path, "--json", "--explain"))
    assert [paid["payer"] for paid in data["contracts"]] == ["school"]
    assert data["contract_effect"]["missing"]["exact"] == "9652/3"
    assert "would have to come from outside" in printed("search", path, "--explain")
