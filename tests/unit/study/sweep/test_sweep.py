"""Sweeps: what is said of each point, however the sweep is cut and whoever computes it."""

from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import tvet_games as tg
from tvet_games.study.sweep import points as points_module
from tvet_games.study.sweep.sweep import plan_sweep

GRID = {"training_subsidy": np.linspace(0, 30_000, 13), "retention": np.linspace(0, 1, 11)}
EVERYTHING = ("verdict", "p_level", "margin", "cost", "basin")


def swept(**how):
    return tg.sweep("school_enterprise", "austria_2016", GRID, outputs=EVERYTHING, **how)


def same_bits(one, other):
    assert set(one.data_vars) == set(other.data_vars)
    for name in one.data_vars:
        ours, theirs = one[name].values, other[name].values
        assert ours.dtype == theirs.dtype
        assert ours.tobytes() == theirs.tobytes(), name


def test_each_point_is_the_game_that_the_conflict_is_there():
    found = swept()
    conflict, austria = tg.load_conflict("school_enterprise"), tg.load_calibration("austria_2016")
    for i, subsidy in enumerate(GRID["training_subsidy"]):
        for j, share in enumerate(GRID["retention"]):
            here = austria.replace(retention=np.array(share))
            policy = tg.Policy(training_subsidy=np.array(subsidy))
            game = conflict.game(here, policy)
            said = tg.verdict_codes(game, p_level=True, basin=True)
            point = found.isel(training_subsidy=i, retention=j)
            assert point.verdict == said.code
            assert point.p_level == np.float32(said.p_level)
            assert point.basin == np.float32(said.basin)
            payoffs = game.payoffs
            margin = min(payoffs[0, 0, 0] - payoffs[0, 1, 0], payoffs[1, 0, 0] - payoffs[1, 0, 1])
            assert point.margin == np.float32(margin)
            assert point.cost == np.float32(subsidy)


def test_the_threshold_of_the_sweep_is_the_exact_one():
    austria = tg.load_calibration("austria_2016")
    exact = tg.threshold("school_enterprise", "training_subsidy", criterion=tg.Nash(margin=0), calibration=austria)
    level = float(exact.expression)
    grid = {"training_subsidy": [level - 1, level, level + 1]}
    found = tg.sweep("school_enterprise", austria, grid)
    assert tg.has_flag(found.verdict, "target_strict").values.tolist() == [False, False, True]
    assert tg.has_flag(found.verdict, "target_equilibrium").values.tolist() == [False, True, True]
    assert tg.has_flag(found.verdict, "tie").values.tolist() == [False, True, False]


@settings(max_examples=20, deadline=None)
@given(st.integers(1, 200), st.integers(1, 3), st.integers(1, 150))
def test_no_cut_into_chunks_and_strips_changes_a_bit(chunk, workers, strip):
    usual = points_module.CELLS, points_module.LEAST
    try:
        points_module.CELLS, points_module.LEAST = 8 * strip, 1
        found = swept(chunk=chunk, workers=workers)
    finally:
        points_module.CELLS, points_module.LEAST = usual
    same_bits(found, swept())


def test_a_store_holds_the_same_bits(tmp_path):
    same_bits(swept(store=tmp_path / "out.zarr", chunk=17), swept())


@pytest.mark.slow
def test_processes_give_the_same_bits(tmp_path):
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        same_bits(swept(executor=pool, chunk=50), swept())
        same_bits(swept(executor=pool, chunk=50, store=tmp_path / "out.zarr"), swept())


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")
def test_a_cluster_gives_the_same_bits(tmp_path):
    from distributed import Client, LocalCluster

    with (
        LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster,
        Client(cluster) as client,
    ):
        executor = client.get_executor()
        same_bits(swept(executor=executor, chunk=50), swept())
        same_bits(swept(executor=executor, chunk=50, store=tmp_path / "out.zarr"), swept())


def test_worlds_are_the_games_of_their_calibration():
    worlds = tg.draw_worlds("germany_2022", 200, rng=3)
    found = tg.sweep("school_student", "germany_2022", worlds=worlds)
    games = tg.load_conflict("school_student").game(worlds.calibration)
    assert found.verdict.values.tobytes() == tg.verdict_codes(games).code.tobytes()
    assert found.attrs["seed"] == 3
    assert found.sizes == {"world": 200}
    assert np.array_equal(found.effort.values, worlds.values[:, worlds.names.index("effort")])


def test_sites_come_with_their_names_and_heads():
    sites = tg.Sites(("Ulm", "Jena"), np.array([10.0, 40.0]), {"retention": np.array([0.2, 0.9])})
    grid = {"training_subsidy": np.array([0.0, 4_000.0])}
    found = tg.sweep("school_enterprise", "germany_2022", grid, sites=sites)
    assert found.verdict.dims == ("training_subsidy", "site")
    assert found.site.values.tolist() == ["Ulm", "Jena"]
    assert found.trainees.values.tolist() == [10, 40]
    jena = tg.sweep("school_enterprise", tg.load_calibration("germany_2022").replace(retention="9/10"), grid)
    assert found.verdict.sel(site="Jena").values.tolist() == jena.verdict.values.tolist()


def test_a_conflict_of_three_players_says_all_profiles():
    grid = {"training_subsidy": np.linspace(0, 8_000, 9)}
    found = tg.sweep("government_school_enterprise", "germany_2022", grid, outputs=["profiles"])
    conflict, germany = tg.load_conflict("government_school_enterprise"), tg.load_calibration("germany_2022")
    games = conflict.game(germany, tg.Policy(training_subsidy=grid["training_subsidy"]))
    pure = np.packbits(tg.pure_equilibria(games).reshape(9, 8), axis=1, bitorder="little")[:, 0]
    assert (found.profiles.values & 0xFF).tolist() == pure.tolist()
    others = tg.has_flag(found.verdict, "other_pure_equilibrium")
    assert others.values.tolist() == (pure & 0b1111_1110 != 0).tolist()
    with pytest.raises(tg.InputError, match="did you mean 'other_pure_equilibrium'"):
        tg.has_flag(found.verdict, "other_pure_equilibria")


def test_a_point_without_a_finite_payoff_is_flagged_and_the_others_are_not(tmp_path):
    file = tmp_path / "own.toml"
    tg_file = (
        'format = 1\n[conflict]\nname = "own"\nper = "trainee"\nabout = { en = "one over a value" }\n'
        '[[player]]\nname = "a"\nactions = ["yes", "no"]\noutside = "0"\n'
        '[[player]]\nname = "b"\nactions = ["yes", "no"]\noutside = "0"\n'
        '[parameter.retention]\ndimension = "share"\nmeaning = "share"\n'
        '[parameter.training_cost]\ndimension = "money"\nmeaning = "cost"\n'
        '[[payoff]]\na = "training_cost / retention"\nb = "training_cost"\n'
    )
    file.write_text(tg_file, encoding="utf-8")
    found = tg.sweep(str(file), "germany_2022", {"retention": [0.0, 0.5]})
    assert tg.has_flag(found.verdict, "undefined").values.tolist() == [True, False]
    assert np.isnan(found.p_level.values).tolist() == [True, False]


def test_the_result_says_what_it_is():
    found = swept()
    assert found.retention.attrs["provenance"] == "assumed"
    assert found.margin.attrs["units"] == found.cost.attrs["units"] == "EUR per apprenticeship"
    assert found.attrs["versions"].startswith(f"tvet_games {tg.__version__}, numpy {np.__version__}")
    meanings = found.verdict.attrs["flag_meanings"].split()
    assert len(meanings) == len(found.verdict.attrs["flag_masks"]) == len(found.verdict.attrs["flag_values"])


@pytest.mark.parametrize(
    ("over", "how", "says"),
    [
        ({}, {}, "names nothing to go over"),
        ({"retension": [0, 1]}, {}, "did you mean 'retention'"),
        ({"retention": [0, 2]}, {}, "between 0 and 1"),
        ({"retention": [0.5, 0.5]}, {}, "each value once"),
        ({"retention": ["a"]}, {}, "expected numbers"),
        ({"retention": []}, {}, "at least one"),
        ({"training_subsidy": [-1, 0]}, {}, "at least 0"),
        ({"school_grant": [0, 1]}, {"conflict": "enterprise_student"}, "does nothing"),
        ({"retention": [0, 1]}, {"outputs": ["p_levl"]}, "did you mean 'p_level'"),
        ({"retention": [0, 1]}, {"outputs": ["profiles"]}, "defined for games of shape"),
        ({"retention": [0, 1]}, {"workers": 0}, "at least 1"),
        ({"retention": [0, 1]}, {"chunk": 0}, "at least 1"),
        ([0, 1], {}, "a mapping of names to values"),
        ({"retention": [0, 1]}, {"worlds": "many"}, "draw_worlds"),
        ({"retention": [0, 1]}, {"worlds": tg.draw_worlds("austria_2016", 4)}, "moves along retention and along world"),
        ({"retention": np.linspace(0, 1, 100_000), "training_cost": np.arange(1e6)}, {}, "give a store"),
        ({"training_subsidy": [0, 1]}, {"policy": tg.Policy(training_subsidy=5)}, "has a level in the policy"),
        ({"overload": [0, 1]}, {}, "changes nothing in the conflict school_enterprise"),
        ({"retention": [0, 1]}, {"store": ""}, "expected a path"),
        ({"retention": [0, 1]}, {"store": 5}, "expected a path"),
        ({"retention": [0, 1]}, {"executor": 4}, "expected an executor"),
        ({"retention": np.linspace(0, 1, 2000), "standing": np.arange(2000.0)}, {"chunk": 1}, "at most 1,000,000"),
    ],
)
def test_what_is_asked_wrongly_is_told(over, how, says):
    arguments = {"conflict": "school_enterprise", "calibration": "austria_2016", **how}
    with pytest.raises(tg.TvetGamesError, match=says):
        tg.sweep(over=over, **arguments)


def test_a_plan_counts_points_chunks_and_bytes():
    plan = plan_sweep("school_enterprise", "austria_2016", GRID, chunk=20)
    assert (plan.points, plan.chunks, plan.result_bytes) == (143, 13, 143 * 6 + (13 + 11) * 8)
    assert plan.to_frame().loc[0, "points"] == 143
    assert "143" in plan.describe("zh")[0]


def test_progress_counts_up_to_the_number_of_chunks():
    seen = []
    swept(chunk=20, progress=lambda done, total: seen.append((done, total)))
    assert seen == [(k + 1, 13) for k in range(13)]
