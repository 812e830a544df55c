"""The picture of a graph model: what it shows, not how it looks."""

import matplotlib as mpl
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib.colors import to_hex

from tvet_games.errors import InputError
from tvet_games.show.graph import COLOURS, FILLS, plot_graph, reflected
from tvet_games.study.mechanisms.foresight import analyse_graph, foresight

mpl.use("Agg")

from matplotlib import pyplot as plt
from matplotlib.text import Annotation


@pytest.fixture(autouse=True)
def closed():
    yield
    plt.close("all")


@pytest.fixture(scope="module")
def found():
    return foresight("school_enterprise", "germany_2022")


def nodes(ax) -> dict[str, tuple[float, float]]:
    return {t.get_text().replace("\n", " "): t.get_position() for t in ax.texts if not isinstance(t, Annotation)}


def arrows(ax) -> list[Annotation]:
    return [text for text in ax.texts if isinstance(text, Annotation)]


@given(st.lists(st.integers(2, 4), min_size=1, max_size=4))
@settings(max_examples=30)
def test_in_a_row_one_choice_changes_by_one_from_state_to_state(sizes) -> None:
    choices = np.array(list(np.ndindex(*sizes)))
    places = reflected(choices)
    assert sorted(places) == list(range(len(choices)))
    steps = np.abs(np.diff(choices[np.argsort(places)], axis=0))
    assert (steps.sum(axis=1) == 1).all()


def test_states_of_two_players_stand_in_a_table(found) -> None:
    places = nodes(plot_graph(found))
    assert places == {
        "co-train, invest": (0, 1),
        "co-train, free-ride": (1, 1),
        "nominal, invest": (0, 0),
        "nominal, free-ride": (1, 0),
    }


def test_an_arrow_for_each_gain_in_the_colour_of_who_gains(found) -> None:
    ax = plot_graph(found)
    places = list(nodes(ax).values())
    model = found.model
    drawn = {(tuple(a.xyann), tuple(a.xy), to_hex(a.arrow_patch.get_edgecolor()).upper()) for a in arrows(ax)}
    hues = (COLOURS[0], COLOURS[5])
    expected = {
        (places[s], places[t], hues[i])
        for i in range(2)
        for s, t in np.argwhere(model.moves[i])
        if model.preferences[i, t] > model.preferences[i, s]
    }
    assert drawn == expected


def test_states_are_filled_by_what_makes_them_last_and_the_wanted_one_is_bold(found) -> None:
    ax = plot_graph(found)
    texts = [t for t in ax.texts if not isinstance(t, Annotation)]
    for text, state in zip(texts, found.model.states, strict=True):
        fill = FILLS[found.stability.strongest(state) or "none"]
        assert to_hex(text.get_bbox_patch().get_facecolor()) == to_hex(fill)
        assert (text.get_bbox_patch().get_linewidth() > 1) == (state == found.wanted)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_more_players_and_a_graph_of_its_own(language) -> None:
    three = plot_graph(foresight("government_school_enterprise", "germany_2022"), language=language)
    places = list(nodes(three).values())
    assert len(set(places)) == 8
    assert {y for _, y in places} == {0, 1}
    graph = analyse_graph("internship_placement")
    ax = plot_graph(graph, language=language)
    assert set(nodes(ax)) == {graph.words(state, language) for state in graph.model.states} or language == "zh"
    assert ax.get_title() == graph.labels.of(graph.name, language)


def test_given_axes_are_drawn_on_and_other_things_refused(found) -> None:
    _, (_, right) = plt.subplots(1, 2)
    assert plot_graph(found, right) is right
    with pytest.raises(InputError, match="expected what foresight"):
        plot_graph(found.stability)
    with pytest.raises(InputError, match="more than a picture holds"):
        plot_graph(foresight("community_of_eight", "germany_2022"))
