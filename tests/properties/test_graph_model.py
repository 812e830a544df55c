"""Theorems about graph models, against definitions written down as plainly as the books do."""

from itertools import combinations

import numpy as np
from hypothesis import assume, given, settings
from hypothesis import strategies as st

import tvet_games as tg
from tvet_games.games.graph_model import GraphModel, graph_model
from tvet_games.solve.graph_inverse import least_changes
from tvet_games.solve.graph_stability import CONCEPTS, graph_stability
from tvet_games.solve.status_quo import BY, status_quo
from tvet_games.testing import bimatrix_games, normal_form_games

concepts = st.sampled_from(CONCEPTS)


@st.composite
def models(draw: st.DrawFn, deciders: int = 3, states: int = 5) -> GraphModel:
    n, size = draw(st.integers(1, deciders)), draw(st.integers(1, states))
    ranks = draw(st.lists(st.lists(st.integers(0, 3), min_size=size, max_size=size), min_size=n, max_size=n))
    flat = draw(st.lists(st.booleans(), min_size=n * size * size, max_size=n * size * size))
    moves = np.array(flat).reshape(n, size, size)
    return GraphModel(tuple("abc"[:n]), tuple(map(str, range(size))), np.array(ranks), moves)


def by_others(model: GraphModel, i: int, start: int, *, improving: bool) -> set[int]:
    """Ends of sequences of the others' moves in which nobody moves twice in succession, one move after another."""
    ends, todo, seen = set(), [(start, None)], set()
    while todo:
        state, last = todo.pop()
        for j in range(len(model.deciders)):
            for after in range(len(model.states)):
                ranks = model.preferences[j]
                if j in (i, last) or not model.moves[j, state, after] or (improving and ranks[after] <= ranks[state]):
                    continue
                ends.add(after)
                if (after, j) not in seen:
                    seen.add((after, j))
                    todo.append((after, j))
    return ends


def is_stable(model: GraphModel, i: int, s: int, concept: str) -> bool:
    ranks, moves = model.preferences[i], model.moves[i]
    everywhere = range(len(model.states))
    for s1 in everywhere:
        if not (moves[s, s1] and ranks[s1] > ranks[s]):
            continue
        if concept == "nash":
            return False
        deterring = [
            s2
            for s2 in by_others(model, i, s1, improving=concept == "sequential")
            if ranks[s2] <= ranks[s]
            and (concept != "smr" or all(ranks[s3] <= ranks[s] for s3 in everywhere if moves[s2, s3]))
        ]
        if not deterring:
            return False
    return True


@given(models(), concepts)
def test_the_definitions(model, concept) -> None:
    found = graph_stability(model).stable[concept]
    for i in range(len(model.deciders)):
        for s in range(len(model.states)):
            assert found[i, s] == is_stable(model, i, s, concept)


@given(models())
def test_what_includes_what(model) -> None:
    found = graph_stability(model).stable
    for narrow, wide in (("nash", "sequential"), ("sequential", "gmr"), ("nash", "smr"), ("smr", "gmr")):
        assert (found[narrow] <= found[wide]).all()


@given(bimatrix_games(largest=3) | normal_form_games(players=3, largest=2))
def test_the_nash_equilibria_of_a_game(game) -> None:
    found = graph_stability(graph_model(game))
    assert found.is_equilibrium("nash").tolist() == tg.pure_equilibria(game).ravel().tolist()
    floats = graph_stability(graph_model(game.to_float()))
    assert all((floats.stable[c] == found.stable[c]).all() for c in found.stable)


@given(models(), st.randoms(use_true_random=False))
def test_relabelling(model, random) -> None:
    n, size = len(model.deciders), len(model.states)
    who, where = random.sample(range(n), n), random.sample(range(size), size)
    moved = GraphModel(
        tuple(model.deciders[i] for i in who),
        tuple(model.states[k] for k in where),
        model.preferences[who][:, where],
        model.moves[np.ix_(who, where, where)],
    )
    before, after = graph_stability(model), graph_stability(moved)
    assert all((after.stable[c] == before.stable[c][np.ix_(who, where)]).all() for c in before.stable)


@settings(max_examples=60)
@given(models(), concepts, st.data())
def test_the_least_changes_are_enough_and_no_fewer_are(model, concept, data) -> None:
    s = data.draw(st.integers(0, len(model.states) - 1))
    found = least_changes(model, s, concept)
    for i, name in enumerate(model.deciders):
        given_up = [model.states.index(k) for k in found.no_longer_preferred[name]]
        assert is_stable(lowered(model, i, s, given_up), i, s, concept)
        better = [k for k in range(len(model.states)) if model.preferences[i, k] > model.preferences[i, s]]
        for fewer in combinations(better, len(given_up) - 1) if given_up else ():
            assert not is_stable(lowered(model, i, s, fewer), i, s, concept)
    assert found.holds or concept == "sequential"
    assert found.holds == all(is_stable(found.changed, i, s, concept) for i in range(len(model.deciders)))


def lowered(model: GraphModel, i: int, s: int, states) -> GraphModel:
    ranks = model.preferences.copy()
    ranks[i, list(states)] = ranks[i, s]
    return model.with_preferences(ranks)


@given(models(), st.sampled_from(BY), st.data())
def test_paths_are_legal_and_equilibria_stay(model, by, data) -> None:
    start = data.draw(st.integers(0, len(model.states) - 1))
    found = status_quo(model, start, by=by)
    for state, path in found.paths.items():
        assert found.steps[state] == len(path)
        here, last = model.states[start], None
        for step in path:
            i, (a, b) = model.deciders.index(step.decider), (model.place(step.before), model.place(step.after))
            assert step.before == here
            assert step.decider != last
            assert model.moves[i, a, b]
            assert by == "moves" or model.preferences[i, b] > model.preferences[i, a]
            here, last = step.after, step.decider
        assert here == state
    if by == "improvements" and graph_stability(model).is_equilibrium("nash")[start]:
        assert set(found.steps) == {model.states[start]}


@given(models(), st.data())
def test_everything_that_all_can_reach_is_found(model, data) -> None:
    start = data.draw(st.integers(0, len(model.states) - 1))
    assume(len(model.deciders) > 1)
    everyone = by_others(model, -1, start, improving=False) | {start}
    assert {model.place(s) for s in status_quo(model, start, by="moves").steps} == everyone
