"""The commonest slips in files: each message says how what was meant is written, and hides no other one."""

from pathlib import Path

import pytest

import tvet_games as tg
from tvet_games.model.formula import FUNCTIONS, parse
from tvet_games.model.formula_slips import missing_sign

CONFLICT = """
format = 1
[conflict]
name = "mine"
per = "trainee"
[[player]]
name = "school"
actions = ["teach", "idle"]
[parameter]
gain = { dimension = "money", meaning = "gain", symbol = "G" }
part = { dimension = "share", meaning = "part" }
[[payoff]]
school = "part*gain"
"""

COMMANDS = ["rho", "theta", "tau", "nu", "beta", "phi", "forall", "alpha", "upsilon", "Gamma", "xi"]

FORMULAS = {
    "part^2*gain": "powers are written **",
    "part×gain": "products are written *",
    "50%*gain": "50 % is written 0.5",
    "（part)*gain": "write '('",
    "部分*gain": "[label.zh]",
    "[part]*gain": "parentheses are ( )",
    "0,4*gain": "write 0.4",
    "gain - 14,300*part": "write 14300",
    "sqrt(0,4)*gain": "write 0.4",
    "0.4 gain": "between '0.4' and 'gain' a sign is missing, such as *",
    "0.4gain": "between '0.4' and 'gain' a sign is missing",
    "gain(1 - part)": "between 'gain' and '(' a sign is missing",
    "(1 - part) gain": "between ')' and 'gain' a sign is missing",
    "2(gain)": "between '2' and '(' a sign is missing",
}

FILES = {
    # what to replace, by what, words that the message must hold
    "name in Chinese": ("part = {", "部分 = {", ["line 11", "names are ASCII", "[label.zh]"]),
    "quoted name in Chinese": ("part = {", '"部分" = {', ["parameter.部分", "[label.zh]"]),
    "player in Chinese": ('"school"', '"学校"', ["player[1].name", '[label.zh], as in name = "学校"']),
    "action with spaces": ('"idle"', '"use as staff"', ["[label.en]", 'use_as_staff = "use as staff"']),
    "formula without quotes": ('"part*gain"', "part*gain", ["straight quotes"]),
    "curly quotes": ('"part*gain"', "“part*gain”", ["straight quotes"]),
    "decimal comma": ('"part*gain"', "0,4", ["write 0.4"]),
    "equals sign of Chinese": ("part = {", "part ＝ {", ["write '='"]),
}


def problems(folder: Path, text: str) -> list[str]:
    path = folder / "mine.toml"
    path.write_text(text, encoding="utf-8")
    return [str(problem) for problem in tg.check(path)]


def test_the_conflict_is_valid(tmp_path: Path) -> None:
    assert problems(tmp_path, CONFLICT) == []


@pytest.mark.parametrize("command", COMMANDS)
def test_commands_of_latex(command: str, tmp_path: Path) -> None:
    """What the message says to write is right."""
    (said,) = problems(tmp_path, CONFLICT.replace('"G"', rf'"\{command}"'))
    assert rf"""write "\\{command}", or '\{command}' in single quotes""" in said
    for cure in (rf'"\\{command}"', rf"'\{command}'"):
        assert problems(tmp_path, CONFLICT.replace('"G"', cure)) == []


@pytest.mark.parametrize("text", FORMULAS)
def test_formulas(text: str, tmp_path: Path) -> None:
    (said,) = problems(tmp_path, CONFLICT.replace("part*gain", text))
    assert said.startswith("payoff[1].school: ")
    assert FORMULAS[text] in said


@pytest.mark.parametrize("name", FILES)
def test_files(name: str, tmp_path: Path) -> None:
    old, new, words = FILES[name]
    (said,) = problems(tmp_path, CONFLICT.replace(old, new, 1))
    assert all(word in said for word in words), said


def test_a_control_character_hides_no_other_mistake(tmp_path: Path) -> None:
    text = CONFLICT.replace('"G"', r'"\rho"').replace("part*gain", "part^gain")
    first, second = problems(tmp_path, text)
    assert first.startswith("parameter.gain.symbol: holds a control character")
    assert second.startswith("payoff[1].school: '^'")


@pytest.mark.parametrize("text", ["a*b + 2", "min(a, 2*b)", "-(a + 1.5e3)/(b*c)", "exp(a)**2", "2e-3*a"])
def test_no_sign_is_missing_in_a_formula(text: str) -> None:
    assert parse(text).text == text
    assert missing_sign(text, FUNCTIONS) == ""
