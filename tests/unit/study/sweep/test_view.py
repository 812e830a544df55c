"""Sweeps seen along one or two axes: means by hand, gaps, and what is refused."""

import numpy as np
import pytest

import tvet_games as tg
from tvet_games.errors import InputError, UnknownNameError
from tvet_games.study.sweep import view as module
from tvet_games.study.sweep.view import view_sweep

GRID = {
    "retention": [1.0, 0.0, 0.5],
    "training_subsidy": np.linspace(0, 20_000, 11),
    "standing": [0.0, 2_000.0],
}


@pytest.fixture(scope="module")
def found():
    return tg.sweep("school_enterprise", "austria_2016", GRID, outputs=["verdict", "p_level", "margin"])


def test_shares_are_means_over_the_other_axes(found) -> None:
    seen = view_sweep(found)
    holds = tg.has_flag(found.verdict, "target_equilibrium")
    by_hand = holds.mean("standing").sortby("retention").transpose("training_subsidy", "retention")
    np.testing.assert_array_equal(seen.values, by_hand.values)
    assert (seen.x.name, seen.y.name) == ("retention", "training_subsidy")
    assert seen.x.values.tolist() == [0, 0.5, 1]
    assert (seen.kind, seen.points, seen.over) == ("share", 2, ("standing",))
    assert seen.to_frame().shape == (11, 3)


def test_axes_can_be_chosen_and_exchanged(found) -> None:
    turned = view_sweep(found, "training_subsidy", "retention")
    np.testing.assert_array_equal(turned.values, view_sweep(found).values.T)
    line = view_sweep(found, "training_subsidy")
    assert line.y is None
    np.testing.assert_allclose(line.values, turned.values.mean(axis=0))
    assert line.points == 6
    assert line.to_frame().index.name == "training_subsidy"
    assert view_sweep(found, y="retention").x.name == "training_subsidy"


def test_a_number_has_a_mean_only_where_it_is_finite(found) -> None:
    seen = view_sweep(found, "training_subsidy", "standing", "p_level")
    levels = found.p_level.transpose("standing", "training_subsidy", "retention").values
    finite = np.isfinite(levels).all(axis=-1)
    assert 0 < finite.sum() < finite.size
    np.testing.assert_array_equal(np.isfinite(seen.values), finite)
    np.testing.assert_allclose(seen.values[finite], levels[finite].mean(axis=-1), rtol=2**-20)
    margins = view_sweep(found, "training_subsidy", "standing", "margin")
    assert margins.unit == "EUR per apprenticeship"
    assert margins.kind == "number"


def test_one_point_a_place_holds_or_does_not(found) -> None:
    seen = view_sweep(found.isel(standing=0), "training_subsidy", "retention")
    assert seen.kind == "holds"
    assert set(np.unique(seen.values)) <= {0, 1}


def test_blocks_do_not_change_it(found, monkeypatch) -> None:
    whole = view_sweep(found, "training_subsidy", what="margin").values
    monkeypatch.setattr(module, "CHUNK", 7)
    np.testing.assert_allclose(view_sweep(found, "training_subsidy", what="margin").values, whole)


def test_long_axes_are_thinned(found, monkeypatch) -> None:
    monkeypatch.setattr(module, "MOST", 6)
    thin = view_sweep(found, "training_subsidy")
    assert thin.x.values.tolist() == found.training_subsidy.values[::2].tolist()


def test_a_summary_is_seen_along_an_axis(found) -> None:
    said = tg.summarise_sweep(found)
    line = view_sweep(said, "training_subsidy")
    np.testing.assert_allclose(line.values, view_sweep(found, "training_subsidy").values)
    assert line.points == 6
    with pytest.raises(InputError, match="give the sweep itself"):
        view_sweep(said, "training_subsidy", what="target_unique")
    with pytest.raises(UnknownNameError, match="axis of the grid"):
        view_sweep(said, "training_subsidies")


def test_worlds_and_sites_are_no_axes_of_the_grid() -> None:
    worlds = tg.draw_worlds("austria_2016", 4, rng=1)
    with pytest.raises(InputError, match="has no axis of a grid with two values"):
        view_sweep(tg.sweep("school_enterprise", "austria_2016", worlds=worlds))
    seen = view_sweep(tg.sweep("school_enterprise", "austria_2016", {"training_subsidy": [0, 9_000]}, worlds=worlds))
    assert (seen.over, seen.points, seen.y) == (("world",), 4, None)


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ({"x": "retentions"}, "nearest: 'retention'|retention"),
        ({"x": "retention", "y": "retention"}, "is the other axis too"),
        ({"what": "target_equilibria"}, "target_equilibrium"),
        ({"what": "basin"}, "is not a known flag or number of the sweep"),
    ],
)
def test_what_is_not_there_is_refused(found, asked, message) -> None:
    with pytest.raises(InputError, match=message):
        view_sweep(found, **asked)


def test_something_else_is_refused(found) -> None:
    with pytest.raises(InputError, match="sweep"):
        view_sweep({"verdict": 1})
    with pytest.raises(InputError, match="verdict: is missing"):
        view_sweep(found.drop_vars("verdict"))
