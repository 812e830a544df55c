"""Variance and screening: known indices, provenance, guards, words."""

import sys

import numpy as np
import pytest
from scipy import stats
from toy_worlds import PAID

import tvet_games as tg
from tvet_games.errors import InputError
from tvet_games.study.uncertainty.indices import morris_effects, sobol_indices
from tvet_games.study.uncertainty.least_cost import least_cost
from tvet_games.study.uncertainty.screening import screening
from tvet_games.study.uncertainty.variance import variance_sensitivity


def ishigami(unit: np.ndarray) -> np.ndarray:
    x = np.pi * (2 * unit - 1)
    return np.sin(x[:, 0]) + 7 * np.sin(x[:, 1]) ** 2 + 0.1 * x[:, 2] ** 4 * np.sin(x[:, 0])


def ishigami_indices() -> tuple[np.ndarray, np.ndarray]:
    """First and total indices in closed form (Ishigami and Homma 1990), with a = 7, b = 0.1."""
    a, b = 7, 0.1
    alone = 0.5 * (1 + b * np.pi**4 / 5) ** 2, a**2 / 8, 0.0
    both = b**2 * np.pi**8 * (1 / 18 - 1 / 50)
    variance = sum(alone) + both
    return np.array(alone) / variance, np.array([alone[0] + both, alone[1], both]) / variance


def test_ishigami() -> None:
    found = sobol_indices(ishigami, ["a", "b", "c"], n=8192)
    first, total = ishigami_indices()
    np.testing.assert_allclose(found.first, first, atol=0.02)
    np.testing.assert_allclose(found.total, total, atol=0.02)
    assert (np.abs(found.first - first) < 3 * found.first_half).all()
    assert found.mean == pytest.approx(3.5, abs=0.05)
    assert found.evaluations == 5 * 8192
    assert found.to_frame().shape == (3, 4)


def test_ishigami_in_groups_whatever_their_order() -> None:
    found = sobol_indices(ishigami, ["a", "b", "c"], groups=["z", "b", "z"], n=4096)
    first, _ = ishigami_indices()
    assert found.names == ("z", "b")
    np.testing.assert_allclose(found.first, [1 - first[1], first[1]], atol=0.03)


def test_an_affine_margin(toys) -> None:
    """Paid enough, the margin is Q - R: variances 4,000^2 / 12 and 2,000^2 / 12."""
    found = variance_sensitivity(*toys, PAID, n=4096)
    assert found.values.names == ("quality_gain", "reform_cost")
    np.testing.assert_allclose(found.values.first, [0.8, 0.2], atol=0.01)
    np.testing.assert_allclose(found.values.total, [0.8, 0.2], atol=0.01)
    assert found.values.mean == pytest.approx(1000, abs=20)
    assert found.values.deviation == pytest.approx(np.sqrt(20e6 / 12), rel=0.01)
    grouped = variance_sensitivity(*toys, PAID, n=4096, groups={"reform_cost": "mine"})
    assert dict(zip(grouped.groups.names, grouped.groups.first.round(2), strict=True)) == {"other": 0.8, "mine": 0.2}


def test_distributions_are_those_of_drawn_worlds(toys) -> None:
    given = {"quality_gain": stats.norm(3000, 500), "reform_cost": "triangular"}
    found = variance_sensitivity(*toys, PAID, n=4096, distribution=given)
    a, c, b = 1000, 1500, 3000
    other = (a**2 + b**2 + c**2 - a * b - a * c - b * c) / 18
    expected = np.array([500**2, other]) / (500**2 + other)
    by_name = dict(zip(found.values.names, found.values.first, strict=True))
    np.testing.assert_allclose([by_name["quality_gain"], by_name["reform_cost"]], expected, atol=0.02)


def test_groups_by_provenance_add_up_where_effects_do() -> None:
    found = variance_sensitivity("school_enterprise", "austria_2016", n=2048)
    assert set(found.groups.names) == {"assumed", "measured"}
    assert found.groups.first.sum() == pytest.approx(1, abs=0.03)
    assert set(found.to_frame()["group"]) == {"assumed", "measured"}
    said = found.describe()
    assert any(s.endswith("of the variance comes from assumed numbers alone (97 % with their interplay with others).")
               for s in said)  # fmt: skip
    assert "仅来自假定数值" in " ".join(found.describe("zh"))


def test_one_group_only(toys) -> None:
    found = variance_sensitivity(*toys, PAID, n=256)
    assert found.groups.names == ("assumed",)
    assert found.groups.first.tolist() == [1.0]
    assert "All uncertain numbers are assumed, so all of the variance is." in found.describe()


def test_one_value_only(toys) -> None:
    conflict, calibration = toys
    found = variance_sensitivity(conflict, calibration.replace(reform_cost=1), PAID, n=64)
    assert found.values.total.tolist() == [1.0]
    assert found.values.evaluations == 64


@pytest.mark.parametrize("output", ["cost", "cooperation"])
def test_a_constant_output_has_no_indices(toys, output) -> None:
    policy = PAID if output == "cost" else None
    found = variance_sensitivity(*toys, policy, output=output, n=64)
    assert found.is_constant
    assert found.to_frame().empty
    assert "there is no variance to share out" in found.describe()[0]
    assert found.values.mean == (9000 if output == "cost" else 0)
    screened = screening(*toys, policy, output=output)
    assert screened.is_constant
    assert screened.matters == ()
    assert "没有可分解的方差" in screened.describe("zh")[0]


def test_costs_that_depend_on_the_world() -> None:
    found = variance_sensitivity(
        "school_enterprise", "germany_2022", tg.Policy(retention_bonus=5000), output="cost", n=256
    )
    assert found.values.names[0] == "retention"
    assert found.values.total[0] == pytest.approx(1, abs=0.05)


def test_undefined_outputs(toys) -> None:
    with pytest.raises(
        InputError, match=r"is infinite or undefined in \d+ of 256 worlds, most of all where quality_gain is low"
    ):
        variance_sensitivity(*toys, PAID, output="p_level", n=64)
    found = variance_sensitivity(*toys, PAID, output="p_level", n=64, undefined=1)
    assert not found.is_constant
    assert found.undefined_share == pytest.approx(0.25, abs=0.01)
    (said,) = (text for text in found.describe() if "infinite" in text)
    assert said.endswith("% of the worlds it is infinite or undefined, and counts as 1.")
    never = variance_sensitivity(*toys, PAID, n=64, undefined=1)
    assert never.undefined_share == 0
    assert not any("infinite" in text for text in never.describe())
    with pytest.raises(InputError, match="at 4 of 4 points"):
        sobol_indices(lambda x: np.full(len(x), np.nan), ["a", "b"], n=1)


def test_rare_events_do_not_warn() -> None:
    """A resample without the event has no variance."""
    found = sobol_indices(lambda x: (x[:, 0] < 0.002) * 1.0, ["a", "b"], n=512)
    assert len(found.names) == 2


def test_morris_on_a_sum_and_a_product() -> None:
    found = morris_effects(lambda x: 3 * x[:, 0] - x[:, 1] + x[:, 2] * x[:, 3], list("abcde"), paths=200)
    np.testing.assert_allclose(found.mu, [3, -1, 0.5, 0.5, 0], atol=0.1)
    np.testing.assert_allclose(found.mu_star[:2], [3, 1], rtol=1e-9)
    np.testing.assert_allclose(found.sigma[[0, 1, 4]], 0, atol=1e-9)
    assert (found.sigma[2:4] > 0.2).all()
    assert found.evaluations == 1200


def test_screening(toys) -> None:
    found = screening(*toys, PAID)
    assert found.effects.names == ("quality_gain", "reform_cost")
    np.testing.assert_allclose(found.effects.mu, [4000, -2000])
    assert found.to_frame()["provenance"].tolist() == ["assumed", "assumed"]
    assert "quality gain (by 4,000 EUR per trainee-year on average)" in found.describe()[0]
    endless = screening(*toys, PAID, distribution={"quality_gain": stats.norm(3000, 500)})
    width = 500 * 2 * stats.norm.ppf(0.995)
    assert endless.effects.mu_star[0] == pytest.approx(width, rel=0.5)


@pytest.mark.parametrize("study", [variance_sensitivity, screening])
@pytest.mark.parametrize(
    ("changes", "match"),
    [
        ({"output": "margins"}, "did you mean 'margin'"),
        ({"policy": [None, tg.Policy(training_subsidy=1)]}, "expected one policy"),
        ({"confidence": 0}, "strictly between"),
        ({"rng": "a"}, "neither a whole number"),
    ],
)
def test_what_is_refused(study, changes, match) -> None:
    with pytest.raises(InputError, match=match):
        study("school_enterprise", "austria_2016", **changes)


def test_what_each_refuses(toys) -> None:
    with pytest.raises(InputError, match="power of 2"):
        variance_sensitivity(*toys, PAID, n=100)
    with pytest.raises(InputError, match="draw fewer"):
        variance_sensitivity(*toys, PAID, n=2**27)
    with pytest.raises(InputError, match="expected provenance"):
        variance_sensitivity(*toys, PAID, groups="kind")
    with pytest.raises(InputError, match="did you mean 'reform_cost'"):
        variance_sensitivity(*toys, PAID, groups={"reform_costs": "mine"})
    with pytest.raises(InputError, match="at least 2"):
        screening(*toys, PAID, paths=1)
    with pytest.raises(InputError, match="defined for 2x2 games"):
        variance_sensitivity("training_models", "austria_2016", output="basin")


@pytest.mark.parametrize("study", [variance_sensitivity, screening])
def test_same_seed_same_numbers(toys, study) -> None:
    options = {"n": 64} if study is variance_sensitivity else {"paths": 8}
    first, second, other = (study(*toys, PAID, rng=seed, output="cooperation", **options) for seed in (0, 0, 1))
    assert first.to_frame().equals(second.to_frame())
    assert not first.to_frame().equals(other.to_frame())


def test_the_least_cost_of_each_world() -> None:
    """The same worlds, one after the other, by the exact search, with the bounds of the central values."""
    asked = tg.question("school_enterprise", "germany_2022", ["training_subsidy", "cultural_programme"])
    worlds = tg.draw_worlds("germany_2022", 12, rng=3).calibration
    found = least_cost(asked)(worlds, 12)
    central = {lever.name: (lever.low, lever.high) for lever in asked.problem().levers}
    for k in range(12):
        numbers = {name: float(array[k]) for name, array in worlds.values_drawn().items()}
        one = tg.load_calibration("germany_2022").with_ties().replace(**numbers)
        exact = tg.cheapest_policy("school_enterprise", one, ["training_subsidy", "cultural_programme"], bounds=central)
        assert found[k] == pytest.approx(float(exact.cost) if exact.feasible else np.inf)


def test_variance_of_a_least_cost() -> None:
    asked = tg.question("school_enterprise", "germany_2022", heads={"trainee": 100})
    found = variance_sensitivity(asked, output="least_cost", n=256)
    assert 2000 < found.values.mean < 5000
    assert "breakdown_rate" in found.values.names
    first = found.describe()[0]
    assert first.startswith("The least cost of a package under which cooperation is a Nash equilibrium (margin 1) is ")
    assert "EUR per" in first
    assert found.describe("zh")[0].startswith("使合作成为")
    assert screening(asked, output="least_cost", paths=4).matters


def test_what_a_least_cost_refuses() -> None:
    asked = tg.question("school_enterprise", "germany_2022", ["training_subsidy"])
    with pytest.raises(InputError, match="takes a question"):
        variance_sensitivity("school_enterprise", "germany_2022", output="least_cost")
    with pytest.raises(InputError, match="takes a question"):
        screening(asked)
    with pytest.raises(InputError, match="leave them out"):
        variance_sensitivity(asked, "germany_2022", output="least_cost")
    with pytest.raises(InputError, match=r"calibration.*is missing"):
        variance_sensitivity("school_enterprise")
    with pytest.raises(InputError, match="is not linear; there are: nash"):
        least_cost(asked.replace(criteria=(tg.RiskDominant(),)))
    with pytest.raises(InputError, match="whole steps"):
        least_cost(asked.replace(at_most=1))
    with pytest.raises(InputError, match="nothing to choose"):
        least_cost(tg.question("school_enterprise", "germany_2022", []))
    hopeless = asked.replace(bounds={"training_subsidy": (0, 1)})
    with pytest.raises(InputError, match="infinite or undefined in 1,088 of 1,088 worlds; give undefined=NUMBER"):
        variance_sensitivity(hopeless, output="least_cost", n=64)


@pytest.mark.parametrize(("library", "study"), [("SALib", variance_sensitivity), ("SALib", screening)])
def test_a_missing_library(toys, library, study, monkeypatch) -> None:
    monkeypatch.setitem(sys.modules, library, None)
    with pytest.raises(InputError, match=r"pip install .*tvet_games\[sensitivity\]"):
        study(*toys, PAID)


@pytest.mark.parametrize("n", [1, 2, 32])
def test_too_few_points_are_refused(n, toys) -> None:
    with pytest.raises(InputError, match=r"n: .* is too few for shares of the variance"):
        variance_sensitivity(*toys, PAID, n=n)


def test_a_negative_loss_is_told_as_a_gain() -> None:
    found = variance_sensitivity("school_enterprise", "germany_2022", n=64)
    assert found.values.mean < 0
    assert "somebody gains" in found.describe()[0]
    assert "-" not in found.describe()[0].split("by leaving")[0].replace("trainee-year", "")
    assert "背离合作可得" in found.describe("zh")[0]


def test_a_gain_that_is_the_same_everywhere(toys) -> None:
    """Without a subsidy the enterprise loses 3,000 by training; the school never loses as much."""
    found = variance_sensitivity(*toys, n=64)
    assert found.is_constant
    assert "somebody gains 3,000" in found.describe()[0]
    assert "-3,000" not in found.describe()[0]


def test_what_is_named_lies_apart_from_nothing() -> None:
    found = variance_sensitivity("school_enterprise", "germany_2022", n=64)
    (said,) = (sentence for sentence in found.describe() if sentence.startswith("Most of it"))
    for k, name in enumerate(found.values.names):
        if found.values.total[k] <= found.values.total_half[k]:
            assert found.subject.labels.of(name) not in said


def test_a_value_that_others_follow_is_told() -> None:
    asked = ("school_enterprise", "germany_2022")
    tie = "Training cost moves nothing by itself here: trainee output follows it (training_cost - 8100)"
    for found in (variance_sensitivity(*asked, n=64), screening(*asked, paths=4)):
        assert any(sentence.startswith(tie) for sentence in found.describe())
        assert "training_cost - 8100" in found.describe("zh")[-1]
    untied = tg.load_calibration("germany_2022").replace(trainee_output=18_100)
    assert "by itself" not in " ".join(variance_sensitivity("school_enterprise", untied, n=64).describe())


def test_costs_at_cooperation_rest_on_bills_alone() -> None:
    policy = tg.Policy(retention_bonus=5000, training_subsidy=3000)
    found = variance_sensitivity("school_enterprise", "germany_2022", policy, output="cost", n=64)
    assert found.subject.names == ("retention",)
    expected = tg.variance_sensitivity(
        tg.question("school_enterprise", "germany_2022", ["training_subsidy"]), output="least_cost", n=64, undefined=0
    )
    assert "retention" in expected.subject.names
