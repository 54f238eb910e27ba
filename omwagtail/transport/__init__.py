"""The one place that opens connections to other sites.

Nothing that comes from the network is trusted: not the address, not the answers of the name
service, not the server's pace, size, headers or redirects. `fetch` is the whole use of this room;
the rest is exported for callers that check an address before they store it, or that catch errors.
"""

from .addresses import Target, check_url
from .exceptions import (
    BadResponse,
    ConnectionFailed,
    FetchError,
    RedirectedElsewhere,
    RefusedAddress,
    TlsError,
    TooLarge,
    TooSlow,
)
from .fetch import fetch, user_agent_for
from .responses import Response

__all__ = [
    "BadResponse",
    "ConnectionFailed",
    "FetchError",
    "RedirectedElsewhere",
    "RefusedAddress",
    "Response",
    "Target",
    "TlsError",
    "TooLarge",
    "TooSlow",
    "check_url",
    "fetch",
    "user_agent_for",
]
