"""tvet-games report."""

from collections.abc import Callable
from pathlib import Path

Run = Callable[..., tuple[int, str, str]]


def test_it_writes_a_file(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "r.html"
    code, _, err = run("report", "germany_apprenticeship", "-o", str(path), "--lang", "zh", "--draws", "64")
    assert (code, err) == (0, f"wrote {path}\n")
    assert '<html lang="zh-Hans">' in path.read_text(encoding="utf-8")


def test_no_policy_is_written_too(run: Run, tmp_path: Path) -> None:
    scenario = tmp_path / "small.toml"
    scenario.write_text(
        'format = 1\n[scenario]\nname = "small"\nconflicts = ["school_enterprise"]\ncalibration = "germany_2022"\n'
        "[criterion]\nnash = { margin = 1 }\n[instrument.training_subsidy]\nhigh = 100\n"
    )
    code, _, _ = run("report", str(scenario), "-o", str(tmp_path / "r.html"))
    assert code == 3
    assert "tvet-games report small.toml -o report.html" in (tmp_path / "r.html").read_text(encoding="utf-8")


def test_bad_input(run: Run, tmp_path: Path) -> None:
    assert run("report", "germany_aprenticeship", "-o", str(tmp_path / "r.html"))[0] == 2
    code, _, err = run("report", "germany_apprenticeship", "-o", str(tmp_path / "r.docx"))
    assert code == 2
    assert ".html" in err
