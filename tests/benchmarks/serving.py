"""Serving on this machine as a normal web server does: kept connections, and gzip for texts."""

import gzip
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import waitress

from tests.benchmarks.surveys import Files

# What GZipMiddleware and most web servers use.
LEVEL = 6
TEXTS = ("text/", "application/json", "application/javascript", "image/svg")

Application = Callable[[dict[str, Any], Callable], Any]


def packed(content: bytes) -> bytes:
    return gzip.compress(content, LEVEL, mtime=0)


def compressing(application: Application) -> Application:
    """The application with its texts compressed for those who take that."""

    def compressed(environ: dict[str, Any], start: Callable) -> list[bytes]:
        begun: list = []
        response = application(
            environ, lambda status, headers, info=None: begun.extend((status, headers))
        )
        try:
            body = b"".join(response)
        finally:
            getattr(response, "close", lambda: None)()
        status, headers = begun
        names = {name.lower(): value for name, value in headers}
        if (
            "gzip" in environ.get("HTTP_ACCEPT_ENCODING", "")
            and names.get("content-type", "").startswith(TEXTS)
            and "content-encoding" not in names
        ):
            body = packed(body)
            headers = [(name, value) for name, value in headers if name.lower() != "content-length"]
            headers += [("Content-Encoding", "gzip"), ("Content-Length", str(len(body)))]
        start(status, headers)
        return [body]

    return compressed


def files_application(files: Files) -> Application:
    """Serves these files, and nothing else."""

    def serve(environ: dict[str, Any], start: Callable) -> list[bytes]:
        kind, content = files.get(environ["PATH_INFO"], ("text/plain", b""))
        status = "200 OK" if environ["PATH_INFO"] in files else "404 Not Found"
        start(status, [("Content-Type", f"{kind}; charset=utf-8")])
        return [content]

    return serve


@contextmanager
def served(application: Application) -> Iterator[str]:
    """The origin at which an application answers, compressed, for as long as the block runs."""
    server = waitress.create_server(
        compressing(application),
        host="127.0.0.1",
        port=0,
        threads=8,
        clear_untrusted_proxy_headers=True,
    )
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.effective_port}"
    server.close()
    thread.join(timeout=5)
