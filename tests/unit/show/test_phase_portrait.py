"""The phase portrait: what it shows, not how it looks."""

import matplotlib as mpl
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import tvet_games as tg
from tvet_games.errors import InputError, ShapeError
from tvet_games.show.phase_portrait import followed, grid_of, plot_phase_portrait, smooth
from tvet_games.solve.dynamics.replicator import replicator_field
from tvet_games.solve.dynamics.rules import Logit
from tvet_games.study.evolution.evolve import evolve
from tvet_games.tables.words import percent

mpl.use("Agg")

from matplotlib import pyplot as plt

FEW = [[0.2, 0.9], [0.8, 0.3]]

INSPECTION = """
format = 1

[conflict]
name     = "inspect"
per      = "trainee"
about.en = "Does the agency inspect, does the firm comply?"
about.zh = "机构是否检查，企业是否合规？"

[[player]]
name    = "agency"
actions = ["inspect", "trust"]

[[player]]
name    = "firm"
actions = ["comply", "cheat"]

[parameter]
training_cost = { dimension = "money", meaning = "gross cost of training" }

[[payoff]]
when   = { agency = "inspect", firm = "comply" }
agency = "INSPECTED"
firm   = 0

[[payoff]]
when   = { agency = "inspect", firm = "cheat" }
agency = "training_cost"
firm   = "-2*training_cost"

[[payoff]]
when   = { agency = "trust", firm = "comply" }
agency = 0
firm   = 0

[[payoff]]
when   = { agency = "trust", firm = "cheat" }
agency = 0
firm   = "training_cost"
"""
"""Closed orbits where an inspection that finds nothing costs something; else the edge on which the firm complies
rests."""


@pytest.fixture(autouse=True)
def closed():
    yield
    plt.close("all")


@pytest.fixture(scope="module")
def practice():
    return evolve("school_teacher", "germany_2022", starts=64)


def own_conflict(folder, inspected: str):
    path = folder / "inspect.toml"
    path.write_text(INSPECTION.replace("INSPECTED", inspected), encoding="utf-8")
    return tg.load_conflict(path)


def lines(ax, label: str) -> np.ndarray:
    """The points of the line with a label."""
    (found,) = [line for line in ax.lines if line.get_label() == label]
    return np.asarray(found.get_xydata())


def legend(ax) -> list[str]:
    return [text.get_text() for text in ax.get_legend().get_texts()]


@given(st.integers(1, 6), st.integers(1, 3))
@settings(max_examples=20)
def test_a_grid_is_spread_evenly(side: int, dimension: int) -> None:
    points = grid_of(side, dimension)
    assert points.shape == (side**dimension, dimension)
    assert len(np.unique(points, axis=0)) == len(points)
    np.testing.assert_allclose(points.mean(axis=0), 0.5)
    assert (points > 0).all()
    assert (points < 1).all()


def test_the_separatrix_runs_through_the_saddle_with_the_basin_above_it(practice) -> None:
    ax = plot_phase_portrait(practice, starts=FEW)
    line, (saddle,) = lines(ax, "separatrix (exact)"), lines(ax, "rest point: saddle")
    np.testing.assert_array_equal(line, practice.separatrix.points)
    np.testing.assert_allclose(saddle, [19 / 31, 28 / 43])
    assert np.abs(line - saddle).sum(axis=1).min() == pytest.approx(0, abs=1e-12)
    (basin,) = ax.patches
    assert basin.get_label() == f"basin of cooperation ({percent(practice.basin.share)})"
    assert basin.get_path().contains_points([[0.9, 0.9], [0.1, 0.1], [0.5, 0.5]]).tolist() == [True, False, False]


def test_rest_points_are_marked_by_their_kind(practice) -> None:
    ax = plot_phase_portrait(practice, starts=FEW)
    assert sorted(lines(ax, "rest point: stable").tolist()) == [[0, 0], [1, 1]]
    assert sorted(lines(ax, "rest point: source").tolist()) == [[0, 1], [1, 0]]
    looks = {
        line.get_label(): (line.get_markerfacecolor(), line.get_markerfacecoloralt())
        for line in ax.lines
        if line.get_label().startswith("rest point")
    }
    assert len(set(looks.values())) == len(looks)
    kinds = [f"rest point: {kind}" for kind in ("stable", "saddle", "source")]
    shown = ["separatrix (exact)", "trajectories from dots", "the path", "its start", *kinds]
    assert legend(ax) == [ax.patches[0].get_label(), *shown]


def test_words_come_from_the_conflict(practice) -> None:
    ax = plot_phase_portrait(practice, starts=FEW)
    assert ax.get_title() == "School and teacher, Germany 2022"
    assert ax.get_xlabel() == "school: share that chooses “support”"
    assert ax.get_ylabel() == "teacher: share that chooses “practise”"
    assert (ax.get_xlim(), ax.get_ylim()) == ((0, 1), (0, 1))
    corners = {text.get_text(): text.xy for text in ax.texts}
    assert corners == {
        "support, practise": (1, 1),
        "support, abstain": (1, 0),
        "neglect, practise": (0, 1),
        "neglect, abstain": (0, 0),
    }


def test_everything_is_said_in_chinese(practice) -> None:
    ax = plot_phase_portrait(practice, starts=FEW, language="zh")
    assert ax.get_xlabel() == "学校：选择“支持”的比例"
    assert {"分界线（精确）", "静止点：源点", "静止点：稳定"} <= set(legend(ax))
    assert {"支持、下企业实践", "忽视、不参加"} <= {text.get_text() for text in ax.texts}
    assert not any("a" <= c <= "z" for text in legend(ax) for c in text)


@pytest.mark.parametrize("title", [None, "A title of one's own\nof two lines"])
@pytest.mark.parametrize("language", ["en", "zh"])
def test_titles_stand_above_the_names_of_the_corners(practice, title, language) -> None:
    ax = plot_phase_portrait(practice, starts=FEW, language=language)
    if title:
        ax.set_title(title)
    ax.figure.draw_without_rendering()
    names = [text.get_window_extent() for text in ax.texts]
    assert not any(ax.title.get_window_extent().overlaps(name) for name in names)
    assert not any(tick.get_window_extent().overlaps(name) for tick in ax.get_xticklabels() for name in names)


def test_arrows_point_where_the_shares_move(practice) -> None:
    ax = plot_phase_portrait(practice, starts=FEW)
    (arrows,) = ax.collections
    rates = replicator_field(practice.game.to_float(), arrows.get_offsets().data)
    steps = np.stack([arrows.U, arrows.V], axis=-1)
    np.testing.assert_allclose(np.hypot(*steps.T), 1)
    assert ((rates * steps).sum(axis=1) > 0).all()


def test_the_path_and_trajectories_start_where_they_should(practice) -> None:
    ax = plot_phase_portrait(practice, starts=FEW)
    path = lines(ax, "the path")
    assert path[0].tolist() == lines(ax, "its start")[0].tolist() == [0.5, 0.5]
    np.testing.assert_allclose(path[-1], practice.path.states[-1], atol=1e-9)
    thin = [line for line in ax.lines if line.get_marker() == "."]
    np.testing.assert_allclose([line.get_xydata()[0] for line in thin], FEW)
    np.testing.assert_allclose([line.get_xydata()[-1] for line in thin], [[0, 0], [0, 0]], atol=1e-3)
    assert len([line for line in plot_phase_portrait(practice).lines if line.get_marker() == "."]) == 9
    assert not [
        line for line in plot_phase_portrait(practice, starts=np.empty((0, 2))).lines if line.get_marker() == "."
    ]


def test_lines_are_smooth_and_end_where_trajectories_do(practice) -> None:
    (path,) = followed(practice, np.array([[0.9, 0.9]]))
    assert path.vertex == (0, 0)
    assert len(path.times) > 300
    np.testing.assert_allclose(smooth(practice.path)[[0, -1]], practice.path.states[[0, -1]], atol=1e-9)
    (still,) = followed(practice, np.array([[1.0, 1.0]]))
    assert (still.states == 1).all()


def test_everything_is_the_basin_where_cooperation_dominates() -> None:
    found = evolve("school_enterprise", "austria_2016", tg.Policy(training_subsidy=24000), starts=64)
    ax = plot_phase_portrait(found, starts=FEW)
    assert ax.get_title() == "School and enterprise, Austria 2016\ntraining subsidy 24,000"
    assert [patch.get_label() for patch in ax.patches] == ["basin of cooperation (100 %)"]
    assert not any("separatrix" in text for text in legend(ax))


def test_closed_orbits_have_a_centre_and_no_basin(tmp_path) -> None:
    found = evolve(own_conflict(tmp_path, "-training_cost"), "germany_2022", starts=8, start=[0.3, 0.5])
    ax = plot_phase_portrait(found, starts=np.empty((0, 2)))
    assert not ax.patches
    np.testing.assert_allclose(lines(ax, "rest point: centre"), [[1 / 3, 1 / 2]])
    assert smooth(found.path) is found.path.states


def test_an_edge_that_rests_is_drawn_all_along(tmp_path) -> None:
    found = evolve(own_conflict(tmp_path, "0"), "germany_2022", starts=8)
    ax = plot_phase_portrait(found, starts=FEW)
    assert sorted(lines(ax, "rest points all along").tolist()) == [[0, 1], [1, 1]]


def test_with_feedback_there_is_no_separatrix_but_stable_points_inside() -> None:
    rules = {"training_subsidy": "30000*(1-enterprise)"}
    found = evolve("school_enterprise", "austria_2016", rules=rules, starts=8)
    ax = plot_phase_portrait(found, starts=[[0.5, 0.8]])
    assert ax.get_title().endswith("\ntraining subsidy 30000*(1-enterprise)")
    assert not ax.patches
    stable = lines(ax, "rest point: stable")
    assert stable[:, 0].tolist() == [1, 0]
    assert ((stable[:, 1] > 0) & (stable[:, 1] < 1)).all()
    assert not any("separatrix" in text for text in legend(ax))


def test_for_another_dynamic_only_trajectories_are_drawn() -> None:
    found = evolve("school_teacher", "germany_2022", dynamic=Logit(0.1), starts=64)
    ax = plot_phase_portrait(found, starts=FEW)
    assert ax.get_title().endswith("\nlogit dynamic")
    assert legend(ax) == ["trajectories from dots", "the path", "its start"]
    assert not ax.collections


def test_given_axes_are_drawn_on(practice) -> None:
    _, (left, right) = plt.subplots(1, 2)
    assert plot_phase_portrait(practice, right, starts=FEW) is right
    assert not left.lines


def test_what_does_not_fit_is_refused(practice) -> None:
    with pytest.raises(InputError, match=r"expected what evolve\(\) returns"):
        plot_phase_portrait("school_teacher")
    with pytest.raises(ShapeError, match="2 shares"):
        plot_phase_portrait(practice, starts=[[0.5]])
    with pytest.raises(ShapeError, match="between 0 and 1"):
        plot_phase_portrait(practice, starts=[[0.5, 1.5]])
    with pytest.raises(ShapeError, match="rows of two shares"):
        plot_phase_portrait(practice, starts=[0.5, 0.5])
    with pytest.raises(ShapeError, match="use plot_cube"):
        plot_phase_portrait(evolve("government_school_enterprise", "germany_2022", starts=8))
    with pytest.raises(ShapeError, match="use plot_shares_over_time"):
        plot_phase_portrait(evolve("training_models", "germany_2022", starts=8))
