"""The policy map as a picture: what it shows, not how it looks."""

import matplotlib as mpl
import numpy as np
import pytest

import tvet_games as tg
from tvet_games.errors import InputError
from tvet_games.show.policy_map import plot_policy_map
from tvet_games.show.policy_map_looks import FILLS

mpl.use("Agg")

from matplotlib import pyplot as plt
from matplotlib.patches import PathPatch

GERMANY = ("school_enterprise", "germany_2022", "training_subsidy", "school_grant")


@pytest.fixture(autouse=True)
def closed():
    yield
    plt.close("all")


@pytest.fixture(scope="module")
def found():
    return tg.policy_map(*GERMANY, budget=3_000, status_quo={"training_subsidy": 1_000})


def texts(ax) -> list[str]:
    return [" ".join(text.get_text().split()) for text in ax.texts]


def legend(ax) -> list[str]:
    return [text.get_text() for text in ax.get_legend().get_texts()]


def test_regions_optimum_lines_and_today_are_there(found) -> None:
    ax = plot_policy_map(found)
    fills = [p for p in ax.patches if isinstance(p, PathPatch) and p.get_zorder() == 1]
    assert len(fills) == len(found.regions)
    assert legend(ax) == ["cheapest package", "today", "requirements met", "public cost 3,987 EUR", "budget 3,000 EUR"]
    marks = {line.get_label(): line.get_xydata().tolist() for line in ax.lines}
    assert marks["cheapest package"] == [[float(level) for level in found.optimum]]
    assert marks["today"] == [[1_000, 0]]
    assert len(marks["public cost 3,987 EUR"]) == 2
    assert ax.get_xlabel() == "training subsidy [EUR per trainee-year]"
    assert ax.get_title() == "School and enterprise, Germany 2022\npure equilibria"


def test_every_region_has_its_name_inside(found) -> None:
    ax = plot_policy_map(found)
    ax.get_figure().draw_without_rendering()
    assert {"only nominal / free-ride", "co-train / invest or nominal / free-ride", "only co-train / invest"} < set(
        texts(ax)
    )
    for text in ax.texts:
        region = next((r for r in found.regions if " ".join(text.get_text().split()) in _names(found, r)), None)
        if region is not None:
            box = text.get_window_extent()
            for corner in ((box.x0, box.y0), (box.x1, box.y1), (box.x0, box.y1), (box.x1, box.y0)):
                x, y = ax.transData.inverted().transform(corner)
                assert region.has((x, y))


def _names(found, region) -> list[str]:
    from tvet_games.study.policy_map.words import name_of

    return [name_of(found, region)]


def test_no_two_labels_touch(found) -> None:
    for language in ("en", "zh"):
        ax = plot_policy_map(found, language=language)
        ax.get_figure().draw_without_rendering()
        boxes = [text.get_window_extent() for text in ax.texts]
        assert len(boxes) > 4
        assert not any(a.overlaps(b) for k, a in enumerate(boxes) for b in boxes[:k])


def test_regions_too_small_for_their_names_are_in_the_legend() -> None:
    found = tg.policy_map("school_enterprise", "austria_2016", "training_subsidy", "enterprise_guarantee")
    ax = plot_policy_map(found)
    assert "no equilibrium without mixing" in legend(ax)
    assert "no equilibrium without mixing" not in texts(ax)


def test_chinese(found) -> None:
    tg.set_language("zh")
    try:
        ax = plot_policy_map(found)
    finally:
        tg.set_language("en")
    assert ax.get_title() == "学校与企业，德国 2022\n纯策略均衡"
    assert "超出资助上限" in texts(ax)
    assert "成本最低的组合" in legend(ax)


def test_where_no_package_will_do_there_is_no_star() -> None:
    ax = plot_policy_map(tg.policy_map("school_enterprise", "china_2021", "training_subsidy", "school_grant"))
    assert ax.get_title().endswith("no package meets the requirements")
    assert not ax.lines
    assert ax.get_legend() is None


def test_costs_of_many_heads_say_so() -> None:
    ax = plot_policy_map(tg.policy_map(*GERMANY, heads={"trainee": 1_000}))
    assert "public cost 3,986,574 EUR for 1,000 trainees" in legend(ax)


def test_given_axes_are_used_also_if_their_font_has_no_chinese(found) -> None:
    _, (left, right) = plt.subplots(1, 2, figsize=(7.2, 3.2), layout="constrained")
    assert plot_policy_map(found, left, language="zh") is left
    assert left.xaxis.label.get_fontsize() == 8
    assert not right.texts


def test_standings_differ_in_grey_or_by_pattern() -> None:
    from tvet_games.show.colours import lightness

    looks = [(lightness(colour), pattern) for fills in FILLS.values() for colour, pattern in fills[:1]]
    for k, (light, pattern) in enumerate(looks):
        for other, plain in looks[:k]:
            assert pattern != plain or abs(light - other) > 6
    assert all(np.isfinite(light) and light > 65 for light, _ in looks)


def test_something_else_is_refused() -> None:
    with pytest.raises(InputError, match="policy_map"):
        plot_policy_map("germany_2022")
