"""Graph files: what ships is right, and every mistake of a file is told at once."""

from importlib.resources import files

import pytest

import tvet_games as tg
from tvet_games.errors import InputError
from tvet_games.model.library import graphs, load_graph

GOOD = """
format = 1
[graph]
name = "dispute"
status_quo = "NN"
wanted = "YN"
[[decider]]
name = "school"
options = ["visit"]
priorities = ["visit"]
[[decider]]
name = "firm"
options = ["train"]
ranking = [["YN", "YY"], "--"]
"""


def written(folder, text: str) -> str:
    path = folder / "dispute.toml"
    path.write_text(text, encoding="utf-8")
    return str(path)


def test_a_file(tmp_path) -> None:
    graph = load_graph(written(tmp_path, GOOD))
    assert graph.model.preferences.tolist() == [[0, 1, 0, 1], [0, 1, 0, 1]]
    assert (graph.words("YN"), graph.words("NN"), graph.words("NN", "zh")) == ("visit", "nothing is done", "均不采取")
    assert graph.to_frame().shape == (4, 4)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('"visit"]\npri', '"visti"]\npri', "'visit' is no option"),
        ('status_quo = "NN"', 'status_quo = "NX"', "is no state that is possible"),
        ('ranking = [["YN", "YY"], "--"]', "", "needs either a ranking or priorities"),
        ('name = "firm"', 'name = "school"', "stands twice"),
        ("wanted", "wantde", "did you mean 'wanted'"),
        ('options = ["train"]', "options = []", "at least 1 item"),
        ('["YN", "YY"], "--"', '["YN"]', "ranks no state"),
        ('name = "dispute"', 'name = "dispute"\ninfeasible = ["Y"]', "expected 2 characters"),
    ],
)
def test_mistakes(tmp_path, old, new, message) -> None:
    assert old in GOOD
    path = written(tmp_path, GOOD.replace(old, new))
    with pytest.raises(InputError, match=message):
        load_graph(path)
    assert tg.check(path)


def test_what_ships_and_the_template() -> None:
    for name in graphs():
        graph = load_graph(name)
        assert graph.name == name
        assert graph.about.en
        assert graph.about.zh
        assert graph.labels.zh.keys() >= {*graph.options, *graph.model.deciders, name}
    assert tg.check(str(files("tvet_games") / "cli/templates/graph.toml")) == ()
