"""Who may talk to the server: pages that it served itself, under the names of this machine, and nobody else.

A page elsewhere may make a browser send requests here (and, by renaming itself, read the answers). Its requests carry
another host or another origin, and are refused before anything is read. What the page may load is said in a policy.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any
from urllib.parse import urlsplit

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Any]]
Send = Callable[[Any], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

NAMES = frozenset({"127.0.0.1", "localhost"})

REFUSED = b"This page answers only on the machine it runs on, to pages of its own."

POLICY = "; ".join(
    (
        "default-src 'self'",
        "script-src 'self' 'unsafe-inline' 'unsafe-eval'",  # the page is built of Vue templates in the browser
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data:",
        "font-src 'self' data:",
        "connect-src 'self' {socket}",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
    )
)


class Guard:
    """Let through what comes from this machine's own page; refuse the rest.

    Parameters
    ----------
    app : ASGI application
    port : int
        On which the server listens.
    """

    def __init__(self, app: App, port: int) -> None:
        self.app = app
        self.hosts = frozenset(f"{name}:{port}" for name in NAMES) | (NAMES if port == 80 else frozenset())
        sockets = " ".join(f"ws://{host}" for host in sorted(self.hosts))
        self.headers = [
            (b"content-security-policy", POLICY.format(socket=sockets).encode()),
            (b"x-content-type-options", b"nosniff"),
            (b"referrer-policy", b"no-referrer"),
        ]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request or connection."""
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
        elif self._is_welcome(scope):
            await self.app(scope, receive, self._with_headers(send))
        elif scope["type"] == "websocket":
            await receive()
            await send({"type": "websocket.close", "code": 1008})
        else:
            headers = [(b"content-type", b"text/plain; charset=utf-8")]
            await send({"type": "http.response.start", "status": 403, "headers": headers})
            await send({"type": "http.response.body", "body": REFUSED})

    def _is_welcome(self, scope: Scope) -> bool:
        """Whether the host is this server, and the origin, where one is told, a page of it."""
        headers = [(name.lower(), value.decode("latin-1")) for name, value in scope["headers"]]
        hosts = [value for name, value in headers if name == b"host"]
        origins = [value for name, value in headers if name == b"origin"]
        own = len(hosts) == 1 and hosts[0].lower() in self.hosts
        return own and all(urlsplit(o).scheme == "http" and urlsplit(o).netloc.lower() in self.hosts for o in origins)

    def _with_headers(self, send: Send) -> Send:
        async def answer(message: Any) -> None:
            if message["type"] == "http.response.start":
                message = {**message, "headers": [*message.get("headers", []), *self.headers]}
            await send(message)

        return answer
