"""What a site of the crowd is asked, and what it answers."""

import gzip
import json
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Protocol
from urllib.parse import parse_qsl, urlsplit


@dataclass(frozen=True, kw_only=True)
class Request:
    """A request: its method, path with query, and headers in lower case."""

    method: str
    target: str
    headers: dict[str, str]

    @property
    def path(self) -> str:
        return urlsplit(self.target).path

    @cached_property
    def query(self) -> dict[str, str]:
        return dict(parse_qsl(urlsplit(self.target).query))

    @property
    def takes_gzip(self) -> bool:
        return "gzip" in self.headers.get("accept-encoding", "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """An answer as it goes over the wire. The length is added where no header gives another."""

    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""
    # Seconds between two bytes of the body; 0 sends it at once.
    seconds_a_byte: float = 0
    # Nothing is sent at all; whoever asked has to give up.
    hangs: bool = False
    # Sent as it is, in the place of everything else.
    raw: bytes = b""


class Site(Protocol):
    """One origin of the crowd."""

    origin: str

    def answer(self, request: Request) -> Answer:
        """What it says to a request."""


NOT_FOUND = Answer(status=404)


def json_answer(data: Any, *, status: int = 200, headers: dict[str, str] | None = None) -> Answer:
    """Data as JSON."""
    return packed(json.dumps(data, ensure_ascii=False).encode(), status=status, headers=headers)


def packed(body: bytes, *, status: int = 200, headers: dict[str, str] | None = None) -> Answer:
    """JSON text that is there already."""
    return Answer(
        status=status, headers={"Content-Type": "application/json", **(headers or {})}, body=body
    )


def compressed(answer: Answer) -> Answer:
    """The same with a compressed body, as feeds come (rule 4)."""
    return Answer(
        status=answer.status,
        headers={**answer.headers, "Content-Encoding": "gzip"},
        body=gzip.compress(answer.body, compresslevel=1, mtime=0),
    )
