"""Figures into files: formats, the same bytes twice, and a clear word where that fails."""

import matplotlib as mpl
import pytest

import tvet_games as tg
from tvet_games.errors import InputError
from tvet_games.show.files import save

mpl.use("Agg")

from matplotlib import pyplot as plt


@pytest.fixture(autouse=True)
def closed():
    yield
    plt.close("all")


def picture(title: str = "培训补贴 and $5"):
    ax = tg.plot_core(tg.share([0, 0, 0, 60, 0, 50, 30, 90]), language="zh")
    ax.set_title(title)
    return ax


@pytest.mark.parametrize("suffix", ["png", "pdf", "svg"])
def test_the_same_figure_is_the_same_file(tmp_path, suffix) -> None:
    first, second, other = (tmp_path / f"{name}.{suffix}" for name in ("first", "second", "other"))
    tg.save_figure(picture(), first)
    with plt.style.context("dark_background"):
        tg.save_figure(picture(), second)
    tg.save_figure(picture("another"), other)
    assert first.read_bytes() == second.read_bytes()
    assert first.read_bytes() != other.read_bytes()


def test_a_file_says_what_it_shows_and_no_date(tmp_path) -> None:
    paths = {suffix: tmp_path / f"core.{suffix}" for suffix in ("png", "pdf", "svg")}
    for path in paths.values():
        tg.save_figure(picture("the\ncore"), path)
        assert b"the core" in path.read_bytes()
    assert b"CreationDate" not in paths["pdf"].read_bytes()
    assert b"dc:date" not in paths["svg"].read_bytes()


def test_pdf_keeps_text_as_text_in_the_shipped_fonts(tmp_path) -> None:
    tg.save_figure(picture(), tmp_path / "core.pdf")
    content = (tmp_path / "core.pdf").read_bytes()
    assert b"/Type0" in content or b"/TrueType" in content
    assert b"/Type3" not in content
    assert b"TVETGamesSans" in content
    assert b"TVETGamesChinese" in content


def test_the_figure_stays_open_for_the_notebook(tmp_path) -> None:
    ax = picture()
    tg.save_figure(ax, tmp_path / "core.png")
    assert plt.fignum_exists(ax.figure.number)
    save(ax, str(tmp_path / "core.png"))
    assert not plt.fignum_exists(ax.figure.number)


def test_a_legend_below_is_not_cut_off_in_a_figure_without_a_layout(tmp_path) -> None:
    from PIL import Image

    sizes = []
    for layout in (None, "constrained"):
        _, ax = plt.subplots(figsize=(3, 2), layout=layout)
        tg.save_figure(tg.plot_shares(tg.share([0, 0, 0, 1]), ax), tmp_path / "shares.png")
        with Image.open(tmp_path / "shares.png") as picture:
            sizes.append(picture.height)
    assert sizes[1] == 600
    assert sizes[0] > sizes[1]


def two_panels(title: str = ""):
    figure, panels = plt.subplots(1, 2, figsize=(7.2, 3), layout="constrained")
    for panel in panels:
        tg.plot_core(tg.share([0, 0, 0, 60, 0, 50, 30, 90]), ax=panel)
        panel.set_title("")
    if title:
        figure.suptitle(title)
    return figure


def test_a_figure_of_several_plots_is_saved_as_its_axes_are(tmp_path) -> None:
    tg.save_figure(two_panels().axes[0], tmp_path / "axes.svg")
    tg.save_figure(two_panels(), tmp_path / "figure.svg")
    assert (tmp_path / "axes.svg").read_bytes() == (tmp_path / "figure.svg").read_bytes()
    tg.save_figure(two_panels("both cores"), tmp_path / "named.svg")
    assert b"<dc:title>both cores" in (tmp_path / "named.svg").read_bytes()


def test_a_figure_of_one_plot_has_its_title(tmp_path) -> None:
    tg.save_figure(picture("one core").figure, tmp_path / "figure.svg")
    tg.save_figure(picture("one core"), tmp_path / "axes.svg")
    assert b"<dc:title>one core" in (tmp_path / "figure.svg").read_bytes()
    assert (tmp_path / "axes.svg").read_bytes() == (tmp_path / "figure.svg").read_bytes()


def test_what_is_no_picture_is_told(tmp_path) -> None:
    with pytest.raises(InputError, match=r"save_figure: .* expected axes, as a plot returns them, or a figure"):
        tg.save_figure(tg.share([0, 0, 0, 1]), tmp_path / "core.png")
    assert not list(tmp_path.iterdir())


def test_what_cannot_be_written_is_told(tmp_path) -> None:
    with pytest.raises(InputError, match=r"did you mean 'pdf'"):
        tg.save_figure(picture(), tmp_path / "core.pfd")
    with pytest.raises(InputError, match="no ending"):
        tg.save_figure(picture(), tmp_path / "core")
    with pytest.raises(InputError, match="cannot be written: No such file or directory"):
        tg.save_figure(picture(), tmp_path / "nowhere" / "core.png")
