"""Bundles for tests: made by the command, and served by a plain web server of another origin."""

import functools
import http.server
import threading
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.core.management import call_command

from tests.browser import QuietHandler


def export(file: Path, *wanted: str, **options) -> Path:
    """The ZIP that the command writes."""
    call_command("om_export_embed", *wanted, output=file, **options)
    return file


def unpack(file: Path, folder: Path) -> Path:
    with zipfile.ZipFile(file) as archive:
        archive.extractall(folder)
    return folder


class StrictHandler(QuietHandler):
    """As a server that trusts nobody: its own files, nothing inline, no other host."""

    policy = (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
        "connect-src 'self'; frame-src 'self'; frame-ancestors 'self'; base-uri 'none'; "
        "form-action 'none'"
    )

    def end_headers(self) -> None:
        self.send_header("Content-Security-Policy", self.policy)
        self.send_header("X-Content-Type-Options", "nosniff")
        super().end_headers()


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The origin of a static server for this folder."""
    handler = functools.partial(StrictHandler, directory=folder)
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
