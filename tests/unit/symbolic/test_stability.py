"""The stability table: statements, LaTeX, HTML, numbers."""

import re
from pathlib import Path

import pytest
import sympy

import tvet_games as tg
from tvet_games.model.library import load_conflict
from tvet_games.symbolic.printing import below_zero
from tvet_games.symbolic.stability import symbolic_stability

HOSTILE = """
format = 1
[conflict]
name = "hostile"
per = "trainee"
section = "0"
[[player]]
name = "school"
actions = ["join", "stay_out"]
[[player]]
name = "firm"
actions = ["join", "stay_out"]
[parameter]
gain_of_all = { dimension = "money", meaning = "no symbol" }
part        = { symbol = "s", dimension = "share", meaning = "m" }
loss        = { symbol = "s", dimension = "money", meaning = "the symbol of another" }
[[payoff]]
when   = { school = "join", firm = "join" }
school = "gain_of_all"
firm   = "part*loss - 2"
[[payoff]]
school = 0
firm   = 0
[label.en]
join   = "<b>join</b> & 100%"
firm   = "<i>firm</i>"
[label.zh]
firm   = "企业"
"""


@pytest.fixture
def hostile(tmp_path: Path) -> tg.Conflict:
    path = tmp_path / "hostile.toml"
    path.write_text(HOSTILE, encoding="utf-8")
    return load_conflict(path)


def test_the_rows_of_three_populations() -> None:
    table = symbolic_stability("government_school_enterprise")
    assert len(table.rows) == 8
    assert table.rows[0].shares == (1, 1, 1)
    assert table.rows[7].shares == (0, 0, 0)
    assert [p for p, _ in table.rows[5].deviations] == ["government", "school", "enterprise"]
    for row in table.rows:
        assert row.always is None
        assert "-" not in row.statement().replace("free-ride", "").replace("co-train", "")
        assert row.statement().count(" < ") + row.statement().count(" > ") == 3


def test_more_actions_have_more_eigenvalues() -> None:
    table = symbolic_stability("training_models")
    assert [len(row.eigenvalues) for row in table.rows] == [6] * 16
    assert table.rows[0].deviations[0] == ("school", tg.load_conflict("training_models").players[0].actions[1])
    assert table.rows[0].shares == (1, 0, 0, 1, 0, 0)
    assert table.rows[15].shares == (0,) * 6
    assert table.rows[1].always is False
    # Proportional eigenvalues, and those that follow from another, are said once.
    assert len(table.rows[0].conditions) == 2


def test_zero_is_not_stable(hostile: tg.Conflict) -> None:
    """A deviation that loses nothing, for all parameters and at numbers."""
    table = symbolic_stability(hostile)
    assert table.rows[3].statement() == (
        "never an ESS: school loses nothing by <b>join</b> & 100%; <i>firm</i> loses nothing by <b>join</b> & 100%"
    )
    assert table.rows[0].statement() == "ESS iff gain_of_all > 0 and loss*part > 2"
    assert table.at({"gain_of_all": 0, "part": 1, "loss": 3}).stable == ()
    assert table.at({"gain_of_all": 1, "part": 1, "loss": 2}).stable == ()
    assert table.at({"gain_of_all": 1, "part": 0.5, "loss": 4.5}).stable == ((0, 0),)


def test_statements_in_chinese(hostile: tg.Conflict) -> None:
    never = symbolic_stability(hostile).rows[3].statement("zh")
    assert never == "不可能是 ESS：school改选“join”并无损失；企业改选“join”并无损失"
    found = symbolic_stability("school_enterprise").rows[0]
    assert found.label("zh") == "共同培养，投入培训"
    assert found.statement("zh").startswith("当且仅当 ")
    with pytest.raises(tg.InputError, match="language"):
        found.statement("fr")  # type: ignore[arg-type]


def test_html_is_escaped(hostile: tg.Conflict) -> None:
    html = symbolic_stability(hostile)._repr_html_()
    assert "<b>" not in html
    assert "<i>" not in html
    assert "&lt;b&gt;join&lt;/b&gt; &amp; 100%" in html
    plain = {"style", "div", "span", "table", "thead", "tbody", "tr", "th", "td"}
    mathematics = {"math", "mrow", "mi", "mn", "mo", "msub", "mspace", "mtext", "mstyle"}
    assert set(re.findall(r"</?(\w+)", html)) <= plain | mathematics
    assert html.count("<tr>") == 5
    assert "企业" in symbolic_stability(hostile).to_html("zh")


def test_latex_is_escaped_and_complete(hostile: tg.Conflict) -> None:
    latex = symbolic_stability(hostile).to_latex()
    assert r"\textless{}b\textgreater{}join\textless{}/b\textgreater{} \& 100\%" in latex
    assert r"\mathrm{gain\_of\_all}" in latex
    # Two parameters with one symbol are written out.
    assert r"\mathrm{loss}" in latex
    assert r"\mathrm{part}" in latex
    lines = latex.splitlines()
    assert lines[0].startswith(r"\begin{tabular}{")
    assert len(re.findall(r"[lr]|p\{[0-9.]+\\textwidth\}", lines[0].removeprefix(r"\begin{tabular}"))) == 4
    assert lines[-1] == r"\end{tabular}"
    rows = [line for line in lines if line.endswith(r"\\")]
    assert all(len(re.findall(r"(?<!\\)&", line)) == 3 for line in rows)
    assert all(line.count("$") % 2 == 0 for line in rows)


def test_latex_has_every_symbol() -> None:
    table = symbolic_stability("government_school_enterprise")
    used = {s.name for row in table.rows for e in row.eigenvalues for s in e.free_symbols}
    parameters = tg.load_conflict("government_school_enterprise").parameters
    latex = table.to_latex()
    assert used
    assert all(parameters[name].symbol in latex for name in used)
    assert symbolic_stability("community").to_latex().count("\\\\\n") == 17


def test_numbers_of_a_calibration() -> None:
    table = symbolic_stability("school_enterprise")
    found = table.at("austria_2016")
    assert found.stable == ((1, 1),)
    assert found.rows[0].eigenvalues == (-4650, 9040)
    assert found.to_frame().loc["nominal, free_ride", "stable"]
    assert table.at(tg.load_calibration("austria_2016").replace(training_cost=1)) != found
    frame = table.to_frame("zh")
    assert list(frame.columns) == ["lambda_1", "lambda_2", "condition"]
    assert frame.index[0] == "共同培养，投入培训"
    assert symbolic_stability("school_enterprise", "austria_2016").at({}).rows == found.rows


def test_always() -> None:
    table = symbolic_stability("school_enterprise", "austria_2016", ["retention"])
    assert table.rows[3].always is True
    assert table.rows[3].statement() == "always an ESS"
    assert table.rows[0].statement() == "never an ESS: enterprise gains 15280 - 10400*retention by free-ride"


def test_inequalities() -> None:
    a, b = sympy.symbols("a b")
    assert below_zero(a - b) == "a < b"
    assert below_zero(a * b - 2 * a - 1) == "a*b < 2*a + 1"
    assert below_zero(3 - a / 2) == "a/2 > 3"


@pytest.mark.parametrize(
    ("values", "message"),
    [({"effort": 1}, "is needed"), ({"efort": 1}, "did you mean 'effort'"), ("austria", "austria_2016")],
)
def test_errors(values: object, message: str) -> None:
    with pytest.raises(tg.InputError, match=message):
        symbolic_stability("school_student").at(values)  # type: ignore[arg-type]
