"""Games of Nashpy's and Gambit's own test suites and catalogue, with what they are known to have."""

import json
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

import tvet_games as tg
from tvet_games.games.nfg import format_nfg, parse_nfg

FOLDER = Path(__file__).parents[1] / "data" / "published"
NASHPY = json.loads((FOLDER / "bimatrix_nashpy.json").read_text())["cases"]
GAMBIT = json.loads((FOLDER / "bimatrix_gambit_nfg.json").read_text())["cases"]


def strategies(pairs: list) -> set:
    return {(tuple(map(Fraction, x)), tuple(map(Fraction, y))) for x, y in pairs}


def bimatrix(payoffs: dict) -> tg.NormalFormGame:
    row = np.array(payoffs["A"])
    column = {"-A": -row, "1-A": 1 - row}.get(payoffs["B"]) if isinstance(payoffs["B"], str) else np.array(payoffs["B"])
    assert column is not None
    return tg.NormalFormGame.from_bimatrix(row, column)


@pytest.mark.parametrize("case", NASHPY, ids=[c["name"] for c in NASHPY])
def test_nashpy(case: dict) -> None:
    game, wanted = bimatrix(case["payoffs"]), case["expected"]
    found = tg.equilibria(game)
    pairs = [tuple(map(tuple, e.strategies)) for e in found]
    if "equilibria" in wanted:
        assert np.allclose(
            sorted(np.hstack(p).astype(float).tolist() for p in pairs),
            sorted([float(v) for s in p for v in s] for p in strategies(wanted["equilibria"])),
        )
    if "must_include" in wanted:
        assert strategies(wanted["must_include"]) <= set(pairs)
    if "pure_count" in wanted:
        assert sum(e.profile is not None for e in found) == wanted["pure_count"]
    if "unique_equilibrium_float" in wanted:
        assert len(found) == 1
        for got, want in zip(found[0].strategies, wanted["unique_equilibrium_float"], strict=True):
            assert np.allclose(got, want, atol=wanted["tolerance"])
    if "equilibrium_payoffs" in wanted:
        assert {tuple(e.payoffs) for e in found} >= {tuple(map(Fraction, p)) for p in pairs_of(wanted)}
    if "lexicographic_lemke_howson_all_labels" in wanted:
        assert _is_listed(wanted["lexicographic_lemke_howson_all_labels"], pairs)
    if "row_value" in wanted:
        assert found.scope == "some"
        assert float(found[0].payoffs[0]) == pytest.approx(wanted["row_value"], abs=wanted["tolerance"])


def pairs_of(wanted: dict) -> list:
    payoffs = wanted["equilibrium_payoffs"]
    return payoffs if isinstance(payoffs[0], list) else [payoffs]


def _is_listed(given: list, pairs: list) -> bool:
    """Each equilibrium that Lemke-Howson finds is among the extreme ones."""
    listed = given if isinstance(given[0][0], list) else [given]
    return all(
        any(tuple(map(Fraction, x)) == p[0] and tuple(map(Fraction, y)) == p[1] for p in pairs) for x, y in listed
    )


BIMATRIX = [c for c in GAMBIT if "A" in c["payoffs"]]
LARGER = [c for c in GAMBIT if "A" not in c["payoffs"]]


@pytest.mark.parametrize("case", BIMATRIX, ids=[c["name"].split(" - ")[0] for c in BIMATRIX])
def test_gambit_bimatrix(case: dict) -> None:
    row, column = ([[Fraction(v) for v in line] for line in case["payoffs"][k]] for k in "AB")
    game = tg.NormalFormGame.from_bimatrix(row, column)
    found = tg.equilibria(game)
    assert {tuple(map(tuple, e.strategies)) for e in found} == strategies(case["rederived"]["extreme_list"])
    assert len(tg.equilibria(game.to_float())) == len(found)
    claimed = case["expected"].get("number_of_equilibria_claimed")
    if claimed is not None:
        assert len(found) == claimed
    again = parse_nfg(format_nfg(game))
    assert (again.payoffs == game.payoffs).all()


@pytest.mark.parametrize("case", LARGER, ids=[c["name"].split(" - ")[0] for c in LARGER])
def test_gambit_more_players(case: dict) -> None:
    shape = [int(size) for size in case["kind"].split()[-1].split("x")]
    profiles = np.array(
        [[Fraction(v) for v in p] for p in case["payoffs"]["profiles_player1_index_fastest"]], dtype=object
    )
    payoffs = np.stack([profiles[:, i].reshape(shape, order="F") for i in range(len(shape))])
    found = tg.equilibria(tg.NormalFormGame(payoffs))
    assert found.scope == "pure"
    listed = {tuple(a - 1 for a in profile) for profile in case["rederived"]["pure_equilibria_1based"]}
    assert {e.profile for e in found} == listed
