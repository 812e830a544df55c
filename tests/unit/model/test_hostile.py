"""Hostile and broken input: one clear error, within a second, exit code 2, nothing executed."""

import sys
import time
from pathlib import Path

import pytest

import tvet_games as tg
from tvet_games.cli.app import main
from tvet_games.errors import FormulaError
from tvet_games.model.formula import parse

FORMULAS = {
    "import": ("__import__('os').system('touch pwned')", "not allowed"),
    "attribute": ("a.b", "not allowed"),
    "call of a name": ("open(a)", "functions are"),
    "dunder": ("__class__", "not a name"),
    "lambda": ("lambda: 1", "not allowed"),
    "subscript": ("a[0]", "not allowed"),
    "string": ("'a'", "not allowed"),
    "f-string": ('f"{a}"', "not allowed"),
    "comprehension": ("[a for a in b]", "not allowed"),
    "comparison": ("a < b", "not allowed"),
    "equality": ("a == b", "not allowed"),
    "walrus": ("(a := 1)", "not allowed"),
    "ternary": ("1 if a else 2", "not allowed"),
    "and": ("a and b", "not allowed"),
    "not": ("not a", "not allowed"),
    "matrix product": ("a @ b", "not allowed"),
    "floor division": ("a // b", "not allowed"),
    "modulo": ("a % b", "not allowed"),
    "tuple": ("a, b", "not allowed"),
    "star": ("max(*a)", "not allowed"),
    "keyword argument": ("max(a, key=b)", "not allowed"),
    "function as a number": ("max + 1", "needs arguments"),
    "too few arguments": ("max(a)", "takes 2 to 64"),
    "too many arguments": ("log(a, b)", "takes 1 arguments"),
    "unicode look-alike": ("\uff41 + 1", "not allowed"),
    "statement": ("a; b", "not allowed"),
    "comment": ("a # b", "not allowed"),
    "empty": ("   ", "empty"),
    "half": ("a +", "cannot be read"),
    "open bracket": ("(a", "cannot be read"),
    "hexadecimal": ("0x10", "not a finite decimal"),
    "complex": ("1j", "not a finite decimal"),
    "tower of powers": ("9**9**9", "exponent"),
    "huge exponent": ("a**1000000", "exponent"),
    "fractional exponent": ("a**0.5", "exponent"),
    "variable exponent": ("a**b", "exponent"),
    "nested powers": ("((a**16)**16)**16", "multiplies more than"),
    "huge number": ("1e400", "beyond"),
    "tiny number": ("1e-400", "beyond"),
    "long number": ("1" * 500, "more than"),
    "deep brackets": ("(" * 900 + "a" + ")" * 900, "cannot be read"),
    "deep minus": ("-" * 1900 + "a", "nested"),
    "long sum": ("+".join(["a"] * 900), "nested more than"),
    "200,000 terms": ("+".join(["a"] * 200_000), "characters"),
}


@pytest.mark.parametrize("name", FORMULAS)
def test_formula(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    text, says = FORMULAS[name]
    start = time.process_time()
    with pytest.raises(FormulaError, match=says):
        parse(text)
    assert time.process_time() - start < 1
    assert list(tmp_path.iterdir()) == []


CONFLICT = """
format = 1
[conflict]
name = "mine"
per = "trainee"
[[player]]
name = "school"
actions = ["yes", "no"]
[[player]]
name = "firm"
actions = ["train", "shirk"]
[parameter]
gain = { dimension = "money", meaning = "gain" }
part = { dimension = "share", meaning = "part" }
[[payoff]]
school = "gain"
firm = 0
[[payoff]]
when = { firm = "train" }
firm = "part*gain"
"""

CALIBRATION = """
format = 1
[calibration]
name = "mine"
country = "XX"
unit = { currency = "EUR", per = "year", prices_of = 2020 }
[value]
gain = { assumed = 10, low = 1, high = 20, why = "test" }
part = { derived = "1/2" }
"""

SCENARIO = """
format = 1
[scenario]
name = "mine"
conflicts = ["school_enterprise"]
calibration = "germany_2022"
[instrument]
school_grant = {}
training_subsidy = {}
"""

INSTRUMENT = """
format = 1
[instrument]
name = "mine"
dimension = "money"
bounds = [0, "training_cost"]
paid_once_per = "trainee"
[[effect]]
conflict = "school_enterprise"
when = { enterprise = "invest" }
enterprise = "level"
public_cost = "level"
"""

BASES = {"conflict": CONFLICT, "calibration": CALIBRATION, "scenario": SCENARIO, "instrument": INSTRUMENT}

BIG = "9" * 40

EDITS = {
    # name: (base, what to replace, by what, words that the message must hold)
    "truncated": ("conflict", 'name = "mine"', 'name = "mi', ["not valid TOML", "line"]),
    "key twice": ("conflict", 'per = "trainee"', 'per = "trainee"\nper = "trainee"', ["not valid TOML"]),
    "no format": ("conflict", "format = 1", "", ["format", "missing"]),
    "format 2": ("conflict", "format = 1", "format = 2", ["format", "expected 1"]),
    "unknown table": ("conflict", "[parameter]", "[parametre]", ["parametre", "did you mean 'parameter'"]),
    "unknown key": ("conflict", 'per = "trainee"', 'pre = "trainee"', ["conflict.pre", "did you mean 'per'"]),
    "wrong choice": ("conflict", 'per = "trainee"', 'per = "trainees"', ["conflict.per", "did you mean 'trainee'"]),
    "text for a list": ("conflict", '["yes", "no"]', '"yes"', ["player[1].actions", "list"]),
    "truth for a number": ("conflict", "firm = 0", "firm = true", ["payoff[1].firm", "number or a formula"]),
    "list for a formula": ("conflict", "firm = 0", "firm = [1]", ["payoff[1].firm", "number or a formula"]),
    "unknown parameter": ("conflict", '"part*gain"', '"part*gian"', ["payoff[2]", "did you mean 'gain'"]),
    "unknown player": ("conflict", 'firm = "part*gain"', 'frim = "part*gain"', ["frim", "did you mean 'firm'"]),
    "unknown action": ("conflict", '{ firm = "train" }', '{ firm = "trian" }', ["did you mean 'train'"]),
    "when an unknown player": ("conflict", '{ firm = "train" }', '{ frim = "train" }', ["not a player", "'firm'"]),
    "missing profile": ("conflict", "firm = 0\n", "", ["no row gives firm a payoff", "shirk"]),
    "no payoffs": ("conflict", CONFLICT[CONFLICT.index("[[payoff]]") :], "", ["no row gives school"]),
    "duplicate rows": ("conflict", "firm = 0\n", "firm = 0\n[[payoff]]\nfirm = 1\n", ["repeats payoff[1]"]),
    "player twice": ("conflict", 'name = "firm"', 'name = "school"', ["stands twice", "school"]),
    "action twice": ("conflict", '["yes", "no"]', '["yes", "yes"]', ["player[1].actions", "stands twice"]),
    "no action": ("conflict", '["yes", "no"]', "[]", ["player[1].actions"]),
    "money plus share": ("conflict", '"part*gain"', '"part + gain"', ["adds or compares", "money"]),
    "payoff is a share": ("conflict", '"part*gain"', '"part"', ["measures", "expected money"]),
    "exp of money": ("conflict", '"part*gain"', '"gain*exp(gain)"', ["takes exp of money"]),
    "wrong dimension": ("conflict", '"share"', '"percent"', ["dimension", "money"]),
    "parameter like a player": ("conflict", "part = {", "school = {", ["also the name of a player"]),
    "reserved parameter": ("conflict", "part = {", "level = {", ["is reserved"]),
    "python word as a name": ("conflict", 'name = "firm"', 'name = "lambda"', ["expected a name"]),
    "name with markup": ("conflict", 'name = "firm"', 'name = "[bold]firm"', ["expected a name"]),
    "code in a formula": ("conflict", '"part*gain"', "\"__import__('os')\"", ["not allowed in a formula"]),
    "code as a call": ("conflict", '"part*gain"', '"eval(gain)"', ["the functions are"]),
    "tower of powers": ("conflict", '"part*gain"', '"9**9**9"', ["exponent"]),
    "huge exponent": ("conflict", "firm = 0", "firm = 1e400", ["payoff[1].firm", "beyond"]),
    "not a number": ("conflict", "firm = 0", "firm = nan", ["payoff[1].firm", "not a finite"]),
    "infinite": ("conflict", "firm = 0", "firm = -inf", ["payoff[1].firm", "not a finite"]),
    "huge integer": ("conflict", "firm = 0", f"firm = {BIG}", ["payoff[1].firm", "beyond"]),
    "integer of 10,000 digits": ("conflict", "firm = 0", "firm = " + "9" * 10_000, ["number that cannot be read"]),
    "deep lists": ("conflict", "firm = 0", "firm = " + "[" * 5_000 + "]" * 5_000, ["nested too deeply"]),
    "nested lists": ("conflict", "firm = 0", "firm = " + "[" * 60 + "]" * 60, ["nested more than"]),
    "deep keys": ("conflict", "firm = 0", ".".join(["a"] * 5_000) + " = 0", ["nests its key"]),
    "long sum": ("conflict", '"part*gain"', '"' + "+".join(["gain"] * 20_000) + '"', ["characters"]),
    "too large": ("conflict", "format = 1", "format = 1\n#" + "x" * 300_000, ["larger than"]),
    "includes itself": ("conflict", 'per = "trainee"', 'per = "trainee"\nincludes = "mine"', ["circular"]),
    "includes nothing": ("conflict", 'per = "trainee"', 'per = "trainee"\nincludes = "nothing"', ["'nothing' is not"]),
    "no provenance": ("calibration", 'derived = "1/2"', 'note = "x"', ["value.part", "exactly one of"]),
    "two provenances": ("calibration", 'derived = "1/2"', 'derived = "1/2", measured = 1', ["exactly one of"]),
    "unknown provenance": ("calibration", 'derived = "1/2"', "guessed = 1", ["guessed", "not a key"]),
    "low above high": ("calibration", "low = 1,", "low = 30,", ["value.gain", "above high"]),
    "outside its range": ("calibration", "assumed = 10", "assumed = 50", ["outside its own range"]),
    "assumed without reason": ("calibration", ', why = "test"', "", ["needs low, high and why"]),
    "measured without source": ("calibration", 'derived = "1/2"', "measured = 1", ["needs figure or source"]),
    "unknown figure": (
        "calibration",
        'derived = "1/2"',
        'measured = 1, figure = "at_hired"',
        ["did you mean 'at_hire'"],
    ),
    "weak figure": ("calibration", 'derived = "1/2"', 'measured = 1, figure = "cn_fee_school_lo"', ["weak", "assumed"]),
    "mixed units": ("calibration", 'derived = "1/2"', 'measured = 1, figure = "cn_nas_2021"', ["mixes units", "CNY"]),
    "derived from itself": ("calibration", '"1/2"', '"part + 1"', ["circular", "part"]),
    "ring of values": (
        "calibration",
        'part = { derived = "1/2" }',
        'part = { derived = "b" }\nb = { derived = "c" }\nc = { derived = "part" }',
        ["circular"],
    ),
    "derived from nothing": ("calibration", '"1/2"', '"gian/2"', ["did you mean 'gain'"]),
    "division by zero": ("calibration", '"1/2"', '"1/(gain - 10)"', ["divides by zero"]),
    "logarithm of nothing": ("calibration", '"1/2"', '"log(gain - 11)"', ["log has no finite value"]),
    "overflow": ("calibration", '"1/2"', '"exp(gain**9)"', ["exp has no finite value"]),
    "growing chain": (
        "calibration",
        'part = { derived = "1/2" }',
        "part = { derived = 7 }\n"
        + "\n".join(f'x{k} = {{ derived = "{"part" if k == 0 else f"x{k - 1}"}**16" }}' for k in range(9)),
        ["digits"],
    ),
    "number is text": ("calibration", "assumed = 10", 'assumed = "ten"', ["value.gain.assumed", "expected a number"]),
    "misspelt instrument": ("scenario", "school_grant", "school_grand", ["did you mean 'school_grant'"]),
    "unknown conflict": (
        "scenario",
        '"school_enterprise"',
        '"school_enterprize"',
        ["did you mean 'school_enterprise'"],
    ),
    "unknown calibration": ("scenario", '"germany_2022"', '"germany_2021"', ["did you mean 'germany_2022'"]),
    "unknown criterion": ("scenario", "[instrument]", "[criterion]\nnahs = {}\n[instrument]", ["did you mean 'nash'"]),
    "bounds crossed": ("scenario", "school_grant = {}", "school_grant = { low = 5, high = 1 }", ["above high"]),
    "fixed and high": ("scenario", "school_grant = {}", "school_grant = { fixed = 5, high = 9 }", ["fixed beside"]),
    "no heads": ("scenario", "[instrument]", "heads = { trainee = 0 }\n[instrument]", ["more than 0"]),
    "replace nothing": ("scenario", "[instrument]", "replace = { retension = 1 }\n[instrument]", ["'retention'"]),
    "today is nowhere": (
        "scenario",
        "[instrument]",
        'today = { school_enterprise = { school = "co_trian", enterprise = "invest" } }\n[instrument]',
        ["did you mean 'co_train'"],
    ),
    "cost of nothing": ("instrument", '"level"\npublic', '"levl"\npublic', ["did you mean 'level'"]),
    "effect in no conflict": ("instrument", '"school_enterprise"', '"school_enterprze"', ["'school_enterprise'"]),
    "bound of wrong dimension": ("instrument", '"training_cost"', '"retention"', ["bounds[2]", "expected money"]),
    "action of no conflict": ("instrument", '"invest"', '"invets"', ["did you mean 'invest'"]),
}


@pytest.fixture
def run(monkeypatch, capsys):
    def call(*arguments: str) -> tuple[int, str, str, float]:
        monkeypatch.setattr(sys, "argv", ["tvet-games", *arguments])
        start = time.process_time()
        with pytest.raises(SystemExit) as stop:
            main()
        seconds = time.process_time() - start
        captured = capsys.readouterr()
        return int(stop.value.code or 0), captured.out, captured.err, seconds

    return call


@pytest.mark.parametrize("kind", BASES)
def test_the_bases_are_valid(kind: str, tmp_path: Path, run) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(BASES[kind])
    assert run("check", str(path))[0] == 0


@pytest.mark.parametrize("name", EDITS)
def test_file(name: str, tmp_path: Path, run) -> None:
    kind, old, new, words = EDITS[name]
    assert old in BASES[kind]
    path = tmp_path / "mine.toml"
    path.write_text(BASES[kind].replace(old, new, 1))
    code, out, err, seconds = run("check", str(path))
    assert code == 2
    assert out == ""
    assert "mine.toml" in err
    assert "Traceback" not in err
    assert all(word in err for word in words), err
    assert all(line.startswith("error: ") for line in err.splitlines())
    assert seconds < 1


RAW = {
    "not UTF-8": (b"\xff\xfe\x00", "not UTF-8"),
    "empty": (b"", "needs one of the tables"),
    "binary": (bytes(range(256)), "not UTF-8"),
    "zeros": (b"\0" * 1000, "not valid TOML"),
}


@pytest.mark.parametrize("name", RAW)
def test_raw_file(name: str, tmp_path: Path, run) -> None:
    path = tmp_path / "mine.toml"
    path.write_bytes(RAW[name][0])
    code, _, err, _ = run("check", str(path))
    assert code == 2
    assert RAW[name][1] in err


OPTIONS = {
    "misspelt instrument": (["-p", "training_subsidie=1"], "did you mean 'training_subsidy'"),
    "level is a word": (["-p", "training_subsidy=abc"], "not a finite decimal"),
    "level is not a number": (["-p", "training_subsidy=nan"], "not a finite decimal"),
    "level twice": (["-p", "training_subsidy=1", "-p", "training_subsidy=2"], "given twice"),
    "no level": (["-p", "training_subsidy"], "expected NAME=VALUE"),
    "does nothing here": (["-p", "teacher_allowance=5"], "does nothing in the conflict"),
    "huge value": (["--set", "retention=1e999"], "beyond"),
    "code as a value": (["--set", "retention=__import__('os')"], "not allowed"),
    "unknown value": (["--set", "retension=1"], "did you mean 'retention'"),
}


@pytest.mark.parametrize("name", OPTIONS)
def test_option(name: str, run) -> None:
    arguments, says = OPTIONS[name]
    code, _, err, seconds = run("solve", "school_enterprise", "-c", "austria_2016", *arguments)
    assert code == 2
    assert says in err
    assert seconds < 1


def test_folder_and_missing_file(tmp_path: Path, run) -> None:
    assert "is a folder" in run("check", str(tmp_path))[2]
    assert "cannot be read" in run("check", str(tmp_path / "none.toml"))[2]


def test_all_mistakes_at_once(tmp_path: Path, run) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(CONFLICT.replace('"part*gain"', '"part*gian"').replace('school = "gain"', 'school = "part + gain"'))
    _, _, err, _ = run("check", str(path))
    assert len(err.splitlines()) == 2


def test_per_teacher_dyad_without_weight(tmp_path: Path, run) -> None:
    path = tmp_path / "mine.toml"
    players = "".join(f'[[player]]\nname = "{p}"\nactions = ["a", "b"]\n' for p in ("school", "teacher"))
    edge = '[[edge]]\nconflict = "school_teacher"\nset = { overlaod = 0 }\n'
    path.write_text(f'format = 1\n[conflict]\nname = "mine"\nper = "trainee"\n{players}{edge}')
    _, _, err, _ = run("check", str(path))
    assert "mixes units" in err
    assert "did you mean 'overload'" in err


def test_markup_in_labels_is_text(tmp_path: Path, run) -> None:
    """Rich markup and HTML stay as they are written."""
    conflict, calibration = tmp_path / "mine.toml", tmp_path / "values.toml"
    conflict.write_text(CONFLICT + '[label.en]\nmine = "[bold red]<b>x</b>"\n')
    calibration.write_text(CALIBRATION)
    for arguments in (["show", str(conflict)], ["solve", str(conflict), "-c", str(calibration)]):
        code, out, _, _ = run(*arguments)
        assert code == 0
        assert "[bold red]<b>x</b>" in out


@pytest.mark.parametrize("character", ["\\u001b[31m", "\\u0007", "\\u202e", "\\u0000"])
def test_control_characters_never_reach_the_terminal(character: str, tmp_path: Path, run) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(CONFLICT + f'[label.en]\nschool = "a{character}b"\n')
    for command in ("check", "show"):
        code, out, err, _ = run(command, str(path))
        assert code == 2
        assert "label.en.school" in err
        assert (out + err).replace("\n", "").isprintable()


def test_nothing_was_executed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(tg.InputError):
        tg.load_calibration("austria_2016").replace(retention="__import__('os').system('touch pwned')")
    assert not (tmp_path / "pwned").exists()
