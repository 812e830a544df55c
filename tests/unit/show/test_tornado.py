"""The tornado of the cost: bars, ends and marks are those of the leeway."""

import math
from dataclasses import replace

import matplotlib as mpl
import pytest

import tvet_games as tg
from tvet_games.errors import InputError

mpl.use("Agg")

from matplotlib import pyplot as plt


@pytest.fixture(autouse=True)
def closed():
    yield
    plt.close("all")


@pytest.fixture(scope="module")
def found():
    return tg.explain("germany_apprenticeship")


def ends(ax, which: str) -> list[float]:
    return [float(line.get_xdata()[0]) for line in ax.lines if line.get_gid() == f"{which} end"]


def test_bars_span_the_cost_over_the_range_and_now(found) -> None:
    ax = tg.plot_tornado(found)
    now = float(found.solution.cost)
    shown = found.leeway[: len(ax.patches)]
    for bar, entry in zip(ax.patches, shown, strict=True):
        costs = (entry.cost_at_low, entry.cost_at_high, now)
        assert bar.get_gid() == entry.name
        assert (bar.get_x(), bar.get_x() + bar.get_width()) == (min(costs), pytest.approx(max(costs)))
    assert ends(ax, "low") == [entry.cost_at_low for entry in shown]
    assert ends(ax, "high") == [entry.cost_at_high for entry in shown]
    assert ax.yaxis_inverted()


def test_what_moves_nothing_is_left_out(found) -> None:
    ax = tg.plot_tornado(found)
    left = found.leeway[len(ax.patches) :]
    assert left
    assert all(entry.swing == 0 for entry in left)
    assert ax.get_title() == f"the {len(ax.patches)} strongest of 15 assumed values"
    assert len(tg.plot_tornado(found, most=3).patches) == 3


def test_marks_tell_what_happens_within_the_range(found) -> None:
    ax = tg.plot_tornado(found)
    texts = {(round(note.xy[1]), note.xy[0]): note.get_text() for note in ax.texts}
    rows = {entry.name: (row, entry) for row, entry in enumerate(found.leeway)}
    row, standing = rows["standing"]
    assert texts[row, standing.cost_at_low] == "× 1,499"  # fails just below 1,500
    assert texts[row, standing.cost_at_high] == ""  # another mix only beyond the range
    row, loyalty = rows["loyalty_gain"]
    assert texts[row, loyalty.cost_at_low] == "× 0.04978  ◇ 0.02989"
    told = {text.get_text() for text in ax.get_legend().get_texts()}
    assert {"package fails beyond", "cheaper mix beyond"} <= told


def test_no_policy_at_an_end_is_an_arrow_at_the_border(found) -> None:
    never = replace(found.leeway[1], cost_at_high=math.inf)
    ax = tg.plot_tornado(replace(found, leeway=(never, *found.leeway[:1])))
    (arrow,) = [line for line in ax.lines if line.get_marker() == ">"]
    finite = [x for entry in found.leeway[:2] for x in (entry.cost_at_low, entry.cost_at_high)]
    assert arrow.get_xdata()[0] > max(finite[:3])
    assert any("no policy" in note.get_text() for note in ax.texts)


def test_chinese(found) -> None:
    ax = tg.plot_tornado(found, language="zh", most=1)
    assert [text.get_text() for text in ax.get_yticklabels()] == ["企业声誉\n0 至 4,000"]
    assert ax.get_xlabel() == "最低公共成本 [欧元/学徒·年]"


def test_given_axes_and_what_is_refused(found) -> None:
    _, (_, right) = plt.subplots(1, 2)
    assert tg.plot_tornado(found, right) is right
    with pytest.raises(InputError, match=r"expected what explain\(\) returns"):
        tg.plot_tornado(found.leeway)
    with pytest.raises(InputError, match="expected a whole number of at least 1"):
        tg.plot_tornado(found, most=0)
    with pytest.raises(InputError, match="no assumed value moves the cost or the package"):
        tg.plot_tornado(replace(found, leeway=()))
