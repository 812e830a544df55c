"""The command on maps, and pictures of sweeps."""

import json

ASKED = ("map", "school_enterprise", "-c", "germany_2022", "--over", "training_subsidy", "--over", "school_grant")


def test_a_map_is_printed_in_both_languages_and_as_json(run) -> None:
    code, out, _ = run(*ASKED, "--budget", "3000", "-p", "training_subsidy=1000")
    assert code == 0
    assert "Pure equilibria on 34.8 % of the map: only nominal / free-ride." in out
    assert "986.57 is missing" in out
    assert "Today: training subsidy 1,000" in out
    assert "成本最低的组合为培训补贴 4,676.33" in run(*ASKED, "--lang", "zh")[1]
    data = json.loads(run(*ASKED, "--json")[1])
    assert data["axes"]["training_subsidy"][1]["value"] == 11_000
    assert data["optimum"]["school_grant"]["value"] == 0
    assert len(data["regions"]) == 4
    assert len(data["budget_line"]) == 2


def test_a_map_of_a_scenario_with_ends(run) -> None:
    code, out, _ = run(
        "map", "germany_apprenticeship", "--over", "training_subsidy=1000:6000", "--over", "school_grant"
    )
    assert code == 0
    assert "The cheapest package" in out


def test_pictures_are_drawn(run, tmp_path) -> None:
    picture = tmp_path / "map.svg"
    assert run(*ASKED, "--plot", str(picture), "--lang", "zh")[0] == 0
    assert picture.stat().st_size > 10_000
    heat = tmp_path / "heat.png"
    over = ("--over", "training_subsidy=0:20000:5", "--over", "retention=0:1:3")
    drawn = ("--plot", str(heat), "--plot-of", "margin")
    assert run("sweep", "school_enterprise", "-c", "austria_2016", *over, *drawn)[0] == 0
    assert heat.stat().st_size > 10_000


def test_no_package_ends_in_3(run) -> None:
    china = ("map", "school_enterprise", "-c", "china_2021", "--over", "training_subsidy", "--over", "school_grant")
    code, out, _ = run(*china)
    assert code == 3
    assert "ceiling on support is too low" in out


def test_mistakes_are_told(run) -> None:
    for given, message in (
        (ASKED[:6], "expected two instruments"),
        ((*ASKED[:2], *ASKED[4:]), "--calibration: is needed for a conflict"),
        ((*ASKED, "--criterion", "nsh"), "nash"),
        ((*ASKED[:7], "school_grant=5"), "expected NAME or NAME=FROM:TO"),
        (("map", "germany_apprenticeship", "-c", "germany_2022", *ASKED[4:]), "a scenario has its own"),
    ):
        code, _, errors = run(*given)
        assert code == 2
        assert message in errors
