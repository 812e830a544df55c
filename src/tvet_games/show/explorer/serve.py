"""The server: on this machine only, until it is interrupted."""

from __future__ import annotations

import contextlib
import json
import secrets
import socket
import webbrowser
from collections import OrderedDict
from copy import copy
from importlib.resources import files
from pathlib import Path
from typing import Literal

from tvet_games.errors import InputError, Problem, missing
from tvet_games.model.library import load_scenario
from tvet_games.show.explorer.guard import Guard
from tvet_games.show.explorer.opening import open_scenario
from tvet_games.show.explorer.shelf import Shelf
from tvet_games.show.explorer.state import State, from_query
from tvet_games.show.explorer.words import said
from tvet_games.tables.html import STYLE
from tvet_games.tables.labels import Language

HOST = "127.0.0.1"

TONGUES: dict[Language, Literal["en-GB", "zh-CN"]] = {"en": "en-GB", "zh": "zh-CN"}
"""Languages of the framework's own words."""

MOST_SHELVES = 50
"""Pages whose opened files are kept, so that a reload shows them again."""


def serve(scenario: str | Path | None, *, port: int, browser: bool, language: Language) -> None:
    """Serve the page until it is interrupted.

    Parameters
    ----------
    scenario : str or Path, optional
        What the page shows first: name or path of a scenario.
    port : int
        0 for any that is free.
    browser : bool
        Whether to open it.
    language : {"en", "zh"}

    Raises
    ------
    InputError
        If NiceGUI is not installed, the scenario has mistakes, or the port is taken.
    """
    try:
        import uvicorn
        from fastapi import FastAPI
    except ImportError as error:
        raise missing("nicegui", "the page needs", "explore") from error
    first = _first(scenario, language)
    listening = _socket(port)
    taken = int(listening.getsockname()[1])
    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
    _pages(app, first)
    config = uvicorn.Config(Guard(app, taken), log_level="error", access_log=False, ws_max_size=2**21)
    address = f"http://{HOST}:{taken}/"
    print(f"explorer: {address} (end it with Ctrl+C)", flush=True)
    if browser:
        webbrowser.open(address)
    with contextlib.suppress(KeyboardInterrupt):
        uvicorn.Server(config).run(sockets=[listening])


def _first(scenario: str | Path | None, language: Language) -> State:
    if scenario is None:
        return State(language=language)
    found = load_scenario(scenario)
    shelf = Shelf()
    names = [("conflict", c.name) for c in found.conflicts[:1] if c.name not in shelf.conflicts]
    names += [("calibration", found.calibration.name)] * (found.calibration.name not in shelf.calibrations)
    if names:
        told = [Problem(f"scenario.{kind}", "does not ship: open its file on the page", name) for kind, name in names]
        raise InputError(str(scenario), told)
    return open_scenario(found, shelf, language).state


def _socket(port: int) -> socket.socket:
    """Listen on a port of this machine alone."""
    if not 0 <= port < 2**16:
        raise InputError("explore", [Problem("--port", "is not between 0 and 65535", str(port))])
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((HOST, port))
        listening.listen()  # from here on a browser waits until it is answered
    except OSError as error:
        listening.close()
        what = f"cannot be listened on ({error.strerror}); give another with --port, or --port 0 for any that is free"
        raise InputError("explore", [Problem("--port", what, str(port))]) from None
    return listening


def _pages(app: object, first: State) -> None:
    """Put the page under the address of the server."""
    from fastapi import FastAPI
    from nicegui import app as server
    from nicegui import ui

    from tvet_games.show.explorer.page import Page
    from tvet_games.show.explorer.workers import Workers

    assert isinstance(app, FastAPI)
    shelves: OrderedDict[str, Shelf] = OrderedDict()
    workers = Workers()

    def keep(shelf: Shelf) -> str:
        token = secrets.token_urlsafe(12)
        shelves[token] = shelf
        while len(shelves) > MOST_SHELVES:
            shelves.popitem(last=False)
        return token

    @ui.page("/")
    def explorer() -> None:
        client = ui.context.client
        query = dict(client.request.query_params)
        token = query.pop("files", "")
        state, problems = from_query(query, first)
        ui.add_head_html(STYLE + f"<style>{_style()}</style>")
        ui.add_body_html(_when_lost(state.language))
        client.page = copy(client.page)  # what all tabs have in common
        client.page.language = TONGUES[state.language]
        ui.colors(primary="#005a8d")
        page = Page(state, shelves.get(token, Shelf()), problems, workers, keep)
        page.token = token if token in shelves else ""
        page.build()
        client.on_delete(page.close)

    server.on_shutdown(workers.end)
    ui.run_with(app, title="tvet_games", tailwind=False, show_welcome_message=False, reconnect_timeout=10)


def _when_lost(language: Language) -> str:
    """What stands in the box that appears when the server no longer answers, read aloud too."""
    told = json.dumps(said("lost", language))
    return f"""<script>addEventListener("DOMContentLoaded", () => {{
        const box = document.getElementById("popup");
        box.setAttribute("role", "alert");
        box.textContent = {told};
    }});</script>"""


def _style() -> str:
    return files("tvet_games.show.explorer").joinpath("explorer.css").read_text(encoding="utf-8")
