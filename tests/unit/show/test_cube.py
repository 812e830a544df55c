"""The cube of three populations: what it shows, not how it looks."""

import matplotlib as mpl
import numpy as np
import pytest

import tvet_games as tg
from tvet_games.errors import InputError, ShapeError
from tvet_games.show.cube import plot_cube
from tvet_games.solve.dynamics.rules import Logit
from tvet_games.study.evolution.evolve import evolve

mpl.use("Agg")

from matplotlib import pyplot as plt


@pytest.fixture(autouse=True)
def closed():
    yield
    plt.close("all")


@pytest.fixture(scope="module")
def found():
    """Two stable vertices: everybody cooperates, or nobody does."""
    policy = tg.Policy(training_subsidy=12000)
    return evolve("school_enterprise_student", "germany_2022", policy, starts=8)


def lines(ax, label: str) -> np.ndarray:
    (line,) = [line for line in ax.lines if line.get_label() == label]
    return np.array(line.get_data_3d()).T


def legend(ax) -> list[str]:
    return [text.get_text() for text in ax.get_legend().get_texts()]


def test_vertices_are_marked_by_what_is_stable(found) -> None:
    ax = plot_cube(found, starts=np.empty((0, 3)))
    assert sorted(lines(ax, "stable vertex").tolist()) == [[0, 0, 0], [1, 1, 1]]
    assert len(lines(ax, "vertex that is not stable")) == 6
    assert sorted(text.get_text() for text in ax.texts) == sorted(
        f"({x}, {y}, {z})" for x in (0, 1) for y in (0, 1) for z in (0, 1)
    )


def test_trajectories_are_grouped_by_where_they_end(found) -> None:
    ax = plot_cube(found, starts=[[0.9, 0.9, 0.9], [0.1, 0.1, 0.1], [0.95, 0.9, 0.9]])
    up = "to (1, 1, 1): cooperate, cooperate and cooperate"
    down = "to (0, 0, 0): withhold, withhold and withhold"
    assert legend(ax)[:2] == [up, down]
    np.testing.assert_allclose(lines(ax, up)[[0, -1]], [[0.9] * 3, [1] * 3], atol=1e-3)
    np.testing.assert_allclose(lines(ax, down)[[0, -1]], [[0.1] * 3, [0] * 3], atol=1e-3)
    looks = {
        (line.get_color(), line.get_linestyle(), line.get_marker())
        for line in ax.lines
        if line.get_label() in (up, down)
    }
    assert len({colour for colour, _, _ in looks}) == len({m for _, _, m in looks}) == 2


def test_the_path_and_the_words(found) -> None:
    ax = plot_cube(found, starts=np.empty((0, 3)))
    path = lines(ax, "the path from the star")
    assert path[0].tolist() == [0.5, 0.5, 0.5]
    np.testing.assert_allclose(path[-1], found.path.states[-1], atol=1e-9)
    assert [ax.get_xlabel(), ax.get_ylabel(), ax.get_zlabel()] == [
        "school: cooperate",
        "enterprise: cooperate",
        "student: cooperate",
    ]
    assert ax.get_title() == "School, enterprise and student, Germany 2022\ntraining subsidy 12,000"
    edges = [line for line in ax.lines if line.get_label().startswith("_") and line.get_marker() == "None"]
    assert len(edges) == 12


def test_the_grid_has_three_starts_along_each_edge() -> None:
    found = evolve("government_school_enterprise", "germany_2022", starts=8)
    ax = plot_cube(found)
    assert len([line for line in ax.lines if line.get_marker() not in ("None", "o", "*")]) == 27
    assert legend(ax)[0] == "to (1, 0, 0): regulate, nominal and free-ride"


def test_for_another_dynamic_no_vertex_is_marked() -> None:
    found = evolve("government_school_enterprise", "germany_2022", dynamic=Logit(0.1), starts=8)
    ax = plot_cube(found, starts=[[0.2, 0.5, 0.5]])
    assert legend(ax) == ["to no vertex", "the path from the star"]


def test_given_axes_are_drawn_on_if_they_have_three_dimensions(found) -> None:
    _, deep = plt.subplots(subplot_kw={"projection": "3d"})
    assert plot_cube(found, deep, starts=np.empty((0, 3))) is deep
    _, flat = plt.subplots()
    with pytest.raises(InputError, match="three dimensions"):
        plot_cube(found, flat)


def test_what_does_not_fit_is_refused(found) -> None:
    with pytest.raises(InputError, match=r"expected what evolve\(\) returns"):
        plot_cube(None)
    with pytest.raises(ShapeError, match="use plot_phase_portrait"):
        plot_cube(evolve("school_teacher", "germany_2022", starts=8))
    with pytest.raises(ShapeError, match="use plot_shares_over_time"):
        plot_cube(evolve("community", "germany_2022", starts=8))
    with pytest.raises(ShapeError, match="rows of three shares"):
        plot_cube(found, starts=[0.5, 0.5, 0.5])
