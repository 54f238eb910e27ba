"""A server that misbehaves on purpose: raw sockets, so that it can send whatever it likes.

    with HostileServer({"/feed": answer(b"{}"), "/slow": drip(b"HTTP/1.1 200 OK\\r\\n")}) as server:
        fetch(server.url("/feed"), allow_loopback=True)

A route is bytes to send, or a function of (connection, stopping) that does as it pleases and gives
up once the event `stopping` is set. After it, the connection is closed. `server.requests` holds
what came in, one item per request, as text.
"""

import socket
import ssl
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from threading import Event, Thread

Route = bytes | Callable[[socket.socket, Event], None]
Headers = Mapping[str, str] | Iterable[tuple[str, str]]


class HostileServer:
    """Answers on a free port of one loopback address, each connection in a thread of its own.

    `tls` wraps connections on the server's side. `greeting` replaces everything: it gets the bare
    connection before TLS and before any request is read.
    """

    def __init__(
        self,
        routes: Mapping[str, Route] | None = None,
        *,
        tls: ssl.SSLContext | None = None,
        greeting: Callable[[socket.socket, Event], None] | None = None,
        address: str = "127.0.0.1",
    ) -> None:
        self.routes = dict(routes or {})
        self.requests: list[str] = []
        self.connections = 0
        self._tls = tls
        self._greeting = greeting
        self._stopping = Event()
        self._listener = socket.create_server((address, 0), family=_family(address))
        self.host = f"[{address}]" if ":" in address else address
        self.port = self._listener.getsockname()[1]
        self._threads = [Thread(target=self._accept, daemon=True)]

    def url(self, path: str = "/", *, host: str | None = None) -> str:
        scheme = "https" if self._tls else "http"
        return f"{scheme}://{host or self.host}:{self.port}{path}"

    def __enter__(self) -> "HostileServer":
        self._threads[0].start()
        return self

    def __exit__(self, *exception: object) -> None:
        self._stopping.set()
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for thread in self._threads:
            thread.join(5)

    def _accept(self) -> None:
        while not self._stopping.is_set():
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            self.connections += 1
            thread = Thread(target=self._serve, args=(connection,), daemon=True)
            self._threads.append(thread)
            thread.start()

    def _serve(self, connection: socket.socket) -> None:
        connection.settimeout(5)
        with suppress(OSError), connection:  # the client hanging up is what most tests are about
            if self._greeting:
                self._greeting(connection, self._stopping)
            elif self._tls:
                with self._tls.wrap_socket(connection, server_side=True) as secured:
                    self._answer(secured)
            else:
                self._answer(connection)

    def _answer(self, connection: socket.socket) -> None:
        request = _read_request(connection)
        if not request:
            return
        self.requests.append(request)
        path = request.split(" ", 2)[1]
        route = self.routes.get(path, answer(b"", status="404 Not Found"))
        if callable(route):
            route(connection, self._stopping)
        else:
            connection.sendall(route)
        _hang_up(connection)


def answer(
    body: bytes = b"{}",
    *,
    status: str = "200 OK",
    headers: Headers = (),
    length: int | str | None = -1,
) -> bytes:
    """A whole HTTP answer. `length` is the announced one: None for none, -1 for the true one."""
    pairs = list(headers.items()) if isinstance(headers, Mapping) else list(headers)
    if length is not None:
        pairs.append(("Content-Length", str(len(body) if length == -1 else length)))
    head = "".join(f"{name}: {value}\r\n" for name, value in pairs)
    return f"HTTP/1.1 {status}\r\n{head}\r\n".encode("latin-1") + body


def redirect(location: str, status: str = "302 Found") -> bytes:
    return answer(b"", status=status, headers={"Location": location})


def chunked(*chunks: bytes, end: bytes = b"0\r\n\r\n", headers: Headers = ()) -> bytes:
    """A chunked answer; another `end` breaks it off."""
    head = answer(b"", length=None, headers=[*dict(headers).items(), CHUNKED])
    return head + b"".join(b"%x\r\n%b\r\n" % (len(chunk), chunk) for chunk in chunks) + end


CHUNKED = ("Transfer-Encoding", "chunked")


def drip(start: bytes, byte: bytes = b"x", pause: float = 0.02) -> Route:
    """Send `start`, then one byte after another for as long as somebody listens."""

    def route(connection: socket.socket, stopping: Event) -> None:
        connection.sendall(start)
        while not stopping.wait(pause):
            connection.sendall(byte)

    return route


def flood(start: bytes, block: bytes) -> Route:
    """Send `start`, then `block` again and again, as fast as it goes."""

    def route(connection: socket.socket, stopping: Event) -> None:
        connection.sendall(start)
        while not stopping.is_set():
            connection.sendall(block)

    return route


def silence(connection: socket.socket, stopping: Event) -> None:
    """Say nothing, and keep the connection open."""
    stopping.wait(5)


def reset(connection: socket.socket, stopping: Event) -> None:
    """Break the connection off the hard way (RST)."""
    no_lingering = b"\x01\x00\x00\x00\x00\x00\x00\x00"
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, no_lingering)
    connection.close()


def _family(address: str) -> socket.AddressFamily:
    return socket.AF_INET6 if ":" in address else socket.AF_INET


def _read_request(connection: socket.socket) -> str:
    """One request with its body. TLS and plain connections, so recv is all that is used."""
    request = b""
    while b"\r\n\r\n" not in request:
        received = connection.recv(65_536)
        if not received:
            return ""
        request += received
    head, _, body = request.partition(b"\r\n\r\n")
    length = 0
    for line in head.lower().split(b"\r\n"):
        if line.startswith(b"content-length:"):
            length = int(line.partition(b":")[2])
    while len(body) < length and (received := connection.recv(65_536)):
        body += received
    return (head + b"\r\n\r\n" + body).decode("latin-1")


def _hang_up(connection: socket.socket) -> None:
    """Close in order, so that what was sent arrives: a bare close may cut it off."""
    if isinstance(connection, ssl.SSLSocket):
        connection.unwrap()
    else:
        connection.shutdown(socket.SHUT_WR)
        connection.recv(1)
