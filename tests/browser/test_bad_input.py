"""What is not understood is told politely, and the rest is kept."""

from __future__ import annotations

from importlib.resources import files
from typing import TYPE_CHECKING

import pytest
from explorer_page import expect, game_of, visit

if TYPE_CHECKING:
    from explorer_process import Server
    from playwright.sync_api import BrowserContext

pytestmark = pytest.mark.slow

GERMAN = ("school_enterprise", "germany_2022")

LIBRARY = files("tvet_games") / "library"

ADDRESSES = {
    "unknown conflict": ({"conflict": "school_enterprize"}, ["school_enterprize", "did you mean school_enterprise?"]),
    "unknown country": ({"calibration": "germany_2021"}, ["germany_2021", "did you mean germany_2022?"]),
    "unknown instrument": ({"level.training_subsidi": "1"}, ["training_subsidi", "did you mean training_subsidy?"]),
    "unknown value": ({"value.retentoin": "1"}, ["retentoin", "did you mean retention?"]),
    "unknown criterion": ({"criterion": "nahs"}, ["nahs", "did you mean nash?"]),
    "unknown language": ({"lang": "klingon"}, ["lang", "klingon"]),
    "unknown word": ({"flavour": "sweet"}, ["flavour"]),
    "a word for a number": ({"level.school_grant": "many"}, ["level.school_grant", "'many' is no number"]),
    "no number": ({"level.school_grant": "nan"}, ["level.school_grant", "nan"]),
    "infinite": ({"level.school_grant": "inf"}, ["level.school_grant", "inf"]),
    "a number without end": ({"level.school_grant": "1e999999999"}, ["level.school_grant"]),
    "code": ({"level.school_grant": "__import__('os').abort()"}, ["level.school_grant", "is no number"]),
    "below 0": ({"level.school_grant": "-5"}, ["level.school_grant", "below 0"]),
    "beyond the bounds": ({"level.school_grant": "5000"}, ["level.school_grant", "5,000", "0 to 1,800"]),
    "below 0 in the margin": ({"margin": "-1"}, ["margin", "below 0"]),
    "a share beyond 1": ({"criterion": "p_dominant", "strength": "7"}, ["p"]),
    "very long": ({"level.school_grant": "9" * 5000}, ["level.school_grant"]),
    "an axis": ({"x": "nothing", "y": "nowhere"}, ["nothing"]),
}


@pytest.mark.parametrize("case", list(ADDRESSES))
def test_an_address_with_a_mistake(context: BrowserContext, server: Server, case: str) -> None:
    """The message names what is wrong; the subsidy, which is right, is there."""
    query, told = ADDRESSES[case]
    explorer = visit(context, server.address, **{"level.training_subsidy": "5100"} | query)
    for text in told:
        expect(explorer.part("problems")).to_contain_text(text)
    assert len(explorer.part("problems").inner_text()) < 600
    expect(explorer.part("field-training_subsidy")).to_have_value("5100")
    grant = 1800 if case == "beyond the bounds" else 0
    explorer.shows(game_of(*GERMAN, {"training_subsidy": 5100, "school_grant": grant}))


FIELDS = {
    "": "is no number",
    "many": "is no number",
    "1,5": "is no number",
    "NaN": "is no number",
    "1e400": "is no number",
    "0x10": "is no number",
    "<b>5</b>": "<b>5</b>",
    "-3": "outside 0 to 26,200",
    "99999999": "outside 0 to 26,200",
}


def test_a_field_with_a_mistake(context: BrowserContext, server: Server) -> None:
    """Whatever is written: the game on the page is one that the slider could have, and the page goes on."""
    explorer = visit(context, server.address)
    for level, (text, told) in enumerate(FIELDS.items(), start=5100):
        explorer.write("training_subsidy", str(level))
        expect(explorer.part("problems")).to_be_empty()
        explorer.write("training_subsidy", text)
        expect(explorer.part("problems")).to_contain_text(told)
        taken = {"-3": 0, "99999999": 26_200}.get(text, level)
        explorer.shows(game_of(*GERMAN, {"training_subsidy": taken}))
        expect(explorer.part("slider-training_subsidy")).to_have_attribute("aria-valuenow", str(taken))
        expect(explorer.part("field-training_subsidy")).to_have_value(str(taken))


def test_margin_and_strength_with_a_mistake(context: BrowserContext, server: Server) -> None:
    explorer = visit(context, server.address, criterion="p_dominant")
    for name, text in (("margin", "x"), ("margin", "-1"), ("strength", "1.5"), ("strength", "")):
        explorer.part(name).fill(text)
        explorer.part(name).press("Enter")
        expect(explorer.part("problems")).not_to_be_empty()
        explorer.write("training_subsidy", "5100" if explorer.at("training_subsidy") != "5100" else "5200")
        expect(explorer.part("problems")).to_be_empty()


FILES = {
    "no toml": ("x.toml", b"this is [not", ["x.toml cannot be opened"]),
    "not text": ("x.toml", bytes(range(256)) * 10, ["x.toml cannot be opened"]),
    "empty": ("x.toml", b"", ["x.toml cannot be opened"]),
    "of another kind": ("holiday.jpg", b"\xff\xd8\xff", ["must end in .toml or .csv"]),
    "too large": ("x.toml", b"# \n" * 500_000, ["at most 1 MB"]),
    "a formula that is code": (
        "conflict.toml",
        (LIBRARY / "conflicts" / "school_enterprise.toml")
        .read_bytes()
        .replace(b'"quality_gain', b'"exit() + quality_gain'),
        ["conflict.toml cannot be opened", "exit"],
    ),
    "mistakes in several places": (
        "scenario.toml",
        b'format = 1\n[scenario]\nname = "not a name"\nconflicts = ["school_enterprise"]\n'
        b'calibration = "germany_2022"\n[criterion]\nnahs = { margin = 1 }\n[limits]\nbudget = 1\n',
        ["scenario.toml cannot be opened", "scenario.name", "'nash'", "'limit'"],
    ),
    "a path": (
        "s.toml",
        b'format = 1\n[scenario]\nname = "s"\nconflicts = ["/etc/passwd"]\ncalibration = "germany_2022"\n',
        ["s.toml"],
    ),
}


@pytest.mark.parametrize("case", list(FILES))
def test_a_file_with_a_mistake(context: BrowserContext, server: Server, case: str) -> None:
    name, content, told = FILES[case]
    explorer = visit(context, server.address, **{"level.training_subsidy": "5100"})
    explorer.page.get_by_role("button", name="Open a file").click()
    explorer.open_file(name, content)
    for text in told:
        expect(explorer.part("problems")).to_contain_text(text)
    assert "/tmp" not in explorer.part("problems").inner_text()
    assert "Traceback" not in explorer.page.inner_text("body")
    explorer.shows(game_of(*GERMAN, {"training_subsidy": 5100}))


def test_a_good_file_after_a_bad_one(context: BrowserContext, server: Server) -> None:
    explorer = visit(context, server.address)
    explorer.page.get_by_role("button", name="Open a file").click()
    explorer.open_file("x.toml", b"this is [not")
    expect(explorer.part("problems")).to_contain_text("x.toml")
    explorer.open_file("austria.toml", (LIBRARY / "scenarios" / "austria_apprenticeship.toml").read_bytes())
    expect(explorer.part("calibration")).to_contain_text("austria_2016")
    expect(explorer.part("problems")).not_to_contain_text("x.toml")
