"""The picture of repeated inspection: what it shows, not how it looks."""

import matplotlib as mpl
import numpy as np
import pytest

from tvet_games.errors import InputError
from tvet_games.show.inspection import plot_inspection
from tvet_games.solve.deterrence_curves import deterrence_curves

mpl.use("Agg")

from matplotlib import pyplot as plt
from matplotlib.colors import to_rgba


@pytest.fixture(autouse=True)
def closed():
    yield
    plt.close("all")


@pytest.fixture(scope="module")
def found():
    return deterrence_curves(1, discount=0.9, expiry=0.2)


def test_a_line_a_number_of_warnings(found) -> None:
    ax = plot_inspection(found)
    for k, label in enumerate(("sanction at once", "1 warning", "2 warnings")):
        (line,) = [line for line in ax.lines if line.get_label() == label]
        np.testing.assert_array_equal(line.get_xydata(), np.stack([found.detections, found.share[k]], axis=1))
    widths = [line.get_linewidth() for line in ax.lines[:3]]
    assert widths == sorted(widths, reverse=True)
    assert len({line.get_linestyle() for line in ax.lines[:3]}) == 3


def test_where_a_sanction_at_once_deters(found) -> None:
    ax = plot_inspection(found)
    assert list(ax.lines[3].get_xdata()) == [0.5, 0.5]
    words = [text.get_text() for text in ax.get_legend().get_texts()]
    assert words[3:] == ["sanction at once deters from 0.5", "complies at the start", "exploits at the start"]


def test_strips_tell_what_happens_at_the_start(found) -> None:
    """Filled from 1/2 on without a warning; nowhere with one."""
    ax = plot_inspection(found)
    reaches = []
    for strip in ax.collections:
        filled = bool(len(strip.get_facecolor())) and to_rgba(strip.get_facecolor()[0])[3] > 0
        for path in strip.get_paths():
            xs, ys = path.vertices[:, 0], path.vertices[:, 1]
            reaches.append((round(float(ys.mean()), 2), filled, xs.min(), xs.max()))
    assert [(f, a, b) for _, f, a, b in reaches] == [
        (True, 0.5, 1.0),
        (False, 0.0, 0.5),
        (False, 0.0, 1.0),
        (False, 0.0, 1.0),
    ]
    assert all(y < 0 for y, *_ in reaches)
    assert ax.get_ylim()[0] < min(y for y, *_ in reaches)


def test_words(found) -> None:
    ax = plot_inspection(found)
    assert ax.get_xlabel() == "probability of detection a period"
    assert ax.get_title() == (
        "Warnings before a sanction of 2 times the gain\ndiscount factor 0.9, a warning expires with probability 0.2"
    )


def test_without_the_sanction_at_once_there_is_no_mark() -> None:
    ax = plot_inspection(deterrence_curves(1, discount=0.9, warnings=[3], detections=[0.5]))
    assert [line.get_label() for line in ax.lines] == ["3 warnings"]


def test_given_axes_are_drawn_on_and_other_things_refused(found) -> None:
    _, (_, right) = plt.subplots(1, 2)
    assert plot_inspection(found, right) is right
    with pytest.raises(InputError, match=r"expected what deterrence_curves\(\) returns"):
        plot_inspection(found.share)
