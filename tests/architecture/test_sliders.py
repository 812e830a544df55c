"""The sliders of the notebook on the cheapest policy: a move changes the answer; without them stands a figure."""

import json
import sys
from pathlib import Path
from typing import Any

import pytest

import tvet_games as tg

NOTEBOOK = Path(__file__).parents[2] / "notebooks" / "2_the_cheapest_policy.ipynb"


@pytest.fixture(scope="module")
def page() -> dict[str, Any]:
    """What the cells up to the sliders define."""
    import matplotlib as mpl

    mpl.use("agg")
    names: dict[str, Any] = {}
    for cell in cells("def look(", first=True):
        exec(cell, names)
    return names


def cells(*parts: str, first: bool = False) -> list[str]:
    """The sources of cells that have a part in them; the imports before them, if asked for."""
    found = json.loads(NOTEBOOK.read_text(encoding="utf-8"))["cells"]
    sources = ["".join(cell["source"]) for cell in found if cell["cell_type"] == "code"]
    return [*sources[:first], *(source for source in sources if any(part in source for part in parts))]


@pytest.fixture
def sliders(page: dict[str, Any]) -> Any:
    (cell,) = cells("import IntSlider")
    names = dict(page)
    exec(cell, names)
    names["sliders"].update()
    return names["sliders"]


def slider(sliders: Any, name: str) -> Any:
    return next(child for child in sliders.children if child.description.endswith(name))


def test_a_subsidy_makes_cooperation_an_equilibrium(sliders: Any) -> None:
    subsidy = slider(sliders, "subsidy")
    least = tg.threshold(
        "school_enterprise", "training_subsidy", criterion=tg.Nash(margin=0), calibration="austria_2016"
    )
    assert sliders.result.target is not None
    subsidy.value = least.at() - 100
    assert sliders.result.target is None
    subsidy.value = least.at() + 100
    assert sliders.result.target is not None
    assert len(sliders.result) == 3


def test_kept_graduates_do_so_too(sliders: Any) -> None:
    slider(sliders, "subsidy").value = 8_500
    assert sliders.result.target is None
    slider(sliders, "points more").value = 10
    assert sliders.result.target is not None


def test_a_grant_takes_the_other_equilibrium_away(sliders: Any) -> None:
    slider(sliders, "country").value = "Switzerland"
    slider(sliders, "subsidy").value = 0
    assert len(sliders.result) == 3
    slider(sliders, "grant").value = 2_000
    assert [e.is_target for e in sliders.result] == [True]


def test_without_widgets_there_is_one_figure(page: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    from matplotlib import pyplot

    monkeypatch.setitem(sys.modules, "ipywidgets", None)
    pyplot.close("all")
    (cell,) = cells("import IntSlider")
    names = dict(page)
    exec(cell, names)
    assert [e.is_target for e in names["sliders"]] == [True]
    assert len(pyplot.get_fignums()) == 1
    pyplot.close("all")
