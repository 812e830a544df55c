"""The [bargaining] section of a conflict file: names, weights, disagreement, what a contract is read as."""

import tomllib
from decimal import Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

import tvet_games as tg
from tvet_games.errors import InputError, Problem, nearest
from tvet_games.model.conflict import Conflict
from tvet_games.model.conflict_file import build_conflict
from tvet_games.model.figures import figures
from tvet_games.model.schema import ConflictFile
from tvet_games.model.validation import validated
from tvet_games.testing import small_fractions

CONFLICT = """
format = 1
[conflict]
name = "mine"
per = "trainee"
[[player]]
name = "school"
actions = ["yes", "no"]
[[player]]
name = "enterprise"
actions = ["train", "shirk"]
outside = "part*gain"
[[player]]
name = "onlooker"
actions = ["look"]
[parameter]
gain = { dimension = "money", meaning = "gain" }
part = { dimension = "share", meaning = "part" }
grant = { dimension = "money", meaning = "grant" }
[[payoff]]
school = "gain + grant"
enterprise = "-grant"
onlooker = 0
[bargaining]
between = ["school", "enterprise"]
disagreement = { school = "part*gain", enterprise = 0 }
weights = { school = 1, enterprise = 0.5 }
read_as = "grant"
against = "gain"
relative_to = "gain"
compare_with = ["ch_mech_fair_y1"]
"""

SECTION = CONFLICT[CONFLICT.index("[bargaining]") :]


def built(text: str) -> Conflict:
    file = validated(ConflictFile, tomllib.loads(text, parse_float=Decimal), "mine.toml")
    return build_conflict(file, "mine.toml", tg.load_conflict)


def problems(old: str, new: str) -> tuple[Problem, ...]:
    assert old in SECTION
    with pytest.raises(InputError) as found:
        built(CONFLICT.replace(SECTION, SECTION.replace(old, new, 1)))
    return found.value.problems


NAMES = {
    "read_as": ("grant", ["gain", "part", "grant"]),
    "against": ("gain", ["gain", "part", "grant"]),
    "relative_to": ("gain", ["gain", "part", "grant"]),
    "compare_with": ("ch_mech_fair_y1", list(figures())),
}


@given(st.sampled_from(sorted(NAMES)), st.data())
def test_a_letter_left_out_is_one_error_with_the_nearest_name(key: str, data: st.DataObject) -> None:
    name, valid = NAMES[key]
    k = data.draw(st.integers(1, len(name) - 1))
    wrong = name[:k] + name[k + 1 :]
    assume(wrong not in valid)
    written = '["ch_mech_fair_y1"]' if key == "compare_with" else f'"{name}"'
    (problem,) = problems(f"{key} = {written}", f"{key} = {written.replace(name, wrong)}")
    assert problem.field == f"bargaining.{key}"
    assert problem.value == wrong
    assert problem.nearest == nearest(wrong, valid) != ""


@given(small_fractions(0, 9, max_denominator=8), small_fractions(0, 9, max_denominator=8))
def test_weights_are_not_below_zero_and_not_all_zero(school: object, enterprise: object) -> None:
    given_weights = f"weights = {{ school = {float(school)}, enterprise = {float(enterprise)} }}"
    old = "weights = { school = 1, enterprise = 0.5 }"
    if school or enterprise:
        section = built(CONFLICT.replace(old, given_weights)).bargaining
        assert section is not None
        assert list(section.weights) == ["school", "enterprise"]
    else:
        (problem,) = problems(old, given_weights)
        assert "all 0" in problem.what


EDITS = {
    # name: (what to replace, by what, words that the one message must hold)
    "no such player": (
        '["school", "enterprise"]',
        '["school", "enterprize"]',
        ["between", "not a player", "did you mean 'enterprise'"],
    ),
    "with itself": ('["school", "enterprise"]', '["school", "school"]', ["between", "stands twice"]),
    "weight of a stranger": (
        "enterprise = 0.5",
        "onlooker = 0.5, enterprise = 1",
        ["weights", "school and enterprise"],
    ),
    "weight misspelt": ("enterprise = 0.5", "enterprize = 0.5", ["did you mean 'enterprise'"]),
    "weight missing": ("school = 1, ", "", ["weights", "'school' has no entry"]),
    "weight below 0": ("enterprise = 0.5", "enterprise = -0.5", ["weights.enterprise", "below 0"]),
    "weight not finite": ("enterprise = 0.5", "enterprise = nan", ["weights.enterprise", "not a finite"]),
    "weight is text": ("enterprise = 0.5", 'enterprise = "half"', ["weights.enterprise", "expected a number"]),
    "no such rule": (
        '{ school = "part*gain", enterprise = 0 }',
        '"worst_equilibrum"',
        ["did you mean 'worst_equilibrium'"],
    ),
    "rule is a number": ('{ school = "part*gain", enterprise = 0 }', "7", ["disagreement", "'7' is no rule", "maxmin"]),
    "disagreement for one": (", enterprise = 0 }", " }", ["disagreement", "'enterprise' has no entry"]),
    "disagreement of a stranger": (", enterprise = 0 }", ", enterprise = 0, onlooker = 0 }", ["does not bargain"]),
    "disagreement is a share": ('"part*gain"', '"part"', ["disagreement.school", "expected money"]),
    "disagreement of nothing": ('"part*gain"', '"part*gian"', ["disagreement.school", "did you mean 'gain'"]),
    "code as disagreement": ('"part*gain"', "\"__import__('os')\"", ["disagreement.school", "not allowed"]),
    "read as a share": ('read_as = "grant"', 'read_as = "part"', ["read_as", "is a share, expected money"]),
    "relative to a share": ('relative_to = "gain"', 'relative_to = "part"', ["relative_to", "expected money"]),
    "no such key": ("relative_to", "relative_too", ["relative_too", "did you mean 'relative_to'"]),
}


@pytest.mark.parametrize("name", EDITS)
def test_one_clear_error(name: str) -> None:
    old, new, words = EDITS[name]
    found = problems(old, new)
    text = "\n".join(str(problem) for problem in found)
    assert all(word in text for word in words), text
    assert len(found) == 1, text


def test_what_is_held_against_nothing_needs_read_as() -> None:
    found = problems('read_as = "grant"\n', "")
    assert {(p.field, p.what.split(":")[0]) for p in found} == {
        (f"bargaining.{key}", "needs read_as") for key in ("against", "relative_to")
    }


def test_a_valid_section() -> None:
    section = built(CONFLICT).bargaining
    assert section is not None
    assert (section.read_as, section.against, section.relative_to) == ("grant", "gain", "gain")


@pytest.mark.parametrize(
    ("text", "words"),
    [('"part"', "expected money"), ('"part*gian"', "did you mean 'gain'"), ('"1 +"', "cannot be read")],
)
def test_outside_options_are_checked_too(text: str, words: str) -> None:
    with pytest.raises(InputError, match=r"player\[2\]\.outside") as found:
        built(CONFLICT.replace('outside = "part*gain"', f"outside = {text}"))
    (problem,) = found.value.problems
    assert words in str(problem)


def test_every_shipped_pair_says_what_it_bargains_over() -> None:
    for name in tg.conflicts():
        conflict = tg.load_conflict(name)
        section = conflict.bargaining
        assert (section is not None) == (len(conflict.players) == 2), name
        if section is not None:
            assert set(section.between) == set(section.weights) == set(conflict.player_names)
            assert section.about.en
            assert section.about.zh


def test_pay_is_read_as_a_ratio_of_skilled_pay() -> None:
    section = tg.load_conflict("enterprise_student").bargaining
    assert section is not None
    assert (section.read_as, section.relative_to, section.against) == ("pay_fair", "skilled_pay", "output_trained")
    assert "skilled_pay" not in tg.load_conflict("enterprise_student").names
    published = [figures()[name] for name in section.compare_with]
    assert all(f.grade in ("read", "derived") and f.unit in ("ratio", "share") for f in published)
    assert all(0 < float(f.value) < 1 for f in published)
    assert len(published) == 4 * 7 + 2
