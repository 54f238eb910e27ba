"""Several sites on ports of their own, behind real sockets, for all histories of a test."""

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

from tests.harvest.histories.sites import Feed

# The site whose histories are played says its name when it asks.
SUBSCRIBER = "https://partner.example"

# Status, body, and where the site leads to.
Answer = tuple[int, bytes, str]


class Web:
    """Answers for whatever site stands at an origin at the moment; runs as a context."""

    def __init__(self, count: int) -> None:
        self.sites: dict[str, Feed] = {}
        self._servers = [
            ThreadingHTTPServer(("127.0.0.1", 0), _handler_of(self)) for _ in range(count)
        ]
        self._threads = [
            threading.Thread(target=server.serve_forever, args=(0.05,)) for server in self._servers
        ]

    @property
    def origins(self) -> list[str]:
        return [f"http://127.0.0.1:{server.server_address[1]}" for server in self._servers]

    def __enter__(self) -> "Web":
        for server, thread in zip(self._servers, self._threads, strict=True):
            server.daemon_threads = True
            thread.start()
        return self

    def __exit__(self, *args: object) -> None:
        for server, thread in zip(self._servers, self._threads, strict=True):
            server.shutdown()
            server.server_close()
            thread.join()

    def answer(self, origin: str, path: str, *, is_subscriber: bool) -> Answer | None:
        """None cuts the connection. What the subscriber gets is noted, for the rules."""
        site = self.sites.get(origin)
        if site is None or site.is_down:
            return 503, b"", ""
        if site.moved_to:
            return 301, b"", site.moved_to + path
        parts = urlsplit(path)
        if parts.path == "/.well-known/omwagtail":
            description = site.describe()
            site.described.append(site.key.kid)
            return 200, json.dumps(description).encode(), ""
        if parts.path != "/om/api/v1/changes/":
            return 404, b"", ""
        since = parse_qs(parts.query).get("since", [""])[0]
        if site.tricks[:1] == ["cut"]:
            site.tricks.pop(0)
            if is_subscriber:
                site.served.append((since, None))
            return None
        page = site.page(since)
        if is_subscriber:
            site.served.append((since, page))
        return (200, json.dumps(page).encode(), "") if page else (410, b"", "")


def _handler_of(web: Web) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            port = self.server.server_address[1]
            answered = web.answer(
                f"http://127.0.0.1:{port}",
                self.path,
                is_subscriber=f"+{SUBSCRIBER}" in self.headers["User-Agent"],
            )
            status, body, location = answered or (200, b'{"entries": [', "")
            self.send_response(status)
            if location:
                self.send_header("Location", location)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body) + (answered is None)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args: object) -> None:
            """Quiet."""

    return Handler
