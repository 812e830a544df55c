"""Before and after: what players have and what the public pays are the solution's own numbers."""

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
def five():
    return tg.search("germany_five_conflicts")


def ends(ax) -> list[tuple[float, float]]:
    """Today and at the target, from the lines between them."""
    return [tuple(line.get_xdata()) for line in ax.lines if line.get_marker() == "None" and line.get_gid()]


def test_a_row_a_player_from_today_to_the_target(five) -> None:
    ax = tg.plot_before_after(five)
    wanted = [
        (float(o.baseline.payoffs[i]), float(o.after.target.payoffs[i]))
        for o in five.outcomes
        for i in range(len(o.gains))
    ]
    assert ends(ax) == [pytest.approx(pair) for pair in wanted]
    names = [text.get_text() for text in ax.get_yticklabels()]
    assert len(names) == len(wanted) + 1
    assert names[:2] == ["school", "enterprise"]
    headings = [text.get_text() for text in ax.texts if text.get_gid() == "conflict"]
    assert headings[0] == "School and enterprise (EUR per trainee-year)"
    assert headings[-1] == "Enterprise and teacher (EUR per teacher-year)"


def test_the_public_pays_at_the_foot(five) -> None:
    ax = tg.plot_before_after(five)
    (bar,) = ax.patches
    assert bar.get_width() == pytest.approx(float(five.costs.at_target))
    assert bar.get_y() > max(line.get_ydata()[0] for line in ax.lines if line.get_gid())
    assert ax.texts[-1].get_text() == "3,968 (expected: 3,508)"


def test_all_heads_are_told_for_one() -> None:
    solution = tg.search("austria_apprenticeship")
    (bar,) = tg.plot_before_after(solution).patches
    assert bar.get_width() == pytest.approx(float(solution.costs.at_target / 10_000))


def test_losses_and_the_status_quo_are_seen() -> None:
    ax = tg.plot_before_after(tg.search("switzerland_it"))
    loss = next(
        line for line in ax.lines if line.get_gid() == "enterprise" and line.get_xdata()[1] < line.get_xdata()[0]
    )
    assert loss.get_linestyle() == "--"
    (told,) = [text for text in ax.texts if text.get_text() == "−4,695"]
    assert told.xy[0] == loss.get_xdata()[1]
    ax.figure.draw_without_rendering()
    assert ax.bbox.x0 <= told.get_window_extent().x0
    assert told.get_window_extent().x1 < ax.transData.transform((told.xy[0], 0))[0]
    levers = ["training_subsidy", "school_grant", "cultural_programme"]
    asked = tg.question("school_enterprise", "germany_2022", levers, status_quo={"cultural_programme": 1})
    solution = tg.search(asked)
    assert solution.costs.today == 500
    ax = tg.plot_before_after(solution)
    mark = next(line for line in ax.lines if line.get_label() == "public cost today")
    assert set(mark.get_xdata()) == {500.0}


def test_no_name_of_a_player_touches_a_circle(five) -> None:
    for solution in (five, tg.search("germany_apprenticeship"), tg.search("switzerland_it")):
        ax = tg.plot_before_after(solution)
        ax.figure.draw_without_rendering()
        names = max(label.get_window_extent().x1 for label in ax.get_yticklabels())
        circles = [ax.transData.transform((x, 0))[0] for pair in ends(ax) for x in pair]
        assert names + 4 * ax.figure.dpi / 72 < min(circles)


def test_chinese() -> None:
    ax = tg.plot_before_after(tg.search("germany_apprenticeship"), language="zh")
    assert [text.get_text() for text in ax.get_yticklabels()] == ["学校", "企业", "目标处的\n公共成本"]
    assert ax.get_title() == "学校与企业（欧元/学徒·年）"
    assert ax.get_xlabel() == "每人每期（欧元）"


def test_given_axes_and_what_is_refused(five) -> None:
    _, (_, right) = plt.subplots(1, 2)
    assert tg.plot_before_after(five, right) is right
    with pytest.raises(InputError, match=r"expected what cheapest_policy\(\) or search\(\) returns"):
        tg.plot_before_after(five.outcomes)
    asked = tg.question("school_enterprise", "germany_2022", ["public_recognition"])
    with pytest.raises(InputError, match="is infeasible: there is no policy to show"):
        tg.plot_before_after(tg.search(asked))
