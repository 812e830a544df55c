"""Sites of a portfolio: each stands where its cost and trainees are, marked by what becomes of it."""

import matplotlib as mpl
import numpy as np
import pandas as pd
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
    table = pd.DataFrame(
        {
            "site": ["Ulm", "Jena", "Bonn", "Kiel"],
            "trainees": [10, 40, 30, 25],
            "trainee_output": [18_500, 15_000, 16_000, 12_000],
        }
    )
    levers = ["training_subsidy", "school_grant", "free_riding_levy", "cultural_programme"]
    asked = tg.question("school_enterprise", "germany_2022", levers, bounds={"training_subsidy": (0, 8_000)})
    return tg.portfolio(asked, table, budget=120_000)


def test_each_site_stands_where_it_is(found) -> None:
    ax = tg.plot_portfolio(found)
    kinds = {line.get_label().split(" (")[0]: line for line in ax.lines}
    heads = found.sites.heads
    for label, which in (
        ("funded", found.funded),
        ("could be won", ~found.funded & np.isfinite(found.cost)),
    ):
        np.testing.assert_array_equal(kinds[label].get_xdata(), found.cost[which])
        np.testing.assert_array_equal(kinds[label].get_ydata(), heads[which])
    never = kinds["cannot be won"]
    assert never.get_ydata().tolist() == heads[np.isinf(found.cost)].tolist() == [25]
    assert never.get_transform() == ax.get_yaxis_transform()


def test_the_shadow_price_is_a_line_and_the_budget_a_title(found) -> None:
    ax = tg.plot_portfolio(found)
    (price,) = [line for line in ax.lines if line.get_label().endswith("EUR a trainee")]
    assert price.get_slope() == pytest.approx(found.shadow_price)
    assert ax.get_title() == f"{round(found.total_cost):,} of 120,000 EUR spent"
    table = pd.DataFrame({"site": ["Ulm", "Jena"], "trainees": [10, 40]})
    ax = tg.plot_portfolio(tg.portfolio("germany_apprenticeship", table))
    assert ax.get_title() == ""
    assert [text.get_text() for text in ax.get_legend().get_texts()] == ["funded (2)"]


def test_chinese(found) -> None:
    ax = tg.plot_portfolio(found, language="zh")
    assert (ax.get_xlabel(), ax.get_ylabel()) == ("预期公共成本 [欧元/期]", "学徒数")


def test_given_axes_and_what_is_refused(found) -> None:
    _, (_, right) = plt.subplots(1, 2)
    assert tg.plot_portfolio(found, right) is right
    with pytest.raises(InputError, match=r"expected what portfolio\(\) returns"):
        tg.plot_portfolio(found.to_frame())
