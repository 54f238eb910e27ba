import socket
from collections.abc import Callable, Iterator

import pytest

from tests.transport.certificates import Authority
from tests.transport.hostile import HostileServer


@pytest.fixture
def server() -> Iterator[HostileServer]:
    """A server without routes; a test adds its own."""
    with HostileServer() as running:
        yield running


@pytest.fixture(scope="session")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(tmp_path_factory.mktemp("authority"))


@pytest.fixture
def names(monkeypatch: pytest.MonkeyPatch) -> Callable[..., list[str]]:
    """A name service of the test's own: `names("hub.example", "127.0.0.1", …)`.

    Returns the list of names asked for. Several answers in a list of lists are given in turn.
    """
    known: dict[str, list[list[str]]] = {}
    asked: list[str] = []

    def getaddrinfo(host, port, *args, **kwargs):
        asked.append(host)
        if host not in known:
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
        answers = known[host]
        addresses = answers.pop(0) if len(answers) > 1 else answers[0]
        return [
            (
                socket.AF_INET6 if ":" in address else socket.AF_INET,
                socket.SOCK_STREAM,
                socket.IPPROTO_TCP,
                "",
                (address, port, 0, 0) if ":" in address else (address, port),
            )
            for address in addresses
        ]

    def register(host: str, *answers: str | list[str]) -> list[str]:
        if all(isinstance(answer, str) for answer in answers):
            answers = (list(answers),)
        known[host] = list(answers)
        return asked

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
    return register
