"""Theorems about one population: what is evolutionarily stable, against definitions, other criteria and the dynamic."""

from fractions import Fraction
from itertools import combinations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import as_fractions, positive

import tvet_games as tg
from tvet_games.games.best_response import is_strict, regret
from tvet_games.solve.dynamics.finite import role_symmetrised, symmetric_payoffs
from tvet_games.solve.dynamics.replicator import replicator_field, replicator_jacobian
from tvet_games.solve.dynamics.symmetric import (
    EvolutionarilyStable,
    evolutionarily_stable,
    is_evolutionarily_stable,
    is_neutrally_stable,
    symmetric_field,
)
from tvet_games.testing import bimatrix_games, fraction_arrays, mixed_strategies, small_integers

squares = st.integers(1, 4).flatmap(lambda m: fraction_arrays(m, m))


games_with_states = st.integers(2, 4).flatmap(
    lambda m: st.tuples(fraction_arrays(m, m), mixed_strategies(m), mixed_strategies(m))
)


@st.composite
def symmetric_forms(draw: st.DrawFn, largest: int = 4) -> np.ndarray:
    size = draw(st.integers(1, largest))
    upper = np.triu(draw(fraction_arrays(size, size)))
    return upper + np.triu(upper, 1).T


def two_players(own: np.ndarray) -> tg.NormalFormGame:
    return tg.NormalFormGame.from_bimatrix(own, own.T)


def key(found: tuple[EvolutionarilyStable, ...]) -> list[tuple]:
    return [(e.shares.tolist(), e.support, e.best_replies) for e in found]


@given(squares)
def test_stable_strategies_are_symmetric_equilibria(own) -> None:
    """Each is an extreme equilibrium of two players, and says of itself what is so."""
    game = two_players(own)
    extreme = [tuple(map(tuple, e.strategies)) for e in tg.equilibria(game)]
    for found in evolutionarily_stable(own):
        x = found.shares
        assert x.sum() == 1
        assert regret(game, (x, x)) == 0
        assert (tuple(x), tuple(x)) in extreme
        assert found.payoff == x @ own @ x
        assert found.support == tuple(np.flatnonzero(x).tolist())
        assert found.best_replies == tuple(np.flatnonzero(own @ x == found.payoff).tolist())
        assert is_evolutionarily_stable(own, x)
        assert is_neutrally_stable(own, x)


@given(squares, st.data())
def test_nearby_mutants_do_worse(own, data) -> None:
    """By definition: (p - q) . A q > 0 for every q near p, along every line from p."""
    for found in evolutionarily_stable(own):
        p = found.shares
        z = data.draw(mixed_strategies(len(p))) - p
        against, itself = z @ own @ p, z @ own @ z
        assert against < 0 or (against == 0 and (itself < 0 or not z.any()))


@given(games_with_states)
def test_what_a_mutant_can_invade_is_not_called_stable(drawn) -> None:
    """Of equilibria and other strategies alike; neutrally stable ones may tie."""
    own, p, q = drawn
    z = q - p
    against, itself = z @ own @ p, z @ own @ z
    if against > 0 or (against == 0 and itself > 0):
        assert not is_neutrally_stable(own, p)
    if z.any() and against == 0 and itself >= 0:
        assert not is_evolutionarily_stable(own, p)
    if is_evolutionarily_stable(own, p):
        assert is_neutrally_stable(own, p)
        assert p.tolist() in [found.shares.tolist() for found in evolutionarily_stable(own)]


def cofactors_say(form: np.ndarray) -> bool:
    """Strict copositivity by determinants: Keller's criterion (Hadeler 1983, theorem 2)."""
    import sympy

    for size in range(1, len(form) + 1):
        for entries in combinations(range(len(form)), size):
            part = sympy.Matrix(form[np.ix_(entries, entries)])
            if all(part.cofactor(size - 1, k) > 0 for k in range(size)) and part.det() <= 0:
                return False
    return True


@settings(max_examples=100)
@given(symmetric_forms())
def test_invading_mixes_against_determinants(form) -> None:
    """Everything is a best reply to strategy 0; a mix v of the others earns -v . M v against itself."""
    own = np.zeros((len(form) + 1,) * 2, dtype=object)
    own[1:, 1:] = -form
    resident = [1] + [0] * len(form)
    assert is_evolutionarily_stable(own, resident) == cofactors_say(form)
    # Copositive: strictly so with a little more on the diagonal, however little; 4 entries of at most 3 need no less.
    little = as_fractions(np.diag([Fraction(1, 10**6)] * len(form)).tolist())
    assert is_neutrally_stable(own, resident) == cofactors_say(form + little)


@given(squares)
def test_no_two_have_nested_supports(own) -> None:
    """Bishop and Cannings (1978): no support lies among the best replies to another one."""
    for one, other in combinations(evolutionarily_stable(own), 2):
        assert not set(one.support) <= set(other.best_replies)
        assert not set(other.support) <= set(one.best_replies)


@given(squares)
def test_stable_strategies_are_stable_states(own) -> None:
    """Taylor and Jonker (1978): all eigenvalues are negative, or 0 for best replies that are not used.

    The Jacobian of one population is that of two, for moves that are the same in both.
    """
    game, size = two_players(own), len(own) - 1
    for found in evolutionarily_stable(own):
        state = np.array([*found.shares[:-1], *found.shares[:-1]], dtype=object)
        whole = replicator_jacobian(game, state)
        jacobian = whole[:size, :size] + whole[:size, size:]
        real = np.linalg.eigvals(jacobian.astype(float)).real
        if found.best_replies == found.support:
            assert (real < 0).all()
        else:
            assert (real < 1e-6).all()


@given(games_with_states)
def test_one_population_moves_as_two_equal_ones(drawn) -> None:
    own, x, _ = drawn
    field = symmetric_field(own, x)
    assert field.sum() == 0
    assert not field[x == 0].any()
    both = replicator_field(two_players(own), np.array([*x[:-1], *x[:-1]], dtype=object))
    assert both.tolist() == [*field[:-1], *field[:-1]]
    assert symmetric_field(own, x, np.eye(len(x), dtype=int)).tolist() == field.tolist()
    assert np.abs(symmetric_field(own.astype(float), x.astype(float)) - field.astype(float)).max() < 1e-12


@given(games_with_states, st.data())
def test_mutation_keeps_the_sum(drawn, data) -> None:
    own, x, row = drawn
    kernel = np.stack([row, *(data.draw(mixed_strategies(len(x))) for _ in x[1:])])
    field = symmetric_field(own, x, kernel)
    assert field.sum() == 0
    born = x * (own @ x)
    assert field.tolist() == (born @ kernel - x * born.sum()).tolist()


@given(games_with_states, positive, st.data())
def test_constants_added_to_columns_do_not_matter(drawn, scale, data) -> None:
    own, x, _ = drawn
    size = len(own)
    columns = np.array(data.draw(st.lists(small_integers, min_size=size, max_size=size)), dtype=object)
    moved = scale * own + columns
    assert key(evolutionarily_stable(moved)) == key(evolutionarily_stable(own))
    assert (symmetric_field(moved, x) == scale * symmetric_field(own, x)).all()
    for check in (is_evolutionarily_stable, is_neutrally_stable):
        assert check(moved, x) == check(own, x)


@given(games_with_states, st.randoms())
def test_relabelling_relabels(drawn, random) -> None:
    own, x, _ = drawn
    order = random.sample(range(len(own)), len(own))
    moved = own[np.ix_(order, order)]
    assert sorted(e.shares[order].tolist() for e in evolutionarily_stable(own)) == sorted(
        e.shares.tolist() for e in evolutionarily_stable(moved)
    )
    assert symmetric_field(moved, x[order]).tolist() == symmetric_field(own, x)[order].tolist()
    for check in (is_evolutionarily_stable, is_neutrally_stable):
        assert check(moved, x[order]) == check(own, x)


@given(squares)
def test_floats_find_what_fractions_find(own) -> None:
    exact, floats = evolutionarily_stable(own), evolutionarily_stable(own.astype(float))
    assert [(e.support, e.best_replies) for e in exact] == [(e.support, e.best_replies) for e in floats]
    for one, other in zip(exact, floats, strict=True):
        assert np.abs(one.shares.astype(float) - other.shares).max() < 1e-12
        assert is_evolutionarily_stable(own, other.shares)


@settings(max_examples=30)
@given(bimatrix_games(largest=3).filter(lambda game: np.prod(game.shape) <= 6))
def test_in_role_games_only_strict_equilibria_are_stable(game) -> None:
    """Selten (1980): whoever can be in either role has evolutionarily stable strategies that do not mix."""
    found = evolutionarily_stable(symmetric_payoffs(role_symmetrised(game)))
    assert all(len(e.support) == 1 for e in found)
    strict = [int(np.ravel_multi_index(s, game.shape)) for s in np.ndindex(game.shape) if is_strict(game, s)]
    assert [e.support[0] for e in found] == strict
