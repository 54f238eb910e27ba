"""Fetch one URL of another site, or post to it, within limits that hold against any server."""

from collections.abc import Mapping
from contextlib import closing
from json import dumps
from typing import Any, Literal
from urllib.parse import urljoin

from requests import Request
from requests import Response as Answer

from omwagtail import __version__

from .addresses import Target, check_url, resolve
from .budget import Budget
from .connections import DiallingAdapter
from .exceptions import BadResponse, RedirectedElsewhere, RefusedAddress
from .failures import plain_errors
from .responses import ACCEPTED_ENCODINGS, Response, read_response

MAX_REDIRECTS = 2
# Status line and headers together; http.client counts the lines (100) itself.
MAX_HEAD_BYTES = 65_536
REDIRECT_STATUSES = frozenset({301, 302, 303, 307, 308})

DEFAULT_USER_AGENT = f"omwagtail/{__version__}"


def fetch(
    url: str,
    *,
    method: Literal["GET", "POST"] = "GET",
    json: Any = None,
    headers: Mapping[str, str] | None = None,
    accept: str = "application/json",
    max_bytes: int = 8_000_000,
    max_seconds: float = 30,
    user_agent: str = DEFAULT_USER_AGENT,
    allow_loopback: bool = False,
    ca_file: str | None = None,
) -> Response:
    """Fetch a URL and return its answer. The one way out of this site.

    `json` is sent as the body of a POST. `max_bytes` bounds the decoded body, and with a little
    for framing what comes over the wire. `max_seconds` bounds everything together: resolving,
    connecting, TLS, redirects, head and body. At most two redirects are followed, and only within
    the same scheme, host and port. No cookies, no proxy, no credentials from the environment.

    `allow_loopback` is for the demo and tests: it lets addresses of this computer be reached over
    http and https, and no other private ones. `ca_file` replaces the certificate authorities that
    are trusted, for tests.

    Returns a Response with status 2xx, 304, 404, 410, 421, 429 or 503. Raises FetchError; its
    subclasses and codes stand in exceptions.py.
    """
    target = check_url(url, allow_loopback=allow_loopback)
    fields = _request_headers(headers, accept, user_agent)
    content = None
    if method == "POST":
        content = dumps(json).encode()
        fields["Content-Type"] = "application/json"
    budget = Budget(max_seconds)
    addresses = resolve(target, budget, allow_loopback=allow_loopback)
    adapter = DiallingAdapter(target, addresses, budget, ca_file)
    with closing(adapter):
        for _ in range(MAX_REDIRECTS + 1):
            request = Request(method, target.url, headers=fields, data=content)
            with _send(adapter, request, target, budget) as answer:
                if answer.status_code not in REDIRECT_STATUSES:
                    return read_response(answer, target=target, max_bytes=max_bytes, budget=budget)
                target = _redirected(target, answer, method, allow_loopback)
    raise BadResponse("too-many-redirects", f"{target.host} redirects more than twice.")


def user_agent_for(origin: str) -> str:
    """The name this site gives itself, so that an operator elsewhere sees who calls."""
    return f"{DEFAULT_USER_AGENT} (+{origin})"


def _request_headers(
    headers: Mapping[str, str] | None, accept: str, user_agent: str
) -> dict[str, str]:
    """All headers to send. Values may stem from a server's earlier answer, so they are checked."""
    fields = {
        "User-Agent": user_agent,
        "Accept": accept,
        "Accept-Encoding": ACCEPTED_ENCODINGS,
        "Connection": "close",
        **(headers or {}),
    }
    for name, value in fields.items():
        if not (value.isascii() and value.isprintable()):
            raise BadResponse(
                "bad-request-header", f"The value for the header {name} is not plain ASCII."
            )
    return fields


def _send(adapter: DiallingAdapter, request: Request, target: Target, budget: Budget) -> Answer:
    """Send, and read the head of the answer; its body stays on the wire."""
    budget.allow_bytes(MAX_HEAD_BYTES, "head-too-large")
    with plain_errors(target.host, budget):
        return adapter.send(request.prepare(), stream=True, timeout=budget.remaining_seconds())


def _redirected(target: Target, answer: Answer, method: str, allow_loopback: bool) -> Target:
    status = answer.status_code
    if method != "GET" and status not in (307, 308):
        raise BadResponse("redirect-of-post", f"{target.host} redirects what was posted.", status)
    location = answer.headers.get("Location")
    if location is None:
        raise BadResponse("status", f"{target.host} redirects to no address.", status)
    message = f"{target.host} redirects to another site."
    try:
        onward = check_url(urljoin(target.url, location), allow_loopback=allow_loopback)
    except RefusedAddress as error:
        refusal = f"{target.host} redirects to an address that is refused. {error.message}"
        raise RefusedAddress(error.code, refusal) from error
    except ValueError as error:  # urljoin, for a broken IPv6 address
        raise RefusedAddress("redirect-elsewhere", message) from error
    if onward.origin != target.origin:
        raise RedirectedElsewhere("redirect-elsewhere", message, onward.url)
    return onward
