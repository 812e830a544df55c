"""Commands of policies draw pictures to files, and say clearly where there is none to draw."""

from collections.abc import Callable
from pathlib import Path

import pytest

Run = Callable[..., tuple[int, str, str]]

HEADS = {"png": b"\x89PNG", "pdf": b"%PDF", "svg": b"<?xml"}


@pytest.mark.parametrize(
    ("command", "option", "ending"),
    [
        (("solve", "school_enterprise", "-c", "germany_2022"), "--plot", "png"),
        (("solve", "school_enterprise", "-c", "germany_2022", "--lang", "zh"), "--plot-best-responses", "svg"),
        (("search", "germany_apprenticeship", "--lang", "zh"), "--plot", "pdf"),
        (("search", "germany_apprenticeship", "--json"), "--plot-tornado", "png"),
        (("frontier", "germany_apprenticeship"), "--plot", "svg"),
        (("take-up", "germany_2022", "--lang", "zh"), "--plot", "png"),
    ],
)
def test_pictures_are_written(run: Run, tmp_path: Path, command, option, ending) -> None:
    file = tmp_path / f"picture.{ending}"
    assert run(*command, option, str(file))[0] == 0
    assert file.read_bytes().startswith(HEADS[ending])


def test_sites_are_drawn(run: Run, tmp_path: Path) -> None:
    sites, file = tmp_path / "sites.csv", tmp_path / "sites.png"
    sites.write_text("site,trainees\nUlm,10\nJena,40\n")
    assert run("portfolio", "germany_apprenticeship", "--sites", str(sites), "--plot", str(file))[0] == 0
    assert file.read_bytes().startswith(HEADS["png"])


@pytest.mark.parametrize(
    ("command", "said"),
    [
        (("solve", "community", "-c", "germany_2022", "--plot", "x.png"), "expected two players"),
        (("solve", "training_models", "-c", "germany_2022", "--plot-best-responses", "x.png"), "two actions of each"),
        (("search", "germany_apprenticeship", "--plot", "x.gif"), "expected a file that ends in .png"),
        (("take-up", "germany_2022", "-l", "100", "--plot", "x.png"), "expected at least two"),
    ],
)
def test_what_cannot_be_drawn_is_said(run: Run, tmp_path: Path, monkeypatch, command, said) -> None:
    monkeypatch.chdir(tmp_path)
    code, _, error = run(*command)
    assert code == 2
    assert said in error
    assert not list(tmp_path.iterdir())
