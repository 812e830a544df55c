"""Drawing worlds: distributions, what is kept, what is refused."""

import numpy as np
import pytest
from scipy import stats

import tvet_games as tg
from tvet_games.errors import InputError, UnknownNameError
from tvet_games.study.worlds.draw import check_drawn_shares, draw_worlds

DESIGNS = ("random", "latin_hypercube", "sobol")


def test_what_worlds_remember() -> None:
    worlds = draw_worlds("germany_2022", 8, names=["training_cost", "retention"], rng=5, distribution="triangular")
    assert worlds.names == ("training_cost", "retention")
    assert worlds.to_frame().shape == (8, 2)
    assert len(worlds) == 8
    assert worlds.distributions["retention"] == "triangular"
    assert worlds.provenance == {"training_cost": "measured", "retention": "measured"}
    assert worlds.seed == 5
    drawn = worlds.calibration
    assert drawn.values["training_cost"].provenance == "measured"
    np.testing.assert_array_equal(drawn.numbers["retention"], worlds.values[:, 1])
    # The tie holds: output is the measured net cost below the cost.
    assert np.ptp(drawn.numbers["training_cost"] - drawn.numbers["trainee_output"]) < 1e-6


def test_agrees_with_the_calibrations_own_draws() -> None:
    germany = tg.load_calibration("germany_2022")
    drawn, sampled = draw_worlds(germany, 2000).calibration, germany.sample(2000, np.random.default_rng(0))
    assert drawn.values_drawn().keys() == sampled.values_drawn().keys()
    for name, numbers in sampled.values_drawn().items():
        assert stats.ks_2samp(numbers, drawn.numbers[name]).pvalue > 1e-5


def test_given_distributions() -> None:
    given = {
        "retention": stats.beta(2, 5),
        "training_cost": [20_000, 21_000, 21_000],
        "standing": "triangular",
        "period_years": stats.uniform(1, 2),
    }
    worlds = draw_worlds("austria_2016", 4096, distribution=given, names=[*given, "spillover"], design="sobol")
    kinds = [worlds.distributions[name] for name in worlds.names]
    assert kinds == ["beta", "observed", "triangular", "uniform", "uniform"]
    frame = worlds.to_frame()
    assert abs(frame["retention"].mean() - 2 / 7) < 1e-3
    assert set(frame["training_cost"]) == {20_000.0, 21_000.0}
    assert abs((frame["training_cost"] == 21_000).mean() - 2 / 3) < 1e-3
    assert frame["period_years"].between(1, 3).all()


@pytest.mark.parametrize("design", DESIGNS)
def test_means_of_a_design(design) -> None:
    worlds = draw_worlds("austria_2016", 1024, design=design, names=["retention", "standing"])
    assert np.abs(worlds.unit.mean(axis=0) - 0.5).max() < (0.04 if design == "random" else 0.001)
    assert abs(np.corrcoef(worlds.unit.T)[0, 1]) < 0.1


def test_a_sobol_design_takes_a_power_of_two() -> None:
    with pytest.raises(InputError, match=r"'1000' a Sobol design takes a power of 2 .did you mean '1024'"):
        draw_worlds("austria_2016", 1000, design="sobol")
    with pytest.raises(InputError, match="did you mean '512'"):
        draw_worlds("austria_2016", 600, design="sobol")


@pytest.mark.parametrize(
    ("options", "match"),
    [
        ({"design": "sobel"}, "did you mean 'sobol'"),
        ({"distribution": "normal"}, "there are: triangular, uniform"),
        ({"distribution": {"retension": "uniform"}}, "did you mean 'retention'"),
        ({"distribution": {"retention": "normal"}}, "retention.*there are: triangular, uniform"),
        ({"distribution": {"retention": ["a"]}}, "observed numbers"),
        ({"distribution": {"retention": []}}, "observed numbers"),
        ({"distribution": {"trainee_output": stats.norm(1, 1)}}, "follows training_cost.*give distributions to these"),
        ({"names": ["retension"]}, "did you mean 'retention'"),
        ({"names": ["period_years"]}, "neither a range nor a given distribution"),
        ({"n": 0}, "from 1 to"),
        ({"n": 2.5}, "from 1 to"),
        ({"n": 2**26}, "draw fewer, or fewer values"),
        ({"rng": -1}, "neither a whole number"),
    ],
)
def test_what_is_refused(options, match) -> None:
    with pytest.raises(InputError, match=match):
        draw_worlds("germany_2022", options.pop("n", 4), **options)


def test_arrays_are_refused() -> None:
    with pytest.raises(InputError, match="holds arrays"):
        draw_worlds(draw_worlds("germany_2022", 4).calibration, 4)


def test_an_unknown_calibration() -> None:
    with pytest.raises(UnknownNameError, match="germany_2022"):
        draw_worlds("germany_2023", 4)


def test_shares_outside_zero_to_one() -> None:
    conflicts = [tg.load_conflict("school_enterprise")]
    check_drawn_shares(conflicts, draw_worlds("austria_2016", 100).calibration)
    far = draw_worlds("austria_2016", 100, distribution={"retention": stats.norm(0.5, 1)})
    with pytest.raises(InputError, match=r"retention.*is a share, but worlds were drawn"):
        check_drawn_shares(conflicts, far.calibration)


def test_generators_give_seeds() -> None:
    first, second = (draw_worlds("austria_2016", 4, rng=np.random.default_rng(7)) for _ in range(2))
    np.testing.assert_array_equal(first.values, second.values)
    assert first.seed == second.seed
