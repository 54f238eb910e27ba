"""A small publisher for tests: a real HTTP server that speaks the publishing half of om/1.

It keeps one entry per document, moves an entry to the end when it changes, and answers its
well-known document, pages of changes and pictures. Tests change its attributes to make it lie.
"""

import hashlib
import json
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from omwagtail.documents import SigningKey, b64url_encode
from tests.documents import factories

# Status, headers, body.
Answer = tuple[int, dict[str, str], bytes]


class Publisher:
    """Runs on a free port of 127.0.0.1 as long as it is used as a context."""

    def __init__(self, key: SigningKey = factories.KEY) -> None:
        self.key = key
        self.page_size = 500
        self.entries: dict[str, dict[str, Any]] = {}
        self.files: dict[str, bytes] = {}
        self.requests: list[str] = []
        # Answers a path instead of the publisher: (status, headers, body), or None to let it.
        self.intercept: Callable[[str], tuple[int, dict[str, str], bytes] | None] = lambda path: (
            None
        )
        self.well_known: dict[str, Any] = {}
        self._seq = 0
        self._token = "a"
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler_of(self))
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,))

    def __enter__(self) -> "Publisher":
        self._thread.start()
        return self

    def __exit__(self, *args: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def document(self, name: str = "a", **changes: Any) -> dict[str, Any]:
        """A practice example of this publisher that nobody else has."""
        return factories.minimal_practice_example(
            origin=self.origin, id=factories.document_id(name), **changes
        )

    def publish(self, name: str = "a", **changes: Any) -> dict[str, Any]:
        """Put a document into the feed, in the place of an earlier one with its id."""
        document = self.document(name, **changes)
        self.offer(document)
        return document

    def withdraw(self, name: str = "a", **changes: Any) -> dict[str, Any]:
        document = factories.withdrawal(
            origin=self.origin, id=factories.document_id(name), **changes
        )
        self.offer(document)
        return document

    def offer(self, document: dict[str, Any], key: SigningKey | None = None) -> None:
        entry = factories.entry(document, 0, key or self.key)
        self.offer_raw(document["id"], entry)

    def offer_raw(self, name: str, entry: dict[str, Any]) -> None:
        """Put any entry into the feed."""
        self._seq += 1
        self.entries.pop(name, None)
        self.entries[name] = {**entry, "seq": self._seq}

    def forget(self, name: str) -> None:
        """Drop a document without a word."""
        self.entries.pop(factories.document_id(name))

    def say_gone(self, name: str) -> None:
        urn = factories.document_id(name)
        self.offer_raw(urn, {"gone": {"origin": self.origin, "id": urn}})

    def forget_cursors(self) -> None:
        """Like a publisher whose database was restored: cursors from before are not known."""
        self._token += "a"

    def picture(self, name: str, content: bytes, width: int, height: int) -> dict[str, Any]:
        """Serve a picture; returns its member for documents."""
        path = f"/om/media/{name}"
        self.files[path] = content
        return {
            "id": hashlib.sha256(content).hexdigest(),
            "url": self.origin + path,
            "width": width,
            "height": height,
            "alt": name,
        }

    def describe(self) -> dict[str, Any]:
        key = {"kid": self.key.kid, "public": b64url_encode(self.key.public)}
        return {
            "v": "om/1",
            "name": "Handwerkskammer Musterstadt",
            "origin": self.origin,
            "software": {"name": "omwagtail", "version": "0.1"},
            "keys": [{**key, "created": None, "revoked": None}],
            "types": ["practice-example", "network"],
            **self.well_known,
        }

    def page(self, query: dict[str, list[str]]) -> dict[str, Any] | None:
        """The page behind a cursor; None for a cursor that is not this feed's."""
        token, _, after = query.get("since", [f"{self._token}.0"])[0].partition(".")
        if token != self._token:
            return None
        later = [entry for entry in self.entries.values() if entry["seq"] > int(after)]
        shown = later[: self.page_size]
        reached = shown[-1]["seq"] if shown else int(after)
        return {
            "entries": shown,
            "next": f"{self._token}.{reached}",
            "more": len(later) > len(shown),
        }

    def answer(self, path: str) -> Answer:
        self.requests.append(path)
        if answered := self.intercept(path):
            return answered
        parts = urlsplit(path)
        if parts.path == "/.well-known/omwagtail":
            return as_json(self.describe())
        if parts.path == "/om/api/v1/changes/":
            page = self.page(parse_qs(parts.query))
            return as_json(page) if page else (410, {}, b"")
        if parts.path in self.files:
            return 200, {"Content-Type": "image/jpeg"}, self.files[parts.path]
        return 404, {}, b""


def as_json(data: Any) -> Answer:
    return 200, {"Content-Type": "application/json"}, json.dumps(data).encode()


def _handler_of(publisher: Publisher) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            status, headers, body = publisher.answer(self.path)
            self.send_response(status)
            for name, value in {**headers, "Content-Length": str(len(body))}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args: object) -> None:
            """Quiet."""

    return Handler
