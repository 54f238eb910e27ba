"""What can go wrong with a fetch, as one tree.

Each error has a `code` that never changes, for logs and tests, and a `message` for people. Messages
name the host and never the path or query, which may hold something private.

RefusedAddress: bad-url, https-only, credentials, fragment, bad-host, refused-address,
redirect-elsewhere. ConnectionFailed: unknown-host, no-connection, connection-lost.
TlsError: bad-certificate, tls-failed. TooSlow: too-slow. TooLarge: too-large, head-too-large.
BadResponse: bad-http, bad-length, bad-encoding, short-body, status, too-many-redirects,
redirect-of-post, bad-request-header.
"""


class FetchError(Exception):
    """No usable answer. `code` is a stable kebab-case word, `message` an English sentence."""

    def __init__(self, code: str, message: str) -> None:
        # Both go to the base class, so that the error survives pickling on its way to a worker.
        super().__init__(code, message)
        self.code = code
        self.message = message

    def __str__(self) -> str:
        return self.message


class RefusedAddress(FetchError):
    """The address is one that this site never connects to. Nothing was sent there."""


class RedirectedElsewhere(RefusedAddress):
    """The server answered with a redirect to another site, which was not followed.

    `location` is where it leads: a URL that `check_url` would let pass, so at least not a private
    address in numbers. Whether that site may be asked is the caller's decision.
    """

    def __init__(self, code: str, message: str, location: str = "") -> None:
        super().__init__(code, message)
        self.location = location


class ConnectionFailed(FetchError):
    """The name did not resolve, nobody answered, or the connection broke."""


class TlsError(FetchError):
    """The certificate is wrong for this host, or no secure connection came about."""


class TooSlow(FetchError):
    """The whole of the fetch did not finish in the time allowed."""


class TooLarge(FetchError):
    """More came than was allowed, on the wire or after decompression."""


class BadResponse(FetchError):
    """An answer came and cannot be used. `status` is its HTTP status, where it had one."""

    def __init__(self, code: str, message: str, status: int | None = None) -> None:
        super().__init__(code, message)
        self.status = status
