"""Conflicts as games: grids, the government that pays, models of training, names and errors."""

import itertools
from fractions import Fraction

import numpy as np
import pytest

import tvet_games as tg
from tvet_games.tables.labels import LANGUAGES


@pytest.fixture
def germany() -> tg.Calibration:
    return tg.load_calibration("germany_2022")


def test_a_grid_in_one_call(germany: tg.Calibration) -> None:
    """Retention by subsidy: one batch of games, each equal to the game evaluated alone."""
    retention, subsidy = np.linspace(0, 1, 5), np.linspace(0, 8_000, 7)
    conflict = tg.load_conflict("school_enterprise")
    grid = conflict.game(germany.replace(retention=retention[:, None]), tg.Policy(training_subsidy=subsidy[None, :]))
    assert grid.payoffs.shape == (5, 7, 2, 2, 2)
    assert grid.batch_shape == (5, 7)
    for i in (0, 3):
        for j in (0, 6):
            alone = conflict.game(
                germany.replace(retention=float(retention[i])), tg.Policy(training_subsidy=float(subsidy[j]))
            )
            assert np.allclose(grid.payoffs[i, j], alone.payoffs)


def test_the_batch_runs_fastest_in_memory(germany: tg.Calibration) -> None:
    game = tg.load_conflict("school_enterprise").game(germany.replace(retention=np.linspace(0, 1, 50)))
    assert min(game.payoffs.strides) == game.payoffs.strides[0] == 8


def test_three_players_on_a_grid(germany: tg.Calibration) -> None:
    game = tg.load_conflict("government_school_enterprise").game(germany.replace(social_benefit=np.linspace(1, 2, 4)))
    assert game.payoffs.shape == (4, 3, 2, 2, 2)
    assert game.players == ("government", "school", "enterprise")


def test_the_government_bears_what_instruments_cost(germany: tg.Calibration) -> None:
    """And instruments act only where it regulates."""
    conflict = tg.load_conflict("government_school_enterprise")
    before = conflict.game(germany, exact=True).payoffs
    after = conflict.game(germany, tg.Policy(training_subsidy=1_000), exact=True).payoffs
    change = after - before
    assert change[:, 0, 0, 0].tolist() == [-1_000, 0, 1_000]
    assert change[:, 0, 0, 1].tolist() == [0, 0, 0]
    assert not change[:, 1].any()
    teacher = conflict.game(germany, tg.Policy(cultural_programme=1), exact=True).payoffs - before
    assert teacher[0, 0, 1, 1] == -germany.numbers["programme_cost"]


def test_the_government_condition_of_the_design(germany: tg.Calibration) -> None:
    """Regulating is a best reply at the target exactly if (1 - share)*benefit >= regulation cost + grants."""
    conflict, v = tg.load_conflict("government_school_enterprise"), germany.numbers
    grants = v["grant_to_school"] + v["grant_to_enterprise"]
    edge = (v["regulation_cost"] + grants) / (1 - v["unregulated_share"])
    for benefit, regulates in ((edge, True), (edge - 1, False), (edge + 1, True)):
        payoffs = conflict.game(germany.replace(social_benefit=benefit), exact=True).payoffs
        assert (payoffs[0, 0, 0, 0] >= payoffs[0, 1, 0, 0]) == regulates


def test_training_models_are_a_weakest_link_game() -> None:
    """The payoffs of the design's formula, profile by profile, and Pareto-ranked equilibria on the diagonal."""
    conflict, calibration = tg.load_conflict("training_models"), tg.load_calibration("switzerland_2016")
    v, shares = calibration.numbers, [Fraction(7, 10), Fraction(1, 2), Fraction(1, 3), Fraction(0)]
    payoffs = conflict.game(calibration, exact=True).payoffs
    full = Fraction(7, 10)
    for i, f in enumerate(shares):
        for j, c in enumerate(shares):
            worth = v["trainee_output"] + v["retention"] * v["hiring_saving"] + v["standing"]
            assert payoffs[0, i, j] == (v["quality_gain"] * min(f, c) - v["reform_cost"] * f) / full
            assert payoffs[1, i, j] == (worth * min(f, c) - v["training_cost"] * c) / full
    found = tg.equilibria(conflict.game(calibration, exact=True))
    pure = [e for e in found if e.profile is not None]
    assert [e.profile for e in pure] == [(k, k) for k in range(4)]
    assert all((a.payoffs > b.payoffs).all() for a, b in itertools.pairwise(pure))
    assert len(found) > 4
    assert all(e.regret == 0 for e in found)


@pytest.mark.parametrize("name", tg.conflicts())
@pytest.mark.parametrize("calibration", tg.calibrations())
def test_every_conflict_under_every_calibration(name: str, calibration: str) -> None:
    conflict, values = tg.load_conflict(name), tg.load_calibration(calibration)
    exact, floats = conflict.game(values, exact=True), conflict.game(values)
    assert np.allclose(exact.payoffs.astype(float), floats.payoffs)
    found = tg.equilibria(exact)
    assert found.scope == ("all" if len(conflict.players) == 2 else "pure")
    assert all(e.regret == 0 for e in found)
    assert [e.profile for e in tg.equilibria(floats)] == [e.profile for e in found]


def test_labels_in_both_languages() -> None:
    """Nothing that ships is left without a Chinese name."""
    for name in tg.conflicts():
        conflict = tg.load_conflict(name)
        named = [name, *conflict.player_names, *(a for own in conflict.actions for a in own), *conflict.parameters]
        assert [n for n in named if n not in conflict.labels.zh] == []
        assert all(conflict.about.of(lang) for lang in LANGUAGES)
    for name in tg.instruments():
        instrument = tg.load_instrument(name)
        assert name in instrument.labels.zh
        assert instrument.about.zh
    for name in tg.scenarios():
        scenario = tg.load_scenario(name)
        assert name in scenario.labels.zh
        assert scenario.question.zh
    assert all(s.label.zh and s.interests("zh") and s.responsibilities("zh") for s in tg.stakeholders())
    assert [s.kind for s in tg.stakeholders()].count("core") == 4
    assert len(tg.stakeholders()) == 8


def test_unknown_names_give_the_nearest(germany: tg.Calibration) -> None:
    conflict = tg.load_conflict("school_enterprise")
    with pytest.raises(tg.InputError, match="did you mean 'training_subsidy'"):
        conflict.game(germany, tg.Policy(training_subsidie=1))
    with pytest.raises(tg.InputError, match="did you mean 'retention'"):
        germany.replace(retension=1)
    with pytest.raises(tg.InputError, match="did you mean 'school_enterprise'"):
        tg.load_conflict("school_enterprize")
    with pytest.raises(tg.InputError, match="does nothing in the conflict"):
        conflict.game(germany, tg.Policy(teacher_allowance=1))


def test_exact_games_take_single_values(germany: tg.Calibration) -> None:
    conflict = tg.load_conflict("school_enterprise")
    with pytest.raises(tg.InputError, match="retention: is an array"):
        conflict.game(germany.replace(retention=np.ones(2)), exact=True)
    with pytest.raises(tg.InputError, match="is an array; exact games"):
        conflict.game(germany, tg.Policy(training_subsidy=np.ones(2)), exact=True)


def test_a_missing_value_is_named(germany: tg.Calibration) -> None:
    with pytest.raises(tg.InputError, match="surcharge_due"):
        tg.cheapest_policy("school_enterprise", germany, ["tax_credit"])


def test_every_shipped_file_passes_the_check() -> None:
    from importlib.resources import as_file, files

    with as_file(files("tvet_games") / "library") as library:
        for path in sorted(library.rglob("*.toml")):
            if path.stem != "stakeholders":
                assert tg.check(path) == (), path.name


def test_frames(germany: tg.Calibration) -> None:
    conflict = tg.load_conflict("school_enterprise")
    game = conflict.game(germany)
    assert list(game.to_frame().columns) == ["school", "enterprise"]
    assert list(germany.to_frame().loc["training_cost", ["provenance", "figures"]]) == ["measured", "de_gross_2022"]
    assert "quality_gain" in conflict.to_frame().index
    assert tg.equilibria(game).to_frame()["target"].sum() == 0
    assert tg.cheapest_policy(conflict, germany).to_frame().loc["free_riding_levy", "level"] > 0


def test_a_game_takes_names_and_says_what_it_does_not_take() -> None:
    conflict = tg.load_conflict("school_enterprise")
    named, loaded = conflict.game("germany_2022"), conflict.game(tg.load_calibration("germany_2022"))
    assert (named.payoffs == loaded.payoffs).all()
    assert named.unit == loaded.unit
    with pytest.raises(tg.InputError, match="did you mean 'germany_2022'"):
        conflict.game("germany_2021")
    with pytest.raises(tg.InputError, match=r"policy: .* expected a Policy, as in Policy\(training_subsidy=5100\)"):
        conflict.game("germany_2022", {"training_subsidy": 5000})  # type: ignore[arg-type]
    with pytest.raises(tg.InputError, match="expected a calibration or its name"):
        conflict.game(conflict)  # type: ignore[arg-type]
