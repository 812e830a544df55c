"""Every public plot is in the gallery, takes the same arguments, and is whole in both languages."""

import inspect
import re
import warnings

import matplotlib as mpl
import pytest
from gallery import main
from plot_examples import EXAMPLES, public_plots

import tvet_games as tg
from tvet_games.show.colours import COLOURS
from tvet_games.show.style import PAGE

mpl.use("Agg")

from matplotlib import pyplot as plt


@pytest.fixture(autouse=True)
def closed():
    yield
    tg.set_language("en")
    plt.close("all")


def test_every_plot_has_an_example() -> None:
    assert {example.plot for example in EXAMPLES} == set(public_plots())
    assert len({example.title for example in EXAMPLES}) == len(EXAMPLES)


@pytest.mark.parametrize("name", public_plots())
def test_plots_take_axes_and_a_language_and_refuse_other_things(name) -> None:
    plot = getattr(tg, name)
    parameters = inspect.signature(plot).parameters
    assert list(parameters)[1] == "ax"
    assert parameters["language"].kind is inspect.Parameter.KEYWORD_ONLY
    assert parameters["language"].default is None
    assert plot.__wrapped__ is not None  # in_style
    with pytest.raises(tg.InputError):
        plot(object())


@pytest.mark.slow
@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.title)
@pytest.mark.parametrize("language", ["en", "zh"])
def test_nothing_is_cut_off_or_missing(example, language) -> None:
    before = dict(mpl.rcParams)
    tg.set_language(language)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        ax = example.draw()
        figure = ax.get_figure(root=True)
        figure.canvas.draw()
    assert dict(mpl.rcParams) == before
    assert figure.get_size_inches()[0] <= PAGE
    for area in figure.axes:
        box = area.get_tightbbox()
        assert box.x0 >= -1
        assert box.y0 >= -1
        assert box.x1 <= figure.bbox.width + 1
        assert box.y1 <= figure.bbox.height + 1
    words = " ".join(text.get_text() for text in figure.findobj(mpl.text.Text))
    assert bool(re.search("[\u4e00-\u9fff]", words)) == (language == "zh")


@pytest.mark.slow
def test_the_page_shows_them_in_both_languages_and_in_grey(tmp_path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    main(["core", "fan"])
    page = (tmp_path / "build/gallery/index.html").read_text(encoding="utf-8")
    for name in ("core", "core_of_numbers", "fan"):
        for kind in ("en", "zh", "grey"):
            assert f'src="{name}.{kind}.png"' in page
            assert (tmp_path / f"build/gallery/{name}.{kind}.png").stat().st_size > 5000


def test_colours_are_those_of_okabe_and_ito() -> None:
    assert set(COLOURS) == {
        "#000000",
        "#E69F00",
        "#56B4E9",
        "#009E73",
        "#F0E442",
        "#0072B2",
        "#D55E00",
        "#CC79A7",
    }
