"""A proxy in front of a site, as an operator may have one: it keeps answers and adds headers."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.error import HTTPError
from urllib.request import Request, urlopen

# Of one connection, or of how this answer came.
LEFT_OUT = {"connection", "transfer-encoding", "content-length", "server", "date"}


class Proxy(ThreadingHTTPServer):
    """Frames are asked for once and then kept: a site that serves one request at a time could else
    not ask itself for one."""

    daemon_threads = True

    def __init__(self, upstream: str) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.upstream = upstream
        self.origin = f"http://localhost:{self.server_port}"
        self.kept: dict[str, tuple[int, list[tuple[str, str]], bytes]] = {}
        self.added: list[tuple[str, str]] = []

    def answer(self, path: str, headers: dict[str, str]) -> tuple[int, list, bytes]:
        if path not in self.kept:
            found = _fetched(self.upstream + path, headers)
            if not path.startswith("/om/embed/"):
                return found
            self.kept[path] = found
        return self.kept[path]


class _Handler(BaseHTTPRequestHandler):
    server: Proxy

    def do_GET(self) -> None:
        asked = {"Cookie": self.headers.get("Cookie", ""), "Host": self.headers["Host"]}
        status, headers, content = self.server.answer(self.path, asked)
        self.send_response(status)
        for name, value in [*headers, *self.server.added]:
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *arguments: object) -> None:
        """Tests have their own report."""


@contextmanager
def in_front_of(upstream: str) -> Iterator[Proxy]:
    """A proxy that runs as long as the block."""
    proxy = Proxy(upstream)
    thread = threading.Thread(target=proxy.serve_forever, daemon=True)
    thread.start()
    try:
        yield proxy
    finally:
        proxy.shutdown()
        proxy.server_close()
        thread.join()


def _fetched(address: str, headers: dict[str, str]) -> tuple[int, list[tuple[str, str]], bytes]:
    try:
        answer = urlopen(Request(address, headers=headers))
    except HTTPError as error:
        answer = error
    with answer:
        kept = [pair for pair in answer.headers.items() if pair[0].lower() not in LEFT_OUT]
        return answer.status, kept, answer.read()
