"""The tornado of outcomes: what it shows, not how it looks."""

import matplotlib as mpl
import pytest

from tvet_games.errors import InputError
from tvet_games.show.sensitivity import plot_sensitivity
from tvet_games.study.evolution.sensitivity import outcome_sensitivity
from tvet_games.tables.words import percent

mpl.use("Agg")

from matplotlib import pyplot as plt


@pytest.fixture(autouse=True)
def closed():
    yield
    plt.close("all")


@pytest.fixture(scope="module")
def found():
    return outcome_sensitivity("school_teacher", "germany_2022", starts=64)


def test_bars_go_from_the_least_to_the_most_the_strongest_on_top(found) -> None:
    ax = plot_sensitivity(found)
    assert len(ax.patches) == len(found.effects) == 10
    for bar, effect in zip(ax.patches, found.effects, strict=True):
        assert bar.get_x() == effect.target_share.min()
        assert bar.get_x() + bar.get_width() == pytest.approx(effect.target_share.max())
    assert ax.yaxis_inverted()
    widths = [bar.get_width() for bar in ax.patches]
    assert widths == sorted(widths, reverse=True)


def test_marks_tell_the_ends_of_each_range(found) -> None:
    ax = plot_sensitivity(found)
    marks = {line.get_label(): list(line.get_xdata()) for line in ax.lines}
    assert marks["at the lowest value"] == [e.target_share[0] for e in found.effects]
    assert marks["at the highest value"] == [e.target_share[-1] for e in found.effects]
    assert marks[f"now: {percent(found.target_share)}"] == [found.target_share] * 2
    faces = {line.get_markerfacecolor() for line in ax.lines if line.get_label().startswith("at the")}
    assert len(faces) == 2


def test_names_come_with_provenance_and_range(found) -> None:
    ax = plot_sensitivity(found)
    first = next(text.get_text() for text in ax.get_yticklabels())
    assert first == "career value\n1,500 to 6,000, assumed"
    assert ax.get_title() == "School and teacher, Germany 2022"
    assert ax.get_xlabel() == "share of starts that end in cooperation"


def test_words_in_chinese(found) -> None:
    ax = plot_sensitivity(found, language="zh")
    assert ax.get_yticklabels()[0].get_text() == "职业发展价值\n1,500 至 6,000，假定"
    assert ax.get_xlabel() == "最终合作的起点比例"
    assert {t.get_text() for t in ax.get_legend().get_texts()} == {"现状：30.9 %", "取最低值时", "取最高值时"}


def test_only_the_strongest_are_shown(found) -> None:
    ax = plot_sensitivity(found, most=3)
    assert len(ax.patches) == 3
    assert ax.get_title().endswith("\nthe 3 strongest of 10 values")


def test_given_axes_are_drawn_on_and_other_things_refused(found) -> None:
    _, (_, right) = plt.subplots(1, 2)
    assert plot_sensitivity(found, right) is right
    with pytest.raises(InputError, match=r"expected what outcome_sensitivity\(\) returns"):
        plot_sensitivity({})
    with pytest.raises(InputError, match="whole number above 0"):
        plot_sensitivity(found, most=0)
