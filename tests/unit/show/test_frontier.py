"""The frontier: its points, what joins at breakpoints, where no policy will do, in both languages."""

from dataclasses import replace
from itertools import pairwise

import matplotlib as mpl
import numpy as np
import pytest

import tvet_games as tg
from tvet_games.errors import InputError

mpl.use("Agg")

from matplotlib import pyplot as plt

GERMANY = "germany_apprenticeship"


@pytest.fixture(autouse=True)
def closed():
    yield
    plt.close("all")


@pytest.fixture(scope="module")
def exact():
    return tg.frontier(GERMANY, start=0, stop=12_000)


def line(ax, label: str):
    return next(line for line in ax.lines if line.get_label() == label)


def hatched(ax) -> list[tuple[float, float]]:
    return [(p.get_x(), p.get_x() + p.get_width()) for p in ax.patches if p.get_hatch()]


def test_the_line_goes_through_the_points(exact) -> None:
    ax = tg.plot_frontier(exact)
    some = [p for p in exact.points if p.cost is not None]
    shown = line(ax, "least cost, exact")
    np.testing.assert_array_equal(shown.get_xdata(), [float(p.strength) for p in some])
    np.testing.assert_array_equal(shown.get_ydata(), [float(p.cost) for p in some])
    assert shown.get_linestyle() == "-"
    marked = line(ax, "breakpoint, and what changes from here on").get_xdata()
    assert marked.tolist() == [float(p.strength) for p in exact.breakpoints]
    assert ax.get_ylim()[0] == 0


def test_what_joins_is_told_where_it_does(exact) -> None:
    ax = tg.plot_frontier(exact)
    (note,) = ax.texts
    assert note.get_text() == "+ school grant"
    assert note.xy[0] == float(exact.breakpoints[0].strength)
    before, after = (exact.cost_at(note.xy[0] + step) for step in (-1, 1))
    assert before is not None
    assert after is not None
    package = tg.search(exact.question.replace(criteria=(tg.Nash(margin=3_000),)))
    assert package.levels["school_grant"] > 0


def test_no_policy_is_hatched_from_where_there_is_none(exact) -> None:
    ax = tg.plot_frontier(exact)
    ((start, stop),) = hatched(ax)
    last = max(float(p.strength) for p in exact.points if p.cost is not None)
    assert start == last
    assert ax.get_xlim() == (0, pytest.approx(1.3 * last))
    assert stop == pytest.approx(1.3 * last)
    assert hatched(tg.plot_frontier(tg.frontier(GERMANY, start=0, stop=1000))) == []


def test_a_budget_is_the_curve_the_other_way_round(exact) -> None:
    ax = tg.plot_frontier(tg.frontier(GERMANY, "budget"))
    shown = line(ax, "least cost, exact")
    some = [p for p in exact.points if p.cost is not None]
    assert shown.get_xdata().tolist() == [float(p.cost) for p in some]
    assert shown.get_ydata().tolist() == [float(p.strength) for p in some]
    assert ax.get_xlabel() == "public budget [EUR per trainee-year]"


def test_curves_that_are_not_exact_are_told_apart(exact) -> None:
    checked = tg.plot_frontier(replace(exact, is_exact=False))
    assert line(checked, "least cost, checked halfway").get_linestyle() == "--"
    ((start, _),) = hatched(tg.plot_frontier(exact))
    assert all(low > start for low, _ in hatched(checked))
    points = tg.plot_frontier(replace(exact, is_exact=False, is_checked=False))
    assert line(points, "least cost, searched at the points").get_marker() == "."


def test_many_changes_are_numbered() -> None:
    found = tg.frontier("germany_five_conflicts", start=0, stop=2_000)
    ax = tg.plot_frontier(found)
    numbers = [note.get_text() for note in ax.texts]
    assert len(numbers) > 2
    assert numbers == [str(k + 1) for k in range(len(numbers))]
    told = [text.get_text() for text in ax.get_legend().get_texts()]
    assert [text.split()[0] for text in told[-len(numbers) :]] == numbers


def test_every_bend_says_what_changes_there() -> None:
    asked = tg.question("school_enterprise", "germany_2022", criterion=tg.Unique(margin=1))
    found = tg.frontier(asked, stop=4_000)
    ax = tg.plot_frontier(found)
    assert [note.xy[0] for note in ax.texts] == [float(p.strength) for p in found.breakpoints]
    told = [text.get_text() for text in ax.get_legend().get_texts()]
    assert told[-3:] == [
        "1   + school grant",
        "2   + enterprise guarantee, − school grant and school\nguarantee",
        "3   + school grant",
    ]
    for before, after in pairwise(found.points):
        halfway = (before.strength + after.strength) / 2
        stronger = asked.replace(criteria=(tg.Unique(margin=halfway),))
        few = stronger.replace(instruments=tuple(i for i in asked.instruments if i.name in before.beyond))
        assert tg.search(few).cost == tg.search(stronger).cost


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_title_names_the_first_package_and_what_joins_on_the_way(exact, language) -> None:
    first = exact.points[0]
    assert "public_recognition" in set(first.beyond) - set(first.levels.active)
    title = tg.plot_frontier(exact, language=language).get_title(loc="left").replace("\n", " ").replace("； ", "；")
    at_first, joins = title.split({"en": ", then ", "zh": "；随后 "}[language])
    label = exact.question.label("public_recognition", language)
    assert label not in at_first
    assert joins == f"+ {label}"


def test_chinese_with_heads() -> None:
    ax = tg.plot_frontier(tg.frontier("austria_apprenticeship"), language="zh")
    assert ax.get_xlabel() == "合作的边际 [欧元/学徒期]"
    assert ax.get_ylabel() == "最低公共成本\n[欧元，全部人数]"
    assert ax.get_title(loc="left") == "起初：学校改革补助、培训补贴"


def test_given_axes_and_what_is_refused(exact) -> None:
    _, (_, right) = plt.subplots(1, 2)
    assert tg.plot_frontier(exact, right) is right
    with pytest.raises(InputError, match=r"expected what frontier\(\) returns"):
        tg.plot_frontier(exact.points)
    never = tuple(replace(p, cost=None) for p in exact.points)
    with pytest.raises(InputError, match="no policy will do at any strength"):
        tg.plot_frontier(replace(exact, points=never))
