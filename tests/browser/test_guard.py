"""Nobody but the page itself talks to the server: not other pages of the browser, not under another name."""

from __future__ import annotations

import http.client
import socket
import threading
from collections.abc import Iterator
from contextlib import closing
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import TYPE_CHECKING

import pytest
from chromium import RENAMED, tabs
from explorer_page import visit

if TYPE_CHECKING:
    from explorer_process import Server
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.slow

SOCKET = "/_nicegui_ws/socket.io/?EIO=4&transport=websocket"

OPENS = """address => new Promise(done => {
    const socket = new WebSocket(address);
    socket.onmessage = () => { socket.close(); done('answered'); };
    socket.onerror = () => done('refused');
})"""

READS = """address => fetch(address)
    .then(answer => answer.text())
    .then(text => 'read ' + text.length, () => 'refused')"""


class Elsewhere(BaseHTTPRequestHandler):
    """A page of somebody else."""

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(b"<!doctype html><title>elsewhere</title>")

    def log_message(self, *told: object) -> None:
        """Nothing."""


@pytest.fixture(scope="module")
def elsewhere() -> Iterator[str]:
    """Address of a page that is not the explorer's."""
    with HTTPServer(("127.0.0.1", 0), Elsewhere) as other:
        threading.Thread(target=other.serve_forever, daemon=True).start()
        yield f"127.0.0.1:{other.server_port}"
        other.shutdown()


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    """A tab in which errors are expected."""
    with tabs(chromium) as context:
        yield context.new_page()


def test_its_own_page_may_open_the_socket(page: Page, server: Server) -> None:
    """What the next tests find refused is there."""
    visit(page.context, server.address)
    page.goto(server.address)
    assert page.evaluate(OPENS, f"ws://127.0.0.1:{server.port}{SOCKET}") == "answered"
    assert page.evaluate(READS, server.address).startswith("read")


def test_a_page_elsewhere_is_refused(page: Page, server: Server, elsewhere: str) -> None:
    page.goto(f"http://{elsewhere}/")
    assert page.evaluate(OPENS, f"ws://127.0.0.1:{server.port}{SOCKET}") == "refused"
    assert page.evaluate(READS, server.address) == "refused"


def test_a_renamed_page_is_refused(page: Page, server: Server, elsewhere: str) -> None:
    """A name that is made to point to this machine gives a page the origin of the server; the name tells."""
    told = page.goto(f"http://{RENAMED}:{server.port}/")
    assert told is not None
    assert told.status == 403
    assert page.evaluate(READS, f"http://{RENAMED}:{server.port}/") == f"read {len(told.text())}"
    assert page.evaluate(OPENS, f"ws://{RENAMED}:{server.port}{SOCKET}") == "refused"
    page.goto(f"http://{RENAMED}:{elsewhere.rsplit(':', 1)[1]}/")
    assert page.title() == "elsewhere"


def test_the_explorer_is_not_shown_in_a_frame(page: Page, server: Server, elsewhere: str) -> None:
    page.goto(f"http://{elsewhere}/")
    page.set_content(f'<iframe src="{server.address}"></iframe>')
    page.wait_for_timeout(500)
    assert page.frames[1].url != server.address
    assert page.frames[1].locator("[data-testid]").count() == 0


@pytest.mark.parametrize(
    ("host", "origin", "status"),
    [
        ("127.0.0.1:{port}", None, 200),
        ("127.0.0.1:{port}", "http://127.0.0.1:{port}", 200),
        ("localhost:{port}", None, 200),
        ("127.0.0.1", None, 403),
        ("127.0.0.1:1", None, 403),
        ("evil.example", None, 403),
        ("evil.example:{port}", "http://evil.example:{port}", 403),
        ("127.0.0.1.evil.example:{port}", None, 403),
        ("127.0.0.1:{port}", "http://evil.example", 403),
        ("127.0.0.1:{port}", "http://127.0.0.1:1", 403),
        ("127.0.0.1:{port}", "https://127.0.0.1:{port}", 403),
        ("127.0.0.1:{port}", "null", 403),
    ],
)
@pytest.mark.parametrize(
    "path", ["/", "/_nicegui_ws/socket.io/?EIO=4&transport=polling", "/_nicegui/client/x/upload/1"]
)
def test_host_and_origin(server: Server, host: str, origin: str | None, status: int, path: str) -> None:
    headers = {"Host": host.format(port=server.port)}
    if origin:
        headers["Origin"] = origin.format(port=server.port)
    answered = asked(server, path, headers)
    assert (answered == 403) == (status == 403)
    if path == "/":
        assert answered == status


def asked(server: Server, path: str, headers: dict[str, str]) -> int:
    """Status of the answer to a request with just these headers."""
    with closing(http.client.HTTPConnection("127.0.0.1", server.port, timeout=20)) as connection:
        connection.putrequest("GET", path, skip_host=True, skip_accept_encoding=True)
        for name, value in headers.items():
            connection.putheader(name, value)
        connection.endheaders()
        return connection.getresponse().status


def test_it_listens_on_this_machine_alone(server: Server) -> None:
    """No other address of this machine takes a connection on its port."""
    others = {info[4][0] for info in socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET)}
    for address in {*others, "127.0.0.2"} - {"127.0.0.1"}:
        with socket.socket() as caller:
            caller.settimeout(5)
            assert caller.connect_ex((address, server.port)) != 0


def test_what_the_page_may_load_is_said(page: Page, server: Server) -> None:
    told = page.goto(server.address)
    assert told is not None
    policy = told.headers["content-security-policy"]
    assert "default-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "http" not in policy
    assert told.headers["x-content-type-options"] == "nosniff"
