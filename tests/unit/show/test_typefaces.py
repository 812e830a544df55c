"""Fonts: shipped, complete for GB 2312, and a character that no font has is told."""

import warnings

import matplotlib as mpl
import pytest

from tvet_games.show import typefaces
from tvet_games.show.style import in_style
from tvet_games.show.typefaces import FAMILIES, FOLDER, families_for, register

mpl.use("Agg")

from matplotlib import pyplot as plt
from matplotlib.font_manager import FontProperties, findfont, fontManager


@pytest.fixture(autouse=True)
def afresh(monkeypatch):
    monkeypatch.setattr(typefaces, "_TOLD", set())
    yield
    plt.close("all")


def gb2312() -> list[str]:
    found = []
    for high in range(0xA1, 0xF8):
        for low in range(0xA1, 0xFF):
            try:
                found.append(bytes([high, low]).decode("gb2312"))
            except UnicodeDecodeError:
                continue
    return found


def test_every_character_of_gb_2312_is_there() -> None:
    characters = gb2312()
    assert len(characters) > 6763
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        written = [c for c in characters if "\u4e00" <= c <= "\u9fff" or c in "，。、：；！？（）《》【】“”…—·"]
        assert families_for(written) == list(FAMILIES)


def test_the_shipped_files_are_used_and_have_a_licence() -> None:
    register()
    register()
    for family in FAMILIES[:2]:
        assert findfont(FontProperties(family=[family])).startswith(str(FOLDER))
    assert findfont(FontProperties(family=["TVET Games Sans"], weight="bold")).endswith("sans-bold.ttf")
    assert len([font for font in fontManager.ttflist if font.name == FAMILIES[1]]) == 2
    assert "Apache License" in (FOLDER / "LICENSE-APACHE-2.0.txt").read_text()
    assert sum(path.stat().st_size for path in FOLDER.iterdir()) < 2_500_000


def test_what_no_font_has_is_told_once() -> None:
    with pytest.warns(UserWarning, match="no font here has the characters \U0001f9ff"):
        families_for(["an amulet: \U0001f9ff"])
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        families_for(["again \U0001f9ff"])
        families_for(["lines\nand\ttabs"])


def test_a_font_of_the_system_helps_out(monkeypatch) -> None:
    real = typefaces._characters
    monkeypatch.setattr(
        typefaces, "_characters", lambda family: frozenset("\U0001f9ff") if family == "SimHei" else real(family)
    )
    assert families_for(["\U0001f9ff"]) == [*FAMILIES, "SimHei"]


def test_chinese_is_drawn_without_a_missing_glyph() -> None:
    @in_style
    def plot(ax=None):
        area = plt.figure().add_subplot()
        area.set_title("培训补贴 α ± € −5 “引号”")
        area.set_xlabel("粗体", fontweight="bold")
        return area

    with warnings.catch_warnings():
        warnings.simplefilter("error")
        plot().figure.canvas.draw()
