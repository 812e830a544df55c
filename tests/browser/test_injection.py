"""No text of a file, of its name or of an address becomes a part of the page or is run; it is read as it stands."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from chromium import tabs
from explorer_page import Explorer, expect, visit
from explorer_process import TOOL
from hostile_files import FLAG, PAYLOAD, SHOWN, hostile

if TYPE_CHECKING:
    from explorer_process import Server
    from playwright.sync_api import Browser, BrowserContext, Page

pytestmark = pytest.mark.slow

FILES = {
    "conflict": "school_enterprise",
    "calibration": "germany_2022",
    "instrument": "training_subsidy",
    "scenario": "germany_apprenticeship",
}


@pytest.fixture(params=["en", "zh"])
def opened(context: BrowserContext, server: Server, request: pytest.FixtureRequest) -> Explorer:
    """A page with a hostile conflict, calibration, instrument and scenario."""
    explorer = visit(context, server.address, lang=request.param)
    for kind, name in FILES.items():
        explorer.open_file(f"{name}.toml", hostile(kind, name))
        expect(explorer.part("problems")).to_contain_text(name)
    expect(explorer.part("payoffs")).to_contain_text(SHOWN)
    return explorer


def test_the_payload_runs_where_it_is_let(chromium: Browser) -> None:
    """Else the other tests would tell nothing."""
    for place in ("<p>{}</p>", '<input value="{}">'):
        with tabs(chromium) as context:
            page = context.new_page()
            page.set_content(place.format(PAYLOAD))
            page.wait_for_function(f"() => window.{FLAG} === 1")


def test_texts_of_files_are_shown_and_not_run(opened: Explorer) -> None:
    for name in ("conflict", "calibration", "map-x"):
        expect(opened.part(name)).to_contain_text(SHOWN)
        opened.part(name).click()
        expect(opened.page.get_by_role("option").filter(has_text=SHOWN).first).to_be_visible()
        opened.page.keyboard.press("Escape")
    assert opened.page.locator("aside").inner_text().count(SHOWN) > 2
    for part in ("verdict", "payoffs", "equilibria", "costs", "portrait", "map"):
        expect(opened.part(part)).to_contain_text(SHOWN)
    assert_nothing_ran(opened.page)


def test_answers_show_texts_and_do_not_run_them(opened: Explorer) -> None:
    for name in ("cheapest", "tornado"):
        opened.part(name).click()
        expect(opened.part("answer")).to_contain_text(SHOWN)
        assert_nothing_ran(opened.page)
    opened.part("cheapest").click()
    opened.part("take").click()
    expect(opened.part("field-training_subsidy")).not_to_have_value("0")
    opened.page.reload()
    expect(opened.is_ready().part("payoffs")).to_contain_text(SHOWN)
    assert_nothing_ran(opened.page)


def test_the_report_on_them_runs_nothing(opened: Explorer, tmp_path: Path) -> None:
    with opened.page.expect_download(timeout=120_000) as kept:
        opened.part("keep-report").click()
    path = tmp_path / "report.html"
    kept.value.save_as(path)
    page = opened.page.context.new_page()
    page.goto(path.as_uri())
    assert page.locator("body").inner_text().count(SHOWN) > 20
    assert_nothing_ran(page)


def test_the_report_of_the_command_line_runs_nothing(context: BrowserContext, tmp_path: Path) -> None:
    for kind, name in FILES.items():
        text = hostile(kind, name).decode()
        for own in ("conflict", "calibration"):
            text = text.replace(f'= "{FILES[own]}"', f'= "{FILES[own]}.toml"') if kind == "scenario" else text
        text = text.replace('["school_enterprise"]', '["school_enterprise.toml"]') if kind == "scenario" else text
        (tmp_path / f"{name}.toml").write_text(text, encoding="utf-8")
    command = [str(TOOL), "report", "germany_apprenticeship.toml", "-o", "report.html", "--draws", "64"]
    subprocess.run(command, cwd=tmp_path, check=True, timeout=120)
    page = context.new_page()
    page.goto((tmp_path / "report.html").as_uri())
    assert page.locator("body").inner_text().count(SHOWN) > 20
    assert_nothing_ran(page)


def test_names_of_files_and_their_mistakes_are_shown_and_not_run(context: BrowserContext, server: Server) -> None:
    explorer = visit(context, server.address)
    name = f"<img src=x onerror=window.{FLAG}=1>.toml"
    wrong = f"format = 1\n[scenario]\nname = '{PAYLOAD}'\n'{PAYLOAD}' = 1\n".encode()
    for content in (b"not [toml", wrong, hostile("conflict", "school_enterprise")):
        explorer.open_file(name, content)
        expect(explorer.part("problems")).to_contain_text("<img" if content is not wrong else SHOWN)
        assert_nothing_ran(explorer.page)


@pytest.mark.parametrize("key", ["conflict", "calibration", "criterion", "margin", "x", "y", "lang", "files", PAYLOAD])
def test_addresses_are_not_run(context: BrowserContext, server: Server, key: str) -> None:
    explorer = visit(context, server.address, **{key: PAYLOAD, f"level.{PAYLOAD}": "1", f"value.{PAYLOAD}": PAYLOAD})
    expect(explorer.part("problems")).to_contain_text("<img")
    assert_nothing_ran(explorer.page)


def assert_nothing_ran(page: Page) -> None:
    """Neither has a script run, nor is there an element that could run one."""
    page.wait_for_timeout(200)
    assert page.evaluate(f"window.{FLAG}") is None
    assert page.locator("img[src=x], [onerror], a[href^='javascript' i]").count() == 0
    assert page.evaluate(f"[...document.scripts].every(script => !script.text.trim().startsWith('window.{FLAG}'))")
