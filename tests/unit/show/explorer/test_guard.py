"""Only pages of this server are answered."""

import asyncio
from typing import Any

import pytest

from tvet_games.show.explorer.guard import Guard

OWN = "127.0.0.1:8080"


def answer(kind: str, *headers: tuple[str, str]) -> list[dict[str, Any]]:
    """What is sent to a request with these headers."""
    sent: list[dict[str, Any]] = []

    async def app(scope: Any, receive: Any, send: Any) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})

    async def receive() -> dict[str, Any]:
        return {"type": "websocket.connect"}

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    scope = {"type": kind, "headers": [(n.encode(), v.encode()) for n, v in headers]}
    asyncio.run(Guard(app, 8080)(scope, receive, send))
    return sent


@pytest.mark.parametrize("host", [OWN, "localhost:8080", "LOCALHOST:8080"])
def test_own_pages_are_answered_under_a_policy(host: str) -> None:
    (start,) = answer("http", ("host", host), ("origin", f"http://{OWN}"))
    assert start["status"] == 200
    policy = dict(start["headers"])[b"content-security-policy"].decode()
    assert "default-src 'self'" in policy
    assert "http://" not in policy
    assert "*" not in policy


@pytest.mark.parametrize(
    "headers",
    [
        [("host", "evil.example")],
        [("host", "127.0.0.1:9999")],
        [("host", "evil.example:8080")],
        [],
        [("host", OWN), ("host", "evil.example")],
        [("host", OWN), ("origin", "http://evil.example")],
        [("host", OWN), ("origin", "null")],
        [("host", OWN), ("origin", f"https://{OWN}")],
        [("host", OWN), ("origin", f"http://{OWN}.evil.example")],
    ],
)
def test_everybody_else_is_refused(headers: list[tuple[str, str]]) -> None:
    start, _ = answer("http", *headers)
    assert start["status"] == 403
    assert answer("websocket", *headers) == [{"type": "websocket.close", "code": 1008}]
