"""Requests through the real WSGI handler, with the example site's middleware."""

import itertools
from io import BytesIO
from typing import NamedTuple
from urllib.parse import urlsplit

from django.core.wsgi import get_wsgi_application
from django.db import connection
from django.test.utils import CaptureQueriesContext

HOST = "partner.example"
_application = None
# Many visitors: throttles are asked as on a real site, and let all of them pass.
_addresses = itertools.cycle(f"10.0.0.{number}" for number in range(1, 251))


class Answer(NamedTuple):
    status: int
    body: bytes
    headers: dict[str, str]


def call(path: str, *, host: str = HOST, **headers: str) -> Answer:
    """A GET of ``path`` (with its query). Headers as WSGI names them: ``HTTP_ACCEPT_ENCODING``.

    Raises AssertionError for an answer above 399: a benchmark of errors would be a fast one.
    """
    answer = call_anyhow(path, host=host, **headers)
    assert answer.status < 400, f"{path}: {answer.status} {answer.body[:300]!r}"
    return answer


def call_anyhow(path: str, *, host: str = HOST, **headers: str) -> Answer:
    """The same, whatever the status."""
    global _application
    if _application is None:
        _application = get_wsgi_application()
    parts = urlsplit(path)
    environ = {
        "REQUEST_METHOD": "GET",
        "SCRIPT_NAME": "",
        "PATH_INFO": parts.path,
        "QUERY_STRING": parts.query,
        "SERVER_NAME": host,
        "SERVER_PORT": "443",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": next(_addresses),
        "HTTP_HOST": host,
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": "https",
        "wsgi.input": BytesIO(),
        "wsgi.errors": BytesIO(),
        "wsgi.multithread": True,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
        **headers,
    }
    begun: list = []
    response = _application(environ, lambda status, headers: begun.extend((status, headers)))
    try:
        body = b"".join(response)
    finally:
        response.close()
    return Answer(int(begun[0].split()[0]), body, dict(begun[1]))


def queries(path: str, **headers: str) -> list[str]:
    """The SQL of a request that was made before, so that caches are as warm as in operation."""
    call(path, **headers)
    with CaptureQueriesContext(connection) as captured:
        call(path, **headers)
    return [query["sql"] for query in captured]
