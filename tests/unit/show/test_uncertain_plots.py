"""Where variance comes from and which values matter: what the plots show, not how they look."""

import matplotlib as mpl
import numpy as np
import pytest

import tvet_games as tg
from tvet_games.errors import InputError
from tvet_games.show.screening import plot_screening
from tvet_games.show.variance import plot_variance
from tvet_games.study.uncertainty.screening import screening
from tvet_games.study.uncertainty.variance import variance_sensitivity

mpl.use("Agg")

from matplotlib import pyplot as plt


@pytest.fixture(autouse=True)
def closed():
    yield
    plt.close("all")


@pytest.fixture(scope="module")
def shared():
    return variance_sensitivity("school_enterprise", "germany_2022", n=256)


@pytest.fixture(scope="module")
def screened():
    return screening("school_enterprise", "germany_2022", paths=16)


def names(ax) -> list[str]:
    return [text.get_text() for text in ax.get_yticklabels()]


def test_bars_are_the_indices_of_values_then_of_groups(shared) -> None:
    ax = plot_variance(shared)
    total, first = ([bar.get_width() for bar in group] for group in ax.containers)
    count = len(total) - len(shared.groups.names)
    expected = np.concatenate([shared.values.total[:count], shared.groups.total])
    np.testing.assert_allclose(total, np.clip(expected, 0, None))
    expected = np.concatenate([shared.values.first[:count], shared.groups.first])
    np.testing.assert_allclose(first, np.clip(expected, 0, None))
    assert names(ax)[0] == "standing (assumed)"
    assert names(ax)[count:] == ["all assumed", "all measured"]
    assert (shared.values.total[count:] < 0.01).all()
    assert ax.get_title() == f"School and enterprise, Germany 2022\n{14 - count} others explain at most 1 % each"


def test_intervals_are_drawn_around_the_totals(shared) -> None:
    (lines,) = plot_variance(shared, most=1).collections
    (low, _), (high, _) = lines.get_segments()[0]
    assert high == pytest.approx(shared.values.total[0] + shared.values.total_half[0])
    assert low == pytest.approx(shared.values.total[0] - shared.values.total_half[0])


def test_one_group_is_not_drawn_and_own_groups_have_their_names() -> None:
    one = variance_sensitivity("school_teacher", "germany_2022", n=64)
    assert not any(name.startswith("all ") for name in names(plot_variance(one)))
    groups = {"career_value": "the teacher's"}
    own = plot_variance(variance_sensitivity("school_teacher", "germany_2022", n=64, groups=groups))
    assert {"group the teacher's", "group other"} <= set(names(own))


def test_the_policy_stands_in_the_title_where_there_is_one() -> None:
    policy = tg.Policy(training_subsidy=5000)
    found = variance_sensitivity("school_enterprise", "germany_2022", policy, output="cooperation", n=64)
    ax = plot_variance(found)
    assert ax.get_title().split("\n")[1] == "training subsidy 5,000"
    assert ax.get_xlabel().replace("\n", " ") == "share of the variance of whether cooperation is an equilibrium"


def test_bars_of_screening_are_the_mean_effects_of_what_matters(screened) -> None:
    ax = plot_screening(screened)
    count = len(screened.matters)
    (bars,) = ax.containers
    np.testing.assert_array_equal([bar.get_width() for bar in bars], screened.effects.mu_star[:count])
    (sigma,) = ax.lines
    np.testing.assert_array_equal(sigma.get_xdata(), screened.effects.sigma[:count])
    assert len(names(ax)) == count
    assert ax.get_title().endswith(f"\n{14 - count} others: at most 1 % of the largest")
    assert ax.get_xlabel().endswith("\n[EUR per trainee-year]")
    few = plot_screening(screened, most=2)
    assert names(few) == names(ax)[:2]


def test_words_in_chinese(shared, screened) -> None:
    left, right = plot_variance(shared, language="zh"), plot_screening(screened, language="zh")
    for ax in (left, right):
        assert names(ax)[0] == "企业声誉（假定）"
        assert ax.get_title().startswith("学校与企业，德国 2022\n其余")
        said = [text.get_text() for text in ax.get_legend().get_texts()]
        assert not any("a" <= letter <= "z" for text in (*names(ax), *said) for letter in text)
    assert right.get_xlabel().endswith("[欧元/学徒·年]")


@pytest.mark.parametrize("plot", [plot_variance, plot_screening])
def test_given_axes_are_drawn_on_and_other_things_refused(plot, shared, screened) -> None:
    found = shared if plot is plot_variance else screened
    _, (left, right) = plt.subplots(1, 2)
    assert plot(found, right) is right
    assert not left.patches
    with pytest.raises(InputError, match="expected what"):
        plot([1, 2])
    with pytest.raises(InputError, match="whole number"):
        plot(found, most=0)


def test_what_is_the_same_in_all_worlds_is_refused() -> None:
    policy = tg.Policy(training_subsidy=1000)
    about = ("school_enterprise", "germany_2022", policy)
    constant = variance_sensitivity(*about, output="cost", n=64)
    with pytest.raises(InputError, match="the same in all worlds"):
        plot_variance(constant)
    with pytest.raises(InputError, match="the same in all worlds"):
        plot_screening(screening(*about, output="cost", paths=4))
