"""What the libraries below raise, told as this room's errors."""

from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPException, IncompleteRead, RemoteDisconnected
from ssl import CertificateError, SSLError

from requests.exceptions import RequestException
from urllib3.exceptions import HTTPError, InvalidHeader

from .budget import Budget
from .exceptions import BadResponse, ConnectionFailed, FetchError, TlsError


@contextmanager
def plain_errors(host: str, budget: Budget) -> Iterator[None]:
    """Around anything that talks to a server: only FetchError comes out of it."""
    try:
        yield
    # ValueError: http.client lets through what int() and read() say about a server's numbers.
    except (RequestException, HTTPError, HTTPException, OSError, ValueError) as error:
        raise _plain_error(error, host, budget) from error


def _plain_error(error: Exception, host: str, budget: Budget) -> FetchError:
    if budget.is_over:
        return budget.too_slow()
    for cause in _causes(error):
        match cause:
            case CertificateError():
                return TlsError("bad-certificate", f"The certificate of {host} is not valid.")
            case SSLError():
                return TlsError("tls-failed", f"No secure connection to {host} came about.")
            case IncompleteRead():
                return BadResponse("short-body", f"The answer of {host} ends too early.")
            case RemoteDisconnected():  # an HTTPException too, but nothing came at all
                break
            case HTTPException() | InvalidHeader() | ValueError():
                return BadResponse("bad-http", f"{host} does not answer in valid HTTP.")
    return ConnectionFailed("connection-lost", f"The connection to {host} broke off.")


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__
