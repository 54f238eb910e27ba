"""requests, held on a short lead: checked addresses are dialled, every byte and second is counted.

The layers below `requests` are replaced from the socket up, each by a few lines: a socket that
spends a budget, urllib3 connections that dial the given addresses, and one adapter. Nothing here
reads the environment: no proxy, no .netrc, no certificate path.
"""

import socket
import ssl
from contextlib import suppress
from functools import lru_cache
from typing import Any

from requests.adapters import HTTPAdapter
from requests.certs import where as certificate_bundle
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool, Retry
from urllib3.connection import HTTPConnection, HTTPSConnection

from .addresses import Target
from .budget import Budget
from .exceptions import ConnectionFailed

# One TLS record. A larger read would make the cap on the head of an answer a coarse one.
READ_BYTES = 16_384


class _Budgeted:
    """Mixed into a socket: each operation gets the time that is left, each byte is counted."""

    budget: Budget | None = None  # none yet during the TLS handshake, which has one timeout in all

    def recv_into(self, buffer: Any, nbytes: int = 0, flags: int = 0) -> int:
        size = min(nbytes or len(buffer), READ_BYTES)
        received: int = self._in_time("recv_into", buffer, size, flags)
        if self.budget is not None:
            self.budget.spend_bytes(received)
        return received

    def send(self, data: Any, flags: int = 0) -> int:
        sent: int = self._in_time("send", data, flags)
        return sent

    def sendall(self, data: Any, flags: int = 0) -> None:
        self._in_time("sendall", data, flags)

    def _in_time(self, operation: str, *arguments: Any) -> Any:
        method = getattr(super(), operation)
        if self.budget is None:
            return method(*arguments)
        self.settimeout(self.budget.remaining_seconds())  # type: ignore[attr-defined]
        try:
            return method(*arguments)
        except TimeoutError as error:
            raise self.budget.too_slow() from error


class BudgetedSocket(_Budgeted, socket.socket):
    pass


class BudgetedTlsSocket(_Budgeted, ssl.SSLSocket):
    pass


class _Dialling:
    """Mixed into a connection: dials the checked addresses, and never asks the name service.

    The connection keeps the host's name, so TLS still asks for it and checks it. Each socket opened
    is noted in `sockets`, for the one who has to close them.
    """

    sock: Any
    host: str
    port: int

    def __init__(
        self,
        *args: Any,
        addresses: list[str],
        budget: Budget,
        sockets: list[socket.socket],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.addresses = addresses
        self.budget = budget
        self.sockets = sockets

    def _new_conn(self) -> socket.socket:
        for position, address in enumerate(self.addresses):
            # An address that swallows packets must leave time for those after it.
            share = self.budget.remaining_seconds() / (len(self.addresses) - position)
            try:
                return self._dial(address, share)
            except OSError:
                continue
        self.budget.remaining_seconds()
        raise ConnectionFailed("no-connection", f"{self.host} does not accept connections.")

    def _dial(self, address: str, seconds: float) -> socket.socket:
        family = socket.AF_INET6 if ":" in address else socket.AF_INET
        connected = BudgetedSocket(family, socket.SOCK_STREAM)
        try:
            connected.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            connected.settimeout(seconds)
            connected.connect((address, self.port))
            # TLS takes over this timeout for its handshake, as the limit for all of it.
            connected.settimeout(self.budget.remaining_seconds())
        except BaseException:
            connected.close()
            raise
        connected.budget = self.budget
        return connected

    def connect(self) -> None:
        super().connect()  # type: ignore[misc]
        self.sock.budget = self.budget  # the TLS socket is a new object
        self.sockets.append(self.sock)


class DiallingConnection(_Dialling, HTTPConnection):
    pass


class DiallingTlsConnection(_Dialling, HTTPSConnection):
    pass


class DiallingPool(HTTPConnectionPool):
    ConnectionCls = DiallingConnection


class DiallingTlsPool(HTTPSConnectionPool):
    ConnectionCls = DiallingTlsConnection


@lru_cache(maxsize=4)
def tls_context(ca_file: str | None) -> ssl.SSLContext:
    """A context that demands a valid certificate for the host. Costly to make, so it is kept."""
    context = ssl.create_default_context(cafile=ca_file or certificate_bundle())
    context.sslsocket_class = BudgetedTlsSocket
    return context


class DiallingAdapter(HTTPAdapter):
    """Sends requests to one host at the given addresses, whatever URL or proxy it is handed.

    It is used without a requests.Session: that would bring cookies, proxies and .netrc, and it
    reads the body of a redirect to its end, decompressed.
    """

    def __init__(
        self, target: Target, addresses: list[str], budget: Budget, ca_file: str | None = None
    ) -> None:
        super().__init__(max_retries=Retry(False))
        self.sockets: list[socket.socket] = []
        dialling: dict[str, Any] = {
            "addresses": addresses,
            "budget": budget,
            "sockets": self.sockets,
        }
        self.pool: HTTPConnectionPool
        if target.scheme == "https":
            context = tls_context(ca_file)
            self.pool = DiallingTlsPool(target.host, target.port, ssl_context=context, **dialling)
        else:
            self.pool = DiallingPool(target.host, target.port, **dialling)

    def get_connection_with_tls_context(self, *args: Any, **kwargs: Any) -> HTTPConnectionPool:
        return self.pool

    def cert_verify(self, *args: Any, **kwargs: Any) -> None:
        """Nothing to set: the pool's TLS context checks certificates, and nobody can stop it."""

    def close(self) -> None:
        # urllib3 forgets about a connection whose answer it could not read.
        for opened in self.sockets:
            with suppress(OSError):
                opened.shutdown(socket.SHUT_RDWR)
            opened.close()
        self.pool.close()
        super().close()
